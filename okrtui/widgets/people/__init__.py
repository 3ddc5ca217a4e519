"""What the people screen shows."""
