"""Tests of rituals.people."""
