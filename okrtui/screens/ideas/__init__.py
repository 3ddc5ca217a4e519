"""The screen of ideas."""
