"""How live sessions are shown."""
