"""Use cases about processes and the cases that run through them."""
