"""The two lines above a live session: its question with clock and readiness, and the phases it goes through."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from okrtui.model.live import AgendaItem, Phase, Session, View
from okrtui.rules.live import phases
from okrtui.text import clean, fit
from okrtui.widgets.drawing.marks import ACCENT, GOOD, QUIET

WHOLE = 60
"""Cells that an item's own title may take where there is room for all of them."""
SHORTEST = 24
"""Cells that the steps have at least: on less who leads gives way."""


class Question(Widget):
    """The question, in one line."""

    DEFAULT_CSS = "Question { width: 1fr; height: 1; }"
    question: reactive[str] = reactive("")

    def render(self) -> Content:
        """Return the line."""
        return Content.styled(" " + fit(clean(self.question), max(0, self.size.width - 2), pad=False), "bold")


class Readiness(Widget):
    """`ready 9 of 14`, in sixteen cells at the right end; `written 3 of 9` where a phase lasts over days."""

    DEFAULT_CSS = "Readiness { width: 17; height: 1; }"
    count: reactive[tuple[int, int, str]] = reactive((0, 0, "ready"))

    def render(self) -> Content:
        """Return the count, signed when everybody is ready."""
        ready, people, word = self.count
        if not people:
            return Content()
        every = ready >= people
        text = f"{'✓ ' if every else ''}{word} {ready} of {people} "
        return Content.assemble(" " * max(0, self.size.width - len(text)), (text, GOOD if every else QUIET))


class Steps(Widget):
    """The phases with the present one marked, who leads, and how private it is."""

    DEFAULT_CSS = "Steps { width: 1fr; height: 1; }"
    said: reactive[tuple[Session, bool] | None] = reactive(None)
    """The session, and whether who leads it is gone: a card that comes changes neither, and paints nothing here."""

    def tell(self, view: View) -> None:
        """Show where a session is."""
        self.said = (view.session, view.room.facilitator_gone)

    def render(self) -> Content:
        """Return the line; what is said at its right end gives way on a narrow terminal."""
        return steps_line(*self.said, self.size.width) if self.said is not None else Content()


def called(step: AgendaItem, most: int = 14) -> str:
    """Return what a step is called in at most so many cells: its phase, or an item's own title."""
    return fit(clean(step.title), most, pad=False) if step.phase is Phase.ITEM else step.phase.value


def steps_line(of: Session, is_gone: bool, width: int) -> Content:
    """Return the line in `width` cells; where it is too long, the steps that are done and the last ones become counts.

    Who leads and how private it is stays: that is what people must know.
    """
    gone = " (gone)" if is_gone else ""
    says = [f"{clean(of.facilitator)}{gone} leads"] if of.phase is not Phase.CLOSED else []
    says += ["anonymous"] if of.anonymous else []
    right = Content.styled(" · ".join(says) + " ", QUIET)
    room = width - right.cell_length - 1
    if room < SHORTEST:
        right, room = Content(), width
    at, last = phases.here(of), len(phases.steps(of))
    ways = [(hidden, last) for hidden in range(at + 1)] + [(at, shown) for shown in range(last - 1, at, -1)]
    tried = [((0, last), WHOLE), ((0, last), WHOLE // 2), *((each, 14) for each in ways)]
    drawn = (_way(of, *way, most) for way, most in tried)
    left = next((line for line in drawn if line.cell_length <= room), None)
    if left is None:
        left = _way(of, at, at + 1, 14).truncate(max(0, room), ellipsis=True)
    return left + Content(" " * max(0, width - left.cell_length - right.cell_length)) + right


def _way(of: Session, hidden: int, shown: int, most: int) -> Content:
    """Return the steps; the first `hidden` ones, and those from `shown` on, as counts."""
    at, way = phases.here(of), phases.steps(of)
    parts: list[tuple[str, str]] = [(f" ✓{hidden} " if hidden else " ", QUIET)]
    for number, step in enumerate(way[:shown]):
        if number == at:
            parts.append((f"▸{called(step, most)}◂ ", f"bold {ACCENT}"))
        elif number >= hidden and not step.skipped:
            parts.append((f"{'✓' if number < at else ''}{called(step, most)} ", QUIET))
    more = sum(not step.skipped for step in way[shown:])
    return Content.assemble(*parts, (f"+{more} " if more else "", QUIET))
