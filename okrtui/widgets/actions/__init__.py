"""How action items are shown."""
