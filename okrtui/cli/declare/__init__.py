"""What the command line takes: declared as data."""
