"""Workspaces full of hostile text: written through the rituals, and behind okrtui's back straight into the tables."""

import contextlib
import io
import os
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from unittest import mock

from okrtui.cli import main
from okrtui.errors import Refused
from okrtui.model import Health
from okrtui.recognition import Standard
from okrtui.rituals import checkins, cycles, health, heroes, ideas, okrs, people, updates
from tests.desk import MONDAY, seat, workspace
from tests.trust.payloads import PAYLOADS, unsafe_in

COLUMNS = {
    "workspace": ("name", "vision", "ethos"),
    "member": ("name", "skills"),
    "team": ("name",),
    "objective": ("title", "why"),
    "key_result": ("title", "unit", "note", "priority"),
    "checkin": ("note",),
    "weekly_update": ("ahead", "blocker", "wins"),
    "commitment": ("text",),
    "health_metric": ("name",),
    "health_reading": ("note",),
    "recognition": ("story", "evidence", "practice_when", "practice_how"),
    "recipient": ("words",),
    "reply": ("text",),
    "idea": ("title", "text"),
    "activity": ("verb", "ref", "summary"),
}
"""Every column that holds people's own words."""

READS: tuple[tuple[str, ...], ...] = (
    ("okr", "list"),
    ("okr", "show", "O1"),
    ("okr", "show", "KR1.1"),
    ("cycle", "list"),
    ("week",),
    ("health",),
    ("heroes", "list", "--period", "all"),
    ("heroes", "show", "H1"),
    ("heroes", "about", "m1"),
    ("ideas", "list"),
    ("people",),
    ("member", "list"),
    ("team", "list"),
    ("workspace",),
    ("log", "--limit", "9999"),
    ("update",),
    ("due",),
)
"""Commands that print what people wrote; all of them take --json, too."""


_STATE = tempfile.TemporaryDirectory(prefix="okrtui-state-")


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str


def run(path: Path, *words: str, now: datetime = MONDAY) -> Said:
    """Run a command in this process at a time. AssertionError where anything unsafe is printed, or a bug ended it."""
    raw = io.BytesIO(), io.BytesIO()
    out, err = (io.TextIOWrapper(each, encoding="utf-8") for each in raw)
    mine = mock.patch.dict(os.environ, XDG_STATE_HOME=_STATE.name)
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), mine:
        try:
            code = main(["-w", str(path), *words], now=now)
        except SystemExit as leaving:
            code = int(str(leaving.code))
    out.flush()
    err.flush()
    printed = [each.getvalue().decode("utf-8", "surrogateescape") for each in raw]
    said = Said(code, *printed)
    shown = [word[:60] for word in words]
    assert not unsafe_in(said.out + said.err), (shown, unsafe_in(said.out + said.err))
    assert "something went wrong inside" not in said.err, (shown, said.err)
    if said.code == 1:
        assert said.err.startswith("okrtui: ") and said.err.count("\n") == 1, (shown, said.err)
    return said


def filled(folder: Path, texts: Sequence[str] = PAYLOADS) -> Path:
    """Make a workspace in which every field of every kind holds each of the texts, as far as it is taken."""
    store = workspace(folder)
    me = seat(store)
    for number, text in enumerate(texts, 1):
        people.edit_member(me, f"m{number}", name=f"{number} {text}", skills=text)
        okrs.add_objective(me, f"{number} {text}", why=text, dri=f"m{number}", cycle="2026-Q4")
        okrs.add_key_result(
            me, f"O{number}", f"{number} {text}", start=0, target=9, unit=text[:60], note=text, dri="mei"
        )
        with contextlib.suppress(Refused):  # one team or cycle of a name
            people.add_team(me, f"{number} {text}")
        with contextlib.suppress(Refused):
            cycles.add_cycle(me, f"{number} {text}"[:80], MONDAY.date(), MONDAY.date())
        checkins.check_in(me, f"KR{number}.1", "3", confidence=5, note=text)
        giver = seat(store, f"m{number}")
        heroes.post(giver, ["mei"], f"{number} {text}", Standard.CONTRIBUTION, evidence=text)
        heroes.reply(me, f"H{number}", f"{number} {text}")
        heroes.in_own_words(me, f"H{number}", text)
        heroes.mark_practice(me, f"H{number}", text, text)
        health.add(me, f"{number} {text}"[:80])
        ideas.capture(me, f"{number} {text}", text=text, champion="mei")
        updates.submit(giver, priorities=[(f"{number} {text}", "")], ahead=text, blocker=text, wins=text, pulse=3)
    for number, text in enumerate(texts, 1):
        with contextlib.suppress(Refused):
            health.read(me, f"{number} {text}"[:80], Health.RED, text)
    people.describe_workspace(me, name=texts[-1], vision=texts[0], values=texts[1])
    store.close()
    return path_of(folder)


def path_of(folder: Path) -> Path:
    """Return where `filled` makes the workspace."""
    return folder / "ws" / "team.db"


def poison(path: Path) -> int:
    """Write every payload as it is into every column of words, past okrtui's cleaning; return how many were written."""
    texts = [text.encode("utf-8", "surrogatepass").decode("utf-8", "ignore") for text in PAYLOADS]
    number = 0
    with closing(sqlite3.connect(path)) as db:
        for table, columns in COLUMNS.items():
            for (row,) in db.execute(f"SELECT id FROM {table}").fetchall():
                for column in columns:
                    number += 1
                    text = texts[number % len(texts)]
                    unique = f"{number} {text}" if column == "name" else text
                    db.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (unique, row))
        db.commit()
    return number
