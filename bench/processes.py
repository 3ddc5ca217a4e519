"""Whole processes, interleaved: the quick commands against the floor they can't go below."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.table import Line, typical

_FLOOR = """
import sys
for driver in ("psycopg", "psycopg2", "psycopg2cffi"):
    sys.modules[driver] = None
import peewee
db = peewee.SqliteDatabase(sys.argv[1])
db.connect()
db.execute_sql("SELECT * FROM workspace LIMIT 1").fetchone()
"""
"""peewee tries each driver when it is imported: where one is installed the floor would be thrice as high."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """What is measured, against what, and how often the time of that it may take."""

    name: str
    floor: str
    limit: float


RATIOS = (
    Ratio("okrtui --help", "python -c pass", 3.0),
    Ratio("okrtui due", "peewee, one row", 1.5),
    Ratio("okrtui checkin", "peewee, one row", 1.5),
    Ratio("okrtui update", "peewee, one row", 1.5),
)


def okrtui() -> list[str]:
    """Return the command that starts okrtui with this interpreter: the installed one where there is one."""
    script = Path(sys.executable).with_name("okrtui")
    return [str(script)] if script.exists() else [sys.executable, "-m", "okrtui"]


def environment(home: Path) -> dict[str, str]:
    """Return an environment with an empty home of its own and nothing that changes how Python starts."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OKRTUI", "XDG", "PYTHON"))}
    return {**kept, "HOME": str(home)}


def measure(folder: Path, rounds: int, big: Path | None = None) -> list[Line]:
    """Return the ratios on a small workspace made in `folder`, and `due` on the big one too."""
    env, path = environment(folder), folder / "small.db"
    setup = (
        ("init", "--name", "Bench"),
        ("objective", "add", "Start quickly"),
        ("kr", "add", "O1", "Commands that answer at once", "--target", "100"),
    )
    for words in setup:
        subprocess.run([*okrtui(), "-w", str(path), *words], env=env, check=True, capture_output=True)
    lines = _compare(_commands(path), RATIOS, env, rounds)
    if big is not None:
        commands = {name: words for name, words in _commands(big).items() if name in ("okrtui due", "peewee, one row")}
        for line in _compare(commands, (RATIOS[1],), env, rounds):
            lines.append(line.named("okrtui due, 500 people and ten years"))
    return lines


def _commands(path: Path) -> dict[str, list[str]]:
    """`#` stands for the round, so that each check-in and update changes something."""
    at = [*okrtui(), "-w", str(path)]
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        "peewee, one row": [sys.executable, "-c", _FLOOR, str(path)],
        "okrtui --help": [*okrtui(), "--help"],
        "okrtui due": [*at, "due"],
        "okrtui checkin": [*at, "checkin", "KR1.1", "#", "--confidence", "7", "--note", "round #"],
        "okrtui update": [*at, "update", "--win", "round #"],
    }


def _compare(
    commands: Mapping[str, Sequence[str]], ratios: Sequence[Ratio], env: Mapping[str, str], rounds: int
) -> list[Line]:
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
    done = subprocess.run(words, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    took = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
    return took
