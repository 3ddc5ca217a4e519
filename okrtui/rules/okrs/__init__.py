"""Progress, pace, status, values and filters of OKRs: pure functions."""
