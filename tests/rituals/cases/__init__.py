"""Tests of rituals.cases."""
