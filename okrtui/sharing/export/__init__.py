"""The tree of files that `export` writes."""
