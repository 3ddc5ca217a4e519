"""Tests of rituals.retro."""
