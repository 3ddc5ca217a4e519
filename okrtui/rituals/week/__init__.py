"""Use cases of the week: check-ins, updates, health, what is due, the sheet."""
