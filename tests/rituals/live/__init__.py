"""Tests of rituals.live."""
