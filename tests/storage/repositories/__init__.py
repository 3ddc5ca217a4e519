"""Tests of storage.repositories."""
