"""`python -m okrtui` is `okrtui`."""

from okrtui.cli.main import script

script()
