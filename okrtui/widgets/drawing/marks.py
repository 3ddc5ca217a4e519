"""The small drawn pieces: bars, sparks, marks, numbers, columns; one cell a glyph, colours by theme variable."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from okrtui.model.okrs import Status
from okrtui.model.week import CommitmentState, Health, UpdateState
from okrtui.rules import marks as tones
from okrtui.text import cells, fit

GOOD, WARN, BAD, QUIET, ACCENT = "$text-success", "$text-warning", "$text-error", "$text-muted", "$text-accent"
"""What a colour says; screens use these names instead of colours."""

HUES = tuple(f"$column-{number}" for number in range(1, 7))
"""The colours of a session's questions, always beside their words."""

READABLE = 132
"""The longest row, in cells: on a wider terminal what belongs together would stand too far apart."""

EIGHTHS_ACROSS = "▏▎▍▌▋▊▉█"
EIGHTHS_UP = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Mark:
    """A state as three signs at once: shape, word and colour."""

    glyph: str
    word: str
    colour: str

    @property
    def content(self) -> Content:
        """Glyph and word in the colour."""
        return Content.styled(f"{self.glyph} {self.word}", self.colour)

    @property
    def short(self) -> Content:
        """The glyph alone, in the colour."""
        return Content.styled(self.glyph, self.colour)


_TONES = {tones.GOOD: GOOD, tones.WARN: WARN, tones.BAD: BAD, tones.QUIET: QUIET, tones.ACCENT: ACCENT, tones.PLAIN: ""}


def mark(word: str) -> Mark:
    """Return the mark of a state by its word. Raises KeyError where it has none."""
    glyph, tone = tones.MARKS[word]
    return Mark(glyph, word, _TONES[tone])


_STATUS = {each: mark(each.value) for each in Status}
_STATUS[Status.NO_DATA] = Mark("–", "no data", QUIET)  # the column has room for two words
_HEALTH = {each: mark(each.value) for each in Health}
_COMMITMENT = {each: mark(each.value) for each in CommitmentState}
_UPDATE = {
    UpdateState.SUBMITTED: Mark("✓", "submitted", GOOD),
    UpdateState.DRAFT: Mark("…", "draft", QUIET),
    UpdateState.PENDING: Mark("○", "pending", ""),
    UpdateState.OVERDUE: Mark("!", "overdue", WARN),
    UpdateState.MISSED: Mark("✗", "missed", BAD),
}
_UNKNOWN = Mark("·", "–", QUIET)


def status_mark(status: Status | None) -> Mark:
    """Return the mark of a key result's or objective's status; None (nothing to measure) has a quiet one."""
    return _UNKNOWN if status is None else _STATUS[status]


def health_mark(health: Health | None) -> Mark:
    """Return the mark of a health metric's colour; None (no reading) has a quiet one."""
    return _UNKNOWN if health is None else _HEALTH[health]


def commitment_mark(state: CommitmentState) -> Mark:
    """Return the mark of a commitment's state."""
    return _COMMITMENT[state]


def update_mark(state: UpdateState) -> Mark:
    """Return the mark of a weekly update's state."""
    return _UPDATE[state]


def progress_bar(p: float, width: int) -> str:
    """Return `p` (0-1) as a bar of `width` cells in eighths, the rest dotted.

    It is full only at 1 and empty only at 0, so that the last and the first step can be seen.
    """
    if width <= 0:
        return ""
    p = 0.0 if math.isnan(p) else min(max(p, 0.0), 1.0)
    eighths = round(p * width * 8)
    if 0 < p < 1:
        eighths = min(max(eighths, 1), width * 8 - 1)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (EIGHTHS_ACROSS[rest - 1] if rest else "")).ljust(width, "·")


def progress_content(p: float, width: int, style: str = ACCENT) -> Content:
    """Return `progress_bar` with the filled part in `style` and the dots quiet."""
    bar = progress_bar(p, width)
    filled = bar.rstrip("·")
    return Content.assemble((filled, style), (bar[len(filled) :], QUIET))


def spark(values: Sequence[float | None], lo: float, hi: float) -> str:
    """Return one column a value, `lo` the lowest and `hi` the highest block; a missing value is a dot."""
    span = hi - lo

    def block(value: float | None) -> str:
        if value is None or math.isnan(value):
            return "·"
        share = 0.5 if span <= 0 else min(max((value - lo) / span, 0.0), 1.0)
        return EIGHTHS_UP[round(share * 7)]

    return "".join(map(block, values))


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of a line: `width` in terminal cells, None to share what the others leave; `right` aligns it there."""

    text: str | Content
    width: int | None = None
    style: str = ""
    right: bool = False


def columns(parts: Sequence[Cell], width: int, gap: int = 1) -> Content:
    """Lay `parts` out beside each other in `width` cells, aligned whatever the script.

    A text that is too long for its cell runs on into blanks next to it, as in a spreadsheet; else an ellipsis cuts it.
    One that shares the room begins where those above it do, and runs on to the right only.
    """
    fixed = sum(part.width for part in parts if part.width is not None)
    flexible = sum(part.width is None for part in parts)
    rest = max(0, width - fixed - gap * (len(parts) - 1))
    rooms: list[int] = []
    for part in parts:
        room = part.width
        if room is None:
            room = rest // flexible
            rest, flexible = rest - room, flexible - 1
        rooms.append(room)
    line = Content()
    wants = [part.text.cell_length if isinstance(part.text, Content) else cells(part.text) for part in parts]
    rooms = run_on(wants, rooms, [part.right for part in parts], [part.width is None for part in parts])
    for index, (part, room) in enumerate(zip(parts, rooms, strict=True)):
        if index:
            line += Content(" " * gap)
        line += _fill(part, room)
    return line if line.cell_length <= width else line.truncate(max(0, width), ellipsis=True)


def run_on(wants: Sequence[int], given: Sequence[int], right: Sequence[bool], shared: Sequence[bool]) -> list[int]:
    """Return the rooms of texts that want so many cells, made wider by the blanks beside those that are too long.

    `right` are those that stand at the right of their room, `shared` those that took what was left.
    """
    rooms = list(given)
    for index, want in enumerate(wants):
        for step in (1,) if shared[index] else (1, -1):
            beside = index + step
            while want > rooms[index] and 0 <= beside < len(rooms):
                empty = not wants[beside]
                if not empty and right[beside] is not (step == 1):
                    break  # its blanks are on its other side
                took = min(want - rooms[index], max(0, rooms[beside] - wants[beside]))
                rooms[index] += took
                rooms[beside] -= took
                if not empty:
                    break
                beside += step
    return rooms


def _fill(part: Cell, room: int) -> Content:
    if room <= 0:
        return Content()
    if isinstance(part.text, Content):
        content = part.text if part.text.cell_length <= room else part.text.truncate(room, ellipsis=True)
        blanks = Content(" " * (room - content.cell_length))
        content = blanks + content if part.right else content + blanks
        return content.stylize_before(part.style) if part.style else content
    text = fit(part.text, room, pad=False)
    blank = " " * (room - cells(text))
    text = blank + text if part.right else text + blank
    return Content.styled(text, part.style) if part.style else Content(text)
