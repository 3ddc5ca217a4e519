"""Questions to the room: scales, what an answer is called, and the one place that says which may be seen. Pure."""

from collections.abc import Sequence

from okrtui.errors import Refused
from okrtui.model.live import Poll, PollKind
from okrtui.rules.formatting import count, listed
from okrtui.text import cells, clean, fit, folded

FEW = "fewer than three answers, so none is shown"
TOPIC = 32
"""Cells that a topic's name takes within a question."""
LONGEST_QUESTION, LONGEST_WORD = 120, 30
_LIGHTS = {1: "red", 2: "amber", 3: "green"}
SCALES: dict[PollKind, dict[int, str]] = {
    PollKind.FIST: {number: str(number) for number in range(6)},
    PollKind.MORE: {0: "next topic", 1: "more time"},
    PollKind.YES_NO: {0: "no", 1: "yes"},
    PollKind.THUMBS: {1: "down", 2: "sideways", 3: "up"},
    PollKind.LIGHTS: _LIGHTS,
    PollKind.RATING: {number: str(number) for number in range(1, 6)},
    PollKind.WORD: {},
    PollKind.RADAR: _LIGHTS,
}
"""What each number is called, lowest first; a word is no number."""
CALLED = {
    PollKind.FIST: "fist to five",
    PollKind.MORE: "more time",
    PollKind.YES_NO: "yes or no",
    PollKind.THUMBS: "thumbs",
    PollKind.LIGHTS: "red, amber or green",
    PollKind.RATING: "1 to 5",
    PollKind.WORD: "a short word",
    PollKind.RADAR: "health radar",
}
OWN = (
    PollKind.YES_NO,
    PollKind.FIST,
    PollKind.THUMBS,
    PollKind.LIGHTS,
    PollKind.RATING,
    PollKind.WORD,
)
"""The scales that a question in one's own words may have."""
READY: dict[str, tuple[PollKind, str]] = {
    "fist": (PollKind.FIST, ""),
    "more": (PollKind.MORE, ""),
    "mood": (PollKind.WORD, "How are you here, in one word?"),
    "icebreaker": (PollKind.WORD, "Which animal was your week?"),
    "roti": (PollKind.RATING, "Was this worth our time?"),
    "radar": (PollKind.RADAR, ""),
}
"""Questions that are asked by a name: their scale and words."""


def question(poll: Poll) -> str:
    """Return what is asked, and about which topic where one was up."""
    if poll.kind is PollKind.MORE:
        return f"{count(poll.minutes, 'more minute')}?"
    if poll.question:
        return clean(poll.question)
    called = CALLED[poll.kind].capitalize()
    return f"{called} on “{fit(clean(poll.about), TOPIC, pad=False)}”" if poll.about else called


def checked_question(text: str, kind: PollKind) -> str:
    """Return a question as it is kept. Raises Refused for none where the scale alone asks nothing, and for a long one.

    The health radar has its own questions, and more time is asked for in one way.
    """
    if kind in (PollKind.MORE, PollKind.RADAR):
        return ""
    asked = clean(text).strip()
    if not asked and kind is not PollKind.FIST:
        raise Refused("say what the room is asked")
    if cells(asked) > LONGEST_QUESTION:
        raise Refused(f"“{fit(asked, 40, pad=False)}” is too long: a question has {LONGEST_QUESTION} characters")
    return asked


def given_as(kind: PollKind, given: int | str) -> tuple[int, str]:
    """Return an answer as (number, word) of a scale: given by number, by what that is called, or in one's own word.

    Raises Refused for one that is none.
    """
    scale, said = SCALES[kind], clean(str(given)).strip()
    if kind is PollKind.WORD:
        if not said or isinstance(given, int):
            raise Refused("write a short word")
        if cells(said) > LONGEST_WORD:
            raise Refused(f"that is too long: a short word has {LONGEST_WORD} characters")
        return 0, said
    for number, name in scale.items():
        if folded(said) in (str(number), folded(name)):
            return number, ""
    raise Refused(f"“{said}” isn't an answer; {answers(kind)}")


def answers(kind: PollKind) -> str:
    """Return in a sentence which answers there are."""
    scale = SCALES[kind]
    if not scale:
        return "write a short word"
    if is_counted(kind):
        return f"it goes from {min(scale)} to {max(scale)}"
    return f"answer {listed([f'{number} ({name})' for number, name in reversed(scale.items())], 'or')}"


def is_counted(kind: PollKind) -> bool:
    """Tell whether a scale's numbers say by themselves what they mean."""
    return all(name == str(number) for number, name in SCALES[kind].items())


def mine(poll: Poll) -> str:
    """Return what I answered, "" where I did not."""
    return "" if poll.mine is None else clean(poll.my_word) or SCALES[poll.kind].get(poll.mine, str(poll.mine))


def results(poll: Poll) -> dict[int, int]:
    """Return how many gave each answer there is, highest first; empty where none is to be seen, as `few` tells."""
    if poll.open or not poll.counts:
        return {}
    given = dict(poll.counts)
    return {number: given.get(number, 0) for number in reversed(SCALES[poll.kind])}


def tallied(poll: Poll) -> list[tuple[str, int]]:
    """Return what was answered with how many said so: every answer there is, highest first, or the words."""
    named = [(SCALES[poll.kind][number], many) for number, many in results(poll).items()]
    return named or ([] if poll.open else [(clean(word), many) for word, many in poll.words])


def few(poll: Poll) -> str:
    """Return the sentence in place of results that are shown by now but came from too few, else ""."""
    return "" if poll.open or poll.counts else FEW


def for_more(poll: Poll) -> bool:
    """Tell whether more want what a poll asks for than do not, as far as that is to be seen."""
    given = results(poll)
    return given.get(1, 0) > given.get(0, 0)


def newest(polls: Sequence[Poll]) -> tuple[Poll, ...]:
    """Return the question that was asked last; of the health radar all that were asked at once."""
    found = list[Poll]()
    for each in reversed(polls):
        if found and (each.radar is None or each.radar in {other.radar for other in found}):
            break
        found.append(each)
        if each.radar is None:
            break
    return tuple(reversed(found))


def up(polls: Sequence[Poll]) -> Poll | None:
    """Return the question that I am asked now: of many at once the first that I have not answered, else the last."""
    asked = newest(polls)
    return next((each for each in asked if each.open and each.mine is None), asked[-1] if asked else None)
