"""A command of mine: its output is bounded, its time is limited, and nothing of its group stays behind."""

import os
import sys
from pathlib import Path

import pytest

from okrtui.storage.local.command import MOST, run_command
from tests.terminals import wait_until


def gone(pid: int) -> bool:
    """Tell whether a process has ended; one that nobody has waited for yet counts as ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_outputs_exit_code_and_input() -> None:
    ran = run_command(["sh", "-c", "cat; echo problem >&2; exit 3"], 10, said="größe\n")
    assert (ran.code, ran.out, ran.err) == (3, "größe\n", "problem\n")
    assert run_command(["cat"], 10).out == "", "without words there is nothing to read, and nobody to ask"


def test_the_last_of_much_output_is_kept() -> None:
    ran = run_command([sys.executable, "-S", "-c", f"print('x' * {MOST * 3}); print(42)"], 30)
    assert (ran.code, len(ran.out) <= MOST, ran.out[-4:]) == (0, True, "\n42\n")


def test_whoever_takes_too_long_is_ended_with_all_that_it_began(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    stubborn = "trap '' TERM; "
    script = f"{stubborn}(sleep 100 & echo $! >>{pids}; wait) & echo $! >>{pids}; echo $$ >>{pids}; echo early; wait"
    ran = run_command(["sh", "-c", script], 0.5)
    assert (ran.code, ran.out) == (None, "early\n")
    begun = [int(line) for line in pids.read_text().split()]
    assert len(begun) == 3
    wait_until(lambda: all(gone(pid) for pid in begun), what="the end of the whole group")


def test_what_it_leaves_in_the_background_is_ended_and_not_waited_for(tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    ran = run_command(["sh", "-c", f"sleep 100 & echo $! >{pid}; echo 7"], 30)
    assert (ran.code, ran.out) == (0, "7\n")
    wait_until(lambda: gone(int(pid.read_text())), what="the end of what was left behind")


def test_nobody_waits_any_more() -> None:
    asked = iter([False])
    ran = run_command(["sleep", "100"], 100, stop=lambda: next(asked, True))
    assert ran.code is None


def test_it_has_no_terminal_and_a_group_of_its_own(tmp_path: Path) -> None:
    ran = run_command(["sh", "-c", "ps -o sid= -p $$; pwd"], 10, folder=tmp_path)
    session, folder = ran.out.split()
    assert (int(session) != os.getsid(0), folder) == (True, str(tmp_path))


def test_what_cannot_begin_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        run_command(["no-such-command"], 1)
