"""This week's heroes on the home screen: a heading and a line a card, newest first."""

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from okrtui.model.heroes import Recognition
from okrtui.text import cells, clean
from okrtui.widgets.drawing.marks import QUIET, Cell, columns
from okrtui.widgets.heroes.cards import evidence_text, people_line

TITLE = "Heroes this week"
STANDARD = 12
"""The widest name of a standard."""


class HeroStrip(Static):
    """Nothing where nobody was thanked; it never takes the focus."""

    DEFAULT_CSS = """
    HeroStrip { display: none; height: auto; padding: 0 1; }
    """

    def show(self, cards: Sequence[Recognition], width: int, most: int, key: str, title: str = TITLE) -> int:
        """Show up to `most` cards and return how many lines that takes; `key` opens the board."""
        lines = strip_lines(cards, width, most, key, title)
        content = Content("\n").join(lines)
        if self.content != content:
            self.update(content)
        if self.display != bool(lines):
            self.display = bool(lines)
        return len(lines)


def strip_lines(cards: Sequence[Recognition], width: int, most: int, key: str, title: str = TITLE) -> list[Content]:
    """Return the heading and the lines within `width` cells, nothing where there is no card."""
    if not cards or most < 1:
        return []
    aside = f"{key} shows {'all of them' if len(cards) > most else 'the board'}"
    rule = "─" * max(1, width - cells(title) - cells(aside) - 5)
    heading = Content.assemble(
        ("─", "$foreground 20%"), (title, "bold $foreground"), (f" {rule} ", "$foreground 20%"), (aside, QUIET)
    )
    shown = [
        (people_line(card.giver, [each.login for each in card.recipients], max(16, width // 3)), card)
        for card in cards[:most]
    ]
    people = max(who.cell_length for who, _ in shown)
    return [heading, *(_line(who, card, people, width) for who, card in shown)]


def _line(who: Content, card: Recognition, people: int, width: int) -> Content:
    proof = f" ({evidence_text(card)})" if card.evidence else ""
    story = Content.assemble(clean(card.story), (proof, QUIET))
    return Content(" ") + columns(
        [Cell(card.standard.value, STANDARD, QUIET), Cell(who, people), Cell(story)], width - 1, 2
    )
