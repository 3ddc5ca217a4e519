"""Who leads hides and corrects cards: everywhere at once, attributed, undone, and nothing of an author is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.live import Phase
from okrtui.rituals.journal import log
from okrtui.rituals.live import grouping, moderation, sessions
from okrtui.sharing.pages.brainstorm import brainstorm_page
from tests.rituals.live.test_sessions import Table, to


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path)
    yield made
    made.store.close()


def gathered(table: Table, *texts: str, anonymous: bool = False) -> tuple[str, dict[str, int]]:
    """Start a session that mei leads, with cards of bob's."""
    ref = table.start(anonymous=anonymous)
    to(table, ref, Phase.GATHER)
    return ref, {text: sessions.write_card(table.ctx("bob"), ref, text).id for text in texts}


@pytest.mark.parametrize("anonymous", [False, True])
def test_a_hidden_card_is_nowhere_and_undo_brings_it_back_into_its_group(table: Table, anonymous: bool) -> None:
    ref, made = gathered(table, "junk", "cache", anonymous=anonymous)
    mei, bob = table.ctx("mei"), table.ctx("bob")
    to(table, ref, Phase.GROUP)
    with pytest.raises(Refused, match="mei leads"):
        moderation.hide(bob, ref, made["junk"])
    cards = {card.id: card.version for card in sessions.view(mei, ref).cards}
    group = grouping.group(mei, ref, cards, "both")
    moderation.hide(mei, ref, made["junk"])
    for who in (mei, bob):
        found = sessions.view(who, ref)
        assert [card.text for card in found.cards] == ["cache"] and [len(each.cards) for each in found.groups] == [1]
    assert "junk" not in brainstorm_page(mei, ref)
    entry = log.log(mei)[0]
    assert (entry.who, entry.verb, entry.summary) == ("mei", "hid", "a card") and "junk" not in str(entry.changes)
    to(table, ref, Phase.VOTE)
    assert [len(each.cards) for each in sessions.view(mei, ref).groups] == [1], "it is no group of its own either"
    to(table, ref, Phase.GROUP)
    for _ in range(3):
        log.undo(mei)
    (back,) = sessions.view(bob, ref).groups
    assert back.id == group and sorted(card.text for card in back.cards) == ["cache", "junk"]


def test_a_corrected_card_stays_its_authors_in_its_group_and_one_undo_brings_the_old_words_back(table: Table) -> None:
    ref, made = gathered(table, "flaki tests", "cache")
    mei = table.ctx("mei")
    to(table, ref, Phase.GROUP)
    before = next(card for card in sessions.view(mei, ref).cards if card.id == made["flaki tests"])
    group = grouping.group(mei, ref, {before.id: before.version}, "tests")
    new = moderation.correct(mei, ref, before.id, "flaky tests")
    assert (new.text, new.author, new.group) == ("flaky tests", before.author, group)
    assert sorted(card.text for card in sessions.view(mei, ref).cards) == ["cache", "flaky tests"]
    log.undo(mei)
    assert sorted(card.text for card in sessions.view(mei, ref).cards) == ["cache", "flaki tests"]
    with pytest.raises(Refused, match="the card is empty"):
        moderation.correct(mei, ref, before.id, " ")


def test_an_anonymous_card_is_hidden_and_never_worded_by_somebody_else(table: Table) -> None:
    ref, made = gathered(table, "junk", anonymous=True)
    mei = table.ctx("mei")
    with pytest.raises(Refused, match="concealed until the reveal"):
        moderation.hide(mei, ref, made["junk"])
    to(table, ref, Phase.REVEAL)
    with pytest.raises(Refused, match="nobody else words a card"):
        moderation.correct(mei, ref, made["junk"], "better")
