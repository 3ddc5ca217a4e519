"""Escaping and phrases that every page of Markdown uses."""
