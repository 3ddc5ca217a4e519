"""Who leads hides and corrects cards: everywhere at once, attributed, undone, and nothing of an author is told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.errors import Refused, Stale
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


def asked(table: Table, **more: object) -> tuple[str, dict[str, int]]:
    """Start a session with two questions that mei leads, with cards of bob's that answer the first one."""
    ref = table.start(prompts=("Start", "Stop"), **more)
    to(table, ref, Phase.GATHER)
    texts = ("pair", "merge late")
    return ref, {text: sessions.write_card(table.ctx("bob"), ref, f"{text} #start").id for text in texts}


def tags(table: Table, ref: str) -> dict[str, str]:
    to_see = sessions.view(table.ctx("bob"), ref).cards
    return {card.text: card.tag for card in to_see}


def versions(table: Table, ref: str, *texts: str) -> dict[int, int]:
    return {card.id: card.version for card in sessions.view(table.ctx("bob"), ref).cards if card.text in texts}


def test_a_card_is_put_below_another_question_by_its_author_and_by_who_leads_once_it_is_read(table: Table) -> None:
    ref, _ = asked(table)
    mei, bob, ana = (table.ctx(login) for login in ("mei", "bob", "ana"))
    late = versions(table, ref, "merge late")
    with pytest.raises(Refused, match="somebody else’s"):
        moderation.ask_of(mei, ref, late, "Stop")
    with pytest.raises(Refused, match="no question of S1"):
        moderation.ask_of(bob, ref, late, "Continue")
    assert moderation.ask_of(bob, ref, late, "Stop") == 1
    assert moderation.ask_of(bob, ref, versions(table, ref, "merge late"), "Stop") == 0, "it is there already"
    assert (log.log(bob)[0].who, log.log(bob)[0].summary) == ("bob", "1 card"), "concealed still"
    log.undo(bob)
    assert tags(table, ref) == {"pair": "start", "merge late": "start"}
    to(table, ref, Phase.GROUP)
    with pytest.raises(Refused, match="mei leads"):
        moderation.ask_of(ana, ref, versions(table, ref, "pair"), "Stop")
    seen = versions(table, ref, "pair", "merge late")
    assert moderation.ask_of(mei, ref, seen, "Stop") == 2
    assert (log.log(mei)[0].who, log.log(mei)[0].summary) == ("mei", "2 cards → Stop")
    with pytest.raises(Stale):
        moderation.ask_of(mei, ref, seen, "Start")
    assert moderation.ask_of(mei, ref, versions(table, ref, "pair"), "") == 1
    assert tags(table, ref) == {"pair": "", "merge late": "stop"}
    log.undo(mei)
    log.undo(mei)
    assert tags(table, ref) == {"pair": "start", "merge late": "start"}


def test_an_anonymous_card_is_put_below_another_question_by_who_leads_alone(table: Table) -> None:
    ref, _ = asked(table, anonymous=True)
    with pytest.raises(Refused, match="who leads puts a card"):
        moderation.ask_of(table.ctx("bob"), ref, versions(table, ref, "pair"), "Stop")
    to(table, ref, Phase.REVEAL)
    assert moderation.ask_of(table.ctx("mei"), ref, versions(table, ref, "pair"), "Stop") == 1
    assert "bob" not in str(log.log(table.ctx("mei"))[0])
    assert tags(table, ref)["pair"] == "stop"
