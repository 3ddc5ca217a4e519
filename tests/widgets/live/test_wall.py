"""Cards side by side: none is lost, none is cut, and the wall is as high as it must be."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from okrtui.model.live import Card, Group, Kind, Phase, Room, Session, View
from okrtui.widgets.live.wall import cards_wall, groups_wall, share, wall
from tests.examples import examples


def cards(number: int, tags: tuple[str, ...] = ("",)) -> list[Card]:
    return [Card(n, f"card {n:04}", "ana", False, tag=tags[n % len(tags)]) for n in range(number)]


@settings(max_examples=examples(60), deadline=None)
@given(st.integers(0, 120), st.integers(20, 250), st.integers(1, 70), st.booleans())
def test_every_card_hangs_once_within_the_width_in_columns_of_one_height(
    number: int, width: int, height: int, asked: bool
) -> None:
    prompts = ("Up", "Down") if asked else ()
    lines = [line.plain for line in cards_wall(cards(number, ("up", "down", "")), prompts, width, height)]
    seen = "\n".join(lines)
    assert all(seen.count(f"card {n:04}") == 1 for n in range(number))
    assert all(len(line) <= width for line in lines)


def test_a_wide_wall_has_more_columns_and_one_that_is_full_grows_downward() -> None:
    heights = [len(cards_wall(cards(60), (), width, 20)) for width in (80, 120, 160, 240)]
    assert heights == sorted(heights, reverse=True) and heights[0] == 60 and heights[-1] <= 20
    assert share(160, 3) >= 44 and not wall(lambda room: [], 100, 10)


def test_few_cards_are_large_where_all_of_them_fit_and_no_word_is_lost() -> None:
    few = [Card(n, text, "ana", False) for n, text in enumerate(("buy runners", "cache layers", "分割测试"))]
    for width, height, is_large in ((240, 40, True), (160, 30, True), (80, 12, False), (240, 6, False)):
        lines = [line.plain for line in cards_wall(few, (), width, height, still=True)]
        assert any("▀" in line or "█" in line for line in lines) is is_large, (width, height)
        assert len(lines) <= height and "分割测试" in "\n".join(lines) and all(len(line) <= width for line in lines)
    still = [line.plain for line in cards_wall(few, (), 240, 40)]
    assert "buy runners" in "\n".join(still), "while cards come none is larger than the next"


def test_two_thousand_cards_keep_their_order_down_each_column() -> None:
    lines = [line.plain for line in cards_wall(cards(2000), (), 160, 30)]
    first = [line.split()[2] for line in lines]
    assert first == sorted(first) and len(lines) < 700


def test_until_there_is_a_group_cards_stand_below_their_question() -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    of = Session(1, "", Kind.RETRO, "t", "q", "mei", Phase.GROUP, False, True, at, prompts=("Start", "Stop"))
    loose = tuple(cards(4, ("start", "stop")))
    view = View(of, loose, (), Room(("mei",), (), 0, False), 3, 3)
    seen = "\n".join(line.plain for line in groups_wall(view, 160, 40))
    assert "■ Start (2)" in seen and "■ Stop (2)" in seen and all(card.text in seen for card in loose)
    grouped = View(of, loose, (Group(7, "Together", loose[:1]),), view.room, 3, 3)
    assert "Together" in "\n".join(line.plain for line in groups_wall(grouped, 80, 12))


def test_while_votes_are_given_a_groups_name_is_whole_where_there_is_room_below_it() -> None:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    of = Session(1, "", Kind.RETRO, "t", "q", "mei", Phase.VOTE, False, True, at)
    name = "a name that takes more cells than one of three columns has"
    groups = tuple(Group(n, f"{n} {name}", tuple(cards(2))) for n in range(1, 19))
    lines = [line.plain for line in groups_wall(View(of, (), groups, Room(("mei",), (), 0, False), 3, 3), 160, 38)]
    assert len(lines) <= 38 and "…" not in "".join(lines)
    assert all(len(line) <= 160 for line in lines)
