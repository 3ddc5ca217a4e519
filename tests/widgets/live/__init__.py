"""Tests of widgets.live."""
