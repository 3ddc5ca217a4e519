"""Tests over a real PostgreSQL server."""
