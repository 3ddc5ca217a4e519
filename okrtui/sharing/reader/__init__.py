"""Reads OKR documents that teams already have."""
