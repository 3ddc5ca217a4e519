"""Talking in a retro: topics by the clock, notes, the parking lot, working agreements."""

from collections.abc import Callable

from textual.content import Content

from okrtui.commands.keys import UNDO, key_of
from okrtui.errors import Refused
from okrtui.model.live import Phase
from okrtui.model.retro import Agreement, Note, NoteKind
from okrtui.rituals.context import Context
from okrtui.rituals.people import members
from okrtui.rituals.retro import discussion
from okrtui.rules.live.agenda import to_discuss
from okrtui.screens.base.command_group import CommandScreen, there
from okrtui.screens.live.live_group import LiveGroup
from okrtui.text import clean
from okrtui.widgets.drawing.marks import QUIET
from okrtui.widgets.forms.fields import Field, Values
from okrtui.widgets.live.rows import cards_read
from okrtui.widgets.retro.rows import notes_read


async def agree(screen: CommandScreen, draft: str, proposed: str = "", ref: str = "", *, dri: str) -> bool:
    """Ask for a working agreement, out of the session `ref`, that `dri` sees to; tell whether one was made."""
    people = tuple(await screen.ask(members.people))
    fields = [
        Field("text", "We agree", value=proposed, required=True),
        Field("dri", "Who sees to it", "member", dri, people, help="nobody where empty"),
    ]

    def save(ctx: Context, values: Values) -> Agreement:
        return discussion.agree(ctx, values["text"], ref, dri=values["dri"])

    return bool(await screen.fill("A working agreement", fields, save, draft=draft))


class Discussion(LiveGroup):
    """Commands on the topic or note under the cursor."""

    def note(self) -> Note | None:
        """Return the note under the cursor."""
        return self.state.note_at(self.screen.row_key())

    # ---- topics ----------------------------------------------------------------------------

    def topic_waits(self) -> bool:
        """Tell whether a topic is still to be talked about, or one is up."""
        retro, of = self.state.retro, self.state.of
        if retro is None or of is None or of.phase is not Phase.DISCUSS:
            return False
        return of.topic is not None or bool(to_discuss(retro.topics))

    def takes_up(self) -> bool:
        """Tell whether a topic that is opened is the next one: to who leads, while it is discussed."""
        leads = self.state.phase is Phase.DISCUSS and self.state.not_leading() is None
        return leads and self.group_here() is not None

    def why_not_next_topic(self) -> str | None:
        """Only who leads goes on."""
        return self.state.not_leading()

    async def do_next_topic(self) -> None:
        """Go on to the next topic."""
        await self._go_to_topic(None)

    async def do_take_up(self) -> None:
        """Go on to the topic under the cursor."""
        if (group := self.group_here()) is not None:
            await self._go_to_topic(group.id)

    async def _go_to_topic(self, group: int | None) -> None:
        await self.try_change(discussion.next_topic, self.ref, group)

    def why_not_park_topic(self) -> str | None:
        """Only who leads parks, and only what is still to be talked about."""
        if self.state.phase not in (None, Phase.DISCUSS):
            return "select a note first; topics are parked while they are discussed"
        return self.state.not_leading() or (None if self.topic_waits() else "every topic was discussed")

    async def do_park_topic(self) -> None:
        """Put the topic into the parking lot."""
        here = self.group_here()
        if await self.try_change(discussion.park_topic, self.ref, here.id if here else None):
            self.screen.show_message(f"parked; {UNDO} takes it back", "done")

    def do_show_topic(self) -> None:
        """Show the cards of a topic whole, and what was noted and decided about it."""
        group, retro = self.group_here(), self.state.retro
        if group is None or retro is None:
            return
        notes = [note for note in retro.notes if note.group == group.id]
        made = [each for each in retro.actions if each.topic == group.name]
        lines = cards_read(group, self.screen.with_keys, self.session.prompts)
        if notes or made:
            lines += [Content(), Content.styled("Notes", "bold"), *notes_read(notes)]
            lines += [Content.assemble("○ ", clean(each.text), (f"  {clean(each.dri)}", QUIET)) for each in made]
        self.screen.open_reader(group.name, lines)

    # ---- notes -----------------------------------------------------------------------------

    def why_not_note(self) -> str | None:
        """Notes must be wanted."""
        return self.state.not_now("note")

    why_not_park_note = why_not_edit_note = why_not_note

    def why_not_decide(self) -> str | None:
        """There must be a note."""
        return self.why_not_note() or (None if self.note() is not None else "select a note first")

    async def do_decide(self) -> None:
        """The note is a decision, or no longer one."""
        await self._mark(NoteKind.DECISION)

    async def do_park_note(self) -> None:
        """The note goes to the parking lot, or comes from there."""
        await self._mark(NoteKind.PARKED)

    async def _mark(self, kind: NoteKind) -> None:
        if (note := self.note()) is not None:
            new = NoteKind.NOTE if note.kind is kind else kind
            if self.session.anonymous:
                self.screen.run_worker(self._with_others(discussion.mark_note, self.ref, note.id, new), group="notes")
            else:
                await self.try_change(discussion.mark_note, self.ref, note.id, new)

    async def _with_others(self, fn: Callable[..., None], *args: object, draft: str = "") -> None:
        """Change a note with what others say; only then is what was written of it dropped."""
        await self.screen.delay.turn(self.session)
        try:
            if not await self.try_change(fn, *args):
                return
        except Refused as refusal:
            self.screen.show_message(str(refusal), "error")
            return
        if draft and self.screen.host.drafts is not None:
            self.screen.host.drafts.drop(draft)

    def do_show_note(self) -> None:
        """Show the note whole."""
        if (note := self.note()) is not None:
            self.screen.open_reader("A note", [Content(clean(note.text))])

    async def do_edit_note(self) -> None:
        """Ask for a note's words; empty ones take it away."""
        ref, note = self.ref, there(self.note(), "select a note first")

        def read(ctx: Context) -> Values:
            return {"text": discussion.note(ctx, ref, note.id).text}

        def write(ctx: Context, values: Values) -> None:
            discussion.edit_note(ctx, ref, note.id, values["text"])

        help, draft = "anybody may change a note; empty takes it away", f"retro.note.{note.id}"
        if self.session.anonymous:
            said = await self.screen.ask_line("A note", "Words", note.text, help=help, draft=draft)
            if said is not None and said != note.text:
                if self.screen.host.drafts is not None:
                    self.screen.host.drafts.put(draft, {"text": said})
                args = (ref, note.id, said, note.version)
                self.screen.run_worker(self._with_others(discussion.edit_note, *args, draft=draft), group="notes")
            return
        field = Field("text", "Words", help=help)
        await self.screen.edit("A note", [field], read, write, draft=draft)

    # ---- agreements ------------------------------------------------------------------------

    def why_not_agree(self) -> str | None:
        """There must be a retro that runs."""
        return self.state.closed()

    async def do_agree(self) -> None:
        """Make a working agreement, of the note under the cursor where there is one."""
        note = self.note()
        dri = "" if self.state.of is None or self.state.of.anonymous else self.screen.host.login
        if await agree(self.screen, "retro.agree", note.text if note else "", self.ref, dri=dri):
            self.screen.show_message(f"agreed; it holds until it is ended on {key_of('go.retros')}", "done")
