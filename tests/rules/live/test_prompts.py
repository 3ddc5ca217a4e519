"""Questions with columns: which one a card answers, whatever else its words say."""

import pytest

from okrtui.errors import Refused
from okrtui.model.live import Card
from okrtui.rules.live.prompts import answering, checked, columns, named, place, split, tag_of

ASKED = ("What slowed us?", "What helped?", "Longed for", "3 wishes")


def card(number: int, tag: str) -> Card:
    return Card(number, f"card {number}", "", False, tag=tag)


def test_a_question_has_a_tag_that_can_be_typed() -> None:
    assert [*map(tag_of, ASKED)] == ["what-slowed-us", "what-helped", "longed-for", "q-3-wishes"]
    assert all(place(tag_of(each), ASKED) == at for at, each in enumerate(ASKED))
    assert place("", ASKED) is None and place("docker", ASKED) is None


def test_cards_stand_below_what_they_answer_in_the_order_of_the_questions_and_none_is_lost() -> None:
    cards = [card(1, "what-helped"), card(2, ""), card(3, "what-slowed-us"), card(4, "docker"), card(5, "what-helped")]
    found = [(at, [each.id for each in own]) for at, own in columns(cards, ASKED)]
    assert found == [(0, [3]), (1, [1, 5]), (2, []), (3, []), (None, [2, 4])]
    assert columns(cards, ()) == [(None, cards)]


def test_a_cards_own_tag_stays_in_its_words_unless_it_names_the_question() -> None:
    assert answering("flaky #ci", "Longed for", ASKED) == "flaky #ci #longed-for"
    assert answering("flaky #what-helped", "Longed for", ASKED) == "flaky #what-helped"
    assert answering("flaky #ci", "", ()) == "flaky #ci"


def test_a_question_is_named_by_its_words_how_they_begin_or_its_number() -> None:
    assert [named(wish, ASKED) for wish in ("what helped?", "longed", "1", "what-slowed-us")] == [
        "What helped?",
        "Longed for",
        "What slowed us?",
        "What slowed us?",
    ]
    with pytest.raises(Refused, match="“what” is no question of this session; there are “What slowed us"):
        named("what", ASKED)
    with pytest.raises(Refused, match="no questions of its own"):
        named("what", ())


def test_what_cannot_be_a_question_is_refused_with_what_to_do() -> None:
    assert checked(split(" Start /Stop/  / Go on ")) == ("Start", "Stop", "Go on")
    for wrong, said in (
        (("Start", "start!"), "there twice"),
        (("x" * 61,), "too long"),
        (tuple(f"q {each}" for each in "abcdefghij"), "9 questions at most"),
    ):
        with pytest.raises(Refused, match=said):
            checked(wrong)
