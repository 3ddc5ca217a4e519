"""The table of faults in docs/administrators.md: each fault in each front end, as it says."""

import atexit
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from okrtui.storage.engine.lock import lock_path
from tests.cli.test_users import (
    OUTSIDE,
    interpreter,
    laid_out,
    users,
)
from tests.terminals import Terminal, wait_until
from tests.trust.faults import FAULTS, STORED, Fault, table
from tests.trust.places import OKRTUI, Unmounted, at_the_sheet, environment, fill_up, fresh, small_disk, small_quota

DISKS = {"disk full": (small_disk, 1200), "quota reached": (small_quota, 4000)}
"""What the place lies on, and its kilobytes."""
NEEDED = (
    *("okrtui", "peewee", "playhouse", "platformdirs", "textual", "rich", "pygments", "markdown_it", "mdurl"),
    *("mdit_py_plugins", "typing_extensions"),
)
STOPPED = """
import sys
from okrtui.storage.open import open_store
store = open_store(sys.argv[1])
with store.transaction():
    store.run("UPDATE workspace SET version = version + 1")
    print("in the middle", flush=True)
    sys.stdin.readline()
"""
NETWORK = "import okrtui.storage.engine.location as place\nplace.filesystem = lambda path: 'nfs4'\n"


class Stage:
    """A workspace with a fault, and both front ends on it, run by whoever the fault is about."""

    def __init__(self, path: Path, home: Path, user: bool) -> None:
        self.path, self.home, self.user = path, home, user
        self.more: dict[str, str] = {}

    def command(self, *words: str) -> list[str]:
        """Return the command line of okrtui, as another user where the fault needs one."""
        if not self.user:
            return [*OKRTUI, "-w", str(self.path), *words]
        entry = pwd.getpwnam(OUTSIDE)
        drop = ["setpriv", f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups", "--"]
        python = interpreter() or pytest.skip("no Python of this version here that other users may run")
        return [*drop, python, *OKRTUI[1:], "-w", str(self.path), *words]

    def environment(self) -> dict[str, str]:
        return {**environment(self.home), **self.more}

    def cli(self) -> "subprocess.CompletedProcess[str]":
        """Check in by a command."""
        words = self.command("checkin", "KR1.1", "105")
        return subprocess.run(words, env=self.environment(), capture_output=True, text=True, timeout=60, cwd="/")

    def tui(self) -> Terminal:
        """Open the program."""
        return Terminal(self.command(), (160, 30), self.environment())

    def drafted(self) -> bool:
        """Tell whether what was typed is a draft."""
        return '"104"' in (self.home / ".local/state/okrtui/own/drafts.json").read_text()


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """Whatever has to be ended at the end."""
    with ExitStack() as ends:
        yield ends


def staged(name: str, fault: Fault, folder: Path, stack: ExitStack) -> Stage:
    """Make the place in which the fault happens."""
    if name in DISKS and os.getuid() != 0:
        pytest.skip("only root can mount a small disk")
    where = folder
    if name in DISKS:
        disk, kilobytes = DISKS[name]
        try:
            where = stack.enter_context(disk(kilobytes))
        except Unmounted as reason:
            pytest.skip(f"no filesystem with quotas: {reason}")
    elif fault.user:
        if os.getuid() != 0 or shutil.which("setpriv") is None or shutil.which("useradd") is None:
            pytest.skip("only root, with setpriv and useradd, can be somebody else")
        where = Path(tempfile.mkdtemp(prefix="okrtui-fault-"))
        stack.callback(shutil.rmtree, where)
        where.chmod(0o755)
    home = where / "home" if fault.user else folder / "home"
    home.mkdir()
    if fault.user:
        os.chown(home, pwd.getpwnam(OUTSIDE).pw_uid, -1)
    stage = Stage(fresh(where), home, fault.user)
    if name == "network filesystem":
        (folder / "site").mkdir()
        (folder / "site" / "sitecustomize.py").write_text(NETWORK)
        stage.more["PYTHONPATH"] = f"{folder / 'site'}:{environment(home)['PYTHONPATH']}"
    if fault.user:
        stage.more["PYTHONPATH"] = library()
    return stage


@cache
def library() -> str:
    """Return a folder with all that the program needs, for users who cannot read this checkout."""
    folder = laid_out(*NEEDED)
    atexit.register(shutil.rmtree, folder)
    return str(folder)


def happens(name: str, fault: Fault, stage: Stage, stack: ExitStack) -> "subprocess.Popen[str] | None":
    """Let the fault happen; return the process that causes it, where one does."""
    fault.make(stage.path)
    if name in DISKS:
        fill_up(stage.path.parent.parent)
    elif name == "a lock file left behind":
        code = f"import fcntl; fcntl.flock(open({str(lock_path(stage.path))!r}, 'a'), 2)"
        subprocess.run([sys.executable, "-c", code], check=True)  # it has the lock, and ends without giving it back
        assert lock_path(stage.path).exists()
    elif name == "another writer stopped in the middle":
        command = [sys.executable, "-c", STOPPED, str(stage.path)]
        writer = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        stack.callback(writer.kill)
        assert writer.stdout is not None and writer.stdout.readline() == "in the middle\n"
        writer.send_signal(signal.SIGSTOP)
        return writer
    return None


__all__ = ["users"]


@pytest.mark.xdist_group("users")
@pytest.mark.parametrize("name", FAULTS)
def test_the_table_of_faults_is_true(name: str, tmp_path: Path, stack: ExitStack) -> None:
    fault = FAULTS[name]
    stage = staged(name, fault, tmp_path, stack)
    if fault.when == "before":
        happens(name, fault, stage, stack)
        before = stage.path.read_bytes() if stage.path.is_file() else b""
        said = stage.cli()
        assert said.returncode == 1 and fault.cli in said.stderr and said.stderr.count("\n") == 1, said
        with stage.tui() as terminal:
            if name != "folder missing":  # where nothing is, the program offers to make one
                assert terminal.wait_exit() == 1
                assert terminal.restored()
            terminal.wait_for(fault.tui)
            assert "Traceback" not in terminal.screen()
        assert (stage.path.read_bytes() if stage.path.is_file() else b"") == before
        return
    with stage.tui() as terminal:
        at_the_sheet(terminal)
        terminal.write("104")
        terminal.wait_for("104")
        writer = happens(name, fault, stage, stack)
        said = stage.cli()
        assert fault.cli in said.stderr + said.stdout, said
        assert said.returncode == (0 if fault.cli == STORED else 1)
        terminal.press("f2")
        if (fault.cli, fault.tui) == (STORED, "submitted:"):  # the command's entry stands there already
            terminal.wait_for("Changed meanwhile")
            terminal.press("f2")
        terminal.wait_for(fault.tui)
        if "draft" in fault.kept:
            wait_until(stage.drafted, what="the draft, which is on disk a moment after what was typed")
            assert "submitted:" not in terminal.screen()
        if writer is not None:
            writer.send_signal(signal.SIGCONT)
            writer.kill()
            terminal.wait_for("submitted:")


def test_the_table_in_the_documents_is_this_one() -> None:
    page = (Path(__file__).parents[2] / "docs" / "administrators.md").read_text(encoding="utf-8")
    assert table() in page, "write it anew with: python -m tests.trust.faults"
