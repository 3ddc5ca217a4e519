"""The machine's timezone is taken by whatever name the system knows, and refused where nobody knows it."""

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
