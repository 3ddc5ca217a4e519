"""What a question to the room came to: the one place that says which answers may be seen. Pure."""

from okrtui.model.retro import Poll, PollKind
from okrtui.rules.formatting import count
from okrtui.text import clean, fit

FEW = "fewer than three answers, so none is shown"
TOPIC = 32
"""Cells that a topic's name takes within a question."""
HIGHEST = {PollKind.FIST: 5, PollKind.MORE: 1}


def question(poll: Poll) -> str:
    """Return what is asked, and about which topic where one was up."""
    if poll.kind is PollKind.MORE:
        return f"{count(poll.minutes, 'more minute')}?"
    return f"Fist to five on “{fit(clean(poll.about), TOPIC, pad=False)}”" if poll.about else "Fist to five"


def results(poll: Poll) -> dict[int, int]:
    """Return how many gave each answer there is, highest first; empty where none is to be seen, as `few` tells."""
    if poll.open or not poll.counts:
        return {}
    given = dict(poll.counts)
    return {number: given.get(number, 0) for number in range(HIGHEST[poll.kind], -1, -1)}


def few(poll: Poll) -> str:
    """Return the sentence in place of results that are shown by now but came from too few, else ""."""
    return "" if poll.open or poll.counts else FEW


def for_more(poll: Poll) -> bool:
    """Tell whether more want what a poll asks for than do not, as far as that is to be seen."""
    given = results(poll)
    return given.get(1, 0) > given.get(0, 0)
