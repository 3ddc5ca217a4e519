"""Action items beyond their own screen: what is due, the week, who left, the check-in's journal entry, the shell."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from okrtui.cli.main import main
from okrtui.errors import Refused
from okrtui.model.actions import ActionState
from okrtui.model.ideas import IdeaState
from okrtui.model.people import MemberState
from okrtui.rituals import ideas
from okrtui.rituals.actions import actions
from okrtui.rituals.cases import cases
from okrtui.rituals.context import Context
from okrtui.rituals.documents import responsibilities
from okrtui.rituals.journal import log
from okrtui.rituals.people import members
from okrtui.rituals.week import due
from okrtui.rituals.week.overview import week_view
from okrtui.rituals.week.sheet import sheet, submit_sheet
from okrtui.rituals.week.sheet_model import InvalidField
from okrtui.sharing.pages.reports import week_report
from tests.workspaces import MONDAY, ctx, workspace

TODAY = MONDAY.date()


@pytest.fixture
def mei(tmp_path: Path) -> Context:
    found = ctx(workspace(tmp_path))
    actions.add(found, "Write it", due=TODAY - timedelta(days=1))
    actions.add(found, "Cache it", dri="bob", due=TODAY + timedelta(days=1))
    return found


def test_only_what_should_have_been_done_before_today_is_due(mei: Context) -> None:
    actions.add(mei, "Today is time enough", due=TODAY)
    assert due.due(mei).actions == ("A1",)
    assert due.due(ctx(mei.store, "bob")).actions == ()
    assert due.due(ctx(mei.store, "bob", weeks=1)).actions == ("A2",)
    actions.done(mei, "A1")
    assert due.due(mei).actions == ()


def test_the_week_holds_the_open_actions_of_its_circle_and_a_week_gone_by_none(mei: Context) -> None:
    assert [a.ref for a in week_view(mei, "everyone").actions] == ["A1", "A2"]
    assert [a.ref for a in week_view(mei, "me").actions] == ["A1"]
    assert week_view(mei, "everyone", "2026-W47").actions == ()


def test_what_somebody_who_left_had_open_stands_among_what_has_no_dri(mei: Context) -> None:
    assert responsibilities.responsibilities(mei).unowned == ()
    members.edit_member(mei, "bob", state=MemberState.LEFT)
    assert responsibilities.responsibilities(mei).unowned == (("A2", "Cache it (bob left)"),)
    actions.edit(mei, "A2", dri="mei")
    assert responsibilities.responsibilities(mei).unowned == ()


def test_so_do_ideas_and_cases_that_wait_for_them(mei: Context) -> None:
    ideas.capture(mei, "A cache", champion="bob")
    cases.open_case(mei, "support", "a reviewer", asked="bob")
    cases.open_case(ctx(mei.store, "bob"), "support", "a desk", asked="mei")
    members.edit_member(mei, "bob", state=MemberState.LEFT)
    actions.edit(mei, "A2", dri="mei")
    waits = (("I1", "A cache (bob left)"), ("C1", "a reviewer (bob left)"))
    assert responsibilities.responsibilities(mei).unowned == waits, "what bob asked for waits for mei, who is here"
    cases.go(mei, "C1", "pass on", "she knows it", to="ana")
    ideas.advance(mei, "I1", IdeaState.REJECTED, "nobody has time")
    assert responsibilities.responsibilities(mei).unowned == ()


def test_a_sheet_settles_actions_in_one_entry_and_names_the_field_that_lacks_a_reason(mei: Context) -> None:
    actions.add(mei, "Third")
    assert [a.ref for a in sheet(mei).actions] == ["A1", "A3"]
    with pytest.raises(InvalidField) as unfit:
        submit_sheet(mei, {"A1/state": "dropped"})
    assert unfit.value.field == "A1/reason"
    assert submit_sheet(mei, {"A1/state": "dropped", "A1/reason": "moot", "A3/state": "open"}).changed
    assert (actions.find(mei, "A1").state, actions.find(mei, "A1").reason) == (ActionState.DROPPED, "moot")
    assert actions.history(mei, "A3")[-1].what == "kept"
    told = log.log(mei, limit=1)[0]
    assert "A1 dropped" in told.summary and "A3 kept" in told.summary
    log.undo(mei)
    assert [a.ref for a in sheet(mei).actions] == ["A1", "A3"]


def test_a_day_is_read_as_people_write_it_and_none_is_long_past(mei: Context) -> None:
    assert actions.day(mei, " 2026-12-04 ") == date(2026, 12, 4) and actions.day(mei, "") is None
    assert actions.day(mei, "fri") == date(2026, 11, 27)
    with pytest.raises(Refused, match="“whenever” isn't a day"):
        actions.day(mei, "whenever")
    with pytest.raises(Refused, match="2025-12-04 is long past"):
        actions.add(mei, "x", due=date(2025, 12, 4))


def test_the_shell_shows_an_action_by_its_ref_and_an_update_may_finish_some(
    mei: Context, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: str) -> str:
        code = main(["-w", mei.store.address, *words])
        told = capsys.readouterr().out
        return told if code == 0 else f"refused {code}"

    assert "made" in run("okr", "show", "a1") and "Write it" in run("log", "--ref", "A1")
    assert run("update", "--action-done", "A1", "--action-done", "A9").startswith("refused")
    assert actions.find(mei, "A1").state is ActionState.OPEN, "all or none"
    run("update", "--action-done", "A1")
    assert actions.find(mei, "A1").state is ActionState.DONE
    assert [each["ref"] for each in json.loads(run("week", "--json"))["actions"]] == ["A2"]


def test_a_weeks_report_tells_what_is_new_done_and_late_as_it_was_then_whenever_it_is_made(mei: Context) -> None:
    actions.add(mei, "Far off", due=TODAY + timedelta(days=30))
    actions.done(ctx(mei.store, weeks=1), "A1", "it *reads* well")
    first = week_report(mei)
    assert "- Overdue since 22 November 2026: A1 **Mei**: Write it" in first
    assert "- Open, due 24 November 2026: A2 **bob**: Cache it" in first
    assert "- New, due 23 December 2026: A3 **Mei**: Far off" in first
    later = ctx(mei.store, weeks=1)
    assert week_report(later, "2026-W48") == first
    assert "- Done: A1 **Mei**: Write it" in week_report(later) and "it \\*reads\\* well" in week_report(later)
    assert "Cache it" not in week_report(mei, scope="me")
