"""A brainstorm as a document: the question, what is carried on by whom, and everything else that came up."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from okrtui.live import Card, Group, Idea, IdeaState, Kind, Phase, Session, View
from okrtui.rituals import ideas as idea_ritual
from okrtui.rituals import live
from okrtui.rituals.seat import Seat
from okrtui.sharing import phrases
from okrtui.sharing.heroes_page import names_of
from okrtui.sharing.markdown import inline, item, opening
from okrtui.sharing.phrases import Names

SIZES = {1: "small", 2: "medium", 3: "large"}
ANONYMOUS = (
    "Who wrote and who voted was stored nowhere. Whoever carries an idea on took it up afterwards, "
    "which says nothing about who had it."
)
_STATES = {
    IdeaState.CAPTURED: "captured",
    IdeaState.SHORTLISTED: "on the shortlist",
    IdeaState.RESEARCH: "in research",
    IdeaState.PROTOTYPE: "a prototype",
    IdeaState.ADOPTED: "adopted",
    IdeaState.REJECTED: "rejected",
}


def session_page(seat: Seat, ref: str) -> str:
    """Return a brainstorm as Markdown, safe to share: no author where it is anonymous, never who voted for what.

    Of a session that still runs it tells what everybody may see by now. Raises Refused for no such session.
    """
    found = live.view(Seat(seat.store, seat.login, seat.name, seat.now), ref)  # without tokens: nothing in it is mine
    of, names = found.session, names_of(seat)
    carried = {each.ref: each for each in idea_ritual.ideas(seat) if each.session == of.ref}
    chosen = [group for group in found.groups if group.idea in carried]
    parts = [f"# {inline(of.title)}", phrases.quoted(of.question), _opening(seat, found, names)]
    if of.anonymous:
        parts.append(ANONYMOUS)
    parts += ["## What we chose"] if chosen else []
    for group in chosen:
        parts += _carried(seat, group, carried[group.idea], names)
    rest = list(_rest([group for group in found.groups if group.idea not in carried], found.loose, names))
    parts += ["## What else came up" if chosen else "## What came up", *rest] if rest else []
    return "\n\n".join(part for part in parts if part) + "\n"


def session_files(seat: Seat) -> Iterator[tuple[str, Session]]:
    """Give a name (`2026-11-20-title`, not yet safe or unique) and the session for every brainstorm, oldest first.

    Sessions that run are in it, so that a file keeps its name when an older session is closed after a newer one.
    """
    for of in reversed(live.sessions(seat, Kind.BRAINSTORM)):
        yield f"{_day(seat, of.started):%Y-%m-%d}-{of.title.lower()}", of


def told(seat: Seat, of: Session) -> str:
    """Return a closed session's line in the front page, after its link: the question, where it is not the title."""
    when = phrases.day(_day(seat, of.started))
    return when if of.question == of.title else f"{when}, {inline(of.question)}"


def _day(seat: Seat, at: datetime) -> datetime:
    return at.astimezone(seat.zone)


def _opening(seat: Seat, found: View, names: Names) -> str:
    of = found.session
    began, ended = _day(seat, of.started).date(), _day(seat, of.closed or of.started).date()
    when = phrases.days(began, ended) if ended > began else phrases.day(began)
    said = [f"A brainstorm of {when}" + (f" for {of.kr}." if of.kr else ".")]
    cards, groups = len(found.cards), len(found.groups)
    if of.phase is not Phase.CLOSED:
        said.append(f"It still runs and is in “{of.phase}”.")
    if not of.anonymous:
        said.append(f"{names(of.facilitator)} led it.")
    if cards:
        authors = len({card.author for card in found.cards if card.author})
        by = "" if of.anonymous or not authors else f" by {_count(authors, 'person', 'people')}"
        said.append(f"{_count(cards, 'idea')}{by}, in {_count(groups, 'group')}." if groups else f"{cards} so far{by}.")
    else:
        said.append("Nothing has been written.")
    votes = sum(group.votes or 0 for group in found.groups)
    if votes:
        said.append(f"{_count(votes, 'vote was', 'votes were')} given.")
    return " ".join(said)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def _carried(seat: Seat, group: Group, idea: Idea, names: Names) -> Iterator[str]:
    """Give a chosen group's heading, who carries it on and how, its steps and its cards."""
    yield f"### {inline(idea.title)}{_votes(group, ': ')}"
    sizes = [f"{name} {SIZES[size]}" for name, size in (("effort", idea.effort), ("impact", idea.impact)) if size]
    ref = f"{idea.ref}{f' for {idea.kr}' if idea.kr else ''}"
    if idea.state in idea_ritual.ENDED:
        carried = f" {names.bold(idea.champion)} carried it on." if idea.champion else ""
        parts = [f"It was {ref} and is {_STATES[idea.state]}.{carried}"]
    else:
        who = f"{names.bold(idea.champion)} carries it on" if idea.champion else "Nobody carries it on yet"
        parts = [f"{who}: it is {ref}, {_STATES[idea.state]}."]
    parts += [f"{', '.join(sizes).capitalize()}."] if sizes else []
    yield " ".join(parts)
    steps = [_step(seat, step.at, step.state, step.note) for step in idea.steps[1:]]
    if steps:
        yield "\n".join(steps)
    if _telling(group):
        yield "\n".join(["It grew out of:", "", *(_card(card, names) for card in group.cards)])


def _step(seat: Seat, at: datetime, state: IdeaState, note: str) -> str:
    when = f"- {phrases.day(_day(seat, at).date())}, {_STATES[state]}"
    return item(f"{when}: ", note) if note else when


def _rest(groups: Sequence[Group], loose: Iterable[Card], names: Names) -> Iterator[str]:
    """Give unchosen groups with their cards, then the cards that stand alone, as one list."""
    alone = list[str]()
    for group in groups:
        if _telling(group):
            yield f"### {inline(group.name)}{_votes(group, ': ')}"
            yield "\n".join(_card(card, names) for card in group.cards)
        else:
            alone += [_card(card, names, _votes(group, ", ")) for card in group.cards]
    alone += [_card(card, names) for card in loose if card.shown]
    if alone:
        if any(_telling(group) for group in groups):
            yield "### On their own"
        yield "\n".join(alone)


def _telling(group: Group) -> bool:
    """Tell whether a group's cards say more than its name."""
    return any(card.shown and card.text != group.name for card in group.cards) or len(group.cards) > 1


def _votes(group: Group, lead: str) -> str:
    return f"{lead}{_count(group.votes, 'vote')}" if group.votes else ""


def _card(card: Card, names: Names, after: str = "") -> str:
    if not card.shown:
        return "- not shown yet"
    marks = [names(card.author) if card.author else "", card.kr, f"\\#{inline(card.tag)}" if card.tag else ""]
    told = ", ".join(mark for mark in marks if mark)
    return f"- {opening(card.text)}{f' ({told})' if told else ''}{after}"
