"""The retro: the live session's screen with an agenda, a discussion by the clock, and actions."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.events import DescendantFocus

from okrtui.model.journal import Activity
from okrtui.model.live import Kind, Phase
from okrtui.model.retro import NoteKind, Poll, PollKind, TopicState
from okrtui.rules.live.templates import slug
from okrtui.screens.live.live_screen import LiveScreen
from okrtui.screens.retro.agenda_commands import AgendaDeeds
from okrtui.screens.retro.discussion_commands import Talk
from okrtui.text import clean
from okrtui.widgets.live.header import Steps
from okrtui.widgets.live.phase_layouts import PhaseLayout
from okrtui.widgets.retro.phase_layouts import AGENDA, RETRO
from okrtui.widgets.retro.poll_line import Asked

TALK = (Phase.REVIEW, Phase.STAGE, Phase.SCORE, Phase.ITEM, Phase.DISCUSS, Phase.DECIDE)
NOTE = "a note · !what was decided · ?for the parking lot"
PREFIX = {"!": NoteKind.DECISION, "?": NoteKind.PARKED}
_FIRST = {
    Phase.LOBBY: ("card, action", "edit", "leave out", "later", "longer", "ready", "present"),
    Phase.REVIEW: ("done, decision", "keep, park", "drop", "card, action", "alike, note"),
    Phase.STAGE: ("fist to five", "alike, note", "agenda"),
    Phase.SCORE: ("score", "close cycle", "alike, note"),
    Phase.ITEM: ("alike, note", "card, action", "agenda"),
    Phase.DISCUSS: ("alike, note", "card, action", "more time", "keep, park", "done, decision"),
    Phase.DECIDE: ("card, action", "done, decision", "agreement", "edit"),
}


class RetroScreen(LiveScreen, AgendaDeeds, Talk):
    """The live session's screen with a retro's phases."""

    where = "retro"
    kind = Kind.RETRO
    layouts = RETRO
    none = "No retro runs now. 6 shows the retros, and s starts one there."
    enter_does = {
        Phase.LOBBY: "rename",
        Phase.REVIEW: "cards",
        Phase.STAGE: "cards",
        Phase.SCORE: "score",
        Phase.GATHER: "rename",
        Phase.ITEM: "rename",
        Phase.DISCUSS: "cards",
        Phase.DECIDE: "rename",
        Phase.CLOSED: "cards",
    }

    def __init__(self) -> None:
        super().__init__()
        self._prompt = 0
        self._followed: int | None = None
        """The topic that the cursor was last brought to."""
        self._asked: tuple[int, Phase, int | None] | None = None
        """The question that was last seen open, and in which step: its answers stand there until the step ends."""
        self._told_of: int | None = None
        """The question that I was last told of."""

    def compose_content(self) -> ComposeResult:
        """Lay out as every live session, with a line for questions below the steps."""
        for part in super().compose_content():
            yield part
            if isinstance(part, Steps):
                yield Asked()

    @property
    def layout_now(self) -> PhaseLayout | None:
        """The agenda where it is looked at, else what the step shows."""
        if self.state.of is not None and self.shows_agenda and self.state.phase is not Phase.LOBBY:
            return AGENDA
        return super().layout_now

    @property
    def _talks(self) -> bool:
        return self.state.phase in TALK

    def concerns(self, activities: Sequence[Activity]) -> bool:
        """Actions and key results are on this screen, too."""
        return super().concerns(activities) or any(each.ref[:1] in ("A", "K", "O", "H") for each in activities)

    # ---- the line --------------------------------------------------------------------------

    def draft_name(self) -> str:
        """Notes are kept apart from cards."""
        return f"retro.note.{self.state.of.key}" if self.state.of is not None and self._talks else super().draft_name()

    def not_for_line(self) -> str | None:
        """In the talk it takes notes, else cards."""
        return self.state.not_now("note") if self._talks else super().not_for_line()

    def hint(self) -> str:
        """Return what the empty line says."""
        return NOTE if self._talks else super().hint()

    async def send(self, ref: str, text: str) -> bool:
        """Store a note, or a card with what it answers."""
        from okrtui.rituals.retro import discussion

        if not self._talks:
            prompt = self._prompt_now()
            return await super().send(ref, f"{text} #{slug(prompt)}" if prompt and "#" not in text else text)
        kind = PREFIX.get(text[:1], NoteKind.NOTE)
        words = text[1:] if kind is not NoteKind.NOTE else text
        await self.ask(discussion.write_note, ref, words, kind)
        return False

    def _prompt_now(self) -> str:
        prompts = self.state.of.prompts if self.state.of is not None else ()
        return prompts[self._prompt % len(prompts)] if prompts else ""

    def draw(self) -> None:
        """Show what is known, and in the line what the next card answers."""
        super().draw()
        topic = self.state.of.topic if self.state.of is not None and self.state.phase is Phase.DISCUSS else None
        if topic != self._followed and self.is_mounted:  # keys are for what is talked about
            self._followed = topic
            self.lists.left.move_to(f"group {topic}")
        self._draw_asked()
        line = self.line
        if line is not None:
            line.prompts = len(self.state.of.prompts) if self.state.of is not None and not self._talks else 0
            line.lead(clean(self._prompt_now()) if line.prompts else "")

    def on_card_line_turned(self) -> None:
        """Go on to the template's next question."""
        self._prompt += 1
        self.draw()

    def line_keys(self) -> list[tuple[str, str]]:
        """Return what the line's own keys do."""
        if self._talks:
            return [("enter", "note")]
        return [("enter", "add"), *([("tab", "next question")] if self._prompt_now() else []), ("↑", "edit last")]

    # ---- keys of two meanings --------------------------------------------------------------

    def key_names(self) -> dict[str, str]:
        """Return what commands of two meanings are called in this phase."""
        names = super().key_names()
        on_agenda = self.item_here() is not None
        names["card, action"] = "item" if on_agenda else "action" if self._talks else "card"
        names["alike, note"] = "note" if self._talks else "alike"
        names["done, decision"] = "decision" if self.note_here() else "done"
        names["keep, park"] = "keep" if self.action() else "park"
        names["next step"] = self.next_name()
        return names

    def next_name(self) -> str:
        """Return what going on means here."""
        return "next topic" if self.topic_waits() else "next step"

    def first_keys(self) -> tuple[str, ...]:
        """Return the names of the commands that matter most in this phase."""
        return _FIRST.get(self.state.phase, ()) if self.state.phase else ()

    def why_not_write(self) -> str | None:
        """An item for the agenda, an action in the talk, a card while cards are wanted."""
        if self.item_here() is not None:
            return self.state.not_leading()
        return self.state.not_now("act") if self._talks else super().why_not_write()

    async def do_write(self) -> None:  # type: ignore[override]  # a command may wait; the screen runs both kinds
        """Add an item to the agenda, make an action, or put the cursor into the line for cards."""
        if self.item_here() is not None:
            await self.add_item()
        elif self._talks:
            await self.act()
        else:
            super().do_write()

    def why_not_alike(self) -> str | None:
        """Notes in the talk, alike cards while they are grouped."""
        return self.state.not_now("note") if self._talks else super().why_not_alike()

    def do_alike(self) -> None:
        """Put the cursor into the line for notes, or mark cards that share words."""
        if self._talks:
            super().do_write()
        else:
            super().do_alike()

    def why_not_rename(self) -> str | None:
        """There must be something to change."""
        if self.item_here() is not None:
            return self.state.not_leading()
        if self.note_here() is not None:
            return self.state.not_now("note")
        if self.action() is not None or self.review_here() is not None:
            return None if self.action() else self.why_not_score()
        return super().why_not_rename()

    async def do_rename(self) -> None:
        """Change what the cursor stands on."""
        item, note, action = self.item_here(), self.note_here(), self.action()
        if item is not None:
            await self.edit_item(item)
        elif note is not None:
            await self.edit_note(note)
        elif action is not None:
            await self.do_edit()
        elif self.review_here() is not None:
            await self.do_score()
        else:
            await super().do_rename()

    def entered(self) -> str:
        """Who leads changes a step of the agenda, others read it."""
        if self.item_here() is not None:
            return "cards" if self.state.not_leading() else "rename"
        return super().entered()

    def why_not_cards(self) -> str | None:
        """There must be something to open."""
        if self.item_here() or self.action() or self.note_here() or (self.row_key() or "").startswith("kr "):
            return None
        return super().why_not_cards()

    async def do_cards(self) -> None:  # type: ignore[override]  # as `do_write`
        """Open what the cursor stands on: action, note, key result; who leads takes up a topic."""
        action, note, group, item = self.action(), self.note_here(), self.group_here(), self.item_here()
        if item is not None:
            self.show_item(item)
        elif action is not None:
            await self.show_action(action)
        elif note is not None:
            from okrtui.widgets.forms.reader import Reader

            self.app.push_screen(Reader("A note", [Content(clean(note.text))]))
        elif (self.row_key() or "").startswith("kr "):
            self.host.go("keyresult", (self.row_key() or "")[3:])
        elif self.state.phase is Phase.DISCUSS and group is not None and self.state.not_leading() is None:
            await self.next_topic(group.id)
        elif group is not None:
            self.show_topic(group)

    async def do_next(self) -> None:
        """Go on: to the next topic while there is one, else to the agenda's next step."""
        if self.topic_waits():
            await self.next_topic()
        else:
            await super().do_next()

    def closing_words(self) -> list[str]:
        """Return what whoever closes the retro should know."""
        found = self.state.retro
        waiting = sum(each.state is TopicState.WAITING for each in found.topics) if found else 0
        made = len(found.actions) if found else 0
        were = "topic was" if waiting == 1 else "topics were"
        topics = f"{waiting} {were} not discussed; they stay on its page." if waiting else ""
        acts = f"{made} action{'s' * (made != 1)} came out of it." if made else "No action came out of it."
        return [part for part in (acts, topics, "Then nothing can be added to it; u takes the closing back.") if part]

    # ---- answers ---------------------------------------------------------------------------

    def asked_now(self) -> Poll | None:
        """Return the fist-to-five that is open, or that was asked in this step: everybody sees it in any step."""
        of, fist = self.state.of, self.state.retro.fist if self.state.retro else None
        if of is None or fist is None or of.phase is Phase.CLOSED:
            return None
        if fist.open:
            self._asked = (fist.id, of.phase, of.step_id)
        return fist if self._asked == (fist.id, of.phase, of.step_id) else None

    def _draw_asked(self) -> None:
        if not self.is_mounted:
            return
        asked, poll = self.asked_now(), self.poll
        apart = asked is not None and self.state.phase is not Phase.STAGE  # there it has its own place
        self.query_one(Asked).tell(asked if apart else None, self.is_typing())
        if poll is None or not poll.open or poll.id == self._told_of:
            return
        self._told_of = poll.id
        if self.state.of is not None and self.state.of.facilitator != self.host.login:
            self.show_message(self._asks(poll))

    def _asks(self, poll: Poll) -> str:
        first = "esc, then " if self.is_typing() else ""
        if poll.kind is PollKind.FIST:
            return f"you are asked: {first}press 0 to 5"
        return f"you are asked: {first}press 1 for more time, 0 for the next topic"

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Digits answer only while no line has the keys: say so where that changes."""
        self._draw_asked()


def _answers(number: int) -> None:
    """Give the screen the commands of one number."""

    def why_not(self: RetroScreen) -> str | None:
        return self.why_not_answer(number)

    async def do(self: RetroScreen) -> None:
        await self.answer(number)

    setattr(RetroScreen, f"why_not_answer_{number}", why_not)
    setattr(RetroScreen, f"do_answer_{number}", do)


for _number in range(6):
    _answers(_number)
