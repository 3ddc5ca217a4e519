"""Tests of sharing.markdown."""
