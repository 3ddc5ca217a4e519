"""What every screen has: its base, dialogs, conflicts, help."""
