"""How cards are written in a live session: the line that keeps the focus, and that no half-typed card is ever lost."""

from datetime import timedelta

from okrtui.errors import Refused
from okrtui.model.live import Card, Phase
from okrtui.screens.live.live_base import LiveBase
from okrtui.screens.live.queries import read_on
from okrtui.text import clean, fit
from okrtui.widgets.frame import parts
from okrtui.widgets.live.card_line import CardLine
from okrtui.widgets.live.phase_layouts import mine

TELL_EVERY = timedelta(seconds=5)
HINT = "your idea · @name for somebody without a terminal · #tag >KR2.1"
HINT_ANONYMOUS = "your idea · #tag >KR2.1 · no name is kept, not even after @"
CHANGING = "enter changes the card · empty takes it back · esc leaves it as it was"


class Writing(LiveBase):
    """Commands and messages of the card line."""

    @property
    def line(self) -> CardLine | None:
        """The line, None before it is there."""
        return next(iter(parts(self, CardLine)), None)

    @property
    def _draft(self) -> str:
        return self.draft_name()

    def draft_name(self) -> str:
        """Return what the line's text is kept under, "" where there is no session."""
        return f"brainstorm.card.{self.state.of.key}" if self.state.of else ""

    def not_for_line(self) -> str | None:
        """Return why nothing can be written into the line now, None where it can."""
        return self.state.not_now("write")

    async def send(self, ref: str, text: str) -> bool:
        """Store what was entered; return whether the room knows by it that I type no more. Raises Refused."""
        from okrtui.rituals.live import sessions

        card = await self.ask(sessions.write_card, ref, text, typed=True)
        self.state.added = (*self.state.added, card.id)
        return True

    def hint(self) -> str:
        """Return what the empty line says."""
        return HINT_ANONYMOUS if self.state.of is not None and self.state.of.anonymous else HINT

    def kept(self) -> str:
        """Return the half-typed card of this session that is kept, "" where there is none."""
        found = self.host.drafts.get(self._draft) if self.host.drafts is not None and self._draft else None
        return found if isinstance(found, str) else ""

    def keep(self, text: str) -> None:
        """Keep a half-typed card in my own state directory, one a line with those that are not stored yet."""
        lines = [each for each in (*self.state.unsent, text, *self.state.offered) if each.strip()]
        self.state.half = bool(lines)
        drafts = self.host.drafts
        if drafts is None or not self._draft:
            return
        if lines:
            drafts.put(self._draft, "\n".join(lines))
        else:
            drafts.drop(self._draft)

    def take_up(self) -> None:
        """Put the half-typed card that is kept back into the line."""
        line = self.line
        if line is None or self.state.changing is not None or line.text:
            return
        lines = [each for each in self.kept().split("\n") if each.strip() and each not in self.state.unsent]
        if lines:
            line.put(lines[0])
            self.state.offered = lines[1:]

    def half_typed(self) -> str:
        """Return what I have begun to write and not added."""
        line = self.line
        text = line.text if line is not None and self.state.changing is None and line.text.strip() else ""
        text = text or " ".join(self.kept().split("\n"))
        self.state.half = bool(text)
        return text

    # ---- the line --------------------------------------------------------------------------

    def on_card_line_typed(self, event: CardLine.Typed) -> None:
        """Keep every character, and tell the room now and then that somebody types."""
        event.stop()
        if self.state.changing is None:
            self.keep(event.text)
        busy, now = bool(event.text.strip()), self.host.clock()
        if busy and (self.state.told is None or now - self.state.told >= TELL_EVERY):
            self._tell(True)
        elif not busy:
            self.tell_done()

    def tell_done(self) -> None:
        """Tell the room that I no longer type."""
        if self.state.told is not None:
            self._tell(False)

    def _tell(self, busy: bool) -> None:
        self.state.told = self.host.clock() if busy else None
        if self.state.of is not None and self.state.of.phase is not Phase.CLOSED:
            self.run_worker(self._say_typing(self.state.of.ref, busy), group="typing")

    async def _say_typing(self, ref: str, busy: bool) -> None:
        from okrtui.rituals.live import sessions

        await self.read_or_none(sessions.typing, ref, busy)

    def on_card_line_entered(self, event: CardLine.Entered) -> None:
        """Add the card, or change the one that stands in the line."""
        event.stop()
        line, of = self.line, self.state.of
        if line is None or of is None:
            return
        text = clean(event.text)
        if self.state.changing is not None:
            card, self.state.changing = self.state.changing, None
            line.put("")
            self.take_up()
            if text != clean(card.text):
                self.run_worker(self._change(card, text), group="cards")
        elif text:
            reason = self.not_for_line()
            if reason is not None:
                self.show_message(f"{reason}; what you have typed is kept", "warn")
                return
            self.state.unsent.append(text)
            told, self.state.told = self.state.told, None
            line.put(self.state.offered.pop(0) if self.state.offered else "")
            self.keep(line.text)
            self.run_worker(self._add(of.ref, text, told is not None), group="cards")
        else:
            self.show_message("an empty card is no card; F2 says that you are ready")

    async def _add(self, ref: str, text: str, told: bool) -> None:
        """Store a card; it is kept as a draft until it is stored, and comes back into the line where it cannot be."""
        try:
            known = await self.send(ref, text)
        except Refused as refusal:
            self._settle(text)
            line = self.line
            if line is not None and not line.text and self.state.changing is None:
                line.put(text)
            else:
                self.state.offered.append(text)
            self._keep_line()
            self.show_message(str(refusal), "error")
            return
        self._settle(text)
        self._keep_line()
        if told and not known and self.state.told is None:
            self._tell(False)
        seen, turn = self.state.seen, self.state.turn
        more = await self.read(read_on, seen) if seen is not None and known else None
        if more is None or not self.apply_delta((turn, seen, more)):
            await self.reload()

    def _settle(self, text: str) -> None:
        if text in self.state.unsent:
            self.state.unsent.remove(text)

    def _keep_line(self) -> None:
        """Keep what stands in the line; while a card is changed, what was half-typed before is kept already."""
        if self.state.changing is None and self.line is not None:
            self.keep(self.line.text)

    async def _change(self, card: Card, text: str) -> None:
        from okrtui.rituals.live import sessions

        if self.state.of is None:
            return
        try:
            await self.ask(sessions.edit_card, self.state.of.ref, card.id, text)
        except Refused as refusal:
            self.show_message(str(refusal), "error")
            return
        self.show_message("the card was changed" if text else "the card was taken back", "done")
        await self.reload()

    def on_card_line_up(self, event: CardLine.Up) -> None:
        """Put my last card into the line, then the one before."""
        event.stop()
        view = self.state.view
        own = mine(view, self.state.added) if view is not None else ()
        if self.state.not_now("write") is not None:
            self.show_message("a note is changed in its list: esc, then e on it")
            return
        if self.state.changing is not None:
            ids = [card.id for card in own]
            own = own[: ids.index(self.state.changing.id)] if self.state.changing.id in ids else ()
        if own:
            self.begin_change(own[-1])
        else:
            self.show_message(
                "there is no card of yours before this" if self.state.changing else "you have no card yet"
            )

    def begin_change(self, card: Card) -> None:
        """Put a card of mine into the line; what stood there half-typed is kept."""
        line = self.line
        if line is not None:
            self.state.changing = card
            tag, kr = (f" #{card.tag}" if card.tag else ""), (f" >{card.kr}" if card.kr else "")
            line.put(card.text, CHANGING)
            self.show_message(f"{CHANGING}{f' ·{tag}{kr} stay' if tag or kr else ''}")

    def stop_change(self) -> bool:
        """Leave the card as it was; False where none was being changed."""
        if self.state.changing is None or self.line is None:
            return False
        self.state.changing = None
        self.line.put("")
        self.take_up()
        return True

    async def on_card_line_pasted(self, event: CardLine.Pasted) -> None:
        """Ask what several pasted lines are."""
        event.stop()
        self.run_worker(self._pasted(event.lines), group="paste")

    async def _pasted(self, lines: tuple[str, ...]) -> None:
        details = [f"· {fit(line, 66, pad=False)}" for line in lines[:6]]
        details += [f"… and {len(lines) - 6} more"] if len(lines) > 6 else []
        yes, no = f"{len(lines)} cards, one a line", "one card, put into the line"
        split = await self.confirm(f"{len(lines)} lines were pasted.", yes=yes, no=no, details=details)
        line, of = self.line, self.state.of
        if line is None or of is None:
            return
        if not split:
            line.put(f"{line.text} {' '.join(lines)}".strip())
            self.keep(line.text)
            return
        for number, each in enumerate(lines):
            try:
                await self.send(of.ref, each)
            except Refused as refusal:
                line.put(f"{line.text} {' '.join(lines[number:])}".strip())
                self.keep(line.text)
                self.show_message(
                    f"{refusal}; {number} of {len(lines)} cards were added, the rest is in the line", "error"
                )
                break
        else:
            self.show_message(f"{len(lines)} cards added", "done")
        await self.reload()

    # ---- commands --------------------------------------------------------------------------

    def why_not_write(self) -> str | None:
        """Cards must be wanted."""
        return self.not_for_line()

    def do_write(self) -> None:
        """Put the cursor into the line."""
        self.add_class("-writing")
        self.take_up()
        if self.line is not None:
            self.set_focus(self.line)

    def why_not_inbox(self) -> str | None:
        """There must be something half-typed that is no card any more."""
        if self.state.of is not None and self.state.not_now("write") is None:
            return "cards are taken now: enter adds it"
        return None if self.state.half else "there is no half-typed card"

    async def do_inbox(self) -> None:
        """Put my half-typed card into the idea inbox, under my name."""
        from okrtui.rituals import ideas

        text = self.half_typed()
        details = [fit(text, 70, pad=False), "It is no card of the session then: your name stands in the journal."]
        if not await self.confirm("Put it into the idea inbox?", yes="put it there", no="keep it", details=details):
            return
        idea = await self.ask(ideas.capture, text)
        self.keep("")
        if self.line is not None:
            self.line.put("")
        self.show_message(f"{idea.ref} is in the inbox", "done")

    def keep_drafts(self) -> None:
        """Keep what stands in the line."""
        line = self.line
        if line is not None and self.state.changing is None and line.text.strip():
            self.keep(line.text)
