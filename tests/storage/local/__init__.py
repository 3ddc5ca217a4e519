"""Tests of storage.local."""
