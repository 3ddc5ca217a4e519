"""What may be wrong with a workspace's file and folder, found without changing anything; and the safe repairs."""

import grp
import os
import pwd
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from okrtui.errors import Refused
from okrtui.links import check_link
from okrtui.storage.engine.location import filesystem, on_network
from okrtui.storage.engine.lock import lock_path

LONG_LOG = 64_000_000
"""Bytes; SQLite writes a log back at about 4 MB."""
OFF = 300
"""Seconds by which two clocks may differ."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `ok` or not, what it is, what to do; `repair` where that is safe."""

    ok: bool
    what: str
    advice: str = ""
    repair: Callable[[], None] | None = None


def check_files(path: Path) -> list[Finding]:
    """Return what file, folder and their neighbours say: modes, owner, group, filesystem."""
    try:
        check_link(path)
        path = path.resolve()
        info, folder = path.stat(), path.parent.stat()
    except Refused as refused:
        return [Finding(False, str(refused), f"see: ls -l {path}")]
    except FileNotFoundError:
        return [Finding(False, f"there is no workspace at {path}", 'make one with: okrtui init --name "Our team"')]
    except OSError as error:
        return [Finding(False, f"{path} cannot be looked at: {error.strerror}", "check the path, or ask its owner")]
    if not stat.S_ISREG(info.st_mode):
        return [Finding(False, f"{path} isn't an ordinary file", "name a file, for example with -w")]
    shared = bool(info.st_mode & 0o020) or bool(folder.st_mode & stat.S_ISGID)
    found = [_whose(path, info, shared)]
    found += _shared_modes(path, info, folder) if shared else _private_modes(path, folder)
    found.append(_network(path))
    return found + _long_log(path)


def _long_log(path: Path) -> list[Finding]:
    """Tell where the write-ahead log is much longer than it needs to be: somebody reads one moment for very long."""
    try:
        size = os.lstat(f"{path}-wal").st_size
    except OSError:
        return []
    if size < LONG_LOG:
        return []
    what = f"{path.name}-wal holds {size / 1_000_000:.0f} MB: a program keeps it from being written back"
    return [Finding(False, what, f"find the program that has read for long with fuser -v {path}, and end it")]


def _name(table: Callable[[int], str], number: int) -> str:
    try:
        return table(number)
    except KeyError:
        return str(number)


def _whose(path: Path, info: os.stat_result, shared: bool) -> Finding:
    owner = _name(lambda n: pwd.getpwuid(n).pw_name, info.st_uid)
    group = _name(lambda n: grp.getgrgid(n).gr_name, info.st_gid)
    who = f"for the group {group}" if shared else "for its owner alone"
    if not os.access(path, os.R_OK | os.W_OK) or not os.access(path.parent, os.R_OK | os.W_OK | os.X_OK):
        advice = f"ask {owner} to share it" + (f", or to be added to the group {group}" if shared else "")
        return Finding(False, f"the workspace belongs to {owner}, {who}, and you cannot write it", advice)
    known = _name(lambda n: grp.getgrgid(n).gr_name, info.st_gid) != str(info.st_gid)
    if shared and not known:
        return Finding(False, f"the group {info.st_gid} of the workspace is gone", "give it another: chgrp GROUP")
    return Finding(True, f"the workspace belongs to {owner}, {who}")


def _mode(path: Path, wanted: int, what: str, *, folder: bool = False) -> Finding:
    info = path.lstat()
    if not (stat.S_ISDIR if folder else stat.S_ISREG)(info.st_mode):
        kind = "link" if stat.S_ISLNK(info.st_mode) else "something else"
        wrong = f"{what} is a {kind}, not a {'folder' if folder else 'file'}"
        return Finding(False, wrong, f"find out who put it there: ls -l {path}; then take it away")
    if not folder and info.st_nlink > 1:
        advice = f"find the other one and take it away: find {path.parent} -inum {info.st_ino}"
        return Finding(
            False, f"{what} has a second name (a hard link), so its mode would be another file's, too", advice
        )
    have = stat.S_IMODE(info.st_mode)
    if have == wanted:
        return Finding(True, f"{what} has mode {have:04o}")
    return Finding(
        False,
        f"{what} has mode {have:04o}, not {wanted:04o}",
        f"chmod {wanted:o} {path}",
        lambda: change_mode(path, wanted, info),
    )


def _mine(path: Path, wanted: int, what: str, *, folder: bool = False) -> Finding:
    """Return what `_mode` does; where it is somebody else's (of a run with sudo) that, since nothing can be kept."""
    owner = path.lstat().st_uid
    if owner == os.getuid():
        return _mode(path, wanted, what, folder=folder)
    try:
        whose = pwd.getpwuid(owner).pw_name
    except KeyError:
        whose = f"uid {owner}"
    return Finding(
        False, f"{what} belongs to {whose}, so okrtui can keep nothing for you there", f"sudo chown $(id -un) {path}"
    )


def change_mode(path: Path, mode: int, seen: os.stat_result, group: int | None = None) -> None:
    """Give what was `seen` at `path` its mode, and its group first where one is named.

    Raises Refused where something else lies there by now: in a folder that others can write a name means nothing.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise Refused(f"{path} cannot be opened to change its mode: {error.strerror}") from None
    try:
        now = os.fstat(handle)
        if (now.st_dev, now.st_ino, now.st_uid, now.st_gid) != (seen.st_dev, seen.st_ino, seen.st_uid, seen.st_gid):
            raise Refused(f"{path} was changed while it was looked at; look again with: okrtui doctor")
        if stat.S_ISREG(now.st_mode) and now.st_nlink > 1:
            raise Refused(f"{path} has a second name now, so its mode stays; look again with: okrtui doctor")
        if group is not None:
            os.fchown(handle, -1, group)  # takes the setgid bit away, so the mode comes after it
        os.fchmod(handle, mode)
    except PermissionError:
        raise Refused(f"{path} is not yours, so its mode stays; its owner or root changes it") from None
    finally:
        os.close(handle)


def _beside(path: Path) -> list[Path]:
    names = (lock_path(path), Path(f"{path}-wal"), Path(f"{path}-shm"))
    return [each for each in names if os.path.lexists(each)]


def _private_modes(path: Path, folder: os.stat_result) -> list[Finding]:
    found = [_mode(path, 0o600, "the file")]
    found += [_mode(each, 0o600, each.name) for each in _beside(path)]
    if folder.st_mode & 0o022 and not folder.st_mode & stat.S_ISVTX:
        advice = f"chmod 700 {path.parent}, or move the workspace into a folder of its own"
        found.append(
            Finding(False, f"others can write the folder {path.parent}, so they could replace the file", advice)
        )
    return found


def _shared_modes(path: Path, info: os.stat_result, folder: os.stat_result) -> list[Finding]:
    found = [_mode(path, 0o660, "the file"), _mode(path.parent, 0o2770, "the folder", folder=True)]
    found += [_mode(each, 0o660, each.name) for each in _beside(path)]
    if folder.st_gid != info.st_gid:
        what = "folder and file belong to different groups, so new files shut the others out"
        advice = f"chgrp {info.st_gid} {path.parent}"
        found.append(Finding(False, what, advice, lambda: change_mode(path.parent, 0o2770, folder, info.st_gid)))
    return found


def _network(path: Path) -> Finding:
    kind = filesystem(path)
    if on_network(path):
        what = f"the workspace is on a network filesystem ({kind}): slower, and safe from one machine at a time only"
        return Finding(False, what, "move it to a local disk: okrtui backup FILE, then okrtui restore FILE there")
    return Finding(True, f"the workspace is on a local disk ({kind or 'of unknown kind'})")


def check_lock(path: Path) -> Finding:
    """Tell whether somebody holds the write turn right now, for longer than a write takes."""
    from okrtui.errors import Busy
    from okrtui.storage.engine.lock import write_lock

    try:
        with write_lock(path, 2.0, lambda _: None):
            return Finding(True, "nobody blocks writing")
    except Busy:
        advice = f"see who: fuser -v {lock_path(path)}; a stopped process (ctrl+z) lets go with fg or kill"
        return Finding(False, "another process has blocked writing for two seconds", advice)
    except OSError as error:
        return Finding(False, f"the lock {lock_path(path)} cannot be used: {error.strerror}", "ask its owner")


def check_content(path: Path) -> Finding:
    """Open the workspace and run SQLite's check over all of it."""
    from okrtui.storage.open import open_store

    try:
        store = open_store(path)
        try:
            store.execute("PRAGMA ignore_check_constraints = ON")  # a word that means nothing is no damage
            answer = store.sql("PRAGMA quick_check")[0][0]
            newest = store.sql("SELECT COALESCE(MAX(at), 0) FROM activity")[0][0]
        finally:
            store.close()
    except Refused as refused:
        return Finding(False, str(refused), "okrtui restore FILE brings a backup back and keeps what it replaces")
    if answer != "ok":
        return Finding(False, f"the workspace is damaged: {answer}", "okrtui restore FILE brings a backup back")
    return _clock(newest)


def _clock(newest: int) -> Finding:
    ahead = newest - time.time()
    if ahead > OFF:
        what = f"the newest entry is dated {ahead / 60:.0f} minutes ahead: this clock or somebody's is off"
        return Finding(False, what, "compare with: date; timedatectl")
    return Finding(True, "the workspace is whole, and its newest entry is not in the future")


def check_clock(path: Path) -> list[Finding]:
    """Tell whether a file of the workspace was written later than it is now: then a clock is off."""
    times = [(each.stat().st_mtime, each) for each in (path, *_beside(path)) if each.exists()]
    newest, which = max(times, default=(0.0, path))
    ahead = newest - time.time()
    if ahead <= OFF:
        return []
    what = f"{which.name} is dated {ahead / 60:.0f} minutes ahead: this clock or that of its disk is off"
    return [Finding(False, what, "compare with: date; timedatectl")]


def check_state(folder: Path) -> list[Finding]:
    """Tell whether what may be only mine (drafts, secrets, what I saw of journals) is readable by me alone."""
    try:
        if not folder.is_dir():
            return []
        folder = folder.resolve()
        whole = (folder.parent, folder) if folder.name == "own" else (folder,)
        found = [_mine(each, 0o700, "your own state folder", folder=True) for each in whole]
        for name in ("drafts.json", "tokens.json", "tokens.written.json", "seen.json", "crash.txt"):
            if os.path.lexists(folder / name):
                found.append(_mine(folder / name, 0o600, f"your own {name}"))
    except OSError as error:
        advice = f"sudo chown -R $(id -un) {folder.parent}"
        return [Finding(False, f"your own state folder {folder} cannot be read: {error.strerror}", advice)]
    wrong = [finding for finding in found if not finding.ok]
    return wrong or [Finding(True, "your drafts and secrets are readable by you alone")]
