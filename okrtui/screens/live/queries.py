"""What a live session's screen reads, in one go or beside what it shows as loading and saved."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Concatenate, ParamSpec, TypeAlias, TypeVar

from okrtui.errors import Refused
from okrtui.model.ideas import Idea
from okrtui.model.live import Kind, Phase, Round, View
from okrtui.model.retro import RetroView
from okrtui.rituals import ideas
from okrtui.rituals.context import Context
from okrtui.rituals.live import grouping, rounds, sessions
from okrtui.rituals.retro import retro
from okrtui.screens.base.command_group import CommandScreen
from okrtui.screens.base.host import loading

CHOSEN = (Phase.SELECT, Phase.CLOSED)
P = ParamSpec("P")
T = TypeVar("T")

Delta: TypeAlias = tuple[int, "Snapshot", "Snapshot"]
"""When it was read, what was shown then, and the same with the cards that came."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A session as I see it, and how many have finished voting."""

    view: View
    finished: int
    voters: int
    me: str
    retro: RetroView | None = None
    """What a retro has beside it."""
    today: date | None = None
    round: Round | None = None
    """How a phase that lasts over days stands."""
    ideas: tuple[Idea, ...] = ()
    """What a brainstorm's best groups became, once they are chosen."""


def read_session(ctx: Context, kind: Kind, ref: str, enter: bool, before: Snapshot | None = None) -> Snapshot | None:
    """Return the session called `ref`, the one that runs for "", None where there is none; go in first where asked.

    `before` is how it was seen a while ago: what has not changed since is not read again.
    """
    if not ref:
        now = sessions.running(ctx, kind)
        if now is None:
            return None
        ref = now.ref
    of = sessions.find(ctx, ref)
    if enter and of.phase is not Phase.CLOSED:
        sessions.enter(ctx, ref)
    known = before.view if before else None
    more = retro.retro_view(ctx, ref, known) if of.kind is Kind.RETRO else None
    view = more.view if more else sessions.view_of(ctx, of, known)
    finished, voters = grouping.finished(ctx, ref, view) if of.phase is Phase.VOTE else (0, 0)
    made = tuple(each for each in ideas.ideas(ctx) if each.session == ref) if of.phase in CHOSEN and not more else ()
    lasts = rounds.round_of(ctx, of, view)
    return Snapshot(view, finished, voters, ctx.login, more, ctx.today, lasts, made)


def read_on(ctx: Context, seen: Snapshot) -> Snapshot | None:
    """Return the session with the cards that came, None where it has to be read as a whole."""
    view = sessions.with_new(ctx, seen.view)
    if view is None:
        return None
    now = rounds.round_of(ctx, view.session, view)
    return replace(seen, view=view, retro=replace(seen.retro, view=view) if seen.retro else None, round=now)


async def read(
    screen: CommandScreen, fn: Callable[Concatenate[Context, P], T], /, *args: P.args, **kwargs: P.kwargs
) -> T:
    """Ask what the title line need not speak of as saved."""
    with loading():
        return await screen.ask(fn, *args, **kwargs)


async def read_or_none(
    screen: CommandScreen, fn: Callable[Concatenate[Context, P], T], /, *args: P.args, **kwargs: P.kwargs
) -> T | None:
    """Tell or ask the room something; what is refused is left alone."""
    try:
        return await read(screen, fn, *args, **kwargs)
    except Refused:
        return None
