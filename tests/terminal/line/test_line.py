"""What goes over the line makes the terminal show, cell for cell, what Textual drew."""

import unicodedata
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.geometry import Region
from textual.strip import Strip

from okrtui.terminal.line.cells import is_sure
from okrtui.terminal.line.hook import why_plain
from okrtui.terminal.line.line import Line
from tests.examples import examples
from tests.terminal.line.emulator import Emulator

PLAIN = "ab c·─█"
WIDE = "你好界 "
DOUBTFUL = ["👩‍👩‍👧‍👦", "🇩🇪", "👍🏽", "❤️", "1️⃣", "é", "🚀", "नि", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "⌚", "\ue0b0"]
PIECES = st.one_of(
    st.text(PLAIN, min_size=1, max_size=6),
    st.text(WIDE, min_size=1, max_size=3),
    st.sampled_from(DOUBTFUL),
    st.integers(1, 30).map(" ".__mul__),
)
COLOURS = st.sampled_from([None, "default", "red", "bright_blue", "color(100)", "#102030", "#f0f0f0"])
STYLES = st.builds(
    Style,
    color=COLOURS,
    bgcolor=COLOURS,
    bold=st.sampled_from([None, True, False]),
    dim=st.booleans(),
    italic=st.booleans(),
    underline=st.booleans(),
    reverse=st.booleans(),
    strike=st.sampled_from([None, True]),
    link=st.sampled_from([None, "https://example.org/a?b;c"]),
)
SMALL = st.sampled_from(["", "on #102030", "bold red on #102030"]).map(lambda words: Style.parse(words).copy())
ROWS = st.lists(st.tuples(PIECES, st.one_of(STYLES, SMALL, st.none())), max_size=6)


def strip(row: list[tuple[str, Style | None]], width: int) -> Strip:
    """Return a row of exactly so many cells."""
    return Strip([Segment(text, style) for text, style in row]).adjust_cell_length(width, Style(bgcolor="#102030"))


@st.composite
def updates(draw: st.DrawFn, width: int, height: int) -> list[LayoutUpdate | ChopsUpdate]:
    """Draw what Textual may hand over: all of a screen, or pieces of lines; rows also come again further up or down."""
    rows = [strip(draw(ROWS), width) for _ in range(height)]
    found: list[LayoutUpdate | ChopsUpdate] = [LayoutUpdate([[row] for row in rows], Region(0, 0, width, height))]
    for _ in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            by = draw(st.integers(-3, 3))
            rows = [*rows[by:], *rows[:by]]
        for _ in range(draw(st.integers(0, 2))):
            rows[draw(st.integers(0, height - 1))] = strip(draw(ROWS), width)
        if draw(st.booleans()):
            found.append(LayoutUpdate([[row] for row in rows], Region(0, 0, width, height)))
            continue
        cuts = sorted({0, width, draw(st.integers(1, width - 1)), draw(st.integers(1, width - 1))})
        pieces = [dict(zip(cuts, row.divide(cuts[1:]), strict=False)) for row in rows]
        touched = sorted(draw(st.sets(st.integers(0, height - 1), min_size=1)))
        ends = [(draw(st.integers(0, width - 1)), draw(st.integers(1, width))) for _ in touched]
        spans = [(y, min(pair), max(pair)) for y, pair in zip(touched, ends, strict=True)]
        found.append(ChopsUpdate(pieces, spans, [cuts[1:]] * height))
    return found


SIZES = [(30, 8), (47, 12)]
SYSTEMS = ("standard", "256", "truecolor")


@settings(max_examples=examples(60), deadline=None)
@given(st.data(), st.sampled_from(SIZES), st.sampled_from(SYSTEMS), st.booleans())
def test_the_cells_are_those_that_textual_writes(
    data: st.DataObject, size: tuple[int, int], system: str, tinted: bool
) -> None:
    console = Console(color_system=system, force_terminal=True)  # type: ignore[arg-type]  # one of Rich's names
    line, plain, ours = Line(console, tinted), Emulator(*size), Emulator(*size, tinted=tinted)
    for update in data.draw(updates(*size)):
        plain.feed(update.render_segments(console))
        changes = line.update(update, (0, 0))
        codes = "" if changes is None else changes.render_segments(console)
        ours.feed(codes)
        assert "\x1b]" not in codes  # links are no cells
        assert ours.wrong(plain) == [], codes
        assert line.update(update, (0, 0)) is None


def test_why_it_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    assert why_plain({}) == ""
    assert why_plain({"OKRTUI_DRIVER": "plain"}) == "OKRTUI_DRIVER=plain is set"
    monkeypatch.setattr(App, "_display", lambda self, update: None)
    assert why_plain({}).endswith(" hands its updates over in another way")


@pytest.mark.parametrize("clusters", [DOUBTFUL, ["é", "你", "─"]])
@pytest.mark.parametrize("measure", [lambda text: 1, len, lambda text: sum(map(cell_len, text))])
def test_however_wide_the_terminal_takes_a_character_all_others_are_in_their_place(
    clusters: list[str], measure: Callable[[str], int]
) -> None:
    """On terminals that take emoji for one cell, for one a code point, or for as wide as their parts."""

    def strange(text: str) -> int:
        return cell_len(text) if is_sure(text) else max(1, measure(text))

    console = Console(color_system="256", force_terminal=True)
    line, shown, ours = Line(console, True), Emulator(70, 2), Emulator(70, 2, strange)
    for end in (" end", " end of it", "x", " end"):
        text = "".join(f"{each}{n}|" for n, each in enumerate(clusters))
        row = Strip([Segment(text + end)]).adjust_cell_length(70)
        update = LayoutUpdate([[row], [row]], Region(0, 0, 70, 2))
        shown.feed(update.render_segments(console))
        ours.feed(line.update(update, (0, 0)).render_segments(console))
        for y, x in ((y, x) for y in range(2) for x in range(70)):
            text, look = shown.cells[y][x]
            if is_sure(text) and text:
                assert ours.cells[y][x] == (text, look), (x, ours.cells[y])


def wide(text: str) -> int:
    """Measure as a terminal does that draws in two cells what may be either."""
    return sum(2 if unicodedata.east_asian_width(each) == "A" else cell_len(each) for each in text)


def test_a_terminal_that_draws_ambiguous_characters_wide_gets_others() -> None:
    """The frame of every screen is of such characters: each would push what is behind it to the right."""
    console = Console(color_system="256", force_terminal=True)
    line, ours = Line(console, True), Emulator(40, 3, wide)
    rows = ["╭─ Où est? ─────╮ · 梅 ▸ ▲ on track █▌··", "│ é ≥ 5 … × “a” │ 0→100 – ■□ ★", " end"]
    strips: list[Iterable[Strip]] = [[Strip([Segment(row)]).adjust_cell_length(40)] for row in rows]
    ours.feed(line.update(LayoutUpdate(strips, Region(0, 0, 40, 3)), (0, 0)).render_segments(console))
    assert [text for text, _ in ours.cells[1]][15] != "│"  # what it is without being told
    line.widen()
    ours.feed(line.update(LayoutUpdate(strips, Region(0, 0, 40, 3)), (0, 0)).render_segments(console))
    shown = ["".join(text for text, _ in row).rstrip() for row in ours.cells]
    assert shown == ["+- Ou est? -----+ . 梅 ▸ ^ on track #|..", '| e > 5 ~ x "a" | 0>100 - #: *', " end"]
