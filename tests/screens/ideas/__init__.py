"""Tests of screens.ideas."""
