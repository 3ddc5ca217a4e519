"""The hero board's filter and how a story is written without naming: pure functions."""
