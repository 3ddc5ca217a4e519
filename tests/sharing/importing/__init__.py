"""Tests of sharing.importing."""
