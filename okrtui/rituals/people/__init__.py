"""Use cases of the workspace, its teams and members."""
