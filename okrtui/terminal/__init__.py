"""The terminal: driver, capabilities, hang-ups, key order, editor and clipboard."""
