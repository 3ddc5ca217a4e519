"""The check-in as a conversation on plain lines: for any terminal, a screen reader, a slow line."""
