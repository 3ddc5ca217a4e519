"""Somebody with psql looks for who booked whom for what: the server shows host and guest all of it, others a time."""

from collections.abc import Iterator
from datetime import date

import pytest

from okrtui.rituals import hours, origins
from okrtui.rituals.cases import cases
from okrtui.rituals.people import members
from okrtui.storage.engine.store import Store
from okrtui.storage.maintenance.verify import verify_journal
from tests.postgres.psql import Psql
from tests.workspaces import ctx, on_server

SECRET = "I want to change teams"


@pytest.fixture
def store() -> Iterator[Store]:
    """Lena has booked with bob, who made an action of it; eve looks."""
    made = on_server()
    for login in ("bob", "lena", "eve"):
        members.edit_member(ctx(made), login)
    bob, lena = ctx(made, "bob"), ctx(made, "lena")
    hours.add(bob, 1, 14 * 60, 15 * 60)
    hours.book(lena, "bob", date(2026, 11, 24), 14 * 60, SECRET)
    hours.follow_up(bob, "B1", "Ask Ana", dri="bob")
    origins.open_case(lena, "B1", "support", "a team to move to", asked="bob")
    ctx(made, "eve")
    yield made
    made.close()


def test_nobody_but_host_and_guest_reads_guest_need_or_what_became_of_it(store: Store) -> None:
    then = ctx(store, "bob", weeks=1)
    hours.held(then, "B1", "she moves in March")
    asked = "SELECT host, guest, need, outcome, state FROM okrtui_seen.booking"
    eve = Psql(store, "eve")
    assert eve(asked) == [("bob", "", "", "", "booked")]
    for login in ("bob", "lena"):
        assert Psql(store, login)(asked) == [("bob", "lena", SECRET, "she moves in March", "held")]
    assert (
        eve.allowed(
            [
                "SELECT guest FROM okrtui.booking",
                "SELECT need FROM okrtui.booking",
                "SELECT state FROM okrtui.booking",
                "SELECT 1 FROM okrtui_seen.booking WHERE guest = 'lena'",
                "SELECT 1 FROM okrtui_seen.booking WHERE need LIKE '%teams%'",
                "SELECT 1 FROM okrtui.follow_up",
                "SELECT 1 FROM okrtui.booking_case",
            ]
        )
        == []
    )


def test_the_journal_tells_others_neither_who_nor_what(store: Store) -> None:
    asked = "SELECT who, summary, changes, salt FROM okrtui_seen.activity WHERE ref = 'B1'"
    eve = Psql(store, "eve")
    assert eve(asked) == [("", "", "[]", "")]
    assert eve("SELECT 1 FROM okrtui_seen.activity WHERE who = 'lena' AND ref LIKE 'B%'") == []
    assert eve("SELECT 1 FROM okrtui_seen.activity WHERE changes LIKE '%follow_up%'") == []
    assert eve("SELECT 1 FROM okrtui_seen.activity WHERE changes LIKE '%booking_case%'") == []
    assert cases.find(ctx(store, "eve"), "C1").case.out_of == "" and cases.find(ctx(store, "bob"), "C1").case.out_of
    assert eve.allowed(["SELECT who FROM okrtui.activity", "SELECT changes FROM okrtui.activity"]) == []
    for login in ("bob", "lena"):
        ((who, summary, changes, _),) = Psql(store, login)(asked)
        assert who == "lena" and "14:00" in str(summary) and SECRET in str(changes)
    for login in ("eve", "bob", "lena"):
        found = verify_journal(ctx(store, login).store)
        assert (found.broken, found.strange) == ((), ()) and (found.unread >= 2 or login != "eve")


def test_checking_the_journal_names_no_row_that_ties_an_action_or_a_case_to_a_booking(store: Store) -> None:
    asked = "SELECT touched FROM okrtui.unread(1, 99)"
    told = {login: str(Psql(store, login)(asked)) for login in ("eve", "bob", "lena")}
    assert "action 1" in told["eve"] and "practice_case 1" in told["eve"], "what hides something is named"
    assert "follow_up" not in told["eve"] and "booking_case" not in told["eve"]
    assert "follow_up 1" in told["lena"] and "booking_case 1" in told["bob"]


def test_nobody_books_in_anothers_name_or_changes_what_is_anothers(store: Store) -> None:
    eve, lena = Psql(store, "eve"), Psql(store, "lena")
    new = (
        "INSERT INTO okrtui_seen.booking (host, guest, at, minutes, place, need, outcome, walk_in, confirmed, state, "
        "version) VALUES ('{host}', '{guest}', 1, 20, '', '', '', {walk_in}, {confirmed}, 'booked', 1)"
    )
    assert (
        eve.allowed(
            [
                new.format(host="bob", guest="lena", walk_in=0, confirmed=1),
                new.format(host="eve", guest="lena", walk_in=0, confirmed=1),
                new.format(host="eve", guest="lena", walk_in=1, confirmed=1),
                new.format(host="bob", guest="eve", walk_in=1, confirmed=1),
                "UPDATE okrtui_seen.booking SET state = 'cancelled'",
                "UPDATE okrtui.booking SET need = 'x'",
                "DELETE FROM okrtui_seen.booking",
                "DELETE FROM okrtui.booking",
                "INSERT INTO okrtui.follow_up (booking_id, action_id) VALUES (1, 1)",
                "INSERT INTO okrtui.booking_case (booking_id, case_id) VALUES (1, 1)",
                "INSERT INTO okrtui.case_link (case_id, kind, idea_id) VALUES (1, 'out of', NULL)",
                "UPDATE okrtui.office_hours SET state = 'paused'",
                "DELETE FROM okrtui.office_hours",
            ]
        )
        == []
    )
    assert lena.allowed(["UPDATE okrtui_seen.booking SET guest = 'eve'", "UPDATE okrtui_seen.booking SET at = 5"]) == []


def test_two_bookings_of_one_time_are_refused_by_the_server_itself(store: Store) -> None:
    from okrtui.storage.postgres.driver import psycopg

    at = store.sql("SELECT at FROM booking")[0][0]
    with pytest.raises(psycopg.errors.UniqueViolation):
        Psql(store, "eve")(
            "INSERT INTO okrtui.booking (id, host, guest, at, minutes, place, need, outcome, walk_in, confirmed, "
            f"state, version) VALUES (2, 'bob', 'eve', {at}, 20, '', '', '', 0, 1, 'booked', 1)"
        )
