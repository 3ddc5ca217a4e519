"""What each phase of a live session shows, as a table: another ritual brings other phases and other layouts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from textual.content import Content

from okrtui.commands.keys import key_of
from okrtui.model.live import Card, Phase, Session, View
from okrtui.model.retro import RetroView
from okrtui.rules.formatting import count
from okrtui.rules.live import phases, promises
from okrtui.rules.live.prompts import columns
from okrtui.text import clean
from okrtui.widgets.drawing.marks import ACCENT, GOOD, QUIET, WARN
from okrtui.widgets.lists.rows import Row
from okrtui.widgets.live.rows import (
    column_rows,
    group_rows,
    paragraph_rows,
    prompt_rows,
    result_rows,
    text_row,
    vote_rows,
)


@dataclass(frozen=True, slots=True)
class Viewer:
    """What is mine alone while I look: who I am, which cards I marked, whether it fits side by side.

    `finished` of `voters` have given all their votes or said that they are ready.
    """

    me: str = ""
    marked: frozenset[int] = frozenset()
    wide: bool = False
    finished: int = 0
    voters: int = 0
    added: tuple[int, ...] = ()
    """Ids of cards that I added, in the order of writing: an anonymous card's id tells nothing of it."""
    folded: frozenset[int] = frozenset()
    """Groups of which only the name is shown."""
    prompt: str = ""
    """The question that my next card answers: its cards stand last, next to the line."""
    retro: RetroView | None = None
    """What a retro has beside its live session."""
    today: date | None = None
    with_keys: Callable[[str], str] = str
    """Puts my keys into a sentence."""


Rows = Callable[[View, Viewer, int], list[Row]]
Says = Callable[[View, Viewer], str]


@dataclass(frozen=True, slots=True)
class PhaseLayout:
    """A phase's two lists: headings, what stands at a heading's right end, rows for a width, and words for none.

    `writes`: the line is there and has the keys; `shows_line`: it is there, and a key brings one into it. `share` is
    the left list's part of the width in percent; 100 leaves the right one out.
    """

    left: Rows
    title: Says
    aside: Says = lambda view, viewer: ""
    empty: str = ""
    right: Rows | None = None
    right_title: Says = lambda view, viewer: ""
    right_aside: Says = lambda view, viewer: ""
    right_empty: str = ""
    share: int = 100
    writes: bool = False
    shows_line: bool = False


def mine(view: View, added: tuple[int, ...] = ()) -> tuple[Card, ...]:
    """Return my cards; those that I added since I am here come last, in that order."""
    place = {card_id: n for n, card_id in enumerate(added, 1)}
    return tuple(sorted((card for card in view.cards if card.mine), key=lambda card: place.get(card.id, 0)))


# -- lobby


@lru_cache(maxsize=64)  # the same rows are not drawn again when somebody's card comes
def _promises(of: Session, few: str, width: int) -> tuple[Row, ...]:
    rows = list[Row]()
    for number, (name, meaning) in enumerate([*([("Mind", few)] if few else []), *promises.promises(of)]):
        told = Content.assemble((f"{name}: ", f"bold {WARN if few and not number else ACCENT}"), meaning)
        rows += [text_row(f"gap {number}", Content(), heading=True), *paragraph_rows(name, told, width)]
    return tuple(rows)


def promise_rows(view: View, width: int) -> tuple[Row, ...]:
    """Return what anonymous, named, concealed and open mean, and a warning where too few are here for it, as rows."""
    return _promises(view.session, promises.few_here(view.session, len(view.room.people)), width)


def lobby(view: View, viewer: Viewer, width: int) -> list[Row]:
    """Return what will happen and what the session's promises mean."""
    of = view.session
    rows = paragraph_rows("question", Content.styled(clean(of.question), "bold"), width)
    rows += prompt_rows(of.prompts, width)
    if of.kr:
        rows.append(text_row("kr", Content.assemble(("for ", QUIET), of.kr), heading=True))
    rows += [*promise_rows(view, width), text_row("gap", Content(), heading=True)]
    for number, step in enumerate(phases.steps(of)[1:-1]):
        boxed = f"{step.minutes} min" if step.minutes else ""
        does = clean(step.title) if step.phase is Phase.ITEM else DOES[step.phase]
        row = Content.assemble((f"{step.phase.value:8}", "bold"), (f"{boxed:>7}  ", QUIET), does)
        rows.append(text_row(f"step {number}", row, heading=True))
    return rows


def people(view: View, viewer: Viewer, width: int) -> list[Row]:
    """Return who is there, in the order of their logins."""
    rows = []
    for login in view.room.people:
        ready = Content.styled("✓ ", GOOD) if login in view.room.ready else Content("· ")
        leads = Content.styled(" leads", QUIET) if login == view.session.facilitator else Content()
        rows.append(text_row(f"person {login}", ready + clean(login) + leads))
    return rows


# -- gather, reveal, group


@lru_cache(maxsize=64)
def _prompt(width: int) -> tuple[Row, ...]:
    prompt = Content("Write what comes to mind, one idea a card; quantity first.")
    return tuple(paragraph_rows("prompt", prompt, width))


@lru_cache(maxsize=512)
def _dots(line: int, count: int) -> Row:
    return text_row(f"dots {line}", Content.styled("▪" * count, ACCENT), heading=True)


CUT = text_row("concealed", Content.styled("concealed", QUIET), heading=True)
CONCEALED = text_row("concealed", Content.styled("concealed until the reveal", QUIET), heading=True)


def my_cards(view: View, viewer: Viewer, width: int) -> list[Row]:
    """Return my cards, the newest last; before the first one what is promised about them, for who came late too."""
    if not mine(view):
        return [*_prompt(width), *promise_rows(view, width)]
    prompts = view.session.prompts
    own = columns(mine(view, viewer.added), prompts)
    last = prompts.index(viewer.prompt) if viewer.prompt in prompts else None
    own.sort(key=lambda each: last is not None and each[0] == last)
    return column_rows(own, prompts, width, viewer.me)


def everyone(view: View, viewer: Viewer, width: int) -> list[Row]:
    """Return a ▪ for every card, or the cards of others where the session is open, the newest last."""
    if not view.session.concealed:
        prompts = view.session.prompts
        return column_rows(columns((card for card in view.cards if not card.mine), prompts), prompts, width, viewer.me)
    per = max(4, width)
    total = len(view.cards)
    return [
        CONCEALED if width >= 25 else CUT,
        *(_dots(n, min(per, total - n * per)) for n in range((total + per - 1) // per)),
    ]


def loose(view: View, viewer: Viewer, width: int) -> list[Row]:
    """Return the cards in no group; with the groups below them where one list must do."""
    prompts = view.session.prompts
    rows = column_rows(columns(view.loose, prompts), prompts, width, viewer.me, viewer.marked, view.room.lit)
    if viewer.wide or not view.groups:
        return rows
    head = text_row("groups", Content.styled(f"Groups ({len(view.groups)})", f"bold {ACCENT}"), heading=True)
    return [*rows, head, *groups(view, viewer, width)]


def groups(view: View, viewer: Viewer, width: int) -> list[Row]:
    """Return the groups with their cards."""
    of, me, lit = view.session, viewer.me, view.room.lit
    return group_rows(view.groups, width, viewer.marked, me, viewer.folded, of.prompts, lit)


def _marks(view: View, viewer: Viewer) -> str:
    return f"{len(viewer.marked)} marked" if viewer.marked else ""


def _cards(view: View, viewer: Viewer) -> str:
    return f"Loose cards ({len(view.loose)})" if view.groups else f"Cards ({len(view.loose)})"


# -- vote, select, closed


def _left(view: View, viewer: Viewer) -> str:
    done = f"{viewer.finished} of {viewer.voters} have finished"
    return f"{view.votes_left} of {view.budget} votes left · {done}"


def _chosen(view: View, viewer: Viewer) -> str:
    count = sum(bool(group.idea) for group in view.groups)
    return f"{count} chosen" if count else ""


DOES: dict[Phase, str] = {
    Phase.LOBBY: "people come in",
    Phase.REVIEW: "what became of last time’s actions",
    Phase.STAGE: "the facts, and how it felt",
    Phase.SCORE: "key result by key result",
    Phase.ITEM: "an item of its own",
    Phase.GATHER: "everyone writes, in silence",
    Phase.REVEAL: "all cards are read aloud",
    Phase.GROUP: "alike cards are put together",
    Phase.VOTE: "votes are given, totals hidden",
    Phase.SELECT: "the best become ideas",
    Phase.DISCUSS: "topic by topic, by the clock",
    Phase.DECIDE: "few actions, each with one DRI",
    Phase.CLOSED: "what came out stays here",
}
"""What people do in a phase, in a few words."""

MARKS = f"{key_of('.mark')} marks cards, {key_of('.group')} groups them."

GROUPING = PhaseLayout(
    loose,
    _cards,
    _marks,
    "Every card is in a group.",
    groups,
    lambda view, viewer: f"Groups ({len(view.groups)})",
    right_empty=f"No group yet: {MARKS}",
    share=50,
)

BRAINSTORM: dict[Phase, PhaseLayout] = {
    Phase.LOBBY: PhaseLayout(
        lobby,
        lambda view, viewer: "What will happen",
        right=people,
        right_title=lambda view, viewer: f"Here ({len(view.room.people)})",
        right_empty="Nobody yet.",
        share=70,
    ),
    Phase.GATHER: PhaseLayout(
        my_cards,
        lambda view, viewer: f"Mine ({len(mine(view))})",
        lambda view, viewer: "",
        "",
        everyone,
        lambda view, viewer: f"Everyone: {count(len(view.cards), 'card')}",
        lambda view, viewer: "",
        "The cards of others come here.",
        60,
        True,
    ),
    Phase.REVEAL: PhaseLayout(
        loose,
        _cards,
        _marks,
        "There is no card.",
        groups,
        lambda view, viewer: f"Groups ({len(view.groups)})",
        right_empty=MARKS,
        share=50,
    ),
    Phase.GROUP: GROUPING,
    Phase.VOTE: PhaseLayout(
        lambda view, viewer, width: vote_rows(view),
        lambda view, viewer: "Vote",
        _left,
        "There is no card to vote on.",
    ),
    Phase.SELECT: PhaseLayout(
        lambda view, viewer, width: result_rows(view),
        lambda view, viewer: "Results",
        _chosen,
        "There is nothing to choose from.",
    ),
    Phase.CLOSED: PhaseLayout(
        lambda view, viewer, width: result_rows(view),
        lambda view, viewer: "Results",
        _chosen,
        "Nothing came of it.",
    ),
}
