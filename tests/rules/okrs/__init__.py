"""Tests of rules.okrs."""
