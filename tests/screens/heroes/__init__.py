"""Tests of screens.heroes."""
