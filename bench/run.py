"""`make bench`: every figure the design promises, measured here and now, beside what it was measured against."""

import argparse
import os
import platform
import sys
import tempfile
from itertools import count
from pathlib import Path

from bench import processes, screens
from bench.big import big_workspace
from bench.table import Line, table

BUILD = Path(__file__).parents[1] / "build" / "bench"


def main() -> int:
    """Measure, print, and return 1 where a promise is broken."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=21, help="runs of each process, the median counts (21)")
    parser.add_argument("--only", choices=("processes", "paint", "traffic", "latency"), help="one part only")
    parser.add_argument("--big", type=Path, default=BUILD, help="folder that keeps the big workspace (build/bench)")
    args = parser.parse_args()
    kept: list[Line] = []

    def show(title: str, lines: list[Line]) -> None:
        kept.extend(lines)
        sys.stdout.write(table(title, lines) + "\n")
        sys.stdout.flush()

    def wanted(part: str) -> bool:
        return args.only in (None, part)

    _say(f"Python {platform.python_version()}, {os.cpu_count()} cores, median of {args.rounds} interleaved runs\n\n")
    big = big_workspace(args.big)
    with tempfile.TemporaryDirectory(prefix="okrtui-bench-") as name:
        folder = Path(name)
        env = processes.environment(folder)
        if wanted("processes"):
            show("Whole processes", processes.measure(folder, args.rounds, big))
        if wanted("paint"):
            show("First paint, 500 people and ten years", screens.first_paint(big, env, max(3, args.rounds // 3)))
        if wanted("traffic"):
            show("Bytes to the terminal", screens.traffic(big, env, _mine(big)))
        if wanted("latency"):
            show("Time to the answer", screens.latency(big, env))
    broken = [line.what for line in kept if not line.holds]
    _say(f"{len(kept) - len(broken)} of {len(kept)} hold{': too much are ' + ', '.join(broken) if broken else ''}\n")
    return 1 if broken else 0


def _mine(big: Path) -> screens.Change:
    ref = screens.my_key_result(big)
    turns = count(1)
    return lambda: ["checkin", ref, str(50 + (turn := next(turns))), "--note", f"bench {turn}"]


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
