"""A key result's value over the weeks, drawn against the line that was expected, with its confidence below."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from textual.content import Content
from textual.widget import Widget

from okrtui.rules.formatting import number
from okrtui.text import cells, fit
from okrtui.widgets.drawing.marks import ACCENT, QUIET

Points = Sequence[tuple[str, float]]
Confidences = Sequence[tuple[str, int | None]]

_WEEK = re.compile(r"\d{4}-W\d{2}\Z")
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""A braille cell's bits by row and column."""
POINT, DOTTED = "●", "⠂ ⠂ ⠂"


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things lie: labels in order, the range of values, and the plot's size in cells."""

    labels: list[str]
    lo: float
    hi: float
    columns: int
    rows: int

    def column(self, label: str) -> int:
        """Return the cell column of a label."""
        last = len(self.labels) - 1
        return 0 if last < 1 else round(self.labels.index(label) * (self.columns - 1) / last)

    def share(self, value: float) -> float:
        """Return where a value lies, 0 at the bottom and 1 at the top."""
        return 0.5 if self.hi <= self.lo else (value - self.lo) / (self.hi - self.lo)

    def dot(self, value: float) -> int:
        """Return the braille row of a value, 0 at the top, four to a cell."""
        return round((1 - self.share(value)) * (self.rows * 4 - 1))

    def row(self, value: float) -> int:
        """Return the cell row of a value, 0 at the top."""
        return self.dot(value) // 4


@dataclass(slots=True)
class _Canvas:
    """A grid of glyphs, each with a style."""

    columns: int
    rows: int
    glyphs: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)

    def put(self, column: int, row: int, glyph: str, style: str) -> None:
        if 0 <= column < self.columns and 0 <= row < self.rows:
            self.glyphs[column, row] = (glyph, style)

    def line(self, row: int) -> Content:
        return Content.assemble(*(self.glyphs.get((column, row), " ") for column in range(self.columns))).simplify()


def chart_lines(
    points: Points,
    expected: Points,
    width: int,
    height: int,
    unit: str = "",
    confidence: Confidences = (),
    decimal: str = "",
) -> list[Content]:
    """Return at most `height` lines of `width` cells: legend, plot with its axis, weeks, and confidence if any.

    Values are joined dots, the expected line is dotted, so that they differ without colour too. Without anything to
    draw it is one sentence.
    """
    points, expected = _finite(points), _finite(expected)
    if not points and not expected:
        return [Content.styled(fit("No check-ins yet.", width), QUIET)]
    values = [value for _, value in (*points, *expected)]
    spare = height - 3
    rows = max(1, height - (height >= 3) - (height >= 4) - bool(confidence and spare > 2))
    lo, hi = min(values), max(values)
    told = partial(number, unit=unit, decimal=decimal)
    ticks = _ticks(points, expected, lo, hi, rows, told)
    if max(map(cells, ticks.values())) > width // 4:
        ticks = _ticks(points, expected, lo, hi, rows, partial(told, unit=""))
    margin = min(max(cells(text) for text in (*ticks.values(), "conf." if confidence else "")), max(0, width // 3))
    frame = _Frame(_order(points, expected, confidence), lo, hi, max(1, width - margin - 2), rows)
    lines = _plot(points, expected, frame, ticks, margin)
    if height >= 4:
        weeks = _place([(frame.column(label), _short(label)) for label in frame.labels], frame.columns)
        lines.append(Content.styled(" " * (margin + 2) + weeks, QUIET))
    if confidence and spare > 2:
        digits = [(frame.column(label), str(value)) for label, value in confidence if value is not None]
        head = fit("conf.", margin) + "  "
        lines.append(Content.assemble((head, QUIET), _place(digits, frame.columns)))
    if height >= 3:
        lines.insert(0, _legend(points, expected, margin, width, told))
    return [line if line.cell_length <= width else line.truncate(width) for line in lines[: max(1, height)]]


def _finite(points: Points) -> list[tuple[str, float]]:
    return [(label, value) for label, value in points if math.isfinite(value)]


def _order(points: Points, expected: Points, confidence: Confidences) -> list[str]:
    """Return every label once: weeks by time, other labels as they came."""
    labels = list(dict.fromkeys(label for label, *_ in (*expected, *points, *confidence)))
    return sorted(labels) if all(map(_WEEK.match, labels)) else labels


def _short(label: str) -> str:
    return label[5:] if _WEEK.match(label) else label


def _legend(points: Points, expected: Points, margin: int, width: int, told: Callable[[float], str]) -> Content:
    parts: list[Content | str] = [" " * (margin + 2)]
    if points:
        parts += [Content.styled(f"⠤{POINT}⠤", ACCENT), f" now {told(points[-1][1])}"]
    else:
        parts.append(Content.styled("no check-ins yet", QUIET))
    if expected:
        more = Content.styled(f"   {DOTTED} expected", QUIET)
        if sum(cells(str(part)) for part in (*parts, more)) <= width:
            parts.append(more)
    return Content.assemble(*parts).truncate(width, ellipsis=True)


def _ticks(
    points: Points, expected: Points, lo: float, hi: float, rows: int, told: Callable[[float], str]
) -> dict[int, str]:
    """Return the axis labels by row: top and bottom, then target, start and latest where there is room."""
    frame = _Frame([], lo, hi, 1, rows)
    digits = max(0, 2 - math.floor(math.log10(hi - lo))) if hi > lo else 6
    wanted = [hi, lo] if hi > lo else [hi]
    wanted += [expected[-1][1], expected[0][1]] if expected else []
    wanted += [points[-1][1]] if points else []
    ticks: dict[int, str] = {}
    for value in wanted:
        row = frame.row(value)
        if not {row - 1, row, row + 1} & set(ticks) or (row not in ticks and value in (hi, lo)):
            ticks[row] = told(round(value, digits))
    return ticks


def _plot(points: Points, expected: Points, frame: _Frame, ticks: dict[int, str], margin: int) -> list[Content]:
    canvas = _Canvas(frame.columns, frame.rows)
    _dotted(canvas, frame, expected)
    _joined(canvas, frame, points)
    lines = []
    for row in range(frame.rows):
        text = fit(ticks.get(row, ""), margin, pad=False)
        label = " " * (margin - cells(text)) + text
        lines.append(Content.assemble((f"{label} {'┤' if row in ticks else '│'}", QUIET), canvas.line(row)))
    return lines


def _dotted(canvas: _Canvas, frame: _Frame, expected: Points) -> None:
    """Draw the expected line: one braille dot in every other column, between the weeks too."""
    at = [(frame.column(label), value) for label, value in expected]
    for (x1, v1), (x2, v2) in pairwise(at if len(at) > 1 else at * 2):
        for column in range(x1, x2 + 1):
            if column % 2 == 0 or x1 == x2:
                y = frame.dot(v1 + (v2 - v1) * (column - x1) / max(1, x2 - x1))
                canvas.put(column, y // 4, chr(0x2800 + _DOTS[y % 4][0]), QUIET)


def _joined(canvas: _Canvas, frame: _Frame, points: Points) -> None:
    """Draw the values: braille between them, a round mark on each where there is room, on the last one always."""
    at = [(frame.column(label) * 2, frame.dot(value)) for label, value in points]
    bits: dict[tuple[int, int], int] = {}
    for (x1, y1), (x2, y2) in pairwise(at):
        steps = max(1, abs(x2 - x1), abs(y2 - y1))
        for step in range(steps + 1):
            x, y = round(x1 + (x2 - x1) * step / steps), round(y1 + (y2 - y1) * step / steps)
            cell = (x // 2, y // 4)
            bits[cell] = bits.get(cell, 0) | _DOTS[y % 4][x % 2]
    for (column, row), mask in bits.items():
        canvas.put(column, row, chr(0x2800 + mask), ACCENT)
    roomy = len(frame.labels) * 3 <= frame.columns
    for x, y in at if roomy else at[-1:]:
        canvas.put(x // 2, y // 4, POINT, ACCENT)


def _place(texts: Iterable[tuple[int, str]], width: int) -> str:
    """Return `texts` centred on their columns, latest first, leaving out those that would touch."""
    line, free = [" "] * width, width + 1
    for column, text in sorted(texts, reverse=True):
        size = cells(text)
        start = min(max(0, column - (size - 1) // 2), width - size)
        if start >= 0 and start + size < free:
            line[start : start + size] = [text, *[""] * (size - 1)]
            free = start
    return "".join(line)


class Chart(Widget):
    """`chart_lines` as a widget that fills the room it is given."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    Chart { height: 12; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._data: tuple[Points, Points, str, Confidences, str] = ((), (), "", (), "")

    def show(
        self, points: Points, expected: Points, unit: str = "", confidence: Confidences = (), decimal: str = ""
    ) -> None:
        """Draw these values; nothing is repainted when they are the ones already shown."""
        data = (tuple(points), tuple(expected), unit, tuple(confidence), decimal)
        if data != self._data:
            self._data = data
            self.refresh()

    def render(self) -> Content:
        """Return the chart for the size it has now."""
        points, expected, unit, confidence, decimal = self._data
        size = self.content_size
        drawn = chart_lines(points, expected, size.width, size.height, unit, confidence, decimal)
        return Content("\n").join(drawn)
