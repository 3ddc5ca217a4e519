"""Entries that okrtui did not write, in its journal: nobody's screen, log or undo fails by one, and verify names it."""

import contextlib
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from okrtui.storage.schema.hash_chain import COLUMNS, ChainEntry, sealed
from okrtui.storage.tables import STORED
from tests.trust import hostile
from tests.trust.places import cli, fresh, opened, refused

CHANGES = {
    "null": "null",
    "a number": "7",
    "a text": '"x"',
    "no JSON": "{[",
    "an empty text": "",
    "a list of nulls": "[null]",
    "a change without its row": '[{"table":"objective"}]',
    "a row that is a text": '[{"after":"x","before":null,"id":"one","table":"objective"}]',
    "deeper than can be read": "[" * 100_000,
    "a table that is none": '[{"after":{"x":1},"before":null,"id":1,"table":"sqlite_master"}]',
}


def put_in(path: Path, changes: str, at: int = 1_900_000_000) -> None:
    """Add an entry that follows the chain, as anybody can who may write the file."""
    with closing(sqlite3.connect(path)) as db:
        last, chain = db.execute("SELECT id, chain FROM activity ORDER BY id DESC LIMIT 1").fetchone()
        entry = ChainEntry(last + 1, at, "mei", "edited objective", "O1", "x", changes, None, "s", "", "")
        made = sealed(entry, chain)
        db.execute(f"INSERT INTO activity ({COLUMNS}) VALUES ({', '.join('?' * len(made))})", tuple(made))
        db.commit()


@pytest.mark.parametrize("name", CHANGES)
def test_an_entry_that_cannot_be_read_stops_nobody(name: str, tmp_path: Path) -> None:
    path = fresh(tmp_path)
    put_in(path, CHANGES[name])
    for words in (("log",), ("log", "--json"), ("okr", "list"), ("due",), ("checkin", "KR1.1", "104"), ("undo",)):
        done = cli(path, tmp_path, *words)
        assert (done.returncode, done.stderr) == (0, ""), words
    told = cli(path, tmp_path, "log", "--verify")
    assert told.returncode == 1
    assert "does not write" in told.stdout
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE objective SET title = 'behind its back'")
        db.commit()
    told = cli(path, tmp_path, "log", "--verify")
    assert "objective differs from the journal in title" in told.stdout, "and the rows are compared all the same"


@pytest.mark.parametrize("at", [2**62, -(2**62)])
def test_a_time_that_is_none_is_shown_as_the_beginning_of_time(at: int, tmp_path: Path) -> None:
    path = fresh(tmp_path)
    put_in(path, "[]", at)
    done = cli(path, tmp_path, "log")
    assert (done.returncode, done.stderr) == (0, "")


def test_the_program_goes_on_when_such_an_entry_comes(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    with opened(path, tmp_path) as terminal:
        terminal.wait_for("· week ")
        put_in(path, "null")
        terminal.press("7")
        terminal.wait_for("edited objective")
        terminal.press("2")
        terminal.wait_for("Make the proxy boring")


READ = (
    *(("okr", "list"), ("week",), ("due",), ("log",), ("retro", "status", "S1"), ("retro", "agree"), ("people",)),
    *(("report", "week"), ("heroes", "list"), ("ideas", "list"), ("action", "list"), ("okr", "show", "KR1.1")),
    ("retro", "templates"),
)
"""What people look at most."""
NUMBERS = "member.version cycle.version objective.number objective.cycle_id vote.number attendance.seen agreement.at"
WORDS = (
    "member.name cycle.name objective.title key_result.milestones weekly_update.helpers recognition.story card.text "
    "session.minutes retro_template.items kr_review.verdict activity.summary"
)


@pytest.mark.parametrize(
    ("where", "value"),
    [*((each, "abc") for each in NUMBERS.split()), *((each, b"\xffA\0") for each in f"{WORDS} {NUMBERS}".split())],
)
def test_no_value_that_is_none_of_its_kind_ends_a_command_otherwise_than_by_a_sentence(
    where: str, value: object, tmp_path: Path
) -> None:
    """SQLite takes words in a column of numbers, and bytes in any: `hostile.run` fails where okrtui itself does."""
    path = hostile.filled(tmp_path)
    table, column = where.split(".")
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        sql = f"UPDATE {table} SET {column} = ? WHERE id = (SELECT MIN(id) FROM {table})"
        assert db.execute(sql, (value,)).rowcount == 1
        db.commit()
    for words in READ:
        hostile.run(path, *words)
    told = hostile.run(path, "log", "--verify")
    unwatched = {"vote.number", "attendance.seen", "cycle.version", "member.version"}
    assert told.code == 1 or where in unwatched, told.out


STRANGE: tuple[object, ...] = (
    *(2**63 - 1, -(2**63), float("inf"), -1, 0, 1.5, "abc", b"\xff\xfeA\0", "", "[" * 20_000, "9" * 6000, '{"a":1}'),
    *("[null]", "[[1]]", "x" * 1_000_000, "2026-W99", "2026-W0a", "-0001-01-01", "9999-12-31"),
    "\x1b]0;mine\x07\x1b[31mx\u202ey\x9bz",
)
"""What means nothing in most columns: huge and endless numbers, words, bytes, deep JSON, escapes for a terminal."""
LOOKS = (
    *READ,
    *(("kr", "list"), ("objective", "list"), ("week", "--json"), ("okr", "list", "--json"), ("log", "--json")),
    *(("report", "cycle"), ("retro", "show", "S1"), ("brainstorm", "show", "S2"), ("cycle", "list"), ("health",)),
    *(
        ("hours", "list", "m1"),
        ("booking", "list", "--all"),
        ("case", "list"),
        ("case", "show", "C1"),
        ("value", "list"),
    ),
    *(
        ("process", "list"),
        ("ideas", "show", "I1"),
        ("heroes", "show", "H1"),
        ("retro", "topic"),
        ("update",),
        ("undo",),
    ),
)
GROUPS = [sorted(STORED)[at::8] for at in range(8)]
"""Tables that are spoilt together: one by one takes long, and what is refused at once is looked at no further."""


@pytest.mark.long
@pytest.mark.parametrize("tables", GROUPS, ids=lambda tables: tables[0])
def test_whatever_stands_in_any_column_stops_nobody(tables: list[str], tmp_path: Path) -> None:
    """Each row has another column spoilt in another way; `hostile.run` fails where okrtui itself does."""
    path = hostile.filled(tmp_path)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        for table in tables:
            names = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
            numbers = [row[0] for row in db.execute(f"SELECT rowid FROM {table} ORDER BY rowid")]
            for at, number in enumerate(numbers, int(os.environ.get("OKRTUI_TURN", "0")) * len(numbers)):
                column, value = names[at % len(names)], STRANGE[(at // len(names) + at) % len(STRANGE)]
                with contextlib.suppress(sqlite3.IntegrityError):  # what the file itself forbids to everybody
                    db.execute(f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?', (value, number))
        db.commit()
    for words in LOOKS:
        hostile.run(path, *words)
    hostile.run(path, "log", "--verify")


def test_a_workspace_whose_own_row_was_taken_out_is_one_sentence(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    with closing(sqlite3.connect(path)) as db:
        db.execute("DELETE FROM workspace")
        db.commit()
    for words in (("okr", "list"), ("due",), ("checkin", "KR1.1", "104"), ("report", "week"), ("log", "--verify")):
        assert "so no name; bring a backup back" in refused(cli(path, tmp_path, *words)), words


def test_a_row_of_a_state_that_is_none_is_named_in_its_place_and_all_else_works(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")  # as it may be from before the tables forbade it
        db.execute("UPDATE key_result SET state = 'zzz' WHERE number = 1")
        db.commit()
    said = "KR1.1 has the state “zzz”, which this okrtui does not know"
    for words in (("okr", "list"), ("week",), ("due",), ("okr", "list", "--json")):
        done = cli(path, tmp_path, *words)
        assert (done.returncode, done.stderr) == (0, ""), words
    assert said in cli(path, tmp_path, "okr", "list").stdout
    assert said in cli(path, tmp_path, "checkin", "KR1.1", "104").stderr
    assert "key_result differs from the journal in state" in cli(path, tmp_path, "log", "--verify").stdout
    with opened(path, tmp_path) as terminal:
        terminal.wait_for("· week ")
        terminal.press("2")
        terminal.wait_for("KR1.1 has the state “z")
        terminal.wait_for("Make the proxy boring")
