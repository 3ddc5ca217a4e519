"""Workspaces full of hostile text: written through the rituals, and behind okrtui's back straight into the tables."""

import contextlib
import io
import os
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from unittest import mock

from okrtui.cli.main import main
from okrtui.errors import Refused
from okrtui.model.heroes import Standard
from okrtui.model.live import Kind, Phase
from okrtui.model.retro import PollKind
from okrtui.model.week import Health
from okrtui.rituals import heroes, hours, ideas
from okrtui.rituals.actions import actions
from okrtui.rituals.cases import cases
from okrtui.rituals.context import Context
from okrtui.rituals.live import facilitation, grouping, polls, sessions
from okrtui.rituals.okrs import cycles, objectives
from okrtui.rituals.people import members, values
from okrtui.rituals.retro import agenda, cycle_review, discussion, radar, retro
from okrtui.rituals.week import checkins, health, updates
from okrtui.storage.engine.store import Store
from tests.once import made_once
from tests.trust.payloads import PAYLOADS, SOME, unsafe_in
from tests.workspaces import MONDAY, ctx, workspace

_MACHINE = """
    via uuid timezone state kind start_day end_day milestones week status done helpers colour changes salt digest chain
    until standard key phase minutes template prompts nonce owner ballot ready what items verdict due topic
    step since opened by_day silent closed ends day days asks
"""
_LOGINS = """
    login dri who entered_by giver facilitator author champion keeper host guest
    opener asked subject companion chosen holder turn to_login
"""
MACHINE, LOGINS = frozenset(_MACHINE.split()), frozenset(_LOGINS.split())
"""Columns of text that okrtui writes itself, by name: states, weeks, keys, JSON; and logins."""


def columns_of(db: sqlite3.Connection) -> dict[str, list[str]]:
    """Return every column that holds people's own words, by table: a new table is among them by itself."""
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    found = {name: list(db.execute(f"PRAGMA table_info({name})")) for name in names if name != "migration"}
    other = MACHINE | LOGINS
    words = {name: [row[1] for row in rows if row[2] == "TEXT" and row[1] not in other] for name, rows in found.items()}
    words["cycle"].remove("name")  # by it a cycle is found; hostile ones are made through the ritual
    del words["process"]  # a definition that cannot be read is refused, as `test_strange_values` has it
    return {name: columns for name, columns in words.items() if columns}


READS: tuple[tuple[str, ...], ...] = (
    ("okr", "list"),
    ("kr", "list"),
    ("objective", "list"),
    ("okr", "show", "O1"),
    ("okr", "show", "KR1.1"),
    ("objective", "show", "O1"),
    ("kr", "show", "KR1.1"),
    ("cycle", "list"),
    ("week",),
    ("health",),
    ("heroes", "list", "--period", "all"),
    ("heroes", "show", "H1"),
    ("heroes", "about", "m1"),
    ("ideas", "list"),
    ("heroes", "nudge"),
    ("ideas", "show", "I1"),
    ("action", "list"),
    ("action", "show", "A1"),
    ("retro", "templates"),
    ("retro", "topic"),
    ("retro", "agenda", "S1"),
    ("retro", "agree"),
    ("retro", "radar"),
    ("retro", "status", "S1"),
    ("retro", "until", "--in", "S1"),
    ("retro", "list"),
    ("brainstorm", "status"),
    ("brainstorm", "until"),
    ("brainstorm", "list"),
    ("brainstorm", "templates"),
    ("brainstorm", "answer", "3"),
    ("brainstorm", "reveal"),
    ("brainstorm", "ask", SOME[0], "--scale", "word"),
    ("retro", "answer", "3", "--in", "S1"),
    ("retro", "reveal", "S1"),
    ("retro", "ask", SOME[0], "--in", "S1"),
    ("source", "list"),
    ("config", "list"),
    ("draft",),
    ("pull",),
    ("people",),
    ("member", "list"),
    ("team", "list"),
    ("workspace",),
    ("hours", "list"),
    ("hours", "list", "m1"),
    ("booking", "list", "--all"),
    ("booking", "show", "B1"),
    ("value", "list"),
    ("value", "show", "V1"),
    ("case", "list"),
    ("case", "list", "--over"),
    ("case", "show", "C1"),
    ("process", "list"),
    ("process", "show", "support"),
    ("log", "--limit", "9999"),
    ("update",),
    ("due",),
    ("report", "cycle"),
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
    asked = mock.patch("sys.stdin", io.TextIOWrapper(io.BytesIO()))  # whatever asks for words is told none
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), mine, asked:
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


def filled(folder: Path, texts: Sequence[str] = SOME) -> Path:
    """Lay a workspace in which every field of every kind holds each of the texts, as far as it is taken."""
    made = made_once(f"hostile-{zlib.crc32(repr(texts).encode())}", lambda new: _fill(workspace(new), texts))
    shutil.copytree(path_of(made).parent, path_of(folder).parent)
    return path_of(folder)


def _fill(store: Store, texts: Sequence[str]) -> None:
    me = ctx(store)
    for number, text in enumerate(texts, 1):
        members.edit_member(me, f"m{number}", name=f"{number} {text}", skills=text)
        objectives.add_objective(me, f"{number} {text}", why=text, dri=f"m{number}", cycle="2026-Q4")
        objectives.add_key_result(
            me, f"O{number}", f"{number} {text}", start=0, target=9, unit=text[:60], note=text, dri="mei"
        )
        with contextlib.suppress(Refused):  # one team or cycle of a name
            members.add_team(me, f"{number} {text}")
        with contextlib.suppress(Refused):
            cycles.add_cycle(me, f"{number} {text}"[:80], MONDAY.date(), MONDAY.date())
        checkins.check_in(me, f"KR{number}.1", "3", confidence=5, note=text)
        giver = ctx(store, f"m{number}")
        heroes.post(giver, ["mei"], f"{number} {text}", Standard.CONTRIBUTION, evidence=text)
        heroes.reply(me, f"H{number}", f"{number} {text}")
        heroes.in_own_words(me, f"H{number}", text)
        heroes.mark_practice(me, f"H{number}", text, text)
        if number % 4 == 1:  # each is looked for among all of them
            health.add(me, f"{number} {text}"[:80])
        ideas.capture(me, f"{number} {text}", text=text, champion="mei")
        cases.open_case(me, "support", f"{number} {text}", text=text, asked=f"m{number}")
        cases.go(giver, f"C{number}", "yes", text)
        updates.submit(giver, priorities=[(f"{number} {text}", "")], ahead=text, blocker=text, wins=text, pulse=3)
    for number, text in list(enumerate(texts, 1))[::4]:
        with contextlib.suppress(Refused):
            health.read(me, f"{number} {text}"[:80], Health.RED, text)
    members.describe_workspace(me, name=texts[-1], vision=texts[0])
    values.add(me, texts[1], keeper=me.login)
    for number, text in enumerate(texts[:5]):
        hours.add(ctx(me.store, "m1"), number, 9 * 60, 17 * 60, place=text)
    for number, text in enumerate(texts[:5]):
        hours.book(me, "m1", me.today + timedelta(days=7), 9 * 60 + 20 * number, text)
    _sessions(me, giver, texts)
    store.close()


def path_of(folder: Path) -> Path:
    """Return where `filled` makes the workspace."""
    return folder / "ws" / "team.db"


def _sessions(me: Context, other: Context, texts: Sequence[str]) -> None:
    """Hold a retro to its end, then leave a brainstorm in its vote; actions, agreements and topics for the next one."""
    few = [f"{number} {text}"[:2000] for number, text in enumerate(texts, 1)][:: max(1, len(texts) // 24)]
    for text in few:
        actions.add(me, text, topic="", works=text)
        agenda.propose(me, text[:200])
        discussion.agree(me, text)
    actions.drop(me, "A1", texts[0])
    ref = retro.start(me, few[0], template="okr", question=few[-1], cycle="2026-Q4").ref
    agenda.save_template(me, ref, few[0][:60])
    agenda.add_item(me, ref, few[1][:200])
    facilitation.move(me, ref, Phase.SCORE)
    cycle_review.review_kr(me, ref, "KR1.1", score=0.3, comment=few[0], learned=few[1])
    facilitation.move(me, ref, Phase.GATHER)
    for text in few:
        sessions.write_card(other, ref, text)
    for phase in (Phase.GROUP, Phase.VOTE, Phase.DISCUSS):
        facilitation.move(me, ref, phase)
        if phase is Phase.VOTE:
            grouping.vote(me, ref, sessions.view(me, ref).groups[0].id)
    for text in few:
        discussion.write_note(me, ref, text)
    polls.ask(me, ref, PollKind.FIST)
    polls.answer(me, ref, 3)
    polls.ask(me, ref, PollKind.WORD, few[0][:60])
    for each, word in ((me, few[0][:9]), (other, few[-1][:9]), (ctx(me.store, "m2"), few[1][:9])):
        polls.answer(each, ref, f"w{word}")
    radar.add(me, few[1][:60])
    polls.ask(me, ref, PollKind.RADAR)
    facilitation.move(me, ref, Phase.CLOSED)
    ref = sessions.start(me, Kind.BRAINSTORM, few[0], question=few[-1]).ref
    facilitation.move(me, ref, Phase.GATHER)
    for text in few:
        sessions.write_card(other, ref, text)
    facilitation.move(me, ref, Phase.VOTE)
    polls.ask(me, ref, PollKind.WORD, few[0][:60])
    for each, word in ((me, few[0][:9]), (other, few[-1][:9]), (ctx(me.store, "m2"), few[1][:9])):
        polls.answer(each, ref, f"w{word}")


def poison(path: Path, turn: int = 0, step: int = len(SOME)) -> int:
    """Write payloads as they are into every column of words, past okrtui's cleaning; return how many were written.

    Each column begins with another payload, `step` further each turn: after `turns(step)` turns a column with so many
    rows has held all of them. Ten people get a payload for a login.
    """
    texts = [text.encode("utf-8", "surrogatepass").decode("utf-8", "ignore") for text in PAYLOADS]
    number = 0
    with closing(sqlite3.connect(path)) as db:
        for place, (table, column) in enumerate((t, c) for t, columns in columns_of(db).items() for c in columns):
            key = "rowid" if table == "typing" else "id"
            for at, (row,) in enumerate(db.execute(f"SELECT {key} FROM {table} ORDER BY {key}").fetchall()):
                number += 1
                text = texts[(at + 29 * place + turn * step) % len(texts)]
                unique = f"{number} {text}" if column == "name" else text
                db.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", (unique, row))
        _poison_logins(db, texts[turn * step % len(texts) :])
        db.commit()
    return number


def _poison_logins(db: sqlite3.Connection, texts: Sequence[str]) -> None:
    """Give ten people logins that no system would: whoever writes the file can."""
    people_now = [row[0] for row in db.execute("SELECT login FROM member WHERE login <> 'mei' ORDER BY id LIMIT 10")]
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in names:
        for column in {row[1] for row in db.execute(f"PRAGMA table_info({table})")} & LOGINS:
            for number, login in enumerate(people_now):
                hostile = f"{number}{texts[number * 7 % len(texts)]}"[:300]
                db.execute(f"UPDATE {table} SET {column} = ? WHERE {column} = ?", (hostile, login))


def turns(step: int = len(SOME)) -> int:
    """Return how many turns it takes until every payload has been in every column."""
    return -(-len(PAYLOADS) // step)
