"""Tests of rituals.actions."""
