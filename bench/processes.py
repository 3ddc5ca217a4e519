"""Whole processes, interleaved: the quick commands against the floor they can't go below.

For `--help` that is Python which does nothing; for `due` a script that imports peewee, opens the same workspace and
reads one row; for `checkin` and `update` one that inserts a row into a copy of it in place of that, so that a slow disk
slows both. Python and libraries are those of the environment that okrtui is installed in.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.table import Line, typical

_PEEWEE = """
import sys
for driver in ("psycopg", "psycopg2", "psycopg2cffi"):
    sys.modules[driver] = None
import peewee
db = peewee.SqliteDatabase(sys.argv[1], pragmas={"synchronous": "NORMAL"})
db.connect()
with db.atomic():
    db.execute_sql(sys.argv[2]).fetchone()
db.close()
"""
"""peewee tries each driver when it is imported: where one is installed the floor would be thrice as high."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """What is measured, against what, and how often the time of that it may take."""

    name: str
    floor: str
    limit: float


_COLUMNS = "kr_id, week, value, confidence, note, status, done, who, entered_by, at"
READ = "SELECT * FROM workspace LIMIT 1"
WRITE = (
    f"INSERT INTO checkin ({_COLUMNS}, revision) SELECT {_COLUMNS}, revision + 1 FROM checkin ORDER BY id DESC LIMIT 1"
)
PASS, ONE_READ, ONE_WRITE = "python -c pass", "one row read with peewee", "one row written with peewee"
RATIOS = (
    Ratio("okrtui --help", PASS, 4.0),
    Ratio("okrtui due", ONE_READ, 1.25),
    Ratio("okrtui checkin", ONE_WRITE, 1.25),
    Ratio("okrtui update", ONE_WRITE, 1.35),
)
SMALL = Path(".local", "share", "okrtui", "workspace.db")
"""Below the home, where a workspace lies that nobody named: a login script's `okrtui due` finds it there."""


def okrtui() -> list[str]:
    """Return the command that starts okrtui with this interpreter: the installed one where there is one."""
    script = Path(sys.executable).with_name("okrtui")
    return [str(script)] if script.exists() else [sys.executable, "-m", "okrtui"]


def environment(home: Path) -> dict[str, str]:
    """Return an environment with an empty home of its own and nothing that changes how Python starts."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OKRTUI", "XDG", "PYTHON"))}
    return {**kept, "HOME": str(home)}


def measure(folder: Path, rounds: int, big: Path | None = None) -> list[Line]:
    """Return the ratios on a small workspace made in `folder`, a home of its own, and `due` on the big one too."""
    env, path = environment(folder), folder / SMALL
    setup = (
        ("init", "--name", "Bench"),
        ("objective", "add", "Start quickly"),
        ("kr", "add", "O1", "Commands that answer at once", "--target", "100"),
        ("checkin", "KR1.1", "1", "--confidence", "7"),
    )
    for words in setup:
        subprocess.run([*okrtui(), *words], env=env, cwd=folder, check=True, capture_output=True)
    beside = shutil.copy(path, folder / "beside.db")
    script = [sys.executable, "-c", _PEEWEE]
    commands = {
        PASS: [sys.executable, "-c", "pass"],
        ONE_READ: [*script, str(path), READ],
        ONE_WRITE: [*script, str(beside), WRITE],
        "okrtui --help": [*okrtui(), "--help"],
        "okrtui due": [*okrtui(), "due"],
        "okrtui checkin": [*okrtui(), "checkin", "KR1.1", "#", "--confidence", "7", "--note", "round #"],
        "okrtui update": [*okrtui(), "update", "--win", "round #"],
    }
    lines = _compare(commands, RATIOS, env, rounds)
    if big is not None:
        commands = {ONE_READ: [*script, str(big), READ], "okrtui due": [*okrtui(), "-w", str(big), "due"]}
        for line in _compare(commands, (RATIOS[1],), env, rounds):
            lines.append(line.named("okrtui due, with 500 people and ten years"))
    return lines


def _compare(
    commands: Mapping[str, Sequence[str]], ratios: Sequence[Ratio], env: Mapping[str, str], rounds: int
) -> list[Line]:
    """Run each command once in every round; `#` in its words stands for the round, so that each write is a new one."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, words in commands.items():
            took = _time([word.replace("#", str(turn + 1)) for word in words], env)
            if turn:  # the first round writes byte code and warms the caches
                times[name].append(took)
    middle = {name: typical(taken) for name, taken in times.items()}
    return [
        Line(
            ratio.name,
            f"{middle[ratio.name] * 1000:.0f} ms",
            f"{middle[ratio.floor] * 1000:.0f} ms ({ratio.floor})",
            middle[ratio.name] / middle[ratio.floor],
            ratio.limit,
            "×",
        )
        for ratio in ratios
    ]


def _time(words: Sequence[str], env: Mapping[str, str]) -> float:
    began = time.perf_counter()
    done = subprocess.run(words, env=env, cwd=env["HOME"], stdin=subprocess.DEVNULL, capture_output=True)
    took = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
    return took
