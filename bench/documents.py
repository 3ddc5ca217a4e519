"""How much of other teams' documents the reader finds, and how long a megabyte of key results takes."""

import time

from bench.table import Line
from okrtui.sharing.reader.reader import read_document
from tests.sharing.reader.shapes import SHAPES, Score, score

MEGABYTE = 1_000_000


def measure() -> list[Line]:
    """Return the score over the documents that lie among the tests, and the time for a large one."""
    all_ = sum(map(score, SHAPES), Score())
    documents = f"{len(SHAPES)} documents"
    missing = 100 * (all_.there - all_.found) / all_.there
    return [
        Line("key results missed", f"{all_.there - all_.found} of {all_.there}", documents, missing, 5, "%"),
        Line("objectives invented", str(all_.invented), documents, all_.invented / len(SHAPES), 0.1, ""),
        Line("numbers read wrongly", str(all_.wrong), documents, all_.wrong, 0, ""),
        Line("lines not understood", str(all_.left), documents, all_.left, float("inf"), ""),
        _large(),
    ]


def _large() -> Line:
    objectives = (
        f"\n## Objective {at % 900}: Grow the base of customers in region {at}\n\nIt matters to everybody here.\n\n"
        + "".join(f"- KR{n}: Raise those who come back from {n}0 to {n}00 each week (@ana{n})\n" for n in range(1, 6))
        for at in range(1, 6000)
    )
    text = ("# OKRs 2027 Q1\n" + "".join(objectives))[:MEGABYTE]
    began = time.process_time()
    found = sum(len(o.key_results) for cycle in read_document(text).cycles for o in cycle.objectives)
    taken = time.process_time() - began
    return Line("read 1 MB", f"{found} key results", "processor time", taken, 2, "s")
