"""Tests of Markdown in and out."""
