"""Responsibilities from the person's side, by login and without a ranking."""

from pathlib import Path

import pytest

from okrtui.model.people import MemberState
from okrtui.rituals.okrs import objectives
from okrtui.rituals.people import members
from tests.screens.okrs.okr_workspace import (
    SIZES,
    OkrWorkspace,
    fill_workspace,
    form,
    gone,
    notice,
    sentence,
    shown,
    text_of,
    type_over,
    until,
)
from tests.screens.small_app import title


@pytest.fixture
def place(tmp_path: Path) -> OkrWorkspace:
    fill_workspace(tmp_path / "w.db")
    found = OkrWorkspace(tmp_path / "w.db")
    found.other(objectives.edit_key_result, "KR3.2", dri="")
    found.other(objectives.edit_key_result, "KR4.1", title="p99 latency of search")
    found.other(objectives.edit_key_result, "KR3.1", title="p99 latency of search pages")
    return found


PEOPLE = ["person bob", "bob KR3.3", "bob O4", "bob KR4.1", "person lena", "lena O2", "lena KR2.1"]
PEOPLE += ["person mei", "mei O3", "mei KR3.1"]


@pytest.mark.parametrize("size", SIZES)
async def test_each_person_stands_with_what_they_answer_for(place: OkrWorkspace, size: tuple[int, int]) -> None:
    app = place.app("people")
    async with app.run_test(size=size) as pilot:
        rows = await shown(pilot, "people")
        assert [row.key for row in rows.rows][: len(PEOPLE)] == PEOPLE, "by login"
        text = text_of(pilot)
        assert "lena  Lena 🚀" in text and "Edge 网络 · TLS" in text
        assert "O3 Make [red]the proxy[/] boring" in text
        about = "1 without a DRI, 1 pair looks like the same work, 1 value without a keeper: w goes there"
        assert about in " ".join(text.split())
        for line in (line for line in text.splitlines() if "bob " in line or "lena " in line):
            assert not any(char.isdigit() for char in line), "no counts per person"


async def test_w_goes_to_what_nobody_does_and_to_what_is_there_twice(place: OkrWorkspace) -> None:
    app = place.app("people")
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot, "people")
        await pilot.press("w")
        assert rows.cursor_key == "unowned KR3.2"
        await pilot.press("w")
        assert rows.cursor_key == "unkept V1" and "Values without a keeper" in text_of(pilot)
        await pilot.press("w")
        assert rows.cursor_key == "twice KR3.1 KR4.1" and "The same work twice?" in text_of(pilot)
        await pilot.press("w")
        assert rows.cursor_key == "unowned KR3.2"
        await pilot.press("enter")
        await until(pilot, lambda: "KR3.2" in title(app))
        await pilot.press("escape")
        await until(pilot, lambda: "People" in title(app))


async def test_folding_and_filtering(place: OkrWorkspace) -> None:
    app = place.app("people")
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot, "people")
        rows.move_to("lena KR2.1")
        await pilot.press("space")
        assert rows.cursor_key == "person lena" and "lena O2" not in [row.key for row in rows.rows]
        await pilot.press("slash", *"主干", "enter")
        assert [row.key for row in rows.rows] == ["person lena", "lena KR2.1"]
        await pilot.press("escape", "z")
        assert [r.key for r in rows.rows if r.key.split()[0] in ("bob", "lena", "mei")] == []


async def test_a_person_is_added_and_edited(place: OkrWorkspace) -> None:
    app = place.app("people")
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot, "people")
        await pilot.press("n")
        await form(pilot)
        await pilot.press(*"a b", "f2")
        await until(pilot, lambda: "can't be a login" in notice(pilot))
        await type_over(pilot, "login", "yuki")
        await type_over(pilot, "name", "ゆき")
        await type_over(pilot, "teams", "nope")
        await pilot.press("f2")
        await until(pilot, lambda: "there is no team “nope”" in notice(pilot))
        await type_over(pilot, "teams", "platform")
        await pilot.press("f2")
        await gone(pilot)
        await until(pilot, lambda: rows.cursor_key == "person yuki")
        made = next(m for m in place.other(members.members) if m.login == "yuki")
        assert (made.name, made.teams) == ("ゆき", ("Platform",))


async def test_who_left_is_still_seen_while_they_are_dri(place: OkrWorkspace) -> None:
    app = place.app("people")
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot, "people")
        await pilot.press("e")
        await form(pilot)
        await type_over(pilot, "state", "l")
        await pilot.press("f2")
        await gone(pilot)
        await until(pilot, lambda: rows.cursor_key == "person bob")
        assert next(m for m in place.other(members.members, left=True) if m.login == "bob").state is MemberState.LEFT
        keys = [row.key for row in rows.rows]
        assert keys.index("left") < keys.index("person bob") < keys.index("bob KR3.3")
        await until(pilot, lambda: "still with bob" in sentence(pilot))


async def test_a_person_gets_another_login_and_undo_gives_it_back(place: OkrWorkspace) -> None:
    app = place.app("people")
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot, "people")
        assert rows.cursor_key == "person bob"
        await pilot.press("R")
        await type_over(pilot, "login", "lena")
        await pilot.press("f2")
        await until(pilot, lambda: "lena" in notice(pilot))
        await type_over(pilot, "login", "rob")
        await pilot.press("f2")
        await gone(pilot)
        await until(pilot, lambda: "bob is rob now" in sentence(pilot))
        await until(pilot, lambda: rows.cursor_key == "person rob")
        assert place.other(objectives.objective, "O4").dri == "rob"
        await pilot.press("u")
        await until(pilot, lambda: place.other(objectives.objective, "O4").dri == "bob")


async def test_two_people_who_are_one_become_one(place: OkrWorkspace) -> None:
    app = place.app("people")
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot, "people")
        await pilot.press("M")
        await until(pilot, lambda: "Who is bob really?" in text_of(pilot))
        await pilot.press("escape")
        await gone(pilot)
        assert place.other(objectives.objective, "O4").dri == "bob", "left, and nothing was done"
        await pilot.press("M")
        await until(pilot, lambda: "Who is bob really?" in text_of(pilot))
        await pilot.press(*"lena", "enter")
        await until(pilot, lambda: "what was bob’s is lena’s now" in sentence(pilot))
        await until(pilot, lambda: rows.cursor_key == "person lena")
        assert place.other(objectives.objective, "O4").dri == "lena"
        assert "bob" not in {m.login for m in place.other(members.members, left=True)}
        await pilot.press("u")
        await until(pilot, lambda: place.other(objectives.objective, "O4").dri == "bob")


async def test_only_a_person_of_whom_nothing_is_here_is_removed(place: OkrWorkspace) -> None:
    place.other(members.edit_member, "abe", name="Abe")
    app = place.app("people")
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot, "people")
        rows.move_to("person bob")
        await pilot.press("D")
        await until(pilot, lambda: "bob" in sentence(pilot))
        assert "bob" in {m.login for m in place.other(members.members)}
        rows.move_to("person abe")
        await pilot.press("D")
        await until(pilot, lambda: "abe is removed" in sentence(pilot))
        assert "abe" not in {m.login for m in place.other(members.members, left=True)}
        await pilot.press("u")
        await until(pilot, lambda: "abe" in {m.login for m in place.other(members.members)})


async def test_a_team_is_made_and_its_double_refused(place: OkrWorkspace) -> None:
    app = place.app("people")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot, "people")
        await pilot.press("N")
        await form(pilot)
        await pilot.press(*"platform", "f2")
        await until(pilot, lambda: "there is a team platform already" in notice(pilot))
        await type_over(pilot, "name", "Search")
        await pilot.press("f2")
        await until(pilot, lambda: "team Search is there" in sentence(pilot))


async def test_an_objective_leads_into_the_tree(place: OkrWorkspace) -> None:
    app = place.app("people")
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot, "people")
        rows.move_to("mei O3")
        await pilot.press("enter")
        tree = await shown(pilot)
        await until(pilot, lambda: tree.cursor_key == "O3")
