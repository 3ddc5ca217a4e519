"""The tabs of the cases screen: each is a name, what it reads, and the rows it shows. A new one is a line in `TABS`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from textual.content import Content

from okrtui.commands.keys import key_of
from okrtui.model.cases import Process
from okrtui.rituals import hours
from okrtui.rituals.cases import cases, persons, processes
from okrtui.rituals.context import Context
from okrtui.rules.cases.reading import CaseView
from okrtui.widgets.cases.rows import (
    case_reading,
    case_rows,
    heading,
    preview,
    process_preview,
    process_reading,
    process_rows,
)
from okrtui.widgets.hours.rows import hours_rows, row_lines
from okrtui.widgets.lists.rows import Row

PAGE = 50
"""Cases that are over are read by so many."""
KEPT = 3 * PAGE
"""So many of them a tab holds: what can be seen and some pages around it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a tab is to be seen: with `settled` also what is over, of that what comes after the first `skip`, and
    only what holds all `words`.
    """

    settled: bool = False
    skip: int = 0
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TabPage:
    """What a tab shows: rows, and for a row's key what stands below the list and what there is to read.

    `cases` are those that commands are for, by ref; `empty` is said where there is no row. `over` are the refs of
    those that are over, of which there may be more before and behind.
    """

    rows: Sequence[Row]
    preview: Callable[[str], list[Content]]
    reading: Callable[[str], list[Content]]
    empty: str
    cases: Mapping[str, CaseView] = field(default_factory=dict)
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab; `read(ctx, open cases, what is wanted)` runs on the storage thread, `count` tells how many wait in it."""

    name: str
    read: Callable[[Context, Sequence[CaseView], Wanted], TabPage]
    count: Callable[[Sequence[CaseView], str], int] = lambda found, login: 0


def _page(
    ctx: Context, sections: Sequence[tuple[str, Sequence[CaseView]]], empty: str, past: Sequence[CaseView] = ()
) -> TabPage:
    """Return cases below the headings of their sections, the first of which needs none; `past` come in pages."""
    today, rows = ctx.today, list[Row]()
    found = {each.case.ref: each for _, some in sections for each in some}
    refs = tuple(each.case.ref for each in past)
    lines = {row.key: row for row in case_rows(list(found.values()), today)}  # all in the same columns
    for title, some in sections:
        if title and some:
            rows.append(heading(title, len(some)))
        rows += [lines[each.case.ref] for each in some]
    told = {ref: persons.told(ctx, each.case) for ref, each in found.items() if each.process.private}
    return TabPage(
        rows,
        lambda ref: preview(found[ref]),
        lambda ref: case_reading(found[ref], today, told.get(ref, ())),
        empty,
        found,
        refs,
    )


ABOUT = "About you, or you stand by"
PRIVATE = "Seen by those alone whom it concerns"
"""Sections that nobody sees but whom their cases concern."""
WANTING = "Openings that want what you know"
"""A section of the first tab, which nobody else sees."""


def _for_me(ctx: Context, found: Sequence[CaseView], wanted: Wanted) -> TabPage:
    mine = [each for each in found if each.mine]
    about = [each for each in found if not each.mine and ctx.login in (each.case.subject, each.case.companion)]
    wanting = cases.wanting_me(ctx)
    refs = {each.case.ref for each in wanting}
    offered = [each for each in found if not each.mine and is_offered(each) and each.case.ref not in refs]
    past = [each for each in _past(ctx, wanted) if each.appeal]
    empty = f"Nothing waits for you. {key_of('cases.new')} asks for help, raises a question or offers work."
    return _page(
        ctx, [("", mine), (ABOUT, about), (WANTING, wanting), ("Open to all", offered), ("You may appeal", past)], empty
    )


def is_offered(found: CaseView) -> bool:
    """Tell whether anybody may do something about a case: raise a hand, advise, take a step that nobody took."""
    if found.process.private:
        return False
    step = found.process.step(found.case.step)
    return step.advice or (found.process.hands and step is found.process.steps[0]) or found.turn.startswith("team:")


def _mine(ctx: Context, found: Sequence[CaseView], wanted: Wanted) -> TabPage:
    past = _past(ctx, wanted, mine=True)
    own = [each for each in found if each.case.opener == ctx.login]
    return _page(ctx, [("", own), ("Over", past)], f"You have opened no case. {key_of('cases.new')} opens one.", past)


def _past(ctx: Context, wanted: Wanted, *, mine: bool = False, always: bool = False) -> Sequence[CaseView]:
    """Return the cases that are over as far as they are wanted."""
    if not (wanted.settled or always):
        return ()
    return cases.past_cases(ctx, limit=KEPT, skip=wanted.skip, mine=mine, words=wanted.words)


def _all(ctx: Context, found: Sequence[CaseView], wanted: Wanted) -> TabPage:
    past = _past(ctx, wanted)
    (shown, hidden), (over, ended) = _apart(found), _apart(past)
    sections = [("", shown), ("Over", over), (PRIVATE, [*hidden, *ended])]
    return _page(ctx, sections, f"No case is open. {key_of('cases.new')} opens one.", past)


def _apart(found: Sequence[CaseView]) -> tuple[list[CaseView], list[CaseView]]:
    """Return the cases that everybody may see, and those that only their parties do."""
    shown = [each for each in found if not each.process.private]
    return shown, [each for each in found if each.process.private]


def _decided(ctx: Context, found: Sequence[CaseView], wanted: Wanted) -> TabPage:
    past = _past(ctx, wanted, always=True)
    shown, hidden = _apart(past)
    return _page(ctx, [("", shown), (PRIVATE, hidden)], "Nothing has been decided or settled yet.", past)


def _processes(ctx: Context, found: Sequence[CaseView], wanted: Wanted) -> TabPage:
    every, running = processes.processes(ctx), processes.running(ctx)
    by: dict[str, Process] = {each.name: each for each in every}
    return TabPage(
        process_rows(every, running),
        lambda name: process_preview(by[name]),
        lambda name: process_reading(by[name]),
        "There is no process.",
    )


def _hours(ctx: Context, found: Sequence[CaseView], wanted: Wanted) -> TabPage:
    view = hours.view(ctx, past=wanted.settled)
    none = f"Nobody has office hours yet. {key_of('cases.hours')} leads to where you announce yours."
    return TabPage(hours_rows(view), lambda key: row_lines(view, key), lambda key: row_lines(view, key), none)


HOURS = "office hours"
TABS: tuple[Tab, ...] = (
    Tab("For me", _for_me, lambda found, login: sum(each.mine for each in found)),
    Tab("mine", _mine, lambda found, login: sum(each.case.opener == login for each in found)),
    Tab("open to all", _all, lambda found, login: len(_apart(found)[0])),
    Tab("decided", _decided),
    Tab(HOURS, _hours),
    Tab("processes", _processes),
)
FIRST = TABS[0].name
EVERY, DECIDED = "open to all", "decided"
"""Where a case is looked for that is not in the tab that is shown."""


@dataclass(frozen=True, slots=True)
class TabbedCases:
    """What one ask brings: the page of a tab, how many wait in each, and the day it is."""

    tab: str
    wanted: Wanted
    page: TabPage
    counts: Mapping[str, int]
    today: date


def read_tab(ctx: Context, name: str, wanted: Wanted = Wanted()) -> TabbedCases:
    """Return what is wanted of a tab as it is now."""
    found = cases.open_cases(ctx)
    tab = next((each for each in TABS if each.name == name), TABS[0])
    counts = {each.name: each.count(found, ctx.login) for each in TABS}
    return TabbedCases(tab.name, wanted, tab.read(ctx, found, wanted), counts, ctx.today)
