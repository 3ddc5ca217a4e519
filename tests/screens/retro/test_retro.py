"""A retro by keyboard alone: who leads it, who takes part, and what the projector shows."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from okrtui.app.app import OkrApp
from okrtui.model.live import Phase
from okrtui.model.retro import NoteKind, PollKind, RetroView, TopicState, Verdict
from okrtui.rituals.actions import actions
from okrtui.rituals.live import grouping, polls, sessions
from okrtui.rituals.okrs import objectives
from okrtui.rituals.retro import agenda, discussion, radar, retro
from okrtui.screens.live.projector import PresentScreen
from okrtui.screens.retro.retro import RetroScreen
from okrtui.sharing.pages.retro import retro_page
from okrtui.widgets.drawing.bigtype import big_line
from tests.screens.live_room import Room, joined, typed
from tests.screens.team import text, until

CARDS = [("mei", "flaky tests #stop"), ("bob", "pair on Mondays #start"), ("ana", "[b]cake[/] #start")]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


async def entered(pilot: Pilot[int], phase: Phase | None = None) -> RetroScreen:
    screen = await joined(pilot, phase)
    assert isinstance(screen, RetroScreen)
    return screen


def talked(room: Room) -> dict[str, int]:
    """Bring a retro with three topics to its discussion; return the groups by name."""
    room.start_retro()
    room.move(Phase.GATHER)
    for login, card in CARDS:
        room.do(sessions.write_card, room.ref, card, login=login)
    room.move(Phase.VOTE)
    groups = {group.name: group.id for group in room.view().groups}
    for login, name in (("mei", "flaky tests"), ("bob", "flaky tests"), ("bob", "pair on Mondays")):
        room.do(grouping.vote, room.ref, groups[name], login=login)
    room.move(Phase.DISCUSS)
    return groups


def seen_by(room: Room, login: str = "mei") -> RetroView:
    found = room.do(retro.retro_view, room.ref, login=login)
    assert isinstance(found, RetroView)
    return found


# -- starting and the agenda


async def test_a_retro_is_started_from_a_template_and_its_agenda_changed_in_the_lobby(room: Room) -> None:
    room.do(agenda.propose, "who answers the pager", login="bob")
    app = room.app(first="retros")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "who answers the pager" in text(app) and "No retro was held yet" in text(app))
        await pilot.press("s")
        await until(pilot, lambda: "What kind of retro?" in text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "Start a retro" in text(app))
        assert "1 topic of the week come" in text(app)
        await pilot.press("f2")
        screen = await entered(pilot, Phase.LOBBY)
        assert screen.state.of is not None and screen.state.of.template == "mad-sad-glad"
        assert "5 min over" in text(app) and "by bob" in text(app)
        await pilot.press("j", "z")
        await until(pilot, lambda: "fits" in text(app) and "left out" in text(app))
        await pilot.press("equals_sign", "equals_sign", "equals_sign")
        await pilot.press("j", "minus")
        await until(pilot, lambda: "1 min to spare" in text(app))
        await pilot.press("less_than_sign")
        await until(pilot, lambda: screen.state.of is not None and screen.state.of.agenda[1].who == "bob")
        await pilot.press("O")
        await until(pilot, lambda: "An item for the agenda" in text(app))
        await pilot.press(*typed("cake"), "f2")
        await until(pilot, lambda: "cake" in text(app) and "4 min over" in text(app))
        await pilot.press("n")
        await entered(pilot, Phase.REVIEW)
        await pilot.press("A")
        await until(pilot, lambda: "cake" in text(app))
        await pilot.press("A")
        await until(pilot, lambda: "Actions of last time" in text(app))


async def test_only_who_leads_changes_the_agenda(room: Room) -> None:
    room.start_retro()
    app = room.app("bob", "retro")
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, Phase.LOBBY)
        await pilot.press("z")
        await until(pilot, lambda: "mei leads S1" in text(app))
        await pilot.press("enter")  # others read a step whole
        await until(pilot, lambda: "A step of the agenda" in text(app) and "5 min" in text(app))
        await pilot.press("escape", "b")
        await until(pilot, lambda: "this is S1: you are in it" in text(app))


# -- review and stage


async def test_the_review_settles_last_times_actions_by_one_key_each(room: Room) -> None:
    first = room.start_retro()
    for words in ("quarantine list", "handover page", "buy chairs"):
        room.do(actions.add, words, dri="bob", source=first)
    room.move(Phase.CLOSED)
    room.start_retro()
    room.move(Phase.REVIEW)
    app = room.app(first="retro")
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, Phase.REVIEW)
        await until(pilot, lambda: "Actions of last time (3)" in text(app))
        await pilot.press("d")
        await until(pilot, lambda: "Actions of last time (2)" in text(app))
        await pilot.press("K")
        await until(pilot, lambda: "Keep A2" in text(app))
        await pilot.press("f2", "j", "X")
        await until(pilot, lambda: "Drop A3" in text(app))
        await pilot.press(*typed("no budget"), "f2")
        await until(pilot, lambda: "Actions of last time (1)" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "kept" in text(app) and "handover page" in text(app))
    states = [each.state.value for each in room.do(actions.actions)]
    assert sorted(states) == ["done", "dropped", "open"]


async def test_fist_to_five_is_given_by_digits_and_shown_all_at_once(room: Room) -> None:
    room.do(objectives.add_objective, "Boring proxy")
    room.do(objectives.add_key_result, "O1", "p99", start=180, target=90)
    room.start_retro()
    room.move(Phase.STAGE)
    app = room.app(first="retro")
    async with app.run_test(size=(120, 36)) as pilot:
        await entered(pilot, Phase.STAGE)
        assert "KR1.1" in text(app) and "commitments" in text(app)
        await pilot.press("F")
        await until(pilot, lambda: "0 answers so far" in text(app))
        await pilot.press("4")
        await until(pilot, lambda: "yours is 4" in text(app))
        for login in ("bob", "ana"):
            room.do(polls.answer, room.ref, 2, login=login)
        await until(pilot, lambda: "3 answers so far" in text(app))
        assert "kept under your name" in text(app)
        assert "█" not in text(app).split("Fist to five")[1].split("The period")[0]
        await pilot.press("F")
        await until(pilot, lambda: "Fist to five  3 answers" in text(app))
        await pilot.press("5")  # nothing is asked: it does what it does everywhere
        await until(pilot, lambda: app.ritual() is not None and app.ritual().where == "ideas")  # type: ignore[union-attr]


def large(words: str) -> str:
    """Return the first row of words in large type."""
    return big_line(words)[0].rstrip()


async def test_answers_reach_whoever_looks_on_by_themselves_and_leave_with_the_topic(room: Room) -> None:
    talked(room)
    room.move(Phase.DISCUSS)
    room.do(polls.ask, room.ref, PollKind.FIST)
    app = room.app("bob", "retro")
    async with app.run_test(size=(120, 36)) as pilot:
        await entered(pilot, Phase.DISCUSS)
        for number, login in enumerate(("mei", "bob", "ana"), 1):
            room.do(polls.answer, room.ref, 3, login=login)
            told = f"{number} answer{'s' * (number > 1)} so far"
            await until(pilot, lambda told=told: told in text(app))  # type: ignore[misc]  # mypy cannot see through it
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, PresentScreen) and large("3 answers") in text(app))
        room.do(polls.answer, room.ref, 2, login="cy")
        await until(pilot, lambda: large("4 answers") in text(app))
        room.do(polls.show, room.ref)
        await pilot.press("escape")
        await until(pilot, lambda: "Fist to five on “flaky tests” · 4 answers" in text(app))
        assert "- Fist to five on “flaky tests”: 3 from 3, 2 from 1" in room.do(retro_page, room.ref)
        room.do(discussion.next_topic, room.ref)
        await until(pilot, lambda: "Fist to five" not in text(app))


async def test_what_the_room_is_asked_stands_in_every_step_and_on_the_projector(room: Room) -> None:
    talked(room)
    room.move(Phase.DECIDE)
    app = room.app("bob", "retro")
    async with app.run_test(size=(60, 15)) as pilot:
        await entered(pilot, Phase.DECIDE)
        room.do(polls.ask, room.ref, PollKind.FIST)
        await until(pilot, lambda: "Fist to five: press 0 to 5" in text(app) and "you are asked" in text(app))
        await pilot.press("4")
        await until(pilot, lambda: "Fist to five: yours is 4 · 1 answer so far" in text(app))
        await pilot.press("p")
        await until(pilot, lambda: "Fist to five: press 0 to 5" in text(app) and "yours" not in text(app))
        for login in ("mei", "ana"):
            room.do(polls.answer, room.ref, 4, login=login)
        room.do(polls.show, room.ref)
        await until(pilot, lambda: "Fist to five · 3 answers" in text(app) and "4 ×3" in text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Fist to five · 3 answers:  5 ·  4 ×3  3 ·  2 ·  1 ·  0 ·" in text(app))
        room.move(Phase.GATHER)
        await entered(pilot, Phase.GATHER)
        assert "Fist to five" not in text(app)
        room.do(polls.ask, room.ref, PollKind.FIST)  # while a card is written digits belong to it
        await until(pilot, lambda: "Fist to five: esc, then press 0 to 5" in text(app))
        await pilot.press("escape", "2")
        await until(pilot, lambda: "Fist to five: yours is 2" in text(app))


# -- gather


async def test_tab_goes_through_the_templates_questions_and_a_card_says_which_it_answers(room: Room) -> None:
    room.start_retro()
    room.move(Phase.GATHER)
    app = room.app("bob", "retro")
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, Phase.GATHER)
        assert "Start >" in text(app)
        await pilot.press(*typed("pair"), "enter")
        await pilot.press("tab", *typed("flaky"), "enter", *typed("cake #other"), "enter")
        await until(pilot, lambda: "Mine (3)" in text(app))
    assert {(card.text, card.tag) for card in room.view("bob").cards if card.mine} == {
        ("pair", "start"),
        ("flaky", "stop"),
        ("cake #other", "stop"),
    }


# -- discuss and decide


async def test_the_discussion_goes_topic_by_topic_with_notes_thumbs_and_a_parking_lot(room: Room) -> None:
    groups = talked(room)
    app = room.app(first="retro")
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await entered(pilot, Phase.DISCUSS)
        assert "“flaky tests”" in text(app) and "1 to go" in text(app)
        await pilot.press("a", *typed("nobody owns it"), "enter", *typed("!quarantine list"), "enter", "escape")
        await until(pilot, lambda: "◆ quarantine list" in text(app) and "nobody owns it" in text(app))
        room.do(discussion.write_note, room.ref, "six reruns a day", login="bob")
        await until(pilot, lambda: "six reruns a day" in text(app))
        await pilot.press("M")
        await until(pilot, lambda: "5 more minutes?" in text(app))
        for login in ("bob", "ana"):
            room.do(polls.answer, room.ref, 1, login=login)
        await pilot.press("0")
        await until(pilot, lambda: "3 answers so far" in text(app))
        await pilot.press("M")
        await until(pilot, lambda: "2 for more time, 1 for the next topic" in text(app))
        await pilot.press("M")
        await until(pilot, lambda: seen_by(room).topics[0].rounds == 1)
        await pilot.press("M")
        await until(pilot, lambda: "2 more minutes?" in text(app))
        await pilot.press("n")
        await until(pilot, lambda: "“pair on Mondays”" in text(app))
        await pilot.press("0")  # what was asked about the topic before is over
        await until(pilot, lambda: app.ritual() is not None and app.ritual().where == "cases")  # type: ignore[union-attr]
        await pilot.press("f9")
        await until(pilot, lambda: "“pair on Mondays”" in text(app))
        await pilot.press("Y")  # nobody voted for the third topic: it comes up only where it is opened
        await until(pilot, lambda: "No topic is up" in text(app))
        screen.lists.stand_on(f"group {groups['[b]cake[/]']}")
        await pilot.press("enter")
        await until(pilot, lambda: "“[b]cake[/]”" in text(app))
        screen.lists.stand_on(f"group {groups['flaky tests']}")
        await pilot.press("enter")
        await until(pilot, lambda: "“flaky tests”" in text(app))
        await pilot.press("n")
        await until(pilot, lambda: "No topic is up" in text(app) and "all discussed" in text(app))
        await pilot.press("n")
        await entered(pilot, Phase.DECIDE)
    states = {each.group.name: each.state for each in seen_by(room).topics}
    assert states["pair on Mondays"] is TopicState.PARKED
    assert states["flaky tests"] is TopicState.DONE


async def test_actions_are_made_of_notes_and_past_three_a_warning_stands(room: Room) -> None:
    groups = talked(room)
    room.do(discussion.write_note, room.ref, "quarantine list", NoteKind.DECISION, login="bob")
    for number in range(3):
        room.do(actions.add, f"action {number}", source=room.ref)
    room.move(Phase.DECIDE)
    app = room.app(first="retro")
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, Phase.DECIDE)
        await until(pilot, lambda: "Actions (3)" in text(app))
        assert "more often done" not in text(app)
        await pilot.press("Q")
        await until(pilot, lambda: "Ask the room" in text(app) and "Question      quarantine list" in text(app))
        await pilot.press(*"Now", "f2")  # what is proposed is selected: typing takes its place
        await until(pilot, lambda: "Now: press 1: yes, 0: no" in text(app))
        await pilot.press("J")
        await until(pilot, lambda: "An action" in text(app))
        assert "quarantine list" in text(app)
        await pilot.press("f2")
        await until(pilot, lambda: "Actions (4)" in text(app) and "! 4 actions" in text(app))
        await pilot.press("W")
        await until(pilot, lambda: "A working agreement" in text(app))
        await pilot.press("f2")
        await until(pilot, lambda: "Working agreements" in text(app))
        await pilot.press("e")
        await until(pilot, lambda: "A note" in text(app))
        await pilot.press("f2", "exclamation_mark")
        await until(pilot, lambda: "· quarantine list" in text(app))  # no decision any more
        room.move(Phase.CLOSED)
        screen = await entered(pilot, Phase.CLOSED)
        screen.lists.stand_on(f"group {groups['flaky tests']}")
        await pilot.press("enter")  # what was noted about a topic is read there for ever
        await until(pilot, lambda: "Notes" in text(app) and "· quarantine list  bob" in text(app))
    made = room.do(actions.actions, source=room.ref)[-1]
    assert (made.text, made.dri, made.topic) == ("quarantine list", "mei", "flaky tests")


async def test_an_okr_retro_scores_each_key_result_and_closes_the_cycle(room: Room) -> None:
    room.do(objectives.add_objective, "Boring proxy")
    room.do(objectives.add_key_result, "O1", "p99", start=180, target=90)
    room.start_retro(template="okr")
    room.move(Phase.SCORE)
    app = room.app(first="retro")
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, Phase.SCORE)
        await pilot.press("C")
        await until(pilot, lambda: "KR1.1 has no score yet" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Next cycle" in text(app))
        await pilot.press("backspace", "backspace", "backspace", *typed("0.7"), "tab", *typed("nearly"), "tab")
        await pilot.press(*typed("caches lie"), "tab", "right", "f2")
        await until(pilot, lambda: "1 of 1 scored" in text(app) and "keep" in text(app))
        await pilot.press("C")
        await until(pilot, lambda: "Close 2026-Q4?" in text(app))
        await pilot.press("y")
        await until(pilot, lambda: "2026-Q4 is closed" in text(app))
    review = seen_by(room).reviews[0]
    assert (review.score, review.comment, review.learned, review.verdict) == (0.7, "nearly", "caches lie", Verdict.KEEP)


# -- the projector, and what others see


async def test_the_projector_shows_each_phase_and_nothing_of_whoever_projects_it(room: Room) -> None:
    talked(room)
    room.do(discussion.write_note, room.ref, "nobody owns it", login="bob")
    room.do(polls.ask, room.ref, PollKind.MORE)
    for login in ("mei", "bob", "ana"):
        room.do(polls.answer, room.ref, 1, login=login)
    app = room.app(first="retro")
    async with app.run_test(size=(80, 24)) as pilot:
        await entered(pilot, Phase.DISCUSS)
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, PresentScreen))
        await until(pilot, lambda: "nobody owns it" in text(app) and "5 more minutes?" in text(app))
        room.do(discussion.write_note, room.ref, "a quarantine list", NoteKind.DECISION)
        await until(pilot, lambda: "Decided" in text(app) and "◆ a quarantine list" in text(app))
        assert "yours" not in text(app) and "[b]" not in text(app).replace("[b]cake[/]", "")
        await pilot.press("M")
        await until(pilot, lambda: "more time █" in text(app))
        room.move(Phase.STAGE)
        await until(pilot, lambda: "▸stage◂" in text(app))
        room.move(Phase.GATHER)
        await until(pilot, lambda: "Start / Stop / Continue   ·   3 cards" in text(app))
        room.move(Phase.DECIDE)
        await until(pilot, lambda: "▸decide◂" in text(app) and "◆ a quarantine list" in text(app))
        room.do(actions.add, "quarantine list", dri="bob", source=room.ref)
        await until(pilot, lambda: "quarantine list  bob" in text(app))


async def test_a_half_typed_card_and_a_half_typed_note_are_kept_apart(room: Room) -> None:
    room.start_retro()
    room.move(Phase.GATHER)
    app = room.app("bob", "retro")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await entered(pilot, Phase.GATHER)
        await pilot.press(*typed("half a card"))
        room.do(sessions.write_card, room.ref, "x", login="ana")
        room.move(Phase.DISCUSS)
        await entered(pilot, Phase.DISCUSS)
        assert screen.line is not None
        await until(pilot, lambda: screen.line is not None and screen.line.text == "")
        await pilot.press("a", *typed("half a note"))
        room.move(Phase.GATHER)
        await entered(pilot, Phase.GATHER)
        await until(pilot, lambda: screen.line is not None and screen.line.text == "half a card")
        room.move(Phase.DISCUSS)
        await entered(pilot, Phase.DISCUSS)
        await until(pilot, lambda: screen.line is not None and screen.line.text == "half a note")


async def test_closed_retros_topics_and_agreements_stand_on_their_screen(room: Room) -> None:
    first = room.start_retro()
    room.do(actions.add, "quarantine list", source=first)
    room.do(discussion.agree, "no meetings on Wednesday", first)
    room.move(Phase.CLOSED)
    app: OkrApp = room.app(first="retros")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "0 of 1 action done" in text(app) and "no meetings on Wednesday" in text(app))
        await pilot.press("n")
        await until(pilot, lambda: "A topic for the next retro" in text(app))
        await pilot.press(*typed("the pager"), "f2")
        await until(pilot, lambda: "· the pager" in text(app))
        await pilot.press("j", "X")
        await until(pilot, lambda: "· the pager" not in text(app))
        await pilot.press("u")
        await until(pilot, lambda: "· the pager" in text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "On the next agenda" in text(app) and "by mei" in text(app))
        await pilot.press("escape")
        for number in range(9):
            room.do(agenda.propose, f"topic {number}")
        await pilot.resize_terminal(60, 15)
        await until(pilot, lambda: "· topic 4" in text(app) and "no meetings on Wednesday" in text(app))
        await pilot.press("k", "k", "enter")
        screen = await entered(pilot, Phase.CLOSED)
        await until(pilot, lambda: "quarantine list" in text(app) and "What came out" in text(app))
        assert screen.state.not_leading() == "S1 is closed"


async def test_the_retros_show_the_teams_radar_with_its_trend_and_change_its_questions(room: Room) -> None:
    talked(room)
    room.do(polls.ask, room.ref, PollKind.RADAR)
    for login in ("mei", "bob", "ana"):
        for poll in room.do(sessions.view, room.ref).polls:
            room.do(polls.answer, room.ref, "green" if login != "ana" else "red", poll.id, login=login)
    room.do(polls.show, room.ref)
    app = room.app("mei", "retros")
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "Live: " in text(app))
        await pilot.press("R")
        await until(pilot, lambda: "Health radar" in text(app) and "2 green 0 amber 1 red" in text(app))
        assert "mei" not in text(app).split("Health radar")[1].split("Q changes")[0]
        await pilot.press("Q")  # as the dialog says
        await until(pilot, lambda: "Questions" in text(app) and "2 green" not in text(app))
        await pilot.press(*"We laugh ", "f2")
        await until(pilot, lambda: "the radar asks 8 things" in text(app))
        assert "We laugh" in " ".join(each.text for each in room.do(radar.radar))
