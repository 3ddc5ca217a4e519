"""The screen of a live session and its projector."""
