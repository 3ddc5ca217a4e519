"""A key result's history as lines: its header, its milestones with ticks, and every check-in, corrected ones dimmed."""

from collections.abc import Callable, Mapping, Sequence

from textual.content import Content

from okrtui.model.okrs import CheckIn, Cycle, KeyResult, KeyResultState, Objective, Standing
from okrtui.rules.formatting import number, percent
from okrtui.rules.okrs.forecast import Forecast, basis_text, forecast, forecast_text
from okrtui.rules.okrs.values import at_scale, entry_text, goal_text, marked, value_text
from okrtui.rules.weeks import week_of
from okrtui.text import cells, fit
from okrtui.widgets.drawing.marks import ACCENT, GOOD, QUIET, Cell, columns, progress_content, status_mark
from okrtui.widgets.lists.rows import Row
from okrtui.widgets.okrs.rows import expected_value, key_result_mark, pace_text

WEEK, SURE, WHO = 8, 3, 12
MOST_LINES = 12


def header(s: Standing, objective: Objective, cycle: Cycle, width: int) -> list[Content]:
    """Return the title line, where it belongs, and how it stands."""
    kr = s.kr
    mark = key_result_mark(s)
    title = Content.assemble((f"{kr.ref} ", ACCENT), (kr.title, "bold"))
    first = columns([Cell(title), Cell(mark.content, cells(f"{mark.glyph} {mark.word}"))], width)
    dri = f"DRI {kr.dri}" if kr.dri else f"DRI {objective.dri} (the objective's)" if objective.dri else "no DRI"
    facts = [goal_text(kr), dri, kr.priority, f"weight {number(kr.weight)}" if kr.weight != 1 else ""]
    about = f"{' · '.join(fact for fact in facts if fact)} · {cycle.name} · {objective.ref} {objective.title}"
    lines = [first, Content.styled(fit(about, width, pad=False), QUIET), _stands(s, width)]
    if found := forecast(kr, s.history, week_of(cycle.end)):
        lines.append(_forecast(kr, found, width))
    if kr.note:
        lines.append(Content.styled(fit(" ".join(kr.note.split()), width, pad=False), QUIET))
    if kr.comment:
        lines.append(Content.styled(fit(f"“{' '.join(kr.comment.split())}”", width, pad=False), ""))
    return lines


def _forecast(kr: KeyResult, found: Forecast, width: int) -> Content:
    """Return where it may end; what that is made of only where there is room for it."""
    text, basis = forecast_text(kr, found), f" ({basis_text(found)})"
    return Content.styled(fit(text + basis if cells(text + basis) <= width else text, width, pad=False), QUIET)


def _stands(s: Standing, width: int) -> Content:
    due = expected_value(s)
    now = value_text(s.kr, s.current) if s.current is not None else "not checked in yet"
    parts: list[Content | str | tuple[str, str]] = [
        progress_content(s.progress, 20 if width >= 100 else 10),
        (f" {percent(s.progress)}", "bold"),
        f"  now {now}" if s.current is not None else f"  {now}",
    ]
    if due is not None and s.kr.state is KeyResultState.OPEN:
        parts.append((f", expected {value_text(s.kr, at_scale(s.kr, due))}", QUIET))
    parts.append((f"  pace {pace_text(s.pace)}" if s.pace is not None else "  too early for a pace", QUIET))
    if s.confidence is not None:
        parts.append((f"  confidence {s.confidence}", QUIET))
    if s.status is not s.suggested and s.kr.state is KeyResultState.OPEN:
        parts.append((f"  suggested {s.suggested}", status_mark(s.suggested).colour))
    if s.stale:
        parts.append(("  no check-in for 14 days", status_mark(s.suggested).colour))
    line = Content.assemble(*parts)
    return line if line.cell_length <= width else line.truncate(width, ellipsis=True)


def milestone_rows(kr: KeyResult) -> list[Row]:
    """Return a row for each milestone, ticked or not, below a heading."""
    if not kr.milestones:
        return []
    head = Row("milestones", lambda width: Content.styled("Milestones", "bold $text-accent"), selectable=False)
    rows = [Row(f"milestone {n}", _milestone(kr, n), search=m.title) for n, m in enumerate(kr.milestones)]
    return [head, *rows, _blank("after milestones")]


def _milestone(kr: KeyResult, at: int) -> Callable[[int], Content]:
    m = kr.milestones[at]

    def line(width: int) -> Content:
        box = ("✓ ", GOOD) if m.done else ("○ ", QUIET)
        weight = f"  weight {number(m.weight)}" if m.weight != 1 else ""
        text = fit(f"#{at + 1} {m.title}", max(0, width - 2 - cells(weight)), pad=False)
        return Content.assemble(box, (text, QUIET if m.done else ""), (weight, QUIET))

    return line


def _blank(key: str) -> Row:
    return Row(key, lambda width: Content(), selectable=False)


def entry_rows(entries: Sequence[CheckIn], kr: KeyResult, names: Mapping[str, str], width: int) -> list[Row]:
    """Return a row for each check-in, newest first, below a heading; `width` decides where notes are broken."""
    if not entries:
        return []
    newest: dict[str, int] = {}
    for entry in entries:
        newest[entry.week] = max(entry.revision, newest.get(entry.week, 0))
    value = min(max([*(cells(_value(kr, e)) for e in entries), 5]), 20)
    room = max(12, width - WEEK - value - SURE - WHO - 4)
    ordered = sorted(entries, key=lambda e: (e.week, e.revision), reverse=True)
    rows = [Row("check-ins", _heads(value), selectable=False)]
    for entry in ordered:
        note = _note(entry, entry.revision < newest[entry.week], names)
        lines = [line.plain for line in Content(note).wrap(room)][:MOST_LINES] if note else [""]
        who = names.get(entry.who, entry.who)
        search = f"{entry.week} {who} {entry.who} {note}"
        draw = _entry(entry, kr, who, lines, value, entry.revision < newest[entry.week])
        rows.append(Row(f"{entry.week} {entry.revision}", draw, max(1, len(lines)), search=search))
    return rows


def _value(kr: KeyResult, entry: CheckIn) -> str:
    """Return the value as it was then; of milestones the ticks of that entry, not of today."""
    return entry_text(kr, entry)


def _note(entry: CheckIn, corrected: bool, names: Mapping[str, str]) -> str:
    said = [f"[{entry.status}]"] if entry.status is not None else []
    if entry.entered_by != entry.who:
        said.append(f"(entered by {names.get(entry.entered_by, entry.entered_by)})")
    if corrected:
        said.insert(0, "corrected:")
    return " ".join([*said, marked(entry)]).strip()


def _heads(value: int) -> Callable[[int], Content]:
    def line(width: int) -> Content:
        parts = [Cell("Week", WEEK), Cell("value", value, right=True), Cell("cf.", SURE, right=True)]
        return columns([*parts, Cell("who", WHO), Cell("note")], width).stylize(QUIET)

    return line


def _entry(
    entry: CheckIn, kr: KeyResult, who: str, lines: Sequence[str], value: int, corrected: bool
) -> Callable[[int], list[Content]]:
    style = QUIET if corrected else ""

    def draw(width: int) -> list[Content]:
        sure = "–" if entry.confidence is None else str(entry.confidence)
        head = [
            Cell("" if corrected else entry.week, WEEK, ACCENT),
            Cell(_value(kr, entry), value, style, right=True),
            Cell(sure, SURE, style, right=True),
            Cell(who, WHO, style or QUIET),
        ]
        drawn = [columns([*head, Cell(lines[0], None, style)], width)]
        indent = WEEK + value + SURE + WHO + 4
        return drawn + [Content.styled(" " * indent + line, style) for line in lines[1:]]

    return draw
