"""Tests of widgets.retro."""
