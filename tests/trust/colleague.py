"""What a colleague runs who wants to know who says what: looks at everything a member can see, all the while.

`python -m tests.trust.colleague WORKSPACE HOMES OUT` writes a line of JSON to OUT for each thing that is another than a
moment ago, and ends when OUT.stop is there. It is a program of its own, run as another person of the machine.
"""

import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

PAUSE = 0.01
"""Seconds between two looks."""


def rows(db: sqlite3.Connection) -> Iterator[tuple[str, object]]:
    """Yield every row of every table by its place, the journal and who is there and types among them."""
    for (table,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall():
        asked = db.execute(f"SELECT rowid, * FROM {table}")
        names = [column[0] for column in asked.description[1:]]
        for number, *values in asked:
            yield f"{table} {number}", dict(zip(names, values, strict=True))


def files(*folders: Path) -> Iterator[tuple[str, object]]:
    """Yield each file and folder that can be looked at: whose it is, how large, and its times."""
    for folder in folders:
        for path in (folder, *folder.rglob("*")):
            with suppress(OSError):
                found = path.stat()
                times = (found.st_mtime_ns, found.st_ctime_ns)
                yield str(path), [found.st_uid, found.st_size, *times, path.is_dir()]


def processes() -> Iterator[tuple[str, object]]:
    """Yield the words of each process, as everybody can read them."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with suppress(OSError):
                yield folder.name, (folder / "cmdline").read_bytes().decode("utf-8", "replace")


def main(workspace: str, homes: str, out: str) -> None:
    """Look until told to stop."""
    known: dict[tuple[str, str], object] = {}
    version, stop = None, Path(f"{out}.stop")
    with Path(out).open("w", encoding="utf-8") as file, closing(sqlite3.connect(workspace, timeout=5)) as db:
        while not stop.exists():
            at = time.time()
            now = {("file", name): each for name, each in files(Path(workspace).parent, Path(homes))}
            now |= {("process", name): each for name, each in processes()}
            new = db.execute("PRAGMA data_version").fetchone()
            if new != version:
                version = new
                now |= {("row", name): each for name, each in rows(db)}
            for key, value in now.items():
                if known.get(key) != value:
                    known[key] = value
                    file.write(json.dumps([at, *key, value, os.getuid()]) + "\n")
            file.flush()
            time.sleep(PAUSE)


if __name__ == "__main__":
    main(*sys.argv[1:])
