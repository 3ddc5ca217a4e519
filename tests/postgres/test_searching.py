"""Somebody with psql who puts names of theirs in the place of ours, takes locks, or uses up the numbers."""

import re
from collections.abc import Iterator
from contextlib import closing

import pytest

from okrtui.cli.main import main
from okrtui.errors import Busy, Refused
from okrtui.model.heroes import Standard
from okrtui.model.live import Kind, Phase
from okrtui.rituals import heroes
from okrtui.rituals.live import facilitation, sessions
from okrtui.rituals.okrs import objectives
from okrtui.rituals.people import members
from okrtui.rituals.week import checkins
from okrtui.storage.engine.store import Store
from okrtui.storage.open import open_store
from okrtui.storage.postgres.functions import FIRST, FUNCTIONS
from okrtui.storage.postgres.policies import DECLARED
from tests.postgres.psql import Psql
from tests.postgres.server import server
from tests.workspaces import ctx, on_server


@pytest.fixture
def store() -> Iterator[Store]:
    made = on_server()
    yield made
    made.close()


def address(store: Store, login: str = "") -> str:
    name = str(store.sql("SELECT current_database()")[0][0])
    return server().url(name, login) if login else server().url(name)


def test_every_function_has_a_search_path_of_its_own(store: Store) -> None:
    found = store.sql(
        "SELECT p.proname, array_to_string(p.proconfig, ' ') FROM pg_proc p JOIN pg_namespace n "
        "ON n.oid = p.pronamespace WHERE n.nspname IN ('okrtui', 'okrtui_seen') AND p.proname <> 'clock'"
    )
    assert len(found) > 15
    # the tests' own clock stands in the place of the one that is declared
    assert "SET search_path" in next(each for each in FUNCTIONS if "okrtui.clock()" in each.split("RETURNS")[0])
    for name, settings in found:
        assert re.search(r"search_path=\w+, pg_temp", settings or ""), name


def test_every_table_in_a_function_is_named_with_its_schema() -> None:
    names = "|".join((*DECLARED, "secret", "pg_class", "pg_roles", "pg_proc", "pg_namespace"))
    for each in (*FIRST, *FUNCTIONS):
        assert not re.findall(rf"\b(?:FROM|JOIN|UPDATE|INTO)\s+(?:{names})\b(?!\.)", each), each


def test_types_and_tables_of_mine_stand_in_the_place_of_none(store: Store) -> None:
    mei = ctx(store)
    card = heroes.post(mei, ["bob"], "helped with the deploy", Standard.CONTRIBUTION)
    session = sessions.start(mei, Kind.BRAINSTORM, "Why?", anonymous=True, concealed=True)
    ctx(store, "eve")
    store.run(f"GRANT TEMP ON DATABASE {store.sql('SELECT current_database()')[0][0]} TO PUBLIC")  # as it was
    eve = Psql(store, "eve")
    for name in ("text", "bigint", "jsonb", "regclass"):
        eve(f'CREATE DOMAIN pg_temp.{name} AS "char"')
    eve("CREATE TEMP TABLE session AS SELECT 1 AS id, 'eve' AS facilitator, 0 AS anonymous")
    for path in ("pg_temp, pg_catalog", "pg_temp, pg_catalog, okrtui_seen, okrtui"):
        eve(f"SET search_path = {path}")
        for statement in (
            "UPDATE okrtui.recognition SET story = 'did nothing'",
            "UPDATE okrtui.recognition SET giver = 'eve'",
            "UPDATE okrtui.session SET title = 'mine', phase = 'closed', anonymous = 0, concealed = 0",
            "UPDATE okrtui.session SET anonymous = 0",
            "UPDATE okrtui.session SET budget = 99",
        ):
            assert eve.refused(statement), (path, statement)
    assert store.sql("SELECT story, giver FROM recognition") == [("helped with the deploy", "mei")]
    assert store.sql("SELECT anonymous, concealed FROM session") == [(1, 1)]
    assert (card.ref, session.ref) == ("H1", sessions.find(mei, session.ref).ref)


@pytest.mark.parametrize("ref", ["Hx", "H", "H1 ", "HH7", "H-1"])
def test_the_journal_is_only_blanked_about_hero_cards_that_are_gone(store: Store, ref: str) -> None:
    mei = ctx(store)
    objectives.add_objective(mei, "Halve the build")
    newest = store.sql("SELECT MAX(id) FROM activity")[0][0]
    with store.transaction():
        store.take_as_it_is()
        store.run("UPDATE okrtui.activity SET ref = ? WHERE id = ?", (ref, newest))
    ctx(store, "eve")
    blank = (
        "UPDATE okrtui_seen.activity SET who = '', verb = '', ref = '', summary = '', changes = '[]', salt = '' "
        f"WHERE id = {newest}"
    )
    assert Psql(store, "eve").refused(blank)
    with store.transaction():
        store.take_as_it_is()
        store.run("UPDATE okrtui.activity SET ref = 'H77' WHERE id = ?", (newest,))
    assert Psql(store, "eve").refused(blank), "it changed no hero card"
    assert store.sql("SELECT who FROM activity WHERE id = ?", (newest,)) == [("mei",)]


def test_reads_wait_for_nobody_longer_than_they_say(store: Store) -> None:
    ctx(store, "eve"), ctx(store, "bob")
    eve = Psql(store, "eve")
    eve("BEGIN")
    eve("LOCK TABLE okrtui.team IN ROW EXCLUSIVE MODE")
    held = store.sql("SELECT current_database()")  # an administrator's own line holds what a member may not
    assert held
    store.execute("BEGIN")
    store.execute("LOCK TABLE okrtui.member, okrtui.weekly_update IN ACCESS EXCLUSIVE MODE")
    try:
        with pytest.raises(Busy, match="busy"):
            open_store(address(store, "bob"), patience=0.2).sql("SELECT login FROM member")
    finally:
        store.execute("ROLLBACK")


def test_who_is_no_member_gets_no_line_and_so_no_lock(store: Store) -> None:
    place = server().database()
    members.make_workspace(
        server().url(place), name="Acme", timezone="UTC", login="mei", person="Mei", now=ctx(store).now
    ).close()
    server().sql('CREATE ROLE "passer_by" LOGIN', place)
    with pytest.raises(Refused, match="okrtui grant"):
        open_store(server().url(place, "passer_by"))
    with closing(open_store(server().url(place))) as own:
        assert main(["-w", server().url(place), "grant", "newcomer"]) == 0
        newcomer = Psql(own, "newcomer")
        assert newcomer("SELECT 1") == [(1,)]
        assert newcomer.refused("CREATE TEMP TABLE mine (id int)")


HUGE = 2**63 - 1


def test_nobody_uses_up_the_numbers(store: Store) -> None:
    mei = ctx(store)
    goal = objectives.add_objective(mei, "Halve the build")
    objectives.add_key_result(mei, goal.ref, "Minutes", start=20, target=10)
    ctx(store, "eve")
    eve = Psql(store, "eve")
    columns = {
        name: [
            row[0]
            for row in store.sql(
                "SELECT column_name FROM information_schema.columns WHERE table_schema = 'okrtui' AND table_name = ?",
                (name,),
            )
        ]
        for name in DECLARED
    }
    for name in DECLARED:
        if "id" in columns[name]:
            assert eve.refused(f"UPDATE okrtui.{name} SET id = {HUGE}"), name
    for statement in (
        f"INSERT INTO okrtui.team (id, name) VALUES ({HUGE}, 'mine')",
        f"UPDATE okrtui.objective SET number = {HUGE}",
        f"UPDATE okrtui.key_result SET number = {HUGE}",
        "INSERT INTO okrtui.checkin (kr_id, week, revision, value, note, done, who, entered_by, at) "
        f"VALUES (1, '2026-W48', {HUGE}, 1, '', '[]', 'eve', 'eve', 1)",
    ):
        assert eve.refused(statement), statement
    assert members.add_team(mei, "Ours").name == "Ours"
    assert objectives.add_objective(mei, "Next").ref == "O2"
    assert checkins.check_in(mei, "KR1.1", 18).value == 18


def test_a_card_far_down_leaves_room_for_the_next(store: Store) -> None:
    mei = ctx(store)
    session = sessions.start(mei, Kind.BRAINSTORM, "Why?")
    facilitation.move(mei, session.ref, Phase.GATHER)
    sessions.write_card(mei, session.ref, "first")
    ctx(store, "eve")
    assert Psql(store, "eve").refused(f"UPDATE okrtui_seen.card SET place = {HUGE}"), "that is for who leads"
    Psql(store, "mei")(f"UPDATE okrtui_seen.card SET place = {HUGE}")
    assert sessions.write_card(mei, session.ref, "second").text == "second"
