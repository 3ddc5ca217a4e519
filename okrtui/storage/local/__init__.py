"""What is only mine: drafts, anonymous tokens, own writes and what I have seen, in my own state directory."""
