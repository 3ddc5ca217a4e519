"""Processes and cases as pure rules."""
