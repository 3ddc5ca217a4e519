"""Pure functions: progress, pace, weeks. No I/O and no clock; days and times are arguments."""
