"""`make bench`: every figure the design promises, measured here and now, beside what it was measured against."""

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from bench import cases, documents, growth, heroes, installed, live, many, processes, screens, ssh, traffic
from bench.big import big_workspace
from bench.table import Line, table

PARTS = (
    "processes",
    "paint",
    "idle",
    "traffic",
    "ssh",
    "latency",
    "heroes",
    "cases",
    "live",
    "many",
    "growth",
    "documents",
)


def main() -> int:
    """Measure, print, and return 1 where a promise is broken.

    What is measured is okrtui as it is installed: an interpreter that does not have it so hands over to one that does.
    """
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=21, help="runs of each process; the quicker half counts (21)")
    parser.add_argument("--only", choices=PARTS, help="one part only")
    kept_in = "folder that keeps the big workspace (build/bench)"
    parser.add_argument("--big", type=Path, default=installed.BUILD, help=kept_in)
    args = parser.parse_args()
    if not installed.is_here():
        return installed.run_there(sys.argv[1:])
    kept: list[Line] = []
    big = big_workspace(args.big)
    with tempfile.TemporaryDirectory(prefix="okrtui-bench-") as name:
        folder = Path(name)
        env = processes.environment(folder)
        parts: dict[str, Callable[[], list[Line]]] = {
            "processes": lambda: processes.measure(folder, args.rounds, big),
            "paint": lambda: screens.first_paint(big, env, max(3, args.rounds // 2)),
            "idle": lambda: screens.idling(big, env),
            "traffic": lambda: traffic.traffic(big, env, _mine(big)),
            "ssh": lambda: ssh.measure(big, folder, env),
            "latency": lambda: screens.latency(big, env),
            "heroes": lambda: [*heroes.reading(big), *heroes.appearing(folder, env)],
            "cases": lambda: cases.measure(folder),
            "live": live.measure,
            "many": many.measure,
            "documents": documents.measure,
            "growth": lambda: growth.measure(args.big, folder, env),
        }
        for part, measure in parts.items():
            if args.only in (None, part):
                began = time.monotonic()
                sys.stderr.write(f"measuring {part} … ")
                sys.stderr.flush()
                kept += measure()
                sys.stderr.write(f"{time.monotonic() - began:.0f} s\n")
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores"
    what = "okrtui installed from a wheel, 500 people and ten years; quicker half of"
    _say(table(f"{machine}; {what} {args.rounds} interleaved runs of each process", kept) + "\n")
    broken = [line.what for line in kept if not line.holds]
    _say(f"{len(kept) - len(broken)} of {len(kept)} hold{'; too much: ' + ', '.join(broken) if broken else ''}\n")
    return 1 if broken else 0


def _mine(big: Path) -> traffic.Change:
    ref = screens.my_key_result(big)
    turns = count(1)
    return lambda: ["checkin", ref, str(50 + (turn := next(turns))), "--note", f"bench {turn}"]


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
