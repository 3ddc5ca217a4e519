"""What a colleague sees who copies the workspace's files all the while: nothing that ties cards to each other."""

import json
import os
import re
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from okrtui.config import state_folder
from okrtui.model.live import Phase
from okrtui.rituals.context import Context
from okrtui.rituals.live import facilitation, sessions
from okrtui.storage.local.own_writes import OwnWrites, Written
from okrtui.storage.local.tokens import Tokens
from tests.rituals.live.test_sessions import Table


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path)
    yield made
    made.store.close()


class Watch:
    """Each transaction on a connection, as the tables it wrote to with the values."""

    def __init__(self, ctx: Context) -> None:
        self.done: list[list[str]] = [[]]
        ctx.store.db.connection().set_trace_callback(self._note)  # type: ignore[no-untyped-call]

    def _note(self, statement: str) -> None:
        if statement.startswith(("COMMIT", "ROLLBACK")):
            self.done.append([])
        elif statement.startswith(("INSERT", "UPDATE", "DELETE")):
            self.done[-1].append(statement)

    def together(self, *tables: str) -> bool:
        """Tell whether one transaction wrote to all of these tables."""
        return any(
            all(any(re.search(rf"(INTO|UPDATE|FROM) {name}\b", each) for each in one) for name in tables)
            for one in self.done
        )

    def spells(self) -> list[str]:
        """Return what typing was noted under, in order."""
        noted = re.compile(r"INTO typing .*, '([0-9a-f]+)'")
        return [found[1] for one in self.done for each in one if (found := noted.search(each))]


def test_typing_ties_cards_neither_together_nor_to_who_leaves(table: Table) -> None:
    ref = table.start(anonymous=True)
    facilitation.move(table.ctx("mei"), ref, Phase.GATHER)
    bob = table.ctx("bob")
    sessions.enter(bob, ref)
    watch = Watch(bob)
    for words in ("the first", "the second"):
        sessions.typing(bob, ref, True)
        sessions.typing(bob, ref, True)  # said again every few seconds: it is the same card still
        sessions.write_card(bob, ref, words, typed=True)
    sessions.typing(bob, ref, True)
    sessions.leave(bob, ref)
    first, again, second, *_, last = watch.spells()
    assert first == again and len({first, second, last}) == 3
    assert not watch.together("typing", "card")
    assert not watch.together("typing", "attendance")
    assert sessions.view(table.ctx("mei"), ref).room.typing == 1, "what was half typed is forgotten by itself"


def test_nothing_in_the_file_tells_in_which_order_cards_came(table: Table) -> None:
    ref = table.start(anonymous=True)
    mei = table.ctx("mei")
    facilitation.move(mei, ref, Phase.GATHER)
    came = [f"thought number {number:02} of somebody" for number in range(30)]
    for login, words in zip(["mei", "bob", "eve"] * 10, came, strict=True):
        sessions.write_card(table.ctx(login), ref, words)
    facilitation.move(mei, ref, Phase.REVEAL)
    with closing(sqlite3.connect(table.store.path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = table.store.path.read_bytes()
    lying = re.findall(rb"thought number (\d\d)", raw)
    assert len(lying) == len(came), "and each stands there once"
    steps = [int(after) - int(before) for before, after in pairwise(lying)]
    assert sum(abs(step) == 1 for step in steps) < 12, lying


def test_a_card_leaves_no_time_that_others_can_read_in_the_state_of_its_author() -> None:
    outer = state_folder().parent
    outer.mkdir(parents=True)
    (outer / "tokens.json").write_text(json.dumps({"old": "ab" * 32}))  # as older versions kept it
    box = Tokens(state_folder() / "tokens.json")
    assert box.secret("old").hex() == "ab" * 32 and [each.name for each in outer.iterdir()] == ["own"]
    before = outer.stat()
    assert stat.S_IMODE(before.st_mode) == 0o700
    box.secret("new")
    OwnWrites(state_folder() / "tokens.written.json").add(Written("new", 1, "card", 1, {}))
    after = outer.stat()
    assert (after.st_mtime_ns, after.st_ctime_ns) == (before.st_mtime_ns, before.st_ctime_ns)


def test_a_new_state_folder_is_closed_from_the_outside_in() -> None:
    before = os.umask(0o022)
    try:
        Tokens(state_folder() / "tokens.json").secret("new")
    finally:
        os.umask(before)
    assert [stat.S_IMODE(each.stat().st_mode) for each in (state_folder(), state_folder().parent)] == [0o700, 0o700]
