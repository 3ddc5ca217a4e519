"""The hero board thanks people in public, leaves them in charge, and ranks nobody."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.heroes import Reaction, Recognition, Standard
from okrtui.rituals import heroes
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log
from okrtui.rituals.okrs import objectives
from okrtui.rituals.people import members
from okrtui.rituals.week import checkins
from okrtui.storage.journal.feed import mark_seen, poll
from okrtui.storage.open import open_store
from tests.workspaces import ctx, workspace

HELP, HONOR, GROWTH = Standard.CONTRIBUTION, Standard.HONOR, Standard.INCREMENT
LATER = 2 / (7 * 24 * 60)
"""Two minutes, in weeks."""


@pytest.fixture
def mei(tmp_path: Path) -> Iterator[Context]:
    store = workspace(tmp_path)
    here = ctx(store)
    for team, login in (("Platform", "mei"), ("Search", "bob"), ("Platform", "lena")):
        if team not in [each.name for each in members.teams(here)]:
            members.add_team(here, team)
        members.edit_member(here, login, teams=(team,))
    yield here
    store.close()


def refs(cards: tuple[Recognition, ...]) -> list[str]:
    return [card.ref for card in cards]


def test_a_card_says_who_thanked_whom_for_what(mei: Context) -> None:
    objectives.add_objective(mei, "Boring")
    objectives.add_key_result(mei, "O1", "p99", target=1)
    card = heroes.post(mei, ["bob", "@lena", "bob"], "Found the leak\nat 2 am", HELP, evidence="PR 512", kr="kr1.1")
    assert (card.giver, [r.login for r in card.recipients]) == ("mei", ["bob", "lena"])
    assert (card.story, card.evidence, card.kr, card.week) == ("Found the leak\nat 2 am", "PR 512", "KR1.1", "2026-W48")
    assert refs(heroes.board(mei)) == [card.ref]


def test_thanks_from_one_team_to_another_are_marked(mei: Context) -> None:
    assert heroes.post(mei, ["bob"], "x", HELP).across
    assert not heroes.post(mei, ["lena"], "x", HELP).across
    assert not heroes.post(mei, ["stranger"], "x", HELP).across


@pytest.mark.parametrize(
    ("recipients", "story", "standard", "says"),
    [
        (["mei"], "x", HELP, "yourself"),
        (["bob", "mei"], "x", HELP, "yourself"),
        ([], "x", HELP, "who do you want to thank"),
        ([" "], "x", HELP, "who do you want to thank"),
        (["bob"], " \n", HELP, "story"),
        (["bob"], "x", GROWTH, "evidence"),
        (["bob; rm"], "x", HELP, "can't be a login"),
    ],
)
def test_what_is_no_thanks_is_refused(
    mei: Context, recipients: list[str], story: str, standard: Standard, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        heroes.post(mei, recipients, story, standard)
    assert heroes.board(mei) == ()


def test_within_a_minute_a_card_goes_without_trace(mei: Context) -> None:
    card = heroes.post(mei, ["bob"], "secret words", HELP)
    heroes.react(ctx(mei.store, "lena"), card.ref, Reaction.HEART)
    reader = ctx(mei.store, "lena")
    mark_seen(reader.store)
    heroes.withdraw(mei, card.ref)
    with pytest.raises(Refused, match="no card"):
        heroes.find(mei, card.ref)
    assert card.ref not in str(log.log(mei))
    for table in ("recognition", "recipient", "reaction"):
        assert mei.store.sql(f"SELECT COUNT(*) FROM {table}") == [(0,)]
    assert "secret" not in str(mei.store.sql("SELECT * FROM activity"))


def test_undo_takes_a_card_back_in_its_minute_and_not_later(mei: Context) -> None:
    heroes.post(mei, ["bob"], "x", HELP)
    assert log.undo(mei).verb == "thanked"
    assert heroes.board(mei) == ()
    heroes.post(mei, ["bob"], "x", HELP)
    with pytest.raises(Refused, match="with a reason"):
        log.undo(ctx(mei.store, weeks=LATER))


def test_an_open_board_learns_that_a_card_was_taken_back(mei: Context) -> None:
    card = heroes.post(mei, ["bob"], "x", HELP)
    other = open_store(mei.store.address)
    mark_seen(other)
    heroes.withdraw(mei, card.ref)
    assert poll(other) != ()
    heroes.post(mei, ["bob"], "y", HELP)
    assert [e.verb for e in poll(other)] == ["thanked"]
    other.close()


def test_later_a_card_is_withdrawn_visibly_with_a_reason_and_only_by_its_giver(mei: Context) -> None:
    card = heroes.post(mei, ["bob"], "x", HELP)
    later = ctx(mei.store, weeks=LATER)
    with pytest.raises(Refused, match="why"):
        heroes.withdraw(later, card.ref)
    with pytest.raises(Refused, match="mei's to withdraw"):
        heroes.withdraw(ctx(mei.store, "bob"), card.ref, "no")
    heroes.withdraw(later, card.ref, "it was lena")
    assert heroes.board(mei) == ()
    assert heroes.find(mei, card.ref).reason == "it was lena"
    assert log.log(mei)[0].verb == "withdrew"
    with pytest.raises(Refused, match="was withdrawn"):
        heroes.react(mei, card.ref, Reaction.STAR)


def test_one_reaction_of_each_kind_per_person(mei: Context) -> None:
    card = heroes.post(mei, ["bob"], "x", HELP)
    bob = ctx(mei.store, "bob")
    assert heroes.react(bob, card.ref, Reaction.HEART)
    assert heroes.react(mei, card.ref, Reaction.HEART)
    assert heroes.react(bob, card.ref, Reaction.STAR)
    assert heroes.find(mei, card.ref).reactions == ((Reaction.HEART, ("bob", "mei")), (Reaction.STAR, ("bob",)))
    assert not heroes.react(bob, card.ref, Reaction.HEART)
    assert heroes.find(mei, card.ref).reactions == ((Reaction.HEART, ("mei",)), (Reaction.STAR, ("bob",)))


def test_a_recipient_decides_whether_a_card_about_them_is_shown(mei: Context) -> None:
    card = heroes.post(mei, ["bob"], "x", HELP)
    bob, lena = ctx(mei.store, "bob"), ctx(mei.store, "lena")
    with pytest.raises(Refused, match="only they decide"):
        heroes.hide(lena, card.ref)
    heroes.hide(bob, card.ref)
    assert heroes.board(lena) == ()
    assert heroes.exported(mei, "2026-W01", "2026-W53") == heroes.of_week(mei, "2026-W48") == ()
    assert [c.hidden for c in heroes.board(mei)] == [c.hidden for c in heroes.board(bob)] == [True]
    heroes.hide(bob, card.ref, hidden=False)
    assert refs(heroes.board(lena)) == [card.ref]


def test_a_recipient_tells_it_in_their_own_words(mei: Context) -> None:
    card = heroes.post(mei, ["bob", "lena"], "x", HELP)
    heroes.in_own_words(ctx(mei.store, "bob"), card.ref, "We did it together")
    assert [r.words for r in heroes.find(mei, card.ref).recipients] == ["We did it together", ""]


def test_a_practice_says_when_and_how_and_is_found(mei: Context) -> None:
    card = heroes.post(mei, ["bob"], "Pairing on the release", HELP)
    heroes.post(mei, ["bob"], "Other", HELP)
    heroes.mark_practice(ctx(mei.store, "bob"), card.ref, "before a risky release", "two people, one keyboard")
    assert refs(heroes.practices(mei)) == [card.ref]
    assert refs(heroes.practices(mei, ["risky", "PAIRING"])) == [card.ref]
    assert heroes.practices(mei, ["holiday"]) == ()


def test_the_board_is_filtered_by_time_person_team_standard_and_words(mei: Context) -> None:
    old = heroes.post(ctx(mei.store, weeks=-20), ["bob"], "Long ago", HONOR)
    mine = heroes.post(mei, ["lena"], "Cache 缓存 works", HELP)
    bobs = heroes.post(ctx(mei.store, "bob"), ["tom"], "Sold", GROWTH, evidence="12 %")

    def shown(**more: object) -> list[str]:
        return refs(heroes.board(mei, heroes.Filter(**more)))  # type: ignore[arg-type]

    assert shown() == shown(period="week") == [bobs.ref, mine.ref]
    assert shown(period="all") == [bobs.ref, mine.ref, old.ref]
    assert shown(period="all", person="bob") == [bobs.ref, old.ref]
    assert shown(team="Platform") == [mine.ref]
    assert shown(words=("缓存",)) == shown(words=("LENA", "cache")) == [mine.ref]
    assert refs(heroes.board(mei, standard=GROWTH)) == [bobs.ref]
    assert refs(heroes.board(mei, limit=1)) == [bobs.ref]
    assert refs(heroes.board(mei, below=bobs.id)) == [mine.ref]


def test_the_nudge_names_people_i_worked_with_whom_nobody_thanked(mei: Context) -> None:
    objectives.add_objective(mei, "Boring")
    objectives.add_key_result(mei, "O1", "p99", target=1)
    objectives.add_key_result(mei, "O1", "docs", target=1, dri="lena")
    checkins.check_in(ctx(mei.store, "bob"), "KR1.1", 1)
    checkins.check_in(mei, "KR1.2", 1)
    assert [m.login for m in heroes.not_thanked_yet(mei)] == ["bob", "lena"]
    heroes.post(ctx(mei.store, "lena"), ["bob"], "x", HELP)
    assert [m.login for m in heroes.not_thanked_yet(mei)] == ["lena"]


def test_a_persons_page_is_a_story_in_time_order(mei: Context) -> None:
    first = heroes.post(ctx(mei.store, weeks=-20), ["bob"], "one", HELP)
    heroes.post(ctx(mei.store, "bob"), ["mei"], "by bob", HELP)
    second = heroes.post(mei, ["lena", "bob"], "two", HELP)
    assert refs(heroes.about(mei, "bob")) == [first.ref, second.ref]
