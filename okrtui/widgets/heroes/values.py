"""Values as rows: what is held to, and who keeps it; one that nobody keeps says so with sign and colour."""

from collections.abc import Callable, Mapping
from datetime import date

from textual.content import Content

from okrtui.model.people import Value, ValueState
from okrtui.rules.values import keeper_text
from okrtui.text import clean
from okrtui.widgets.drawing.marks import GOOD, QUIET, WARN, Cell, columns
from okrtui.widgets.lists.rows import Row


def value_row(value: Value, names: Mapping[str, str], today: date) -> Row:
    """Return a value as a row of two lines; `names` are display names by login."""
    keeper = value.kept_by(today)
    told = keeper_text(value, today)
    if value.state is ValueState.RETIRED:
        glyph, colour = "–", QUIET
    elif keeper:
        glyph, colour = "●", GOOD
        told = f"kept by {clean(names.get(keeper, '') or keeper)} until {value.until}"
    else:
        glyph, colour = "!", WARN
    search = f"{value.ref} {value.text} {told} {keeper}"
    return Row(value.ref, _line(value, glyph, colour, told), height=2, search=search)


def _line(value: Value, glyph: str, colour: str, told: str) -> Callable[[int], list[Content]]:
    def line(width: int) -> list[Content]:
        head = columns([Cell(glyph, 1, colour), Cell(value.ref, 4, QUIET), Cell(clean(value.text))], width)
        return [head, Content.assemble("       ", (told, WARN if colour == WARN else QUIET))]

    return line
