"""A folder that documents are exported into: replaced whole, never through a link, never over another's file."""

import errno
import os
import secrets
import stat
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from types import TracebackType

from okrtui.errors import Refused
from okrtui.links import check_link

_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_NO_FOLDER = (errno.ELOOP, errno.ENOTDIR, errno.EMLINK)


def digest_of(data: bytes) -> str:
    """Return what tells a file's bytes from others."""
    return blake2b(data, digest_size=20).hexdigest()


class Folder:
    """An open folder and what has been done in it so far. Files of ours begin with `mark`."""

    def __init__(self, path: Path, mark: str) -> None:
        self.path = path
        self.mark = mark.encode()
        self.written: list[str] = []
        self.unchanged: list[str] = []
        self.left: list[str] = []
        self._seen: set[str] = set()
        self._open: dict[str, int | None] = {}

    def __enter__(self) -> "Folder":
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            check_link(self.path)
            self._open[""] = os.open(self.path, _FOLDER)
        except OSError as error:
            raise self._refused(self.path, error) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for handle in self._open.values():
            if handle is not None:
                os.close(handle)
        self._open.clear()

    def leave(self, path: str, why: str) -> None:
        """Note that a file was left alone, and why."""
        self.left.append(f"{path} ({why})")

    def put(self, path: str, text: str) -> None:
        """Bring a file (at most one folder deep) to hold `text`, unless it does or is not ours. Raises Refused."""
        folder, _, name = path.rpartition("/")
        self._seen.add(path)
        try:
            inside = self._inside(folder)
            if inside is None:
                self.leave(path, f"{folder} is a link or no folder")
            else:
                self._put(inside, path, name, text.encode())
        except OSError as error:
            raise self._refused(self.path / path, error) from None

    def holds(self, path: str, digest: str) -> bool:
        """Tell whether a file holds what has this digest."""
        folder, _, name = path.rpartition("/")
        try:
            inside = self._inside(folder)
            there = self._read(inside, name)[0] if inside is not None else b""
        except OSError:
            return False
        return digest_of(there) == digest

    def keep(self, path: str) -> None:
        """Note that a file is as it would be written again."""
        self._seen.add(path)
        self.unchanged.append(path)

    def stale(self, folders: Iterable[str]) -> list[str]:
        """Return our files in these folders that this export has not written."""
        found = []
        for folder in folders:
            inside = self._open.get(folder)
            names = [] if inside is None else os.listdir(inside)  # noqa: PTH208  # an open folder has no path to trust
            for name in sorted(names):
                path = f"{folder}/{name}"
                if name.endswith(".md") and path not in self._seen and self._is_ours(inside, name):
                    found.append(path)
        return found

    def _inside(self, folder: str) -> int | None:
        """Return the handle of a folder in ours, made where missing; None where it is a link or no folder."""
        if folder not in self._open:
            base = self._open[""]
            with suppress(FileExistsError):
                os.mkdir(folder, dir_fd=base)
            try:
                self._open[folder] = os.open(folder, _FOLDER | os.O_NOFOLLOW, dir_fd=base)
            except OSError as error:
                if error.errno not in _NO_FOLDER:
                    raise
                self._open[folder] = None
        return self._open[folder]

    def _put(self, inside: int, path: str, name: str, data: bytes) -> None:
        mode = None
        try:
            there, mode = self._read(inside, name)
        except FileNotFoundError:
            there = None
        except OSError as error:
            if error.errno not in (*_NO_FOLDER, errno.ENXIO):
                raise
            return self.leave(path, "it is a link or no file")
        if there == data:
            return self.unchanged.append(path)
        if there is not None and not there.startswith(self.mark):
            return self.leave(path, "it is not okrtui’s; move it away, or export somewhere else")
        self._replace(inside, name, data, mode)
        return self.written.append(path)

    def _read(self, inside: int, name: str) -> tuple[bytes, int]:
        """Return a file's bytes and mode. Raises OSError with ELOOP where it is a link or no regular file."""
        handle = os.open(name, _READ, dir_fd=inside)
        with os.fdopen(handle, "rb") as file:
            mode = os.fstat(handle).st_mode
            if not stat.S_ISREG(mode):
                raise OSError(errno.ELOOP, "no regular file")
            return file.read(), stat.S_IMODE(mode)

    def _is_ours(self, inside: int | None, name: str) -> bool:
        try:
            return inside is not None and self._read(inside, name)[0].startswith(self.mark)
        except OSError:
            return False

    def _replace(self, inside: int, name: str, data: bytes, mode: int | None) -> None:
        building = f".{name}.{secrets.token_hex(4)}.new"
        handle = os.open(building, _WRITE, 0o666, dir_fd=inside)
        try:
            with os.fdopen(handle, "wb") as file:
                if mode is not None:
                    os.fchmod(handle, mode)
                file.write(data)
            os.replace(building, name, src_dir_fd=inside, dst_dir_fd=inside)
        except BaseException:
            os.unlink(building, dir_fd=inside)
            raise

    def _refused(self, path: Path, error: OSError) -> Refused:
        return Refused(
            f"{path} cannot be written ({os.strerror(error.errno or 0)}); what was exported before it is whole"
        )
