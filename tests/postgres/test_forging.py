"""Somebody with psql: nothing can be signed with another's name, and what is private cannot be read. Real roles."""

import hashlib
from collections.abc import Iterator

import pytest

from okrtui.cli.main import main
from okrtui.model.heroes import Standard
from okrtui.rituals import heroes
from okrtui.rituals.okrs import objectives
from okrtui.rituals.week import checkins, updates
from okrtui.storage.engine.location import RULES
from okrtui.storage.engine.store import Store
from okrtui.storage.open import open_store
from okrtui.storage.postgres.functions import FIRST, FUNCTIONS
from okrtui.storage.postgres.policies import DECLARED
from okrtui.storage.schema.migrations import MIGRATIONS
from tests.postgres.psql import Psql
from tests.postgres.server import server
from tests.workspaces import ctx, on_server


@pytest.fixture
def store() -> Iterator[Store]:
    made = on_server()
    yield made
    made.close()


def test_every_table_says_who_may_do_what(store: Store) -> None:
    found = store.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'okrtui' AND tablename <> 'secret'")
    assert {row[0] for row in found} == set(DECLARED)
    assert not store.sql(
        "SELECT relname FROM pg_class WHERE relnamespace = 'okrtui'::regnamespace AND relkind = 'r' "
        "AND NOT relrowsecurity AND relname <> 'secret'"
    )
    assert len(MIGRATIONS) == store.sql("SELECT COUNT(*) FROM migration")[0][0]


def test_the_rules_have_a_number_that_rises_with_them() -> None:
    said = hashlib.sha256(repr((DECLARED, FIRST, FUNCTIONS)).encode()).hexdigest()[:12]
    assert (RULES, said) == (23, "4d9ba35d3233"), "the rules have changed: let RULES rise, and write both here"


def test_an_administrator_brings_older_rules_up_to_date(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    ctx(store, "eve")
    eve, name = Psql(store, "eve"), str(store.sql("SELECT current_database()")[0][0])
    members = store.sql("SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'okrtui'")[0][0]
    members = str(members).removesuffix("_owner")
    for statement in (
        "COMMENT ON SCHEMA okrtui IS NULL",
        "DROP VIEW okrtui_seen.answer",
        f"GRANT SELECT ON okrtui.answer, okrtui.activity TO {members}",
        "DROP POLICY may_insert ON okrtui.note",
        f"CREATE POLICY may_insert ON okrtui.note FOR INSERT TO {members} WITH CHECK (true)",
        "DROP TRIGGER keep_lead ON okrtui.session",
    ):
        store.run(statement)
    open_store(server().url(name, "eve")).close()  # a member cannot, and works on
    assert not eve.refused("SELECT COUNT(number) FROM okrtui.answer")
    assert main(["-w", server().url(name, "eve"), "doctor"]) == 1
    open_store(server().url(name)).close()
    assert main(["-w", server().url(name, "eve"), "doctor"]) == 0
    assert capsys.readouterr().out.count("rules of an older okrtui") == 1
    assert eve.allowed(["SELECT COUNT(number) FROM okrtui.answer", "SELECT COUNT(salt) FROM okrtui.activity"]) == []
    assert eve("SELECT number FROM okrtui_seen.answer") == []
    assert store.sql("SELECT COUNT(*) FROM pg_trigger WHERE tgname = 'keep_lead'") == [(1,)]
    store.run("COMMENT ON SCHEMA okrtui IS 'rules 99'")
    store.run("DROP TRIGGER keep_lead ON okrtui.session")
    open_store(server().url(name)).close()  # newer ones are left alone
    assert store.sql("SELECT COUNT(*) FROM pg_trigger WHERE tgname = 'keep_lead'") == [(0,)]


def test_authorship_cannot_be_forged(store: Store) -> None:
    mei, bob = ctx(store), ctx(store, "bob")
    goal = objectives.add_objective(mei, "Halve the build")
    objectives.add_objective(mei, "Another")
    objectives.add_key_result(mei, goal.ref, "Minutes", start=20, target=10)
    checkins.check_in(mei, "KR1.1", 18)
    heroes.post(mei, ["bob"], "helped", Standard.CONTRIBUTION)
    updates.submit(bob, priorities=[("x", "")], pulse=4)
    psql = Psql(store, "bob")
    assert psql("SELECT who FROM okrtui.checkin") == [("mei",)]
    forged = [
        "INSERT INTO okrtui_seen.activity (id, at, who, verb, ref, summary, changes) "
        "VALUES (99, 1, 'mei', 'x', '', '', '[]') RETURNING id",
        "INSERT INTO okrtui.activity (id, at, who, verb, ref, summary, changes) "
        "VALUES (99, 1, 'mei', 'x', '', '', '[]') RETURNING id",
        "UPDATE okrtui.activity SET summary = 'never' RETURNING id",
        "DELETE FROM okrtui.activity RETURNING id",
        "UPDATE okrtui_seen.activity SET who = 'bob' WHERE who = 'mei' RETURNING id",
        "DELETE FROM okrtui_seen.activity WHERE who = 'mei' RETURNING (SELECT 1 WHERE false)",
        "UPDATE okrtui.checkin SET value = 1 RETURNING id",
        "DELETE FROM okrtui.checkin RETURNING id",
        "INSERT INTO okrtui.checkin (kr_id, week, revision, value, note, done, who, entered_by, at) "
        "VALUES (1, '2026-W48', 9, 1, '', '[]', 'mei', 'mei', 1) RETURNING id",
        "UPDATE okrtui.recognition SET giver = 'bob' RETURNING id",
        "UPDATE okrtui.recognition SET story = 'did nothing' RETURNING id",
        "DELETE FROM okrtui.recognition RETURNING id",
        "INSERT INTO okrtui.reply (recognition_id, who, text, at) VALUES (1, 'mei', 'x', 1) RETURNING id",
        "INSERT INTO okrtui.weekly_update (who, week, revision, ahead, blocker, helpers, wins, at) "
        "VALUES ('mei', '2026-W48', 1, '', '', '', '', 1) RETURNING id",
        "UPDATE okrtui.member SET login = 'eve' RETURNING id",
        "UPDATE okrtui.key_result SET number = 7 RETURNING id",
        "UPDATE okrtui.key_result SET number = 10001, objective_id = 2 RETURNING id",
        "INSERT INTO okrtui.vote (session_id, group_id, ballot, number) VALUES (1, 1, '@mei', 1) RETURNING id",
        "SELECT value FROM okrtui.secret",
        "SET SESSION AUTHORIZATION mei",
        "SET ROLE mei",
        "ALTER TABLE okrtui.checkin DISABLE ROW LEVEL SECURITY",
        "CREATE TABLE okrtui.mine (id int)",
        "SET row_security = off; SELECT id FROM okrtui.recognition WHERE false",
    ]
    assert psql.allowed(forged) == []
    told = [(row[0], row[1]) for row in store.sql("SELECT who, verb FROM activity ORDER BY id")]
    assert ("mei", "checked in") in told
    assert store.sql("SELECT value, who FROM checkin") == [(18.0, "mei")]
    assert store.sql("SELECT giver, story FROM recognition") == [("mei", "helped")]


def test_what_is_private_cannot_be_read(store: Store) -> None:
    mei = ctx(store)
    for login, pulse in (("mei", 1), ("bob", 2)):
        updates.submit(ctx(store, login), priorities=[("x", "")], pulse=pulse)
    card = heroes.post(mei, ["bob"], "a secret", Standard.CONTRIBUTION)
    heroes.hide(ctx(store, "bob"), card.ref)
    ctx(store, "eve")
    eve, bob = Psql(store, "eve"), Psql(store, "bob")
    assert eve.refused("SELECT pulse FROM okrtui.weekly_update")
    assert eve("SELECT DISTINCT pulse FROM okrtui_seen.weekly_update") == [(None,)]
    assert bob("SELECT pulse FROM okrtui_seen.weekly_update WHERE who = 'bob'") == [(2,)]
    means = "SELECT mean FROM okrtui.pulse_means('2026-W01', '2026-W53', NULL)"
    assert eve(means) == []  # of two people
    updates.submit(ctx(store, "lena"), priorities=[("x", "")], pulse=3)
    assert eve(means) == [(2.0,)]
    assert eve.refused("SELECT changes FROM okrtui.activity")
    assert not [row for row in eve("SELECT changes FROM okrtui_seen.activity") if '"pulse"' in str(row[0])]
    assert eve("SELECT id FROM okrtui.recognition") == [] == eve("SELECT id FROM okrtui.recipient")
    assert bob("SELECT story FROM okrtui.recognition") == [("a secret",)]
    assert not [row for row in eve("SELECT summary, changes FROM okrtui_seen.activity") if "secret" in str(row)]
    assert eve.refused(
        "INSERT INTO okrtui.reply (recognition_id, who, text, at) VALUES (1, 'eve', 'x', 1) RETURNING id"
    )


def test_what_okrtui_writes_itself_is_nobodys_words_to_take_out(store: Store) -> None:
    """Who wrote, in which state, under which key: by the function that takes words out a member could change all."""
    mei = ctx(store)
    objectives.add_objective(mei, "Boring")
    objectives.add_key_result(mei, "O1", "p99", start=1, target=9)
    checkins.check_in(ctx(store, "eve"), "KR1.1", 3)
    eve = Psql(store, "eve")
    eve("INSERT INTO okrtui.member (login, name, skills, state, version) VALUES ('[redacted]', 'x', '', 'active', 1)")
    told = (
        "INSERT INTO okrtui_seen.activity (id, at, who, verb, ref, summary, changes, salt, digest, chain) "
        "SELECT MAX(id) + 1, 1, 'eve', 'redacted', 'O1', 'w', '[]', 's', 'd', 'c' FROM okrtui_seen.activity"
    )
    for table, column in (("checkin", "entered_by"), ("checkin", "who"), ("key_result", "state"), ("objective", "dri")):
        eve("BEGIN")
        eve(told)
        assert eve.refused(f"SELECT okrtui.redact('{table}', 1, '{column}', '[redacted]')"), (table, column)
        eve("ROLLBACK")
    assert store.sql("SELECT entered_by FROM okrtui.checkin") == [("eve",)]


def test_a_member_takes_only_parts_of_their_own_words_out_and_an_entry_tells_it(store: Store) -> None:
    mei, eve = ctx(store), Psql(store, "eve")
    objectives.add_objective(mei, "Make the proxy boring")
    checkin = objectives.add_objective(ctx(store, "eve"), "secret words, and others")
    number, stored = eve("SELECT id, changes FROM okrtui_seen.activity WHERE who = 'eve' ORDER BY id DESC LIMIT 1")[0]
    (theirs,) = eve("SELECT id FROM okrtui_seen.activity WHERE who = 'mei' ORDER BY id DESC LIMIT 1")[0]
    assert checkin.title == "secret words, and others"
    left = str(stored).replace("secret", "[redacted]")
    told = (
        "INSERT INTO okrtui_seen.activity (id, at, who, verb, ref, summary, changes, salt, digest, chain) SELECT "
        'MAX(id) + 1, 1, \'eve\', \'redacted\', \'O2\', \'w\', \'[{{"after":{{}},"before":{{}},"digest":"x","id":{},'
        "\"table\":\"activity\"}}]', 's', 'd', 'c' FROM okrtui_seen.activity"
    )
    deed = "SELECT okrtui.redact('activity', {}, '{}', '{}')"
    assert eve.refused(deed.format(number, "changes", left)), "no entry tells of it"
    for of, column, new in (
        (theirs, "summary", "[redacted]"),
        (number, "changes", left.replace("others", "more")),
        (number, "who", "[redacted]"),
        (number, "digest", "[redacted]"),
    ):
        eve("BEGIN")
        eve(told.format(of))
        assert eve.refused(deed.format(of, column, new)), (of, column)
        eve("ROLLBACK")
    eve("BEGIN")
    eve(told.format(number))
    eve(deed.format(number, "changes", left))
    eve("COMMIT")
    assert eve.refused(deed.format(number, "summary", "[redacted]")), "the entry is of another transaction"
    assert "secret" not in str(store.sql("SELECT changes FROM okrtui.activity WHERE id = ?", (int(str(number)),)))
