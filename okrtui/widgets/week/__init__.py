"""How the week is shown."""
