"""Tests of widgets.drawing."""
