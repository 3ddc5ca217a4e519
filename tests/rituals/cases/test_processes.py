"""Processes of a team: its own ones and new versions, and no running case feels them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.cases import ProcessState
from okrtui.rituals.cases import cases, processes
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log
from okrtui.rituals.people import members
from tests.rules.cases.test_definition import GOOD
from tests.workspaces import ctx, unsound, workspace


@pytest.fixture
def mei(tmp_path: Path) -> Iterator[Context]:
    store = workspace(tmp_path)
    me = ctx(store)
    members.edit_member(me, "bob")
    members.add_team(me, "Leads")
    for login in ("lena", "priya"):
        members.edit_member(me, login, teams=("Leads",))
    yield me
    assert unsound(store) == []
    store.close()


def test_those_that_come_with_okrtui_are_there_and_the_team_adds_its_own(mei: Context) -> None:
    assert [each.name for each in processes.processes(mei)] == list(processes.ORDER)
    made = processes.add(mei, GOOD)
    assert (made.name, made.number, made.state) == ("on-call", 1, ProcessState.ACTIVE)
    assert [each.name for each in processes.processes(mei)] == [*processes.ORDER, "on-call"]
    assert cases.open_case(ctx(mei.store, "bob"), "on-call", "who is next?").turn == "bob"
    with pytest.raises(Refused, match="on-call says exactly that already"):
        processes.add(mei, GOOD)
    with pytest.raises(Refused, match="line 1: “On call” can't name a process"):
        processes.add(mei, GOOD.replace('"on-call"', '"On call"'))


def test_a_new_version_touches_no_case_that_runs(mei: Context) -> None:
    cases.open_case(mei, "support", "before", asked="bob")
    text = processes.find(mei, "support").text.replace("days = 3", "days = 1")
    assert processes.add(mei, text).number == 2
    cases.open_case(mei, "support", "after", asked="bob")
    before, after = cases.find(mei, "C1"), cases.find(mei, "C2")
    assert (before.process.number, before.process.steps[0].days) == (1, 3)
    assert (after.process.number, after.process.steps[0].days) == (2, 1)
    assert after.due is not None and before.due is not None and (before.due - after.due).days == 2
    assert processes.find(mei, "support", 1).steps[0].days == 3
    with pytest.raises(Refused, match="support has no version 3; the newest is 2"):
        processes.find(mei, "support", 3)
    assert processes.running(mei) == {"support": 2}
    log.undo(mei)
    log.undo(mei)
    assert processes.find(mei, "support").number == 1


def test_one_that_came_with_okrtui_stays_the_first_version(mei: Context) -> None:
    text = processes.find(mei, "support").text.replace("days = 3", "days = 1")
    assert processes.add(mei, text).number == 2
    assert processes.find(mei, "support", 1).text == processes.built_in()["support"].text


def test_a_retired_process_opens_nothing_and_its_cases_go_on(mei: Context) -> None:
    cases.open_case(mei, "support", "before", asked="bob")
    assert processes.retire(mei, "support").state is ProcessState.RETIRED
    with pytest.raises(Refused, match="support is retired; okrtui process list"):
        cases.open_case(mei, "support", "after", asked="bob")
    assert cases.go(ctx(mei.store, "bob"), "C1", "yes").case.step == "give"
    processes.retire(mei, "opportunity")
    with pytest.raises(Refused, match="opportunity is retired already"):
        processes.retire(mei, "opportunity")
    log.undo(mei)
    assert processes.find(mei, "opportunity").state is ProcessState.ACTIVE
    with pytest.raises(Refused, match="there is no process suport; did you mean support"):
        processes.find(mei, "suport")
