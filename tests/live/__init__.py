"""Live sessions with real processes, and what of an anonymous one is stored."""
