"""The line that says what the room is asked, in the steps of a retro that have no room of their own for it."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from okrtui.model.retro import Poll
from okrtui.rules.formatting import count
from okrtui.widgets.drawing.marks import ACCENT, QUIET


class Asked(Widget):
    """One row, there only while something is asked or its answers are shown."""

    DEFAULT_CSS = """
    Asked { height: 1; width: 1fr; display: none; padding: 0 1; }
    Asked.-asked { display: block; }
    """

    said: reactive[tuple[Poll | None, bool]] = reactive((None, False), layout=False)

    def tell(self, poll: Poll | None, typing: bool) -> None:
        """Show a question; nothing where nothing is asked. Who is `typing` leaves the line first."""
        self.set_class(poll is not None, "-asked")
        self.said = (poll, typing)

    def render(self) -> Content:
        """Return the row."""
        poll, typing = self.said
        return asked_line(poll, typing, self.size.width) if poll is not None else Content()


def asked_line(poll: Poll, typing: bool, width: int) -> Content:
    """Return `Fist to five: press 0 to 5 · 3 answers so far`, or how many gave which answer once they are shown."""
    people = count(poll.answered, "answer")
    asks = Content.styled("Fist to five", f"bold {ACCENT}")
    if poll.open:
        does = f": {'esc, then ' if typing else ''}press 0 to 5" if poll.mine is None else f": yours is {poll.mine}"
        return (asks + Content.assemble((does, "bold"), (f" · {people} so far", QUIET))).truncate(width, ellipsis=True)
    lines = [_given(poll, asks + Content.styled(f" · {people}:", QUIET), bar) for bar in (8, 0)]
    return next((line for line in lines if line.cell_length <= width), lines[-1]).truncate(width, ellipsis=True)


def _given(poll: Poll, line: Content, longest: int) -> Content:
    counts = dict(poll.counts)
    for number in range(5, -1, -1):
        many = counts.get(number, 0)
        bar = "█" * round(longest * many / max(1, poll.answered))
        said, style = (f"×{many}", "bold") if many else ("·", QUIET)
        line += Content.assemble((f"  {number} ", style), (bar, ACCENT), (said, QUIET))
    return line
