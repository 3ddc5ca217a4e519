"""The own format `okrs/*.md`: written and read back."""
