"""The cycles of a document while it is read: where each is named, and to which what follows belongs."""

from dataclasses import dataclass, field
from datetime import date

from okrtui.sharing.words.periods import NamedPeriod, period_in


@dataclass(slots=True)
class Cycles:
    """`name` is the cycle that what follows belongs to, "" for none; `level` that of the heading that began it."""

    name: str = ""
    level: int = 0
    bold: bool = False
    """Whether it began with a line in bold."""
    year: int | None = None
    """That of the document around a heading such as `Q2`."""
    periods: dict[str, NamedPeriod] = field(default_factory=dict)
    lines: list[tuple[str, int, int]] = field(default_factory=list)

    def read(self, words: str, *, title: bool = False) -> NamedPeriod | None:
        """Return the period that a heading or bold line is about, None for other words."""
        return period_in(words, self.year, title=title)

    def note(self, period: NamedPeriod, first: int, last: int) -> None:
        """Remember that lines `first` to `last` name a period."""
        self.periods.setdefault(period.name, period)
        self.lines.append((period.name, first, last))

    def line(self, name: str) -> int:
        """Return the first line that names the cycle, 0 where none does."""
        return next((first for cycle, first, _ in self.lines if cycle == name), 0)

    def days(self, name: str) -> tuple[date, date] | None:
        """Return the first and last day that a cycle's name tells, None where it tells none."""
        period = self.periods.get(name)
        return (period.start, period.end) if period and period.start and period.end else None
