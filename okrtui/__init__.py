"""okrtui: a terminal workspace for a team's weekly OKR rituals."""

__version__ = "0.1.0"
