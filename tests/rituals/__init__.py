"""Tests of okrtui.rituals."""
