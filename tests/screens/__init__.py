"""Tests of the TUI, driven by its keys."""
