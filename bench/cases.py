"""The cases' screen: how long each of its tabs takes to read among thousands of cases, and what is due."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bench.table import Line, typical
from okrtui.config import identity
from okrtui.rituals.cases import cases
from okrtui.rituals.context import Context
from okrtui.rituals.people import members
from okrtui.rituals.people.members import make_workspace
from okrtui.rituals.week.due import due
from okrtui.screens.cases.tabs import DECIDED, TABS, Wanted, read_tab
from okrtui.storage.engine.store import Store

OPEN, OVER = 500, 5000
LIMIT, TIMES = 100, 9
"""Milliseconds within which a tab is read."""
PEOPLE = ("bob", "ana", "jing", "lena", "priya", "tomas", "yusuf")
WORDS = "a reviewer for the pool code, and somebody who knows how the proxy was set up two years ago"


def measure(folder: Path) -> list[Line]:
    """Return a line a tab, two for far down and for words in it, and one for `due`."""
    login, _ = identity()
    with closing(many_cases(folder / "cases.db", login)) as store:
        ctx = Context(store, login, login, datetime.now(UTC))
        return [*_tabs(ctx), _line("due among 5,500 cases", lambda: due(ctx))]


def _tabs(ctx: Context) -> Iterator[Line]:
    for tab in TABS:
        yield _line(f"cases: {tab.name}", partial(read_tab, ctx, tab.name))
    yield _line("cases: decided, far down", partial(read_tab, ctx, DECIDED, Wanted(skip=OVER - 400)))
    yield _line("cases: decided, with words", partial(read_tab, ctx, DECIDED, Wanted(words=("proxy", "C4123"))))


def _line(what: str, read: Callable[[], object]) -> Line:
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        read()
        times.append((time.perf_counter() - began) * 1000)
    took = typical(times)
    return Line(what, f"{took:.0f} ms", f"quicker half of {TIMES}, 500 open and 5,000 over", took, LIMIT, "ms")


def many_cases(path: Path, login: str, still: int = OPEN, over: int = OVER) -> Store:
    """Return the open store of a workspace with so many cases that are open and over, made in bulk."""
    now = datetime.now(UTC)
    store = make_workspace(path, name="Cases", timezone="UTC", login=login, person=login, now=now - timedelta(days=900))
    ctx = Context(store, login, login, now - timedelta(days=20), may_add=lambda _: True)
    for team in ("Architecture", "Leads"):
        members.add_team(ctx, team)
    for each in PEOPLE:
        members.edit_member(ctx, each, teams=("Architecture", "Leads"))
    members.edit_member(ctx, login, teams=("Architecture",))
    seeds = [
        cases.open_case(ctx, "support", WORDS, asked="bob"),
        cases.open_case(ctx, "opportunity", "lead the on-call handover"),
        cases.open_case(ctx, "architecture", "one cache per tenant, or one?"),
    ]
    for each in PEOPLE[:3]:
        for seed in seeds:
            cases.note(replace(ctx, login=each, name=each), seed.case.ref, WORDS)
    _copies(store, [seed.case.id for seed in seeds], still, over, now)
    return store


def _copies(store: Store, seeds: list[int], still: int, over: int, now: datetime) -> None:
    """Copy cases with their lines, with other days, straight into the tables: nobody has so long."""
    columns = [str(row[1]) for row in store.sql("PRAGMA table_info(practice_case)")]
    lines = [str(row[1]) for row in store.sql("PRAGMA table_info(case_entry)") if row[1] not in ("id", "case_id")]
    with store.transaction():
        for at in range(still + over):
            seed, number = seeds[at % len(seeds)], 1000 + at
            day = (now - timedelta(days=at % 15 if at < still else 30 + at % 800)).date().isoformat()
            until = (now + timedelta(days=10 - at % 15)).date().isoformat()
            other = {"id": str(number), "opened": f"'{day}'", "since": f"'{day}'", "due": f"'{until}'"}
            if at >= still:
                other |= {"state": "'closed'", "outcome": "'done'", "closed": f"'{day}'", "turn": "NULL", "due": "NULL"}
                other |= {"silent": "NULL", "team": "''"}
            chosen = ", ".join(other.get(name, f'"{name}"') for name in columns)
            store.run(f"INSERT INTO practice_case SELECT {chosen} FROM practice_case WHERE id = {seed}")
            told = ", ".join(f'"{name}"' for name in lines)
            source = f"SELECT {number}, {told} FROM case_entry WHERE case_id = {seed}"
            store.run(f"INSERT INTO case_entry (case_id, {told}) {source}")
