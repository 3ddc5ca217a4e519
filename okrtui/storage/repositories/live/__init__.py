"""Live sessions: what is kept of them, their cards, and whether one runs."""
