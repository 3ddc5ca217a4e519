"""The journal: one write, one entry; undo and the feed read it."""
