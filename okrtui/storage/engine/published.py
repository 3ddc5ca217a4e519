"""New files for folders that others can write: built where nobody else reaches, put in their place by handle.

A path in a folder that others can write names something else the next moment: what is created there and opened again
by its name may be a link to anything by then. So nothing is: SQLite works in a folder of mine, and what it made goes
over as bytes into a file whose handle never leaves this process.
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from okrtui.errors import Refused

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


@contextmanager
def private_folder() -> Iterator[Path]:
    """Give a folder that nobody else can reach, gone afterwards. Raises OSError where there is no room for one.

    What is made in the block, also by SQLite, is mine to read and write whatever the umask was.
    """
    before = os.umask(0o077)
    try:
        with tempfile.TemporaryDirectory(prefix="okrtui-") as folder:  # 0700, where nobody else can rename it
            yield Path(folder)
    finally:
        os.umask(before)


class NewFile:
    """A file without its name yet: write to `file`, then `put` it in its place; gone where that did not happen."""

    def __init__(self, folder: int, name: str, handle: int) -> None:
        self.file: BinaryIO = os.fdopen(handle, "w+b")
        self._folder, self._name = folder, name

    def put(self, target: Path, *, mode: int = 0o600, group: int | None = None, replace: bool = False) -> None:
        """Give the file its mode, group and the name `target` (in the folder where it was made).

        Raises Refused where something has that name by now (unless it is to be replaced), or where somebody put
        another file in the place of this one.
        """
        self.file.flush()
        handle = self.file.fileno()
        if group is not None:
            os.fchown(handle, -1, group)
        os.fchmod(handle, mode)
        os.fsync(handle)
        if replace:
            os.rename(self._name, target.name, src_dir_fd=self._folder, dst_dir_fd=self._folder)
        else:
            self._link(target)
        there, mine = os.stat(target.name, dir_fd=self._folder, follow_symlinks=False), os.fstat(handle)
        if (there.st_dev, there.st_ino) != (mine.st_dev, mine.st_ino):
            raise Refused(f"somebody put another file in the place of {target} while it was written; see: ls -l")
        os.fsync(self._folder)

    def _link(self, target: Path) -> None:
        taken = Refused(f"{target} is there already; nothing was changed")
        try:
            os.link(self._name, target.name, src_dir_fd=self._folder, dst_dir_fd=self._folder, follow_symlinks=False)
        except FileExistsError:
            raise taken from None
        except PermissionError:  # a filesystem without hard links
            if os.path.lexists(target):
                raise taken from None
            os.rename(self._name, target.name, src_dir_fd=self._folder, dst_dir_fd=self._folder)


@contextmanager
def new_file(target: Path) -> Iterator[NewFile]:
    """Make a file (0600) in the folder of `target`, under a name that nobody can guess. Raises OSError."""
    folder = os.open(target.parent, _FOLDER)
    try:
        name = f".okrtui-{secrets.token_hex(8)}.new"
        handle = os.open(name, _NEW, 0o600, dir_fd=folder)
        os.fchmod(handle, 0o600)
        made = NewFile(folder, name, handle)
        try:
            yield made
        finally:
            made.file.close()
            with suppress(FileNotFoundError):  # it has its own name now
                os.unlink(name, dir_fd=folder)
    finally:
        os.close(folder)


def put_copy(built: Path, target: Path, *, mode: int = 0o600, group: int | None = None, replace: bool = False) -> None:
    """Copy a file that was built in a `private_folder` to `target`; raises as `NewFile.put` does, and OSError."""
    with built.open("rb") as source, new_file(target) as made:
        shutil.copyfileobj(source, made.file, 1 << 20)
        made.put(target, mode=mode, group=group, replace=replace)
