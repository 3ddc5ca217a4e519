"""Every text is read on every background, also under cursor and selection, also in 256 colours (WCAG 2, 4.5:1)."""

import pytest
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.app import App
from textual.color import Color
from textual.theme import Theme

from okrtui.app.themes import THEMES
from okrtui.widgets.lists.row_list import RowList
from okrtui.widgets.sheet.sheet import Sheet

LEAST = 4.5
BACKGROUNDS = ("background", "surface", "panel", "block-cursor-blurred-background")
TEXTS = (
    "foreground",
    *(f"text-{name}" for name in ("muted", "accent", "success", "warning", "error")),
    *(f"column-{number}" for number in range(1, 7)),
)
TINTED = [theme for theme in THEMES if not theme.ansi]
"""The third look has the terminal's own colours, and reverses what is selected."""


def variables(theme: Theme) -> dict[str, str]:
    return {**theme.to_color_system().generate(), **theme.variables}


def in_256(colour: Color) -> Color:
    """Return what a terminal of 256 colours shows."""
    found = RichColor.from_rgb(colour.r, colour.g, colour.b).downgrade(ColorSystem.EIGHT_BIT).get_truecolor()
    return Color(*found)


def luminance(colour: Color) -> float:
    """Return the relative luminance as WCAG 2 defines it."""
    parts = (part / 255 for part in (colour.r, colour.g, colour.b))
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio as WCAG 2 defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_the_most() -> None:
    assert contrast(Color(0, 0, 0), Color(255, 255, 255)) == pytest.approx(21)
    assert contrast(Color.parse("#777777"), Color(255, 255, 255)) == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("few", [False, True], ids=["true colours", "256 colours"])
@pytest.mark.parametrize("theme", TINTED, ids=lambda theme: theme.name)
def test_every_text_is_read_on_every_background(theme: Theme, few: bool) -> None:
    found = variables(theme)
    pairs = [(text, ground) for text in TEXTS for ground in BACKGROUNDS]
    pairs.append(("input-selection-foreground", "input-selection-background"))
    low = {}
    for text, ground in pairs:
        colours = [Color.parse(found[name]) for name in (text, ground)]
        assert all(each.a == 1 for each in colours), "what shines through is another colour on each background"
        ratio = contrast(*(map(in_256, colours) if few else colours))
        if ratio < LEAST:
            low[text, ground] = round(ratio, 2)
    assert low == {}


@pytest.mark.parametrize("theme", TINTED, ids=lambda theme: theme.name)
async def test_the_cursor_of_lists_and_the_sheet_have_that_background(theme: Theme) -> None:
    app: App[None] = App()
    app.register_theme(theme)
    app.theme = theme.name
    async with app.run_test() as pilot:
        for widget, component in ((RowList(), "rowlist--cursor"), (Sheet(), "sheet--focused")):
            await app.mount(widget)
            await pilot.pause()
            style = widget.get_component_styles(component)
            assert style.background == Color.parse(theme.variables["block-cursor-blurred-background"]), component
