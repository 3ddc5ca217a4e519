"""Tests of widgets.forms."""
