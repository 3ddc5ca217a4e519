"""Tests of widgets.okrs."""
