"""Opening a question to the room: what the leader's command and an agenda's step that asks have in common."""

from okrtui.model.journal import Verb
from okrtui.model.live import AgendaItem, Phase, PollKind, Session
from okrtui.rituals.context import Context
from okrtui.rituals.people.members import team_id
from okrtui.rules.live.polls import checked_question
from okrtui.storage.journal.writer import Writer
from okrtui.storage.repositories.live import polls as rows

PROPOSED = (
    "Our work matters to those we do it for",
    "We deliver in good time",
    "Releasing is easy",
    "The code is in good health",
    "We learn something new",
    "We help each other",
    "Everybody can speak openly",
    "The load is sustainable",
)
"""The health radar of a team that has not made one: its own once it is asked, or changed."""


def open_questions(
    writer: Writer,
    ctx: Context,
    of: Session,
    kind: PollKind,
    text: str = "",
    *,
    group: int | None = None,
    minutes: int = 0,
    item: int | None = None,
) -> int:
    """Ask a session's room, all questions of its team's health radar at once, and return the last poll's id.

    A question that is still open is shown first. Raises Refused for words that are no question.
    """
    asked = checked_question(text, kind)
    rows.show_answers(writer, of.id)
    if kind is not PollKind.RADAR:
        return rows.add_poll(writer, of.id, kind, question=asked, group=group, minutes=minutes, item=item)
    last = 0
    for each in kept_radar(writer, ctx, of.team):
        last = rows.add_poll(writer, of.id, kind, question=each[1], item=item, radar=each[0])
    return last


def kept_radar(writer: Writer, ctx: Context, team: str) -> list[tuple[int, str]]:
    """Return (id, words) of a team's radar; the proposed one becomes its own where it keeps none."""
    whose = team_id(ctx, team)
    found = [(each.id, each.text) for each in rows.radar(ctx.store, whose, ctx.zone)]
    if found:
        return found
    return [(rows.add_radar_question(writer, whose, text, place), text) for place, text in enumerate(PROPOSED, 1)]


def asks_now(ctx: Context, step: AgendaItem) -> bool:
    """Tell whether a step asks as it begins: once, whoever comes back to it finds the answers."""
    return step.phase is Phase.ITEM and step.asks is not None and not rows.asked_by(ctx.store, step.id)


def ask_by_step(writer: Writer, ctx: Context, of: Session, step: AgendaItem) -> None:
    """Ask what an agenda's step asks as it begins."""
    if step.asks is not None and asks_now(ctx, step):
        open_questions(writer, ctx, of, step.asks, step.title, item=step.id)


def show_open(writer: Writer, of: Session) -> None:
    """Show what is asked still, and say so."""
    rows.show_answers(writer, of.id)
    writer.describe(Verb.SHOWED, of.ref, "the answers")
