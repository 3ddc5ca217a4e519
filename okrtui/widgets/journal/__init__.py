"""How the journal is shown."""
