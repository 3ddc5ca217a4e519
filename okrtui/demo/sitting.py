"""What the sample team does in a live session, brainstorm or retro: move, write, group, vote."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from okrtui.demo.calendar import Calendar
from okrtui.model.live import Phase, Session
from okrtui.rituals.context import Context
from okrtui.rituals.live import facilitation, grouping, sessions

Event = tuple[datetime, Callable[[], object]]
ContextOf = Callable[[str, datetime], Context]


class Sitting:
    """One session; the first of the people leads it."""

    groups: Mapping[str, Sequence[str]]
    """What is written, by the names of the groups it ends up in."""
    votes: Sequence[Sequence[int]]
    """Each voter's votes, as places among the groups."""

    def __init__(self, calendar: Calendar, ctx: ContextOf, people: Sequence[str]) -> None:
        self.calendar, self.ctx, self.people = calendar, ctx, people
        self.session: Session | None = None

    @property
    def ref(self) -> str:
        """The session's ref."""
        assert self.session is not None  # events are played in the order of time
        return self.session.ref

    def lead(self, at: datetime) -> Context:
        """Return the context of whoever leads."""
        return self.ctx(self.people[0], at)

    def move(self, phase: Phase, at: datetime) -> None:
        """Go to a phase."""
        facilitation.move(self.lead(at), self.ref, phase)

    def write(self, who: str, text: str, at: datetime) -> None:
        """Write a card."""
        sessions.write_card(self.ctx(who, at), self.ref, text)

    def group(self, name: str, at: datetime) -> None:
        """Put the cards of a group together."""
        ctx = self.ctx(self.people[1], at)
        texts = {sessions.scribed(text)[1] for text in self.groups[name]}
        wanted = (c for c in sessions.view(ctx, self.ref).cards if c.text in texts)
        cards = {c.id: c.version for c in sorted(wanted, key=lambda card: card.id)}
        grouping.group(ctx, self.ref, cards, name)

    def vote(self, number: int, at: datetime) -> None:
        """Give one person's votes."""
        ctx = self.ctx(self.people[number], at)
        groups = [group.id for group in sessions.view(ctx, self.ref).groups]
        for place in self.votes[number]:
            grouping.vote(ctx, self.ref, groups[place])
