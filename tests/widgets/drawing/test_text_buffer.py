"""Typing: a cursor over graphemes, and lines broken by cells."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from okrtui.widgets.drawing.text_buffer import Editing, broken, edit_key, graphemes

FAMILY = "👩\u200d👩\u200d👧"


def keys(editing: Editing, *pressed: str) -> Editing:
    """Press keys."""
    for key in pressed:
        edit_key(editing, key)
    return editing


def test_the_cursor_steps_over_whole_graphemes() -> None:
    editing = Editing(f"a{FAMILY}冷", 0)
    assert [keys(editing, "right").cursor for _ in range(4)] == [1, 1 + len(FAMILY), 2 + len(FAMILY), 2 + len(FAMILY)]
    keys(editing, "left", "backspace")
    assert editing.text == "a冷"


def test_words_and_lines_are_removed_at_once() -> None:
    assert keys(Editing("one two", 7), "ctrl+w").text == "one "
    assert keys(Editing("one\ntwo three", 13), "ctrl+u").text == "one\n"
    assert keys(Editing("one\ntwo", 1), "ctrl+k").text == "o\ntwo"
    assert keys(Editing("one\ntwo", 6), "ctrl+a").cursor == 4
    assert keys(Editing("one\ntwo", 5), "home").cursor == 4 and keys(Editing("one\ntwo", 1), "end").cursor == 3


def test_lines_break_after_blanks_and_long_words_anywhere() -> None:
    def lines(text: str, width: int) -> list[str]:
        return [text[start:end] for start, end in broken(text, width)]

    assert lines("one two three", 8) == ["one two ", "three"]
    assert lines("abcdefghij", 4) == ["abcd", "efgh", "ij"]
    assert lines("冷启动时间", 4) == ["冷启", "动时", "间"]
    assert lines("a\n\nb", 9) == ["a", "", "b"] and lines("", 9) == [""]


def test_the_cursor_goes_up_and_down_by_lines_as_they_are_seen() -> None:
    editing = Editing("one two three", 13)
    assert editing.row(8) == (1, 5)
    assert editing.to_row(0, 5, 8) and editing.cursor == 5
    assert not editing.to_row(-1, 5, 8) and not editing.to_row(2, 0, 8)


@given(st.text(alphabet="ab 冷🚀\n", max_size=40), st.integers(2, 12))
def test_broken_lines_hold_every_character_within_the_width(text: str, width: int) -> None:
    lines = broken(text, width)
    assert "".join(text[start:end] for start, end in lines) == text.replace("\n", "")
    assert all(cell_len(text[start:end].rstrip(" ")) <= width for start, end in lines)
    assert sum(end - start for start, end, _ in graphemes(text)) == len(text)
    for cursor in range(len(text) + 1):
        editing = Editing(text, cursor)
        row, cell = editing.row(width)
        assert 0 <= row < len(lines) and cell >= 0
