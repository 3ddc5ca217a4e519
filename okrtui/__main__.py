"""`python -m okrtui` is `okrtui`."""

from okrtui.cli import script

script()
