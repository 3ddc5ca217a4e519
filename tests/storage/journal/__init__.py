"""Tests of storage.journal."""
