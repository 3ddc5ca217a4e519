"""Tests of screens.live."""
