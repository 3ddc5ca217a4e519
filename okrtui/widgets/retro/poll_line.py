"""The line that says what the room is asked, in the steps of a retro that have no room of their own for it."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from okrtui.commands.keys import key_of
from okrtui.model.retro import Poll, PollKind
from okrtui.rules.formatting import count
from okrtui.rules.live.polls import few, question, results
from okrtui.widgets.drawing.marks import ACCENT, QUIET

ANSWERS = tuple(key_of(f"retro.answer-{number}") for number in range(6))
"""The keys of the answers."""


def how(kind: PollKind, brief: bool = False) -> str:
    """Return how a question is answered."""
    if kind is PollKind.FIST:
        return f"press {ANSWERS[0]} to {ANSWERS[5]}"
    return (
        f"press {ANSWERS[1]}: more, {ANSWERS[0]}: next"
        if brief
        else f"press {ANSWERS[1]}: more time, {ANSWERS[0]}: next topic"
    )


class Asked(Widget):
    """One row, there only while something is asked or its answers are shown."""

    DEFAULT_CSS = """
    Asked { height: 1; width: 1fr; display: none; padding: 0 1; }
    Asked.-asked { display: block; }
    """

    said: reactive[tuple[Poll | None, str]] = reactive((None, ""), layout=False)

    def tell(self, poll: Poll | None, how: str) -> None:
        """Show a question and how it is answered; nothing where nothing is asked."""
        self.set_class(poll is not None, "-asked")
        self.said = (poll, how)

    def render(self) -> Content:
        """Return the row."""
        poll, how = self.said
        return asked_line(poll, how, self.size.width) if poll is not None else Content()


def asked_line(poll: Poll, how: str, width: int) -> Content:
    """Return `Fist to five: press 0 to 5 · 3 answers so far`, or how many gave which answer once they are shown."""
    people = count(poll.answered, "answer")
    asks = Content.styled(question(poll), f"bold {ACCENT}")
    if poll.open:
        does = f": {how}" if poll.mine is None else f": yours is {poll.mine}"
        return (asks + Content.assemble((does, "bold"), (f" · {people} so far", QUIET))).truncate(width, ellipsis=True)
    if said := few(poll):
        return Content.assemble(asks, (f" · {said}", QUIET)).truncate(width, ellipsis=True)
    lines = [_given(poll, asks + Content.styled(f" · {people}:", QUIET), bar) for bar in (8, 0)]
    return next((line for line in lines if line.cell_length <= width), lines[-1]).truncate(width, ellipsis=True)


def _given(poll: Poll, line: Content, longest: int) -> Content:
    for number, many in results(poll).items():
        bar = "█" * round(longest * many / max(1, poll.answered))
        said, style = (f"×{many}", "bold") if many else ("·", QUIET)
        line += Content.assemble((f"  {number} ", style), (bar, ACCENT), (said, QUIET))
    return line
