"""Tests of rituals.okrs."""
