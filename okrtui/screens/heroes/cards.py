"""What the screens share that list hero-board cards: what concerns them, and opening the card under the cursor."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult

from okrtui.model.journal import Activity
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.widgets.lists.card_list import CardList


class CardListScreen(RitualScreen):
    """One list of cards, each of which opens."""

    list_class: ClassVar[type[CardList]]

    def compose_content(self) -> ComposeResult:
        """Lay out the list."""
        yield self.list_class()

    def concerns(self, activities: Sequence[Activity]) -> bool:
        """Only cards matter."""
        return any(not each.ref or each.ref.startswith("H") for each in activities)

    def why_not_open(self) -> str | None:
        """There must be a card."""
        return None if self.query_one(self.list_class).card else "there is no card to open"

    def do_open(self) -> None:
        """Open the card under the cursor."""
        if (card := self.query_one(self.list_class).card) is not None:
            self.host.go("hero", card.ref)
