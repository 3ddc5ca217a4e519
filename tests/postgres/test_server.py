"""A server that goes away and comes back, refuses, or serves many at once; and the commands that set one up."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest

from okrtui.cli.main import main
from okrtui.errors import NoWorkspace, Refused
from okrtui.rituals.okrs import objectives
from okrtui.rituals.people import values
from okrtui.rituals.people.members import make_workspace
from okrtui.rituals.week import updates
from okrtui.storage.engine.store import Store
from okrtui.storage.journal import feed
from okrtui.storage.open import open_store
from okrtui.storage.postgres.driver import psycopg
from okrtui.storage.schema.migrations import MIGRATIONS
from okrtui.storage.schema.values_text import split_values
from tests.postgres.server import server
from tests.workspaces import MONDAY, ctx, on_server, unsound


@pytest.fixture
def store() -> Iterator[Store]:
    made = on_server()
    yield made
    made.close()


def database(store: Store) -> str:
    return str(store.sql("SELECT current_database()")[0][0])


def test_a_restart_is_told_and_then_forgotten(store: Store) -> None:
    mei = ctx(store)
    feed.mark_seen(mei.store)
    server().stop()
    try:
        with pytest.raises(Refused, match="does not answer; nothing was changed"):
            objectives.add_objective(mei, "Halve the build")
        with pytest.raises(Refused, match="does not answer"):
            feed.poll(mei.store)
    finally:
        server().start()
    assert objectives.add_objective(mei, "Halve the build").ref == "O1"
    assert [entry.verb for entry in feed.poll(mei.store)] == ["added"]
    with closing(open_store(server().url(database(store), "mei"))) as other:
        assert other.sql("SELECT COUNT(*) FROM objective")[0][0] == 1


def test_what_a_server_refuses_is_one_sentence(store: Store) -> None:
    name = database(store)
    server().sql("CREATE ROLE uninvited LOGIN")
    wrong = {
        server().url("nowhere"): "there is no database",
        server().url(name, "nobody"): "does not let you in",
        server().url(name, "uninvited"): "does not allow you that",
        "postgresql://mei:secret@/x?host=/nonexistent": "does not answer",
    }
    for address, sentence in wrong.items():
        with pytest.raises(Refused, match=sentence) as refused:
            open_store(address)
        assert "secret" not in str(refused.value)
    with pytest.raises(NoWorkspace, match="okrtui init"):
        open_store(server().url(server().database()))
    server().sql("INSERT INTO okrtui.migration VALUES (999, 'from the future')", name)
    with pytest.raises(Refused, match="newer okrtui"):
        open_store(server().url(name, "postgres"))


def test_an_administrator_brings_an_older_server_up_to_date_and_a_member_is_told(store: Store) -> None:
    objectives.add_objective(ctx(store, "bob"), "Halve the build")
    name = database(store)
    older = max(step.version for step in MIGRATIONS if step.checks)  # which says what columns may hold
    undone = [step for step in reversed(MIGRATIONS) if step.version >= older]
    made = {
        f"{table}_{column}_known": table for step in undone for table in step.checks for column in step.checks[table]
    }
    for statement in (each for step in undone for each in reversed(step.statements)):  # as the step before it left it
        if new := re.match(r"ALTER TABLE (\w+) ADD COLUMN (\w+)", statement):
            server().sql(f"ALTER TABLE okrtui.{new[1]} DROP COLUMN {new[2]} CASCADE", name)
        elif new := re.match(r"CREATE TABLE (\w+)", statement):
            server().sql(f"DROP TABLE okrtui.{new[1]} CASCADE", name)
    for each, table in made.items():
        server().sql(f"ALTER TABLE IF EXISTS okrtui.{table} DROP CONSTRAINT IF EXISTS {each}", name)
    server().sql(f"DELETE FROM okrtui.migration WHERE version >= {older}", name)
    with pytest.raises(Refused, match="administrator"):
        open_store(server().url(name, "bob"))
    with closing(open_store(server().url(name))) as again:
        assert again.sql("SELECT MAX(version), COUNT(*) FROM migration") == [(len(MIGRATIONS), len(MIGRATIONS))]
        there = {row[0] for row in again.sql("SELECT conname FROM pg_constraint")}
        assert made and made.keys() <= there
    with closing(open_store(server().url(name, "bob"))) as later:
        assert [row[0] for row in later.sql("SELECT title FROM objective")] == ["Halve the build"]
        assert objectives.add_objective(ctx(store, "bob"), "Go on").ref == "O2"


def test_the_values_text_of_an_older_server_becomes_values_and_the_journal_tells_it(store: Store) -> None:
    mei = ctx(store)
    objectives.add_objective(mei, "Halve the build")
    (before,) = store.sql("SELECT id, uuid, name, timezone, vision, created_at, decimal_sign FROM workspace")
    with store.transaction():
        store.execute("SET LOCAL search_path = okrtui, pg_temp")
        store.execute("UPDATE workspace SET ethos = '- Open by default\n- Undo is a feature'")
        split_values(store.execute)
    assert [(each.ref, each.text) for each in values.values(mei)] == [
        ("V1", "Open by default"),
        ("V2", "Undo is a feature"),
    ]
    assert store.sql("SELECT id, uuid, name, timezone, vision, created_at, decimal_sign FROM workspace") == [before]
    assert values.add(mei, "Small steps").ref == "V3"
    assert unsound(store) == []


def test_statistics_by_login_are_named_and_closed(capsys: pytest.CaptureFixture[str]) -> None:
    name = server().database()
    make_workspace(server().url(name), name="Acme", timezone="UTC", login="mei", person="Mei", now=MONDAY).close()
    assert main(["-w", server().url(name), "grant", "ann"]) == 0
    try:
        server().sql("CREATE EXTENSION pg_stat_statements", name)
    except psycopg.Error:
        pytest.skip("this server has no pg_stat_statements (Debian: part of postgresql)")
    assert main(["-w", server().url(name, "ann"), "doctor"]) == 1
    assert "pg_stat_statements_info tells every member whose statements run when" in capsys.readouterr().out
    assert main(["-w", server().url(name), "grant", "eve"]) == 0, "an administrator's okrtui closes it"
    assert main(["-w", server().url(name, "ann"), "doctor"]) == 0


def test_a_server_is_set_up_by_commands(capsys: pytest.CaptureFixture[str]) -> None:
    name = server().database()
    assert main(["-w", server().url(name), "init", "--name", "Acme", "--timezone", "UTC"]) == 0
    assert main(["-w", server().url(name), "init"]) == 1
    assert main(["-w", server().url(name), "grant", "ann"]) == 0
    assert main(["-w", server().url(name, "ann"), "objective", "add", "Ship"]) == 0
    assert main(["-w", server().url(name, "ann"), "grant", "eve"]) == 1
    assert main(["-w", server().url(name, "ann"), "backup", "/tmp/never"]) == 1
    assert main(["-w", server().url(name, "ann"), "doctor"]) == 0
    out, err = capsys.readouterr()
    assert "Acme is at postgresql://" in out
    assert "the server knows you as ann" in out
    assert "is there already" in err
    assert "only an administrator" in err
    assert "pg_dump" in err
    with closing(open_store(server().url(name))) as store:
        assert store.sql("SELECT who, verb FROM activity ORDER BY id DESC")[0] == ("ann", "added")
    assert main(["-w", server().url(name, "ann"), "log", "--verify"]) == 0
    assert main(["-w", server().url(name), "log", "--verify"]) == 0
    out, err = capsys.readouterr()
    assert (out.count("as okrtui wrote them"), err) == (2, "")
    assert main(["-w", server().url(name, "ann"), "export", "/tmp/never", "--format", "json"]) == 1
    assert "an administrator of the server exports it whole" in capsys.readouterr().err


@pytest.mark.long
def test_many_writers_lose_nothing(store: Store) -> None:
    name, processes, changes = database(store), 8, 10
    ctx(store, "mei")
    code = (
        "import sys\nfrom okrtui.rituals.okrs import objectives as okrs\n"
        "from okrtui.storage.open import open_store\n"
        "from tests.workspaces import MONDAY\nfrom okrtui.rituals.context import Context\n"
        "store = open_store(sys.argv[1], patience=120)\nhere = Context(store, store.member, 'x', MONDAY)\n"
        f"for number in range({changes}): okrs.add_objective(here, f'{{sys.argv[2]}}-{{number}}')\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, server().url(name, "mei"), str(n)]) for n in range(processes)
    ]
    assert [each.wait(120) for each in running] == [0] * processes
    assert store.sql("SELECT COUNT(DISTINCT title), MAX(number) FROM objective") == [(80, 80)]
    assert store.sql("SELECT COUNT(*), MAX(id) FROM activity WHERE verb = 'added'")[0][0] == 80


def test_others_changes_come_by_notification(store: Store) -> None:
    mei, bob = ctx(store), ctx(store, "bob")
    feed.mark_seen(mei.store)
    assert feed.poll(mei.store) == ()
    assert not mei.store.presence_changed
    updates.submit(bob, priorities=[("x", "")])
    assert [entry.who for entry in feed.poll(mei.store)][-1] == "bob"
    server().sql("NOTIFY okrtui, 'forged'", database(store))
    assert feed.poll(mei.store) == ()  # it only wakes the look
