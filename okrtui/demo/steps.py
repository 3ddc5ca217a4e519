"""Plays what the sample team does in live sessions, with its ideas and on the hero board, as the story lists it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from okrtui.demo.calendar import Calendar
from okrtui.model.heroes import Reaction, Standard
from okrtui.model.ideas import IdeaState
from okrtui.model.live import Kind, Phase
from okrtui.model.retro import NoteKind, PollKind
from okrtui.rituals import heroes, ideas
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.live import facilitation, grouping, polls, sessions
from okrtui.rituals.retro import agenda, discussion, retro

Event = tuple[datetime, Callable[[], object]]
ContextOf = Callable[[str, datetime], Context]


def begin(raw: dict[str, Any], calendar: Calendar, clock: str) -> datetime | None:
    """Return when something of the story begins, None in a week before the team began."""
    at = calendar.moment(calendar.ago(raw["back"]), raw["day"], clock, early=True)
    return at if at is not None and at >= calendar.founding("12:00") else None


class SessionSteps:
    """One session, which `lead` leads; each step of its data is a method of this class."""

    def __init__(self, raw: dict[str, Any], ctx: ContextOf, lead: str) -> None:
        self.raw, self.ctx, self.lead = raw, ctx, lead
        self.at = datetime.min
        self.ref = ""
        self._actions: list[str] = []

    def events(self, calendar: Calendar) -> Iterator[Event]:
        """Yield what happens and when; nothing in a week before the team began."""
        begins = begin(self.raw, calendar, self.raw["clock"])
        if begins is None:
            return
        for number, step in enumerate(self.raw["steps"]):
            at = begins + timedelta(minutes=number * self.raw["every"])
            yield at, partial(self.do, at, *step)
        for days, *step in self.raw.get("later", ()):
            at = begins + timedelta(days=days)
            yield at, partial(self.do, at, *step)

    def do(self, at: datetime, what: str, *args: Any) -> None:
        """Take one step at a moment."""
        self.at = at
        getattr(self, what)(*args)

    def _as(self, who: str = "") -> Context:
        return self.ctx(who or self.lead, self.at)

    def start(self) -> None:
        title = self.raw["title"]
        if self.raw["kind"] == Kind.RETRO:
            self.ref = retro.start(self._as(), title).ref
        else:
            self.ref = sessions.start(self._as(), Kind.BRAINSTORM, title, question=self.raw["question"]).ref

    def move(self, phase: str) -> None:
        facilitation.move(self._as(), self.ref, Phase(phase))

    def write(self, who: str, text: str) -> None:
        sessions.write_card(self._as(who), self.ref, text)

    def group(self, who: str, name: str, *places: int) -> None:
        written = [step[2] for step in self.raw["steps"] if step[0] == "write"]
        texts = {sessions.scribed(self._as(who), written[place])[1] for place in places}
        wanted = (c for c in sessions.view(self._as(who), self.ref).cards if c.text in texts)
        cards = {c.id: c.version for c in sorted(wanted, key=lambda card: card.id)}
        grouping.group(self._as(who), self.ref, cards, name)

    def vote(self, who: str, *places: int) -> None:
        groups = [group.id for group in sessions.view(self._as(who), self.ref).groups]
        for place in places:
            grouping.vote(self._as(who), self.ref, groups[place])

    def choose(self, place: int, champion: str, effort: int, impact: int) -> None:
        group = sessions.view(self._as(), self.ref).groups[place]
        ideas.choose(self._as(), self.ref, group.id, champion=champion, effort=effort, impact=impact)

    def ask(self, kind: str) -> None:
        polls.ask(self._as(), self.ref, PollKind(kind))

    def answer(self, who: str, number: int) -> None:
        polls.answer(self._as(who), self.ref, number)

    def show(self) -> None:
        polls.show(self._as(), self.ref)

    def note(self, who: str, text: str, kind: str) -> None:
        discussion.write_note(self._as(who), self.ref, text, NoteKind(kind))

    def act(self, dri: str, text: str, days: int, topic: str, works: str) -> None:
        due = self._as().today + timedelta(days=days)
        made = actions.add(self._as(), text, dri=dri, due=due, source=self.ref, topic=topic, works=works)
        self._actions.append(made.ref)

    def next(self) -> None:
        discussion.next_topic(self._as(), self.ref)

    def park(self) -> None:
        discussion.next_topic(self._as(), self.ref)
        discussion.park_topic(self._as(), self.ref)

    def agree(self, text: str) -> None:
        discussion.agree(self._as(), text, self.ref)

    def done(self, who: str, number: int, words: str) -> None:
        actions.done(self._as(who), self._actions[number], words)

    def propose(self, who: str, text: str) -> None:
        agenda.propose(self._as(who), text)


def idea_events(raw: dict[str, Any], calendar: Calendar, ctx: ContextOf) -> Iterator[Event]:
    """Yield how an idea was captured, how it went on and what it was rejected for."""
    title, who = raw["title"], raw["who"]

    def advance(at: datetime, who: str, state: IdeaState, words: str) -> None:
        ref = next(each.ref for each in ideas.ideas(ctx(who, at)) if each.title == title)
        ideas.advance(ctx(who, at), ref, state, words)

    at = begin(raw, calendar, raw["clock"])
    if at is None:
        return
    yield at, lambda: ideas.capture(ctx(who, at), title, champion=who)
    for days, state, words in raw["then"]:
        later = at + timedelta(days=days)
        yield later, partial(advance, later, who, IdeaState(state), words)
    if ending := raw.get("rejected"):
        end = begin(ending, calendar, ending["clock"])
        if end is not None:
            yield end, partial(advance, end, ending["who"], IdeaState.REJECTED, ending["why"])


def card_events(
    card: dict[str, Any], number: int, calendar: Calendar, ctx: ContextOf, tie: Callable[[str, datetime], str]
) -> Iterator[Event]:
    """Yield how a hero card is given and what people do with it, in turns.

    `tie` gives the ref of a key result that is open then.
    """
    at = begin(card, calendar, "11:20")
    if at is None:
        return
    at += timedelta(minutes=number * 7 % 31)
    posted: list[str] = []

    def post(at: datetime) -> None:
        kr, evidence = tie(card["kr"], at) if "kr" in card else "", card.get("evidence", "")
        standard = Standard(card["standard"])
        more = {"evidence": evidence, "kr": kr, "value": card.get("value", "")}
        made = heroes.post(ctx(card["by"], at), card["to"], card["story"], standard, **more)
        posted.append(made.ref)

    def do(use_case: Callable[..., object], who: str, at: datetime, *values: object) -> None:
        use_case(ctx(who, at), posted[0], *values)

    yield at, partial(post, at)
    later = at
    for who, use_case, *values in _afterwards(card):
        later += timedelta(minutes=19)
        yield later, partial(do, use_case, who, later, *values)


def _afterwards(card: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Yield who does what with a card: a use case of the board, and what it is given after context and card."""
    for kind, people in card.get("felt", {}).items():
        yield from ((who, heroes.react, Reaction(kind)) for who in people)
    for who, text in card.get("replies", ()):
        yield who, heroes.reply, text
    for who, words in card.get("own", {}).items():
        yield who, heroes.in_own_words, words
    if practice := card.get("practice"):
        yield practice["by"], heroes.mark_practice, practice["when"], practice["how"]
    for who in card.get("hidden", ()):
        yield who, heroes.hide
