"""The reader of okrtui's own document of a cycle: every line is understood, left aside, or refused with its number."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import TypeVar

from okrtui.errors import Refused
from okrtui.model.okrs import (
    CycleState,
    KeyResult,
    KeyResultKind,
    KeyResultState,
    Milestone,
    Objective,
    ObjectiveKind,
    ObjectiveState,
    Status,
    Via,
)
from okrtui.rituals.okrs.closing import checked_score
from okrtui.rituals.week.checkins import checked_confidence
from okrtui.rules.okrs.measures import measured
from okrtui.rules.okrs.milestones import identified
from okrtui.rules.weeks import parse_week
from okrtui.sharing.markdown.escape import one_line, plain, plain_cell, plain_line, safe_lines, split_row
from okrtui.sharing.okrs_file.values import (
    day_of,
    login_of,
    measure_of,
    number_of,
    one_of,
    parent_of,
    value_of,
    weight_of,
    whole_of,
)
from okrtui.sharing.okrs_file.writer import MARK, WORKSPACE
from okrtui.sharing.reader.document import LeftLine

T = TypeVar("T")
_TITLE = re.compile(r"#\s+OKRs\s+(\S.*)")
_DATES = re.compile(r"(\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d)(?:, (\w+))?\.?")
_OBJECTIVE = re.compile(r"##\s+(?:[Oo](\d{1,9})(?::\s*|\s+))?(\S.*)")
_KEY_RESULT = re.compile(r"###\s+(?:[Kk][Rr](\d{1,9})\.(\d{1,9})(?::\s*|\s+))?(\S.*)")
_LABELS = "dri|owner|team|kind|weight|contributes to|state|comment|measure|priority|score"
_ATTRIBUTE = re.compile(rf"[-*+][ \t]+\*{{0,2}}({_LABELS})\*{{0,2}}:\*{{0,2}}(?:[ \t]+(.*))?", re.IGNORECASE)
_LIKE_ONE = re.compile(r"[-*+][ \t]+\*{0,2}([A-Za-z][A-Za-z ]{1,14})\*{0,2}:")
_WORKSPACE = re.compile(rf"{WORKSPACE}: ([\w-]{{1,80}}) -->")
_MILESTONE = re.compile(r"[-*+][ \t]+\[([ xX])\] (.*?)(?: \(weight (\S+)\))?")


@dataclass(frozen=True, slots=True)
class FileCheckIn:
    """A row of a key result's table; `line` counts from 1. None: it does not say, and the entry keeps what it has.

    `done` are positions from 0 in the file's milestones, `cell` is the value as written, `of` what all milestones
    weighed then, None for those of the file.
    """

    week: str
    value: float
    done: tuple[int, ...]
    confidence: int | None
    status: Status | None
    note: str | None
    who: str
    line: int
    cell: str = ""
    of: float | None = None
    via: Via = Via.TYPED


@dataclass(frozen=True, slots=True)
class FileKeyResult:
    """A key result as the file has it; number 0 where it has no ref yet. Milestones are done where they are ticked.

    `stray` is the ref of one that the file has under another objective than its own, "" for all others.
    """

    kr: KeyResult
    checkins: tuple[FileCheckIn, ...]
    line: int
    stray: str = ""


@dataclass(frozen=True, slots=True)
class FileObjective:
    """An objective as the file has it; number 0 where it has no ref yet."""

    objective: Objective
    key_results: tuple[FileKeyResult, ...]
    line: int


@dataclass(frozen=True, slots=True)
class OkrsFile:
    """A cycle as the file has it; `start`, `end` and `state` are None where it does not say.

    `workspace` is the identity of the workspace that wrote it, "" where the file does not say.
    """

    name: str
    start: date | None
    end: date | None
    state: CycleState | None
    objectives: tuple[FileObjective, ...]
    left: tuple[LeftLine, ...]
    workspace: str = ""


def is_okrs_file(text: str) -> bool:
    """Tell whether a document is okrtui's own: by its first line, or by title and dates where that was removed."""
    lines = [line.strip() for line in text.removeprefix("\ufeff").split("\n", 40)[:40] if line.strip()]
    if not lines or lines[0].startswith(MARK):
        return bool(lines)
    return len(lines) > 1 and bool(_TITLE.fullmatch(lines[0]) and _DATES.fullmatch(lines[1]))


def is_page(text: str) -> bool:
    """Tell whether a document says in its first line that okrtui wrote it: OKRs, a week, heroes, a retro."""
    return text.removeprefix("\ufeff").lstrip().startswith("<!-- okrtui ")


def read_okrs_file(text: str) -> OkrsFile:
    """Return what the document says. Raises Refused with the line where something cannot be meant."""
    walk = _Walk()
    source = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for line_number, line in enumerate(source.split("\n"), 1):
        walk.line(line_number, line.rstrip(" \t"))
    return walk.finish()


def refuse_line(line: int, sentence: object) -> Refused:
    """Return the refusal that names a line of the document."""
    return Refused(f"line {line}: {sentence}")


@dataclass(slots=True)
class _Value:
    line: int
    lines: list[str]


@dataclass(slots=True)
class _Section:
    """An objective or key result while it is read: its text, then attributes, milestones and table rows."""

    line: int
    numbers: tuple[int, int]
    title: str
    stray: str = ""
    text: list[tuple[int, str]] = field(default_factory=list)
    values: dict[str, _Value] = field(default_factory=dict)
    milestones: list[Milestone] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    below: "list[_Section]" = field(default_factory=list)

    def words(self) -> str:
        lines = [line for _, line in self.text]
        return safe_lines("\n".join(plain_line(line) for line in lines).strip("\n"))

    def get(self, name: str, default: T, parse: Callable[[str], T]) -> T:
        """Return an attribute parsed, `default` where it is not there. Raises Refused with its line."""
        value = self.values.get(name)
        if value is None:
            return default
        return at_line(value.line, parse, "\n".join(plain_line(line) for line in value.lines))


def at_line(line: int, parse: Callable[[str], T], text: str) -> T:
    """Return `parse(text)`; what it refuses is refused with the line."""
    try:
        return parse(text)
    except Refused as refused:
        raise refuse_line(line, refused) from None


class _Walk:
    """Takes the lines one by one."""

    def __init__(self) -> None:
        self.name, self.dates, self.dated, self.workspace = "", ("", "", ""), 0, ""
        self.objectives: list[_Section] = []
        self._numbered = set[tuple[int, tuple[int, int]]]()
        self.here: _Section | None = None
        self.open_value: _Value | None = None
        self.blanks = 0
        self.left: list[LeftLine] = []

    def line(self, at: int, line: str) -> None:
        """Take one line, without blanks at its end."""
        if not line:
            self.blanks += 1
            if self.here and not self.here.values:
                self.here.text.append((at, ""))
            return
        value, self.open_value = self.open_value, None
        if value and line.startswith("  "):
            value.lines += [""] * self.blanks + [line[2:]]
            self.open_value = value
        elif not self._heading(at, line) and not self._content(at, line):
            self.left.append(LeftLine(at, one_line(line)))
        self.blanks = 0

    def _heading(self, at: int, line: str) -> bool:
        if match := _KEY_RESULT.fullmatch(line):
            if not self.objectives:
                raise refuse_line(at, "a key result (###) before the first objective (##)")
            above = self.objectives[-1]
            mine = int(match[1] or 0) == above.numbers[0] and match[1] is not None
            stray = f"KR{int(match[1])}.{int(match[2])}" if match[1] and not mine else ""
            self.here = _Section(at, (above.numbers[0], int(match[2]) if mine else 0), plain(match[3]), stray)
            self._once(at, self.here, above.below, self.here.numbers[1])
        elif match := _OBJECTIVE.fullmatch(line):
            self.here = _Section(at, (int(match[1] or 0), 0), plain(match[2]))
            self._once(at, self.here, self.objectives, self.here.numbers[0])
        elif not self.name and not self.objectives and (match := _TITLE.fullmatch(line)):
            self.name = plain(match[1])
        elif self.here is None and (match := _WORKSPACE.fullmatch(line)):
            self.workspace = match[1]
        else:
            return line.startswith(MARK) and self.here is None
        return True

    def _once(self, at: int, section: _Section, into: list[_Section], number: int) -> None:
        key = (id(into), section.numbers)
        if number and key in self._numbered:
            raise refuse_line(at, "this ref is there already; leave it away for something new")
        self._numbered.add(key)
        into.append(section)

    def _content(self, at: int, line: str) -> bool:
        here = self.here
        if here is None:
            match = _DATES.fullmatch(line)
            if match and not self.dates[0]:
                self.dates, self.dated = (match[1], match[2], match[3] or ""), at
            return bool(match)
        if match := _ATTRIBUTE.fullmatch(line):
            self.open_value = _Value(at, [match[2] or ""])
            here.values["dri" if match[1].lower() == "owner" else match[1].lower()] = self.open_value
        elif match := _MILESTONE.fullmatch(line):
            weight = at_line(at, weight_of, match[3] or "1")
            here.milestones.append(Milestone(one_line(plain(match[2])), weight, match[1] != " "))
        elif line.startswith("|"):
            return self._row(at, line, here)
        elif meant := _meant(line):
            self.left.append(LeftLine(at, f"{one_line(line)} (did you mean {meant}?)"))
        elif not here.values and not here.milestones and not here.rows:
            here.text.append((at, line))
        else:
            return line == "Milestones:"
        return True

    def _row(self, at: int, line: str, here: _Section) -> bool:
        cells = split_row(line)
        if all(re.fullmatch(":?-+:?", text) for text in cells):
            return bool(here.columns)
        if not here.columns:
            here.columns = [text.lower() for text in cells]
            return {"week", "value"} <= {*here.columns}
        if not {"week", "value"} <= {*here.columns}:
            return False
        here.rows.append((at, dict(zip(here.columns, map(plain_cell, cells), strict=False))))
        return True

    def finish(self) -> OkrsFile:
        """Return the whole. Raises Refused with the line where something cannot be meant."""
        start, end, state = self.dates
        return OkrsFile(
            name=one_line(self.name),
            start=at_line(self.dated, day_of, start) if start else None,
            end=at_line(self.dated, day_of, end) if end else None,
            state=at_line(self.dated, one_of(CycleState), state) if state else None,
            objectives=tuple(_objective(section) for section in self.objectives),
            left=tuple(self.left),
            workspace=self.workspace,
        )


def _meant(line: str) -> str:
    """Return the attribute that a line nearly names (`- DIR: @ana`), "" where it names none."""
    match = _LIKE_ONE.match(line)
    near = get_close_matches(match[1].lower(), _LABELS.split("|"), 1, 0.66) if match else []
    return {"dri": "DRI"}.get(near[0], near[0].capitalize()) if near else ""


def _objective(section: _Section) -> FileObjective:
    found = Objective(
        id=0,
        number=section.numbers[0],
        title=one_line(section.title),
        cycle="",
        why=section.words(),
        team=section.get("team", "", one_line),
        dri=section.get("dri", "", login_of),
        kind=section.get("kind", ObjectiveKind.COMMITTED, one_of(ObjectiveKind)),
        weight=section.get("weight", 1.0, weight_of),
        parent=section.get("contributes to", "", parent_of),
        state=section.get("state", ObjectiveState.ACTIVE, one_of(ObjectiveState)),
        comment=section.get("comment", "", safe_lines),
    )
    return FileObjective(found, tuple(_key_result(below) for below in section.below), section.line)


def _key_result(section: _Section) -> FileKeyResult:
    steps = identified(section.milestones, ())
    kind, start, target, unit = section.get("measure", measure_of("milestones" if steps else "done or not"), measure_of)
    line = section.values["measure"].line if "measure" in section.values else section.line
    if steps and kind is not KeyResultKind.MILESTONE:
        raise refuse_line(line, "milestones below, but it measures something else; write: - Measure: milestones")
    try:
        kind, first, goal = measured(kind, start, target, steps)
    except Refused as refused:
        raise refuse_line(line, refused) from None
    found = KeyResult(
        id=0,
        number=section.numbers[1],
        objective=section.numbers[0],
        title=one_line(section.title),
        kind=kind,
        start=first,
        target=goal,
        unit=one_line(unit),
        weight=section.get("weight", 1.0, weight_of),
        dri=section.get("dri", "", login_of),
        priority=section.get("priority", "", one_line),
        note=section.words(),
        milestones=steps,
        state=section.get("state", KeyResultState.OPEN, one_of(KeyResultState)),
        score=section.get("score", None, lambda text: checked_score(number_of(text))),
        comment=section.get("comment", "", safe_lines),
    )
    entries = [_check_in(found, line, row) for line, row in section.rows]
    seen: dict[str, FileCheckIn] = {}
    for entry in entries:
        if entry.week in seen:
            raise refuse_line(entry.line, f"{entry.week} is there twice; a week has one row")
        seen[entry.week] = entry
    return FileKeyResult(found, tuple(sorted(entries, key=lambda entry: entry.week)), section.line, section.stray)


def _check_in(kr: KeyResult, line: int, row: dict[str, str]) -> FileCheckIn:
    cell = row.get("value", "").strip()
    value, done, of = at_line(line, lambda text: value_of(kr, text), cell)
    confidence = row.get("confidence", "").strip()
    status = row.get("status", "").strip().lower()
    via = row.get("via", "").strip().lower()
    return FileCheckIn(
        week=at_line(line, parse_week, row.get("week", "")),
        value=value,
        done=done,
        confidence=at_line(line, lambda text: checked_confidence(whole_of(text)), confidence) if confidence else None,
        status=at_line(line, one_of(Status), status) if status else None,
        note=safe_lines(row.get("note", "")),
        who=login_of(row.get("who", "")),
        line=line,
        cell=cell,
        of=of,
        via=at_line(line, one_of(Via), via) if via else Via.TYPED,
    )
