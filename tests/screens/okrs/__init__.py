"""Tests of screens.okrs."""
