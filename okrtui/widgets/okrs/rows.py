"""How cycles, objectives and key results look as rows of a tree: from values to drawn lines, aligned in columns."""

from collections.abc import Callable
from datetime import date

from textual.content import Content

from okrtui.model.okrs import (
    CycleStanding,
    CycleState,
    KeyResultKind,
    KeyResultState,
    Objective,
    ObjectiveStanding,
    ObjectiveState,
    Standing,
)
from okrtui.rules.formatting import number, percent, short, tenths
from okrtui.rules.okrs.progress import score_band, week_in_cycle
from okrtui.rules.okrs.values import value_text
from okrtui.text import cells as cells_of
from okrtui.text import fit
from okrtui.widgets.drawing.marks import (
    ACCENT,
    BAD,
    GOOD,
    QUIET,
    WARN,
    Cell,
    Mark,
    columns,
    mark,
    progress_content,
    spark,
    status_mark,
)

WIDE = 104
"""Cells from which a row has room for the values and longer bars."""
NARROW = 70
"""Cells below which bars and DRIs give their room to the titles."""
VALUE = 15
"""Cells for where a key result is and where it goes."""
VALUE_NARROW, VALUE_MOST = 10, 20
PACE, CONFIDENCE, CONFIDENCE_SHORT = 5, 10, 3
STATUS = 11
DRAFT = mark("draft")
_OBJECTIVE_STATES = {state: mark(state.value) for state in ObjectiveState if state is not ObjectiveState.ACTIVE}
_CYCLE_STATES = {
    CycleState.PREPARATION: "being prepared",
    CycleState.ACTIVE: "",
    CycleState.CLOSED: "closed, read-only",
}
_BANDS = {"green": GOOD, "amber": WARN, "red": BAD}


def fold_glyph(open_: bool | None) -> str:
    """Return the sign for open, folded, or (None) nothing to fold."""
    return "·" if open_ is None else "▾" if open_ else "▸"


def objective_mark(objective: ObjectiveStanding) -> Mark:
    """Return an objective's mark: its weakest key result's while it is active, else what became of it."""
    state = objective.objective.state
    if state is ObjectiveState.ACTIVE:
        return status_mark(objective.status) if objective.key_results else Mark("·", "empty", QUIET)
    return _OBJECTIVE_STATES[state]


def key_result_mark(standing: Standing) -> Mark:
    """Return a key result's mark: its status while open, its score once closed."""
    kr = standing.kr
    if kr.state is KeyResultState.CANCELLED:
        return mark("cancelled")
    if kr.state is KeyResultState.CLOSED:
        score = kr.score or 0.0
        return Mark("●", f"{tenths(score)} {score_band(score)}", _BANDS[score_band(score)])
    return status_mark(standing.status)


def pace_text(pace: float | None) -> str:
    """Return pace as a factor, `early` while it is too early to tell."""
    return "early" if pace is None else f"{min(pace, 9.9):.1f}×"


def way_text(standing: Standing, most: int = 0, *, unit: bool = True) -> str:
    """Return where a key result is and where it goes: `122 → 90 ms`, `2 of 5`, `99.5 ≥ 99.9 %`.

    One that has reached its target says so, as an arrow back would read as a loss: `13 ≥ 10 deploys`. Where that takes
    more than `most` cells its numbers are short, and then without a unit: no digit of a number is ever cut off.
    """
    for shown, with_unit in ((number, unit), (short, unit), (short, False)):
        text = _way(standing, shown, standing.kr.unit if with_unit else "")
        if not most or cells_of(text) <= most:
            break
    return text


def _way(standing: Standing, shown: Callable[[float, str, str], str], name: str) -> str:
    kr = standing.kr
    goal = shown(kr.target, name, kr.decimal_sign)
    if kr.kind in (KeyResultKind.BINARY, KeyResultKind.MILESTONE):
        return value_text(kr, standing.current or 0)
    if kr.kind in (KeyResultKind.STAY_ABOVE, KeyResultKind.STAY_BELOW):
        sign = "≥" if kr.kind is KeyResultKind.STAY_ABOVE else "≤"
        told = "–" if standing.current is None else shown(standing.current, "", kr.decimal_sign)
        return f"{told} {sign} {goal}"
    now = kr.start if standing.current is None else standing.current
    rises = kr.kind is KeyResultKind.INCREASE
    met = now >= kr.target if rises else now <= kr.target
    return f"{shown(now, '', kr.decimal_sign)} {('≥' if rises else '≤') if met else '→'} {goal}"


def sparkline(standing: Standing, width: int) -> str:
    """Return the confidence of the last `width` check-ins."""
    said = [entry.confidence for entry in standing.history[-width:]] if width else []
    return spark(said, 0, 10) if said else ""


def gap_for(width: int) -> int:
    """Return the blanks between two columns."""
    return 2 if width >= WIDE else 1


def _stand(progress: float | None, mark: Content, style: str, width: int) -> list[Cell]:
    """Return bar, percentage and mark, which stand below each other on rows of every kind."""
    bar = 10 if width >= WIDE else 6
    if progress is None:
        cells = [Cell("", bar), Cell("", 5), Cell(mark, STATUS)]
    else:
        drawn = progress_content(progress, bar, style or ACCENT)
        cells = [Cell(drawn, bar), Cell(percent(progress), 5, style, right=True), Cell(mark, STATUS)]
    return cells[1:] if width < NARROW else cells


def cycle_line(cycle: CycleStanding, today: date, open_: bool | None, width: int) -> Content:
    """Return a cycle's row: name, where we are in it, its progress against what is expected by now."""
    at, of = week_in_cycle(cycle.cycle, today)
    inside = cycle.cycle.start <= today <= cycle.cycle.end
    place = _CYCLE_STATES[cycle.cycle.state] or (f"week {at} of {of}" if inside else "over, not closed yet")
    days = "" if width < NARROW else f"{cycle.cycle.start} – {cycle.cycle.end}"
    head = Content.assemble((f"{fold_glyph(open_)} ", QUIET), (cycle.cycle.name, "bold"), (f"  {place}  {days}", QUIET))
    if cycle.cycle.state is CycleState.PREPARATION or not cycle.objectives:
        return columns([Cell(head)], width)
    expected = f"{percent(cycle.expected)} expected" if cycle.expected < 1 else "at its end"
    done = Content.assemble(f"{percent(cycle.progress)} done", (f", {expected}", QUIET))
    bar = [Cell(progress_content(cycle.progress, 10), 10)] if width >= WIDE else []
    return columns([Cell(head), *bar, Cell(done, done.cell_length)], width, gap_for(width))


def objective_lines(objective: ObjectiveStanding, parent: str, open_: bool | None, width: int) -> list[Content]:
    """Return an objective's two lines: title and standing, then quietly kind, team, DRI and what it contributes to."""
    o, mark = objective.objective, objective_mark(objective)
    off = o.state in (ObjectiveState.DRAFT, ObjectiveState.CANCELLED)
    title = Content.assemble(
        (f"{fold_glyph(open_)} ", QUIET), (f"{o.ref} ", ACCENT), (o.title, QUIET if off else "bold")
    )
    stand = _stand(None if off else objective.progress, mark.content, "", width)
    first = columns([Cell(title), *stand], width, gap_for(width))
    facts = [o.kind.value, o.team, f"DRI {o.dri}" if o.dri else "no DRI"]
    if o.weight != 1:
        facts.append(f"weight {number(o.weight)}")
    about = " · ".join(fact for fact in facts if fact) + (f" · ↑ {o.parent} {parent}" if o.parent else "")
    return [first, Content.styled(f"  {fit(about, max(0, width - 2), pad=False)}", QUIET)]


def key_result_line(standing: Standing, objective: Objective, width: int) -> Content:
    """Return a key result's row; the objective's DRI stands muted where it has none, a draft's does not stand yet."""
    kr = standing.kr
    live = kr.state is KeyResultState.OPEN and objective.state is not ObjectiveState.DRAFT
    mark = key_result_mark(standing) if kr.state is not KeyResultState.OPEN or live else DRAFT
    quiet = "" if live else QUIET
    sure = "" if standing.confidence is None or not live else str(standing.confidence)
    value = way_text(standing, VALUE_MOST, unit=width >= NARROW)
    cells = [
        Cell(Content.assemble((f"  {kr.ref} ", QUIET), (kr.title, quiet))),
        Cell(value, max(VALUE if width >= NARROW else VALUE_NARROW, min(len(value), VALUE_MOST)), quiet, right=True),
    ]
    if width >= WIDE:
        cells.append(Cell(_hurry(standing) if live else "", PACE, right=True))
        cells.append(Cell(f"{sparkline(standing, 6) if live else ''} {sure:>2}", CONFIDENCE, right=True))
    else:
        stale = live and standing.stale
        cells.append(Cell(Content.styled("old", WARN) if stale else sure, CONFIDENCE_SHORT, right=True))
    if width >= NARROW:
        cells.append(Cell(kr.dri or objective.dri or "–", 8 if width >= WIDE else 5, quiet if kr.dri else QUIET))
    cells += _stand(None if kr.state is KeyResultState.CANCELLED else standing.progress, mark.content, quiet, width)
    return columns(cells, width, gap_for(width))


def column_names(width: int) -> Content:
    """Return what stands above the columns of key results."""
    wide, narrow = width >= WIDE, width < NARROW
    cells = [Cell(""), Cell("value", VALUE_NARROW if narrow else VALUE, right=True)]
    cells += [Cell("pace", PACE, right=True)] if wide else []
    cells.append(Cell("confidence" if wide else "cf.", CONFIDENCE if wide else CONFIDENCE_SHORT, right=True))
    cells += [] if narrow else [Cell("DRI", 8 if wide else 5)]
    bar = (10 if wide else 6) + gap_for(width) + 5
    cells += [Cell("done", 5 if narrow else bar, right=True), Cell("status", STATUS)]
    return columns(cells, width, gap_for(width)).stylize_before(QUIET)


def _hurry(standing: Standing) -> Content:
    """Return the pace; `stale` where nobody has looked for two weeks, so that it says nothing any more."""
    return Content.styled("stale", WARN) if standing.stale else Content.styled(pace_text(standing.pace), QUIET)


def expected_value(standing: Standing) -> float | None:
    """Return the value that would be on pace by now, None where the kind has none."""
    kr = standing.kr
    if kr.kind in (KeyResultKind.INCREASE, KeyResultKind.DECREASE):
        return kr.start + (kr.target - kr.start) * standing.expected
    return None
