"""The manual page: every command is on it, and roff has nothing to complain of."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from okrtui.cli.declare.catalogue import VERBS
from tools.man import man_page

PAGE = Path(__file__).resolve().parent.parent / "docs" / "okrtui.1"


def test_every_command_and_option_is_on_it() -> None:
    page = man_page().replace("\\-", "-")
    for verb in VERBS:
        assert f".B okrtui {verb.words}" in page
        for name, _ in verb.args:
            assert name[0] != "-" or f"\\fB{name}\\fR" in page, (verb.words, name)


def test_roff_reads_it() -> None:
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("this machine has no groff")
    done = subprocess.run([groff, "-man", "-ww", "-Tutf8", "-K", "utf8", str(PAGE)], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    shown = re.sub(".\b", "", done.stdout)  # what is bold is struck twice
    assert "okrtui kr add" in shown and "--confidence" in shown
