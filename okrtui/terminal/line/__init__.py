"""The line to the terminal: the screen is remembered, and what differs goes over it."""
