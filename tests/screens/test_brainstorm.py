"""The live session on the screen: what each phase shows, that no card is lost, and that keys say why they can't."""

from datetime import timedelta
from pathlib import Path

import pytest
from textual.events import Paste

from okrtui.live import Phase
from okrtui.rituals import grouping, leading, live
from okrtui.widgets.card_line import CardLine
from okrtui.widgets.dialogs import Confirm
from okrtui.widgets.form import Form
from okrtui.widgets.live_clock import Clock
from okrtui.widgets.live_list import LiveList
from okrtui.widgets.reader import Reader
from tests.screens.live_room import QUESTION, SIZES, Room, joined, typed
from tests.screens.team import said, text, until

CARDS = [
    ("mei", "cache the docker layers"),
    ("bob", "docker layers cache per branch"),
    ("bob", "buy faster runners"),
    ("ana", "分割测试 🚀"),
]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


@pytest.mark.parametrize("size", SIZES)
async def test_the_lobby_says_who_is_there_and_what_anonymous_means_before_the_first_card(
    room: Room, size: tuple[int, int]
) -> None:
    room.start(anonymous=True)
    app = room.app("bob")
    async with app.run_test(size=size) as pilot:
        await joined(pilot)
        seen = " ".join(text(app).split())
        assert QUESTION in seen and "mei leads · anonymous" in seen and "Here (2)" in seen
        for part in ("Anonymous: who wrote a card", "never stored", "Concealed: cards are hidden", "file could look"):
            assert part in seen, part
        for phase in ("gather", "reveal", "group", "vote", "select"):
            assert phase in seen


@pytest.mark.parametrize("anonymous", [True, False])
async def test_who_comes_late_reads_what_is_promised_before_their_first_card(room: Room, anonymous: bool) -> None:
    room.start(Phase.GATHER, anonymous=anonymous)
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        seen = " ".join(text(app).split())
        assert ("never stored" in seen) == anonymous and "until the reveal" in seen
        await pilot.press(*typed("cache"), "enter")
        await until(pilot, lambda: "Mine (1)" in text(app))
        assert "never stored" not in text(app)


@pytest.mark.parametrize("size", SIZES)
async def test_enter_adds_a_card_and_others_cards_are_only_counted(room: Room, size: tuple[int, int]) -> None:
    room.start(Phase.GATHER, ("bob", "buy faster runners"))
    app = room.app()
    async with app.run_test(size=size) as pilot:
        await joined(pilot)
        await pilot.press(*typed("run only what the diff reaches"), "enter")
        await until(pilot, lambda: "Everyone: 2 cards" in text(app))
        seen = text(app)
        assert "run only what the diff reaches" in seen and "buy faster runners" not in seen
        assert "concealed until the reveal" in seen and "▪▪" in seen
        assert isinstance(app.focused, CardLine) and app.focused.text == ""
        room.do(live.write_card, room.ref, "another", login="bob")
        await until(pilot, lambda: "Everyone: 3 cards" in text(app))
    assert "run only what the diff reaches" in room.texts()


async def test_an_open_session_shows_the_cards_of_others_as_they_come(room: Room) -> None:
    room.start(Phase.GATHER, concealed=False)
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        room.do(live.write_card, room.ref, "buy runners", login="bob")
        await until(pilot, lambda: "buy runners" in text(app))


async def test_an_open_session_follows_the_newest_card_unless_somebody_reads_above_it(room: Room) -> None:
    """Also past the window's end; whoever went up to an older card keeps it before them, and half a line too."""
    room.start(Phase.GATHER, *(("ana", f"older {n}") for n in range(40)), concealed=False)
    app = room.app()
    async with app.run_test(size=(120, 36)) as pilot:
        await joined(pilot)
        right = app.screen.query_one("#right", LiveList)
        await pilot.press(*"half")
        room.do(live.write_card, room.ref, "the newest", login="bob")
        await until(pilot, lambda: "the newest" in text(app))
        before = right.scroll_offset.y
        room.do(live.write_card, room.ref, "one more", login="bob")
        await until(pilot, lambda: "one more" in text(app))
        assert right.scroll_offset.y == before > 0, "the room at the end takes it"
        right.action_move(-3)
        right.action_move(-3)
        kept = right.cursor_key
        room.do(live.write_card, room.ref, "the last", login="bob")
        await until(pilot, lambda: "Everyone: 43 cards" in text(app))
        assert right.cursor_key == kept and isinstance(app.focused, CardLine) and app.focused.text == "half"


async def test_a_line_for_somebody_without_a_terminal_is_theirs(room: Room) -> None:
    room.start(Phase.GATHER)
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        await pilot.press(*typed("@lena cache layers #docker"), "enter")
        await until(pilot, lambda: "Everyone: 1 card" in text(app))
    assert [(c.text, c.author, c.tag) for c in room.view("lena").cards] == [("cache layers", "lena", "docker")]


async def test_up_puts_my_last_card_into_the_line_and_what_was_half_typed_comes_back(room: Room) -> None:
    room.start(Phase.GATHER)
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await joined(pilot)
        await pilot.press(*typed("cach"), "enter", *typed("runners"), "enter")
        await until(pilot, lambda: "Mine (2)" in text(app))
        await pilot.press(*typed("half"), "up", "up")
        line = screen.query_one(CardLine)
        await until(pilot, lambda: line.text == "cach")
        await pilot.press("e", "enter")
        await until(pilot, lambda: "· cache" in text(app))
        assert line.text == "half"
        await pilot.press("up")
        await until(pilot, lambda: line.text == "runners")
        await pilot.press("escape")
        assert line.text == "half" and app.focused is line
        await pilot.press("up", "ctrl+u", "enter")
        await until(pilot, lambda: "Mine (1)" in text(app))
    assert room.texts() == ["cache"]


async def test_a_half_typed_card_survives_the_facilitators_moving_on_and_leaving_the_screen(room: Room) -> None:
    room.start(Phase.GATHER)
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await joined(pilot)
        await pilot.press(*typed("half a thou"))
        room.move(Phase.REVEAL)
        await joined(pilot, Phase.REVEAL)
        assert "your half-typed card “half a thou” is kept, enter adds it" in said(app)
        line = screen.query_one(CardLine)
        assert app.focused is line and line.text == "half a thou"
        await pilot.press(*typed("ght"))
        room.move(Phase.VOTE)
        await joined(pilot, Phase.VOTE)
        assert "half a thought” is kept" in said(app).replace("\n", " ") and not isinstance(app.focused, CardLine)
        assert "half a thought" in room.drafts["bob"].kept.values()
        room.move(Phase.GROUP)
        await joined(pilot, Phase.GROUP)
        await pilot.press("escape", "escape", "1")
        await until(pilot, lambda: app.current_mode == "week")
        await pilot.press("b")
        await joined(pilot, Phase.GROUP)
        await pilot.press("a")
        assert line.text == "half a thought"
        await pilot.press("enter")
        await until(pilot, lambda: room.texts() == ["half a thought"])
    assert not room.drafts["bob"].kept


async def test_a_half_typed_card_can_go_to_the_inbox_when_cards_are_no_longer_taken(room: Room) -> None:
    room.start(Phase.GATHER)
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        await pilot.press(*typed("too late"))
        room.move(Phase.VOTE)
        await joined(pilot, Phase.VOTE)
        await pilot.press("k")
        assert "I to inbox" in text(app)
        await pilot.press("I")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "I1 is in the inbox" in said(app))


async def test_several_pasted_lines_become_several_cards_only_when_asked(room: Room) -> None:
    room.start(Phase.GATHER)
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await joined(pilot)
        line = screen.query_one(CardLine)
        for answer in ("n", "y"):
            line.post_message(Paste("one\n\ntwo\x1b[31m\n三"))
            await until(pilot, lambda: isinstance(app.screen, Confirm))
            assert "3 lines were pasted" in text(app)
            await pilot.press(answer)
            await until(pilot, lambda: not isinstance(app.screen, Confirm))
            if answer == "n":
                await until(pilot, lambda: line.text == "one two[31m 三")
                await pilot.press("ctrl+u")
        await until(pilot, lambda: "Mine (3)" in text(app))
    assert room.texts() == ["one", "two[31m", "三"]


async def test_a_card_that_cannot_be_stored_stays_in_the_line(room: Room) -> None:
    room.start(Phase.GATHER)
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await joined(pilot)
        await pilot.press(*typed("cache >KR9.9"), "enter")
        await until(pilot, lambda: "KR9.9" in said(app))
        assert screen.query_one(CardLine).text == "cache >KR9.9"
        assert "cache >KR9.9" in room.drafts["mei"].kept.values()


async def test_cards_entered_one_after_the_other_all_come_back_where_they_cannot_be_stored(room: Room) -> None:
    room.start(Phase.GATHER)
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await joined(pilot)
        await pilot.press(*typed("one >KR9.9"), "enter", *typed("two >KR9.9"), "enter", *typed("thr"))
        await until(pilot, lambda: not screen._unsent)
        line = screen.query_one(CardLine)
        assert (
            sorted([line.text, *screen._offered]) == sorted(["one >KR9.9", "two >KR9.9", "thr"]) or "thr" in line.text
        )
        kept = "".join(room.drafts["mei"].kept.values())
        assert all(part in kept for part in ("one", "two", "thr"))


async def test_moving_on_while_people_type_warns_and_only_the_facilitator_moves(room: Room) -> None:
    room.start(Phase.GATHER)
    room.do(live.enter, room.ref, login="bob")
    room.do(live.typing, room.ref, True, login="bob")
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "1 person is typing" in text(app)
        await pilot.press("n")
        await until(pilot, lambda: not isinstance(app.screen, Confirm))
        assert room.view().session.phase is Phase.GATHER
        await pilot.press("f8")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await joined(pilot, Phase.REVEAL)
        await pilot.press("N")
        await joined(pilot, Phase.GATHER)
    other = room.app("bob")
    async with other.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        await pilot.press("f8")
        await until(pilot, lambda: "mei leads S1" in said(other))


@pytest.mark.parametrize("size", SIZES)
async def test_cards_are_marked_grouped_named_split_and_merged_by_keys(room: Room, size: tuple[int, int]) -> None:
    room.start(Phase.GROUP, *CARDS)
    app = room.app()
    async with app.run_test(size=size) as pilot:
        screen = await joined(pilot)
        await pilot.press("w")
        assert len(screen.marked) == 2 and "share words" in said(app)
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await pilot.press("ctrl+u", *typed("Caches"), "enter")
        await until(pilot, lambda: [g.name for g in room.view().groups] == ["Caches"])
        await until(pilot, lambda: "Groups (1)" in text(app) and "Loose cards (2)" in text(app))
        screen.stand_on(next(r.key for r in screen.left.rows if "runners" in r.search))
        await pilot.press("space")
        group = f"group {room.view().groups[0].id}"
        screen.stand_on(group)
        await pilot.press("g")
        await until(pilot, lambda: len(room.view().groups[0].cards) == 3)
        await until(pilot, lambda: "Loose cards (1)" in text(app))
        screen.stand_on(group)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await pilot.press("ctrl+u", *typed("Faster"), "enter")
        await until(pilot, lambda: "Faster" in text(app) and not isinstance(app.screen, Form))
        screen.stand_on(group)
        await pilot.press("s")
        await until(pilot, lambda: not room.view().groups)
        await until(pilot, lambda: "4 cards loose" in said(app) or "3 cards loose" in said(app))
        await pilot.press("u")
        await until(pilot, lambda: len(room.view().groups) == 1)
        assert len(room.view().cards) == 4


async def test_who_groups_later_is_told_and_sees_the_new_state(room: Room) -> None:
    room.start(Phase.GROUP, *CARDS)
    app = room.app()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await joined(pilot)
        await pilot.press("space")
        card = next(card for card in room.view().cards if card.id in screen.marked)
        app._feed.pause()  # type: ignore[union-attr]  # so that the screen still shows the old state
        room.do(grouping.group, room.ref, {card.id: card.version}, "bob’s", login="bob")
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await pilot.press("enter")
        await until(pilot, lambda: not isinstance(app.screen, Form))
        await until(pilot, lambda: "somebody else has changed it meanwhile" in said(app))
        assert "bob’s" in text(app)
        kept = [value for key, value in room.drafts["mei"].kept.items() if "grouping" in key]
        assert kept == [{"text": card.text}], "the name is offered again"
    assert [g.name for g in room.view().groups] == ["bob’s"] and len(room.view().cards) == 4


@pytest.mark.parametrize("size", SIZES)
async def test_votes_are_dots_with_what_is_left_in_sight_and_totals_come_after_the_round(
    room: Room, size: tuple[int, int]
) -> None:
    room.start(Phase.VOTE, *CARDS)
    first = room.view().groups[0]
    for login in ("bob", "ana"):
        room.do(grouping.vote, room.ref, first.id, login=login)
    app = room.app()
    async with app.run_test(size=size) as pilot:
        await joined(pilot)
        assert "3 of 3 votes left" in text(app) and "0 of" in text(app)
        await pilot.press("space", "space")
        await until(pilot, lambda: "●●○" in text(app) and "1 of 3 votes left" in text(app))
        await pilot.press("backspace")
        await until(pilot, lambda: "●○○" in text(app) and "2 of 3 votes left" in text(app))
        await pilot.press("j", "space", "space")
        await until(pilot, lambda: "0 of 3 votes left" in text(app) and "1 of" in text(app))
        await pilot.press("space")
        await until(pilot, lambda: "all 3 votes are given" in said(app))
        await pilot.press("n")
        await joined(pilot, Phase.SELECT)
        lines = [line for line in text(app).split("\n") if "█" in line]
        assert lines[0].split()[:3] == ["▸", "1", "3"] and lines[1].split()[:2] == ["2", "2"]


async def test_the_facilitator_votes_for_people_without_a_terminal_out_of_their_budget(room: Room) -> None:
    room.start(Phase.VOTE, *CARDS)
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await pilot.press(*typed("bob"), "f2")
        await until(pilot, lambda: "one vote of bob’s" in said(app))
    assert (room.view("bob").left, room.view("mei").left) == (2, 3)


async def test_ties_are_ties_and_a_chosen_group_is_an_idea(room: Room) -> None:
    room.start(Phase.VOTE, *CARDS)
    a, b, *_ = room.view().groups
    for group in (a, b):
        room.do(grouping.vote, room.ref, group.id, login="bob")
    room.move(Phase.SELECT)
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        assert text(app).count("=1 ") == 2
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await pilot.press(*typed("ana"), "tab", "1", "tab", "3", "f2")
        await until(pilot, lambda: "→ I1" in text(app))
        await pilot.press("enter")
        assert "it is I1 already" in said(app)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await joined(pilot, Phase.CLOSED)
        await pilot.press("y")
        await until(pilot, lambda: "Markdown sent" in said(app))
        await pilot.press("n")
        assert "S1 is closed" in said(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Reader))
        assert "→ I1 among the ideas" in text(app)


async def test_keys_that_a_phase_does_not_allow_say_why(room: Room) -> None:
    room.start(Phase.GATHER, *CARDS)
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        await pilot.press("escape")
        for key, reason in (
            ("g", "cards are grouped in “reveal” or “group”; this is “gather”"),
            ("v", "mei leads"),
            ("backspace", "votes are given in “vote”"),
            ("plus", "mei leads"),
            ("t", "mei is here"),
        ):
            await pilot.press(key)
            assert reason in said(app), key


async def test_who_leads_changes_title_and_question_of_a_running_session(room: Room) -> None:
    room.start(Phase.GATHER)
    app = room.app()
    async with app.run_test(size=(120, 36)) as pilot:
        await joined(pilot)
        await pilot.press("escape", "T")
        await until(pilot, lambda: isinstance(app.screen, Form))
        await pilot.press("home", *typed("Really: "), "f2")
        await until(pilot, lambda: not isinstance(app.screen, Form))
        await until(pilot, lambda: "Really: Halve the build" in text(app))
    assert room.do(live.find, room.ref).title == "Really: Halve the build"


async def test_whoever_is_gone_for_a_minute_can_be_relieved_by_t(room: Room) -> None:
    room.start(Phase.GATHER)
    room.now += timedelta(seconds=61)
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        assert "mei (gone) leads" in text(app)
        await pilot.press("escape", "t")
        await until(pilot, lambda: "bob leads" in text(app))
        room.do(leading.hand_over, room.ref, "mei", login="bob")
        await until(pilot, lambda: "mei leads now" in text(app))
        room.do(leading.hand_over, room.ref, "bob")
        await until(pilot, lambda: "you lead now; n goes on" in text(app))


async def test_the_clock_ticks_alone_and_says_when_it_is_over(room: Room) -> None:
    room.start(Phase.GATHER, minutes=((Phase.GATHER, 2),))
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await joined(pilot)
        clock = screen.query_one(Clock)
        assert "02:00" in text(app)
        room.now += timedelta(seconds=61)
        clock.tick()
        await pilot.pause()
        assert "00:59" in text(app)
        await pilot.press("escape", "plus")
        await until(pilot, lambda: "01:59" in text(app))
        await pilot.press("full_stop")
        await until(pilot, lambda: "paused" in text(app))
        await pilot.press("full_stop")
        await until(pilot, lambda: "paused" not in text(app))
        room.now += timedelta(minutes=5)
        clock.tick()
        await pilot.pause()
        assert "TIMER OVER" in text(app) and clock._tick is None
        assert room.view().session.phase is Phase.GATHER


async def test_others_readiness_and_coming_shows_without_a_journal_entry(room: Room) -> None:
    room.start(Phase.GATHER)
    room.do(live.enter, room.ref, login="bob")
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        assert "ready 0 of 2" in text(app)
        room.do(live.ready, room.ref, login="bob")
        await until(pilot, lambda: "ready 1 of 2" in text(app))
        await pilot.press("f2")
        await until(pilot, lambda: "✓ ready 2 of 2" in text(app))


async def test_a_facilitator_who_is_gone_shows_though_nobody_writes_it(room: Room) -> None:
    room.start(Phase.GATHER)
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await joined(pilot)
        assert "mei leads" in text(app)
        room.now += timedelta(seconds=61)
        screen._beat()
        await until(pilot, lambda: "mei (gone) leads" in text(app))


async def test_the_filter_keeps_cards_that_hold_its_words(room: Room) -> None:
    room.start(Phase.GROUP, *CARDS)
    app = room.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await joined(pilot)
        await pilot.press("slash", *typed("docker"), "enter")
        await until(pilot, lambda: len(screen.left.rows) == 2)
        await pilot.press("escape")
        await until(pilot, lambda: len(screen.left.rows) == 4)


async def test_leaving_the_screen_leaves_the_room_and_a_dialog_does_not(room: Room) -> None:
    room.start(Phase.GROUP, *CARDS)
    app = room.app("bob")
    async with app.run_test(size=(80, 24)) as pilot:
        await joined(pilot)
        await pilot.press("question_mark")
        await pilot.pause()
        assert "bob" in room.view().room.people
        await pilot.press("escape", "1")
        await until(pilot, lambda: "bob" not in room.view().room.people)


async def test_everybody_sees_the_banner_and_b_joins(room: Room) -> None:
    app = room.app("bob", first="week")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app._open.is_set())
        await pilot.press("b")
        assert "no live session runs now" in said(app)
        assert "Live" not in text(app)
        room.start(Phase.GATHER)
        await until(pilot, lambda: "◉ Live: brainstorm" in text(app))
        assert "by mei, gathering · b joins" in text(app)
        await pilot.press("4")
        await until(pilot, lambda: app.current_mode == "heroes" and "f9 joins" in text(app).casefold())
        await pilot.press("f9")
        await joined(pilot, Phase.GATHER)
        await pilot.press("escape", "1")
        room.move(Phase.CLOSED)
        await until(pilot, lambda: "Live" not in text(app))


async def test_an_anonymous_session_names_nobody_on_a_card(room: Room) -> None:
    room.start(Phase.GROUP, ("bob", "cache"), ("ana", "runners"), anonymous=True)
    app = room.app()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await joined(pilot)
        assert {card.author for card in screen.view.cards} == {""}  # type: ignore[union-attr]
        body = "\n".join(text(app).split("\n")[3:-1])
        assert "cache" in body and "bob" not in body and "ana" not in body


async def test_many_cards_are_marked_from_end_to_end(room: Room) -> None:
    ref = room.start(Phase.GATHER)
    store_seat = room.do(lambda seat: [live.write_card(seat, ref, f"card {n} about something") for n in range(300)])
    assert len(store_seat) == 300
    room.move(Phase.GROUP)
    app = room.app()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await joined(pilot)
        await until(pilot, lambda: len(screen.left.rows) == 300)
        await pilot.press("G", "space", "home", "space")
        assert len(screen.marked) == 2
        assert isinstance(app.focused, LiveList)
