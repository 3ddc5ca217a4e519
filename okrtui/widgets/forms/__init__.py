"""Forms, fields, dialogs, pickers and readers."""
