"""Fresh workspaces, small full disks and the program in a small environment, for attacks from outside."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from okrtui.config import identity
from okrtui.rituals.okrs import objectives
from okrtui.rituals.people.members import make_workspace
from okrtui.storage.engine.lock import lock_path
from tests.terminals import Terminal
from tests.trust.hostile import path_of
from tests.workspaces import ctx, lay_copy

OKRTUI = (sys.executable, "-m", "okrtui")


def waiting(beat: float, spread: float = 0.0) -> tuple[str, str, str]:
    """Return the program with other seconds after which what is said without a name goes in."""
    code = f"from okrtui.rules.live import promises as p; p.BEAT, p.SPREAD = {beat}, {spread}"
    return sys.executable, "-c", f"{code}; from okrtui.cli.main import script; script()"


def fresh(folder: Path) -> Path:
    """Lay a small workspace of this week in which KR1.1 waits for whoever runs this; all of it is in the one file."""
    path = path_of(folder)
    lay_copy(_fill, path, f"{datetime.now(UTC):-%G-%V}")
    lock_path(path).touch(mode=0o600)  # as it lies beside every workspace that was written to
    return path


def _fill(path: Path) -> None:
    now = datetime.now(UTC)
    store = make_workspace(path, name="Acme", timezone="UTC", login="mei", person="Mei", now=now)
    me = ctx(store, identity()[0], now=now)
    objectives.add_objective(me, "Make the proxy boring")
    objectives.add_key_result(me, "O1", "p99 at the edge", start=180, target=90, unit="ms")
    store.close()
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def environment(home: Path | None, **more: str | None) -> dict[str, str]:
    """Return a small environment with a home of its own; None leaves a name out."""
    wanted = {
        "HOME": str(home) if home else None,
        "PATH": os.environ["PATH"],
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        **more,
    }
    return {name: value for name, value in wanted.items() if value is not None}


def cli(path: Path, home: Path, *words: str, cwd: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """Run a command as a process of its own."""
    command = [*OKRTUI, "-w", str(path), *words]
    return subprocess.run(
        command, env=environment(home), capture_output=True, text=True, stdin=subprocess.DEVNULL, cwd=cwd, timeout=60
    )


def refused(done: "subprocess.CompletedProcess[str]") -> str:
    """Return the one sentence of a command that had to be refused."""
    assert done.returncode == 1, (done.returncode, done.stdout, done.stderr)
    assert done.stderr.startswith("okrtui: ") and done.stderr.count("\n") == 1, done.stderr
    assert "something went wrong" not in done.stderr, done.stderr
    return done.stderr


def opened(path: Path, home: Path, size: tuple[int, int] = (80, 24), **more: str | None) -> Terminal:
    """Start the program on a workspace, on a pty."""
    return Terminal([*OKRTUI, "-w", str(path)], size, environment(home, **more))


def at_the_sheet(terminal: Terminal) -> None:
    """Go to the check-in's first field."""
    terminal.wait_for("? help")
    terminal.wait_for("· week ")
    terminal.press("3")
    terminal.wait_for("KR1.1")
    terminal.wait_for("F2 submit")


@contextmanager
def small_disk(kilobytes: int) -> Iterator[Path]:
    """Mount a filesystem of its own size; only as root."""
    folder = Path(tempfile.mkdtemp(prefix="okrtui-disk-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def small_quota(kilobytes: int) -> Iterator[Path]:
    """Mount a btrfs with room to spare and give a folder of it a quota; only as root. Raises Unmounted where it cannot.

    The quotas of ext4 and XFS need what many kernels leave out; btrfs counts by itself.
    """
    image, folder = Path(tempfile.mkdtemp(prefix="okrtui-quota-")), Path(tempfile.mkdtemp(prefix="okrtui-disk-"))
    inside = folder / "mine"
    try:
        with (image / "disk").open("wb") as disk:
            disk.truncate(128 * 1024 * 1024)
        _quietly("mkfs.btrfs", "--quiet", "--mixed", str(image / "disk"))
        _quietly("mount", "-o", "loop", str(image / "disk"), str(folder))
        try:
            _quietly("btrfs", "quota", "enable", str(folder))
            _quietly("btrfs", "subvolume", "create", str(inside))
            _quietly("btrfs", "qgroup", "limit", f"{kilobytes}k", str(inside))
            yield inside
        finally:
            subprocess.run(["umount", "-l", str(folder)], check=True)
    finally:
        for each in (image, folder):
            shutil.rmtree(each, ignore_errors=True)


class Unmounted(Exception):
    """There can be no such filesystem here; says why."""


def _quietly(*command: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise Unmounted(f"{command[0]} is not here") from None
    if done.returncode:
        raise Unmounted(f"{' '.join(command[:2])}: {done.stderr.strip()}")


def fill_up(folder: Path) -> Path:
    """Take every byte that is left on the filesystem of `folder`; return the file that does."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65536, 4096, 512, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                continue
    return ballast
