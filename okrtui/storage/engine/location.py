"""Where a workspace lies on disk, who may read it, and what kind of filesystem holds it."""

import os
import stat
from pathlib import Path

from okrtui.errors import NoWorkspace, Refused

APPLICATION_ID = 0x4F4B5254
"""`OKRT` in the database header: tells a workspace from any other SQLite file."""
SCHEMA = 8
"""The newest schema this okrtui knows: the version of the last migration."""
RULES = 7
"""Of `policies`, rises with each change of them: an administrator's okrtui brings a server's older ones up to date."""
NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "ceph", "lustre", "afs", "glusterfs", "fuse.sshfs", "fuse.glusterfs"}
)

COPYING = frozenset({"btrfs", "bcachefs"})
"""Filesystems that need room also to write where something stands already."""
ROOM = 65536
"""Bytes that must fit before anything is written there."""


def on_server(address: str) -> bool:
    """Tell whether a workspace's address is a server's URL and no path."""
    return "://" in address


def filesystem(path: Path) -> str:
    """Return the type of the filesystem that holds `path`, "" where the system does not tell."""
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    best, kind = "", ""
    whole = str(path.resolve())
    for line in mounts:
        fields = line.split()
        try:
            point, fs = fields[4].replace("\\040", " "), fields[fields.index("-") + 1]
        except (IndexError, ValueError):
            continue
        inside = point == "/" or whole == point or whole.startswith(point + "/")
        if inside and len(point) >= len(best):
            best, kind = point, fs
    return kind


def copies(path: Path) -> bool:
    """Tell whether `path` lies where every write needs room of its own."""
    return filesystem(path) in COPYING


def check_room(handle: int) -> None:
    """Write something into an open file and take it out again; raises the OSError of a full disk or quota.

    SQLite's shared memory is a mapped file: where room is needed to write into a page of it and there is none, the
    process is killed on the spot (SIGBUS), and nobody could be told why.
    """
    try:
        os.pwrite(handle, bytes(ROOM), 0)
    finally:
        os.ftruncate(handle, 0)


def on_network(path: Path) -> bool:
    """Tell whether `path` lies on a network filesystem, where WAL would lose writes."""
    return filesystem(path) in NETWORK


def check_there(path: Path) -> None:
    """Raise NoWorkspace or Refused unless `path` is a file that I may read and write."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise NoWorkspace(f"there is no workspace at {path} yet; make one with: okrtui init") from None
    except NotADirectoryError:
        raise Refused(f"{path} is not inside a folder; check the path of the workspace") from None
    except OSError as error:
        raise Refused(f"{path} cannot be looked at: {error.strerror}; see: okrtui doctor") from None
    if stat.S_ISDIR(mode):
        raise Refused(f"{path} is a folder; the workspace is a file, for example {path / 'workspace.db'}")
    if not stat.S_ISREG(mode):
        raise Refused(f"{path} is no ordinary file; the workspace cannot live there")
    if not os.access(path, os.R_OK):
        raise Refused(f"the workspace {path} cannot be read by you; ask its owner, or see: okrtui doctor")
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        # A reader who can write the folder but not the file leaves a -wal that locks the owner out.
        raise Refused(f"the workspace {path} is read-only for you; ask its owner, or see: okrtui doctor")


def create_file(path: Path, *, group: int | None = None, called: Path | None = None) -> None:
    """Create an empty file for a new workspace, with its folder where that is missing.

    Private: file 0600 in a folder 0700. With `group` (a gid): file 0660 in a folder 2770, whatever the umask.
    Raises Refused where something is there already or the folder cannot be made; `called` is what it tells of.
    """
    called = called or path
    try:
        _make_folder(path.parent, group)
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_WRONLY, 0o600)
    except NotADirectoryError:
        raise Refused(f"{called} is not inside a folder; check the path of the workspace") from None
    except FileExistsError:
        raise Refused(
            f"{called} is there already; choose another place with -w, or open it: okrtui -w {called}"
        ) from None
    except OSError as error:
        raise Refused(f"{called} cannot be made: {error.strerror}") from None
    try:
        if group is not None:
            os.fchown(handle, -1, group)
            os.fchmod(handle, 0o660)
    finally:
        os.close(handle)


def _make_folder(folder: Path, group: int | None) -> None:
    """Make a workspace's folder where it is missing, and give it to the group.

    A folder that holds other things is never opened to a group: it may be a home, or everybody's /tmp.
    """
    fresh = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:  # a file is in the way
        raise NotADirectoryError from None
    if group is None:
        if fresh:
            folder.chmod(0o700)
        return
    info = folder.stat()
    if info.st_gid == group and stat.S_IMODE(info.st_mode) == 0o2770:
        return
    if any(folder.iterdir()):
        raise Refused(
            f"{folder} holds other things, and sharing would open all of it to the group; choose a folder of its own"
        )
    os.chown(folder, -1, group)
    folder.chmod(0o2770)
