"""Other people of the machine: planted files and links, umasks, and what they can read of mine."""

import os
import pwd
import shutil
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.config import find_place
from okrtui.crash import write_crash
from okrtui.errors import Refused
from okrtui.storage.engine.location import make_folder
from okrtui.storage.local.drafts import DraftBox
from tests.cli.test_users import (
    GROUP,
    INSIDE,
    OUTSIDE,
    run,
    users,
)
from tests.trust.places import cli, fresh, refused

__all__ = ["users"]  # a fixture of the module that makes the users

pytestmark = [
    pytest.mark.skipif(os.getuid() != 0, reason="only root can make other users to test with"),
    pytest.mark.skipif(shutil.which("useradd") is None, reason="this machine has no useradd"),
    pytest.mark.xdist_group("users"),
]


@pytest.fixture
def common() -> Iterator[Path]:
    """Give a folder like /tmp: everybody may write, nobody may take another's file away."""
    folder = Path(tempfile.mkdtemp(prefix="okrtui-common-"))
    folder.chmod(0o1777)
    yield folder
    shutil.rmtree(folder)


def given_to(path: Path, user: str) -> Path:
    """Make a file (or the link itself) somebody else's."""
    entry = pwd.getpwnam(user)
    os.chown(path, entry.pw_uid, entry.pw_gid, follow_symlinks=False)
    return path


def mode(path: Path) -> int:
    """Return a file's permissions."""
    return stat.S_IMODE(path.lstat().st_mode)


@pytest.mark.parametrize("umask", [0, 0o022, 0o077, 0o777])
def test_files_beside_a_shared_workspace_are_the_groups_with_any_umask(umask: int, common: Path) -> None:
    path = common / "shared" / "team.db"
    path.parent.mkdir()
    given_to(path.parent, INSIDE[0])
    assert run(INSIDE[0], "-w", str(path), "init", "--shared", GROUP, umask=umask).returncode == 0
    for user in (*INSIDE, *INSIDE):
        assert run(user, "-w", str(path), "objective", "add", f"by {user}", umask=umask).stderr == ""
        for each in path.parent.iterdir():
            assert mode(each) == 0o660, (each, oct(mode(each)))
    assert mode(path.parent) == 0o2770
    assert run(INSIDE[1], "-w", str(path), "doctor").returncode == 0


@pytest.mark.parametrize("umask", [0, 0o077])
def test_a_private_workspace_and_its_neighbours_are_mine_alone(umask: int, common: Path) -> None:
    path = common / "mine" / "team.db"
    assert run(INSIDE[0], "-w", str(path), "init", umask=umask).returncode == 0
    run(INSIDE[0], "-w", str(path), "objective", "add", "x", umask=umask)
    run(INSIDE[0], "-w", str(path), "backup", str(path.parent / "b.bak"), umask=umask)
    assert mode(path.parent) == 0o700
    assert {mode(each) for each in path.parent.iterdir()} == {0o600}


def test_sharing_never_opens_a_folder_that_holds_other_things(common: Path) -> None:
    home = common / "home"
    home.mkdir(mode=0o700)
    (home / "private.txt").write_text("mine")
    for each in (home, home / "private.txt"):
        given_to(each, INSIDE[0])
    said = run(INSIDE[0], "-w", str(home / "team.db"), "init", "--shared", GROUP)
    assert said.returncode == 1 and "folder of its own" in said.stderr
    assert mode(home) == 0o700 and not (home / "team.db").exists()
    with pytest.raises(Refused, match="folder of its own"):
        make_folder(common, os.getgid())
    assert mode(common) == 0o1777


def test_a_folder_that_root_made_is_shared_by_whoever_may_and_told_to_whoever_may_not(common: Path) -> None:
    folder = common / "shared"
    folder.mkdir()
    shutil.chown(folder, 0, GROUP)
    folder.chmod(0o2775)
    asked = ("-w", str(folder / "team.db"), "init", "--shared", GROUP)
    said = run(INSIDE[0], *asked)
    assert said.returncode == 1 and said.stderr.strip().endswith(f"chgrp {GROUP} {folder} && chmod 2770 {folder}")
    folder.chmod(0o2770)  # as it said
    assert run(INSIDE[0], *asked).returncode == 0
    assert run(INSIDE[1], "-w", str(folder / "team.db"), "objective", "add", "ours").returncode == 0


def test_a_folder_that_cannot_be_made_is_named(common: Path) -> None:
    (common / "roots").mkdir(mode=0o755)
    said = run(INSIDE[0], "-w", str(common / "roots" / "okr" / "team.db"), "init")
    assert said.returncode == 1 and f"you cannot make the folder {common / 'roots' / 'okr'}" in said.stderr


def test_a_project_file_that_somebody_else_laid_is_not_followed(common: Path) -> None:
    """Nor is a link of theirs to a file of mine or root's that says something else than I would expect here."""
    (common / ".okrtui.toml").write_text('workspace = "/tmp/theirs.db"\n')
    given_to(common / ".okrtui.toml", OUTSIDE)
    assert find_place(None, {}, common).source == "the default"
    (common / ".okrtui.toml").unlink()
    mine = common / "elsewhere.toml"
    mine.write_text('workspace = "/tmp/theirs.db"\n')
    (common / ".okrtui.toml").symlink_to(mine)
    given_to(common / ".okrtui.toml", OUTSIDE)
    assert find_place(None, {}, common).source == "the default"
    (common / ".okrtui.toml").unlink()
    (common / ".okrtui.toml").write_text('workspace = "ours.db"\n')
    assert find_place(None, {}, common).address == str(common / "ours.db")


def test_links_planted_where_we_write_are_never_followed(common: Path, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    path = fresh(tmp_path)
    for name in ("b.bak", "out", "demo.db", "state"):
        (common / name).symlink_to(victim)
        given_to(common / name, OUTSIDE)
    assert "there already" in refused(cli(path, tmp_path, "backup", str(common / "b.bak")))
    assert "there already" in refused(cli(path, tmp_path, "demo", "--no-open", "--path", str(common / "demo.db")))
    refused(cli(path, tmp_path, "export", str(common / "out")))
    tree = common / "tree"
    tree.mkdir()
    (tree / "README.md").symlink_to(victim)
    (tree / "okrs").symlink_to(tmp_path)
    assert "left alone" in cli(path, tmp_path, "export", str(tree)).stderr
    assert victim.read_text() == "precious"
    assert not list(tmp_path.glob("*.md"))


def test_my_state_is_mine_alone_and_written_through_no_link(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    state = tmp_path / "state"
    before = os.umask(0)
    try:
        box = DraftBox(state / "drafts.json")
        box.put("x", 1)
        assert box.flush()
        try:
            raise ValueError("x")
        except ValueError:
            write_crash(state / "crash.txt")
    finally:
        os.umask(before)
    assert mode(state) == 0o700
    assert {mode(each) for each in state.iterdir()} == {0o600}
    for name in ("drafts.json", "drafts.json.new", "drafts.json.lock", "crash.txt"):
        (state / name).unlink(missing_ok=True)
        (state / name).symlink_to(victim)
    box = DraftBox(state / "drafts.json")
    box.put("x", 2)
    box.flush()
    try:
        raise ValueError("x")
    except ValueError:
        write_crash(state / "crash.txt")
    assert victim.read_text() == "precious"


def test_somebody_outside_can_neither_read_nor_block_a_shared_workspace(common: Path) -> None:
    path = common / "shared" / "team.db"
    path.parent.mkdir()
    given_to(path.parent, INSIDE[0])
    run(INSIDE[0], "-w", str(path), "init", "--shared", GROUP)
    for words in (("okr", "list"), ("checkin", "KR1.1", "1"), ("log",), ("init",), ("backup", str(common / "x.bak"))):
        said = run(OUTSIDE, "-w", str(path), *words)
        assert said.returncode == 1 and said.stderr.count("\n") == 1 and "Traceback" not in said.stderr
    assert run(OUTSIDE, "-w", str(path), "doctor").returncode == 1
    assert "Traceback" not in run(OUTSIDE, "-w", str(path), "restore", str(common / "none")).stderr
    assert run(INSIDE[1], "-w", str(path), "objective", "add", "x").returncode == 0


@pytest.mark.parametrize(
    ("file", "folder", "says"),
    [
        (0o600, 0o755, "cannot be read"),
        (0o644, 0o777, "read-only"),
        (0o666, 0o755, "read-only"),
        (0o666, 0o700, "denied"),
    ],
)
def test_what_i_may_not_write_i_am_refused_with_a_sentence(file: int, folder: int, says: str, common: Path) -> None:
    path = common / "theirs" / "team.db"
    assert run(INSIDE[0], "-w", str(path), "init").returncode == 0
    path.chmod(file)
    path.parent.chmod(folder)
    before = (path.read_bytes(), sorted(each.name for each in path.parent.iterdir()))
    for words in (("okr", "list"), ("checkin", "KR1.1", "1"), ("report", "week"), ("undo",)):
        said = run(OUTSIDE, "-w", str(path), *words)
        assert said.returncode == 1 and said.stderr.count("\n") == 1
        assert says in said.stderr.lower()
    assert (path.read_bytes(), sorted(each.name for each in path.parent.iterdir())) == before
