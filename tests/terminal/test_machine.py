"""The machine's timezone is taken by whatever name the system knows, and refused where nobody knows it."""

import subprocess
import sys
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.rituals.people.members import checked_timezone, make_workspace
from okrtui.terminal.machine import machine_timezone
from tests.workspaces import MONDAY


@pytest.mark.parametrize("name", ["Japan", "EST5EDT", "CET", "Europe/Berlin", "UTC"])
def test_names_that_the_system_knows_are_kept(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", f":{name}" if name == "Japan" else name)
    assert machine_timezone() == name == checked_timezone(machine_timezone())


def test_a_name_that_nobody_knows_is_refused_and_no_utc(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TZ", "Middle/Earth")
    with pytest.raises(Refused, match="Middle/Earth"):
        make_workspace(tmp_path / "w.db", name="A", timezone=machine_timezone(), login="mei", person="Mei", now=MONDAY)


@pytest.mark.parametrize(
    ("found", "seconds"),
    [
        ({}, 0.1),
        ({"SSH_CONNECTION": "10.0.0.1 5 10.0.0.2 22"}, 0.3),
        ({"SSH_TTY": "/dev/pts/3"}, 0.3),
        ({"SSH_CONNECTION": "10.0.0.1 5 10.0.0.2 22", "ESCDELAY": "50"}, 0.05),
        ({"ESCDELAY": "700"}, 0.7),
    ],
)
def test_a_split_sequence_has_longer_to_come_whole_over_ssh(found: dict[str, str], seconds: float) -> None:
    code = (
        "from okrtui.terminal.machine import wait_for_sequences; wait_for_sequences();"
        "from textual.constants import ESCAPE_DELAY; print(ESCAPE_DELAY)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=found, capture_output=True, text=True, check=True)
    assert float(done.stdout) == seconds
