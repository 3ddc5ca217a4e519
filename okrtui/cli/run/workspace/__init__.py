"""Where the workspace lies: making, opening, moving and checking it."""
