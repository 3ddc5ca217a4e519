"""A retro's agenda on the screen: looked at in any step, changed by who leads."""

from textual.content import Content

from okrtui.commands.keys import UNDO, key_of
from okrtui.errors import Refused
from okrtui.model.live import AgendaItem, Phase, PollKind
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rituals.retro import agenda
from okrtui.rules.live import phases
from okrtui.rules.live.polls import CALLED, OWN
from okrtui.screens.base.command_group import there
from okrtui.screens.live.live_group import LiveGroup
from okrtui.text import clean, fit
from okrtui.widgets.drawing.marks import QUIET
from okrtui.widgets.forms.fields import Field, Values, parse_number
from okrtui.widgets.retro.rows import notes_read

NO_STEP = f"select a step of the agenda first; {key_of('.agenda')} shows it"


class Agenda(LiveGroup):
    """Commands on the agenda's step under the cursor."""

    is_open = False
    """Whether the agenda stands in place of the step."""

    def why_not_agenda(self) -> str | None:
        """There must be a retro, past its lobby."""
        if self.state.phase is Phase.LOBBY:
            moves, minutes = f"{key_of('.earlier')} {key_of('.later')}", f"{key_of('.shorter')} {key_of('.longer')}"
            others = f"{key_of('.skip')} leaves it out, {key_of('.item')} adds one"
            return f"the agenda is here: {moves} move a step, {minutes} its minutes, {others}"
        return self.state.no_session()

    def do_agenda(self) -> None:
        """Show the agenda in place of the step, or the step again."""
        self.is_open = not self.is_open
        self.screen.draw()

    def item(self) -> AgendaItem | None:
        """Return the agenda's step under the cursor."""
        return self.state.item_at(self.screen.row_key())

    def do_show_item(self) -> None:
        """Show a step of the agenda whole: who put it there and how long it may take."""
        item, retro = there(self.item(), NO_STEP), self.state.retro
        time = f"{item.minutes} min" if item.minutes else "no clock"
        said = f"{time}{f', by {clean(item.who)}' if item.who else ''}{', left out' if item.skipped else ''}"
        lines = [Content(clean(item.title)), Content(), Content.styled(said, QUIET)]
        notes = [note for note in retro.notes if note.item == item.id and note.group is None] if retro else []
        if notes:
            lines += [Content(), Content.styled("Notes", "bold"), *notes_read(notes)]
        self.screen.open_reader("A step of the agenda", lines)

    def why_not_skip(self) -> str | None:
        """Only who leads changes it, and only with the cursor on a step."""
        if self.item() is None:
            return self.state.no_session() or NO_STEP
        return self.state.not_leading()

    why_not_earlier = why_not_later = why_not_shorter = why_not_longer = why_not_skip
    why_not_item = why_not_edit_item = why_not_skip

    async def do_earlier(self) -> None:
        """Move the step one place earlier."""
        await self._move(-1)

    async def do_later(self) -> None:
        """Move the step one place later."""
        await self._move(1)

    async def _move(self, by: int) -> None:
        if (item := self.item()) is not None:
            await self.try_change(agenda.move_item, self.ref, item.id, by)

    async def do_shorter(self) -> None:
        """Give the step a minute less."""
        await self._resize(-1)

    async def do_longer(self) -> None:
        """Give the step a minute more."""
        await self._resize(1)

    async def _resize(self, by: int) -> None:
        if (item := self.item()) is not None:
            await self.try_change(agenda.resize_item, self.ref, item.id, max(0, item.minutes + by))

    def why_not_fit(self) -> str | None:
        """Only who leads changes it, and there must be a time box."""
        of = self.state.of
        return self.state.not_leading() or (None if of and of.time_box else "this retro has no time box")

    async def do_fit(self) -> None:
        """Have the steps take as long together as the time box."""
        await self.screen.change(agenda.fit_items, self.ref)
        self.screen.show_message(f"the agenda fits its box; {UNDO} takes it back", "done")

    async def do_skip(self) -> None:
        """Leave the step out, or take it in again."""
        if (item := self.item()) is not None:
            await self.try_change(agenda.skip_item, self.ref, item.id, not item.skipped)

    async def do_item(self) -> None:
        """Ask for an item of its own and put it before the step under the cursor, or next where that has been."""
        of, here = self.session, self.item()

        def save(ctx: Context, values: Values) -> None:
            minutes = int(parse_number(values["minutes"]) or 0)
            asks = PollKind(values["asks"]) if values.get("asks") else None
            agenda.add_item(ctx, of.ref, values["title"], minutes, before=here.id if here else None, asks=asks)

        asked = (("", "nothing"), *((kind.value, CALLED[kind]) for kind in (*OWN, PollKind.RADAR)))
        fields = [
            Field("title", "Item", required=True, help="a topic, a guest, a break, a question to the room"),
            Field("minutes", "Minutes", "number", str(agenda.TOPIC_MINUTES), help="0 is no clock"),
            Field("asks", "Asks", "choice", "", asked, help="the room is asked the item, with these answers"),
        ]
        ahead = here is not None and of.agenda.index(here) >= phases.here(of)
        where = f"before “{fit(clean(here.title), 50, pad=False)}”" if here is not None and ahead else "next"
        context = [f"it comes {where}"]
        await self.screen.fill("An item for the agenda", fields, save, draft="retro.item", context=context)

    async def do_edit_item(self) -> None:
        """Ask for a step's title and minutes."""
        of, item = self.session, there(self.item(), NO_STEP)

        def read(ctx: Context) -> Values:
            now = next((each for each in sessions.find(ctx, of.ref).agenda if each.id == item.id), None)
            if now is None:
                raise Refused("that step has been taken off the agenda meanwhile")
            return {"title": now.title, "minutes": str(now.minutes)}

        def write(ctx: Context, values: Values) -> None:
            if "title" in values:
                agenda.rename_item(ctx, of.ref, item.id, values["title"])
            if "minutes" in values:
                agenda.resize_item(ctx, of.ref, item.id, int(parse_number(values["minutes"]) or 0))

        fields = [
            Field("title", "Step", required=True),
            Field("minutes", "Minutes", "number", help="0 is no clock"),
        ]
        draft = f"retro.step.{of.id}.{item.id}"
        await self.screen.edit("A step of the agenda", fields, read, write, draft=draft)

    def why_not_template(self) -> str | None:
        """There must be a retro."""
        return self.state.no_session()

    async def do_template(self) -> None:
        """Keep question, prompts and agenda as the team's own template."""
        ref, help, draft = self.ref, "the next retro can begin from it", "retro.template"

        def save(ctx: Context, name: str) -> None:
            agenda.save_template(ctx, ref, name)

        if name := await self.screen.ask_line("Save as a template", "Name", save=save, help=help, draft=draft):
            self.screen.show_message(f"“{name}” is a template now", "done")
