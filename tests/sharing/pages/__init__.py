"""Tests of sharing.pages."""
