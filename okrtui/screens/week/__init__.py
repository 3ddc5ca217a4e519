"""The screens of the week and the check-in."""
