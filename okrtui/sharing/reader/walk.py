"""The state of a pass over a document, what the rules do with it, and how a rule decides by evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from okrtui.sharing.reader.blocks import MarkdownBlock, MarkdownLine
from okrtui.sharing.reader.cycles import Cycles
from okrtui.sharing.reader.drafts import KeyResultDraft, ObjectiveDraft, key_result_draft, objective_draft, says
from okrtui.sharing.words.inline import words
from okrtui.sharing.words.labels import Label
from okrtui.sharing.words.numbers import Separators
from okrtui.sharing.words.periods import NamedPeriod

PARAGRAPH, ITEM = 7, 8
STRUCTURE = ("objective", "key_result", "section", "objectives", "cycle")
Reader = TypeVar("Reader")
Evidence = TypeVar("Evidence")


@dataclass(frozen=True, slots=True)
class ReadingRule(Generic[Reader, Evidence]):
    """What a heading, paragraph or item can be: where `when` finds the evidence, `then` reads it so.

    `name` says in a few words what it was taken for; the first rule of a table that applies decides.
    """

    name: str
    when: Callable[[Reader, Evidence], object]
    then: Callable[[Reader, Evidence], None]


def decide(
    rules: Iterable[ReadingRule[Reader, Evidence]], reader: Reader, seen: Evidence
) -> ReadingRule[Reader, Evidence]:
    """Read `seen` by the first rule whose evidence is there, and return it. The last rule of a table always applies."""
    rule = next(rule for rule in rules if rule.when(reader, seen))
    rule.then(reader, seen)
    return rule


@dataclass(slots=True)
class Walk:
    """What one pass has found so far. `weak` also takes unlabelled headings outside a cycle that look like some."""

    weak: bool
    marks: Separators
    read: Callable[[list[MarkdownBlock]], None]
    """Reads the blocks inside an item."""
    drafts: list[ObjectiveDraft] = field(default_factory=list)
    at: Cycles = field(default_factory=Cycles)
    frames: list[int] = field(default_factory=list)
    """Lines around what was read: an opened fence, a team's heading."""
    passed: list[tuple[int, int]] = field(default_factory=list)
    """Lines that were passed over on purpose: they stand below a heading that explains, or fold."""
    unclear: list[tuple[int, int]] = field(default_factory=list)
    """Lines that look like part of an OKR and of which nothing could be made."""
    two_levels: bool = False
    """Whether lists below headings hold objectives, and the lists in them key results."""
    team: str = ""
    """The heading such objectives stand below."""
    stop_level: int = 0
    stop: str = ""
    heading_level: int = 0
    objective: ObjectiveDraft | None = None
    kr: KeyResultDraft | None = None
    """One that stands alone, so that what follows belongs to it."""
    kr_level: int = 0
    untitled: ObjectiveDraft | None = None
    """`## Objective 1`, its title on the next line."""
    section: bool = False
    """Whether a heading has just said "key results"."""

    def start_cycle(self, period: NamedPeriod, block: MarkdownBlock, level: int) -> None:
        """Let what follows belong to a cycle, or to a charter's objective above whose key results it heads."""
        above, name = self.objective, period.name
        self.at.note(period, block.first, block.last)
        self.stop_level = 0
        if (
            above
            and above.labelled
            and not above.key_results
            and above.under < level <= 6
            and above.cycle in ("", name)
        ):
            above.cycle = name  # "### OKRs (Q2 2026)" under a charter's objective heads its key results
            self.section = True
            return
        self.at.name, self.at.level, self.at.bold = name, level, False
        self.objective = self.untitled = None
        self.section = False

    def ends(self, above: ObjectiveDraft, level: int) -> bool:
        """Return whether a heading of `level` ends an objective."""
        return above.level >= level and (above.level < PARAGRAPH or level <= above.under)

    def close(self, level: int) -> None:
        """End what a heading of `level` ends."""
        above = self.objective
        if above and self.ends(above, level):
            above = self.objective = self.untitled = None
        if above:
            above.closed = True
        if level <= self.at.level:
            self.at.name, self.at.level = "", 0

    def open(self, draft: ObjectiveDraft, last: int, reason: str, *, sure: bool) -> ObjectiveDraft:
        """Begin an objective that ends its title in line `last`; `reason` says by which evidence it is one."""
        draft.tentative, draft.under, draft.reason = not sure, self.heading_level, reason
        draft.use(draft.line, last)
        self.drafts.append(draft)
        self.objective, self.kr, self.section = draft, None, False
        self.untitled = None if draft.title else draft
        return draft

    def add(self, kr: KeyResultDraft, reason: str) -> KeyResultDraft | None:
        """Give the open objective a key result; None where there is no objective, or no title."""
        if self.objective is None or not says(kr.title):
            return None
        kr.reason = reason
        self.objective.key_results.append(kr)
        return kr

    def labelled(self, label: Label, line: MarkdownLine, level: int, last: int) -> None:
        """Take a heading or a line that says what it is."""
        reason = because(label, line.text)
        if label.kind == "objective":
            draft = objective_draft(line.text, line.number, level, self.at.name)
            self.open(draft, last, reason, sure=True).labelled = True
        elif label.kind == "objectives":
            self.objective, self.section = None, False
        elif label.kind == "cycle":
            self._cycle_line(label, line)
        elif self.objective is not None:
            self.objective.closed = False
            self.objective.use(line.number, last)
            if label.kind == "section" or (not label.value and level < PARAGRAPH):
                self.section = self.objective.attributed = True
            else:
                self.kr_level = level
                self.kr = self.add(key_result_draft(line.text, line.number, labelled=True, marks=self.marks), reason)

    def _cycle_line(self, label: Label, line: MarkdownLine) -> None:
        period = self.at.read(label.value)
        if period is not None:
            self.at.note(period, line.number, line.number)
            self.at.name, self.at.level = period.name, self.at.level or 1


def because(label: Label, raw: str) -> str:
    """Return the evidence that a label is, with its own words: `labelled “Objetivo 2”`."""
    said = words(raw)
    said = said.removesuffix(label.value) if label.value else said
    return f"labelled “{said.strip(' :：.-–—|·•[]xX✓✔') or said.strip()}”"
