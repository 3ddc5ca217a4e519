"""Office hours on the command line, by three people of one file."""

import re
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from okrtui.config import state_folder
from okrtui.rituals import hours
from okrtui.sharing.export.calendar import calendar
from okrtui.storage.open import open_store
from tests.cli.test_main import Cli, boring, cli, me
from tests.workspaces import MONDAY, ctx

__all__ = ["boring", "cli"]


@pytest.fixture
def open_hours(boring: Cli) -> Cli:
    """Bob hosts on Tuesdays; I sit at the command line, on a Monday."""
    boring("member", "add", "bob")
    boring("member", "add", "eve")
    store = open_store(boring.path)
    hours.add(ctx(store, "bob"), 1, 14 * 60, 15 * 60, place="Room 3")
    store.close()
    return boring


def as_bob(cli: Cli, do: str, *more: object, days: float = 0) -> object:
    store = open_store(cli.path)
    try:
        return getattr(hours, do)(ctx(store, "bob", weeks=days / 7), *more)
    finally:
        store.close()


def test_a_guest_finds_a_slot_books_it_and_reads_what_came_of_it(open_hours: Cli) -> None:
    run = open_hours
    assert run("hours", "list") == "OH1  bob  Tue 14:00–15:00, 20 min each  Room 3\n"
    assert "Tuesday 2026-11-24 14:00  20 min  free" in run("hours", "list", "bob")
    assert run("book", "bob", "tue", "2pm", "a reviewer") == ("B1  Tuesday 2026-11-24 14:00, 20 min with bob, Room 3\n")
    assert "hidden in the file, not secret" in run.err and "list of processes" in run.err
    assert "B1 yours: a reviewer" in run("hours", "list", "bob")
    assert "free: Tuesday 2026-11-24 14:20" in run.refused("book", "bob", "2026-11-24", "14:00")
    assert run.data("booking", "list")[0]["need"] == "a reviewer"
    assert "bob hosts B1" in run.refused("booking", "held", "B1")
    as_bob(run, "follow_up", "B1", "Ask Ana")
    as_bob(run, "held", "B1", "yes, on Friday", days=2)
    told = run("booking", "show", "b1")
    assert "came of it: yes, on Friday" in told and "A1 Ask Ana (bob, due " in told
    assert "open since B1: A1 Ask Ana" in run("book", "bob", "2026-12-01", "14:20")
    assert [a["ref"] for a in run.data("booking", "show", "B2")["open_from_before"]] == ["A1"]
    assert run("booking", "cancel", "B2") == "B2 is cancelled\n"
    assert run("booking", "list").startswith("You have no open booking")


def test_a_host_announces_pauses_and_settles(boring: Cli) -> None:
    boring("member", "add", "bob")
    assert boring("hours", "add", "thursday", "9-10", "--slot", "15") == "OH1\n"
    assert boring("hours", "pause") == "OH1: paused\n" and "paused" in boring("hours", "list")
    assert boring("hours", "resume", "OH1") == "OH1: on again\n"
    assert boring.data("hours", "list")[0] | {"host": ""} == {
        "ref": "OH1",
        "host": "",
        "weekday": "thursday",
        "from": "09:00",
        "to": "10:00",
        "slot": 15,
        "place": "",
        "state": "on",
    }
    assert boring("booking", "walk-in", "bob", "a question").startswith("B1  bob confirms it with: okrtui booking")
    assert "to be confirmed" in boring("booking", "list")
    assert boring("hours", "end", "OH1") == "OH1: ended\n"
    for words, says in (
        (("hours", "add", "someday", "9-10"), "isn't a weekday"),
        (("hours", "add", "tue", "9"), "isn't a span of time"),
        (("hours", "pause"), "you have no office hours"),
        (("book", "bob", "tue", "noon"), "isn't a time of day"),
    ):
        assert says in boring.refused(*words)


def test_a_private_note_lies_in_my_own_files_and_nowhere_in_the_workspace(open_hours: Cli, tmp_path: Path) -> None:
    run = open_hours
    run("book", "bob", "tue", "14:00")
    assert run("booking", "note", "B1") == "no note of yours on B1 yet\n"
    run("booking", "note", "B1", "he seems tired zebra")
    assert run("booking", "note", "B1") == "he seems tired zebra\n"
    kept = state_folder() / "notes.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    run("export", str(tmp_path / "out"))
    whole = b"".join(path.read_bytes() for path in (*tmp_path.rglob("out/**/*.md"), *tmp_path.glob("team.db*")))
    assert b"zebra" not in whole and "zebra" not in run("log")
    assert run("booking", "note", "B1", "") == "your note on B1 is gone\n"
    assert "zebra" not in kept.read_text()


def test_the_export_tells_times_and_no_bookings(open_hours: Cli, tmp_path: Path) -> None:
    open_hours("book", "bob", "tue", "14:00", "a reviewer")
    open_hours("export", str(tmp_path / "out"))
    page = (tmp_path / "out/hours.md").read_text(encoding="utf-8")
    assert "| Tuesday | 14:00–15:00 | bob | 20 min | Room 3 |" in page
    every = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "out").rglob("*.md"))
    assert "a reviewer" not in every and "B1" not in every
    assert "- [Office hours](hours.md)" in every


def test_due_names_a_booking_of_today_or_tomorrow(open_hours: Cli) -> None:
    open_hours("book", "bob", "tue", "14:00")
    assert "B1 with bob" not in open_hours("due"), "more than a day ahead: it is Monday at ten"
    as_bob(open_hours, "add", 0, 15 * 60, 16 * 60)
    open_hours("book", "bob", "mon", "15:00")
    assert "B2 with bob today at 15:00" in open_hours("due")
    (told,) = open_hours.data("due")["bookings"]
    assert (told["ref"], told["other"], told["waits_for"]) == ("B2", "bob", "time")


def unfolded(text: str) -> list[str]:
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_a_calendar_is_what_the_standard_wants(open_hours: Cli) -> None:
    need = "a reviewer; for the pool, \\o/ and 审查" + " ü" * 60 + "\nsecond line"
    open_hours("book", "bob", "tue", "14:00", need)
    store = open_store(open_hours.path)
    mine, bobs = calendar(ctx(store, me()), me()), calendar(ctx(store, me()), "bob")
    store.close()
    lines = unfolded(mine)
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//okrtui//office hours//EN"]
    assert lines[-1] == "END:VCALENDAR"
    assert "DTSTART:20261124T140000Z" in lines and "DTEND:20261124T142000Z" in lines
    (about,) = (line for line in lines if line.startswith("DESCRIPTION:"))
    assert about.startswith("DESCRIPTION:a reviewer\\; for the pool\\, \\\\o/ and 审查 ü")
    assert about.endswith("ü\\nsecond line")
    theirs = unfolded(bobs)
    assert sum(line == "BEGIN:VEVENT" for line in theirs) == 13 and "a reviewer" not in bobs
    uids = [line for line in theirs if line.startswith("UID:")]
    assert len(set(uids)) == 13 and all(re.fullmatch(r"UID:OH1-\d{8}-[0-9a-f]{32}@okrtui", each) for each in uids)
    assert f"DTSTAMP:{MONDAY:%Y%m%dT%H%M%SZ}" in theirs
    assert datetime(2026, 11, 24, 14, tzinfo=UTC) + timedelta(weeks=12) == datetime(2027, 2, 16, 14, tzinfo=UTC)
    assert "DTSTART:20270216T140000Z" in theirs


def test_the_calendar_is_printed_with_the_line_ends_of_the_standard(open_hours: Cli) -> None:
    assert open_hours("hours", "ics", "bob").startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
