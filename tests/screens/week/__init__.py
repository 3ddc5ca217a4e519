"""Tests of screens.week."""
