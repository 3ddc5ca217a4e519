"""What a key does, declared once."""
