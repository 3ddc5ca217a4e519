"""The retro's screen and the overview of retros."""
