"""Tests of widgets.heroes."""
