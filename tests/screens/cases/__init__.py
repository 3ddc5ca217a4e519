"""Tests of screens.cases."""
