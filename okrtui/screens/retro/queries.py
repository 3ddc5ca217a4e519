"""What the overview of retros reads in one go."""

from dataclasses import dataclass
from datetime import date, tzinfo

from okrtui.model.live import Kind, Phase, Session
from okrtui.model.retro import Agreement, Proposal, Template
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rituals.okrs import cycles
from okrtui.rituals.people import members
from okrtui.rituals.people.agreements import agreements
from okrtui.rituals.retro import agenda
from okrtui.sharing.pages.live import session_page
from okrtui.sharing.pages.retro import coming_page
from okrtui.widgets.retro.overview_rows import Held


@dataclass(frozen=True, slots=True)
class Retros:
    """What one ask brings."""

    running: Session | None
    held: tuple[Held, ...]
    topics: tuple[Proposal, ...]
    agreements: tuple[Agreement, ...]
    templates: tuple[Template, ...]
    usual: str
    """The template that my team's last retro used."""
    teams: tuple[str, ...]
    cycles: tuple[str, ...]
    today: date
    zone: tzinfo


def read_retros(ctx: Context) -> Retros:
    """Return everything that the screen shows and asks for."""
    closed = [each for each in sessions.sessions(ctx, Kind.RETRO) if each.phase is Phase.CLOSED]
    return Retros(
        running=sessions.running(ctx, Kind.RETRO),
        held=tuple(Held(each, *actions.kept_of(ctx, each.ref)) for each in closed),
        topics=agenda.proposed(ctx),
        agreements=agreements(ctx),
        templates=agenda.templates(ctx),
        usual=agenda.usual_template(ctx, next(iter(members.circles(ctx)[1:-1]), "")),
        teams=tuple(team.name for team in members.teams(ctx)),
        cycles=tuple(cycle.name for cycle in reversed(cycles.cycles(ctx))),
        today=ctx.today,
        zone=ctx.zone,
    )


def retros_markdown(ctx: Context, ref: str) -> str:
    """Return a retro's page, or the next agenda and the agreements where none is named."""
    return session_page(ctx, ref) if ref else coming_page(ctx)
