"""Use cases that only retros have."""
