"""What is written in the line of a retro: cards that answer one of its questions, and notes once it is talked about."""

from okrtui.commands.keys import key_of
from okrtui.model.live import Phase
from okrtui.model.retro import NoteKind
from okrtui.rituals.retro import discussion
from okrtui.screens.live.card_entry import CardEntry

TALK = (Phase.REVIEW, Phase.STAGE, Phase.SCORE, Phase.ITEM, Phase.DISCUSS, Phase.DECIDE)
NOTE = "a note · !what was decided · ?for the parking lot"
PREFIX = {"!": NoteKind.DECISION, "?": NoteKind.PARKED}


class RetroEntry(CardEntry):
    """The card line that takes notes, too."""

    def talks(self) -> bool:
        """Tell whether the line is for notes now."""
        return self.state.phase in TALK

    @property
    def prompt(self) -> str:
        """The question that the next card answers, "" where there is none and for notes."""
        return "" if self.talks() else super().prompt

    def draft_name(self) -> str:
        """Return what the text is kept under: notes apart from cards."""
        return f"retro.note.{self.state.of.key}" if self.state.of and self.talks() else super().draft_name()

    def why_not_enter(self) -> str | None:
        """In the talk notes must be wanted, else cards."""
        return self.state.not_now("note") if self.talks() else super().why_not_enter()

    def hint(self) -> str:
        """Return what the empty line says."""
        return NOTE if self.talks() else super().hint()

    def resting(self) -> str:
        """Return how the line gets the keys."""
        return f"{key_of('.write')} writes a note" if self.talks() else super().resting()

    def line_keys(self) -> list[tuple[str, str]]:
        """Return what the line's own keys do."""
        return [("enter", "note")] if self.talks() else super().line_keys()

    async def send(self, ref: str, text: str) -> bool:
        """Store a note, or a card."""
        if not self.talks():
            return await super().send(ref, text)
        kind = PREFIX.get(text[:1], NoteKind.NOTE)
        words = text[1:] if kind is not NoteKind.NOTE else text
        await self.screen.ask(discussion.write_note, ref, words, kind)
        return False
