"""The values: what the workspace holds to, who keeps each, what nobody keeps; and the stories of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from textual.app import ComposeResult

from okrtui.commands.keys import BACK, UNDO, key_of
from okrtui.model.heroes import Recognition
from okrtui.model.journal import Activity
from okrtui.model.people import Value, ValueState
from okrtui.rituals import heroes
from okrtui.rituals.context import Context
from okrtui.rituals.people import members, values
from okrtui.rules.values import keeper_text
from okrtui.rules.weeks import parse_day
from okrtui.screens.base.command_group import there
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.screens.heroes.cards import CardListScreen
from okrtui.sharing.pages.heroes import value_page, values_page
from okrtui.text import clean, folded
from okrtui.widgets.forms.fields import Field, Values
from okrtui.widgets.heroes.page import StoryList
from okrtui.widgets.heroes.values import value_row
from okrtui.widgets.lists.row_list import RowList, matching

NO_VALUE = "select a value first"


@dataclass(frozen=True, slots=True)
class HeldValues:
    """What one ask brings: the values, retired ones last, and everybody's display name."""

    values: tuple[Value, ...]
    names: dict[str, str]
    today: date


def read_values(ctx: Context) -> HeldValues:
    """Return the values."""
    found = sorted(values.values(ctx, retired=True), key=lambda each: each.state is ValueState.RETIRED)
    return HeldValues(tuple(found), members.display_names(ctx), ctx.today)


class ValuesScreen(RitualScreen):
    """One list."""

    where = "values"

    def __init__(self) -> None:
        super().__init__()
        self.held: HeldValues | None = None
        self._wanted = ""

    def compose_content(self) -> ComposeResult:
        """Lay out the list."""
        yield RowList(id="values")

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one("#values", RowList)

    @property
    def value(self) -> Value | None:
        """The value under the cursor."""
        key = self.rows.cursor_key
        return next((each for each in self.held.values if each.ref == key), None) if self.held else None

    def open_ref(self, ref: str) -> None:
        """Stand on a value."""
        self._wanted = ref

    def concerns(self, activities: Sequence[Activity]) -> bool:
        """Only values matter, and what their keepers are called."""
        return any(change["table"] in ("value", "member") for each in activities for change in each.changes)

    async def load(self) -> None:
        """Read the values."""
        self.held = await self.ask(read_values)
        self.show()

    def show(self) -> None:
        """Draw the rows anew."""
        held = self.held
        if held is None:
            return
        how = f"{key_of('values.new')} writes down what you hold to on the way, and who keeps it alive."
        none = f"No value here holds “{clean(self.filter_text)}”. {BACK} shows all of them."
        self.rows.set_empty(self.with_keys(none if self.filter_text else f"No value yet. {how}"))
        self.rows.set_rows(
            matching((value_row(each, held.names, held.today) for each in held.values), self.filter_text)
        )
        if self._wanted:
            self.rows.move_to(self._wanted)
            self._wanted = ""
        self.refresh_keys()

    def filter_changed(self, text: str) -> None:
        """Keep the values that hold every word, also of who keeps them."""
        self.show()

    async def markdown(self) -> str:
        """Return the values with their stories."""
        return await self.ask(values_page)

    # ---- commands --------------------------------------------------------------------------

    def why_not_open(self) -> str | None:
        """There must be a value."""
        return None if self.value else NO_VALUE

    def do_open(self) -> None:
        """Read the value's stories."""
        self.host.go("value", there(self.value, NO_VALUE).ref)

    def why_not_edit(self) -> str | None:
        """There must be a value that you hold to."""
        if self.value is None:
            return NO_VALUE
        return f"{self.value.ref} was retired" if self.value.state is ValueState.RETIRED else None

    why_not_keep = why_not_retire = why_not_edit

    async def do_new(self) -> None:
        """Write down a value."""
        people = await self.ask(members.people)
        text = Field("text", "Value", required=True, help="what you hold to on the way, in one sentence")

        def save(ctx: Context, typed: Values) -> Value:
            return values.add(ctx, typed["text"], keeper=typed["keeper"], until=_day(ctx, typed["until"]))

        fields = [text, *_keeper_fields(people, self.host.login)]
        if saved := await self.fill("New value", fields, save, draft="values.new"):
            self.rows.move_to(saved.made.ref)
            self.show_message(f"{saved.made.ref} is written down; {UNDO} takes it back", "done")

    async def do_edit(self) -> None:
        """Give the value other words."""
        value = there(self.value, NO_VALUE)

        def read(ctx: Context) -> Values:
            return {"text": values.find(ctx, value.ref).text}

        def write(ctx: Context, typed: Values) -> Value:
            return values.edit(ctx, value.ref, typed["text"])

        field = Field("text", "Value", required=True, help="its keeper and its stories stay")
        await self.edit(value.ref, [field], read, write, draft=f"values.edit.{value.id}")

    async def do_keep(self) -> None:
        """Say who keeps the value."""
        value = there(self.value, NO_VALUE)
        people = await self.ask(members.people)

        def save(ctx: Context, typed: Values) -> Value:
            return values.keep(ctx, value.ref, typed["keeper"], _day(ctx, typed["until"]))

        fields = _keeper_fields(people, value.keeper or self.host.login)
        title, told = f"Who keeps {value.ref}?", [value.text]
        if saved := await self.fill(title, fields, save, draft=f"values.keep.{value.id}", context=told):
            made, today = saved.made, self.held.today if self.held else date.min
            self.show_message(f"{made.ref}: {keeper_text(made, today)}", "done")

    async def do_retire(self) -> None:
        """Say that you no longer hold to the value."""
        value = there(self.value, NO_VALUE)
        await self.change(values.retire, value.ref)
        self.show_message(f"{value.ref} is retired; {UNDO} takes it back", "done")


def _keeper_fields(people: list[tuple[str, str]], login: str) -> list[Field]:
    options = tuple(people)
    return [
        Field("keeper", "Keeper", "member", login, options, "who sees to it that it is lived; empty: nobody"),
        Field("until", "Last day", help="of the keeper, like 2026-12-31, fri or +4w; empty: in 90 days"),
    ]


def _day(ctx: Context, text: str) -> date | None:
    return parse_day(text, ctx.today) if text else None


@dataclass(frozen=True, slots=True)
class Stories:
    """A value with the cards that show it, oldest first, and what everybody is called."""

    value: Value
    cards: tuple[Recognition, ...]
    names: dict[str, str]
    week: str
    today: date


def read_stories(ctx: Context, ref: str) -> Stories:
    """Return a value's stories."""
    names = {member.login: member.name for member in members.members(ctx, left=True)}
    return Stories(values.find(ctx, ref), heroes.showing(ctx, ref), names, ctx.week, ctx.today)


class ValueScreen(CardListScreen):
    """One list of paragraphs."""

    where = "value"
    list_class = StoryList

    def __init__(self) -> None:
        super().__init__()
        self.ref = ""
        self.stories: Stories | None = None

    def open_ref(self, ref: str) -> None:
        """Show this value's stories."""
        self.ref, self.stories = ref, None

    def heading(self) -> str:
        """Name the value and who keeps it."""
        if self.stories is None:
            return super().heading()
        value = self.stories.value
        return f"{value.ref} {clean(value.text)} · {keeper_text(value, self.stories.today)}"

    async def load(self) -> None:
        """Read the value's cards."""
        if not self.ref:
            return
        ref, fresh = self.ref, self.stories is None
        stories = await self.ask(read_stories, ref)
        if ref == self.ref:
            self.stories = stories
            self.show()
            if fresh:
                self.query_one(StoryList).action_first()

    def show(self) -> None:
        """Put the paragraphs into the list."""
        if self.stories is None:
            return
        told, words = self.query_one(StoryList), folded(self.filter_text).split()
        told.names, told.of_many = self.stories.names, True
        how = f"Press {key_of('go.heroes')}, then {key_of('heroes.new')}, and name {self.ref} as the value it shows."
        none = f"nothing matches “{clean(self.filter_text)}”; {BACK} shows everything"
        told.set_empty(self.with_keys(none if words else f"No story shows it yet. {how}"))
        cards = [c for c in self.stories.cards if all(w in folded(f"{c.story} {c.giver} {c.evidence}") for w in words)]
        told.show(cards, self.host.login, self.stories.week)
        self.refresh_keys()

    def filter_changed(self, text: str) -> None:
        """Keep the paragraphs that hold every word."""
        self.show()

    async def markdown(self) -> str:
        """Return the value's page."""
        return await self.ask(value_page, self.ref)
