"""What goes wrong with files, folders, disks and terminals: one sentence, nothing lost, in both front ends."""

import fcntl
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from okrtui.storage.engine.lock import lock_path
from tests.terminals import Terminal, wait_until
from tests.trust.faults import AS_IT_WAS, FAULTS
from tests.trust.hostile import READS, run
from tests.trust.places import OKRTUI, at_the_sheet, cli, environment, fill_up, fresh, opened, refused, small_disk

ROOT = pytest.mark.skipif(os.getuid() != 0, reason="only root can mount a small disk")


BROKEN = [name for name, fault in FAULTS.items() if fault.kept == AS_IT_WAS and not fault.user]
"""What can be wrong with the file itself; test_fault_table.py has what is said of it."""


def _lock_is_a_link(path: Path) -> None:
    lock_path(path).unlink(missing_ok=True)
    lock_path(path).symlink_to("/etc/passwd")


def test_damaged_pages_are_found_by_every_command_that_meets_them(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    FAULTS["damaged pages"].make(path)
    for words in (("report", "week"), ("backup", "copy.bak"), ("log", "--verify"), ("export", "x.json")):
        assert "damaged or no okrtui workspace" in refused(cli(path, tmp_path, *words, cwd=tmp_path))
    assert not (tmp_path / "copy.bak").exists()


@pytest.mark.parametrize("fault", [name for name in BROKEN if name != "a folder in its place"])
def test_a_backup_comes_back_over_whatever_is_broken_and_that_is_kept(fault: str, tmp_path: Path) -> None:
    path = fresh(tmp_path)
    assert cli(path, tmp_path, "backup", str(tmp_path / "b.bak")).returncode == 0
    FAULTS[fault].make(path)
    broken = path.read_bytes()
    done = cli(path, tmp_path, "restore", str(tmp_path / "b.bak"))
    assert (done.returncode, done.stderr) == (0, "")
    (kept,) = path.parent.glob("*.replaced.*.bak")
    assert kept.read_bytes() == broken or fault == "tables missing"
    assert "p99 at the edge" in cli(path, tmp_path, "okr", "list").stdout


def test_a_planted_link_as_lock_is_refused_and_not_followed(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    _lock_is_a_link(path)
    before = Path("/etc/passwd").stat()
    assert str(lock_path(path)) in refused(cli(path, tmp_path, "checkin", "KR1.1", "104"))
    after = Path("/etc/passwd").stat()
    assert (before.st_mode, before.st_mtime_ns) == (after.st_mode, after.st_mtime_ns)


@pytest.mark.parametrize("address", ["none/deep/x.db", "file/x.db", "x" * 300, "~nobody-here/x.db"])
def test_a_place_where_nothing_can_be_is_refused_by_every_command(address: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    where = Path(address if address.startswith("~") else tmp_path / address)
    for words in (("okr", "list"), ("init",)) if address != "none/deep/x.db" else (("okr", "list"),):
        assert ".new" not in refused(cli(where, tmp_path, *words))
    assert cli(where, tmp_path, "doctor").returncode == 1


CONFIGS = {
    "theme =": "is broken",
    "theme = 5": "“theme” isn't text",
    "keys = 5": "“keys” isn't a table",
    '[keys]\n"app.quit" = 5': "are no text",
    "workspace = 7": "“workspace” isn't text",
    'workspace = "a\\u0000b"': "isn't a path",
    'workspace = "mysql://x/y"': "not known",
    "\udcff": "not UTF-8",
    "a = 1\na = 2": "is broken",
}


@pytest.mark.parametrize("text", CONFIGS)
def test_a_broken_config_is_named_with_what_is_wrong(text: str, tmp_path: Path) -> None:
    config = tmp_path / ".config" / "okrtui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_bytes(text.encode("utf-8", "surrogateescape"))
    with Terminal(OKRTUI, (200, 24), environment(tmp_path)) as terminal:
        assert terminal.wait_exit() == 1
        terminal.wait_for(CONFIGS[text])
        assert CONFIGS[text] in terminal.screen()
        assert terminal.screen().strip().count("\n") == 0


@pytest.mark.parametrize("more", [{"TERM": "dumb"}, {"TERM": "unknown"}, {"TERM": ""}])
def test_a_terminal_that_cannot_show_it_is_refused(more: dict[str, str | None], tmp_path: Path) -> None:
    with opened(fresh(tmp_path), tmp_path, (200, 24), **more) as terminal:
        assert terminal.wait_exit() == 1
        terminal.wait_for("okrtui: ")
        assert "can't show a full screen" in terminal.screen()


def test_without_a_terminal_it_does_not_start(tmp_path: Path) -> None:
    assert "stdin is not a terminal" in refused(cli(fresh(tmp_path), tmp_path))


def test_a_folder_that_was_removed_under_us_does_not_matter(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    gone = tmp_path / "gone"
    gone.mkdir()
    script = f"import os; os.chdir({str(gone)!r}); os.rmdir({str(gone)!r}); os.execv({sys.executable!r}, " + repr(
        [*OKRTUI, "-w", str(path), "okr", "list"]
    )
    done = subprocess.run(
        [sys.executable, "-c", script + ")"], env=environment(tmp_path), capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("home", ["a b/家 [/ ü", "file", None])
def test_any_home_will_do_for_a_named_workspace(home: str | None, tmp_path: Path) -> None:
    """With no home, or one where nothing can be kept, one works on, and is told that drafts are not kept."""
    path = fresh(tmp_path)
    (tmp_path / "file").write_text("")
    where = tmp_path / home if home else None
    if home == "a b/家 [/ ü":
        (tmp_path / home).mkdir(parents=True)
    more = {} if home else {"XDG_STATE_HOME": str(tmp_path / "state")}
    with opened(path, where or tmp_path, (110, 30), **more, **({} if home else {"HOME": None})) as terminal:
        at_the_sheet(terminal)
        terminal.write("104")
        if home == "file":
            terminal.wait_for("draft not saved")
            terminal.press("ctrl+q")
            terminal.wait_for("quit once more")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
    if home and home != "file":
        drafts = tmp_path / home / ".local" / "state" / "okrtui" / "own" / "drafts.json"
        assert '"104"' in drafts.read_text()
        assert drafts.stat().st_mode & 0o777 == 0o600 and drafts.parent.stat().st_mode & 0o777 == 0o700


def test_a_lock_held_for_long_never_stops_typing_and_the_entry_is_stored_after_all(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    with opened(path, tmp_path, (110, 30)) as terminal:
        at_the_sheet(terminal)
        terminal.write("104")
        terminal.wait_for("104")
        with lock_path(path).open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            terminal.press("f2")
            terminal.wait_for("workspace busy, saving…")
            terminal.press("tab", "tab", "tab")
            terminal.write("typed meanwhile")
            terminal.wait_for("typed meanwhile")
            terminal.wait_for("workspace busy, saving…")  # the lock is held still, and typing went on
            assert '"104"' in (tmp_path / ".local/state/okrtui/own/drafts.json").read_text()
        terminal.wait_for("submitted:")
        assert "typed meanwhile" in terminal.screen()
    assert "104" in cli(path, tmp_path, "okr", "show", "KR1.1").stdout


@pytest.mark.parametrize("year", [1970, 2020, 2038, 2100, 9999])
def test_a_clock_that_is_off_by_years_breaks_nothing(year: int, tmp_path: Path) -> None:
    path = fresh(tmp_path)
    now = datetime(year, 1, 1, 0, 30, tzinfo=UTC)
    run(path, "workspace", "--timezone", "America/New_York")
    for words in (*READS, ("report", "week"), ("report", "cycle"), ("export", str(tmp_path / "out"))):
        run(path, *words, now=now)
    for words in (("checkin", "KR1.1", "104"), ("update", "--win", "x"), ("objective", "add", "x"), ("undo",)):
        run(path, *words, now=now)
        assert run(path, *READS[0]).code == 0


@ROOT
def test_a_full_disk_is_told_in_one_sentence_and_changes_nothing(tmp_path: Path) -> None:
    with small_disk(1024) as disk:
        path = fresh(disk)
        ballast = fill_up(disk)
        for words in (("checkin", "KR1.1", "104"), ("init", "--name", "x"), ("backup", str(disk / "b.bak"))):
            where = path if words[0] != "init" else disk / "second" / "x.db"
            said = refused(cli(where, tmp_path, *words))
            assert "is full" in said or "No space" in said, said
        elsewhere = fresh(tmp_path)
        assert "No space" in refused(cli(elsewhere, tmp_path, "export", str(disk / "out")))
        ballast.unlink()
        assert "180 → 90" in cli(path, tmp_path, "okr", "show", "KR1.1").stdout
        assert cli(path, tmp_path, "checkin", "KR1.1", "104").returncode == 0
        assert not list(disk.rglob("*.new"))


@ROOT
def test_a_disk_that_fills_while_checking_in_keeps_the_text_and_offers_a_way_on(tmp_path: Path) -> None:
    with small_disk(1024) as disk:
        path = fresh(disk)
        home = tmp_path / "home"
        home.mkdir()
        with opened(path, home, (120, 30)) as terminal:
            at_the_sheet(terminal)
            terminal.write("104")
            terminal.wait_for("104")
            ballast = fill_up(disk)
            terminal.press("f2")
            terminal.wait_for("is full")
            terminal.press("tab")
            terminal.write("7")
            wait_until(lambda: '"7"' in (home / ".local/state/okrtui/own/drafts.json").read_text(), what="the draft")
            ballast.unlink()
            terminal.press("f2")
            terminal.wait_for("submitted:")
        assert "104" in cli(path, home, "okr", "show", "KR1.1").stdout


@ROOT
def test_a_hang_up_with_a_full_home_says_what_is_lost(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    with small_disk(256) as home, opened(path, home, (120, 30)) as terminal:
        at_the_sheet(terminal)
        fill_up(home)
        terminal.write("104")
        terminal.wait_for("draft not saved")
        os.kill(terminal.pid, signal.SIGTERM)
        assert terminal.wait_exit() == 128 + signal.SIGTERM
        terminal.wait_for("what was being typed")
        assert terminal.restored()


@ROOT
def test_a_full_home_says_that_drafts_are_not_kept(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    with small_disk(256) as home, opened(path, home, (120, 30)) as terminal:
        at_the_sheet(terminal)
        ballast = fill_up(home)
        terminal.write("104")
        terminal.wait_for("draft not saved")
        terminal.press("ctrl+q")
        terminal.wait_for("No space left")
        ballast.unlink()
        drafts = home / ".local/state/okrtui/own/drafts.json"
        wait_until(lambda: drafts.exists() and "104" in drafts.read_text(), what="the draft")
