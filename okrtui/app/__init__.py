"""The TUI's shell: app, storage thread, change feed, palette."""
