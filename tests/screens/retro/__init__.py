"""Tests of screens.retro."""
