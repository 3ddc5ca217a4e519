"""Whole workspaces: verify, dump, transfer, restore and check-up."""
