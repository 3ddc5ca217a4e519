"""The line that says what the room is asked, in the steps of a session that have no room of their own for it."""

from collections.abc import Sequence

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from okrtui.commands.keys import key_of
from okrtui.model.live import Poll, PollKind
from okrtui.rules.formatting import count, led_in
from okrtui.rules.live.polls import SCALES, few, is_counted, mine, question, tallied
from okrtui.widgets.drawing.marks import ACCENT, BAD, GOOD, QUIET, WARN

ANSWERS = tuple(key_of(f"retro.answer-{number}") for number in range(6))
"""The keys of the answers."""
COLOURS = {"green": GOOD, "amber": WARN, "red": BAD}


def how(kind: PollKind, brief: bool = False) -> str:
    """Return how a question is answered."""
    scale = SCALES[kind]
    if kind is PollKind.WORD:
        return f"press {ANSWERS[1]} and write a word"
    if is_counted(kind):
        return f"press {ANSWERS[min(scale)]} to {ANSWERS[max(scale)]}"
    if kind is PollKind.MORE and brief:
        return f"press {ANSWERS[1]}: more, {ANSWERS[0]}: next"
    return f"press {', '.join(f'{ANSWERS[number]}: {name}' for number, name in reversed(scale.items()))}"


class Asked(Widget):
    """One row, there only while something is asked or its answers are shown."""

    DEFAULT_CSS = """
    Asked { height: 1; width: 1fr; display: none; padding: 0 1; }
    Asked.-asked { display: block; }
    """

    said: reactive[tuple[tuple[Poll, ...], str]] = reactive(((), ""), layout=False)

    def tell(self, asked: Sequence[Poll], how: str) -> None:
        """Show a question and how it is answered, the health radar's one after the other; nothing for none."""
        self.set_class(bool(asked), "-asked")
        self.said = (tuple(asked), how)

    def render(self) -> Content:
        """Return the row."""
        asked, how = self.said
        return asked_line(asked, how, self.size.width) if asked else Content()


def asked_line(asked: Sequence[Poll], how: str, width: int) -> Content:
    """Return `Fist to five: press 0 to 5 · 3 answers so far`, or how many gave which answer once they are shown.

    Of many that are asked at once it is the first that I have not answered; shown they are counted together.
    """
    poll = next((each for each in asked if each.open and each.mine is None), asked[-1])
    people = count(poll.answered, "answer")
    which = f"{asked.index(poll) + 1} of {len(asked)} · " if len(asked) > 1 and poll.open else ""
    asked_now = question(poll)
    asks = Content.styled(f"{which}{asked_now}", f"bold {ACCENT}")
    if poll.open:
        yours = "all yours are in" if len(asked) > 1 else f"yours is {mine(poll)}"
        colon = led_in(asked_now).removeprefix(asked_now)  # it stays where the question is cut
        does = f"{colon} {how if poll.mine is None else yours}"
        return _before(asks, Content.assemble((does, "bold"), (f" · {people} so far", QUIET)), width)
    if len(asked) > 1:
        return _together(asked).truncate(width, ellipsis=True)
    if said := few(poll):
        return _before(asks, Content.styled(f" · {said}", QUIET), width)
    lines = [_given(poll, asks + Content.styled(f" · {people}:", QUIET), bar) for bar in (8, 0)]
    return next((line for line in lines if line.cell_length <= width), lines[-1]).truncate(width, ellipsis=True)


def _before(asks: Content, tail: Content, width: int) -> Content:
    """Return a question and what is said of it; where not all has room it is the question that is cut."""
    room = max(width // 4, width - tail.cell_length)
    return (asks.truncate(room, ellipsis=True) + tail).truncate(width, ellipsis=True)


def _given(poll: Poll, line: Content, longest: int) -> Content:
    for name, many in tallied(poll):
        bar = "█" * round(longest * many / max(1, poll.answered))
        said, style = (f"×{many}", "bold") if many else ("·", QUIET)
        line += Content.assemble((f"  {name} ", style), (bar, COLOURS.get(name, ACCENT)), (said, QUIET))
    return line


def _together(asked: Sequence[Poll]) -> Content:
    line = Content.styled(f"Health radar · {count(len(asked), 'question')}", f"bold {ACCENT}")
    told = [(name, many) for each in asked for name, many in tallied(each)]
    for name, colour in COLOURS.items():
        many = sum(number for other, number in told if other == name)
        line += Content.assemble((f"  {name} ", "bold"), (f"×{many}", colour))
    return line if told else line + Content.styled(f" · {few(asked[-1])}", QUIET)
