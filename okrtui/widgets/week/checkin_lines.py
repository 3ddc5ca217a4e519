"""Where the fields of a check-in stand on the sheet, and what stands beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from textual.content import Content

from okrtui.model.actions import Action
from okrtui.model.okrs import CheckIn, KeyResult, KeyResultKind, Status
from okrtui.model.week import Commitment, CommitmentState
from okrtui.rules.cases import phrases
from okrtui.rules.cases.reading import CaseView
from okrtui.rules.formatting import month_day, number, percent
from okrtui.rules.okrs.values import amount, goal_text
from okrtui.text import clean
from okrtui.widgets.actions.rows import action_mark
from okrtui.widgets.drawing.marks import BAD, GOOD, QUIET, WARN, Cell, status_mark
from okrtui.widgets.drawing.text_buffer import broken
from okrtui.widgets.sheet.layout import Slot
from okrtui.widgets.sheet.sheet import SheetLine

HEADING = "bold $text-accent"
WIDE = 96
"""From this width on columns get air."""
INDENT = 8
LABEL = 12
_ORDINAL = {2: "second", 3: "third", 4: "fourth", 5: "fifth"}
_SET = (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)


@dataclass(frozen=True, slots=True)
class KrView:
    """A key result beside its fields: how it would stand with what is typed, what was last, what others did."""

    kr: KeyResult
    last: CheckIn | None
    expected: float
    progress: float
    pace: float | None
    suggested: Status
    status: Status
    confidence: int | None
    done: tuple[int, ...]
    kept: CheckIn | None = None
    """What `=` keeps the value of."""
    news: str = ""
    mine: bool = True


@dataclass(frozen=True, slots=True)
class CheckinPlan:
    """All of the sheet but its fields' text. Field keys are those of `rituals.filling`, ticks are `KR1.2/#1`.

    `notes` are sentences beside priorities and helpers with the style they are drawn in; `wrong` what to correct.
    """

    last_week: str
    status: str
    commitments: tuple[Commitment, ...]
    key_results: tuple[KrView, ...]
    no_key_results: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    actions: tuple[Action, ...] = ()
    ideas: tuple[tuple[str, str], ...] = ()
    asked: tuple[CaseView, ...] = ()
    today: date = date.min

    def lines(self, width: int) -> Sequence[SheetLine]:
        """Return the sheet in `width` cells."""
        lines = [SheetLine((Cell("Last week", 20, HEADING), Cell(self.status, None, QUIET, right=True)))]
        if not self.commitments:
            lines.append(_said("nothing was planned; what you plan below comes up here next week", 0))
        carried = any(item.carries for item in self.commitments)
        for item in self.commitments:
            lines += self._commitment(item, carried, width)
        lines.append(SheetLine())
        lines += self._asked()
        lines += self._actions(width)
        lines += self._ideas()
        lines += self._key_results(width)
        lines += self._this_week(width)
        return lines

    def _problem(self, key: str, indent: int, width: int) -> list[SheetLine]:
        if key not in self.wrong:
            return []
        text = f"✗ {clean(self.wrong[key])}"
        return [_said(text[start:end], indent, BAD) for start, end in broken(text, width - indent - (indent > 0))]

    # Last week

    def _commitment(self, item: Commitment, carried: bool, width: int) -> list[SheetLine]:
        state, reason = f"c{item.id}/state", f"c{item.id}/reason"
        value = self.values.get(state, "")
        name = f"P{item.position}" if item.week == self.last_week else f"{item.week[5:]} P{item.position}"
        style = QUIET if value in (CommitmentState.DONE, CommitmentState.DROPPED) else ""
        parts: list[Cell | Slot] = [
            Cell(name, 6),
            Cell(item.text, None, style),
            Cell(item.kr, 7, QUIET),
            Slot(state, 21),
        ]
        if carried:
            parts.append(Cell(*_carries(item, value)))
        lines = [SheetLine(tuple(parts)), *self._problem(state, 6, width)]
        if value == CommitmentState.DROPPED:
            lines += [SheetLine((Cell("", 6), Cell("why", 4, QUIET), Slot(reason))), *self._problem(reason, 11, width)]
        return lines

    # Asked of you

    def _asked(self) -> list[SheetLine]:
        if not self.asked:
            return []
        lines = [SheetLine((Cell("Asked of you", 20, HEADING), Cell("until you answer", None, QUIET, right=True)))]
        for each in self.asked:
            late = BAD if each.overdue else QUIET
            when = Cell(phrases.when(each, self.today), 16, late, right=True)
            who = Cell(clean(each.case.opener), 10, QUIET)
            lines.append(SheetLine((Cell(each.case.ref, 6), Cell(clean(each.case.title), None), who, when)))
        return [*lines, SheetLine()]

    # Open actions

    def _actions(self, width: int) -> list[SheetLine]:
        if not self.actions:
            return []
        lines = [SheetLine((Cell("Open actions", 20, HEADING), Cell("until they are done", None, QUIET, right=True)))]
        for action in self.actions:
            state, reason = f"{action.ref}/state", f"{action.ref}/reason"
            mark = action_mark(action, self.today)
            due = Content.styled(
                f"{mark.glyph if mark.word != 'open' else ' '} {month_day(action.due)}", mark.colour or QUIET
            )
            parts = (Cell(action.ref, 6), Cell(clean(action.text), None), Cell(due, 8), Slot(state, 26))
            lines += [SheetLine(parts), *self._problem(state, 6, width)]
            if self.values.get(state, "") == CommitmentState.DROPPED:
                lines += [
                    SheetLine((Cell("", 6), Cell("why", 4, QUIET), Slot(reason))),
                    *self._problem(reason, 11, width),
                ]
        return [*lines, SheetLine()]

    def _ideas(self) -> list[SheetLine]:
        if not self.ideas:
            return []
        lines = [SheetLine((Cell("You are the champion of", 24, HEADING), Cell("new to you", None, QUIET, right=True)))]
        lines += [SheetLine((Cell(ref, 6), Cell(clean(title), None))) for ref, title in self.ideas]
        return [*lines, SheetLine()]

    # Key results

    def _key_results(self, width: int) -> list[SheetLine]:
        last, now, status = _widths(width)
        if not self.key_results:
            return [SheetLine((Cell("Key results", None, HEADING),)), _said(self.no_key_results, 0), SheetLine()]
        head = (
            Cell("Key results", None, HEADING),
            Cell("last", last, QUIET, right=True),
            Cell("", 0),
            Cell("now", now, QUIET),
            Cell("conf", 4, QUIET),
            Cell(" status", status, QUIET),
        )
        lines = [SheetLine(head)]
        for view in self.key_results:
            lines += [*self._key_result(view, width), SheetLine()]
        return lines

    def _key_result(self, view: KrView, width: int) -> list[SheetLine]:
        kr, ref = view.kr, view.kr.ref
        last, now, status = _widths(width)
        value, text = f"{ref}/value", self.values.get(f"{ref}/value", "")
        before = _shown(kr, view.last.value if view.last else None)
        same = _shown(kr, view.kept.value if view.kept else None)
        instead = Content.assemble(("= ", QUIET), same) if text == "=" else None
        if kr.kind is KeyResultKind.BINARY and not text:
            instead = Content.styled("no entry", QUIET)
        chosen = self.values.get(f"{ref}/status", "")
        mark = status_mark(Status(chosen) if chosen else view.status)
        title = (
            Cell(ref, INDENT - 1, "bold"),
            Cell(kr.title, None),
            Cell(before, last, QUIET, right=True),
            Cell("", 0),
            Slot(value, now, show=instead),
            Slot(f"{ref}/confidence", 4),
            Slot(f"{ref}/status", status, show=mark.content),
        )
        context, room = _context(view, chosen), width - INDENT
        told = [context[a:b] for a, b in broken(context, room)] if width >= WIDE else [context]
        lines = [SheetLine(title), *(_said(line, INDENT - 1) for line in told)]
        if view.news:
            lines.append(_said(view.news, INDENT - 1, WARN if not view.mine else GOOD))
        for part in ("value", "confidence"):
            lines += self._problem(f"{ref}/{part}", INDENT - 1, width)
        for position, step in enumerate(kr.milestones):
            weight = f"weight {number(step.weight)}" if step.weight != 1 else ""
            tick = Slot(f"{ref}/#{position + 1}", 3)
            parts = (Cell("", INDENT - 1), tick, Cell(f"#{position + 1}", 3, QUIET), Cell(step.title, None))
            lines.append(SheetLine((*parts, Cell(weight, 10, QUIET))))
        return [*lines, SheetLine((Cell("", INDENT - 1), Cell("note", 4, QUIET), Slot(f"{ref}/note")))]

    # This week

    def _this_week(self, width: int) -> list[SheetLine]:
        aside = 34 if width >= WIDE else 20
        tell = "up to three priorities; end one with KR1.2 to tie it"
        lines = [SheetLine((Cell("This week", 20, HEADING), Cell(tell, None, QUIET, right=True)))]
        for name in ("p1", "p2", "p3"):
            lines += [self._labelled(name.upper(), name, aside), *self._problem(name, LABEL, width)]
        lines += [
            SheetLine(),
            SheetLine((Cell("Next 4 weeks", LABEL), Slot("ahead", rows=2))),
            SheetLine(),
            SheetLine((Cell("Blocked by", LABEL), Slot("blocker"))),
            self._labelled("Help from", "helpers", aside),
            *self._problem("helpers", LABEL, width),
            SheetLine(),
            SheetLine((Cell("Wins", LABEL), Slot("wins", rows=2))),
            SheetLine(),
            SheetLine(
                (
                    Cell("Pulse", LABEL),
                    Slot("pulse", 19),
                    Cell("  1 bad … 5 great: how it felt here", None, QUIET),
                )
            ),
        ]
        return lines

    def _labelled(self, label: str, key: str, aside: int) -> SheetLine:
        text, style = self.notes.get(key, ("", QUIET))
        return SheetLine((Cell(label, LABEL), Slot(key), Cell(text, aside, style)))


def _widths(width: int) -> tuple[int, int, int]:
    """Return the widths of the columns last, now and status."""
    return (12, 16, 14) if width >= WIDE else (8, 10, 13)


def _said(text: str, indent: int, style: str = QUIET) -> SheetLine:
    return SheetLine((Cell("", indent), Cell(text, None, style))) if indent else SheetLine((Cell(text, None, style),))


def _carries(item: Commitment, value: str) -> tuple[str, int, str]:
    """Return how often a commitment was carried, counting this time, with width and style."""
    times = item.carries + (value == CommitmentState.CARRIED)
    if value == CommitmentState.CARRIED and times > 1:
        return f"{_ORDINAL.get(times, f'{times}th')} carry", 12, WARN
    return ("" if not item.carries else "carried once" if item.carries == 1 else f"carried {item.carries}×"), 12, QUIET


def _shown(kr: KeyResult, value: float | None) -> str:
    if value is None:
        return "–"
    if kr.kind is KeyResultKind.BINARY:
        return "yes" if value >= 1 else "no"
    now = amount(kr, value, unit=False)
    return f"{now}/{amount(kr, kr.target, unit=False)}" if kr.kind is KeyResultKind.MILESTONE else now


def _context(view: KrView, chosen: str) -> str:
    """Return the line below a key result: its measure, where it stands, what was said last."""
    kr = view.kr
    measure = {
        KeyResultKind.BINARY: "done or not",
        KeyResultKind.MILESTONE: goal_text(kr),
        KeyResultKind.STAY_ABOVE: f"hold ≥ {amount(kr, kr.target)}",
        KeyResultKind.STAY_BELOW: f"hold ≤ {amount(kr, kr.target)}",
    }.get(kr.kind, f"{amount(kr, kr.start, unit=False)} → {amount(kr, kr.target)}")
    parts = [measure, f"{percent(view.progress)} done, {percent(view.expected)} expected"]
    if view.pace is not None:
        parts.append(f"pace {view.pace:.2f}")
    if chosen and chosen != view.suggested:
        parts.append(f"suggested {view.suggested}")
    if view.last is not None and view.last.note:
        parts.append(f"{view.last.week[5:]} “{clean(view.last.note)}”")
    return " · ".join(parts)


def status_options(suggested: Status) -> tuple[tuple[str, str], ...]:
    """Return the options of a status field; the first leaves it to the suggestion."""
    return (("", f"{suggested}"), *((each.value, each.value) for each in _SET))
