"""The weekly check-in: one sheet, filled from top to bottom, kept as a draft at every change."""

from collections.abc import Mapping
from dataclasses import replace

from textual.app import ComposeResult
from textual.content import Content
from textual.events import ScreenResume
from textual.widgets import Static

from okrtui.commands.keys import BACK, key_of
from okrtui.rituals.okrs.objectives import is_key_result_ref
from okrtui.rituals.week import sheet_fields
from okrtui.rituals.week.sheet import refs_in, sheet, submit_sheet
from okrtui.rituals.week.sheet_draft import draft_key, keep_draft, read_draft
from okrtui.rituals.week.sheet_model import EditConflict, InvalidField, SheetData
from okrtui.rituals.week.sheet_state import SheetState
from okrtui.rules.formatting import clock
from okrtui.rules.weeks import parse_week, shift
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.screens.week.ask import AskCommands
from okrtui.screens.week.checkin_views import hints, pairs, plan_of, when
from okrtui.screens.week.field_commands import FieldCommands
from okrtui.screens.week.pull import PullCommands
from okrtui.widgets.sheet.sheet import Sheet
from okrtui.widgets.week.checkin_fields import Hints, fields_of

SUBMIT = key_of("checkin.submit")


class CheckinScreen(RitualScreen):
    """My week: last week's commitments, my key results, this week."""

    where = "checkin"
    AUTO_FOCUS = "Sheet"
    DEFAULT_CSS = """
    CheckinScreen Sheet { padding: 0; }
    CheckinScreen .checkin--hint { height: 1; width: 1fr; color: $text-muted; padding: 0 2; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.groups = (FieldCommands(self), PullCommands(self), AskCommands(self))
        self.sheet_state: SheetState | None = None
        self._week = ""
        self._extra: set[str] = set()
        self._goal = ""
        self._touched: set[str] = set()
        self._said: set[str] = set()
        self._refused: dict[str, tuple[str, str]] = {}
        self._before = ""

    # ---- the frame -------------------------------------------------------------------------

    def compose_content(self) -> ComposeResult:
        """Lay out the sheet above one line of help."""
        yield Sheet()
        yield Static(classes="checkin--hint")

    @property
    def sheet(self) -> Sheet:
        """The widget."""
        return self.query_one(Sheet)

    def heading(self) -> str:
        """Return the screen's name, with the week where it is not this one."""
        data = self.sheet_state.data if self.sheet_state else None
        return super().heading() if data is None or data.week == data.this_week else f"Check-in of {data.week}"

    def footer_keys(self) -> list[tuple[str, str]]:
        """Return the keys of filling in; at rest those that lead elsewhere."""
        submit = self.with_keys(SUBMIT)
        if self.is_typing():
            keys = [("tab", "next"), (submit, "submit"), ("=", "unchanged"), (key_of("checkin.editor"), "editor")]
            return [(self.with_keys(key), name) for key, name in (*keys, (BACK, "leaves, the draft stays"))]
        return [
            ("enter", "fill in"),
            (submit, "submit"),
            *(pair for pair in super().footer_keys() if pair[0] != submit),
        ]

    def open_ref(self, ref: str) -> None:
        """Go to a key result (anyone's), or to the sheet of a week."""
        if is_key_result_ref(ref):
            self._extra.add(ref.upper())
            self._goal = sheet_fields.key(ref.upper(), "value")
        else:
            self._week = parse_week(ref)

    def on_screen_resume(self, event: ScreenResume) -> None:
        """Take the keys again where there is something to fill in."""
        if self.sheet_state is None or self.sheet_state.data.update is None or self.sheet_state.typed:
            self.sheet.typing = True
        super().on_screen_resume(event)

    # ---- reading ---------------------------------------------------------------------------

    async def load(self) -> None:
        """Read the sheet; what was typed stays, what was not follows what is stored now."""
        before = self.typed_by_now()
        week = self._week or (before.data.week if before and before.typed else None)
        extra = self._extra | set(before.refs if before else ())
        data = await self.ask(sheet, week, sorted(extra))
        before = self.typed_by_now()  # somebody may have typed while it was read
        if before is not None and before.data.week == data.week:
            before.renew(data)
        else:
            kept, seen = read_draft(self._draft(data))
            if more := set(refs_in(kept)) - extra:
                data = await self.ask(sheet, week, sorted(extra | more))
            self.sheet_state = SheetState(data, kept, seen)
            self._begin(self.sheet_state)
        self.show_sheet()
        if self._goal and self.sheet.go_to(self._goal):
            self._goal = ""

    def _begin(self, state: SheetState) -> None:
        """A sheet was opened: say where its text comes from; one that is submitted rests."""
        self._touched, self._said, self._refused = set(), set(), {}
        if state.typed:
            at = when(self._draft(state.data).get("at"), state.data)
            self.show_message(f"what you had typed{at} is here again; {key_of('checkin.fresh')} starts over", "done")
        elif self.host.drafts and self.host.drafts.get(draft_key(replace(state.data, week=(last := _before(state))))):
            opens = f"{BACK}, {key_of('checkin.earlier')} opens it"
            self.show_message(f"what you typed for {last} is kept, not submitted; {opens}")
        self.sheet.typing = state.data.update is None or bool(state.typed or self._goal)

    def typed_by_now(self) -> SheetState | None:
        """Return the sheet with everything that has been typed by now, also what no message has told yet."""
        if self.sheet_state is not None:
            self.sheet_state.follow(self.sheet.values)
        return self.sheet_state

    # ---- drafts ----------------------------------------------------------------------------

    def _draft(self, data: SheetData) -> Mapping[str, object]:
        kept = self.host.drafts.get(draft_key(data)) if self.host.drafts else None
        return kept if isinstance(kept, dict) else {}

    def keep_drafts(self) -> None:
        """Keep what was typed."""
        drafts, state = self.host.drafts, self.typed_by_now()
        if drafts is None or state is None:
            return
        now = self.host.clock()
        if not keep_draft(drafts, state, now):
            return
        saved = f"draft saved {clock(now.astimezone(state.data.zone))}"
        self.host.show_state("draft not saved" if getattr(drafts, "failing", False) else saved)

    # ---- typing ----------------------------------------------------------------------------

    def on_sheet_changed(self, event: Sheet.Changed) -> None:
        """Draw what follows from the change, and keep it."""
        event.stop()
        state = self.typed_by_now()
        if state is None:
            return
        self._refused.pop(event.key, None)
        ref, _, part = event.key.partition("/")
        if part.startswith("#"):
            state.tick(ref, self.sheet.values)
        if said := state.tidy():
            self.show_message(said, "warn")
        self.show_sheet()
        self.keep_drafts()

    def on_sheet_moved(self, event: Sheet.Moved) -> None:
        """Check the field that was left; say what belongs into this one."""
        event.stop()
        left, self._before = self._before, event.key
        if left != event.key:
            self._touched.add(left)
            if _group(left) != _group(event.key) and any(_group(key) == _group(left) for key in self._problems()):
                self.show_sheet()
        self.hint()
        if self.is_mounted:
            self.refresh_keys()

    def on_sheet_joined(self, event: Sheet.Joined) -> None:
        """Say what became of several lines."""
        event.stop()
        self.show_message(f"the {event.lines} pasted lines were joined into one: this field has one row", "warn")

    def on_sheet_unknown_choice(self, event: Sheet.UnknownChoice) -> None:
        """Say which characters a choice knows."""
        event.stop()
        self.show_message(self._hints().of(event.key), "info")

    def on_sheet_same_choice(self, event: Sheet.SameChoice) -> None:
        """Say that a letter changed nothing."""
        self.show_message(f"it is {event.value} already")

    def leave_field(self) -> None:
        """Give the keys back to the screen."""
        self.sheet.rest()

    # ---- drawing ---------------------------------------------------------------------------

    def _problems(self) -> dict[str, str]:
        if self.sheet_state is None:
            return {}
        values = self.sheet_state.values
        refused = {key: text for key, (text, value) in self._refused.items() if values.get(key, "") == value}
        return {**self.sheet_state.problems, **refused}

    def _tells(self, key: str) -> bool:
        """Return whether a problem is told yet: not while the person is still at that key result or commitment."""
        return key in self._said or (key in self._touched and _group(key) != _group(self.sheet.here))

    def show_sheet(self) -> None:
        """Draw the sheet with what is typed now."""
        state = self.sheet_state
        if state is None:
            return
        none = f"{BACK}, {key_of('go.okrs')} shows the OKRs, {key_of('okrs.add')} there adds one"
        plan = plan_of(
            state,
            self.host.clock(),
            wrong={key: text for key, text in self._problems().items() if self._tells(key)},
            here=self.sheet.here,
            no_key_results=self.with_keys(f"you own no open key results: {none}"),
        )
        self.sheet.show(
            fields_of(state.data.commitments, state.data.actions, plan.key_results, *pairs(state.data)),
            plan.values,
            plan.lines,
        )
        self.hint()

    def _hints(self) -> Hints:
        state = self.sheet_state
        return hints(state, self.host.clock()) if state else Hints()

    def hint(self) -> None:
        """Say in one line what belongs into the focused field."""
        line = self.query_one(".checkin--hint", Static)
        sheet = self.sheet
        text = self._hints().of(sheet.here) if sheet.typing else f"enter: keep editing, {SUBMIT} submits"
        text = self.with_keys(text)
        if str(line.content) != text:
            line.update(Content(text), layout=False)  # a layout would repaint far more than this line

    # ---- commands --------------------------------------------------------------------------

    async def do_submit(self) -> None:
        """Store everything, or go to what is wrong."""
        state = self.typed_by_now()
        if state is None:
            return
        self._refused.clear()
        wrong = self._problems()
        self._said = set(wrong)
        if wrong:
            self._correct(next(iter(wrong)))
            return
        while True:
            sent, said = state.mine, state.said
            try:
                done = await self.ask(submit_sheet, said, week=state.data.week, seen=state.seen)
                break
            except InvalidField as unfit:
                self._refused[unfit.field] = (str(unfit), sent.get(unfit.field, state.values.get(unfit.field, "")))
                self._correct(unfit.field)
                return
            except EditConflict as overtaken:
                if not await self._choose(state, overtaken, said):
                    return
        state.follow(self.sheet.values)  # what was typed while it was stored is not part of it
        state.stored(sent)
        self._touched.clear()
        self.keep_drafts()
        await self.reload()
        if not state.typed:
            self.sheet.rest()
        self.show_message(done.sentence(state.data.week), "done")

    async def _choose(self, state: SheetState, overtaken: EditConflict, mine: Mapping[str, str]) -> bool:
        """Show somebody's entry beside mine; return whether there is something to store now."""
        from okrtui.screens.week.conflict import choose  # not before first paint

        await self.load()  # their entry stands on the sheet, too, whatever is chosen
        if not await choose(self, state, overtaken, mine):
            self.show_message("nothing was stored yet; what you typed is still here", "warn")
            return False
        self.show_sheet()
        self.keep_drafts()
        if not state.typed:
            self.show_message("theirs stays as it is; you typed nothing else", "done")
        return bool(state.typed)

    def _correct(self, key: str) -> None:
        self._said.add(key)
        self.show_sheet()
        self.sheet.typing = True
        if not self.sheet.go_to(key):
            self.show_message(self._problems().get(key, ""), "error")

    async def do_fresh(self) -> None:
        """Forget what was typed since the last submit."""
        if self.sheet_state and await self.confirm(
            "Forget what you typed on this sheet?", yes="forget it", no="keep it"
        ):
            self.sheet_state.forget()
            self.show_sheet()
            self.keep_drafts()
            self.host.show_state("")

    def why_not_fresh(self) -> str | None:
        """Say so where nothing was typed."""
        return None if self.sheet_state and self.sheet_state.typed else "nothing was typed that is not stored"

    async def do_earlier(self) -> None:
        """Open the sheet of the week before."""
        if self.sheet_state is not None:
            await self._open(shift(self.sheet_state.data.week, -1))

    async def do_later(self) -> None:
        """Open the sheet of the week after."""
        if self.sheet_state is not None:
            await self._open(shift(self.sheet_state.data.week, 1))

    def why_not_later(self) -> str | None:
        """Say so where the next week has not begun."""
        data = self.sheet_state.data if self.sheet_state else None
        return "the next week has not begun" if data and data.week >= data.this_week else None

    async def _open(self, week: str) -> None:
        self.keep_drafts()
        self._week = week
        await self.reload()


def _before(state: SheetState) -> str:
    return shift(state.data.week, -1)


def _group(key: str) -> str:
    return key.partition("/")[0]
