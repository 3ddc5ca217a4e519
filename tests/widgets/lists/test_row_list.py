"""The list keeps its place, passes headings, draws only what is seen and treats text as data."""

from collections.abc import Callable

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.pilot import Pilot
from textual.strip import Strip
from textual.style import Style

from okrtui.widgets.lists.row_drawing import draw_line
from okrtui.widgets.lists.row_list import Row, RowList, matching


def row(key: str, text: str | None = None, **more: object) -> Row:
    shown = text or f"row {key}"
    return Row(key, lambda width: Content(shown), search=shown, **more)  # type: ignore[arg-type]


def heading(key: str) -> Row:
    return row(key, f"== {key}", selectable=False)


class ListApp(App[None]):
    """A list that fills the screen and a log of what it said."""

    def __init__(self, rows: list[Row], empty: str = "") -> None:
        super().__init__()
        self.list = RowList(rows, empty=empty)
        self.said: list[tuple[str, str | None]] = []

    def compose(self) -> ComposeResult:
        yield self.list

    def on_mount(self) -> None:
        self.list.focus()

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        self.said.append(("moved", message.key))

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        self.said.append(("chosen", message.key))


def screen(app: ListApp) -> list[str]:
    return [app.list.render_line(y).text.rstrip() for y in range(app.list.size.height)]


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


async def test_j_k_g_and_g_move_and_enter_chooses() -> None:
    app = ListApp([row(str(n)) for n in range(5)])
    async with app.run_test(size=(40, 10)) as pilot:
        await press(pilot, "j", "down", "k", "G", "g", "j", "enter")
        assert [key for what, key in app.said if what == "moved"] == ["0", "1", "2", "1", "4", "0", "1"]
        assert app.said[-1] == ("chosen", "1")
        assert screen(app)[1] == "▸ row 1"


async def test_headings_are_passed_and_the_first_is_seen_again_at_the_top() -> None:
    rows = [heading("A"), *[row(f"a{n}") for n in range(20)], heading("B"), row("b0"), heading("end")]
    app = ListApp(rows)
    async with app.run_test(size=(40, 6)) as pilot:
        assert app.list.cursor_key == "a0"
        await press(pilot, "G")
        assert app.list.cursor_key == "b0"
        assert screen(app)[-1] == "  == end"
        await press(pilot, "k", "g")
        assert (app.list.cursor_key, screen(app)[0]) == ("a0", "  == A")


async def test_new_rows_keep_the_cursor_by_key_and_its_line_on_the_screen() -> None:
    app = ListApp([row(str(n)) for n in range(100)])
    async with app.run_test(size=(40, 10)) as pilot:
        app.list.move_to("50")
        await pilot.pause()
        line = screen(app).index("▸ row 50")
        app.list.set_rows([row("new"), *[row(str(n)) for n in range(100)]])
        await pilot.pause()
        assert screen(app).index("▸ row 50") == line


async def test_when_the_row_has_gone_the_nearest_is_taken_and_said() -> None:
    app = ListApp([row(str(n)) for n in range(5)])
    async with app.run_test(size=(40, 10)) as pilot:
        await press(pilot, "G")
        app.list.set_rows([row(str(n)) for n in range(4)])
        await pilot.pause()
        assert app.list.cursor_key == "3"
        assert app.said[-1] == ("moved", "3")
        app.list.set_rows([])
        await pilot.pause()
        assert app.list.cursor_key is None
        assert app.said[-1] == ("moved", None)


async def test_ten_thousand_rows_draw_only_what_is_seen() -> None:
    drawn: list[str] = []

    def line(key: str) -> Callable[[int], Content]:
        def draw(width: int) -> Content:
            drawn.append(key)
            return Content(key)

        return draw

    app = ListApp([Row(str(n), line(str(n))) for n in range(10_000)])
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, *["j"] * 30, "G", "pageup", "ctrl+u", "g")
        assert app.list.cursor_key == "0"
        assert len(drawn) <= 24 * 8


async def test_a_single_changed_row_is_drawn_alone() -> None:
    app = ListApp([row(str(n)) for n in range(10)])
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        app.list.update_row(row("3", "changed"))
        regions = set(app.list._repaint_regions)
        assert {region.y for region in regions} == {3}
        await pilot.pause()
        assert screen(app)[3] == "  changed"


async def test_cards_of_several_lines_move_as_one() -> None:
    def card(n: int) -> Row:
        return Row(str(n), lambda width: [Content(f"card {n}"), Content(f"story {n}")], height=3)

    app = ListApp([card(n) for n in range(10_000)])
    async with app.run_test(size=(40, 9)) as pilot:
        await press(pilot, "j")
        assert screen(app)[:6] == ["  card 0", "  story 0", "", "▸ card 1", "  story 1", ""]
        await press(pilot, "G")
        assert screen(app)[-3:] == ["▸ card 9999", "  story 9999", ""]


async def test_pages_move_cursor_and_window_together() -> None:
    app = ListApp([row(str(n)) for n in range(100)])
    async with app.run_test(size=(40, 10)) as pilot:
        await press(pilot, "j", "pagedown")
        assert (app.list.cursor_key, app.list.scroll_offset.y) == ("11", 10)
        await press(pilot, "ctrl+d", "ctrl+u", "pageup", "pageup")
        assert (app.list.cursor_key, app.list.scroll_offset.y) == ("0", 0)


async def test_a_click_moves_and_a_second_chooses() -> None:
    app = ListApp([row(str(n)) for n in range(5)])
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.click(RowList, offset=(5, 2))
        assert app.said[-1] == ("moved", "2")
        await pilot.click(RowList, offset=(5, 2))
        assert app.said[-1] == ("chosen", "2")
        await pilot.click(RowList, offset=(5, 8))
        assert app.list.cursor_key == "2"


async def test_the_wheel_scrolls_and_leaves_the_cursor() -> None:
    app = ListApp([row(str(n)) for n in range(100)])
    async with app.run_test(size=(40, 10)) as pilot:
        app.list.scroll_to(y=50, animate=False)
        await pilot.pause()
        assert (screen(app)[0], app.list.cursor_key) == ("  row 50", "0")
        await press(pilot, "j")
        assert "▸ row 1" in screen(app)


async def test_the_words_of_an_empty_list_are_drawn_once_and_not_for_each_line(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = list[str]()

    def draw(line: Content, width: int, style: Style) -> Strip:
        drawn.append(line.plain.strip())
        return draw_line(line, width, style)

    monkeypatch.setattr("okrtui.widgets.lists.row_list.draw_line", draw)
    app = ListApp([], empty="one two three four five six")
    async with app.run_test(size=(12, 30)) as pilot:
        drawn.clear()
        app.list.refresh()
        await pilot.pause()
        assert drawn == []
        app.list.set_empty("seven eight nine")
        assert [line for line in screen(app) if line] == ["  seven", "  eight", "  nine"]
        assert drawn == ["seven", "eight", "nine"]


async def test_an_empty_list_says_what_to_do() -> None:
    app = ListApp([], empty="No key results yet: n writes the first one.")
    async with app.run_test(size=(30, 10)) as pilot:
        assert [line.strip() for line in screen(app)[:2]] == ["No key results yet: n", "writes the first one."]
        await press(pilot, "j", "k", "g", "G", "pagedown", "enter")
        assert app.said == []


async def test_markup_and_line_ends_in_a_row_stay_text() -> None:
    app = ListApp([row("a", "[@click=app.bell]x[/] [bold] a [/ b"), row("b", "one\ntwo")])
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.pause()
        assert screen(app)[:2] == ["▸ [@click=app.bell]x[/] [bold] a [/ b", "  one"]
        assert all(not segment.style or not segment.style.meta for segment in app.list.render_line(0))


async def test_wide_text_is_cut_at_the_cell() -> None:
    app = ListApp([row("a", "目标目标目标目标目标目标目标目标")])
    async with app.run_test(size=(12, 3)):
        strip = app.list.render_line(0)
        assert (strip.cell_length, strip.text.rstrip()[-1]) == (12, "…")


async def test_tiny_screens_do_not_fail() -> None:
    app = ListApp([row(str(n)) for n in range(5)], empty="nothing")
    async with app.run_test(size=(1, 1)) as pilot:
        await press(pilot, "j", "pagedown", "G", "ctrl+u")
        app.list.set_rows([])
        await pilot.pause()


async def test_without_colours_the_cursor_is_reversed() -> None:
    app = ListApp([row(str(n)) for n in range(5)])
    app.no_color = True
    async with app.run_test(size=(20, 5)) as pilot:
        await pilot.pause()
        style = next(iter(app.list.render_line(0))).style
        assert style is not None and style.reverse


def test_a_filter_keeps_matching_rows_below_their_headings() -> None:
    rows = [heading("A"), row("1", "Cold start"), row("2", "p99"), heading("B"), row("3", "Users"), heading("C")]
    assert [kept.key for kept in matching(rows, "STA cold")] == ["A", "1"]
    assert [kept.key for kept in matching(rows, "s")] == ["A", "1", "B", "3"]
    assert matching(rows, " ") == rows


async def test_a_focus_that_goes_redraws_only_the_cursors_row_and_another_theme_all() -> None:
    app = ListApp([row(str(number)) for number in range(5)])
    async with app.run_test(size=(30, 6)) as pilot:
        await pilot.pause()
        before = [app.list.render_line(y) for y in range(5)]
        app.set_focus(None)
        await pilot.pause()
        after = [app.list.render_line(y) for y in range(5)]
        assert [a is b for a, b in zip(before, after, strict=True)] == [False, True, True, True, True]
        app.theme = "textual-light" if app.theme != "textual-light" else "textual-dark"
        await pilot.pause()
        assert not any(a is app.list.render_line(y) for y, a in enumerate(after))
