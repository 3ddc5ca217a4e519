"""Cards are marked, grouped and named, groups are voted on and chosen, by keys alone."""

from pathlib import Path

import pytest

from okrtui.model.live import Phase
from okrtui.rituals.cases import cases
from okrtui.rituals.live import grouping, sessions
from okrtui.rituals.people import members
from okrtui.widgets.forms.dialogs import Confirm
from okrtui.widgets.forms.form import Form
from okrtui.widgets.forms.reader import Reader
from okrtui.widgets.live.lists import LiveList
from tests.screens.live_room import CARDS, Room, joined, typed
from tests.screens.team import said, text, until


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


async def test_cards_are_marked_grouped_named_split_and_merged_by_keys(room: Room) -> None:
    room.start(Phase.GROUP, *CARDS)
    app = room.app()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await joined(pilot)
        await pilot.press("w")
        assert len(screen.state.marked) == 2 and "share words" in said(app)
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await pilot.press("ctrl+u", *typed("Caches"), "enter")
        await until(pilot, lambda: [g.name for g in room.view().groups] == ["Caches"])
        await until(pilot, lambda: "Groups (1)" in text(app) and "Loose cards (2)" in text(app))
        screen.lists.stand_on(next(r.key for r in screen.lists.left.rows if "runners" in r.search))
        await pilot.press("space")
        group = f"group {room.view().groups[0].id}"
        screen.lists.stand_on(group)
        await pilot.press("g")
        await until(pilot, lambda: len(room.view().groups[0].cards) == 3)
        await until(pilot, lambda: "Loose cards (1)" in text(app))
        screen.lists.stand_on(group)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await pilot.press("ctrl+u", *typed("Faster"), "enter")
        await until(pilot, lambda: "Faster" in text(app) and not isinstance(app.screen, Form))
        screen.lists.stand_on(group)
        await pilot.press("s")
        await until(pilot, lambda: not room.view().groups)
        await until(pilot, lambda: "4 cards loose" in said(app) or "3 cards loose" in said(app))
        await pilot.press("u")
        await until(pilot, lambda: len(room.view().groups) == 1)
        assert len(room.view().cards) == 4


async def test_votes_are_dots_with_what_is_left_in_sight_and_totals_come_after_the_round(room: Room) -> None:
    room.start(Phase.VOTE, *CARDS)
    first = room.view().groups[0]
    for login in ("bob", "ana"):
        room.do(grouping.vote, room.ref, first.id, login=login)
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        assert "3 of 3 votes left" in text(app) and "0 of" in text(app)
        await pilot.press("space", "space")
        await until(pilot, lambda: "●●○" in text(app) and "1 of 3 votes left" in text(app))
        await pilot.press("backspace")
        await until(pilot, lambda: "●○○" in text(app) and "2 of 3 votes left" in text(app))
        await pilot.press("j", "space", "space")
        await until(pilot, lambda: "0 of 3 votes left" in text(app) and "1 of" in text(app))
        await pilot.press("space")
        await until(pilot, lambda: "all 3 votes are given" in said(app))
        await pilot.press("n")
        await joined(pilot, Phase.SELECT)
        lines = [line for line in text(app).split("\n") if "█" in line]
        assert lines[0].split()[:3] == ["▸", "1", "3"] and lines[1].split()[:2] == ["2", "2"]


async def test_ties_are_ties_and_a_chosen_group_is_an_idea(room: Room) -> None:
    room.start(Phase.VOTE, *CARDS)
    a, b, *_ = room.view().groups
    for group in (a, b):
        room.do(grouping.vote, room.ref, group.id, login="bob")
    room.move(Phase.SELECT)
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        assert text(app).count("=1 ") == 2
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await pilot.press(*typed("ana"), "tab", "1", "tab", "3", "f2")
        await until(pilot, lambda: "→ I1" in text(app))
        await pilot.press("enter")
        assert "it is I1 already" in said(app)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await joined(pilot, Phase.CLOSED)
        await pilot.press("y")
        await until(pilot, lambda: "Markdown sent" in said(app))
        await pilot.press("n")
        assert "S1 is closed" in said(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Reader))
        assert "→ I1 among the ideas" in text(app)


async def test_many_cards_are_marked_from_end_to_end(room: Room) -> None:
    ref = room.start(Phase.GATHER)
    store_seat = room.do(lambda ctx: [sessions.write_card(ctx, ref, f"card {n} about something") for n in range(300)])
    assert len(store_seat) == 300
    room.move(Phase.GROUP)
    app = room.app()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await joined(pilot)
        await until(pilot, lambda: len(screen.lists.left.rows) == 300)
        await pilot.press("G", "space", "home", "space")
        assert len(screen.state.marked) == 2
        assert isinstance(app.focused, LiveList)


async def test_a_card_or_group_becomes_a_case_by_a_key_once_it_can_be_read(room: Room) -> None:
    room.do(members.add_team, "Architecture")
    room.do(members.edit_member, "bob", teams=("Architecture",))
    room.start(Phase.GATHER, *CARDS)
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await joined(pilot)
        await pilot.press("escape", "E")
        await until(pilot, lambda: "after the reveal one can become a case" in said(app))
        room.move(Phase.VOTE)
        await until(pilot, lambda: screen.state.phase is Phase.VOTE)
        group = room.view().groups[0]
        screen.lists.stand_on(f"group {group.id}")
        await pilot.press("E")
        await until(pilot, lambda: f"What becomes of “{group.name}”?" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Form) and "Out of S1" in text(app))
        await pilot.press("f2")
        await until(pilot, lambda: "C1: triage is for team Architecture" in said(app))
        assert room.do(cases.find, "C1").case.title == group.name


async def test_a_card_goes_below_another_question_by_a_key_and_back(room: Room) -> None:
    room.start(Phase.GROUP, ("bob", "pair #start"), ("ana", "merge late #start"), prompts=("Start", "Stop"))
    app = room.app()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await joined(pilot)
        await until(pilot, lambda: "■ Start (2)" in text(app))
        screen.lists.stand_on(next(row.key for row in screen.lists.left.rows if "merge late" in row.search))
        await pilot.press("number_sign")
        await until(pilot, lambda: "1 card below which question?" in text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "■ Start (1)" in text(app) and "■ Stop (1)" in text(app))
        assert "below “Stop”; u takes it back" in said(app)
        await pilot.press("number_sign")
        await until(pilot, lambda: "1 card below which question?" in text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "there already: below “Stop”" in said(app))
        await pilot.press("u")
        await until(pilot, lambda: "■ Start (2)" in text(app))
