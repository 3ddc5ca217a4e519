"""How cost grows: the same commands among ten and among thousands of people, and after ten years, with the exponent."""

import math
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench.big import Size, big_workspace
from bench.processes import okrtui
from bench.screens import my_key_result
from bench.table import Line
from okrtui.config import identity
from okrtui.rituals.context import Context
from okrtui.rituals.documents import report_data
from okrtui.rituals.okrs import cycles
from okrtui.sharing.okrs_file.writer import written
from okrtui.storage.open import open_store

PEOPLE = (10, 100, 500, 2000)
LONG = 40
"""Quarters of the workspace that is there for ten years; it has as many people as the last but one."""
LINEAR = 1.15
"""The exponent up to which a row counts as linear: what is measured is the processor's time of whole processes."""
NEXT = "2099-Q1"
"""The quarter that is imported: none that is there."""


@dataclass(frozen=True, slots=True)
class Row:
    """A command, and the exponent it may grow with; `before` is done first, and not measured.

    `megabytes` is what it may hold after ten years.
    """

    name: str
    words: tuple[str, ...]
    limit: float = LINEAR
    before: tuple[str, ...] = ()
    megabytes: float = math.inf


ROWS = (
    Row("due", ("due",), 0.2),
    Row("report week", ("report", "week")),
    Row("report week of a team", ("report", "week", "--scope", "Team 01")),
    Row("week of everyone", ("week", "--scope", "everyone")),
    Row("okr list", ("okr", "list")),
    Row("people", ("people",)),
    Row("log of 50", ("log", "--limit", "50"), 0.2),
    Row("log --ref", ("log", "--ref", "REF")),
    Row("log --verify", ("log", "--verify"), megabytes=150),
    Row("doctor", ("doctor",), megabytes=150),
    Row("export, first", ("export", "FOLDER")),
    Row("export, again", ("export", "FOLDER"), LINEAR, ("checkin", "REF", "50")),
    Row("import of a quarter", ("import", "FILE", "--yes", "--cycle", NEXT)),
    Row("undo of it", ("undo",)),
)


@dataclass(slots=True)
class Place:
    """A workspace, what stands for `FILE`, `FOLDER` and `REF` in its commands, the seconds and megabytes of each."""

    name: str
    people: int
    path: Path
    words: Mapping[str, str]
    took: dict[str, tuple[float, float]] = field(default_factory=dict)


def measure(
    kept: Path, folder: Path, env: Mapping[str, str], *, people: Sequence[int] = PEOPLE, long: int = LONG
) -> list[Line]:
    """Return a line for each row; the workspaces stay in `kept`, what is written goes into copies in `folder`."""
    sizes = [(f"{n:,}", Size(n, 1, teams=max(2, n // 12), cards=n * 5, journal=True)) for n in people]
    sizes.append((f"{people[-2]:,} and {long} quarters", Size(people[-2], long, journal=True)))
    places = [_place(kept, folder, name, size) for name, size in sizes]
    for place in places:
        for row in ROWS:
            if row.before:
                _run(place, row.before, env)
            place.took[row.name] = _run(place, row.words, env)
        shutil.rmtree(place.path.parent)
    return list(_lines(places))


def _place(kept: Path, folder: Path, name: str, size: Size) -> Place:
    """Return a copy of a big workspace with a document of as much as its newest quarter."""
    here = folder / f"{size.members}x{size.quarters}"
    here.mkdir()
    path = Path(shutil.copy(big_workspace(kept, size), here / "team.db"))
    ctx = Context(store := open_store(path), *identity(), datetime.now(UTC))
    newest = cycles.current(ctx)
    assert newest is not None
    (here / "quarter.md").write_text(written(report_data.reader(ctx).standing(newest.name), ""), encoding="utf-8")
    store.close()
    words = {"FILE": str(here / "quarter.md"), "FOLDER": str(here / "out"), "REF": my_key_result(path)}
    return Place(name, size.members, path, words)


def _run(place: Place, words: Sequence[str], env: Mapping[str, str]) -> tuple[float, float]:
    """Run a command; return the seconds of a processor that it takes and the most megabytes that it holds."""
    command = [*okrtui(), "-w", str(place.path), *(place.words.get(word, word) for word in words)]
    with subprocess.Popen(command, env=dict(env), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as running:
        said = running.stderr.read().decode(errors="replace") if running.stderr else ""
        _, status, used = os.wait4(running.pid, 0)
        running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {running.returncode}: {said}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _lines(places: Sequence[Place]) -> Iterator[Line]:
    few, *_, some, many, long = places
    heads = " · ".join(place.name for place in places)
    for row in ROWS:
        seconds = " · ".join(f"{place.took[row.name][0]:.2f}" for place in places)
        grown = exponent(lambda place, name=row.name: place.took[name][0], few, some, many)  # type: ignore[misc]
        yield Line(row.name, f"{seconds} s", f"{heads}: exponent", grown, row.limit, "")
        if row.megabytes < math.inf:
            held = long.took[row.name][1]
            yield Line(f"{row.name}, memory", f"{held:.0f} MB", long.name, held, row.megabytes, "MB")


def exponent(took: Callable[[Place], float], few: Place, some: Place, many: Place) -> float:
    """Return with which power of the people a cost grows: 1 is linear. What the smallest costs is that of starting."""
    start = took(few)
    below, above = max(took(some) - start, start / 4), max(took(many) - start, start / 4)
    return math.log(above / below) / math.log(many.people / some.people)
