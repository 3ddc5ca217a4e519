"""How the hero board is shown."""
