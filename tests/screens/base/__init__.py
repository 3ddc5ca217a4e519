"""Tests of screens.base."""
