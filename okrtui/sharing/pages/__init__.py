"""Markdown pages: reports, heroes, sessions, actions."""
