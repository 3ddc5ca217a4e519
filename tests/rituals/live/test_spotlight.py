"""What whoever leads reads is lit for everybody; what was read stays so for who leads next, and names nobody."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.live import Phase
from okrtui.rituals.journal import log
from okrtui.rituals.live import facilitation, grouping, moderation, sessions, spotlight
from okrtui.storage.maintenance.verify import verify_journal
from tests.rituals.live.test_moderation import gathered
from tests.rituals.live.test_sessions import Table, to


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path)
    yield made
    made.store.close()


@pytest.mark.parametrize("anonymous", [False, True])
def test_what_is_lit_is_for_everybody_and_goes_out_where_cards_are_concealed(table: Table, anonymous: bool) -> None:
    ref, made = gathered(table, "cache", "runners", anonymous=anonymous)
    mei, bob = table.ctx("mei"), table.ctx("bob")
    with pytest.raises(Refused, match="concealed until the reveal"):
        spotlight.light(mei, ref, card=made["cache"])
    to(table, ref, Phase.REVEAL)
    entries = len(log.log(mei))
    assert spotlight.light(mei, ref, card=made["cache"]) == f"card {made['cache']}"
    assert sessions.view(bob, ref).room.lit == f"card {made['cache']}"
    assert len(log.log(mei)) == entries, "it is as who is there"
    facilitation.move(mei, ref, Phase.GATHER)
    assert sessions.view(bob, ref).room.lit == ""
    to(table, ref, Phase.GROUP)
    group = grouping.group(mei, ref, {card.id: card.version for card in sessions.view(mei, ref).cards}, "both")
    spotlight.light(mei, ref, group=group)
    assert sessions.view(bob, ref).room.lit == f"group {group}"
    assert spotlight.light(mei, ref) == sessions.view(bob, ref).room.lit == ""


def test_only_who_leads_lights_what_is_there_and_it_is_dark_when_they_are_gone(table: Table) -> None:
    ref, made = gathered(table, "cache")
    to(table, ref, Phase.REVEAL)
    mei, bob = table.ctx("mei"), table.ctx("bob")
    with pytest.raises(Refused, match="mei leads"):
        spotlight.light(bob, ref, card=made["cache"])
    with pytest.raises(Refused, match="there is no card 99"):
        spotlight.light(mei, ref, card=99)
    with pytest.raises(Refused, match="there is no group 99"):
        spotlight.light(mei, ref, group=99)
    spotlight.light(mei, ref, card=made["cache"])
    later = table.ctx("bob", minutes=2)
    assert sessions.view(later, ref).room.lit == ""
    facilitation.take_over(later, ref)
    spotlight.light(later, ref, card=made["cache"])
    assert sessions.view(table.ctx("ana", minutes=2), ref).room.lit == f"card {made['cache']}"


@pytest.mark.parametrize("anonymous", [False, True])
def test_what_was_read_stays_read_for_whoever_leads_next_and_undo_takes_it_back(table: Table, anonymous: bool) -> None:
    ref, made = gathered(table, "cache", "runners", "flaky", anonymous=anonymous)
    to(table, ref, Phase.GROUP)
    mei, bob = table.ctx("mei"), table.ctx("bob")
    with pytest.raises(Refused, match="mei leads"):
        spotlight.mark_read(bob, ref, card=made["cache"])
    assert spotlight.mark_read(mei, ref, card=made["cache"]) == 1
    assert spotlight.mark_read(mei, ref, card=made["cache"]) == 0, "it is already"
    entry = log.log(mei)[0]
    assert (entry.who, entry.verb, entry.ref, entry.summary) == ("mei", "read", ref, "1 card")
    assert not any(word in str(entry.changes) for word in ("cache", "bob", "author"))
    rest = {card.id: card.version for card in sessions.view(mei, ref).cards if card.text != "cache"}
    group = grouping.group(mei, ref, rest, "rest")
    facilitation.hand_over(mei, ref, "bob")
    assert spotlight.mark_read(bob, ref, group=group) == 2
    assert [each.is_read for each in sessions.view(mei, ref).groups] == [True]
    assert all(card.is_read for card in sessions.view(mei, ref).cards)
    log.undo(bob)
    assert [card.text for card in sessions.view(bob, ref).cards if card.is_read] == ["cache"]
    assert spotlight.mark_read(bob, ref, card=made["cache"], is_read=False) == 1
    assert not any(card.is_read for card in sessions.view(mei, ref).cards)
    assert not verify_journal(table.store).strange


def test_a_corrected_card_is_read_aloud_again(table: Table) -> None:
    ref, made = gathered(table, "flaki")
    to(table, ref, Phase.REVEAL)
    spotlight.mark_read(table.ctx("mei"), ref, card=made["flaki"])
    assert not moderation.correct(table.ctx("mei"), ref, made["flaki"], "flaky").is_read
