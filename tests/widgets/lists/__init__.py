"""Tests of widgets.lists."""
