"""The sample team's hero board: its cards as they are told in cards.toml, with what became of them."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from importlib.resources import files
from typing import Any

from okrtui.demo.calendar import Calendar
from okrtui.model.heroes import Reaction, Recognition, Standard
from okrtui.rituals import heroes
from okrtui.rituals.context import Context

CLOCK = "11:20"
Event = tuple[datetime, Callable[[], object]]


@dataclass(slots=True)
class Thanks:
    """One card and what people did with it; `back` counts weeks from now, `felt` is who by kind of reaction."""

    back: int
    day: int
    by: str
    to: list[str]
    standard: str
    story: str
    evidence: str = ""
    kr: str = ""
    felt: dict[str, list[str]] = field(default_factory=dict)
    replies: list[list[str]] = field(default_factory=list)
    own: dict[str, str] = field(default_factory=dict)
    practice: dict[str, str] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    posted: Recognition | None = None


def read_thanks(stands_for: Mapping[str, str]) -> list[Thanks]:
    """Return the cards, with the logins that others stand for replaced."""

    def who(login: str) -> str:
        return stands_for.get(login, login)

    raw: list[dict[str, Any]] = tomllib.loads(files(__package__).joinpath("cards.toml").read_text("utf-8"))["cards"]
    cards = [Thanks(**each) for each in raw]
    for card in cards:
        card.by, card.to, card.hidden = who(card.by), [who(each) for each in card.to], [who(c) for c in card.hidden]
        card.felt = {kind: [who(each) for each in people] for kind, people in card.felt.items()}
        card.replies = [[who(login), text] for login, text in card.replies]
        card.own = {who(login): words for login, words in card.own.items()}
        card.practice = {key: who(value) if key == "by" else value for key, value in card.practice.items()}
    return cards


def events(
    cards: list[Thanks],
    calendar: Calendar,
    ctx: Callable[[str, datetime], Context],
    tie: Callable[[str, datetime], str],
) -> Iterator[Event]:
    """Yield what happens on the board and when; `tie` gives the ref of a key result that is open then."""
    for number, card in enumerate(cards):
        at = calendar.moment(calendar.ago(card.back), card.day, CLOCK, early=True)
        if at is None or at < calendar.founding("12:00"):
            continue
        at += timedelta(minutes=number * 7 % 31)
        yield at, partial(_post, card, at, ctx, tie)
        later = at
        for login, deed in _afterwards(card):
            later += timedelta(minutes=19)
            yield later, partial(_do, card, deed, login, later, ctx)


def _post(
    card: Thanks, at: datetime, ctx: Callable[[str, datetime], Context], tie: Callable[[str, datetime], str]
) -> None:
    standard = Standard(card.standard)
    kr = tie(card.kr, at) if card.kr else ""
    card.posted = heroes.post(ctx(card.by, at), card.to, card.story, standard, evidence=card.evidence, kr=kr)


def _do(card: Thanks, deed: "Deed", login: str, at: datetime, ctx: Callable[[str, datetime], Context]) -> None:
    assert card.posted is not None  # events are played in the order of time
    what, *values = deed
    what(ctx(login, at), card.posted.ref, *values)


Deed = tuple[Any, ...]
"""A use case of the board and what it is given after ctx and card."""


def _afterwards(card: Thanks) -> Iterator[tuple[str, Deed]]:
    """Yield who does what with a card, in turns."""
    for kind, people in card.felt.items():
        for login in people:
            yield login, (heroes.react, Reaction(kind))
    for login, text in card.replies:
        yield login, (heroes.reply, text)
    for login, words in card.own.items():
        yield login, (heroes.in_own_words, words)
    if practice := card.practice:
        yield practice["by"], (heroes.mark_practice, practice["when"], practice["how"])
    for login in card.hidden:
        yield login, (heroes.hide,)
