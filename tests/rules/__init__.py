"""Tests of okrtui.rules."""
