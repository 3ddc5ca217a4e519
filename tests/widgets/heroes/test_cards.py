"""A card's text is broken by cells, cut with an ellipsis, and its people are never cut in two."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrtui.model.heroes import Reaction, Recipient, Recognition, Standard
from okrtui.text import cells
from okrtui.widgets.drawing.wrapping import wrapped
from okrtui.widgets.forms.fields import SuggestLast
from okrtui.widgets.heroes.cards import boxed, inside, marks_line, people_line, reactions_line

CARD = Recognition(
    id=1,
    giver="lena",
    standard=Standard.CONTRIBUTION,
    story="Found the leak in the proxy at 2 am",
    at=datetime(2026, 11, 23, tzinfo=UTC),
    week="2026-W48",
    recipients=(Recipient("bob"), Recipient("mei")),
    evidence="https://x/PR/512",
)


@given(st.text(), st.integers(1, 40), st.integers(1, 5))
def test_no_line_is_wider_than_asked_and_nothing_is_lost_before_the_cut(text: str, width: int, most: int) -> None:
    lines = wrapped(text, width, most)
    assert len(lines) <= most
    assert all(cells(line) <= max(width, 2) for line in lines)


def test_text_breaks_at_blanks_and_between_wide_characters() -> None:
    assert wrapped("Found the leak\n\nat 2 am", 10, 9) == ["Found the", "leak", "at 2 am"]
    assert wrapped("缓存命中率，提高了", 8, 9) == ["缓存命中", "率，提高", "了"]
    assert wrapped("https://a.very.long/link", 10, 9) == ["https://a.", "very.long/", "link"]
    assert wrapped("one two three four", 9, 1) == ["one two…"]


@pytest.mark.parametrize(
    ("width", "line"), [(40, "lena → bob, mei, 陈静"), (18, "lena → bob, mei +1"), (14, "lena → bob +2")]
)
def test_people_who_do_not_fit_are_a_number_and_none_is_cut(width: int, line: str) -> None:
    assert people_line("lena", ["bob", "mei", "陈静"], width).plain == line


def test_a_card_says_who_what_when_and_what_proves_it() -> None:
    lines = [line.plain.rstrip() for line in inside(CARD, 30, "mei", "2026-W48")]
    assert lines == ["lena → bob, mei            W48", "Found the leak in the proxy at", "2 am", "⌁ x/PR/512"]
    assert inside(CARD, 30, "mei", "2027-W02")[0].plain.endswith("2026-W48")


def test_marks_say_what_is_special() -> None:
    hidden = (Recipient("bob", hidden=True), Recipient("mei", hidden=True))
    card = replace(CARD, across=True, when="always", recipients=hidden)
    assert marks_line(card, "mei").plain == "across teams · practice · hidden by bob, you"
    assert marks_line(CARD, "mei").plain == ""


def test_reactions_are_a_sign_and_a_number_of_the_card() -> None:
    card = replace(CARD, reactions=((Reaction.HEART, ("bob", "ana")), (Reaction.WOW, ("ana",))))
    assert reactions_line(card, "mei").plain == "♥2 ◆1"


@pytest.mark.parametrize("here", [True, False])
def test_every_line_of_a_box_has_its_width(here: bool) -> None:
    card = replace(CARD, story="三天之内把召回率提高了 👩‍🚀 两个百分点" * 3, across=True)
    lines = boxed(marks_line(card, ""), inside(card, 26, "", "2026-W48"), 30, here)
    assert {line.cell_length for line in lines} == {30}
    assert (lines[1].plain[0] == "▌") is here


async def test_only_the_last_name_is_completed_and_nobody_twice() -> None:
    names = SuggestLast(["bob", "bert", "ana"])
    assert await names.get_suggestion("b") == "bob"
    assert await names.get_suggestion("bob, B") == "bob, Bert"
    assert await names.get_suggestion("bob,ana") is None
    assert await names.get_suggestion("bob, ") is None
