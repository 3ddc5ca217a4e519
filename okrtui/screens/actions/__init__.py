"""The screen of action items."""
