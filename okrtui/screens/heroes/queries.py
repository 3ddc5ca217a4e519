"""What the board reads from storage: the cards of a filter, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass

from okrtui.errors import Refused
from okrtui.model.heroes import Recognition, Standard
from okrtui.rituals import heroes
from okrtui.rituals.context import Context
from okrtui.rituals.heroes import Filter
from okrtui.rituals.okrs import cycles
from okrtui.rituals.people import members
from okrtui.rules.heroes import filter as hero_filter
from okrtui.rules.naming import candidates
from okrtui.rules.weeks import quarter_of
from okrtui.sharing.pages.heroes import board_page
from okrtui.text import folded

PAGE = 40
"""So many cards of each standard are read at once."""
PERIODS = ("quarter", "all", "week")


@dataclass(frozen=True, slots=True)
class BoardQuery:
    """What of the board is to be seen."""

    period: str = PERIODS[0]
    text: str = ""
    mine: bool = False
    team: str = ""


@dataclass(frozen=True, slots=True)
class BoardData:
    """What one ask brings."""

    cards: dict[Standard, tuple[Recognition, ...]]
    week: str
    span: str
    """The period as the heading says it."""
    only: Standard | None = None
    teams: tuple[str, ...] = ()
    unthanked: tuple[str, ...] = ()


def _filter(ctx: Context, wanted: BoardQuery, teams: Sequence[str]) -> tuple[Filter, Standard | None]:
    """Return what a typed filter means: half-typed people, teams and standards find those that begin so."""
    typed = hero_filter.parse(wanted.text)
    person = ctx.login if wanted.mine else ""
    if typed.person:
        found = candidates(typed.person, ((m.login, m.name) for m in members.members(ctx, left=True)))
        person = found[0][0] if found else typed.person
    low = folded(typed.team)
    team = wanted.team if wanted.team in teams else ""
    if low:
        found_team = sorted((t for t in teams if folded(t).startswith(low)), key=lambda t: folded(t) != low)
        team = found_team[0] if found_team else ""
        if not team:
            raise Refused(f"there is no team “{typed.team}”; there are: {', '.join(teams) or 'none yet'}")
    standard = next((s for s in Standard if typed.standard and s.value.startswith(typed.standard.lower())), None)
    return heroes.Filter(wanted.period, person, team, typed.words), standard


def read_board(ctx: Context, wanted: BoardQuery, limits: dict[Standard, int], nudge: bool) -> BoardData:
    """Return the newest cards of each standard."""
    teams = tuple(team.name for team in members.teams(ctx))
    of, only = _filter(ctx, wanted, teams)
    cycle = cycles.current(ctx) if wanted.period == "quarter" else None
    spans = {"week": ctx.week, "quarter": cycle.name if cycle else quarter_of(ctx.today), "all": "all time"}
    return BoardData(
        {each: heroes.board(ctx, of, standard=each, limit=limits[each]) for each in Standard},
        ctx.week,
        spans[wanted.period],
        only,
        teams,
        tuple(m.login for m in heroes.not_thanked_yet(ctx)) if nudge else (),
    )


def read_on(ctx: Context, wanted: BoardQuery, standard: Standard, below: int) -> tuple[Recognition, ...]:
    """Return the page of a standard below a card."""
    of, _ = _filter(ctx, wanted, [team.name for team in members.teams(ctx)])
    return heroes.board(ctx, of, standard=standard, below=below, limit=PAGE)


def board_markdown(ctx: Context, wanted: BoardQuery) -> str:
    """Return the board as it is filtered, as Markdown."""
    of, only = _filter(ctx, wanted, [team.name for team in members.teams(ctx)])
    return board_page(ctx, heroes.board(ctx, of, standard=only))
