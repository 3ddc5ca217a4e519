"""What cases and processes look like."""
