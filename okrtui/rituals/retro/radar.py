"""The health radar: a set of questions that a team keeps, asked in a retro, and what they came to over the sessions."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from okrtui.errors import Refused
from okrtui.model.journal import Verb
from okrtui.model.live import PollKind
from okrtui.model.retro import RadarQuestion
from okrtui.rituals.context import Context
from okrtui.rituals.live.asking import PROPOSED, kept_radar
from okrtui.rituals.people.members import changing, required, team_id, team_named
from okrtui.rules.live.polls import checked_question
from okrtui.storage.journal.writer import Writer
from okrtui.storage.repositories.live import polls as rows
from okrtui.text import clean, folded

MOST = 15
"""Questions that a radar may have: more, and nobody answers the last ones with care."""


def radar(ctx: Context, team: str = "") -> tuple[RadarQuestion, ...]:
    """Return a team's radar in its order (everybody's for ""), each question with its trend.

    What okrtui proposes, with the id 0, where the team keeps none of its own.
    """
    found = rows.radar(ctx.store, team_id(ctx, team), ctx.zone)
    return found or tuple(RadarQuestion(0, text, clean(team)) for text in PROPOSED)


def add(ctx: Context, text: str, team: str = "") -> RadarQuestion:
    """Put a question at the end of a team's radar and return it. Raises Refused for one that is there."""
    asked = _checked(text)
    with _changing(ctx, team) as (writer, kept):
        if any(folded(words) == folded(asked) for _, words in kept):
            raise Refused(f"“{asked}” is in the radar already")
        if len(kept) >= MOST:
            raise Refused(f"a radar has {MOST} questions at most; take one out first")
        new_id = rows.add_radar_question(writer, team_id(ctx, team), asked, _last_place(ctx, team) + 1)
        writer.describe(Verb.CHANGED_RADAR, _called(ctx, team), f"+ {asked}")
    return next(each for each in radar(ctx, team) if each.id == new_id)


def edit(ctx: Context, number: int, text: str, team: str = "") -> RadarQuestion:
    """Word a radar's question, by its number from 1, otherwise and return it; its trend stays."""
    asked = _checked(text)
    with _changing(ctx, team) as (writer, kept):
        row_id, was = _at(kept, number)
        writer.update("radar_question", row_id, text=asked)
        writer.describe(Verb.CHANGED_RADAR, _called(ctx, team), f"{was} → {asked}")
    return radar(ctx, team)[number - 1]


def drop(ctx: Context, number: int, team: str = "") -> str:
    """Take a question out of a radar, by its number from 1, and return its words; what was answered stays."""
    with _changing(ctx, team) as (writer, kept):
        row_id, was = _at(kept, number)
        if len(kept) == 1:
            raise Refused("a radar has one question at least; word this one otherwise")
        writer.update("radar_question", row_id, state="retired")
        writer.describe(Verb.CHANGED_RADAR, _called(ctx, team), f"- {was}")
    return was


def put(ctx: Context, lines: Iterable[str], team: str = "") -> tuple[RadarQuestion, ...]:
    """Have a team's radar ask these questions in this order, and return it.

    One that is there keeps its trend; where as many are asked as before another wording in its place does, too. Raises
    Refused for none, for too many, and for two that are the same.
    """
    wanted = [_checked(line) for line in lines if line.strip()]
    if not 1 <= len(wanted) <= MOST:
        raise Refused(f"a radar has 1 to {MOST} questions; these are {len(wanted)}")
    if len({folded(each) for each in wanted}) < len(wanted):
        raise Refused("two of the questions are the same")
    with _changing(ctx, team) as (writer, kept):
        known = {folded(text): row_id for row_id, text in kept}
        if len(wanted) == len(kept):
            for (row_id, was), text in zip(kept, wanted, strict=True):
                if folded(text) not in known and folded(was) not in map(folded, wanted):
                    known[folded(text)] = row_id
        for place, text in enumerate(wanted, 1):
            if (old := known.get(folded(text))) is not None:
                writer.update("radar_question", old, text=text, place=place)
            else:
                rows.add_radar_question(writer, team_id(ctx, team), text, place)
        stays = {known.get(folded(text)) for text in wanted}
        for row_id, _ in kept:
            if row_id not in stays:
                writer.update("radar_question", row_id, state="retired")
        writer.describe(Verb.CHANGED_RADAR, _called(ctx, team), f"{len(wanted)} questions")
    return radar(ctx, team)


@contextmanager
def _changing(ctx: Context, team: str) -> Iterator[tuple[Writer, list[tuple[int, str]]]]:
    """Give a writer and a team's radar as it is kept: the proposed one is its own from here on."""
    with changing(ctx) as writer:
        yield writer, kept_radar(writer, ctx, team_named(ctx, team) if team.strip() else "")


def _checked(text: str) -> str:
    return checked_question(required(text, "the question"), PollKind.LIGHTS)


def _at(kept: list[tuple[int, str]], number: int) -> tuple[int, str]:
    if not 1 <= number <= len(kept):
        raise Refused(f"there is no question {number} in the radar; it has {len(kept)}")
    return kept[number - 1]


def _called(ctx: Context, team: str) -> str:
    return team_named(ctx, team) if team.strip() else "everybody"


def _last_place(ctx: Context, team: str) -> int:
    return rows.last_place(ctx.store, team_id(ctx, team))
