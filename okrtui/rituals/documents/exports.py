"""Which documents of an export the journal says are another since the last one; what it does not tell is done again."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from okrtui.model.journal import Activity, Verb
from okrtui.model.okrs import Cycle
from okrtui.rituals.context import Context
from okrtui.rituals.documents.report_data import ReportData
from okrtui.rituals.people import members
from okrtui.rules.weeks import shift, week_of
from okrtui.storage.journal.entries import entries_after, link_at
from okrtui.storage.journal.names import column_of

if TYPE_CHECKING:
    from okrtui.storage.local.exports import ExportRecords

MOST = 20_000
"""Entries since the last export; of more it is quicker to do everything."""
NEVER = "9999"
_SESSIONS = "session card card_group agenda_item proposal retro_template topic note poll agreement kr_review"
_ALWAYS_DONE = frozenset([*_SESSIONS.split(), "radar_question", "idea", "idea_step", "membership", "member", "process"])
"""What stands only in documents that every export makes anew, or is compared by names and weeks."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What an export is made of beside rows: the newest entry then, the day, names, from which week each counts."""

    number: int
    chain: str
    week: str
    day: str
    names: dict[str, str]
    counted: dict[str, str]

    def data(self) -> dict[str, object]:
        """Return it as it is kept."""
        names = {"number": self.number, "chain": self.chain, "week": self.week, "day": self.day}
        return {**names, "names": self.names, "counted": self.counted}


@dataclass(slots=True)
class Touched:
    """Cycles and weeks whose documents may be others now; a week tells of no key results but those of its cycles."""

    week: str
    """All weeks from this one on: it was not over."""
    day: str
    """All cycles that were not over on this day."""
    cycles: set[str] = field(default_factory=set)
    weeks: set[str] = field(default_factory=set)
    since: str = NEVER

    def has_cycle(self, cycle: Cycle) -> bool:
        """Tell whether a cycle's document is to be made anew."""
        return cycle.name in self.cycles or cycle.end.isoformat() >= self.day

    def has_week(self, week: str) -> bool:
        """Tell whether a week's document is to be made anew."""
        return week >= min(self.week, self.since) or week in self.weeks


def moment(ctx: Context) -> tuple[int, str]:
    """Return number and chain of the newest entry; taken before anything is read, so that nothing falls between."""
    return link_at(ctx.store)


def made_of(ctx: Context, newest: tuple[int, str], reader: ReportData) -> Moment:
    """Return what an export of now is made of."""
    counted = {member.login: reader.since.get(member.login, "") for member in members.members(ctx)}
    return Moment(*newest, ctx.week, ctx.today.isoformat(), dict(reader.names), counted)


def key_of(ctx: Context, folder: Path) -> str:
    """Return what tells one workspace's export into one folder from all others."""
    return f"{ctx.workspace.uuid} {ctx.address} {folder.resolve()}"


def earlier(ctx: Context, records: "ExportRecords", of: str) -> tuple[Moment, dict[str, list[str]]] | None:
    """Return what an earlier export was made of, and what it kept of each file; None where that does not hold."""
    if not ctx.store.sees_all():
        return None
    kept = records.look(of)
    try:
        then = Moment(**{name: kept[name] for name in Moment.__slots__})
        files: dict[str, list[str]] = kept["files"]
        sound = isinstance(files, dict) and then.number > 0
        return (then, files) if sound and link_at(ctx.store, then.number)[1] == then.chain else None
    except (KeyError, TypeError, ValueError):
        return None


def keep(records: "ExportRecords", of: str, made: Moment, files: dict[str, list[str]]) -> None:
    """Keep what an export was made of, and of each file what the next one compares."""
    records.keep(of, {**made.data(), "files": files})


def touched(ctx: Context, then: Moment, now: Moment, cycles: Iterable[Cycle]) -> Touched | None:
    """Return what the entries since an export concern, None where that may be all of it."""
    if now.number - then.number > MOST or any(now.names.get(who) != name for who, name in then.names.items()):
        return None
    found, spans = Touched(then.week, then.day), _Spans(ctx, cycles)
    for login in then.counted.keys() | now.counted.keys():
        was, is_now = then.counted.get(login, NEVER), now.counted.get(login, NEVER)
        if was != is_now:
            spans.between(found, was, is_now)
    return found if all(spans.take(found, entry) for entry in entries_after(ctx.store, then.number)) else None


class _Spans:
    """Finds the weeks and cycles that a change is told in; what a row belongs to is asked once."""

    def __init__(self, ctx: Context, cycles: Iterable[Cycle]) -> None:
        self._ctx = ctx
        self._cycles = {cycle.name: cycle for cycle in cycles}
        self._now = cache(self._asked)

    def between(self, found: Touched, was: str, is_now: str) -> None:
        """Note the weeks in which somebody counts now and did not, or the other way."""
        week, end = sorted((was, is_now))
        if not week or end == NEVER:
            found.since = min(found.since, week)
            return
        while week < end:
            found.weeks.add(week)
            week = shift(week, 1)

    def take(self, found: Touched, entry: Activity) -> bool:
        """Note what an entry concerns; False where that may be everything."""
        if entry.verb in ("", Verb.REDACTED):
            return False
        try:
            return all(self._change(found, change) for change in entry.changes)
        except (KeyError, TypeError, ValueError):  # a row that is gone, or an entry that okrtui did not write
            return False

    def _change(self, found: Touched, change: Any) -> bool:
        table = str(change["table"])
        if table in _ALWAYS_DONE or (table == "team" and change["before"] is None):
            return True
        take = _TAKEN.get(table)
        return take is not None and take(self, found, _Row(self, table, change))

    def _checkin(self, found: Touched, row: "_Row") -> bool:
        cycle, week = self._cycles[self.now("cycle", "name", self._cycle_id(row["kr_id"]))], str(row["week"])
        found.cycles.add(cycle.name)
        found.weeks.update(each for each in _weeks_of(cycle) if each >= week)
        return True

    def _of_week(self, found: Touched, row: "_Row") -> bool:
        found.weeks.update((str(row["week"]), shift(str(row["week"]), 1)))
        return True

    def _card(self, found: Touched, row: "_Row") -> bool:
        card = row.id if row.table == "recognition" else row["recognition_id"]
        found.weeks.add(str(self.now("recognition", "week", card)))
        return True

    def _health(self, found: Touched, row: "_Row") -> bool:
        found.since = min(found.since, "" if row.table == "health_metric" else str(row["week"]))
        return True

    def _action(self, found: Touched, row: "_Row") -> bool:
        made = row["made"] if row.table == "action" else self.now("action", "made", row["action_id"])
        found.since = min(found.since, week_of(datetime.fromtimestamp(made, UTC).astimezone(self._ctx.zone).date()))
        return True

    def _case(self, found: Touched, row: "_Row") -> bool:
        is_case = row.table == "practice_case"
        opened = row["opened"] if is_case else self.now("practice_case", "opened", row["case_id"])
        found.since = min(found.since, week_of(date.fromisoformat(opened)))
        return True

    def _okr(self, found: Touched, row: "_Row") -> bool:
        if row.is_moved:
            return False
        is_above = row.table == "objective"
        cycle_id = row["cycle_id"] if is_above else self.now("objective", "cycle_id", row["objective_id"])
        cycle = self._cycles[self.now("cycle", "name", cycle_id)]
        found.cycles.add(cycle.name)
        found.weeks.update(_weeks_of(cycle))
        return True

    def _cycle_id(self, kr_id: int) -> int:
        found: int = self.now("objective", "cycle_id", self.now("key_result", "objective_id", kr_id))
        return found

    def now(self, table: str, column: str, row_id: int) -> Any:
        """Return a column as it is now. Raises KeyError where the row is gone."""
        return self._now(table, column, row_id)

    def _asked(self, table: str, column: str, row_id: int) -> Any:
        return column_of(self._ctx.store, table, column, [row_id])[row_id]


class _Row:
    """A changed row: a column is what the change says of it, else what it is now."""

    def __init__(self, spans: _Spans, table: str, change: Any) -> None:
        self.table, self.id = table, int(change["id"])
        self._spans = spans
        self._said = {**(change["before"] or {}), **(change["after"] or {})}
        is_changed = change["before"] is not None and change["after"] is not None
        self.is_moved = is_changed and bool({"objective_id", "cycle_id", "number"} & self._said.keys())
        """Whether it is called otherwise now, or stands somewhere else."""

    def __getitem__(self, column: str) -> Any:
        return self._said[column] if column in self._said else self._spans.now(self.table, column, self.id)


_TAKEN: dict[str, Callable[[_Spans, Touched, _Row], bool]] = {
    "checkin": _Spans._checkin,
    **dict.fromkeys(("weekly_update", "commitment"), _Spans._of_week),
    **dict.fromkeys(("objective", "key_result"), _Spans._okr),
    **dict.fromkeys(("recognition", "recipient", "reaction", "reply"), _Spans._card),
    **dict.fromkeys(("health_metric", "health_reading"), _Spans._health),
    **dict.fromkeys(("action", "action_step"), _Spans._action),
    **dict.fromkeys(("practice_case", "case_entry"), _Spans._case),
}
"""How a table's changes are taken; of any other one may change everything."""


def _weeks_of(cycle: Cycle) -> Iterator[str]:
    week, last = week_of(cycle.start), week_of(cycle.end)
    while week <= last:
        yield week
        week = shift(week, 1)
