"""The OKR tree as rows: which are folded, which a filter keeps, and what the row under the cursor stands for."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from textual.content import Content

from okrtui.commands.keys import key_of
from okrtui.model.okrs import CycleStanding, KeyResultState, ObjectiveStanding, Standing
from okrtui.rules.formatting import count
from okrtui.rules.okrs.filter import OkrFilter, kept
from okrtui.rules.okrs.values import amount
from okrtui.text import fit
from okrtui.widgets.drawing.marks import QUIET
from okrtui.widgets.lists.rows import Row
from okrtui.widgets.okrs.rows import (
    column_names,
    cycle_line,
    expected_value,
    key_result_line,
    objective_lines,
    way_text,
)

Node = CycleStanding | ObjectiveStanding | Standing


_COLUMNS = Row("columns", column_names, selectable=False)


def cycle_key(name: str) -> str:
    """Return the row key of a cycle; objectives and key results have their refs."""
    return f"cycle {name}"


@dataclass(slots=True)
class OkrTree:
    """What the tree shows. `me` is whom `dri:me` means; `parents` are titles by ref, of other cycles too."""

    me: str = ""
    with_keys: Callable[[str], str] = str
    """Puts the person's keys into a sentence."""
    today: date = date.min
    cycles: tuple[CycleStanding, ...] = ()
    parents: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    filter: OkrFilter = field(default_factory=OkrFilter)
    folded: set[str] = field(default_factory=set)
    _folded_before: set[str] | None = None
    _nodes: dict[str, tuple[Node, str]] = field(default_factory=dict)
    _rows: dict[str, tuple[object, Row]] = field(default_factory=dict)

    def put(self, cycles: Sequence[CycleStanding]) -> None:
        """Show these cycles from now on."""
        self.cycles = tuple(cycles)
        self._nodes = {}
        for cycle in self.cycles:
            above = cycle_key(cycle.cycle.name)
            self._nodes[above] = (cycle, "")
            for objective in cycle.objectives:
                ref = objective.objective.ref
                self._nodes[ref] = (objective, above)
                for standing in objective.key_results:
                    self._nodes[standing.kr.ref] = (standing, ref)

    def keep(self, wanted: OkrFilter) -> None:
        """Filter; folds made while something is filtered are forgotten with the filter."""
        if bool(wanted) and self._folded_before is None:
            self._folded_before, self.folded = self.folded, set()
        elif not wanted and self._folded_before is not None:
            self.folded, self._folded_before = self._folded_before, None
        self.filter = wanted

    # What a row stands for

    def node(self, key: str | None) -> Node | None:
        """Return the cycle, objective or key result of a row."""
        found = self._nodes.get(key or "")
        return found[0] if found else None

    def above(self, key: str) -> str:
        """Return the key of the row that `key` lies under, "" for a cycle."""
        return self._nodes[key][1] if key in self._nodes else ""

    def cycle(self, key: str | None) -> CycleStanding | None:
        """Return the cycle a row lies in; the only one, or the first, where the cursor is nowhere."""
        while key and (found := self._nodes.get(key)):
            if isinstance(found[0], CycleStanding):
                return found[0]
            key = found[1]
        return self.cycles[0] if self.cycles else None

    def objective(self, key: str | None) -> ObjectiveStanding | None:
        """Return the objective of a row or the one its key result belongs to."""
        node = self.node(key)
        if isinstance(node, Standing):
            node = self.node(self.above(node.kr.ref))
        return node if isinstance(node, ObjectiveStanding) else None

    # Rows

    def rows(self) -> list[Row]:
        """Return the rows to show, the columns' names first; a row that did not change is the very same one."""
        fresh: dict[str, tuple[object, Row]] = {}
        rows: list[Row] = []
        for key, row, looks in self._walk():
            old = self._rows.get(key)
            entry = old if old is not None and old[0] == looks else (looks, row)
            fresh[key] = entry
            rows.append(entry[1])
        self._rows = fresh
        return [_COLUMNS, *rows] if any(row.key.startswith("KR") for row in rows) else rows

    def kept_in(self, cycle: CycleStanding) -> list[tuple[ObjectiveStanding, tuple[Standing, ...]]]:
        """Return the cycle's objectives that the filter keeps, with the key results that it keeps of each."""
        shown = [(o, *kept(o, self.filter, self.me)) for o in cycle.objectives]
        return [(o, left) for o, yes, left in shown if yes]

    def _walk(self) -> Iterator[tuple[str, Row, object]]:
        """Yield key, row, and what the row's looks depend on."""
        for cycle in self.cycles:
            inside = self.kept_in(cycle)
            if self.filter and not inside:
                continue
            key = cycle_key(cycle.cycle.name)
            open_ = key not in self.folded if cycle.objectives else None
            looks = (cycle.cycle, cycle.progress, cycle.expected, self.today, open_)
            yield key, Row(key, partial(cycle_line, cycle, self.today, open_)), looks
            if not cycle.objectives:
                yield f"{key} empty", Row(f"{key} empty", self._hint(cycle), selectable=False), cycle.cycle.state
            if open_:
                for objective, left in inside:
                    yield from self._walk_objective(objective, left)

    def _walk_objective(
        self, objective: ObjectiveStanding, left: Sequence[Standing]
    ) -> Iterator[tuple[str, Row, object]]:
        o = objective.objective
        open_ = o.ref not in self.folded if left else None
        if objective.key_results and open_ is None:
            open_ = False
        parent = self.parents.get(o.parent, "")
        looks = (o, objective.progress, objective.status, parent, open_)
        yield o.ref, Row(o.ref, partial(objective_lines, objective, parent, open_), 2), looks
        if open_:
            for standing in left:
                ref = standing.kr.ref
                yield ref, Row(ref, partial(key_result_line, standing, o)), (_looks(standing), o.dri, o.state)

    def _hint(self, cycle: CycleStanding) -> "partial[Content]":
        closed = cycle.cycle.state == "closed"
        text = "no objectives were written" if closed else f"no objectives yet: {key_of('okrs.new')} writes the first"
        return partial(_quiet, f"    {self.with_keys(text)}")

    # Folding

    def can_fold(self, key: str | None) -> bool:
        """Tell whether a row has others beneath it."""
        node = self.node(key)
        return (isinstance(node, CycleStanding) and bool(node.objectives)) or (
            isinstance(node, ObjectiveStanding) and bool(node.key_results)
        )

    def is_open(self, key: str) -> bool:
        """Tell whether what lies beneath a row is shown."""
        return key not in self.folded

    def fold(self, key: str, open_: bool) -> None:
        """Show or hide what lies beneath a row."""
        if open_:
            self.folded.discard(key)
        elif self.can_fold(key):
            self.folded.add(key)

    def fold_objectives(self) -> None:
        """Fold every objective, or open all where all are folded."""
        refs = {o.objective.ref for c in self.cycles for o in c.objectives if o.key_results}
        self.folded = self.folded - refs if refs <= self.folded else self.folded | refs


def _looks(s: Standing) -> tuple[object, ...]:
    """Return what a key result's row shows; comparing whole histories would cost on a large workspace."""
    sure = tuple(entry.confidence for entry in s.history[-8:])
    return s.kr, s.current, s.progress, s.pace, s.confidence, s.status, s.stale, sure


def _quiet(text: str, width: int) -> Content:
    return Content.styled(fit(text, width, pad=False), QUIET)


def detail(
    node: Node | None, vision: str, names: dict[str, str], with_keys: Callable[[str], str]
) -> tuple[Content, Content]:
    """Return two lines that say what the columns had to leave out of a row."""
    if isinstance(node, Standing):
        return _key_result_detail(node, names, with_keys)
    if isinstance(node, ObjectiveStanding):
        o = node.objective
        second = f"“{o.comment}”" if o.comment else o.why
        return Content(o.title), _one_line(second or with_keys(f"no why yet: {key_of('okrs.edit')} says it"))
    if isinstance(node, CycleStanding):
        return _cycle_detail(node, vision or with_keys(f"no vision yet: {key_of('okrs.vision')} writes it"))
    return Content(), Content()


def _key_result_detail(s: Standing, names: dict[str, str], with_keys: Callable[[str], str]) -> tuple[Content, Content]:
    kr, latest = s.kr, s.latest
    due = expected_value(s) if kr.state is KeyResultState.OPEN else None
    by_now = None if due is None else amount(kr, _round(due, kr.target - kr.start), unit=False)
    facts = f"{way_text(s)} (by now {by_now})" if by_now else way_text(s)
    first = Content.assemble((f"{facts}  ", ""), (kr.title, QUIET))
    if kr.comment:
        return first, _one_line(f"“{kr.comment}”")
    if latest is None:
        return first, _one_line(kr.note or with_keys(f"no check-in yet: {key_of('okrs.check')} makes the first"))
    said = latest.note or "without a note"
    stale = " · 14 days and more ago" if s.stale else ""
    return first, _one_line(f"{latest.week[5:]} {names.get(latest.who, latest.who)}{stale}: {said}")


def _cycle_detail(c: CycleStanding, vision: str) -> tuple[Content, Content]:
    live = [o for o in c.objectives if o.objective.state == "active"]
    krs = sum(len(o.key_results) for o in c.objectives)
    drafts = sum(o.objective.state == "draft" for o in c.objectives)
    parts = [f"{count(len(c.objectives), 'objective')}, {count(krs, 'key result')}"]
    for status in ("off track", "at risk"):
        if many := sum(o.status == status for o in live):
            parts.append(f"{many} {status}")
    if drafts:
        parts.append(count(drafts, "draft"))
    return Content(" · ".join(parts)), _one_line(vision)


def _round(value: float, span: float) -> float:
    """Return a computed value with as many digits as its range deserves."""
    return round(value, 0 if abs(span) >= 20 else 1 if abs(span) >= 2 else 2)


def _one_line(text: str) -> Content:
    return Content.styled(" ".join(text.split()), QUIET)
