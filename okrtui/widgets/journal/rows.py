"""How the journal looks: entries as rows below their days, and one entry in detail."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo
from functools import partial

from textual.content import Content

from okrtui.model.journal import Activity, Verb
from okrtui.rules.formatting import clock, named_day
from okrtui.text import cells, clean, fit
from okrtui.widgets.drawing.marks import ACCENT, BAD, GOOD, QUIET, Cell, columns
from okrtui.widgets.lists.row_list import Row

VERB, REF, WHO = 19, 9, 12
"""The widest that the columns get."""
LABEL, VALUE = 16, 54
"""Widths of the columns in the detail, together what a dialog holds."""


def entry_rows(entries: Sequence[Activity], zone: tzinfo, today: date) -> list[Row]:
    """Return a row an entry, newest first, and a heading for each day; what was taken back is quiet."""
    widths = (
        min(max((cells(clean(each.who)) for each in entries), default=0), WHO),
        min(max((cells(each.verb) for each in entries), default=0), VERB),
        max((cells(clean(each.ref)) for each in entries if _fits(each.ref)), default=0),
    )
    back = taken_back(entries)
    rows: list[Row] = []
    day: date | None = None
    for entry in entries:
        at = entry.at.astimezone(zone)
        if at.date() != day:
            day = at.date()
            heading = Content.styled(day_name(day, today), f"bold {ACCENT}")
            rows.append(Row(f"day {entry.id}", partial(_heading, heading), selectable=False))
        rows.append(Row(str(entry.id), partial(_line, entry, at, widths, entry.id in back), search=""))
    return rows


def taken_back(entries: Iterable[Activity]) -> set[int]:
    """Return the ids of the entries whose newest undo or redo is an undo; `entries` are newest first."""
    settled: dict[int, bool] = {}
    for entry in entries:
        if entry.undoes is not None:
            settled.setdefault(entry.undoes, entry.verb == Verb.UNDO)
    return {id for id, undone in settled.items() if undone}


def day_name(day: date, today: date) -> str:
    """Return a day as the heading names it: `Thursday 2026-11-19, today`."""
    near = {0: ", today", 1: ", yesterday"}.get((today - day).days, "")
    return f"{named_day(day)}{near}"


def _heading(heading: Content, width: int) -> Content:
    return heading


def _fits(ref: str) -> bool:
    """Return whether a ref goes into its column; names of metrics and teams do not."""
    return cells(ref) <= REF and " " not in ref


def _line(entry: Activity, at: datetime, widths: tuple[int, int, int], back: bool, width: int) -> Content:
    who, verb, ref = widths
    summary = clean(entry.summary)
    if not _fits(entry.ref) and entry.ref != entry.summary:
        summary = f"{clean(entry.ref)}: {summary}"
    elif entry.ref == entry.summary and _fits(entry.ref):
        summary = ""
    if back:
        summary = f"{summary} (taken back)".strip()
    quiet = QUIET if back else ""
    parts = [
        Cell(clock(at), 5, QUIET),
        Cell(clean(entry.who), who, QUIET if back else "bold"),
        Cell(clean(entry.verb), verb, quiet),
        Cell(clean(entry.ref) if _fits(entry.ref) else "", ref, QUIET),
        Cell(summary, None, quiet),
    ]
    return columns(parts, width)


def detail(
    entry: Activity, zone: tzinfo, changed: Sequence[tuple[str, str, Sequence[tuple[str, str, str]]]]
) -> list[Content]:
    """Return an entry to read: when and who, then each (thing, how, parts) with what it was and what it became."""
    at = entry.at.astimezone(zone)
    said = clean(entry.summary)
    lines = [
        Content.assemble((f"{named_day(at)} {clock(at)}", QUIET), "  ", (clean(entry.who), "bold")),
        *(Content.assemble((clean(entry.verb), "bold"), f" {clean(entry.ref)}").wrap(LABEL + VALUE)),
    ]
    if said and said != clean(entry.ref):
        lines += Content(said).wrap(LABEL + VALUE)
    for thing, how, parts in changed:
        lines += [Content(), Content.assemble((thing, f"bold {ACCENT}"), (f" {how}", QUIET))]
        for name, before, after in parts:
            lines += _part(name, before, after)
    return lines


def _part(name: str, before: str, after: str) -> list[Content]:
    """Return one column's lines: `state  open → done`, or both in full one below the other where they are long."""
    label = Content.styled(fit(f"  {name}", LABEL), QUIET)
    if before and after and cells(before) + cells(after) + 3 > VALUE:
        old = _hanging(label, f"− {before}", BAD)
        return [*old, *_hanging(Content(" " * LABEL), f"+ {after}", GOOD)]
    if before and after:
        return [label + Content.assemble((clean(before), QUIET), (" → ", QUIET), clean(after))]
    if before:
        return _hanging(label, f"− {before}", BAD)
    return _hanging(label, after, "")


def _hanging(label: Content, text: str, style: str) -> list[Content]:
    wrapped = [line for part in text.split("\n") for line in Content.styled(clean(part), style).wrap(VALUE)]
    return [label + wrapped[0], *(Content(" " * LABEL) + line for line in wrapped[1:])]
