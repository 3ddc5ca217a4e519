"""Tests of storage.schema."""
