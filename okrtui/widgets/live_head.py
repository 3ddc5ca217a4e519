"""The two lines above a live session: its question with clock and readiness, and the phases it goes through."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from okrtui.live import AgendaItem, Phase, Session, View
from okrtui.rules import phases
from okrtui.text import clean, fit
from okrtui.widgets.marks import ACCENT, GOOD, QUIET


class Question(Widget):
    """The question, in one line."""

    DEFAULT_CSS = "Question { width: 1fr; height: 1; }"
    question: reactive[str] = reactive("")

    def render(self) -> Content:
        """Return the line."""
        return Content.styled(" " + fit(clean(self.question), max(0, self.size.width - 2), pad=False), "bold")


class Readiness(Widget):
    """`ready 9 of 14`, in sixteen cells at the right end."""

    DEFAULT_CSS = "Readiness { width: 17; height: 1; }"
    count: reactive[tuple[int, int]] = reactive((0, 0))

    def render(self) -> Content:
        """Return the count, signed when everybody is ready."""
        ready, people = self.count
        if not people:
            return Content()
        every = ready >= people
        text = f"{'✓ ' if every else ''}ready {ready} of {people} "
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


def called(step: AgendaItem) -> str:
    """Return what a step is called where there is little room: its phase, or an item's own title."""
    return fit(clean(step.title), 14, pad=False) if step.phase is Phase.ITEM else step.phase.value


def steps_line(of: Session, is_gone: bool, width: int) -> Content:
    """Return the line in `width` cells; where it is too long, the steps that are done become a count."""
    gone = " (gone)" if is_gone else ""
    says = [f"{clean(of.facilitator)}{gone} leads"] if of.phase is not Phase.CLOSED else []
    says += ["anonymous"] if of.anonymous else []
    right = Content.styled(" · ".join(says) + " ", QUIET)
    left = _way(of, 0)
    for hidden in range(1, phases.here(of) + 1):
        if left.cell_length + right.cell_length + 1 <= width:
            break
        left = _way(of, hidden)
    room = width - left.cell_length - right.cell_length
    return left + Content(" " * room) + right if room >= 1 else left.truncate(max(0, width), ellipsis=True)


def _way(of: Session, hidden: int) -> Content:
    """Return the steps, the first `hidden` ones as a count."""
    at = phases.here(of)
    parts: list[tuple[str, str]] = [(f" ✓{hidden} " if hidden else " ", QUIET)]
    for number, step in enumerate(phases.steps(of)):
        if number == at:
            parts.append((f"▸{called(step)}◂ ", f"bold {ACCENT}"))
        elif number >= hidden and not step.skipped:
            parts.append((f"{'✓' if number < at else ''}{called(step)} ", QUIET))
    return Content.assemble(*parts)
