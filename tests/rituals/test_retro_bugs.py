"""What went wrong in a retro once, or would have: agendas that change under way, topics that are merged, undo."""

import pytest

from okrtui.errors import Refused
from okrtui.live import Phase
from okrtui.retro import PollKind
from okrtui.rituals import agenda, discussing, grouping, leading, live, polls, retro
from tests.rituals import test_retro
from tests.rituals.test_retro import Table

table = test_retro.table


def at_an_item(table: Table, **more: object) -> tuple[str, int]:
    """Start a retro that is at an item of its own before the gathering, where cards were written; return both."""
    agenda.propose(table.seat("bob"), "the pager")
    of = retro.start(table.seat(), "Friday", **more)  # type: ignore[arg-type]  # options as data
    table.to(of.ref, Phase.GATHER)
    for number in range(12):
        live.write_card(table.seat("bob"), of.ref, f"card {number}")
    table.to(of.ref, Phase.ITEM)
    return of.ref, next(item.id for item in of.agenda if item.phase is Phase.ITEM)


def test_an_item_that_is_moved_past_the_gathering_shuffles_the_cards_as_a_step_does(table: Table) -> None:
    ref, item = at_an_item(table, anonymous=True)
    came = [card.id for card in live.view(table.seat("bob"), ref).cards]
    agenda.move_item(table.seat(), ref, item, 1)
    found = live.view(table.seat(), ref).cards
    assert all(card.shown for card in found)
    assert [card.id for card in found] != came


def test_an_item_that_is_moved_past_the_vote_leaves_no_card_without_a_topic(table: Table) -> None:
    ref, item = at_an_item(table)
    agenda.move_item(table.seat(), ref, item, 3)
    table.to(ref, Phase.DISCUSS)
    found = retro.retro_view(table.seat(), ref)
    assert found.view.loose == ()
    assert len(found.topics) == 12


def test_a_topic_that_is_up_goes_with_its_group(table: Table) -> None:
    mei = table.seat()
    ref = retro.start(mei, "Friday").ref
    first, second = table.voted(ref)
    assert table.to(ref, Phase.DISCUSS).topic == first
    table.to(ref, Phase.GROUP)
    cards = {c.id: c.version for g in live.view(mei, ref).groups if g.id == first for c in g.cards}
    with pytest.raises(Refused, match="was talked about"):
        grouping.ungroup(mei, ref, cards)
    grouping.merge(mei, ref, first, second)
    assert table.to(ref, Phase.DISCUSS).topic == second
    assert discussing.write_note(mei, ref, "both of it").group == second


def test_a_topic_proposed_while_a_retro_starts_waits_for_the_next_one(table: Table) -> None:
    mei = table.seat()
    agenda.propose(mei, "the pager")
    way = retro.proposed_agenda(mei, "sailboat")
    late = agenda.propose(table.seat("bob"), "a moment later")
    retro.start(mei, "Friday", template="sailboat", items=way)
    assert agenda.proposed(mei) == (late,)


def test_a_step_that_is_not_on_the_agenda_is_named_as_that(table: Table) -> None:
    ref = retro.start(table.seat(), "Friday").ref
    with pytest.raises(Refused, match="no such step; its agenda: lobby, review, stage, gather"):
        table.to(ref, Phase.SCORE)
    with pytest.raises(Refused, match="no such step"):
        leading.move(table.seat(), ref, item=999)


def test_answers_and_votes_of_one_person_are_not_linked_in_an_anonymous_retro(table: Table) -> None:
    ref, bob = retro.start(table.seat(), "Friday", anonymous=True).ref, table.seat("bob")
    table.voted(ref)
    table.to(ref, Phase.DISCUSS)
    for number in (4, 2):
        polls.ask(table.seat(), ref, PollKind.FIST)
        polls.answer(bob, ref, number)
        assert polls.find(bob, ref).mine == number
    stored = [row[0] for row in table.store.sql("SELECT ballot FROM answer UNION ALL SELECT DISTINCT ballot FROM vote")]
    assert len(set(stored)) == len(stored) == 4
