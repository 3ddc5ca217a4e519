"""How OKRs are shown: tree, rows, chart, history."""
