"""Office hours: announced, booked once, private to two, settled by the host, followed up."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.actions import Action
from okrtui.model.hours import Booking, BookingState, HoursState
from okrtui.model.people import MemberState
from okrtui.rituals import hours
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log
from okrtui.rituals.journal.explain import explain
from okrtui.rituals.people import members
from okrtui.rituals.week.due import due
from tests.workspaces import ctx, unsound, workspace

TUESDAY = date(2026, 11, 24)
SECRET = "I want to change teams"


@pytest.fixture
def bob(tmp_path: Path) -> Iterator[Context]:
    """Bob, who has office hours; it is Monday 10:00."""
    store = workspace(tmp_path)
    mei = ctx(store)
    for login in ("bob", "lena", "eve"):
        members.edit_member(mei, login)
    here = ctx(store, "bob")
    hours.add(here, 1, 14 * 60, 15 * 60, place="Room 3")
    yield here
    store.close()


def other(bob: Context, login: str, days: float = 0) -> Context:
    return ctx(bob.store, login, weeks=days / 7)


def booked(bob: Context, login: str = "lena", minute: int = 14 * 60) -> Booking:
    return hours.book(other(bob, login), "bob", TUESDAY, minute, SECRET)


def test_hours_are_announced_paused_resumed_and_ended_by_their_host(bob: Context) -> None:
    (mine,) = hours.hours(bob)
    assert (mine.ref, mine.host, mine.weekday, mine.start, mine.until, mine.slot) == ("OH1", "bob", 1, 840, 900, 20)
    with pytest.raises(Refused, match="OH1 is at that time already"):
        hours.add(bob, 1, 14 * 60 + 30, 16 * 60)
    with pytest.raises(Refused, match="no slot of 30 minutes fits"):
        hours.add(bob, 2, 60, 80, slot=30)
    with pytest.raises(Refused, match="OH1 are bob's office hours"):
        hours.set_state(other(bob, "lena"), HoursState.PAUSED, "OH1")
    assert [each.state for each in hours.set_state(bob, HoursState.PAUSED)] == [HoursState.PAUSED]
    with pytest.raises(Refused, match="bob's office hours are paused"):
        booked(bob)
    with pytest.raises(Refused, match="paused already"):
        hours.set_state(bob, HoursState.PAUSED)
    log.undo(bob)
    assert booked(bob).state is BookingState.BOOKED
    hours.set_state(bob, HoursState.ENDED, "oh1")
    assert hours.hours(bob) == ()
    assert [each.taken for each in hours.slots(bob)] == [True], "what is booked stays"
    with pytest.raises(Refused, match="there are no office hours OH1"):
        hours.set_state(bob, HoursState.ON, "OH1")


def test_who_left_offers_no_slots_and_what_was_booked_with_them_is_still_told(bob: Context) -> None:
    booked(bob)
    members.edit_member(other(bob, "lena"), "bob", state=MemberState.LEFT)
    assert hours.hours(bob) == ()
    assert [each.taken for each in hours.slots(other(bob, "lena"), "bob")] == [True]
    with pytest.raises(Refused, match="bob has no office hours"):
        booked(bob, "eve", 14 * 60 + 20)
    assert hours.cancel(other(bob, "lena"), "B1").state is BookingState.CANCELLED


def test_a_slot_is_booked_once_and_the_refusal_names_what_is_free(bob: Context) -> None:
    made = booked(bob)
    assert (made.ref, made.host, made.guest, made.need, made.place) == ("B1", "bob", "lena", SECRET, "Room 3")
    with pytest.raises(Refused, match=r"no free slot .* at 14:00; free: .*14:20.*okrtui book bob 2026-11-24 14:20"):
        booked(bob, "eve")
    with pytest.raises(Refused, match="no free slot on Tuesday 2026-11-24 at 14:10"):
        booked(bob, "eve", 14 * 60 + 10)
    with pytest.raises(Refused, match="your own office hours"):
        hours.book(bob, "bob", TUESDAY, 14 * 60)
    with pytest.raises(Refused, match="lena has no office hours"):
        hours.book(bob, "lena", TUESDAY, 14 * 60)
    hours.cancel(other(bob, "lena"), "B1")
    assert booked(bob, "eve").ref == "B2"
    with pytest.raises(Refused, match="something newer depends on it"):
        log.undo(other(bob, "lena"))
    assert unsound(bob.store) == []


def test_others_learn_that_a_time_is_taken_and_nothing_else(bob: Context) -> None:
    booked(bob)
    eve = other(bob, "eve")
    taken = [(each.taken, each.booking) for each in hours.slots(eve, "bob")]
    assert taken[0] == (True, None) and len(taken) == 6
    assert hours.mine(eve) == ()
    with pytest.raises(Refused, match="there is no booking B1 of yours"):
        hours.find(eve, "B1")
    told = [entry for entry in log.log(eve) if entry.ref == "B1"]
    assert [(e.who, e.summary, e.changes) for e in told] == [("", "", ())]
    assert [explain(eve, e) for e in told] == [()]
    assert [e for e in log.log(eve, who="lena") if e.ref == "B1"] == []
    assert [e for e in log.log(eve, text="14:00") if e.ref == "B1"] == []
    for mine in (bob, other(bob, "lena")):
        assert hours.slots(mine, "bob")[0].booking == hours.find(mine, "B1")
        assert [e.who for e in log.log(mine) if e.ref == "B1"] == ["lena"]


def test_what_a_guest_writes_is_labelled_exactly(bob: Context) -> None:
    said = hours.promise(other(bob, "lena"), "bob")
    if bob.store.member:
        assert said.startswith("only you and bob read it")
    else:
        assert said.startswith("hidden in the file, not secret") and bob.address in said


def test_the_host_says_what_became_of_it_after_it_began(bob: Context) -> None:
    booked(bob)
    booked(bob, "eve", 14 * 60 + 20)
    with pytest.raises(Refused, match="until then it can be cancelled"):
        hours.held(bob, "B1")
    then = other(bob, "bob", 1.5)
    with pytest.raises(Refused, match="bob hosts B1"):
        hours.held(other(bob, "lena", 1.5), "B1")
    assert hours.held(then, "B1", "talk to Ana").outcome == "talk to Ana"
    assert hours.missed(then, "b2").state is BookingState.MISSED
    with pytest.raises(Refused, match="B1 is held already"):
        hours.cancel(then, "B1")
    assert hours.find(other(bob, "lena", 2), "B1").outcome == "talk to Ana"
    log.undo(then)
    assert hours.find(then, "B2").state is BookingState.BOOKED
    assert unsound(bob.store) == []


def test_a_walk_in_is_entered_by_the_host_and_confirmed_or_doubted_by_the_guest(bob: Context) -> None:
    assert [hours.walk_in(bob, login, "a question").ref for login in ("lena", "eve")] == ["B1", "B2"]
    lena, eve = other(bob, "lena"), other(bob, "eve")
    assert [(b.ref, b.waits_for) for b in due(lena).bookings] == [("B1", "confirmation")]
    with pytest.raises(Refused, match="lena was the guest of B1"):
        hours.confirm(bob, "B1")
    assert hours.confirm(lena, "B1").confirmed
    with pytest.raises(Refused, match="nothing to confirm"):
        hours.confirm(lena, "B1")
    assert hours.cancel(eve, "B2").state is BookingState.CANCELLED
    assert due(lena).bookings == due(eve).bookings == ()
    with pytest.raises(Refused, match="who came"):
        hours.walk_in(bob, "bob")
    assert unsound(bob.store) == []


def test_follow_ups_are_actions_that_both_see_first_next_time_and_nobody_knows_where_they_are_from(
    bob: Context,
) -> None:
    booked(bob)
    made = hours.follow_up(bob, "B1", "Ask Ana about the team", dri="bob")
    assert (made.ref, made.source) == ("A1", "B1")
    lena, eve = other(bob, "lena", 2), other(bob, "eve")
    again = hours.book(lena, "bob", date(2026, 12, 1), 14 * 60)
    for here in (other(bob, "bob", 2), lena):
        assert [(a.ref, a.source) for a in hours.last_time(here, again)] == [("A1", "B1")]
        assert [a.ref for a in hours.follow_ups(here, [hours.find(here, "B1")])] == ["A1"]
    seen: Action = actions.find(eve, "A1")
    assert (seen.text, seen.source) == ("Ask Ana about the team", "")
    entry = next(e for e in log.log(eve) if e.ref == "A1")
    assert "B1" not in str(explain(eve, entry)) and "follow_up" not in str(entry.changes)
    with pytest.raises(Refused, match="no booking B1 of yours"):
        hours.follow_up(eve, "B1", "x")
    actions.done(bob, "A1")
    assert hours.last_time(lena, again) == ()
    assert unsound(bob.store) == []


def test_undo_takes_a_booking_back_and_redo_books_it_again(bob: Context) -> None:
    booked(bob)
    lena = other(bob, "lena")
    assert log.undo(lena).ref == "B1"
    assert hours.mine(lena, past=True) == ()
    assert log.redo(lena).ref == "B1"
    assert hours.find(lena, "B1").need == SECRET
    assert unsound(bob.store) == []


def test_due_tells_of_today_and_tomorrow_and_of_what_waits_for_a_word(bob: Context) -> None:
    booked(bob)
    assert due(other(bob, "lena", -1)).bookings == (), "two days before"
    (told,) = due(other(bob, "lena", 0.5)).bookings
    assert (told.ref, told.other, told.waits_for) == ("B1", "bob", "time")
    assert due(other(bob, "bob", 0.5)).bookings[0].other == "lena"
    assert [b.waits_for for b in due(other(bob, "bob", 2)).bookings] == ["outcome"]
    assert due(other(bob, "lena", 2)).bookings == ()
    assert due(other(bob, "eve", 0.5)).bookings == ()


def test_a_booking_keeps_its_moment_when_the_clock_goes_back(tmp_path: Path) -> None:
    store = workspace(tmp_path, timezone="Europe/Berlin")
    now = datetime.fromisoformat("2026-10-19T10:00:00+00:00")
    mei = ctx(store, now=now)
    members.edit_member(mei, "bob")
    hours.add(ctx(store, "bob", now=now), 1, 14 * 60, 15 * 60)
    later = [each.at for each in hours.slots(mei, "bob") if each.at.astimezone(mei.zone).minute == 0]
    assert later[1] - later[0] == timedelta(days=7, hours=1)
    made = hours.book(mei, "bob", date(2026, 10, 27), 14 * 60)
    assert hours.when(mei, made.at) == "Tuesday 2026-10-27 14:00"
    store.close()


RACE = """
import sys
from datetime import date
from pathlib import Path
from okrtui.errors import Refused
from okrtui.rituals import hours
from okrtui.storage.open import open_store
from tests.workspaces import ctx
address, login = sys.argv[1:]
store = open_store(address if "://" in address else Path(address))
here = ctx(store, login)
won = []
print("ready", flush=True)
sys.stdin.readline()
for minute in (840, 860, 880):
    try:
        won.append(hours.book(here, "bob", date(2026, 11, 24), minute).ref)
    except Refused as refusal:
        assert "no free slot" in str(refusal), refusal
print(len(won), flush=True)
"""


def test_two_processes_that_book_at_once_never_both_have_a_slot(bob: Context) -> None:
    from tests.workspaces import address_of

    both = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, address_of(bob.store, login).replace("LOGIN", login), login],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for login in ("lena", "eve")
    ]
    for each in both:
        assert each.stdout is not None and each.stdout.readline() == "ready\n"
    for each in both:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    assert sum(int(each.communicate(timeout=60)[0]) for each in both) == 3
    standing = [each.at for each in hours.slots(bob, "bob") if each.taken]
    assert len(standing) == len(set(standing)) == 3
    assert unsound(bob.store) == []
