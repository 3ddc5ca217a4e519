"""What widgets show and say, and what they cost on the wire."""
