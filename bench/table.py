"""One line of the result: what, how much, against what, and whether that is within what was promised."""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace

FINE = ("×", "% of a core", "")
"""Units in which hundredths matter; an exponent has none."""


@dataclass(frozen=True, slots=True)
class Line:
    """`value` is compared with `limit`, both in `unit`; a limit of infinity promises nothing."""

    what: str
    measured: str
    against: str
    value: float
    limit: float
    unit: str

    @property
    def holds(self) -> bool:
        """Whether the promise is kept."""
        return self.value <= self.limit

    def named(self, what: str) -> "Line":
        """Return the line under another name."""
        return replace(self, what=what)


def typical(times: Sequence[float]) -> float:
    """Return the median of the quicker half: what else runs on the machine only ever adds."""
    return statistics.median(sorted(times)[: (len(times) + 1) // 2])


def table(title: str, lines: Sequence[Line]) -> str:
    """Return the lines as text in columns."""
    rows = [("", "measured", "against", "value", "promised", "")]
    for line in lines:
        value, limit = (
            f"{number:.2f}" if line.unit in FINE else f"{number:,.0f}" for number in (line.value, line.limit)
        )
        unit = line.unit if line.unit in ("×", "") else f" {line.unit}"
        kept = "" if line.limit == math.inf else "ok" if line.holds else "TOO MUCH"
        promise = "" if line.limit == math.inf else f"≤ {limit}{unit}"
        rows.append((line.what, line.measured, line.against, f"{value}{unit}", promise, kept))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    text = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([title, *text, ""])
