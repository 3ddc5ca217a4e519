"""The command groups of a retro without an app: agenda, questions, notes, actions, and keys of several meanings."""

from pathlib import Path

import pytest

from okrtui.commands.catalogue import command as find_command
from okrtui.commands.command import Command
from okrtui.model.live import Phase
from okrtui.model.retro import NoteKind, PollKind, TopicState
from okrtui.rituals.actions import actions
from okrtui.rituals.live import polls
from okrtui.rituals.okrs import objectives
from okrtui.rituals.retro import discussion
from okrtui.screens.base.command_group import find_handler
from okrtui.screens.live.polls import Polls
from okrtui.screens.retro.actions import RetroActions
from okrtui.screens.retro.agenda import Agenda
from okrtui.screens.retro.cycle_review import CycleReview
from okrtui.screens.retro.discussion import Discussion
from okrtui.screens.retro.entry import RetroEntry
from okrtui.screens.retro.more_time import MoreTime
from okrtui.screens.retro.retro import RetroScreen
from okrtui.widgets.live.card_line import CardLine
from tests.screens.fake_live import FakeLive
from tests.screens.live_room import Room
from tests.screens.retro.test_retro import seen_by, talked


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def command(name: str) -> Command:
    return find_command(f"retro.{name}")


class Standing(RetroScreen):
    """A retro's screen that is not shown, with its cursor where the test says."""

    key = ""

    def row_key(self) -> str | None:
        return self.key


@pytest.mark.parametrize(
    ("phase", "row", "name", "is_called"),
    [
        (Phase.DISCUSS, "note", "park", "park"),
        (Phase.DISCUSS, "group", "park", "park"),
        (Phase.VOTE, "group", "mark", "pick"),
        (Phase.GROUP, "card", "mark", "pick"),
        (Phase.DISCUSS, "group", "next", "go on"),
        (Phase.DECIDE, "group", "next", "go on"),
        (Phase.DISCUSS, "note", "write", "write"),
        (Phase.GATHER, "card", "write", "write"),
    ],
)
def test_what_a_key_is_about_differs_and_what_it_does_is_called_the_same(
    room: Room, phase: Phase, row: str, name: str, is_called: str
) -> None:
    talked(room)
    room.do(discussion.write_note, room.ref, "nobody owns it")
    room.do(actions.add, "quarantine list", source=room.ref)
    room.move(phase)
    mei, screen = FakeLive(room), Standing()
    mei.on(row)
    screen.state, screen.key = mei.state, mei.key
    found = find_handler(command(name), (screen, *screen.groups), screen.meanings)
    assert found is not None and found.name == is_called


async def test_only_who_leads_changes_the_agenda_and_only_a_step_of_it(room: Room) -> None:
    room.start_retro()
    bob, mei = FakeLive(room, "bob"), FakeLive(room)
    agenda = Agenda(mei)
    bob.on("item")
    assert str(Agenda(bob).why_not_skip()).startswith("mei leads S1")
    assert mei.told(agenda.why_not_longer()) == "select a step of the agenda first; A shows it"
    assert str(agenda.why_not_agenda()).startswith("the agenda is here")
    mei.on("item", 1)
    before = agenda.item()
    assert before is not None
    await agenda.do_longer()
    await agenda.do_skip()
    after = agenda.item()
    assert after is not None and (after.minutes, after.skipped) == (before.minutes + 1, True)
    agenda.do_show_item()
    assert mei.read[-1].startswith("A step of the agenda") and "left out" in mei.read[-1]
    mei.answers = [{"title": "cake", "minutes": "4"}, {"title": "pie"}]
    await agenda.do_item()
    found = mei.state.of.agenda if mei.state.of else ()
    assert (found[1].title, found[1].minutes) == ("cake", 4), "before the step under the cursor"
    mei.on("item", 1)
    await agenda.do_edit_item()
    assert (agenda.item() or before).title == "pie"


async def test_a_question_is_asked_answered_shown_and_its_digits_go_elsewhere_again(room: Room) -> None:
    talked(room)
    mei, bob = FakeLive(room), FakeLive(room, "bob")
    ask, answer = Polls(mei), Polls(bob)
    assert answer.why_not_answer(0) is None and str(answer.why_not_fist()).startswith("mei leads")
    await ask.do_fist()
    bob.look()
    assert answer.why_not_answer(5) is None and bob.state.asked_now()
    await answer.answer(4)
    assert bob.said().startswith("your answer is 4")
    mei.look()
    await ask.do_fist()
    bob.look()
    assert bob.state.asked_now(), "its answers stand there until the step ends"
    await answer.answer(4)
    assert bob.went == [("heroes", "")]
    room.move(Phase.DECIDE)
    bob.look()
    assert not bob.state.asked_now()


async def test_more_time_is_asked_for_shown_and_given_once(room: Room) -> None:
    talked(room)
    mei = FakeLive(room)
    asked = Polls(mei)
    ask = MoreTime(mei, asked)
    await ask.do_more()
    assert mei.told(asked.why_not_answer(2)) == "1 is for more time, 0 for the next topic"
    room.do(polls.answer, room.ref, 1, login="bob")
    mei.look()
    await ask.do_more()
    assert mei.said().startswith("fewer than three answers, so none is shown: talk about it; + gives a minute")
    await ask.do_more()
    for login in ("mei", "bob", "ana"):
        room.do(polls.answer, room.ref, 1, login=login)
    mei.look()
    await ask.do_more()
    assert mei.said() == "3 for more time, 0 for the next topic: M gives it"
    await ask.do_more()
    assert mei.said() == "5 more minutes" and seen_by(room).topics[0].rounds == 1
    await ask.do_more()
    assert mei.said().startswith("asked:")
    poll = seen_by(room).poll
    assert poll is not None and (poll.kind, poll.minutes, poll.open) == (PollKind.MORE, 2, True)
    room.move(Phase.DECIDE)
    mei.look()
    assert asked.poll is None and ask.why_not_more() is not None


async def test_in_the_talk_the_line_takes_notes_and_before_it_cards_with_their_question(room: Room) -> None:
    room.start_retro()
    room.move(Phase.GATHER)
    bob = FakeLive(room, "bob")
    entry = RetroEntry(bob)
    names = [entry.draft_name()]
    assert entry.line_keys() == [("enter", "add"), ("tab", "next question"), ("↑", "edit last")]
    entry.hear(CardLine.Turned())
    entry.hear(CardLine.Entered("flaky"))
    await bob.work()
    assert [(card.text, card.tag) for card in room.view("bob").cards] == [("flaky", "stop")]
    room.move(Phase.DISCUSS)
    bob.look()
    names.append(entry.draft_name())
    assert names[0] != names[1] and entry.line_keys() == [("enter", "note")] and not entry.prompt
    for text in ("!quarantine list", "?buy chairs", "nobody owns it"):
        entry.hear(CardLine.Entered(text))
    await bob.work()
    kinds = {note.text: note.kind for note in seen_by(room).notes}
    assert kinds["quarantine list"] is NoteKind.DECISION and kinds["buy chairs"] is NoteKind.PARKED
    assert kinds["nobody owns it"] is NoteKind.NOTE


async def test_a_note_becomes_an_action_a_decision_and_an_agreement(room: Room) -> None:
    talked(room)
    room.do(discussion.write_note, room.ref, "quarantine list", login="bob")
    mei = FakeLive(room)
    talk, acts = Discussion(mei), RetroActions(mei)
    assert acts.why_not_done() == "select an action first"
    mei.on("note")
    mei.answers = [{}, {"text": "no meetings on Wednesday"}]
    await acts.do_make()
    made = room.do(actions.actions, source=room.ref)[-1]
    assert (made.text, made.dri, made.topic) == ("quarantine list", "mei", "flaky tests")
    await talk.do_decide()
    assert seen_by(room).notes[0].kind is NoteKind.DECISION
    await talk.do_agree()
    assert seen_by(room).agreements[0].text == "no meetings on Wednesday"
    mei.on("action")
    await acts.do_show_action()
    assert mei.read[-1].startswith(made.ref)
    await acts.do_done()
    assert mei.told(acts.why_not_keep()) == f"{made.ref} is done; A opens it again"


async def test_who_leads_parks_a_topic_and_takes_up_the_one_that_is_opened(room: Room) -> None:
    groups = talked(room)
    mei, bob = FakeLive(room), FakeLive(room, "bob")
    talk = Discussion(mei)
    mei.key = bob.key = f"group {groups['pair on Mondays']}"
    assert talk.takes_up() and not Discussion(bob).takes_up()
    await talk.do_park_topic()
    states = {each.group.name: each.state for each in seen_by(room).topics}
    assert states["pair on Mondays"] is TopicState.PARKED and mei.said() == "parked; u takes it back"
    talk.do_show_topic()
    assert mei.read[-1].startswith("pair on Mondays")


async def test_a_cycle_is_closed_once_each_key_result_has_a_score(room: Room) -> None:
    room.do(objectives.add_objective, "Boring proxy")
    room.do(objectives.add_key_result, "O1", "p99", start=180, target=90)
    room.start_retro(template="okr")
    mei = FakeLive(room)
    review = CycleReview(mei)
    assert str(review.why_not_close_cycle()).startswith("key results are scored in “score”")
    room.move(Phase.SCORE)
    mei.look()
    assert review.why_not_close_cycle() == "KR1.1 has no score yet"
    assert review.why_not_score() == "select a key result first"
    mei.key = "kr KR1.1"
    mei.answers = [{"score": "0.7"}, False]
    await review.do_score()
    assert mei.said() == "KR1.1 is scored; u takes all of it back" and review.why_not_close_cycle() is None
    await review.do_close_cycle()
    assert mei.asked[-1] == "Close 2026-Q4?" and review.why_not_close_cycle() is None
