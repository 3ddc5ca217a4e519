"""Tests of rules.heroes."""
