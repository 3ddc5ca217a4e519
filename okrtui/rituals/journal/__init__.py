"""Use cases of the journal: log, undo, redo, explain, verify."""
