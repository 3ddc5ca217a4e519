"""Tests of rituals.week."""
