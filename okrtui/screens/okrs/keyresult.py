"""One key result's history: its way against the expected one, and every check-in with who, when and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize
from textual.widgets import Static

from okrtui.commands.keys import BACK, key_of
from okrtui.model.journal import Activity
from okrtui.model.okrs import CheckIn, Cycle, KeyResultKind, ObjectiveStanding, Standing
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import objectives, standings
from okrtui.rituals.people import members
from okrtui.rules.okrs.progress import expected
from okrtui.rules.weeks import monday, shift, week_of
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.screens.okrs.commands import OkrCommands, closed
from okrtui.sharing.pages.outline import key_result_outline
from okrtui.widgets.lists.row_list import Row, RowList, matching
from okrtui.widgets.okrs.chart import Chart
from okrtui.widgets.okrs.history import entry_rows, header, milestone_rows

EMPTY = f"No check-in yet. {key_of('kr.check')} makes the first one; a second in the same week corrects it."


@dataclass(frozen=True, slots=True)
class History:
    """Everything the screen shows; `entries` hold superseded check-ins too."""

    standing: Standing
    objective: ObjectiveStanding
    cycle: Cycle
    entries: tuple[CheckIn, ...]
    names: dict[str, str]


def _read(ctx: Context, ref: str) -> History:
    kr = objectives.key_result(ctx, ref)
    above = objectives.objective_of(ctx, kr)
    return History(
        standing=standings.standing(ctx, kr),
        objective=standings.objective_standing(ctx, above),
        cycle=standings.cycle_of(ctx, kr),
        entries=standings.history(ctx, kr),
        names={m.login: m.name for m in members.members(ctx, left=True)},
    )


def _touches(entry: Activity, kr_id: int) -> bool:
    """Return whether an entry holds a check-in of a key result, be it one of many that were handed in together."""
    rows = [change[side] for change in entry.changes if change["table"] == "checkin" for side in ("before", "after")]
    return any(isinstance(row, dict) and row.get("kr_id") == kr_id for row in rows)


def expected_points(standing: Standing, cycle: Cycle) -> list[tuple[str, float]]:
    """Return the value that is expected at the end of each week, start and target at the cycle's ends."""
    kr = standing.kr
    start = kr.target if kr.kind in (KeyResultKind.STAY_ABOVE, KeyResultKind.STAY_BELOW) else kr.start
    week, last = week_of(cycle.start), week_of(cycle.end)
    points = [(week, start)] if week < last else []
    while (week := shift(week, 1)) < last:
        share = expected(cycle, min(cycle.end, monday(week) + timedelta(days=6)))
        points.append((week, start + (kr.target - start) * share))
    return [*points, (last, kr.target)]


class KeyResultScreen(RitualScreen):
    """Header, chart, and the check-ins as a list, newest first."""

    where = "keyresult"
    DEFAULT_CSS = """
    KeyResultScreen #head { height: auto; padding: 1 2 0 2; }
    KeyResultScreen #chart { height: 44%; max-height: 17; padding: 1 2; }
    KeyResultScreen.-too-small #chart { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.groups = (OkrCommands(self),)
        self.ref = ""
        self.history: History | None = None

    def compose_content(self) -> ComposeResult:
        """Lay out header, chart and list."""
        yield Static(id="head")
        yield Chart(id="chart")
        yield RowList(id="entries")

    def open_ref(self, ref: str) -> None:
        """Show this key result from now on."""
        if ref != self.ref:
            self.ref, self.history = ref, None

    async def load(self) -> None:
        """Read the key result and its check-ins."""
        if not self.ref:
            return
        self.history = await self.ask(_read, self.ref)
        self.show()

    def show(self) -> None:
        """Put what was read into the widgets in place."""
        history = self.history
        if history is None:
            return
        s = history.standing
        head = self.query_one("#head", Static)
        text = Content("\n").join(header(s, history.objective.objective, history.cycle, self.size.width - 4))
        if head.content != text:
            head.update(text)
        values = {entry.week: entry for entry in history.entries}
        said = [values[week] for week in sorted(values)]
        self.query_one(Chart).show(
            [(entry.week, entry.value) for entry in said],
            expected_points(s, history.cycle),
            s.kr.unit,
            [(entry.week, entry.confidence) for entry in said],
            s.kr.decimal_sign,
        )
        rows = self.query_one("#entries", RowList)
        none = f"Nothing here holds “{self.filter_text}”. {BACK} shows everything." if self.filter_text else EMPTY
        rows.set_empty(self.with_keys(none))
        rows.set_rows(self._rows(history))

    def _rows(self, history: History) -> list[Row]:
        width = max(20, self.size.width - 3)  # the cursor's gutter and the scroll bar
        kr = history.standing.kr
        rows = entry_rows(history.entries, kr, history.names, width)
        return matching([*milestone_rows(kr), *rows], self.filter_text)

    def filter_changed(self, text: str) -> None:
        """Keep the check-ins that hold the words."""
        self.show()

    def on_resize(self, event: Resize) -> None:
        """Break the notes anew."""
        super().on_resize(event)
        self.show()

    def heading(self) -> str:
        """Return the key result's ref."""
        return self.ref or super().heading()

    def concerns(self, activities: Sequence[Activity]) -> bool:
        """Only what touches this key result, its objective or its cycle concerns the screen."""
        history = self.history
        if history is None:
            return True
        refs = {self.ref, history.objective.objective.ref, history.cycle.name}
        return any(
            each.ref in refs or each.undoes is not None or _touches(each, history.standing.kr.id) for each in activities
        )

    async def markdown(self) -> str:
        """Return the key result with its check-ins."""
        history = self.history
        return key_result_outline(history.standing, history.entries, history.names) if history else ""

    # ---- what a command is about -----------------------------------------------------------

    @property
    def here(self) -> Standing | ObjectiveStanding | None:
        """The key result."""
        return self.history.standing if self.history else None

    @property
    def around(self) -> ObjectiveStanding | None:
        """Its objective."""
        return self.history.objective if self.history else None

    @property
    def here_cycle(self) -> Cycle | None:
        """Its cycle."""
        return self.history.cycle if self.history else None

    def read_only(self) -> str | None:
        """Return why nothing may be changed, None where it may."""
        return closed(self.here_cycle)

    def do_tree(self) -> None:
        """Show the key result in the tree."""
        self.host.go("okrs", self.ref)
