"""People and what they answer for as rows, by login; a person's row never counts or compares."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from textual.content import Content

from okrtui.commands.keys import key_of
from okrtui.model.hours import HoursState, OfficeHours
from okrtui.model.okrs import ObjectiveStanding, ObjectiveState, Standing
from okrtui.model.people import Member, MemberState, Value
from okrtui.rules.formatting import count, percent
from okrtui.rules.hours import pattern_text
from okrtui.text import folded
from okrtui.widgets.drawing.marks import ACCENT, QUIET, Cell, columns, progress_content
from okrtui.widgets.lists.rows import Row
from okrtui.widgets.okrs.rows import (
    DRAFT,
    STATUS,
    VALUE_MOST,
    WIDE,
    fold_glyph,
    gap_for,
    key_result_mark,
    objective_mark,
    way_text,
)

Duty = ObjectiveStanding | Standing | Value | OfficeHours
Titled = tuple[str, str]
"""A ref and its title."""


@dataclass(frozen=True, slots=True)
class Person:
    """A member with what they are DRI, keeper and host of."""

    member: Member
    duties: tuple[Duty, ...] = ()


@dataclass(slots=True)
class PeopleTree:
    """What the list shows; `folded` are logins."""

    people: tuple[Person, ...] = ()
    unowned: tuple[Titled, ...] = ()
    twice: tuple[tuple[Titled, Titled], ...] = ()
    unkept: tuple[Titled, ...] = ()
    """Values without a keeper."""
    empty_teams: tuple[str, ...] = ()
    folded: set[str] = field(default_factory=set)
    _drafts: frozenset[int] = frozenset()
    """Numbers of objectives that are drafts: their key results do not stand anywhere yet."""
    _keys: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Row key to (login or "", ref or "")."""
    _rows: dict[str, tuple[tuple[object, ...], Row]] = field(default_factory=dict)

    def put(
        self,
        people: Sequence[tuple[Member, Sequence[Duty]]],
        unowned: Sequence[Titled],
        twice: Sequence[tuple[Titled, Titled]],
        unkept: Sequence[Titled] = (),
        empty_teams: Sequence[str] = (),
    ) -> None:
        """Show these from now on; people come in login order."""
        self.people = tuple(Person(member, tuple(sorted(duties, key=_place))) for member, duties in people)
        self.unowned, self.twice = tuple(unowned), tuple(twice)
        self.unkept, self.empty_teams = tuple(unkept), tuple(empty_teams)
        held = (duty.objective for _, duties in people for duty in duties if isinstance(duty, ObjectiveStanding))
        self._rows = {}
        self._drafts = frozenset(o.number for o in held if o.state is ObjectiveState.DRAFT)

    def about(self) -> str:
        """Return the sentence above the list: what to look at, of nobody in particular."""
        parts = []
        if self.unowned:
            parts.append(f"{len(self.unowned)} without a DRI")
        if self.twice:
            parts.append(f"{count(len(self.twice), 'pair looks', 'pairs look')} like the same work")
        if self.unkept:
            parts.append(f"{count(len(self.unkept), 'value')} without a keeper")
        if self.empty_teams:
            parts.append(f"{count(len(self.empty_teams), 'team')} without members")
        if parts:
            return f"{', '.join(parts)}: {key_of('people.unowned')} goes there"
        return "Everything has a DRI." if self.people else ""

    # What a row stands for

    def login_of(self, key: str | None) -> str | None:
        """Return whose row, or whose duty's row, it is."""
        return self._keys.get(key or "", ("", ""))[0] or None

    def ref_of(self, key: str | None) -> str:
        """Return the ref of the objective or key result on a row, "" for a person."""
        return self._keys.get(key or "", ("", ""))[1]

    def key_of(self, login: str) -> str:
        """Return the key of a person's row."""
        return f"person {login}"

    def sections(self) -> list[list[str]]:
        """Return the keys of what has no DRI, no keeper, no members, and of what is there twice, without empty ones."""
        all_of_them = [
            [f"unowned {ref}" for ref, _ in self.unowned],
            [f"unkept {ref}" for ref, _ in self.unkept],
            [f"empty {name}" for name in self.empty_teams],
            [f"twice {a[0]} {b[0]}" for a, b in self.twice],
        ]
        return [keys for keys in all_of_them if keys]

    def fold_all(self) -> None:
        """Fold everybody, or unfold where all are folded."""
        every = {p.member.login for p in self.people if p.duties}
        self.folded = set() if every <= self.folded else every

    # Rows

    def rows(self, query: str = "") -> list[Row]:
        """Return the rows to show: people, those who left, what nobody answers for, what is there twice."""
        self._keys = {}
        words = folded(query).split()
        here = [p for p in self.people if p.member.state is MemberState.ACTIVE]
        left = [p for p in self.people if p.member.state is MemberState.LEFT]
        rows = [row for p in here for row in self._person(p, words)]
        rows += self._section("left", "Left the workspace", [row for p in left for row in self._person(p, words)])
        rows += self._section(
            "unowned",
            "Nobody is DRI",
            [self._titled(f"unowned {t[0]}", [t]) for t in self.unowned if _holds(" ".join(t), words)],
        )
        rows += self._section(
            "unkept",
            "Values without a keeper",
            [self._titled(f"unkept {t[0]}", [t]) for t in self.unkept if _holds(" ".join(t), words)],
        )
        rows += self._section(
            "empty",
            "Teams without members",
            [self._titled(f"empty {name}", [("", name)]) for name in self.empty_teams if _holds(name, words)],
        )
        rows += self._section(
            "twice",
            "The same work twice?",
            [
                self._titled(f"twice {a[0]} {b[0]}", [a, b])
                for a, b in self.twice
                if _holds(f"{a[0]} {a[1]} {b[0]} {b[1]}", words)
            ],
        )
        return rows

    def _section(self, key: str, title: str, rows: Sequence[Row]) -> list[Row]:
        if not rows:
            return []
        heading = [Content(), Content.styled(title, f"bold {ACCENT}")]
        return [Row(key, lambda width: heading, 2, selectable=False), *rows]

    def _person(self, person: Person, words: Sequence[str]) -> list[Row]:
        m = person.member
        itself = _holds(f"{m.login} {m.name} {' '.join(m.teams)} {m.skills}", words)
        duties = [d for d in person.duties if itself or _holds(_text(d), words)]
        if not itself and not duties:
            return []
        key = self.key_of(m.login)
        self._keys[key] = (m.login, "")
        open_ = (m.login not in self.folded or bool(words)) if duties else None
        rows = [self._kept(key, (m, open_), _person_line(m, open_))]
        for duty in duties if open_ else ():
            ref = _ref(duty)
            self._keys[f"{m.login} {ref}"] = (m.login, ref)
            draft = isinstance(duty, Standing) and duty.kr.objective in self._drafts
            rows.append(self._kept(f"{m.login} {ref}", (duty, draft), _duty_line(duty, draft)))
        return rows

    def _kept(self, key: str, looks: tuple[object, ...], line: Callable[[int], Content]) -> Row:
        """Return the row as it was where it looks the same: what was drawn of it is used again then."""
        old = self._rows.get(key)
        if old is not None and old[0] == looks:
            return old[1]
        row = Row(key, line)
        self._rows[key] = (looks, row)
        return row

    def _titled(self, key: str, both: Sequence[Titled]) -> Row:
        self._keys[key] = ("", both[0][0])

        def line(width: int) -> list[Content]:
            return [Content.assemble((f"  {ref} " if ref else "  ", QUIET), title) for ref, title in both]

        return Row(key, line, len(both))


def _ref(duty: Duty) -> str:
    if isinstance(duty, Value | OfficeHours):
        return duty.ref
    return duty.kr.ref if isinstance(duty, Standing) else duty.objective.ref


def _text(duty: Duty) -> str:
    if isinstance(duty, Value):
        return f"{duty.ref} {duty.text} keeper"
    if isinstance(duty, OfficeHours):
        return f"{duty.ref} {_hours_text(duty)}"
    if isinstance(duty, Standing):
        return f"{duty.kr.ref} {duty.kr.title} {key_result_mark(duty).word}"
    return f"{duty.objective.ref} {duty.objective.title} {objective_mark(duty).word}"


def _place(duty: Duty) -> tuple[int, int]:
    """Return where a duty stands among a person's: objectives with their key results, values, office hours."""
    if isinstance(duty, Value | OfficeHours):
        return (2**62 + isinstance(duty, OfficeHours), duty.id)
    return (duty.kr.objective, duty.kr.number) if isinstance(duty, Standing) else (duty.objective.number, 0)


def _holds(text: str, words: Sequence[str]) -> bool:
    within = folded(text)
    return all(word in within for word in words)


def _person_line(member: Member, open_: bool | None) -> Callable[[int], Content]:
    quiet = member.state is MemberState.LEFT
    name = member.name if member.name != member.login else ""
    about = " · ".join(part for part in (", ".join(member.teams), member.skills) if part)

    def line(width: int) -> Content:
        who = Content.assemble(
            (f"{fold_glyph(open_)} ", QUIET), (member.login, QUIET if quiet else "bold"), f"  {name}" if name else ""
        )
        return columns([Cell(who), Cell(about, width // 2, QUIET, right=True)], width, gap=2)

    return line


def _hours_text(hours: OfficeHours) -> str:
    """Return when somebody is host, and where."""
    paused = "paused" if hours.state is HoursState.PAUSED else ""
    return " · ".join(part for part in ("office hours", pattern_text(hours), hours.place, paused) if part)


def _keeper_line(value: Value) -> Callable[[int], Content]:
    head = Content.assemble((f"  {value.ref} ", ACCENT), value.text)
    return lambda width: columns([Cell(head), Cell(f"keeper until {value.until}", 24, QUIET, right=True)], width, 2)


def _duty_line(duty: Duty, draft: bool) -> Callable[[int], Content]:
    if isinstance(duty, Value):
        return _keeper_line(duty)
    if isinstance(duty, OfficeHours):
        told = Content.assemble((f"  {duty.ref} ", ACCENT), _hours_text(duty))
        return lambda width: columns([Cell(told)], width, 2)
    if isinstance(duty, Standing):
        mark, off, way = DRAFT if draft else key_result_mark(duty), draft, way_text(duty, VALUE_MOST)
        head = Content.assemble((f"    {duty.kr.ref} ", QUIET), duty.kr.title)
    else:
        mark, off, way = objective_mark(duty), duty.objective.state is ObjectiveState.DRAFT, ""
        head = Content.assemble((f"  {duty.objective.ref} ", ACCENT), duty.objective.title)

    def line(width: int) -> Content:
        bar = 10 if width >= WIDE else 6
        cells = [
            Cell(head),
            Cell("" if off else progress_content(duty.progress, bar), bar),
            Cell("" if off else percent(duty.progress), 5, right=True),
            Cell(mark.content, STATUS),
        ]
        if width >= WIDE:
            cells.insert(1, Cell(way, VALUE_MOST, right=True))
        return columns(cells, width, gap_for(width))

    return line
