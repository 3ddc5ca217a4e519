"""The two lines above the four-square: whose week it is, who has checked in, how the team feels."""

from collections.abc import Sequence

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from okrtui.model.week import PulsePoint, UpdateState
from okrtui.rules.formatting import tenths
from okrtui.rules.weeks import shift
from okrtui.text import cells, clean
from okrtui.widgets.drawing.marks import ACCENT, QUIET, spark, update_mark

WEEKS = 8


class Summary(Widget):
    """Draws what it is given; the right end keeps its place, the left side gives way."""

    DEFAULT_CSS = """
    Summary { height: 2; width: 1fr; padding: 0 1; }
    """

    top: reactive[tuple[Content, Content]] = reactive((Content(), Content()))
    bottom: reactive[tuple[Content, Content]] = reactive((Content(), Content()))

    def render(self) -> Content:
        """Return the two lines."""
        return Content("\n").join(self._line(*pair) for pair in (self.top, self.bottom))

    def _line(self, left: Content, right: Content) -> Content:
        room = max(0, self.size.width - right.cell_length - 2)
        left = left.truncate(room, ellipsis=True) if left.cell_length > room else left
        return left + " " * max(0, self.size.width - left.cell_length - right.cell_length) + right


def tabs(names: Sequence[str], chosen: str) -> Content:
    """Return names beside each other with the chosen one between marks."""
    parts: list[tuple[str, str]] = []
    for name in names:
        if name == chosen:
            parts.append((f"▸{clean(name)}◂ ", f"bold {ACCENT}"))
        else:
            parts.append((f" {clean(name)}  ", QUIET))
    return Content.assemble(*parts)


def presence_line(states: Sequence[tuple[str, UpdateState]], width: int) -> Content:
    """Return `Checked in 6 of 8 · ○ pending bob, lena` within `width` cells; names that do not fit are counted."""
    if not states:
        return Content()
    done = sum(state is UpdateState.SUBMITTED for _, state in states)
    line = Content.assemble(("Checked in ", QUIET), (f"{done} of {len(states)}", "bold"))
    if done == len(states):
        return line + Content.styled(" ✓ everyone", "$text-success")
    for state in (UpdateState.OVERDUE, UpdateState.PENDING, UpdateState.MISSED):
        names = [clean(name) for name, each in states if each is state]
        if names:
            mark = update_mark(state)
            line += Content.styled(" · ", QUIET)
            named = _some(names, width - line.cell_length - cells(f"{mark.glyph} {mark.word} "))
            head = f"{mark.glyph} {mark.word} " if named else f"{mark.glyph} {len(names)} {mark.word}"
            line += Content.styled(head, mark.colour) + named
    return line


def _some(names: Sequence[str], width: int) -> str:
    """Return as many names as fit and how many more there are, "" where none fits."""
    shown = ""
    for index, name in enumerate(names):
        longer = f"{shown}, {name}" if shown else name
        rest = len(names) - index - 1
        if cells(longer) + (len(f" +{rest}") if rest else 0) > width:
            return f"{shown} +{rest + 1}" if shown else ""
        shown = longer
    return shown


def pulse_line(points: Sequence[PulsePoint], week: str, *, drawn: bool = True) -> Content:
    """Return the trend, where it is to be drawn, and the newest mean; a week of too few answers is a dot."""
    by_week = {point.week: point for point in points}
    weeks = [shift(week, -back) for back in range(WEEKS - 1, -1, -1)]
    shown = [by_week[each].mean if each in by_week else None for each in weeks]
    if not any(mean is not None for mean in shown):
        return Content.styled("Pulse shows from three answers", QUIET) if drawn else Content()
    while shown[0] is None:
        shown.pop(0)
    now = by_week.get(week)
    newest = now or next(by_week[each] for each in reversed(weeks) if each in by_week)
    tail = "" if now else f" ({newest.week[5:]})"
    return Content.assemble(
        ("Pulse ", QUIET),
        (f"{spark(shown, 1, 5)} " if drawn else "", ACCENT),
        (tenths(newest.mean), "bold"),
        (f" of 5{tail}", QUIET),
    )
