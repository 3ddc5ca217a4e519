"""Use cases of action items."""
