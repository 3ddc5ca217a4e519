"""Commands about people, and about what they hold to together."""
