"""Tests of screens.hours."""
