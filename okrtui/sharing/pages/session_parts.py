"""What the documents of brainstorm and retro share: days, counts, groups with their votes, cards and who wrote them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from okrtui.model.live import Card, Group, Kind, Poll, PollKind, Session
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rules.formatting import count, led_in, listed, long_day, long_days
from okrtui.rules.live.polls import CALLED, few, tallied
from okrtui.rules.live.prompts import columns, place
from okrtui.rules.live.rounds import until
from okrtui.sharing.markdown.escape import inline, opening
from okrtui.sharing.markdown.phrases import Names


def session_files(ctx: Context, kind: Kind) -> Iterator[tuple[str, Session]]:
    """Give a name (`2026-11-20-title`, not yet safe or unique) and the session for all of a kind, oldest first.

    Sessions that run are in it, so that a file keeps its name when an older session is closed after a newer one.
    """
    for of in reversed(sessions.sessions(ctx, kind)):
        yield f"{local(ctx, of.started).date()}-{of.title.lower()}", of


def told(ctx: Context, of: Session) -> str:
    """Return a closed session's line in the front page, after its link: the question, where it is not the title."""
    when = long_day(local(ctx, of.started))
    return when if of.question == of.title else f"{when}, {inline(of.question)}"


def local(ctx: Context, at: datetime) -> datetime:
    """Return a time in the workspace's timezone."""
    return at.astimezone(ctx.zone)


def held(ctx: Context, of: Session) -> str:
    """Return the day or days on which a session was held."""
    began, ended = local(ctx, of.started).date(), local(ctx, of.closed or of.started).date()
    return long_days(began, ended) if ended > began else long_day(began)


def tied(of: Session) -> Iterator[str]:
    """Yield what a session has to do with cases: which it worked out, and which came out of it."""
    if of.case:
        yield f"It worked out {of.case}."
    if of.cases:
        yield f"{listed(of.cases)} came out of it."


def still_runs(of: Session) -> str:
    """Return that a session is not closed, where it is, and until when that lasts."""
    day = until(of)
    return f"It still runs and is in “{of.phase}”{f', to the end of {long_day(day)}' if day else ''}."


def others(groups: Sequence[Group], loose: Iterable[Card], names: Names, prompts: Sequence[str] = ()) -> Iterator[str]:
    """Give groups with their cards, then the cards that stand alone, as one list below each question they answer."""
    alone = list[tuple[Card, str]]()
    for group in groups:
        if tells(group):
            yield f"### {inline(group.name)}{with_votes(group, ': ')}"
            yield card_list(group.cards, names, prompts)
        else:
            alone += [(card, with_votes(group, ", ")) for card in group.cards]
    alone += [(card, "") for card in loose if card.shown]
    if not alone:
        return
    grouped, after = any(tells(group) for group in groups), {card.id: votes for card, votes in alone}
    if grouped:
        yield "### On their own"
    for at, cards in columns((card for card, _ in alone), prompts):
        if cards:
            if prompts:
                yield f"{'#' * (3 + grouped)} {inline(prompts[at]) if at is not None else 'Without a question'}"
            yield "\n".join(card_item(card, names, after[card.id], prompts if at is None else None) for card in cards)


def asked(polls: Iterable[Poll]) -> Iterator[str]:
    """Give what the room was asked and how many said what, never who; the health radar has a part of its own."""
    lines = []
    for poll in polls:
        if poll.open or not poll.answered or poll.radar is not None or poll.kind is PollKind.MORE:
            continue
        words = inline(poll.question) or CALLED[poll.kind].capitalize()
        about = f" on “{inline(poll.about)}”" if poll.about else ""
        given = [f"{inline(name)} from {many}" for name, many in tallied(poll) if many]
        lines.append(f"- {led_in(words + about)} {', '.join(given) or few(poll)}")
    if lines:
        yield "## What the room was asked"
        yield "\n".join(lines)


def tells(group: Group) -> bool:
    """Tell whether a group's cards say more than its name."""
    return any(card.shown and card.text != group.name for card in group.cards) or len(group.cards) > 1


def with_votes(group: Group, lead: str) -> str:
    """Return a group's votes after a lead, "" for none."""
    return f"{lead}{count(group.votes, 'vote')}" if group.votes else ""


def card_list(cards: Iterable[Card], names: Names, prompts: Sequence[str] = ()) -> str:
    """Return cards as a list, each with the question it answers."""
    return "\n".join(card_item(card, names, "", prompts) for card in cards)


def card_item(card: Card, names: Names, after: str = "", prompts: Sequence[str] | None = ()) -> str:
    """Return a card as a list item, with who wrote it where that is known.

    With the question of `prompts` that it answers; None where it stands below that.
    """
    if not card.shown:
        return "- not shown yet"
    at = place(card.tag, prompts or ())
    answers = inline(prompts[at]) if prompts and at is not None else ""
    tag = f"\\#{inline(card.tag)}" if card.tag and not answers and prompts is not None else ""
    marks = [answers, names(card.author) if card.author else "", card.kr, tag]
    said = ", ".join(mark for mark in marks if mark)
    return f"- {opening(card.text)}{f' ({said})' if said else ''}{after}"
