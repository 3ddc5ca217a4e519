"""A live session as commands show it: lines for people, shapes for scripts; what is concealed stays a count."""

from collections.abc import Iterator
from datetime import date

from okrtui.cli.output.json_polls import poll_line, poll_shape
from okrtui.cli.output.printing import shape
from okrtui.model.live import Card, Phase, Round, Session, View
from okrtui.rituals.context import Context
from okrtui.rules.formatting import count, countdown, weekday_day
from okrtui.rules.live import phases, rounds
from okrtui.rules.live.polls import newest
from okrtui.rules.live.prompts import BETWEEN, columns, place
from okrtui.text import clean


def session_shape(of: Session, ctx: Context) -> dict[str, object]:
    """Return a session as scripts see it."""
    names = "ref kind title question prompts kr? facilitator phase anonymous concealed started closed case? cases"
    left = phases.seconds_left(of.timer_end, of.timer_left, ctx.now)
    return {**shape(names, of), "seconds_left": left, "paused": of.timer_left is not None, "days": days_shape(of)}


def days_shape(of: Session) -> dict[str, date]:
    """Return until when phases last, by their names."""
    return {phase.value: day for phase, day in of.days}


def round_shape(now: Round | None) -> dict[str, object] | None:
    """Return how a phase that lasts over days stands, None where none does."""
    return shape("phase until=day over done people mine", now) if now is not None else None


def view_shape(found: View, ctx: Context, finished: tuple[int, int] | None) -> dict[str, object]:
    """Return what one person sees of a session; votes of groups are null until the round is closed."""
    return {
        **session_shape(found.session, ctx),
        "room": shape("people ready typing facilitator_gone lit?", found.room),
        "cards": [_card_shape(card, found.session) for card in found.cards if card.shown],
        "concealed_cards": sum(not card.shown for card in found.cards),
        "groups": [
            {
                **shape("id name", group),
                "cards": [card.id for card in group.cards],
                **shape("my_votes=given votes idea?", group),
            }
            for group in found.groups
        ],
        **shape("budget votes_left", found),
        "finished": {"done": finished[0], "people": finished[1]} if finished else None,
        "polls": [poll_shape(each) for each in found.polls],
    }


def _card_shape(card: Card, of: Session) -> dict[str, object]:
    at = place(card.tag, of.prompts)
    return {
        **shape("id text author? mine tag? kr? group read=is_read", card),
        "prompt": None if at is None else of.prompts[at],
    }


def session_line(of: Session, ctx: Context) -> str:
    """Return a session in one line: phase, title, time left, who leads."""
    ref, phase, told = session_row(of, ctx)
    return f"{ref}  {phase:7}  {told}"


def session_row(of: Session, ctx: Context) -> tuple[str, str, str]:
    """Return the same as ref, phase, and the rest."""
    left = phases.seconds_left(of.timer_end, of.timer_left, ctx.now)
    clock = "" if left is None else f"{countdown(left)} left{' (paused)' if of.timer_left is not None else ''}"
    if day := rounds.until(of):
        clock = f"until {weekday_day(day)}" if ctx.today <= day else f"ended {weekday_day(day)}"
    elif left == 0:
        over = phases.minutes_over(of.timer_end, of.timer_left, ctx.now)
        clock = f"{over} min over" if over else "time is up"
    if of.phase is Phase.CLOSED:
        clock = f"{(of.closed or of.started).astimezone(ctx.zone).date()}"
    marks = [clock, "anonymous" * of.anonymous, of.kr, f"{of.facilitator} leads" * (of.phase is not Phase.CLOSED)]
    return of.ref, of.phase.value, clean(of.title) + "".join(f" · {mark}" for mark in marks if mark)


def lines(found: View, ctx: Context, finished: tuple[int, int] | None) -> Iterator[str]:
    """Give a session's lines as one person sees it."""
    of, room = found.session, found.room
    yield session_line(of, ctx)
    if of.question != of.title:
        yield f"    {clean(of.question)}"
    if of.prompts:
        yield f"    {clean(BETWEEN.join(of.prompts))}"
    if of.phase is not Phase.CLOSED:
        typing = f" · {room.typing} typing" if room.typing else ""
        ready = f" · ready: {', '.join(room.ready)}" if room.ready else ""
        yield f"    here: {', '.join(room.people) or 'nobody'}{ready}{typing}"
        if room.facilitator_gone:
            yield f"    {of.facilitator} is gone; okrtui {of.kind} take-over"
    for group in found.groups:
        marks = [
            count(group.votes, "vote") if group.votes is not None else "",
            f"yours {group.given}" if group.given else "",
            group.idea,
        ]
        yield f"G{group.id}  {clean(group.name)}" + "".join(f" · {mark}" for mark in marks if mark)
        yield from (f"    {_card(card, of)}" for card in group.cards if card.shown)
    for at, cards in columns((card for card in found.loose if card.shown), of.prompts):
        if of.prompts and cards:
            yield f"■ {clean(of.prompts[at]) if at is not None else 'without a question'}"
        yield from (_card(card, of) for card in cards)
    hidden = sum(not card.shown for card in found.cards)
    if hidden:
        yield f"{count(hidden, 'card')} of others until the reveal"
    asked = newest(found.polls)
    yield from (f"question {each.id}  {poll_line(each)}" if len(asked) > 1 else poll_line(each) for each in asked)
    if finished is not None:
        yield f"{found.votes_left} of your {found.budget} votes left · {finished[0]} of {finished[1]} have finished"


def _card(card: Card, of: Session) -> str:
    at = place(card.tag, of.prompts)
    answers = clean(of.prompts[at]) if at is not None else f"#{card.tag}" * bool(card.tag)
    marks = [answers, card.author, card.kr, "yours" * card.mine, "read" * card.is_read]
    return f"{card.id}  {clean(card.text)}" + "".join(f" · {mark}" for mark in marks if mark)
