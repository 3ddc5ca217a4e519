"""Cards that come one by one are read one by one, and what is read then is what a whole reading would have given."""

from dataclasses import replace

import pytest

from okrtui.model.live import Phase
from okrtui.rituals.live import facilitation, grouping, sessions
from okrtui.storage.repositories.live.cards import remove_card
from tests.rituals.live.test_sessions import Table, table, to

__all__ = ["table"]


@pytest.mark.parametrize("anonymous", [False, True], ids=["named", "anonymous"])
@pytest.mark.parametrize("concealed", [False, True], ids=["open", "concealed"])
def test_new_cards_alone_make_the_same_view_as_all_cards(table: Table, anonymous: bool, concealed: bool) -> None:
    ref = table.start(anonymous=anonymous, concealed=concealed)
    to(table, ref, Phase.GATHER)
    mei = table.known("ann")
    for login, text in (("bob", "cache #ci"), ("mei", "skip"), ("bob", "@ann split")):
        sessions.write_card(table.ctx(login), ref, text)
    before = sessions.view(mei, ref)
    sessions.write_card(table.ctx("bob"), ref, "[b]one more[/]")
    sessions.write_card(mei, ref, "mine")
    more = sessions.with_new(mei, before)
    assert more == sessions.view(mei, ref) != before
    assert more is not None and [card.mine for card in more.cards] == [False, True, False, False, True]
    assert {card.text for card in more.cards if not card.mine} == (
        {""} if concealed else {"cache", "split", "[b]one more[/]"}
    )


def test_what_is_more_than_new_cards_has_to_be_read_as_a_whole(table: Table) -> None:
    ref = table.start()
    to(table, ref, Phase.GATHER)
    mei = table.ctx("mei")
    first = sessions.write_card(mei, ref, "one")
    before = sessions.view(mei, ref)
    assert sessions.with_new(mei, before) is None  # none came, or it is known already
    sessions.write_card(mei, ref, "two")
    with table.store.transaction():
        remove_card(table.store, first.id)
    assert sessions.with_new(mei, before) is None  # one came and one went
    sessions.write_card(mei, ref, "three")
    facilitation.move(mei, ref)
    after = replace(before, session=sessions.find(mei, ref))
    assert sessions.with_new(mei, after) is None  # after the gathering their order is another


def test_a_change_beside_a_new_card_has_to_be_read_as_a_whole(table: Table) -> None:
    """The journal of an anonymous session calls a change, a card taken back and a new one by the same word."""
    ref = table.start(anonymous=True, concealed=False)
    to(table, ref, Phase.GATHER)
    bob, mei = table.ctx("bob"), table.ctx("mei")
    first, second = (sessions.write_card(bob, ref, text) for text in ("one", "two"))
    before = sessions.view(mei, ref)
    sessions.edit_card(bob, ref, first.id, "one, in other words")
    sessions.write_card(bob, ref, "three")
    assert sessions.with_new(mei, before) is None
    before = sessions.view(mei, ref)
    sessions.write_card(bob, ref, "four")
    sessions.write_card(mei, ref, "five")
    sessions.edit_card(bob, ref, second.id, "")
    assert sessions.with_new(mei, before) is None
    sessions.write_card(bob, ref, "six")
    assert sessions.with_new(mei, sessions.view(mei, ref)) is None  # nothing more came


def test_a_card_that_comes_under_the_id_of_one_that_went_is_read(table: Table) -> None:
    ref = table.start(concealed=False)
    to(table, ref, Phase.GATHER)
    bob, mei = table.ctx("bob"), table.ctx("mei")
    gone = sessions.write_card(bob, ref, "one")
    before = sessions.view(mei, ref)
    sessions.edit_card(bob, ref, gone.id, "")
    assert sessions.write_card(bob, ref, "another").id == gone.id
    found = sessions.view_of(mei, sessions.find(mei, ref), before)
    assert [card.text for card in found.cards] == ["another"]


def test_only_what_was_changed_is_read_anew(table: Table) -> None:
    ref = table.start()
    to(table, ref, Phase.GATHER)
    bob, mei = table.ctx("bob"), table.ctx("mei")
    for number in range(10):
        sessions.write_card(bob, ref, f"card {number}")
    to(table, ref, Phase.GROUP)
    before = sessions.view(mei, ref)
    some = {card.id: card.version for card in before.cards[3:5]}
    grouping.group(bob, ref, some, "two")
    found = sessions.view_of(mei, sessions.find(mei, ref), before)
    assert found == sessions.view(mei, ref) != before
    assert [a is b for a, b in zip(found.cards, before.cards, strict=True)] == [n not in (3, 4) for n in range(10)]
