"""What others plant where we write: links, files, names; and a member who swaps them while root's okrtui works."""

import os
import pwd
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from okrtui.config import find_place
from okrtui.errors import Refused
from okrtui.rituals.okrs import objectives
from okrtui.storage.engine.backup import backup, keep_before_migration
from okrtui.storage.maintenance.checkup import change_mode, check_files
from okrtui.storage.maintenance.restore import restore
from okrtui.storage.open import open_store
from tests.cli.test_users import GROUP, INSIDE, OUTSIDE, users
from tests.trust.places import cli, fresh, refused
from tests.workspaces import ctx, workspace

__all__ = ["users"]

pytestmark = [
    pytest.mark.skipif(os.getuid() != 0, reason="only root can give files to others"),
    pytest.mark.skipif(shutil.which("useradd") is None, reason="this machine has no useradd"),
    pytest.mark.usefixtures("users"),
    pytest.mark.xdist_group("users"),
]


@pytest.fixture
def common() -> Iterator[Path]:
    """Give a folder that every member of the group can write, and nobody else."""
    folder = Path(tempfile.mkdtemp(prefix="okrtui-planted-"))
    shutil.chown(folder, 0, GROUP)
    folder.chmod(0o2770)
    yield folder
    shutil.rmtree(folder)


def given_to(path: Path, user: str) -> None:
    entry = pwd.getpwnam(user)
    os.chown(path, entry.pw_uid, entry.pw_gid, follow_symlinks=False)


def link(path: Path, target: Path, user: str = INSIDE[1]) -> None:
    path.symlink_to(target)
    given_to(path, user)


def shared(folder: Path) -> Path:
    """Make root's workspace in the group's folder."""
    store = workspace(folder / "ws")
    objectives.add_objective(ctx(store), "ours")
    path = store.path
    store.close()
    shutil.chown(path.parent, 0, GROUP)
    path.parent.chmod(0o2770)
    for each in path.parent.iterdir():
        shutil.chown(each, 0, GROUP)
        each.chmod(0o660)
    return path


SWAP = """
import os, sys
folder, victim = sys.argv[1:]
print("ready", flush=True)
while True:
    for name in os.listdir(folder):
        if name.endswith(".new"):
            path = os.path.join(folder, name)
            try:
                os.unlink(path)
                os.symlink(victim, path)
            except OSError:
                pass
"""


@contextmanager
def swapping(folder: Path, victim: Path) -> Iterator[None]:
    """Have a member of the group put a link in the place of each file that is being built, as fast as can be."""
    entry = pwd.getpwnam(INSIDE[1])
    groups = os.getgrouplist(entry.pw_name, entry.pw_gid)
    with subprocess.Popen(
        ["/usr/bin/python3", "-c", SWAP, str(folder), str(victim)],
        user=entry.pw_uid,
        group=entry.pw_gid,
        extra_groups=groups,
        stdout=subprocess.PIPE,
        cwd="/",
    ) as process:
        assert process.stdout is not None and process.stdout.readline() == b"ready\n"
        try:
            yield
        finally:
            process.kill()


@pytest.mark.skipif(not Path("/usr/bin/python3").exists(), reason="no Python that others may run")
def test_a_member_who_swaps_what_is_being_restored_gains_nothing(common: Path, tmp_path: Path) -> None:
    path = shared(common)
    victim = tmp_path / "victim"
    victim.write_text("precious")
    victim.chmod(0o600)
    with closing(open_store(path)) as store:
        copy = backup(store, tmp_path / "copy.db")
    told = []
    with swapping(path.parent, victim):
        for _ in range(20):
            try:
                restore(copy, path)
            except Refused as refused:
                told.append(str(refused))
            if path.is_symlink():  # what a member may do to the folder of the group: the workspace itself
                path.unlink()
                shutil.copy(copy, path)
                shutil.chown(path, 0, GROUP)
                path.chmod(0o660)
    info = victim.stat()
    assert (victim.read_text(), info.st_gid, stat.S_IMODE(info.st_mode)) == ("precious", 0, 0o600)
    assert all("somebody" in each or "there already" in each or "No such file" in each for each in told), told


def test_the_doctor_changes_no_mode_through_a_planted_link(common: Path, tmp_path: Path) -> None:
    path = shared(common)
    victim = tmp_path / "victim"
    victim.mkdir(mode=0o700)
    link(Path(f"{path}-wal"), victim)
    wrong = [finding for finding in check_files(path) if not finding.ok]
    assert [finding.repair for finding in wrong] == [None] and "is a link" in wrong[0].what
    assert cli(path, tmp_path, "doctor", "--fix").returncode == 1
    assert stat.S_IMODE(victim.stat().st_mode) == 0o700


def test_a_mode_is_only_given_to_what_was_looked_at(common: Path, tmp_path: Path) -> None:
    path = shared(common)
    path.chmod(0o600)
    repair = next(finding.repair for finding in check_files(path) if not finding.ok)
    assert repair is not None
    victim = tmp_path / "victim"
    victim.write_text("precious")
    victim.chmod(0o600)
    path.rename(tmp_path / "aside")
    link(path, victim)
    with pytest.raises(Refused, match="cannot be opened"):
        repair()
    path.unlink()
    shutil.move(victim, path)  # a file of root's own, renamed to the workspace's name
    with pytest.raises(Refused, match="was changed"):
        change_mode(path, 0o660, (tmp_path / "aside").lstat())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("end", ["-wal", "-shm", "-journal", ".lock"])
def test_nothing_is_written_through_a_link_beside_the_workspace(end: str, common: Path, tmp_path: Path) -> None:
    path = shared(common)
    victim = tmp_path / "victim"
    victim.write_text("precious")
    beside = Path(f"{path}{end}")
    beside.unlink(missing_ok=True)
    link(beside, victim)
    said = refused(cli(path, tmp_path, "objective", "add", "x"))
    assert str(beside) in said and "take it away" in said
    assert victim.read_text() == "precious"


def test_a_workspace_behind_another_persons_link_is_not_opened(common: Path, tmp_path: Path) -> None:
    mine = fresh(tmp_path)
    link(common / "team.db", mine)
    assert "somebody else made" in refused(cli(common / "team.db", tmp_path, "okr", "list"))
    (common / "own.db").symlink_to(mine)
    assert cli(common / "own.db", tmp_path, "okr", "list").returncode == 0


def test_planted_names_do_not_keep_a_backup_from_coming_back(common: Path, tmp_path: Path) -> None:
    path = shared(common)
    with closing(open_store(path)) as store:
        copy = backup(store, tmp_path / "copy.db")
    for number in range(1, 400):
        link(path.with_name(f".{path.name}.{number}.new"), tmp_path / "nothing")
    link(path.with_name(f".{path.name}.{os.getpid()}.new"), tmp_path / "nothing")
    assert restore(copy, path) is not None
    assert stat.S_IMODE(path.stat().st_mode) == 0o660


def test_a_file_that_others_can_write_is_no_project_file(common: Path) -> None:
    project = common / ".okrtui.toml"
    project.write_text('workspace = "theirs.db"\n')
    for mode in (0o664, 0o646, 0o660):
        shutil.chown(project, 0, GROUP)
        project.chmod(mode)
        assert find_place(None, {}, common).source == "the default", oct(mode)
    project.chmod(0o640)
    assert find_place(None, {}, common).source == str(project)
    shutil.chown(project, 0, 0)  # root's own group: with such a umask everything is writable for it
    project.chmod(0o664)
    assert find_place(None, {}, common).source == str(project)


def test_what_is_no_file_or_has_a_second_name_is_no_project_file(common: Path) -> None:
    """Where hard links are free, a member could give a project file of root's from elsewhere a name in their folder."""
    project = common / ".okrtui.toml"
    os.link(_written(common / "elsewhere.toml", 'workspace = "theirs.db"\n'), project)
    assert find_place(None, {}, common).source == "the default"
    (common / "elsewhere.toml").unlink()
    assert find_place(None, {}, common).source == str(project)
    project.unlink()
    project.symlink_to(common)
    assert "passed over" in find_place(None, {}, common).passed
    project.unlink()
    os.mkfifo(project)
    assert "passed over" in find_place(None, {}, common).passed, "and nobody waits for somebody who writes into it"
    project.unlink()
    project.mkdir()
    assert "passed over" in find_place(None, {}, common).passed


def _written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_doctor_changes_the_mode_of_nothing_that_has_a_second_name(common: Path, tmp_path: Path) -> None:
    path = shared(common)
    secret = _written(common / "secret", "x")
    secret.chmod(0o600)
    seen = secret.lstat()
    lock = Path(f"{path}.lock")
    lock.unlink(missing_ok=True)
    os.link(secret, lock)
    told = cli(path, tmp_path, "doctor", "--fix")
    assert told.returncode == 1 and "team.db.lock has a second name (a hard link)" in told.stdout
    with pytest.raises(Refused, match="second name"):
        change_mode(lock, 0o660, seen)
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_planted_names_keep_no_copy_from_before_a_migration_away(common: Path) -> None:
    path = shared(common)
    for number in range(1, 9):
        planted = path.with_name(f"{path.name}.schema9.{number:03d}.bak")
        if number == 1:
            planted.symlink_to("/nonexistent/anything")
        elif number == 2:
            planted.mkdir()
        else:
            os.utime(_written(planted, "x"), (4e9, 4e9))
        given_to(planted, INSIDE[1])
    with closing(open_store(path)) as store:
        kept = keep_before_migration(store, 9)
    assert kept.read_bytes()[:6] == b"SQLite"
    assert kept.name.endswith(".009.bak") and len(list(path.parent.glob("*.schema9.*.bak"))) == 7
    with closing(open_store(path)) as store:
        objectives.add_objective(ctx(store), "later")
    backup_of = common / "copy.db"
    with closing(open_store(path)) as store:
        backup(store, backup_of)
    path.with_name(f"{path.name}.replaced.001.bak").symlink_to("/nonexistent/anything")
    assert restore(backup_of, path) == path.with_name(f"{path.name}.replaced.002.bak")


def test_a_link_in_a_folder_that_is_imported_shows_nobody_what_it_leads_to(common: Path, tmp_path: Path) -> None:
    path = fresh(tmp_path)
    secret = _written(tmp_path / "secret.md", "## Objective: Sell the company\n")
    link(common / "plans.md", secret)
    _written(common / "ours.md", "## Objective: Ship\n")
    (common / "mine.md").symlink_to(_written(tmp_path / "mine.md", "## Objective: Rest\n"))
    done = cli(path, tmp_path, "import", str(common), "--yes")
    assert done.returncode == 0, done.stderr
    assert "Ship" in done.stdout and "Rest" in done.stdout and "Sell the company" not in done.stdout


def test_the_lock_file_under_another_name_redirects_nobody(common: Path) -> None:
    """It is root's and the group's, so a member could write an address into it and rename it."""
    path = shared(common)
    with closing(open_store(path)) as store:
        objectives.add_objective(ctx(store), "makes the lock file")
    lock = Path(f"{path}.lock")
    lock.write_text('workspace = "/tmp/theirs.db"\n')
    lock.rename(path.parent / ".okrtui.toml")
    assert find_place(None, {}, path.parent).source == "the default"


def test_an_export_does_not_go_through_another_persons_link(common: Path, tmp_path: Path) -> None:
    path = fresh(tmp_path)
    target = tmp_path / "target"
    target.mkdir()
    link(common / "out", target, OUTSIDE)
    assert "somebody else made" in refused(cli(path, tmp_path, "export", str(common / "out")))
    assert not list(target.iterdir())
    (common / "mine").symlink_to(target)
    assert cli(path, tmp_path, "export", str(common / "mine")).returncode == 0
    assert (target / "README.md").exists()


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import objectives
from okrtui.storage.open import open_store
from okrtui.errors import Refused
number = 0
while True:
    try:
        store = open_store(Path(sys.argv[1]))
        objectives.add_objective(Context(store, "ana", "Ana", datetime.now(UTC)), f"number {number}")
        print(number, flush=True)
        number += 1
        store.close()
    except Refused:
        pass
"""


def test_what_is_acknowledged_while_a_backup_is_brought_back_is_in_what_is_kept(tmp_path: Path) -> None:
    store = workspace(tmp_path / "ws")
    copy = backup(store, tmp_path / "copy.db")
    path = store.path
    store.close()
    with closing(sqlite3.connect(copy)) as big:  # takes a while to copy and check
        big.execute("CREATE TABLE filler (x)")
        big.executemany("INSERT INTO filler VALUES (randomblob(4000))", [()] * 8000)
        big.execute("DROP TABLE filler")
        big.commit()
    said: list[str] = []
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for _ in range(3):
            said.append(writer.stdout.readline().strip())
        kept = restore(copy, path)
        writer.kill()
        said += writer.stdout.read().split()
    assert kept is not None
    found = set()
    for each in (kept, path):
        with closing(sqlite3.connect(each)) as db:
            found |= {row[0] for row in db.execute("SELECT title FROM objective")}
    assert {f"number {number}" for number in said} <= found


def test_a_workspace_is_made_whatever_the_umask_is(tmp_path: Path) -> None:
    before = os.umask(0o777)
    try:
        done = cli(tmp_path / "new" / "team.db", tmp_path, "init")
    finally:
        os.umask(before)
    assert (done.returncode, done.stderr) == (0, "")
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700
