"""Queries and writes, one module a feature; rows become dataclasses here."""
