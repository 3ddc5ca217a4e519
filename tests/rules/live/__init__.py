"""Tests of rules.live."""
