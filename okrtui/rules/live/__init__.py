"""Phases, agendas, templates and counts of live sessions: pure functions."""
