"""The screen of cases."""
