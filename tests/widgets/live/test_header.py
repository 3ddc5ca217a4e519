"""The lines that say where a session is, who leads it and how one joins: the essential stays on any width."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from okrtui.model.live import AgendaItem, Kind, Phase, Session
from okrtui.widgets.live.banner import banner_line
from okrtui.widgets.live.header import steps_line

TITLES = [Phase.REVIEW, Phase.STAGE, *[Phase.ITEM] * 15, Phase.GATHER, Phase.GROUP, Phase.VOTE, Phase.DISCUSS]
LONG = Session(
    id=1,
    key="k",
    kind=Kind.RETRO,
    title="Retro",
    question="What shall we start, stop and continue?",
    facilitator="nora",
    phase=Phase.LOBBY,
    anonymous=True,
    concealed=True,
    started=datetime(2026, 11, 27, tzinfo=UTC),
    agenda=tuple(AgendaItem(number, phase, "讨论部署流程与值班交接", 5) for number, phase in enumerate(TITLES, 1)),
)


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize(("phase", "at", "here"), [(Phase.LOBBY, None, "lobby"), (Phase.ITEM, 9, "讨论部署流程…")])
def test_a_long_agenda_never_hides_who_leads_nor_that_it_is_anonymous(
    phase: Phase, at: int | None, here: str, width: int
) -> None:
    line = steps_line(replace(LONG, phase=phase, step_id=at), True, width)
    assert line.cell_length == width
    assert f"▸{here}◂" in line.plain and line.plain.endswith("nora (gone) leads · anonymous ")
    more = re.search(r" [+](\d+) ", line.plain)
    assert more is not None
    named = line.plain.split(" +")[0].count("讨论") + line.plain.count("lobby") + line.plain.count("review")
    passed = re.search(r"✓(\d+) ", line.plain)
    assert named + line.plain.count("stage") + int(more[1]) + (int(passed[1]) if passed else 0) == 23


def test_steps_that_fit_are_all_named() -> None:
    of = replace(LONG, agenda=(LONG.agenda[0], replace(LONG.agenda[1], skipped=True)), anonymous=False)
    assert steps_line(of, False, 60).plain.split() == ["▸lobby◂", "review", "closed", "nora", "leads"]


def test_titles_are_whole_where_there_is_room_for_all_of_them() -> None:
    item = AgendaItem(3, Phase.ITEM, "Roadmap changed in the middle of the week", 5)
    of = replace(LONG, agenda=(*LONG.agenda[:2], item), anonymous=False)
    assert "Roadmap changed in the middle of the week" in steps_line(of, False, 120).plain
    assert "Roadmap chang…" in steps_line(of, False, 70).plain


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_the_banner_always_says_how_to_join_and_which_question_it_is(width: int) -> None:
    line = banner_line(replace(LONG, phase=Phase.REVIEW), "b", width)
    assert line.cell_length <= width
    assert line.plain.endswith(" · b joins") and "“What shall" in line.plain
    assert ("looking at last time’s actions" in line.plain) is (width == 120)
