"""The workspace as documents: Markdown, or all of it as JSON."""
