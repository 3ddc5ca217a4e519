"""Sudden ends of the real program: drafts are kept, the terminal comes back, nothing is left running."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from okrtui.cli.main import main
from tests.terminals import Terminal, Tmux, wait_until
from tests.trust.places import OKRTUI, at_the_sheet, environment, fresh, opened

SHELL = """
import os, signal, subprocess, sys
child = subprocess.Popen(sys.argv[1:], preexec_fn=lambda: os.setpgid(0, 0))
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
os.tcsetpgrp(0, child.pid)
while True:
    _, status = os.waitpid(child.pid, os.WUNTRACED)
    os.tcsetpgrp(0, os.getpgrp())
    if not os.WIFSTOPPED(status):
        sys.exit(os.waitstatus_to_exitcode(status))
    print("STOPPED", flush=True)
    sys.stdin.readline()
    os.tcsetpgrp(0, child.pid)
    os.killpg(child.pid, signal.SIGCONT)
"""
"""As much of a shell as job control needs: ctrl+z shows STOPPED, enter is `fg`."""


def typed(terminal: Terminal) -> None:
    """Type a value that is not submitted, and see that it is on the screen."""
    at_the_sheet(terminal)
    terminal.write("104")
    terminal.wait_for("104")


def kept(home: Path) -> bool:
    """Tell whether the value lies in the drafts, whole: uuid and time beside it hold the same digits now and then."""
    drafts = home / ".local/state/okrtui/own/drafts.json"
    return drafts.exists() and '"104"' in drafts.read_text() and drafts.stat().st_mode & 0o777 == 0o600


def offered_again(path: Path, home: Path) -> None:
    """Open the program anew: the value stands there again."""
    with opened(path, home, (110, 30)) as terminal:
        terminal.wait_for("? help")
        terminal.wait_for("· week ")
        terminal.press("3")
        terminal.wait_for("is here again")
        terminal.wait_for("104")


def gone(pid: int) -> bool:
    """Tell whether a process is no more."""
    return not Path(f"/proc/{pid}").exists() or "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()


ENDS: dict[str, tuple[Callable[[Terminal], object], int]] = {
    "SIGTERM": (lambda terminal: os.kill(terminal.pid, signal.SIGTERM), 128 + signal.SIGTERM),
    "SIGHUP": (lambda terminal: os.kill(terminal.pid, signal.SIGHUP), 128 + signal.SIGHUP),
    "ctrl+c": (lambda terminal: terminal.press("ctrl+c"), 0),
    "ctrl+q": (lambda terminal: terminal.press("ctrl+q"), 0),
}


@pytest.mark.parametrize("how", ENDS)
def test_an_end_keeps_the_draft_and_gives_the_terminal_back_within_two_seconds(how: str, tmp_path: Path) -> None:
    path = fresh(tmp_path)
    end, code = ENDS[how]
    with opened(path, tmp_path, (110, 30)) as terminal:
        typed(terminal)
        begun = time.monotonic()
        end(terminal)
        assert terminal.wait_exit() == code
        assert time.monotonic() - begun < 3.5  # two seconds, and a busy machine
        assert terminal.restored()
    assert kept(tmp_path)


def test_a_closed_terminal_ends_it_and_the_draft_is_offered_again(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    with opened(path, tmp_path, (110, 30)) as terminal:
        typed(terminal)
        pid = terminal.pid
        terminal.hang_up()
        begun = time.monotonic()
        wait_until(lambda: gone(pid), 5, "the end of the program")
        assert time.monotonic() - begun < 4.5  # one second to notice, two to leave, and a busy machine
    assert kept(tmp_path)
    offered_again(path, tmp_path)


def test_kill_9_mid_typing_costs_a_moment_at_most(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    with opened(path, tmp_path, (110, 30)) as terminal:
        typed(terminal)
        wait_until(lambda: kept(tmp_path), 1, "the draft on disk")
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.wait_dead()
    offered_again(path, tmp_path)


def test_tmux_kill_session_leaves_no_orphan(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    note = tmp_path / "pid"
    script = f"import os; open({str(note)!r}, 'w').write(str(os.getpid())); os.execv({sys.executable!r}, " + repr(
        [*OKRTUI, "-w", str(path)]
    )
    with Tmux([sys.executable, "-c", script + ")"], (110, 30), environment(tmp_path)) as tmux:
        tmux.wait_for("· week ")
        tmux.send("3")
        tmux.wait_for("KR1.1")
        tmux.wait_for("F2 submit")
        tmux.write("104")
        tmux.wait_for("104")
        pid = int(note.read_text())
    wait_until(lambda: gone(pid), 4, "the end of the program")
    assert kept(tmp_path)


def test_ctrl_z_and_fg_give_the_terminal_back_and_take_it_again(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    command = [sys.executable, "-c", SHELL, *OKRTUI, "-w", str(path)]
    with Terminal(command, (110, 30), environment(tmp_path)) as terminal:
        typed(terminal)
        terminal.press("ctrl+z")
        terminal.wait_for("STOPPED")
        assert terminal.restored()
        assert kept(tmp_path)
        terminal.press("enter")
        terminal.wait_gone("STOPPED")
        terminal.wait_for("104")
        terminal.press("ctrl+q")
        assert terminal.wait_exit() == 0
        assert terminal.restored()


WRITER = """
import sys
from okrtui.rituals.week import checkins
from okrtui.rituals.context import Context
from okrtui.storage.open import open_store
from datetime import UTC, datetime
store = open_store(sys.argv[1])
for number in range(1, 10_000):
    checkins.check_in(Context(store, "root", "root", datetime.now(UTC)), "KR1.1", str(number), note="w" + sys.argv[2])
    print(number, flush=True)
"""


@pytest.mark.long
def test_kill_9_of_writers_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    command = [sys.executable, "-c", WRITER, str(path)]
    for round_ in range(4):
        writers = [
            subprocess.Popen([*command, f"{round_}.{n}."], stdout=subprocess.PIPE, text=True, env=environment(tmp_path))
            for n in range(3)
        ]
        said = []
        for writer in writers:
            assert writer.stdout is not None
            said.append([writer.stdout.readline() for _ in range(5 + round_)])
        for writer in writers:
            writer.kill()
        for number, writer in enumerate(writers):
            assert writer.stdout is not None
            acknowledged = len([line for line in [*said[number], *writer.stdout.read().splitlines()] if line.strip()])
            writer.wait()
            import sqlite3
            from contextlib import closing

            with closing(sqlite3.connect(path)) as db:
                assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                sql = "SELECT COUNT(*) FROM checkin WHERE note = ?"
                stored = db.execute(sql, (f"w{round_}.{number}.",)).fetchone()[0]
            assert acknowledged <= stored <= acknowledged + 1


def shell(line: str, path: Path, home: Path) -> "subprocess.CompletedProcess[str]":
    """Run a line of shell in which $OKRTUI is the command."""
    command = f"{sys.executable} -m okrtui -w {path}"
    return subprocess.run(
        ["sh", "-c", line.replace("$OKRTUI", command)],
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_streams_that_are_closed_cost_nothing(closed: str, tmp_path: Path) -> None:
    path = fresh(tmp_path)
    done = shell(f"$OKRTUI okr list {closed}", path, tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    added = shell(f"$OKRTUI objective add 'with closed streams' {closed}", path, tmp_path)
    assert (added.returncode, "Traceback" in added.stderr) == (0, False)
    assert "with closed streams" in shell("$OKRTUI okr list", path, tmp_path).stdout


@pytest.mark.parametrize("command", ["okr list", "okr list --json", "log"])
def test_a_full_disk_behind_the_output_is_one_sentence(command: str, tmp_path: Path) -> None:
    done = shell(f"$OKRTUI {command} >/dev/full", fresh(tmp_path), tmp_path)
    assert done.returncode == 1
    assert (
        done.stderr.startswith("okrtui: the output could not be written: No space left")
        and done.stderr.count("\n") == 1
    )


@pytest.mark.parametrize("error", [FileNotFoundError(2, "No such file", "x"), OSError(28, "No space left", "x")])
def test_what_another_file_meets_is_no_trouble_of_the_output(
    error: OSError, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from okrtui.cli.run import due

    def fails(*_: object) -> None:
        raise error

    monkeypatch.setattr(due, "due", fails)
    assert main(["-w", str(fresh(tmp_path)), "due"]) == 1
    said = capsys.readouterr().err
    assert "output" not in said and "crash.txt" in said


def test_a_login_script_waits_a_moment_and_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from okrtui.cli.main import MOMENT
    from okrtui.storage.engine.store import Store

    path = fresh(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        done = shell("$OKRTUI due", path, tmp_path)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    waited = list[float]()
    begin = Store.__init__

    def noted(store: Store, address: str, patience: float) -> None:
        waited.append(patience)
        begin(store, address, patience)

    monkeypatch.setattr(Store, "__init__", noted)
    assert main(["-w", str(path), "due"]) == 0
    assert waited == [MOMENT] and MOMENT <= 1


@pytest.mark.skipif(os.getuid() != 0, reason="only root can lay a file that others cannot open")
def test_a_lock_that_is_not_mine_is_told_by_name(tmp_path: Path) -> None:
    from okrtui.errors import Refused
    from okrtui.storage.engine.lock import write_lock

    path = fresh(tmp_path)
    Path(f"{path}.lock").write_text("")
    Path(f"{path}.lock").chmod(0o600)
    for folder in path.parents:
        if str(folder).startswith(str(tmp_path.parents[1])):
            folder.chmod(0o755)
    os.seteuid(65534)
    try:
        with pytest.raises(Refused, match=r"team\.db\.lock is not yours to use"), write_lock(path, 1, lambda _: None):
            pass
    finally:
        os.seteuid(0)


def test_the_doctor_tells_of_a_log_that_cannot_be_written_back(tmp_path: Path) -> None:
    from okrtui.storage.maintenance.checkup import LONG_LOG, check_files

    path = fresh(tmp_path)
    with Path(f"{path}-wal").open("wb") as log:
        log.truncate(LONG_LOG + 1)
    assert any("-wal holds 64 MB" in finding.what for finding in check_files(path) if not finding.ok)


EDITORS = {"that ends with the line": "exec cat", "that outlives the line": "trap '' HUP; exec cat {pipe}"}
PLACES = {"a form": ("2", "n", "tab", "f4"), "a note": ("2", "j", "E"), "the sheet": ("f4",)}


@pytest.mark.parametrize("how", EDITORS)
@pytest.mark.parametrize("where", PLACES)
def test_what_an_editor_has_saved_survives_a_line_that_drops(how: str, where: str, tmp_path: Path) -> None:
    path, fake, pipe, saved = fresh(tmp_path), tmp_path / "fake-editor", tmp_path / "pipe", tmp_path / "saved"
    os.mkfifo(pipe)
    fake.write_text(f'#!/bin/sh\nprintf "written there" > "$1"\ntouch {saved}\n{EDITORS[how].format(pipe=pipe)}\n')
    fake.chmod(0o755)
    with opened(path, tmp_path, (110, 30), EDITOR=str(fake), TMPDIR=str(tmp_path)) as terminal:
        if where == "the sheet":
            at_the_sheet(terminal)
        else:
            terminal.wait_for("? help")
            terminal.wait_for("· week ")
        for key in PLACES[where]:
            terminal.press(key)
        wait_until(saved.exists, 10, "the editor")
        pid = terminal.pid
        terminal.hang_up()
        wait_until(lambda: gone(pid), 6, "the end of the program")
    if "outlives" in how:
        os.close(os.open(pipe, os.O_WRONLY))  # it ends
    assert "written there" in (tmp_path / ".local/state/okrtui/own/drafts.json").read_text()
    assert not list(tmp_path.glob("okrtui-*"))
