"""Objectives and key results while a document is being read: they collect words, then become frozen or are dropped."""

import re
from dataclasses import dataclass, field

from okrtui.model.okrs import KeyResultKind
from okrtui.rules.formatting import count, number
from okrtui.sharing.reader.document import Confidence, ReadKeyResult, ReadMilestone, ReadObjective
from okrtui.sharing.words.inline import words
from okrtui.sharing.words.labels import Label
from okrtui.sharing.words.numbers import ENGLISH, Separators, TargetProposal, amount, propose, says_more, settled
from okrtui.sharing.words.wording import others, person, worded
from okrtui.text import clean, clean_lines

# What a template leaves for a title to stand in its place.
_BLANK = re.compile(r"\[[^\[\]]{1,80}\]|<[^<>]{1,80}>|\{\{.{1,80}\}\}|(?:TBD|TODO|XXX|…|\.\.\.)", re.I)
_ALL = 10**8  # a reader cuts nothing off: who stores it says what is too long
# "Objective: a goal that ..." in an introduction explains the word; it is nobody's objective.
_EXPLAINS = re.compile(
    r"(?:an?|the|what|how|where|which|is|are|qualitative|quantitative|measurable|specific)\b.{0,200}?"
    r"\b(?:goals?|objectives?|achieve\w*|measur\w+|metrics?|outcomes?|results?|specific|inspir\w+|statement)\b",
    re.I,
)


@dataclass(slots=True)
class KeyResultDraft:
    title: str
    line: int
    dri: str = ""
    priority: str = ""
    ref: str = ""
    done: bool = False
    labelled: bool = False
    boxed: bool = False
    target: float | None = None
    start: float | None = None
    current: float | None = None
    unit: str | None = None
    """None until a line or a cell says it: then the title's number proposes it."""
    start_unit: str = ""
    """The unit of its start or current value, for a target that has none."""
    kind: KeyResultKind | None = None
    weight: float = 1.0
    marks: Separators = ENGLISH
    reason: str = ""
    """By which evidence it is one."""
    named: bool = False
    """Whether the last line below it names what follows, so that a list is no list of milestones."""
    measure: str = ""
    """A line `Measure: …`, which proposes numbers where the title has none."""
    told_by: str = ""
    """The word of the line or column that told the target."""
    milestones: list[ReadMilestone] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def apply(self, label: Label, raw: str) -> None:
        """Take an attribute's line; what okrtui keeps no field for, or what holds no number, goes to the note."""
        value = label.value
        if label.kind == "owner" and value and self.dri in ("", person(value)):
            self.dri = person(value)
            self.notes += others(value)
        elif label.kind == "priority" and re.fullmatch(r"\[?[pP]?\d\]?|[A-Za-z]{1,10}", value):
            self.priority = value.strip("[]").lower()
        elif label.kind == "unit":
            self.unit = clean(value)
        elif label.kind in ("target", "start", "current") and (found := amount(value, self.marks)).target is not None:
            self.number(label.kind, found)
            self.told_by = label.name if label.kind == "target" else self.told_by
            if says_more(value, found):
                self.notes.append(words(raw))
        else:
            if label.kind in ("measure", "target"):
                self.measure = self.measure or value
            self.notes.append(words(raw))

    def number(self, kind: str, found: TargetProposal) -> None:
        """Take a value that the document itself calls target, start or current."""
        setattr(self, kind, found.target)
        if kind == "target":
            self.start = found.start if found.start is not None else self.start
            self.kind = found.kind
        if kind == "target":
            self.unit = found.unit or self.unit
        else:
            self.start_unit = self.start_unit or found.unit

    def finish(self, confidence: Confidence) -> ReadKeyResult:
        """Return it frozen, with what its title proposes where the document says no target itself.

        `confidence` is its objective's: nothing is surer than what it stands below.
        """
        said = settled(self._said())
        sure = confidence if self.labelled or self.ref or confidence is Confidence.LOW else Confidence.MEDIUM
        return ReadKeyResult(
            title=self.title,
            dri=self.dri,
            target=said.target,
            start=said.start,
            current=self.current,
            unit=clean(said.unit),
            priority=self.priority,
            milestones=tuple(self.milestones),
            note=clean_lines("\n".join(note for note in self.notes if note), limit=_ALL),
            line=self.line,
            ref=self.ref,
            done=self.done,
            weight=self.weight,
            kind=said.kind,
            doubt=said.doubt if said.target is None else "",
            reason=self.reason,
            numbers=self._numbers(said),
            confidence=sure,
        )

    def _numbers(self, said: TargetProposal) -> str:
        """Return where the numbers stand and which way they go, in a few words; "" where there is none."""
        if self.milestones:
            return f"{count(len(self.milestones), 'milestone')} below it"
        if said.target is None:
            return ""
        target = number(said.target, clean(said.unit))
        way = f"from {number(said.start)} to {target}" if said.start is not None else f"to {target}, start not told"
        if said.kind in (KeyResultKind.STAY_BELOW, KeyResultKind.STAY_ABOVE):
            way = f"{str(said.kind).replace('_', ' ')} {target}"
        where = f"“{self.told_by}”" if self.told_by else "its measure" if self._measured() else "the title"
        return f"{where} says {way}"

    def _measured(self) -> bool:
        """Return whether a line `Measure: …` proposes the numbers."""
        return bool(self.measure) and propose(self.title, self.marks).target is None and self.target is None

    def _said(self) -> TargetProposal:
        """Return what lines below the title say of the numbers, and what the title says where they do not."""
        title = propose(self.title, self.marks)
        unit = self.unit or title.unit
        if self._measured():
            title = propose(self.measure, self.marks)
            unit = unit or title.unit
        if self.start_unit and unit and ("%" in (self.start_unit, unit)) and self.start_unit != unit:
            self.start = None  # "Baseline: R$ 80k", "Target: 60 %": the one is no start of the other
        if self.target is not None:
            start = self.start if self.start is not None else title.start if title.target == self.target else None
            kind = self.kind or (title.kind if title.target in (None, self.target) else None)
            return TargetProposal(self.target, start, self.unit or self.start_unit, kind)
        start = self.start if self.start is not None else title.start
        return TargetProposal(title.target, start, unit or self.start_unit, title.kind, title.doubt)


@dataclass(slots=True)
class ObjectiveDraft:
    """`level` is that of its heading (7 for a paragraph, 8 for a list item); `used` the lines that made it."""

    title: str
    line: int
    level: int
    cycle: str
    under: int = 0
    """The level of the heading it stands under."""
    reason: str = ""
    """By which evidence it is one."""
    labelled: bool = False
    tentative: bool = False
    """It stands outside any cycle and nothing calls it an objective: it needs evidence."""
    attributed: bool = False
    closed: bool = False
    """Key results have ended: lists that follow are something else."""
    dri: str = ""
    ref: str = ""
    why: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    key_results: list[KeyResultDraft] = field(default_factory=list)
    used: list[tuple[int, int]] = field(default_factory=list)

    @property
    def proved(self) -> bool:
        """Whether what stands below it says that it is an objective: labelled key results, an owner, a reason."""
        return self.attributed or any(kr.labelled or kr.ref for kr in self.key_results)

    def use(self, first: int, last: int | None = None) -> None:
        """Mark source lines as understood, should this objective stay."""
        self.used.append((first, last or first))

    def apply(self, label: Label, raw: str) -> None:
        """Take an attribute's line of the objective."""
        self.attributed = True
        if label.kind == "owner" and label.value and self.dri in ("", person(label.value)):
            self.dri = person(label.value)
            self.notes += others(label.value)
        elif label.kind == "why":
            self.why.append(clean(label.value))
        else:
            self.notes.append(words(raw))

    def stays(self, weak: bool) -> bool:
        """Return whether this is an objective after all; `weak`: the document offers nothing better."""
        if not says(self.title) or _BLANK.fullmatch(self.title):
            return False
        if self.key_results and _EXPLAINS.match(self.title):
            numbered = self.ref or any(kr.ref or kr.dri or kr.priority for kr in self.key_results)
            if not numbered and not self.cycle and all(_EXPLAINS.match(kr.title) for kr in self.key_results):
                return False
        if not self.tentative:
            return bool(self.key_results) or self.labelled
        if not self.key_results:
            return False
        if self.attributed or any(kr.labelled for kr in self.key_results):
            return True
        return weak and any(
            kr.dri or kr.priority or kr.boxed or propose(kr.title, kr.marks).target is not None
            for kr in self.key_results
        )

    def finish(self) -> ReadObjective:
        """Return it frozen."""
        sure = Confidence.HIGH if self.labelled else Confidence.LOW if self.tentative else Confidence.MEDIUM
        if self.tentative and self.proved:
            sure = Confidence.MEDIUM
        below = count(len(self.key_results), "key result") if self.key_results else "no key result"
        return ReadObjective(
            title=self.title,
            key_results=tuple(kr.finish(sure) for kr in self.key_results),
            dri=self.dri,
            why=clean_lines("\n\n".join(self.why), limit=_ALL),
            note=clean_lines("\n".join(self.notes), limit=_ALL),
            line=self.line,
            ref=self.ref,
            reason=f"{self.reason}, {below} below",
            confidence=sure,
        )


def kept(drafts: list[ObjectiveDraft], weak: bool) -> list[ObjectiveDraft]:
    """Return the objectives that stay; none where the document has no key result at all."""
    stay = [draft for draft in drafts if draft.stays(weak)]
    if any(draft.labelled and draft.key_results for draft in stay):  # who says "Objective" once says it each time
        stay = [draft for draft in stay if draft.labelled or draft.proved]
    return stay if any(draft.key_results for draft in stay) else []


def says(title: str) -> bool:
    """Return whether a title has a letter or a digit."""
    return any(character.isalnum() for character in title)


def objective_draft(raw: str, line: int, level: int, cycle: str) -> ObjectiveDraft:
    """Return a draft from its title's Markdown."""
    said = worded(raw)
    notes = [*([f"Priority: {said.priority}"] if said.priority else []), *said.notes]
    draft = ObjectiveDraft(said.title, line, level, cycle, dri=said.dri, ref=said.ref, notes=notes)
    return draft


def key_result_draft(raw: str, line: int, *, labelled: bool, marks: Separators) -> KeyResultDraft:
    """Return a draft from its title's Markdown, in a document that writes numbers by `marks`."""
    said = worded(raw)
    boxed = re.match(r"\[[ xX]\]\s", raw) is not None
    return KeyResultDraft(
        said.title,
        line,
        said.dri,
        said.priority,
        said.ref,
        said.done,
        labelled,
        boxed,
        marks=marks,
        notes=[*said.notes],
    )
