"""How ideas are shown."""
