"""Each fault of files, folders, disks and locks: how it is made, what both front ends say of it, and what is kept."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Fault:
    """`cli` and `tui` are parts of what is said; `when` it happens: before the start, or while a form is open.

    `user` runs it as somebody of the machine who is neither root nor the owner.
    """

    make: Callable[[Path], object]
    cli: str
    tui: str
    kept: str
    when: str = "before"
    user: bool = False


AS_IT_WAS = "the file as it was"
DRAFT = "the file as it was, the entry as a draft"


def _header(path: Path) -> None:
    path.write_bytes(b"x" * 16 + path.read_bytes()[16:])


def _pages(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for start in range(4096, len(data) - 300, 2048):
        data[start : start + 300] = b"\xa5" * 300
    path.write_bytes(data)


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 99")


def _foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE x (y)")


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _missing_tables(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA foreign_keys = 0")
        for table in ("activity", "key_result", "workspace"):
            db.execute(f"DROP TABLE {table}")
        db.commit()


def _modes(file: int, folder: int) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.chmod(file)
        path.parent.chmod(folder)

    return make


def _replaced(path: Path) -> None:
    other = path.with_name("other.db")
    shutil.copy(path, other)
    other.replace(path)


def _nothing(path: Path) -> None:
    """The test itself does it: fills the disk, holds the lock, fakes the mount table."""


STORED = "KR1.1 105 ms in"
DAMAGED = "is damaged or no okrtui workspace"
FAULTS = {
    "damaged header": Fault(_header, DAMAGED, DAMAGED, AS_IT_WAS),
    "damaged pages": Fault(_pages, DAMAGED, DAMAGED, AS_IT_WAS),
    "truncated": Fault(_truncated, DAMAGED, DAMAGED, AS_IT_WAS),
    "a text file": Fault(lambda path: path.write_text("hello\n"), DAMAGED, DAMAGED, AS_IT_WAS),
    "an empty file": Fault(
        lambda path: path.write_bytes(b""), "isn't an okrtui workspace", "isn't an okrtui workspace", AS_IT_WAS
    ),
    "a schema from the future": Fault(_newer, "newer okrtui (schema 99", "newer okrtui (schema 99", AS_IT_WAS),
    "another program's database": Fault(_foreign, "isn't an okrtui workspace", "isn't an okrtui workspace", AS_IT_WAS),
    "tables missing": Fault(_missing_tables, "has not the table", "has not the table", AS_IT_WAS),
    "a folder in its place": Fault(_folder, "is a folder", "is a folder", AS_IT_WAS),
    "folder missing": Fault(
        lambda path: shutil.rmtree(path.parent), "there is no workspace at", "Welcome to okrtui", "nothing was there"
    ),
    "unreadable file": Fault(
        _modes(0o600, 0o755), "cannot be read by you", "cannot be read by you", AS_IT_WAS, user=True
    ),
    "read-only file": Fault(_modes(0o644, 0o777), "is read-only for you", "is read-only for you", AS_IT_WAS, user=True),
    "read-only folder": Fault(
        _modes(0o666, 0o755), "is read-only for you", "is read-only for you", AS_IT_WAS, user=True
    ),
    "disk full": Fault(_nothing, "is full", "is full", DRAFT, "open"),
    "quota reached": Fault(_nothing, "your quota on the disk of", "your quota on the disk of", DRAFT, "open"),
    "removed while open": Fault(
        lambda path: path.unlink(), "there is no workspace at", "has gone while it was open", "the entry as a draft",
        "open",
    ),
    "replaced while open": Fault(
        _replaced, STORED, "was replaced while it was open", "both files, the entry as a draft", "open"
    ),
    "another writer stopped in the middle": Fault(
        _nothing, "is busy: another process has", "workspace busy, saving…", "the entry, stored afterwards",
        "open",
    ),
    "a lock file left behind": Fault(_nothing, STORED, "submitted:", "all of it: nobody holds it", "open"),
    "network filesystem": Fault(
        _nothing, STORED, "submitted:", "all of it: without write-ahead log; doctor warns", "open"
    ),
}  # fmt: skip
"""What is promised for each; test_fault_table.py tries all of it, and docs/administrators.md shows it."""


def table() -> str:
    """Return the table as docs/administrators.md has it."""
    lines = ["| what is wrong | a command says | the program says | what is kept |", "|---|---|---|---|"]
    for name, fault in FAULTS.items():
        when = ", while it is open" if fault.when == "open" and "open" not in name else ""
        lines.append(f"| {name}{when} | …{fault.cli}… | …{fault.tui}… | {fault.kept} |")
    return "\n".join(lines)


if __name__ == "__main__":
    import sys

    sys.stdout.write(table() + "\n")
