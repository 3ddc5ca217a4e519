"""Commands about cases and the processes that they run by."""
