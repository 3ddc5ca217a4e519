"""The weekly update: three priorities, what became of them, and what is due."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.ideas import IdeaState
from okrtui.model.week import CommitmentState, Health, UpdateState
from okrtui.rituals import ideas
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log
from okrtui.rituals.okrs import objectives
from okrtui.rituals.people import members
from okrtui.rituals.week import due, health, overview, sheet_fields, updates
from okrtui.rituals.week.sheet import sheet, submit_sheet
from tests.workspaces import ctx, workspace

DONE, CARRIED, DROPPED = CommitmentState.DONE, CommitmentState.CARRIED, CommitmentState.DROPPED


@pytest.fixture
def mei(tmp_path: Path) -> Iterator[Context]:
    store = workspace(tmp_path)
    here = ctx(store)
    objectives.add_objective(here, "Boring")
    objectives.add_key_result(here, "O1", "p99", start=180, target=90, unit="ms")
    yield here
    store.close()


def test_an_update_keeps_what_was_said(mei: Context) -> None:
    update = updates.submit(
        mei, priorities=[("Cold start", "kr1.1"), ("", ""), ("Docs", "")], wins="cache", blocker="root", helpers=["bob"]
    )
    assert update is not None
    assert [(c.position, c.text, c.kr) for c in update.commitments] == [(1, "Cold start", "KR1.1"), (2, "Docs", "")]
    assert (update.wins, update.blocker, update.helpers, update.pulse) == ("cache", "root", ("bob",), None)


def test_a_correction_keeps_what_was_not_said_again_and_the_old_stays_readable(mei: Context) -> None:
    updates.submit(mei, wins="cache", pulse=4)
    second = updates.submit(mei, blocker="root")
    assert second is not None
    assert (second.revision, second.wins, second.pulse, second.blocker) == (2, "cache", 4, "root")
    sql = "SELECT blocker FROM weekly_update WHERE who = 'mei' ORDER BY revision"
    assert mei.store.sql(sql) == [("",), ("root",)]


def test_four_priorities_are_refused(mei: Context) -> None:
    with pytest.raises(Refused, match="three is the most"):
        updates.submit(mei, priorities=[(str(n), "") for n in range(4)])
    assert updates.commitments_of(mei) == ()


def test_last_weeks_commitments_are_done_carried_or_dropped(mei: Context) -> None:
    updates.submit(ctx(mei.store, weeks=-1), priorities=[("a", "KR1.1"), ("b", ""), ("c", "")])
    first, second, third = updates.left_open(mei)
    updates.submit(
        mei,
        settled=[
            updates.Settle(first.id, CARRIED),
            updates.Settle(second.id, DONE),
            updates.Settle(third.id, DROPPED, "the customer left"),
        ],
        priorities=[("new", "")],
    )
    assert [(c.text, c.kr, c.carries) for c in updates.commitments_of(mei)] == [("new", "", 0), ("a", "KR1.1", 1)]
    old = updates.commitments_of(mei, week="2026-W47")
    assert [(c.state, c.reason) for c in old] == [(CARRIED, ""), (DONE, ""), (DROPPED, "the customer left")]
    assert updates.left_open(mei) == ()
    next_week = ctx(mei.store, weeks=1)
    again = [updates.Settle(c.id, CARRIED) for c in updates.left_open(next_week) if c.text == "a"]
    updates.submit(next_week, settled=again)
    assert [c.carries for c in updates.commitments_of(next_week)] == [2]


def test_dropping_needs_a_reason(mei: Context) -> None:
    updates.submit(mei, priorities=[("a", "")])
    with pytest.raises(Refused, match="reason"):
        updates.set_commitment(mei, updates.commitments_of(mei)[0].id, DROPPED, "  ")


def test_a_priority_is_named_by_its_number(mei: Context) -> None:
    updates.submit(ctx(mei.store, weeks=-1), priorities=[("old", "")])
    assert updates.which(mei, "1").text == "old"
    updates.submit(mei, priorities=[("new", "")])
    assert updates.which(mei, "P1").text == "new"
    assert updates.which(mei, "W47:1").text == updates.which(mei, "2026-W47:1").text == "old"
    for text in ("2", "x", "W48:3"):
        with pytest.raises(Refused):
            updates.which(mei, text)


@pytest.mark.parametrize(
    ("text", "tied"),
    [
        ("Cold start KR1.2", ("Cold start", "KR1.2")),
        ("Cold start >kr1.2", ("Cold start", "KR1.2")),
        ("KR1.2: Cold start", ("Cold start", "KR1.2")),
        ("Cold start", ("Cold start", "")),
        ("KR1.2", ("KR1.2", "")),
    ],
)
def test_a_priority_is_tied_to_a_key_result_by_its_ref(text: str, tied: tuple[str, str]) -> None:
    assert updates.tied(text) == tied


@pytest.mark.parametrize("pulse", [-1, 6])
def test_pulse_goes_from_1_to_5(mei: Context, pulse: int) -> None:
    with pytest.raises(Refused, match="pulse"):
        updates.submit(mei, pulse=pulse)


def test_a_pulse_can_be_taken_away_again(mei: Context) -> None:
    updates.submit(mei, pulse=2)
    taken = updates.submit(mei, pulse=0)
    assert taken is not None and (taken.revision, taken.pulse) == (2, None)
    assert updates.submit(mei, pulse=0) == taken, "nothing more to take away"
    updates.submit(mei, pulse=3)
    assert submit_sheet(mei, {"pulse": ""}).changed and sheet(mei).update is not None
    assert sheet_fields.base_values(sheet(mei))["pulse"] == "", "an emptied field of the sheet does it, too"


def test_pulse_is_only_the_teams_mean_and_only_from_three_answers_on(mei: Context) -> None:
    for login, pulse in (("mei", 5), ("bob", 3)):
        updates.submit(ctx(mei.store, login), pulse=pulse)
    assert overview.week_view(mei).pulse == ()
    updates.submit(ctx(mei.store, "lena"), pulse=1)
    updates.submit(ctx(mei.store, "lena"), pulse=4)
    assert [(p.mean, p.count) for p in overview.week_view(mei).pulse] == [(4.0, 3)]
    assert "pulse" not in str(log.log(mei))


def test_a_champion_by_somebody_elses_word_is_told_in_due_week_and_check_in_until_they_act(mei: Context) -> None:
    bob = ctx(mei.store, "bob")
    made = ideas.capture(bob, "cache the layers", champion="mei")
    assert due.due(mei).ideas == (made.ref,) and due.due(bob).ideas == ()
    told = ((made.ref, "cache the layers"),)
    assert overview.week_view(mei, "me").ideas == sheet(mei).ideas == told
    ideas.advance(mei, made.ref, IdeaState.SHORTLISTED, "I try it on Monday")
    assert due.due(mei).ideas == overview.week_view(mei, "me").ideas == ()


def test_due_tells_what_waits_and_is_silent_when_nothing_does(mei: Context) -> None:
    found = due.due(mei)
    assert (found.update, found.key_results) == ("pending", ("KR1.1",))
    assert due.due(ctx(mei.store, weeks=4 / 7)).update == "overdue"
    from okrtui.rituals.week import checkins

    checkins.check_in(ctx(mei.store, "bob"), "KR1.1", 100)
    updates.submit(mei, wins="x")
    assert not any(due.due(mei)[1:])
    updates.submit(ctx(mei.store, "bob"), blocker="BPF", helpers=["mei"])
    assert due.due(mei).asked_by == ("bob",)
    assert not any(due.due(ctx(mei.store, "stranger"))[1:])
    updates.submit(mei, priorities=[("a", "")])
    assert due.due(ctx(mei.store, weeks=1)).commitments == 1


def test_the_week_shows_one_circle_of_people(mei: Context) -> None:
    members.add_team(mei, "Platform")
    members.edit_member(mei, "mei", teams=("Platform",))
    members.edit_member(mei, "bob", name="Bob")
    updates.submit(mei, priorities=[("mine", "")], ahead="W49 move")
    updates.submit(ctx(mei.store, "bob"), priorities=[("bob's", "")], blocker="help")
    assert [c.text for c in overview.week_view(mei, "me").priorities] == ["mine"]
    assert [c.text for c in overview.week_view(mei, "Platform").priorities] == ["mine"]
    every = overview.week_view(mei)
    assert [c.text for c in every.priorities] == ["bob's", "mine"]
    assert [h.who for h in every.help] == ["bob"]
    assert {p.state for p in every.presence} == {UpdateState.SUBMITTED}
    later = overview.week_view(ctx(mei.store, weeks=1), week="2026-W48")
    assert [c.text for c in later.priorities] == ["bob's", "mine"]
    with pytest.raises(Refused, match="no team"):
        overview.week_view(mei, "Nobody")


def test_a_week_gone_by_without_an_update_was_missed(mei: Context) -> None:
    later = ctx(mei.store, weeks=1)
    assert overview.week_view(later, week="2026-W48").presence[0].state is UpdateState.MISSED


def test_health_is_a_colour_a_week_and_remembers_the_one_before(mei: Context) -> None:
    health.add(mei, "on-call load")
    health.read(ctx(mei.store, weeks=-1), "on-call load", Health.RED, "three pages a night")
    health.read(mei, "ON-CALL LOAD", Health.RED)
    found = health.read(mei, "on-call load", Health.GREEN, "quiet")
    assert (found.colour, found.note, found.previous) == (Health.GREEN, "quiet", Health.RED)
    health.retire(mei, "on-call load")
    assert health.metrics(mei) == ()


def test_who_came_after_friday_began_owes_no_update_of_that_week(mei: Context) -> None:
    friday, saturday = ctx(mei.store, weeks=4 / 7), ctx(mei.store, "bob", weeks=5 / 7)
    members.edit_member(saturday, "bob", name="Bob")

    def state(of: Context, week: str | None = None) -> dict[str, str]:
        return {p.member.login: p.state.value for p in overview.week_view(of, week=week).presence}

    assert (due.due(friday).update, due.due(saturday).update) == ("overdue", "pending")
    assert state(saturday) == {"bob": "pending", "mei": "overdue"}
    later = ctx(mei.store, "bob", weeks=1 + 5 / 7)
    assert due.due(later).update == "overdue" and state(later)["bob"] == "overdue"
    assert state(later, "2026-W47") == {}, "nobody was there yet"
    assert state(later, "2026-W48") == {"bob": "missed", "mei": "missed"}
