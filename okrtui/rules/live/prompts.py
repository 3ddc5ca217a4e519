"""The questions of a session: how they are written, which one a card answers, and cards in columns below them. Pure."""

import re
from collections.abc import Iterable, Sequence

from okrtui.errors import Refused
from okrtui.model.live import Card
from okrtui.text import clean, folded

MOST_PROMPTS = 9
LONGEST = 60
BETWEEN = " / "
"""What stands between questions where they are written in one line."""


def tag_of(prompt: str) -> str:
    """Return what a card is tagged with that answers a question: `Longed for` is `longed-for`."""
    tag = re.sub(r"\W+", "-", prompt.casefold()).strip("-_")
    return (tag if tag[:1].isalpha() else f"q-{tag}")[:40].rstrip("-")


def split(text: str) -> tuple[str, ...]:
    """Return the questions that stand in one line, as `Start / Stop / Continue`."""
    return tuple(part.strip() for part in text.split(BETWEEN.strip()) if part.strip())


def checked(prompts: Iterable[str]) -> tuple[str, ...]:
    """Return questions as they are kept. Raises Refused for too many, too long ones, and two that are the same."""
    found = tuple(text for text in map(clean, prompts) if text)
    if len(found) > MOST_PROMPTS:
        raise Refused(f"a session has {MOST_PROMPTS} questions at most; these are {len(found)}")
    for at, each in enumerate(found):
        if len(each) > LONGEST:
            raise Refused(f"“{each[:LONGEST]}…” is too long: a question stands above its cards, {LONGEST} characters")
        if tag_of(each) in map(tag_of, found[:at]):
            raise Refused(f"“{each}” is there twice; each question needs words of its own")
    return found


def place(tag: str, prompts: Sequence[str]) -> int | None:
    """Return which of the questions a card with a tag answers, from 0, None for none."""
    return next((at for at, each in enumerate(prompts) if tag_of(each) == tag), None) if tag else None


def named(wish: str, prompts: Sequence[str]) -> str:
    """Return the question that somebody means: by its words, how they begin, or its number. Raises Refused for none."""
    wanted = folded(clean(wish))
    if wanted.isdecimal() and 1 <= int(wanted) <= len(prompts):
        return prompts[int(wanted) - 1]
    found = [each for each in prompts if wanted in (folded(each), tag_of(each))]
    found = found or [each for each in prompts if wanted and folded(each).startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if not prompts:
        raise Refused("this session has no questions of its own; write the card without one")
    every = ", ".join(f"“{each}”" for each in prompts)
    raise Refused(f"“{clean(wish)}” is no question of this session; there are {every}")


def answering(text: str, prompt: str, prompts: Sequence[str]) -> str:
    """Return a card's words with the question they answer, as one tag behind them; the words' own `#tag` stays in them.

    A tag that is one of the questions itself says which one is meant.
    """
    last = re.search(r"(?:^|\s)#([\w-]+)$", clean(text))
    known = last is not None and place(last[1].casefold(), prompts) is not None
    return text if not prompt or known else f"{text} #{tag_of(prompt)}"


def columns(cards: Iterable[Card], prompts: Sequence[str]) -> list[tuple[int | None, list[Card]]]:
    """Return cards below the question they answer, by its place; those that answer none come last, where there are any.

    Without questions all cards are in one column.
    """
    found: dict[int | None, list[Card]] = {at: [] for at in range(len(prompts))}
    for card in cards:
        found.setdefault(place(card.tag, prompts), []).append(card)
    return list(found.items())
