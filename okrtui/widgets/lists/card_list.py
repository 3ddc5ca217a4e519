"""A list of hero-board cards that are made into rows once, and again only where card or width changed."""

from abc import abstractmethod
from collections.abc import Sequence

from textual.content import Content
from textual.message import Message

from okrtui.model.heroes import Recognition
from okrtui.widgets.lists.row_drawing import GUTTER
from okrtui.widgets.lists.row_list import Row, RowList

NEAR = 12
"""So many cards before the end more are asked for."""


class CardList(RowList):
    """Shows cards; what one looks like is said by `card_row`."""

    me = ""
    week = ""
    """The present week: a card of another year says its year."""
    _shown: tuple[Recognition, ...] = ()
    _awaited = ""
    """The card to stand on as soon as there are rows: a list that was never shown has no width to make them for."""
    _made: dict[int, tuple[Recognition, tuple[int, str, str], Row]] | None = None

    class NearEnd(Message):
        """The cursor comes near the end of what is loaded."""

        def __init__(self, card_list: "CardList") -> None:
            super().__init__()
            self.card_list = card_list

        @property
        def control(self) -> "CardList":
            return self.card_list

    @property
    def cards(self) -> Sequence[Recognition]:
        """The cards that are shown."""
        return self._shown

    @property
    def card(self) -> Recognition | None:
        """The card under the cursor."""
        key = self.cursor_key
        return next((each for each in self._shown if each.ref == key), None) if key else None

    def card_width(self) -> int:
        """Return the cells that a card may take."""
        return max(12, self.scrollable_content_region.width - GUTTER)

    @abstractmethod
    def card_row(self, card: Recognition, width: int) -> Row:
        """Return the card as a row."""

    def show(self, cards: Sequence[Recognition], me: str, week: str) -> None:
        """Show these cards; who looks at the top goes on seeing the top, where new ones come in."""
        self._shown, self.me, self.week = tuple(cards), me, week
        self._lay_out()

    def stand_on(self, ref: str) -> None:
        """Put the cursor on a card, now or when it is laid out."""
        self._awaited = "" if self.move_to(ref) else ref

    def _lay_out(self) -> None:
        if not self.size.width:
            return  # on_resize does it
        at_top = self.scroll_offset.y == 0
        looks = (self.card_width(), self.me, self.week[:4])
        made, before = {}, self._made or {}
        for card in self._shown:
            old = before.get(card.id)
            if old is None or old[0] != card or old[1] != looks:
                old = (card, looks, self.card_row(card, looks[0]))
            made[card.id] = old
        self._made = made
        self.set_rows(row for _, _, row in made.values())
        if at_top:
            self.scroll_to(y=0, animate=False, force=True)
        if self._awaited and self.move_to(self._awaited):
            self._awaited = ""

    def on_resize(self) -> None:
        """Make the rows for the new width."""
        self._lay_out()

    def _announce(self) -> None:
        super()._announce()
        if self._cursor is not None and self._cursor >= len(self._rows) - NEAR:
            self.post_message(self.NearEnd(self))


def paragraph(text: Content, width: int, indent: int = 0) -> list[Content]:
    """Return a text of any length as lines."""
    return [Content(" " * indent) + line.rstrip() for line in text.wrap(max(4, width - indent))]
