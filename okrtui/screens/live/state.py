"""What a live session's screen keeps, without the screen: what was read, what is mine, and what may be done."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeVar

from okrtui.commands.keys import key_of
from okrtui.errors import Refused
from okrtui.model.actions import Action
from okrtui.model.journal import Activity, Verb
from okrtui.model.live import AgendaItem, Card, Group, Phase, Poll, PollKind, Session, View
from okrtui.model.retro import KrReview, Note, RetroView
from okrtui.rituals.context import Context
from okrtui.rules.live import phases, rounds
from okrtui.rules.live.polls import given_as, newest
from okrtui.screens.live.queries import Delta, Snapshot, read_on
from okrtui.widgets.live.phase_layouts import Viewer
from okrtui.widgets.live.rows import key_id

R = TypeVar("R", AgendaItem, Action, Card, Group, Note)


def _at(key: str | None, kind: str, found: Iterable[R]) -> R | None:
    """Return the one whose row has this key."""
    wanted = key_id(key, kind)
    return None if wanted is None else next((each for each in found if each.id == wanted), None)


@dataclass(slots=True)
class LiveState:
    """One session as its screen has it; another session begins with another state.

    `none` says what to do where no session runs; `ref` is the session that is asked for, "" for the one that runs.
    """

    none: str
    ref: str = ""
    seen: Snapshot | None = None
    turn: int = 0
    """Grows with each reading of the whole: what was read before it is old."""
    entered: str = ""
    """The session whose room I am in."""
    drawn: tuple[Phase, int | None] | None = None
    """Phase and agenda's step that the screen is laid out for."""
    led_by: str | None = None
    """Who was last seen leading."""
    lights: bool = False
    """Whether I lead and what my cursor stands on is lit for everybody."""
    lit: str = ""
    """What I lit last."""
    marked: frozenset[int] = frozenset()
    folded: frozenset[int] = frozenset()
    """Groups of which I see only the name."""
    added: tuple[int, ...] = ()
    """Cards that I added, in the order of writing."""
    passed: set[tuple[int, ...]] = field(default_factory=set)
    """Suggestions that I have ignored."""

    asked: tuple[int, Phase, int | None, int | None] | None = None
    """The question that was last seen open, in which step and at which topic: its answers stand there until then."""

    voter: str = ""
    """Whose votes I give: somebody in the room without a terminal."""
    prompt: int = 0
    """How often I went on to the next question."""
    changing: Card | None = None
    """The card of mine whose words stand in the line."""
    unsent: list[str] = field(default_factory=list)
    """Cards that were entered and are not stored yet."""
    offered: list[str] = field(default_factory=list)
    """Cards that could not be stored: each comes into the line when it is empty."""
    half: bool = False
    """Whether a half-typed card is kept."""
    written_for: str = ""
    """The name that the line's text is kept under."""
    told: datetime | None = None
    """When the room was last told that I type."""

    votes: dict[int, int] = field(default_factory=dict)
    """Votes of mine, by group, that wait for those of others; negative where they are taken back."""
    hands_in: bool = False
    """Whether somebody is at giving them."""
    answers: dict[int, str] = field(default_factory=dict)
    """Answers of mine, by question, that wait in the same way."""

    def read_delta(self, ctx: Context, news: Sequence[Activity]) -> Delta | None:
        """Read the cards that came, where the news of this session is of nothing else; None: it is read as a whole."""
        seen, turn = self.seen, self.turn
        if seen is None or not news or self.entered != seen.view.session.ref:
            return None
        if any(each.verb != Verb.CARD or each.ref != seen.view.session.ref for each in news):
            return None
        more = read_on(ctx, seen)
        return None if more is None else (turn, seen, more)

    @property
    def view(self) -> View | None:
        """The session as I see it now: with my votes and answers that wait."""
        view = self.seen.view if self.seen else None
        if view is not None and self.answers:
            view = replace(view, polls=tuple(map(self._with_mine, view.polls)))
        if view is None or not self.votes or view.session.phase is not Phase.VOTE:
            return view
        groups = tuple(replace(each, given=each.given + self.votes.get(each.id, 0)) for each in view.groups)
        left = view.votes_left - sum(self.votes.get(each.id, 0) for each in view.groups)
        return replace(view, groups=groups, votes_left=left)

    @property
    def of(self) -> Session | None:
        """The session."""
        return self.seen.view.session if self.seen else None

    @property
    def phase(self) -> Phase | None:
        """Where the session is."""
        return self.of.phase if self.of else None

    @property
    def here(self) -> tuple[Phase, int | None] | None:
        """Phase and agenda's step."""
        return (self.of.phase, self.of.step_id) if self.of else None

    @property
    def retro(self) -> RetroView | None:
        """What a retro has beside its session, with my answers that wait."""
        retro = self.seen.retro if self.seen else None
        if retro is None or not self.answers or self.view is None:
            return retro
        return replace(retro, view=replace(retro.view, polls=self.view.polls))

    def _with_mine(self, poll: Poll) -> Poll:
        """Return a question with my answer to it where that waits."""
        if poll.id not in self.answers:
            return poll
        try:
            number, word = given_as(poll.kind, self.answers[poll.id])
        except Refused:  # what is kept was written by hand
            return poll
        return replace(poll, mine=number, my_word=word)

    @property
    def today(self) -> date | None:
        """The day it is in the workspace's time zone, as it was last read."""
        return self.seen.today if self.seen else None

    def readiness(self) -> tuple[int, int, str]:
        """Return how many are ready of how many, and the word for it; over days it is how many have taken part."""
        seen = self.seen
        if seen is None or seen.view.session.phase is Phase.CLOSED:
            return 0, 0, "ready"
        if (lasts := seen.round) is None:
            return len(seen.view.room.ready), len(seen.view.room.people), "ready"
        return lasts.done, lasts.people, rounds.did(seen.view.session).removeprefix("said ")

    def viewer(self, wide: bool, with_keys: Callable[[str], str], prompt: str = "") -> Viewer:
        """Return what is mine alone; `wide` is whether two lists of cards fit side by side, `prompt` what I answer."""
        seen = self.seen
        if seen is None:
            return Viewer(wide=wide, with_keys=with_keys)
        mine = Viewer(seen.me, self.marked, wide, seen.finished, seen.voters, self.added, with_keys=with_keys)
        return replace(mine, retro=self.retro, today=seen.today, folded=self.folded, prompt=prompt)

    def asked_now(self) -> tuple[Poll, ...]:
        """Return what is asked, or was asked in this step and about this topic; more time has a place of its own."""
        of, asked = self.of, newest(self.view.polls) if self.view else ()
        if of is None or not asked or of.phase is Phase.CLOSED or asked[-1].kind is PollKind.MORE:
            return ()
        here = (asked[-1].id, of.phase, of.step_id, of.topic if of.phase is Phase.DISCUSS else None)
        if asked[-1].open:
            self.asked = here
        return asked if self.asked == here else ()

    def is_asked(self) -> bool:
        """Tell whether a question is open: answers to it come without the journal."""
        return any(poll.open for poll in self.seen.view.polls) if self.seen else False

    def leads(self) -> bool:
        """Tell whether I lead a session that runs."""
        return self.seen is not None and self.not_leading() is None

    # ---- what a row stands for -------------------------------------------------------------

    def card_at(self, key: str | None) -> Card | None:
        """Return the card whose row this is."""
        return _at(key, "card", self.view.cards if self.view else ())

    def group_at(self, key: str | None) -> Group | None:
        """Return the group whose row this is, or whose card's."""
        card, groups = self.card_at(key), self.view.groups if self.view else ()
        return _at(f"group {card.group}" if card is not None and card.group else key, "group", groups)

    def item_at(self, key: str | None) -> AgendaItem | None:
        """Return the agenda's step whose row this is."""
        return _at(key, "item", self.of.agenda if self.of else ())

    def note_at(self, key: str | None) -> Note | None:
        """Return the note whose row this is."""
        return _at(key, "note", self.retro.notes if self.retro else ())

    def action_at(self, key: str | None) -> Action | None:
        """Return the action whose row this is."""
        return _at(key, "action", self.retro.actions if self.retro else ())

    def review_at(self, key: str | None) -> KrReview | None:
        """Return the key result whose row this is, in the retro of a cycle's end."""
        return next((each for each in (self.retro.reviews if self.retro else ()) if f"kr {each.kr}" == key), None)

    # ---- why not ---------------------------------------------------------------------------

    def no_session(self) -> str | None:
        """Return why nothing can be done where there is no session."""
        return None if self.of else self.none

    def closed(self) -> str | None:
        """Return why nothing can be changed any more, or yet."""
        return f"{self.of.ref} is closed" if self.of and self.of.phase is Phase.CLOSED else self.no_session()

    def not_leading(self) -> str | None:
        """Return why I cannot lead."""
        seen = self.seen
        if seen is None or self.closed():
            return self.closed()
        of = seen.view.session
        if of.facilitator != seen.me:
            return f"{of.facilitator} leads {of.ref}; {key_of('.take')} takes over when they are gone for a minute"
        return None

    def not_now(self, deed: str, *, late: bool = False) -> str | None:
        """Return why a deed (`write`, `group`, `vote`, `choose`, …) is not allowed in this phase.

        `late`: it may be done when the phase's day has passed as well.
        """
        of, today = self.of, self.today
        if of is None:
            return self.none
        return phases.why_not(deed, of.phase, of.kind) if late or today is None else rounds.why_not(deed, of, today)
