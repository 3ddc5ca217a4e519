"""The hero board, a card's page and practices."""
