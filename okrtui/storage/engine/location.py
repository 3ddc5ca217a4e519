"""Where a workspace lies on disk, who may read it, and what kind of filesystem holds it."""

import os
import stat
from pathlib import Path

from okrtui.errors import NoWorkspace, Refused
from okrtui.links import check_link

APPLICATION_ID = 0x4F4B5254
"""`OKRT` in the database header: tells a workspace from any other SQLite file."""
SCHEMA = 21
"""The newest schema this okrtui knows: the version of the last migration."""
RULES = 23
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
        check_link(path)
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
        raise Refused(f"{path} isn't an ordinary file; the workspace cannot live there")
    if not os.access(path, os.R_OK):
        raise Refused(f"the workspace {path} cannot be read by you; ask its owner, or see: okrtui doctor")
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        # A reader who can write the folder but not the file leaves a -wal that locks the owner out.
        raise Refused(f"the workspace {path} is read-only for you; ask its owner, or see: okrtui doctor")


def check_beside(path: Path) -> None:
    """Raise Refused where one of the names beside a workspace is no file's: SQLite would follow a link."""
    path = Path(os.path.realpath(path))
    for end in ("-wal", "-shm", "-journal", ".lock"):
        try:
            info = os.lstat(f"{path}{end}")
        except OSError:  # not there; or nothing of the folder can be looked at, which opening the file tells better
            continue
        if not stat.S_ISREG(info.st_mode):
            raise Refused(
                f"{path}{end} isn't a file of okrtui: somebody put a "
                f"{'link' if stat.S_ISLNK(info.st_mode) else 'folder or device'} there; see ls -l {path.parent}, "
                "and take it away"
            )


def _group_name(gid: int | None) -> str:
    import grp  # only where something is refused

    try:
        return grp.getgrgid(gid).gr_name if gid is not None else ""
    except KeyError:
        return str(gid)


def make_folder(folder: Path, group: int | None) -> None:
    """Make a workspace's folder where it is missing: 0700, or with `group` (a gid) 2770 and the group's.

    A folder that holds other things is never opened to a group: it may be a home, or everybody's /tmp. Raises Refused
    for such a one and where I may not make or change it, NotADirectoryError where a file is in the way, OSError where
    it cannot be made.
    """
    fresh = not folder.exists()
    before = os.umask(0o077)  # it is nobody else's for a moment, and mine whatever the umask was
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise NotADirectoryError from None
    except PermissionError:
        raise Refused(
            f"you cannot make the folder {folder}; have an administrator make it for you, or choose another place"
        ) from None
    finally:
        os.umask(before)
    if group is None and not fresh:
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | (os.O_NOFOLLOW if fresh else 0))
    try:
        if group is None:
            os.fchmod(handle, 0o700)
            return
        info = os.fstat(handle)
        if info.st_gid == group and stat.S_IMODE(info.st_mode) == 0o2770:
            return
        if any(folder.iterdir()):
            raise Refused(
                f"{folder} holds other things, and sharing would open all of it to the group; "
                "choose a folder of its own"
            )
        os.fchown(handle, -1, group)
        os.fchmod(handle, 0o2770)
    except PermissionError:
        raise Refused(
            f"the folder {folder} isn't yours, so you cannot share it; its owner or root does that with: "
            f"chgrp {_group_name(group)} {folder} && chmod 2770 {folder}"
        ) from None
    finally:
        os.close(handle)
