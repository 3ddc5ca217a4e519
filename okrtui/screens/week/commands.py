"""The commands of the week's screen that write: settling one's priorities, recording health."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from okrtui.commands.keys import UNDO, key_of
from okrtui.model.week import Commitment, CommitmentState, Health, HealthMetric
from okrtui.screens.base.command_group import CommandGroup, CommandScreen, there
from okrtui.text import clean
from okrtui.widgets.drawing.marks import health_mark

if TYPE_CHECKING:
    from okrtui.rituals.context import Context
    from okrtui.widgets.forms.fields import Values

OPEN, DONE, CARRIED = CommitmentState.OPEN, CommitmentState.DONE, CommitmentState.CARRIED
NO_PRIORITY = "select a priority first"
NO_TEAM = "everyone"


class WeekRows(CommandScreen, Protocol):
    """The screen that says what the week's commands are done to."""

    week: str | None
    """The week that is shown, None for the present one."""

    def priority(self) -> Commitment | None:
        """Return the priority under the cursor."""

    def metric(self) -> HealthMetric | None:
        """Return the health metric under the cursor."""

    def metrics(self) -> Sequence[HealthMetric]:
        """Return the health metrics that are shown."""

    def teams(self) -> Sequence[str]:
        """Return my teams, the one that is shown first."""


class WeekCommands(CommandGroup[WeekRows]):
    """Settling my priorities, recording health."""

    # ---- priorities ------------------------------------------------------------------------

    def why_not_done(self) -> str | None:
        """Only one's own priority can be settled, and only where it is."""
        item = self.screen.priority()
        if item is None:
            return NO_PRIORITY
        if item.who != self.screen.host.login:
            return f"this is {clean(item.who)}'s; only who committed to it settles it"
        return "it was carried on; settle it where it is now" if item.state is CARRIED else None

    why_not_drop = why_not_done

    async def do_done(self) -> None:
        """Mark my priority done, or open again what is settled."""
        if (item := self.screen.priority()) is not None:
            await self._settle(item, DONE if item.state is OPEN else OPEN)

    async def do_drop(self) -> None:
        """Drop my priority with a reason."""
        item = there(self.screen.priority(), NO_PRIORITY)
        from okrtui.rituals.week.updates import set_commitment

        def save(ctx: "Context", reason: str) -> None:
            set_commitment(ctx, item.id, CommitmentState.DROPPED, reason)

        help = f"{clean(item.text)}: one sentence on why it is dropped"
        draft = f"week.drop.{item.id}"
        await self.screen.ask_line("Drop a priority", "Why", item.reason, save, help=help, draft=draft)

    async def _settle(self, item: Commitment, state: CommitmentState) -> None:
        from okrtui.rituals.week.updates import set_commitment

        await self.screen.change(set_commitment, item.id, state, "")

    def why_not_open(self) -> str | None:
        """There must be something to open."""
        return None if self.screen.priority() else NO_PRIORITY

    async def do_open(self) -> None:
        """Offer what can be done with the priority under the cursor."""
        item = there(self.screen.priority(), NO_PRIORITY)
        reason = self.why_not_done()
        options = [("done", "mark it done" if item.state is OPEN else "open it again")] if not reason else []
        options += [("drop", "drop it, with a reason")] if not reason and item.state is OPEN else []
        options += [("kr", f"show {item.kr}")] if item.kr else []
        if not options:
            self.screen.show_message(reason or "", "warn")
            return
        chosen = "kr" if len(options) == 1 and reason else await self.screen.choose(item.text, options)
        if chosen == "done":
            await self.do_done()
        elif chosen == "drop":
            await self.do_drop()
        elif chosen == "kr":
            self.screen.host.go("okrs", item.kr)

    # ---- health ----------------------------------------------------------------------------

    def why_not_health(self) -> str | None:
        """There must be a metric to record."""
        return None if self.screen.metrics() else f"there is no health metric yet; {key_of('week.new')} adds one"

    async def do_health(self) -> None:
        """Record a colour for a health metric; the one under the cursor is chosen already."""
        from okrtui.rituals.week import health
        from okrtui.widgets.forms.fields import Field

        metric = self.screen.metric() or await self._choose_metric()
        if metric is None:
            return
        name = metric.name
        colours = tuple((each.value, f"{health_mark(each).glyph} {each.value}") for each in Health)

        week = self.screen.week or self.screen.host.frame.week

        def read(ctx: "Context") -> "Values":
            now = next((each for each in health.metrics(ctx, week) if each.name == name), metric)
            return {"colour": now.colour.value if now.colour else "", "note": now.note}

        def write(ctx: "Context", values: "Values") -> None:
            health.read(ctx, name, Health(values["colour"]), values["note"], week=week)

        await self.screen.edit(
            f"{name} · {week}",
            [
                Field(
                    "colour",
                    "Colour",
                    "choice",
                    value=(metric.colour or metric.previous or Health.GREEN).value,
                    options=colours,
                ),
                Field("note", "Note", help="what one should know about it, if anything"),
            ],
            read,
            write,
            draft=f"week.health.{metric.id}",
            whole=True,
        )

    async def _choose_metric(self) -> HealthMetric | None:
        """Return the one metric there is, or the one the person picks."""
        every = self.screen.metrics()
        if len(every) == 1:
            return every[0]
        key = await self.screen.choose("Which health metric?", [(str(each.id), each.name) for each in every])
        return next((each for each in every if str(each.id) == key), None)

    async def do_new(self) -> None:
        """Add a health metric."""
        from okrtui.rituals.week import health
        from okrtui.widgets.forms.fields import Field

        teams = (*self.screen.teams(), NO_TEAM)

        def save(ctx: "Context", values: "Values") -> None:
            team = values["team"]
            health.add(ctx, values["name"], "" if team == NO_TEAM else team)

        await self.screen.fill(
            "New health metric",
            [
                Field("name", "What", required=True, help="a thing to protect while you push, like on-call load"),
                Field("team", "Whose", "choice", value=teams[0], options=teams),
            ],
            save,
            draft="week.new",
            context=["It gets a colour each week: green, amber or red."],
        )

    def why_not_retire(self) -> str | None:
        """A metric must be under the cursor."""
        return None if self.screen.metric() else "select a health metric first"

    async def do_retire(self) -> None:
        """Stop showing the metric under the cursor."""
        from okrtui.rituals.week import health

        metric = self.screen.metric()
        if metric is None:
            return
        details = [f"Its readings stay in the journal and in the reports of their weeks; {UNDO} takes it back."]
        if await self.screen.confirm(
            f"Stop showing “{metric.name}”?", yes="stop showing it", no="keep it", details=details
        ):
            await self.screen.change(health.retire, metric.name)
