"""Tests of sharing.reader."""
