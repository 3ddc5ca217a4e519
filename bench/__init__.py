"""Measures what the design promises, as ratios that travel from machine to machine."""
