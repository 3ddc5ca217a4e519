"""Tests of screens.actions."""
