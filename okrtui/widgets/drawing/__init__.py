"""Text in cells: wrapping, marks, big type, text buffer, painting."""
