"""The list family: rows drawn one by one, ten thousand of them."""
