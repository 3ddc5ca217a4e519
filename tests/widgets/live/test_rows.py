"""A card's row: at most three lines, and whose it is and what it is about stay in sight."""

import pytest
from textual.content import Content

from okrtui.model.live import Card, Group
from okrtui.widgets.lists.row_list import matching
from okrtui.widgets.live.rows import card_row, group_rows


def drawn(text: str, width: int, *, is_read: bool = False, **more: str) -> list[str]:
    card = Card(1, text, more.get("author", ""), False, True, more.get("tag", ""), "", None, 1, is_read=is_read)
    lines = card_row(card, width, "·", me="mei").line(width)
    assert isinstance(lines, list)
    return [line.plain if isinstance(line, Content) else line for line in lines]


@pytest.mark.parametrize("words", [3, 12, 13, 14, 15, 16, 40])
def test_a_cards_tag_and_author_are_never_cut(words: int) -> None:
    lines = drawn("proxy " * words, 30, tag="docker", author="bob")
    assert len(lines) <= 3 and all(len(line) <= 30 for line in lines)
    assert lines[-1].endswith("#docker bob")
    assert ("…" in "".join(lines)) == (words > 10)


def test_that_a_card_was_read_stands_apart_from_what_it_answers() -> None:
    assert drawn("proxy", 40, tag="docker", author="bob", is_read=True) == ["· proxy  ✓ read  #docker bob"]
    assert drawn("proxy", 40, is_read=True) == ["· proxy  ✓ read"]


def test_a_tag_longer_than_the_line_leaves_the_words_alone() -> None:
    lines = drawn("proxy " * 40, 16, tag="a-very-long-tag-indeed")
    assert len(lines) == 3 and lines[-1].endswith("…") and "#" not in "".join(lines)


def test_a_filter_that_finds_a_card_keeps_the_name_of_its_group_and_a_folded_one_is_found_too() -> None:
    cards = tuple(Card(number, text, "", False) for number, text in enumerate(("docker layers", "flaky tests"), 1))
    groups = [Group(7, "caching", cards[:1]), Group(8, "suite", cards[1:])]
    for folded in (frozenset[int](), frozenset((7, 8))):
        found = matching(group_rows(groups, 40, frozenset(), "", folded), "docker")
        assert [row.key for row in found] == ["group 7", *([] if folded else ["card 1"])]
