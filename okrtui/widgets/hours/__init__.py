"""Office hours as rows, and one booking to read."""
