"""What the week is drawn with."""
