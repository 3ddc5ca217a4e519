"""How cards are written in a live session: the line that keeps the focus, and that no half-typed card is ever lost."""

from datetime import timedelta

from okrtui.commands.keys import BACK, key_of
from okrtui.errors import Refused
from okrtui.model.live import Card, Phase
from okrtui.rituals import ideas
from okrtui.rituals.live import sessions
from okrtui.rules.live.phases import here, reveals_at
from okrtui.rules.live.prompts import answering
from okrtui.screens.live.live_group import LiveGroup
from okrtui.screens.live.queries import read, read_on, read_or_none
from okrtui.text import clean, fit
from okrtui.widgets.drawing.marks import ACCENT
from okrtui.widgets.live.card_line import CardLine
from okrtui.widgets.live.phase_layouts import DOES, mine
from okrtui.widgets.live.rows import hue

TELL_EVERY = timedelta(seconds=5)
HINT = "your idea · @name for somebody without a terminal · #tag >KR2.1"
HINT_ANONYMOUS = "your idea · #tag >KR2.1 · no name is kept, not even a member’s after @"
CHANGING = f"enter changes the card · empty takes it back · {BACK} leaves it as it was"


class CardEntry(LiveGroup):
    """Commands and messages of the card line."""

    # ---- what a ritual may have otherwise --------------------------------------------------

    def draft_name(self) -> str:
        """Return what the line's text is kept under, "" where there is no session."""
        return f"brainstorm.card.{self.state.of.key}" if self.state.of else ""

    def why_not_enter(self) -> str | None:
        """Cards must be wanted."""
        return self.state.not_now("write")

    async def send(self, ref: str, text: str) -> bool:
        """Store what was entered; return whether the room knows by it that I type no more. Raises Refused."""
        named = self.state.of is not None and not self.state.of.anonymous
        card = await self.screen.ask(sessions.write_card, ref, text, typed=named)
        self.state.added = (*self.state.added, card.id)
        return True

    def hint(self) -> str:
        """Return what the empty line says."""
        return HINT_ANONYMOUS if self.state.of is not None and self.state.of.anonymous else HINT

    def resting(self) -> str:
        """Return how the line gets the keys, for while it has none."""
        return f"{key_of('.write')} writes a card"

    def line_keys(self) -> list[tuple[str, str]]:
        """Return what the line's own keys do."""
        return [("enter", "add"), *([("tab", "next question")] if self.prompt else []), ("↑", "edit last")]

    @property
    def prompt(self) -> str:
        """The question that the next card answers, "" where there is none."""
        prompts = self.state.of.prompts if self.state.of is not None else ()
        return prompts[self.state.prompt % len(prompts)] if prompts else ""

    def draw_line(self) -> None:
        """Show before the line which question it answers."""
        if (line := self.screen.line) is not None:
            line.prompts = len(self.state.of.prompts) if self.state.of is not None and self.prompt else 0
            line.lead(clean(self.prompt), hue(self.state.prompt % line.prompts) if line.prompts else ACCENT)

    def turn(self) -> None:
        """Go on to the next question."""
        self.state.prompt += 1
        self.screen.draw()

    # ---- what is half typed ----------------------------------------------------------------

    def kept(self) -> str:
        """Return the half-typed card of this session that is kept, "" where there is none."""
        drafts, name = self.screen.host.drafts, self.draft_name()
        found = drafts.get(name) if drafts is not None and name else None
        return found if isinstance(found, str) else ""

    def keep(self, text: str) -> None:
        """Keep a half-typed card in my own state directory, one a line with those that are not stored yet."""
        lines = [each for each in (*self.state.unsent, text, *self.state.offered) if each.strip()]
        self.state.half = bool(lines)
        drafts, name = self.screen.host.drafts, self.draft_name()
        if drafts is None or not name:
            return
        if lines:
            drafts.put(name, "\n".join(lines))
        else:
            drafts.drop(name)

    def keep_line(self, *, empty: bool = False) -> None:
        """Keep what stands in the line; while a card is changed, what was half-typed before is kept already."""
        line = self.screen.line
        if line is not None and self.state.changing is None and (empty or line.text.strip()):
            self.keep(line.text)

    def take_up(self) -> None:
        """Put the half-typed card that is kept back into the line."""
        line = self.screen.line
        if line is None or self.state.changing is not None or line.text:
            return
        lines = [each for each in self.kept().split("\n") if each.strip() and each not in self.state.unsent]
        if lines:
            line.put(lines[0])
            self.state.offered = lines[1:]

    def half_typed(self) -> str:
        """Return what I have begun to write and not added."""
        line = self.screen.line
        text = line.text if line is not None and self.state.changing is None and line.text.strip() else ""
        text = text or " ".join(self.kept().split("\n"))
        self.state.half = bool(text)
        return text

    def enter_phase(self) -> tuple[str, bool]:
        """Make the line ready for another phase; return what is half-typed, and whether it may still be added."""
        line, name, may = self.screen.line, self.draft_name(), self.why_not_enter() is None
        of = self.state.of
        self.screen.delay.enter_phase(of is not None and here(of) >= reveals_at(of))
        if line is not None:
            line.hint, line.resting = self.hint(), self.screen.with_keys(self.resting())
            if self.state.written_for not in ("", name):
                line.put("")  # what stands in it is kept under its own name
        self.state.written_for = name
        if may:
            self.take_up()
        else:
            self.keep_line()
            self.stop_change()
        return self.half_typed(), may

    def say_phase(self, half: str, may: bool, writes: bool) -> None:
        """Say which phase it is now, and what becomes of what is half-typed."""
        phase = self.state.phase
        if phase is None:
            return
        if half and not writes:
            words = fit(clean(half), 24, pad=False)
            offer = "enter adds it" if may else f"{key_of('.inbox')} puts it into the idea inbox"
            self.screen.show_message(f"now: {phase}; your half-typed card “{words}” is kept, {offer}", "warn")
        elif half or phase is not Phase.LOBBY:
            self.screen.show_message(f"now: {phase} · {DOES[phase]}")

    # ---- the line --------------------------------------------------------------------------

    def hear(self, said: CardLine.Said) -> None:
        """Answer what was done in the line."""
        match said:
            case CardLine.Typed(text):
                self._typed(text)
            case CardLine.Entered(text):
                self._entered(clean(text))
            case CardLine.Pasted(lines):
                self.screen.run_worker(self._pasted(lines), group="paste")
            case CardLine.Up():
                self._up()
            case CardLine.Turned():
                self.turn()

    def _typed(self, text: str) -> None:
        """Keep every character, and tell the room now and then that somebody types."""
        if self.state.changing is None:
            self.keep(text)
        busy, now, told = bool(text.strip()), self.screen.host.clock(), self.state.told
        if busy and (told is None or now - told >= TELL_EVERY):
            self._tell(True)
        elif not busy:
            self.tell_done()

    def tell_done(self) -> None:
        """Tell the room that I no longer type."""
        if self.state.told is not None:
            self._tell(False)

    def tell_draft(self) -> None:
        """Tell the room that what I type stands there still: it counts until it is sent or emptied."""
        line = self.screen.line
        if self.state.told is not None and line is not None and line.text.strip() and self.state.changing is None:
            self._tell(True)

    def _tell(self, busy: bool) -> None:
        self.state.told = self.screen.host.clock() if busy else None
        if self.state.closed() is None:
            self.screen.run_worker(read_or_none(self.screen, sessions.typing, self.ref, busy), group="typing")

    def _entered(self, text: str) -> None:
        """Add the card, or change the one that stands in the line."""
        line, state = self.screen.line, self.state
        if line is None or state.of is None:
            return
        if state.changing is not None:
            card, state.changing = state.changing, None
            line.put("")
            self.take_up()
            if text != clean(card.text):
                self.change_card(card, text)
        elif not text:
            self.screen.show_message(
                f"an empty card is no card; {key_of('.ready', typing=True)} says that you are ready"
            )
        elif reason := self.why_not_enter():
            self.screen.show_message(f"{reason}; what you have typed is kept", "warn")
        else:
            self._send_off(self._answering(text))
            line.put(state.offered.pop(0) if state.offered else "")
            self.keep(line.text)

    def _answering(self, text: str) -> str:
        """Return a card's words with the question that they answer now, whenever they go in."""
        return answering(text, self.prompt, self.state.of.prompts if self.state.of else ())

    def _send_off(self, text: str) -> None:
        """Have a card or note go in; until it is stored it is kept."""
        state = self.state
        state.unsent.append(text)
        if state.told is not None and state.of is not None and state.of.anonymous:
            self._tell(False)  # now: beside the card it would say whose typing became it
        told, state.told = state.told, None
        self.screen.run_worker(self._add(self.ref, text, told is not None), group="cards")

    async def _add(self, ref: str, text: str, told: bool) -> None:
        """Store a card; it is kept as a draft until it is stored, and comes back into the line where it cannot be."""
        await self.screen.delay.turn(self.state.of, until_shown=True)
        try:
            known = await self.send(ref, text)
        except Refused as refusal:
            self._settle(text)
            line = self.screen.line
            if line is not None and not line.text and self.state.changing is None:
                line.put(text)
            else:
                self.state.offered.append(text)
            self.keep_line(empty=True)
            self.screen.show_message(str(refusal), "error")
            return
        self._settle(text)
        self.keep_line(empty=True)
        if told and not known and self.state.told is None:
            self._tell(False)
        seen, turn = self.state.seen, self.state.turn
        more = await read(self.screen, read_on, seen) if seen is not None and known else None
        if more is None or not self.screen.apply_delta((turn, seen, more)):
            await self.screen.reload()

    def _settle(self, text: str) -> None:
        if text in self.state.unsent:
            self.state.unsent.remove(text)

    def change_card(self, card: Card, text: str) -> None:
        """Have a card of mine say something else, nothing takes it back; until it is stored the words are kept."""
        if text:
            self.state.unsent.append(text)
            self.keep_line(empty=True)
        self.screen.run_worker(self._change(self.ref, card, text), group="cards")

    async def _change(self, ref: str, card: Card, text: str) -> None:
        await self.screen.delay.turn(self.state.of, until_shown=True)
        try:
            await self.screen.ask(sessions.edit_card, ref, card.id, text)
        except Refused as refusal:
            self._settle(text)
            if text:
                self.state.offered.append(text)
            self.keep_line(empty=True)
            self.screen.show_message(str(refusal), "error")
            return
        self._settle(text)
        self.keep_line(empty=True)
        self.screen.show_message("the card was changed" if text else "the card was taken back", "done")
        await self.screen.reload()

    def _up(self) -> None:
        """Put my last card into the line, then the one before."""
        state = self.state
        own = mine(state.view, state.added) if state.view is not None else ()
        if state.not_now("write") is not None:
            self.screen.show_message(f"a note is changed in its list: {BACK}, then {key_of('.rename')} on it")
            return
        if state.changing is not None:
            ids = [card.id for card in own]
            own = own[: ids.index(state.changing.id)] if state.changing.id in ids else ()
        if own:
            self._begin_change(own[-1])
        else:
            before = "there is no card of yours before this"
            self.screen.show_message(before if state.changing else "you have no card yet")

    def _begin_change(self, card: Card) -> None:
        """Put a card of mine into the line; what stood there half-typed is kept."""
        if (line := self.screen.line) is not None:
            self.state.changing = card
            tag, kr = (f" #{card.tag}" if card.tag else ""), (f" >{card.kr}" if card.kr else "")
            line.put(card.text, self.screen.with_keys(CHANGING))
            self.screen.show_message(f"{CHANGING}{f' ·{tag}{kr} stay' if tag or kr else ''}")

    def stop_change(self) -> bool:
        """Leave the card as it was; False where none was being changed."""
        line = self.screen.line
        if self.state.changing is None or line is None:
            return False
        self.state.changing = None
        line.put("")
        self.take_up()
        return True

    async def _pasted(self, lines: tuple[str, ...]) -> None:
        """Ask what several pasted lines are."""
        details = [f"· {fit(line, 66, pad=False)}" for line in lines[:6]]
        details += [f"… and {len(lines) - 6} more"] if len(lines) > 6 else []
        yes, no = f"{len(lines)} cards, one a line", "one card, put into the line"
        split = await self.screen.confirm(f"{len(lines)} lines were pasted.", yes=yes, no=no, details=details)
        rest, error = lines, ""
        if split and self.state.of is not None and self.state.of.anonymous:
            for each in lines:
                self._send_off(self._answering(clean(each)))
            self.keep_line(empty=True)
            return
        while split and rest and not error:
            try:
                await self.send(self.ref, self._answering(rest[0]))
                rest = rest[1:]
            except Refused as refusal:
                done = len(lines) - len(rest)
                error = f"{refusal}; {done} of {len(lines)} cards were added, the rest is in the line"
        if rest and (line := self.screen.line) is not None:
            line.put(f"{line.text} {' '.join(rest)}".strip())
            self.keep(line.text)
        if split:
            self.screen.show_message(error or f"{len(lines)} cards added", "error" if error else "done")
            await self.screen.reload()

    # ---- commands --------------------------------------------------------------------------

    def why_not_write(self) -> str | None:
        """The line must be open."""
        return self.why_not_enter()

    def do_write(self) -> None:
        """Put the cursor into the line."""
        self.take_up()
        self.screen.show_line()

    def why_not_inbox(self) -> str | None:
        """There must be something half-typed that is no card any more."""
        if self.state.of is not None and self.state.not_now("write") is None:
            return "cards are taken now: enter adds it"
        return None if self.state.half else "there is no half-typed card"

    async def do_inbox(self) -> None:
        """Put my half-typed card into the idea inbox, under my name."""
        text = self.half_typed()
        details = [fit(text, 70, pad=False), "It is then no card of the session, and your name is in the journal."]
        question = "Put it into the idea inbox?"
        if not await self.screen.confirm(question, yes="put it there", no="keep it", details=details):
            return
        idea = await self.screen.ask(ideas.capture, text)
        self.keep("")
        if self.screen.line is not None:
            self.screen.line.put("")
        self.screen.show_message(f"{idea.ref} is in the inbox", "done")
