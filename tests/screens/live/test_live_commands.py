"""The command groups of a live session without an app: what they refuse, what they do, and that no card is lost."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.live import Phase
from okrtui.rituals.journal import log
from okrtui.rituals.live import grouping, sessions
from okrtui.screens.ideas.brainstorm import Choosing
from okrtui.screens.live.card_entry import CardEntry
from okrtui.screens.live.facilitation import Facilitation, Leaving, Moderation, closing_words
from okrtui.screens.live.grouping import Grouping
from okrtui.screens.live.voting import Voting
from okrtui.widgets.live.card_line import CardLine
from tests.screens.fake_live import FakeLive
from tests.screens.live_room import CARDS, Room


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def now(screen: FakeLive) -> Phase | None:
    return screen.state.phase


def reasons(*groups: object) -> dict[str, str | None]:
    """Return why each command cannot be done now."""
    return {
        name.removeprefix("why_not_"): getattr(each, name)()
        for each in groups
        for name in dir(each)
        if name.startswith("why_not_")
    }


def test_commands_that_a_phase_or_who_leads_does_not_allow_say_why(room: Room) -> None:
    room.start(Phase.GATHER, *CARDS)
    bob = FakeLive(room, "bob")
    bob.on("card")
    why = reasons(CardEntry(bob), Grouping(bob, CardEntry(bob)), Voting(bob), Facilitation(bob), Choosing(bob))
    grouped = "cards are grouped in “reveal” or “group”; this is “gather”"
    assert [why[name] for name in ("mark", "group", "split", "merge", "alike")] == [grouped] * 5
    led = "mei leads S1; t takes over when they are gone for a minute"
    assert {bob.told(why[name]) for name in ("next", "phase", "minute", "pause", "hand", "title", "proxy")} == {led}
    assert str(why["unvote"]).startswith("votes are given in “vote”") and str(why["choose"]).startswith("groups are")
    assert str(why["take"]).startswith("mei is here") and why["write"] is None and why["ready"] is None
    assert why["inbox"] == "cards are taken now: enter adds it"
    room.move(Phase.CLOSED)
    bob.look()
    why = reasons(CardEntry(bob), Grouping(bob, CardEntry(bob)), Facilitation(bob))
    assert {why[name] for name in ("ready", "rename", "next", "previous", "take")} == {"S1 is closed"}


def test_nothing_can_be_done_where_no_session_runs(room: Room) -> None:
    alone = FakeLive(room)
    why = reasons(
        CardEntry(alone), Grouping(alone, CardEntry(alone)), Voting(alone), Facilitation(alone), Choosing(alone)
    )
    assert why.pop("inbox") == "there is no half-typed card"
    assert set(why.values()) == {"no session runs"}


async def test_moving_on_asks_while_people_type_and_before_it_ends(room: Room) -> None:
    room.start(Phase.GATHER)
    room.do(sessions.enter, room.ref, login="bob")
    room.do(sessions.typing, room.ref, True, login="bob")
    mei = FakeLive(room)
    lead = Facilitation(mei)
    mei.answers = [False]
    await lead.do_next()
    asked = "0 of 1 other is ready, 1 person is typing, 08:00 left. Move on to “reveal”?"
    assert mei.asked == [asked] and now(mei) is Phase.GATHER
    mei.answers = [True]
    await lead.do_next()
    assert now(mei) is Phase.REVEAL
    await lead.do_previous()
    assert now(mei) is Phase.GATHER
    room.move(Phase.SELECT)
    mei.look()
    mei.answers = [False]
    await lead.do_next()
    assert mei.asked[-1] == "Close S1?" and now(mei) is Phase.SELECT
    assert closing_words(mei.state)[0].startswith("0 of 0 groups are not chosen")


async def test_totals_are_not_shown_by_one_key_while_people_vote(room: Room) -> None:
    room.start(Phase.VOTE, *CARDS)
    for login in ("bob", "ana"):
        room.do(sessions.enter, room.ref, login=login)
    mei = FakeLive(room)
    lead = Facilitation(mei)
    mei.answers = [False]
    await lead.do_next()
    assert mei.asked == ["3 of 3 still vote, 04:00 left. Move on to “select”?"] and now(mei) is Phase.VOTE
    await lead.do_previous()
    assert now(mei) is Phase.GROUP and len(mei.asked) == 1, "nothing is shown by going back"
    room.move(Phase.VOTE)
    for login in ("bob", "ana"):
        room.do(sessions.ready, room.ref, login=login)
    mei.look()
    await lead.do_next()
    assert now(mei) is Phase.SELECT and len(mei.asked) == 1, "all others are ready"


async def test_whoever_leads_is_asked_before_they_leave(room: Room) -> None:
    room.start(Phase.GATHER)
    mei = FakeLive(room)
    mei.answers = [False, True]
    await Leaving(mei).do_back()
    assert mei.asked == ["You lead S1. Leave its screen?"] and mei.went == []
    await Leaving(mei).do_back()
    assert mei.went == [("", "")]


def test_a_marked_card_hands_the_cursor_on_and_a_folded_group_is_mine_alone(room: Room) -> None:
    room.start(Phase.GROUP, *CARDS)
    room.do(grouping.group, room.ref, {card.id: card.version for card in room.view().cards[:2]}, "caching")
    mei, bob = FakeLive(room), FakeLive(room, "bob")
    cards = Grouping(mei, CardEntry(mei))
    mei.on("card", 2)
    cards.do_mark()
    assert (len(mei.state.marked), mei.steps) == (1, 1)
    mei.on("group")
    cards.do_fold()
    assert len(mei.state.folded) == 1 and mei.key.startswith("group") and not bob.state.folded
    cards.do_fold()
    assert not mei.state.folded


async def test_who_leads_hides_and_corrects_a_card_and_others_are_told_why_not(room: Room) -> None:
    room.start(Phase.GROUP, *CARDS)
    mei, bob = FakeLive(room), FakeLive(room, "bob")
    bob.on("card")
    assert str(Moderation(bob).why_not_hide()).startswith("mei leads S1")
    lead = Moderation(mei)
    assert lead.why_not_hide() == "select a card first"
    mei.on("card", [card.text for card in room.view().cards].index("buy faster runners"))
    mei.answers = ["buy runners"]
    await lead.do_correct()
    assert "buy runners" in room.texts() and "buy faster runners" not in room.texts()
    mei.look()
    mei.on("card", [card.text for card in room.view().cards].index("buy runners"))
    await lead.do_hide()
    assert "buy runners" not in room.texts() and "hidden from everybody" in mei.said()


async def test_in_the_vote_undo_says_where_a_vote_is_taken_back(room: Room) -> None:
    room.start(Phase.GROUP, *CARDS)
    cards = {card.id: card.version for card in room.view().cards[:2]}
    room.do(grouping.group, room.ref, cards, "caching", login="bob")
    room.move(Phase.VOTE)
    with pytest.raises(Refused, match="what came before the vote stays while it runs; a vote is taken back on the"):
        room.do(log.undo, login="bob")


async def test_a_half_typed_card_counts_until_it_is_sent_or_emptied(room: Room) -> None:
    room.start(Phase.GATHER)
    bob = FakeLive(room, "bob")
    entry = CardEntry(bob)
    bob.line.put("half a")
    entry.hear(CardLine.Typed("half a"))
    await bob.work()
    for _ in range(4):
        room.now += timedelta(seconds=25)
        entry.tell_draft()
        assert bob.ctx is not None
        bob.ctx = replace(bob.ctx, now=room.now)
        await bob.work()
        assert room.view().room.typing == 1
    bob.line.put("")
    entry.hear(CardLine.Typed(""))
    await bob.work()
    assert room.view().room.typing == 0


async def test_who_leads_votes_for_people_without_a_terminal_out_of_their_budget(room: Room) -> None:
    room.start(Phase.VOTE, *CARDS)
    mei = FakeLive(room)
    mei.on("group")
    mei.answers = [{"who": "bob"}]
    await Voting(mei).do_proxy()
    assert mei.said().startswith("one vote of bob’s for “")
    assert (room.view("bob").votes_left, room.view("mei").votes_left) == (2, 3)
    await Voting(mei).do_proxy()
    mei.answers = [{"who": "ana"}]
    await Voting(mei).do_voter()
    await Voting(mei).do_proxy()
    assert [room.view(login).votes_left for login in ("bob", "ana")] == [1, 1], "whose is asked once for each"


def test_in_an_anonymous_session_nobody_votes_for_somebody_else(room: Room) -> None:
    room.start(Phase.VOTE, *CARDS, anonymous=True)
    mei = FakeLive(room)
    mei.on("group")
    assert str(Voting(mei).why_not_proxy()).startswith("in an anonymous session nobody votes for somebody else")


async def test_each_press_is_a_vote_and_one_too_many_is_said(room: Room) -> None:
    room.start(Phase.VOTE, *CARDS)
    mei = FakeLive(room)
    mei.on("group")
    voting = Voting(mei)
    for _ in range(4):
        voting.do_vote()
    await mei.work()
    assert room.view().votes_left == 0 and mei.messages[-1][1] == "error"
    voting.do_unvote()
    await mei.work()
    assert room.view().votes_left == 1


async def test_who_groups_later_is_told_and_the_name_is_not_lost(room: Room) -> None:
    room.start(Phase.GROUP, *CARDS)
    mei = FakeLive(room)
    cards = Grouping(mei, CardEntry(mei))
    mei.on("card")
    cards.do_mark()
    card = room.view().cards[0]
    assert mei.state.marked == {card.id}
    room.do(grouping.group, room.ref, {card.id: card.version}, "bob’s", login="bob")
    mei.answers = ["Mine"]
    await cards.do_group()
    assert "somebody else has changed it meanwhile" in mei.said() and mei.state.marked
    assert [value for name, value in mei.drafts.kept.items() if "grouping" in name] == [{"text": "Mine"}]
    assert [group.name for group in room.view().groups] == ["bob’s"]


def test_cards_that_share_words_are_suggested_once(room: Room) -> None:
    room.start(Phase.GROUP, *CARDS)
    mei = FakeLive(room)
    cards = Grouping(mei, CardEntry(mei))
    cards.do_alike()
    assert len(mei.state.marked) == 2 and mei.said().startswith("2 cards share words")
    assert mei.key in {f"card {each}" for each in mei.state.marked}
    cards.do_alike()
    assert not mei.state.marked and mei.said() == "no more cards share their words"


def enter(entry: CardEntry, mei: FakeLive, *texts: str) -> None:
    """Type cards and enter each."""
    for text in texts:
        mei.line.put(text)
        entry.hear(CardLine.Typed(text))
        entry.hear(CardLine.Entered(text))


async def test_cards_that_cannot_be_stored_all_come_back_and_are_kept(room: Room) -> None:
    room.start(Phase.GATHER)
    mei = FakeLive(room)
    entry = CardEntry(mei)
    enter(entry, mei, "one >KR9.9", "two >KR9.9")
    mei.line.put("thr")
    entry.hear(CardLine.Typed("thr"))
    kept = mei.drafts.kept[entry.draft_name()]
    assert sorted(kept.split("\n")) == ["one >KR9.9", "thr", "two >KR9.9"], "before they are stored, too"
    await mei.work()
    assert "KR9.9" in mei.said() and not mei.state.unsent
    assert (mei.line.text, mei.state.offered) == ("thr", ["one >KR9.9", "two >KR9.9"])
    assert sorted(mei.drafts.kept[entry.draft_name()].split("\n")) == ["one >KR9.9", "thr", "two >KR9.9"]
    enter(entry, mei, "three")
    assert mei.line.text == "one >KR9.9", "the line is empty: the first of them is offered"
    await mei.work()
    assert room.texts() == ["three"]


async def test_the_room_is_told_now_and_then_that_i_type(room: Room) -> None:
    room.start(Phase.GATHER)
    bob = FakeLive(room, "bob")
    entry = CardEntry(bob)
    for seconds, told in ((0, 1), (1, 0), (6, 1)):
        room.now += timedelta(seconds=seconds)
        entry.hear(CardLine.Typed("h"))
        assert len(bob.works) == told, seconds
        await bob.work()
    assert room.view().room.typing == 1
    entry.hear(CardLine.Typed(""))
    await bob.work()
    assert room.view().room.typing == 0


async def test_what_is_half_typed_can_go_to_the_inbox_once_cards_are_no_longer_taken(room: Room) -> None:
    room.start(Phase.GATHER)
    bob = FakeLive(room, "bob")
    entry = CardEntry(bob)
    bob.line.put("too late")
    entry.hear(CardLine.Typed("too late"))
    room.move(Phase.VOTE)
    bob.look()
    assert entry.why_not_write() is not None and entry.why_not_inbox() is None
    entry.hear(CardLine.Entered("too late"))
    assert bob.said().endswith("what you have typed is kept") and bob.drafts.kept
    bob.answers = [True]
    await entry.do_inbox()
    assert bob.said() == "I1 is in the inbox" and not bob.drafts.kept and not bob.line.text
    await bob.work()


async def test_sheets_of_paper_are_entered_in_a_dialog_and_the_sheet_is_copied(room: Room) -> None:
    room.start(Phase.VOTE, *CARDS)
    mei, bob = FakeLive(room), FakeLive(room, "bob")
    assert str(Voting(bob).why_not_sheet()).startswith("mei leads S1")
    group = room.view().groups[0].id
    mei.answers = [{"sheets": f"ana: {group} {group}\nbob: {group}"}]
    await Voting(mei).do_sheet()
    assert mei.said() == "3 votes of 2 people entered"
    copied = list[str]()
    vars(mei.host).update(copy=copied.append)
    await Voting(mei).do_paper()
    assert "☐" in copied[0]
