"""The screen of OKRs, its forms and a key result's page."""
