"""Markdown in and out: what a document of a team says, and what a workspace says as documents."""
