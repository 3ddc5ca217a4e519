"""Processes and their cases as pure functions: what a definition must hold, who has the turn, what silence does."""
