"""Tests of sharing.export."""
