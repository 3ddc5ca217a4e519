"""Use cases of live sessions, for brainstorm and retro."""
