"""How the week's things look as rows: priorities, key results, plans, health, calls for help, wins."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from textual.content import Content

from okrtui.model.okrs import Standing, Status
from okrtui.model.week import Commitment, CommitmentState, HealthMetric, UpdateState
from okrtui.rules.cases import requests
from okrtui.rules.cases.reading import CaseView
from okrtui.rules.formatting import percent
from okrtui.rules.weeks import shift
from okrtui.text import cells, clean, fit
from okrtui.widgets.drawing.marks import (
    ACCENT,
    GOOD,
    QUIET,
    Cell,
    columns,
    commitment_mark,
    health_mark,
    progress_content,
    spark,
    status_mark,
)
from okrtui.widgets.lists.blocks import Block
from okrtui.widgets.lists.row_list import Row
from okrtui.widgets.okrs.rows import way_text

ONE_LINE = 76
"""From this width on a key result may take one line."""
NAME = 10
"""The longest a login is shown in a column."""
SPARK = 6
BAR = 10


def name_width(names: Iterable[str], most: int = NAME) -> int:
    """Return the cells that a column of `names` takes."""
    return min(max((cells(name) for name in names), default=0), most)


def priority_blocks(items: Sequence[Commitment], me: str, *, mine: bool = False) -> list[Block]:
    """Return a block a priority, mine first: state, who (unless all are mine), text, key result; the settled quiet."""
    items = sorted(items, key=lambda item: item.who != me)
    names = 0 if mine else name_width(item.who for item in items)
    refs = max((len(item.kr) for item in items), default=0)
    blocks = []
    before = ""
    for item in items:
        mark = commitment_mark(item.state)
        lead = mark.short
        if names:
            lead += " " + Content.styled(fit(clean(item.who) if item.who != before else "", names), QUIET)
        before = item.who
        settled = item.state is not CommitmentState.OPEN
        body = Content.styled(clean(item.text), QUIET if settled else "")
        if item.reason:
            body += Content.styled(f" – {clean(item.reason)}", QUIET)
        if item.carries:
            body += Content.styled(f" {_carry(item.carries)}", "$text-warning")
        tail = Content.styled(fit(item.kr, refs), QUIET) if refs else Content()
        search = f"{item.who} {item.text} {item.kr} {mark.word}"
        blocks.append(Block(f"c{item.id}", body, lead, tail, search))
    return blocks


MINE = "mine"
"""The key of the block that stands for my priorities while there are none."""


OWED = (UpdateState.PENDING, UpdateState.OVERDUE, UpdateState.DRAFT)


def pending_blocks(items: Sequence[Commitment], states: Mapping[str, UpdateState], me: str, said: str) -> list[Block]:
    """Return what stands in the place of my priorities while others have said theirs and I have not."""
    if not items or states.get(me) not in OWED:
        return []
    lead = Content.styled(f"· {fit(clean(me), name_width([me, *(item.who for item in items)]))}", QUIET)
    return [Block(MINE, Content.styled(said, QUIET), lead, search=me)]


def _carry(times: int) -> str:
    return "carried" if times == 1 else f"carried {times}×"


def key_result_rows(standings: Sequence[Standing], width: int, room: int | None = None) -> list[Row]:
    """Return a row a key result: title, status, progress, confidence and its trend.

    They take two lines, one where it is wide enough for whole titles and `room` lines hold no two for each. Where
    titles are whole, the second line says the value and what was said last.
    """
    refs = max((len(each.kr.ref) for each in standings), default=0)
    status = max((len(each.status) for each in standings), default=0) + 2
    names = name_width(each.kr.dri for each in standings)
    height = 2
    draw: Callable[[Standing, int, int, int, int], Content | list[Content]] = _two_lines
    if width >= ONE_LINE:
        title = width - refs - names - BAR - 5 - 3 - SPARK - status - 7
        whole = all(cells(each.kr.title) <= title for each in standings)
        height = 1 if room is not None and 2 * len(standings) > room else 2
        draw = _told if whole else _two_lines if height == 2 else _one_line
    return [
        Row(
            each.kr.ref,
            partial(draw, each, refs, names, status),
            height,
            search=f"{each.kr.ref} {each.kr.title} {each.kr.dri} {each.status}",
        )
        for each in standings
    ]


def _confidences(standing: Standing) -> str:
    return spark([entry.confidence for entry in standing.history[-SPARK:]], 0, 10)


def _sure(standing: Standing) -> str:
    return "–" if standing.confidence is None else str(standing.confidence)


def _told(standing: Standing, refs: int, names: int, status: int, width: int) -> list[Content]:
    latest, said = standing.latest, way_text(standing)
    if latest is not None and latest.note:
        said += f" · {latest.week[5:]} “{clean(latest.note)}”"
    second = columns([Cell("", refs), Cell(Content.styled(said, QUIET))], width)
    return [_one_line(standing, refs, names, status, width), second]


def _one_line(standing: Standing, refs: int, names: int, status: int, width: int) -> Content:
    kr = standing.kr
    parts = [
        Cell(kr.ref, refs, QUIET),
        Cell(clean(kr.title)),
        *([Cell(clean(kr.dri), names, QUIET)] if names else []),
        Cell(progress_content(standing.progress, BAR), BAR),
        Cell(percent(standing.progress), 5, right=True),
        Cell(_sure(standing), 3, "bold", right=True),
        Cell(_confidences(standing), SPARK, ACCENT, right=True),
        Cell(_status(standing), status),
    ]
    return columns(parts, width)


def _two_lines(standing: Standing, refs: int, names: int, status: int, width: int) -> list[Content]:
    kr = standing.kr
    first = columns([Cell(kr.ref, refs, QUIET), Cell(clean(kr.title)), Cell(_status(standing), status)], width)
    bar = max(4, min(BAR, width - refs - 25))
    second = Content.assemble(
        " " * (refs + 1),
        progress_content(standing.progress, bar),
        f" {percent(standing.progress):>5}",
        ("  conf ", QUIET),
        (f"{_sure(standing):>2}", "bold"),
    )
    if second.cell_length + SPARK < width:
        second += Content.styled(f" {_confidences(standing):<{SPARK}}", ACCENT)
    more = ["stale"] if standing.stale else []
    more += [clean(kr.dri)] if kr.dri else []
    rest = width - second.cell_length - 1
    for word in more:
        if cells(word) <= rest:
            second += Content.styled(f" {word}", QUIET)
            rest -= cells(word) + 1
    return [first, second]


def _status(standing: Standing) -> Content:
    return status_mark(standing.status).content


def priorities_aside(priorities: Sequence[Commitment]) -> tuple[Content, Content]:
    """Return what the heading says, and the same in fewer cells: how many are done."""
    if not priorities:
        return Content(), Content()
    done = f"{sum(each.state is CommitmentState.DONE for each in priorities)} of {len(priorities)}"
    return Content.styled(f"{done} done", QUIET), Content.styled(done, QUIET)


def key_results_aside(standings: Sequence[Standing]) -> tuple[Content, Content]:
    """Return what the heading says, and the same in fewer cells: how many are off track and at risk."""
    if not standings:
        return Content(), Content()
    parts, short = [], []
    for status in (Status.OFF_TRACK, Status.AT_RISK):
        if count := sum(each.status is status for each in standings):
            mark = status_mark(status)
            parts.append(Content.styled(f"{mark.glyph} {count} {mark.word}", mark.colour))
            short.append(Content.styled(f"{mark.glyph} {count}", mark.colour))
    if not parts:
        return Content.styled(f"{len(standings)} on their way", QUIET), Content()
    return Content("  ").join(parts), Content("  ").join(short)


def said_blocks(said: Sequence[tuple[str, str]]) -> list[Block]:
    """Return a block for every line that somebody said: (login, text); the name stands at its first line only."""
    names = name_width(who for who, _ in said)
    blocks = []
    for who, text in said:
        lines = [line for line in (clean(line).lstrip("-*•· ") for line in text.split("\n")) if line]
        for index, line in enumerate(lines):
            lead = Content.styled(fit(clean(who) if index == 0 else "", names), QUIET)
            blocks.append(Block(f"{who}:{index}", Content(line), lead, search=f"{who} {line}"))
    return blocks


def help_block(who: str, blocker: str, helpers: Sequence[str], names: int, me: str) -> Block:
    """Return the block of one call for help; whoever was asked stands after the arrow, I in the accent colour."""
    body = Content(clean(blocker))
    if helpers:
        asked = [Content.styled(clean(each), f"bold {ACCENT}" if each == me else "") for each in helpers]
        body += Content.styled(" → ", QUIET) + Content(", ").join(asked)
    lead = Content.styled(fit(clean(who), names), QUIET)
    return Block(f"{who}:help", body, lead, search=f"{who} {blocker} {' '.join(helpers)}")


def idea_blocks(ideas: Iterable[tuple[str, str]]) -> list[Block]:
    """Return ideas as (ref, title) that somebody made me the champion of."""
    return [
        Block(
            ref,
            Content.assemble((f"{ref} ", QUIET), ("champion: you ", ACCENT), clean(title)),
            Content.styled("→", ACCENT),
            search=f"{ref} {title}",
        )
        for ref, title in ideas
    ]


REQUEST = ":case"
"""Ends the key of a block that is a case."""
_REQUESTS = {requests.ASKED: ("○", ""), requests.GIVEN: ("✓", GOOD), requests.DECLINED: ("✗", QUIET)}


def request_blocks(asked: Sequence[tuple[CaseView, str]], names: int, me: str) -> list[Block]:
    """Return a block for what was asked of somebody: given or not; whoever is asked stands after the arrow."""
    blocks = []
    for each, state in asked:
        case, (glyph, colour) = each.case, _REQUESTS[state]
        to = Content.styled(clean(case.asked), f"bold {ACCENT}" if case.asked == me else "")
        body = Content.assemble((f"{glyph} ", colour), (clean(case.title), QUIET if state != requests.ASKED else ""))
        body += Content.styled(f" {case.ref} → ", QUIET) + to + Content.styled(f" {state}", colour or QUIET)
        lead = Content.styled(fit(clean(case.opener), names), QUIET)
        search = f"{case.opener} {case.asked} {case.title} {case.ref} {state}"
        blocks.append(Block(f"{case.ref}{REQUEST}", body, lead, search=search))
    return blocks


def health_blocks(metrics: Sequence[HealthMetric], width: int) -> list[Block]:
    """Return a block a health metric: glyph, name, colour word, what it was before, its note."""
    names = name_width((clean(each.name) for each in metrics), max(8, width // 2))
    blocks = []
    for each in metrics:
        fresh = each.colour is not None
        mark = health_mark(each.colour)
        body = Content.styled(mark.word if fresh else "no colour yet", mark.colour)
        if fresh and each.previous is not None and each.previous is not each.colour:
            body += Content.styled(f" (was {each.previous})", QUIET)
        elif not fresh and each.previous is not None:
            when = "last week" if each.read == shift(each.week, -1) else f"in {each.read[5:]}"
            body = Content.assemble(("(", QUIET), health_mark(each.previous).content, (f" {when})", QUIET))
        if each.note:
            body += Content.styled(f" {clean(each.note)}", QUIET)
        lead = mark.short + " " + fit(clean(each.name), names)
        blocks.append(Block(f"h{each.id}", body, lead, search=f"{each.name} {each.team} {each.note} {mark.word}"))
    return blocks
