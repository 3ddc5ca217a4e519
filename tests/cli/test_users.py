"""Other people of the machine: who can open a workspace, and who cannot."""

import atexit
import compileall
import grp
import importlib.util
import json
import os
import pwd
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import pytest

from tests import warm

GROUP, INSIDE, OUTSIDE = "okrtui-team", ("okrtui-ana", "okrtui-bob"), "okrtui-eve"

pytestmark = [
    pytest.mark.skipif(os.getuid() != 0, reason="only root can make other users to test with"),
    pytest.mark.skipif(shutil.which("useradd") is None, reason="this machine has no useradd"),
    pytest.mark.xdist_group("users"),
]


@pytest.fixture(scope="module", autouse=True)
def users() -> None:
    """Make a group with two members and one person outside it; they stay, with no password and no shell."""
    if GROUP not in {g.gr_name for g in grp.getgrall()}:
        subprocess.run(["groupadd", GROUP], check=True)
    for name in (*INSIDE, OUTSIDE):
        if name not in {p.pw_name for p in pwd.getpwall()}:
            groups = ["-G", GROUP] if name in INSIDE else []
            subprocess.run(["useradd", "-M", "-s", "/usr/sbin/nologin", *groups, name], check=True)


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a folder that everybody can reach: pytest's own is root's alone."""
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="okrtui-users-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def interpreter() -> str | None:
    """Return a Python that other users can run: this one, or the system's of the same version."""
    entry = pwd.getpwnam(OUTSIDE)
    for python in (sys.executable, f"/usr/bin/python{sys.version_info[0]}.{sys.version_info[1]}"):
        try:
            subprocess.run([python, "-I", "-c", "pass"], user=entry.pw_uid, group=entry.pw_gid, check=True, cwd="/")
        except (OSError, subprocess.CalledProcessError):
            continue
        return python
    return None


@cache
def cold() -> tuple[str, str]:
    """Return a Python that others may run, and a folder with okrtui and what it needs; a fork needs neither."""
    python = interpreter() or pytest.skip("no Python of this version here that other users may run")
    folder = laid_out("okrtui", "peewee", "playhouse", "platformdirs")
    atexit.register(shutil.rmtree, folder)
    return python, str(folder)


def laid_out(*names: str) -> Path:
    """Return a folder with these packages in it, readable by everybody."""
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="okrtui-library-"))
    for name in names:
        found = importlib.util.find_spec(name)
        assert found is not None and found.origin is not None
        source = Path(found.origin)
        if source.name == "__init__.py":
            shutil.copytree(source.parent, folder / name)
        else:
            shutil.copy(source, folder / source.name)
    compileall.compile_dir(folder, quiet=2)  # who may not write here would compile it all at each command
    for each in (folder, *folder.rglob("*")):
        each.chmod(0o755 if each.is_dir() else 0o644)
    return folder


def run(
    user: str, *words: str, umask: int = 0o022, limits: str = "", state: Path | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run okrtui as another user, in their groups; where there are `limits`, after a shell has set them.

    `state` is where their state directory lies.
    """
    entry = pwd.getpwnam(user)
    groups = os.getgrouplist(user, entry.pw_gid)
    home = Path("/nonexistent")
    python, where = cold() if limits or warm.COLD in os.environ else (sys.executable, "")
    shell = ["sh", "-c", f'{limits}; exec "$@"', "-"] if limits else []
    return subprocess.run(
        [*shell, python, "-m", "okrtui", *words],
        user=entry.pw_uid,
        group=entry.pw_gid,
        extra_groups=groups,
        umask=umask,
        env={
            "HOME": str(home),
            "PATH": os.environ["PATH"],
            "USER": "root",
            "LOGNAME": "root",
            "LANG": "C.UTF-8",
            **({"PYTHONPATH": where} if where else {}),
            **({"XDG_STATE_HOME": str(state)} if state else {}),
        },
        cwd="/",
        capture_output=True,
        text=True,
    )


def test_a_shared_workspace_is_for_its_group_with_any_umask_and_for_nobody_else(place: Path) -> None:
    path = place / "shared" / "team.db"
    path.parent.mkdir()
    os.chown(path.parent, pwd.getpwnam(INSIDE[0]).pw_uid, -1)
    made = run(INSIDE[0], "-w", str(path), "init", "--shared", GROUP, umask=0o077)
    assert (made.returncode, made.stderr) == (0, "")
    ana, bob = INSIDE
    assert run(ana, "-w", str(path), "objective", "add", "Boring", umask=0o077).stdout == "O1\n"
    assert run(bob, "-w", str(path), "kr", "add", "O1", "p99", "--target", "9", umask=0o077).stdout == "KR1.1\n"
    assert run(ana, "-w", str(path), "checkin", "KR1.1", "3", umask=0).returncode == 0
    shown = run(bob, "-w", str(path), "log").stdout
    assert [line.split()[2] for line in shown.splitlines() if "joined" not in line] == [ana, bob, ana]
    eve = run(OUTSIDE, "-w", str(path), "okr", "list")
    assert eve.returncode == 1
    assert eve.stderr.startswith("okrtui: ") and eve.stderr.count("\n") == 1
    for each in path.parent.iterdir():
        assert each.stat().st_mode & 0o007 == 0, each


def test_a_private_workspace_is_closed_to_everybody_else(place: Path) -> None:
    path = place / "mine" / "team.db"
    place.chmod(0o777)
    assert run(INSIDE[0], "-w", str(path), "init", umask=0).returncode == 0
    refused = run(INSIDE[1], "-w", str(path), "okr", "list")
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1


def test_who_i_am_is_the_systems_answer_not_an_environment_variable(place: Path) -> None:
    place.chmod(0o777)
    path = place / "mine" / "team.db"
    run(INSIDE[0], "-w", str(path), "init")
    run(INSIDE[0], "-w", str(path), "objective", "add", "Boring")
    assert f'"dri": "{INSIDE[0]}"' in run(INSIDE[0], "-w", str(path), "okr", "list", "--json").stdout


def test_a_workspace_that_is_read_only_for_me_is_refused_with_a_sentence(place: Path) -> None:
    path = place / "team.db"
    place.chmod(0o777)
    assert run(INSIDE[0], "-w", str(path), "init").returncode == 0
    path.chmod(0o644)
    before = path.read_bytes()
    refused = run(INSIDE[1], "-w", str(path), "checkin", "KR1.1", "3")
    assert refused.returncode == 1
    assert "read-only" in refused.stderr
    assert path.read_bytes() == before


def test_sharing_with_a_group_that_is_not_mine_is_refused(place: Path) -> None:
    refused = run(OUTSIDE, "-w", str(place / "x.db"), "init", "--shared", GROUP)
    assert refused.returncode == 1
    assert f"not in the group {GROUP}" in refused.stderr


def test_secrets_that_somebody_else_laid_into_my_state_are_not_taken(place: Path) -> None:
    """They would tell them whose an anonymous card is: where the state directory lies in a folder of theirs."""
    ana, bob = INSIDE
    theirs = pwd.getpwnam(bob)
    path, state = place / "shared" / "team.db", place / "state"
    own = state / "okrtui" / "own"
    own.mkdir(parents=True)
    path.parent.mkdir()
    os.chown(path.parent, pwd.getpwnam(ana).pw_uid, -1)
    assert run(ana, "-w", str(path), "init", "--shared", GROUP).returncode == 0
    assert run(ana, "-w", str(path), "brainstorm", "start", "Why?", "--anonymous").returncode == 0
    with closing(sqlite3.connect(path)) as db:
        session = db.execute("SELECT key FROM session").fetchone()[0]
    own.joinpath("tokens.json").write_text(json.dumps({session: "ab" * 32}))
    for each in (state, state.joinpath("okrtui"), own, own / "tokens.json"):
        os.chown(each, theirs.pw_uid, theirs.pw_gid)
        each.chmod(0o777)
    asked = ("-w", str(path), "brainstorm", "status")
    refused = run(ana, *asked, state=state)
    assert (refused.returncode, "belongs to somebody else" in refused.stderr) == (1, True), refused
    own.joinpath("tokens.json").unlink()
    refused = run(ana, *asked, state=state)
    assert (refused.returncode, "belongs to somebody else" in refused.stderr) == (1, True), refused
    assert not [each for each in own.iterdir() if each.name.startswith("tokens")], "nor is one laid down there"
    for each in (state, state.joinpath("okrtui"), own):
        os.chown(each, pwd.getpwnam(ana).pw_uid, -1)
    assert run(ana, *asked, state=state, limits=":").returncode == 0


@pytest.mark.skipif(shutil.which("prlimit") is None, reason="this machine has no prlimit")
def test_with_no_process_to_spare_commands_work(place: Path) -> None:
    path = place / "mine" / "team.db"
    place.chmod(0o777)
    none = "prlimit --pid $$ --nproc=0"
    assert run(INSIDE[0], "-w", str(path), "init", limits=none).returncode == 0
    assert run(INSIDE[0], "-w", str(path), "objective", "add", "Boring", limits=none).stdout == "O1\n"
    for words in (("okr", "list"), ("due",), ("log",)):
        done = run(INSIDE[0], "-w", str(path), *words, limits=none)
        assert (done.returncode, done.stderr) == (0, ""), words
    refused = run(INSIDE[0], "-w", str(path), "undo", "x", limits=none)
    assert refused.returncode == 2 and "Traceback" not in refused.stderr


def test_a_uid_that_is_given_again_and_a_member_who_comes_back(place: Path) -> None:
    """Real accounts: somebody leaves the machine, another gets their uid; somebody leaves the group and comes back."""
    path, (ana, bob) = place / "shared" / "team.db", INSIDE
    path.parent.mkdir()
    os.chown(path.parent, pwd.getpwnam(ana).pw_uid, -1)
    gone, newcomer, uid = "okrtui-gone", "okrtui-newcomer", 61_117
    for name in (gone, newcomer):
        subprocess.run(["userdel", name], capture_output=True, check=False)
    assert run(ana, "-w", str(path), "init", "--shared", GROUP).returncode == 0
    account = ["useradd", "-M", "-s", "/usr/sbin/nologin", "-G", GROUP, "-u", str(uid)]
    try:
        subprocess.run([*account, gone], check=True)
        assert run(gone, "-w", str(path), "objective", "add", "Theirs").stdout == "O1\n"
        subprocess.run(["userdel", gone], check=True)
        subprocess.run([*account, newcomer], check=True)
        undone = run(newcomer, "-w", str(path), "undo")
        assert (undone.returncode, "you have nothing to undo" in undone.stderr) == (1, True)
        assert run(newcomer, "-w", str(path), "objective", "add", "Mine").stdout == "O2\n"
        shown = run(ana, "-w", str(path), "log").stdout
        assert [line.split()[2] for line in shown.splitlines() if "added" in line] == [newcomer, gone]
        subprocess.run(["gpasswd", "-d", newcomer, GROUP], check=True, capture_output=True)
        out = run(newcomer, "-w", str(path), "okr", "list")
        assert (out.returncode, out.stderr.count("\n"), out.stdout) == (1, 1, ""), out.stderr
        subprocess.run(["gpasswd", "-a", newcomer, GROUP], check=True, capture_output=True)
        back = run(newcomer, "-w", str(path), "undo")
        assert (back.returncode, "O2" in back.stdout) == (0, True), back.stderr
    finally:
        for name in (gone, newcomer):
            subprocess.run(["userdel", name], capture_output=True, check=False)
    assert run(bob, "-w", str(path), "log", "--verify").returncode == 0
