"""How retros are shown."""
