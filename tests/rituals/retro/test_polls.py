"""Questions to the room as one engine: every scale, by a step of the agenda, and the health radar with its trend."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.live import AgendaItem, Kind, Phase, PollKind, Session
from okrtui.rituals.journal import log
from okrtui.rituals.live import facilitation, polls, sessions
from okrtui.rituals.live.asking import PROPOSED
from okrtui.rituals.people import members
from okrtui.rituals.retro import agenda, radar, retro
from okrtui.rules.live import agenda as rules
from okrtui.rules.live.polls import FEW, newest, tallied
from okrtui.rules.live.templates import BOX
from okrtui.sharing.pages.brainstorm import brainstorm_page
from okrtui.sharing.pages.retro import retro_page
from okrtui.storage.maintenance.verify import verify_journal
from tests.rituals.retro.test_retro import Table

EVERYBODY = ("mei", "bob", "ana")


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path)
    yield made
    made.store.close()


def asks(of: Session, kind: PollKind) -> AgendaItem:
    return next(item for item in of.agenda if item.asks is kind)


def answered(table: Table, ref: str, *given: int | str) -> None:
    for login, each in zip(EVERYBODY, given, strict=False):
        polls.answer(table.ctx(login), ref, each)


@pytest.mark.parametrize(
    ("kind", "given", "told"),
    [
        (PollKind.YES_NO, ("yes", 1, "no"), [("yes", 2), ("no", 1)]),
        (PollKind.THUMBS, ("up", 2, "Down"), [("up", 1), ("sideways", 1), ("down", 1)]),
        (PollKind.LIGHTS, ("green", "3", "red"), [("green", 2), ("amber", 0), ("red", 1)]),
        (PollKind.RATING, (5, 4, 4), [("5", 1), ("4", 2), ("3", 0), ("2", 0), ("1", 0)]),
        (PollKind.WORD, ("tired", "Tired", "glad"), [("Tired", 2), ("glad", 1)]),
        (PollKind.FIST, (5, 0, 0), [("5", 1), ("4", 0), ("3", 0), ("2", 0), ("1", 0), ("0", 2)]),
    ],
)
@pytest.mark.parametrize("anonymous", [False, True])
def test_a_question_in_ones_own_words_has_any_scale(
    table: Table, kind: PollKind, given: tuple[int | str, ...], told: list[tuple[str, int]], anonymous: bool
) -> None:
    mei = table.ctx()
    ref = retro.start(mei, "Friday", anonymous=anonymous).ref
    polls.ask(mei, ref, kind, "Do we ship *it*?")  # in the lobby, too
    answered(table, ref, *given)
    seen = polls.find(mei, ref)
    assert (seen.open, seen.answered, tallied(seen), seen.mine is not None) == (True, 3, [], True)
    shown = polls.show(mei, ref)
    assert tallied(shown) == told
    said = ", ".join(f"{name} from {many}" for name, many in told if many)
    assert f"## What the room was asked\n\n- Do we ship \\*it\\*? {said}\n" in retro_page(mei, ref)
    assert not verify_journal(table.store).strange


@pytest.mark.parametrize("kind", [each for each in PollKind if each is not PollKind.MORE])
def test_of_two_answers_none_is_shown_or_stored_where_it_is_read(table: Table, kind: PollKind) -> None:
    mei = table.ctx()
    ref = retro.start(mei, "Friday").ref
    polls.ask(mei, ref, kind, "And?")
    for _ in PROPOSED if kind is PollKind.RADAR else (1,):
        for login in ("mei", "bob"):
            polls.answer(table.ctx(login), ref, "3" if kind is not PollKind.YES_NO else "yes")
    shown = polls.show(mei, ref)
    assert (shown.counts, shown.words, tallied(shown)) == ((), (), [])
    assert FEW[1:] in retro_page(mei, ref)
    assert all(not each.points for each in radar.radar(mei))


def test_what_is_no_question_and_no_answer_is_refused(table: Table) -> None:
    mei = table.ctx()
    ref = retro.start(mei, "Friday").ref
    with pytest.raises(Refused, match="say what the room is asked"):
        polls.ask(mei, ref, PollKind.YES_NO, "  ")
    with pytest.raises(Refused, match="too long"):
        polls.ask(mei, ref, PollKind.YES_NO, "x" * 200)
    with pytest.raises(Refused, match="mei leads"):
        polls.ask(table.ctx("bob"), ref, PollKind.YES_NO, "Now?")
    polls.ask(mei, ref, PollKind.LIGHTS, "How is it?")
    with pytest.raises(Refused, match=r"3 \(green\), 2 \(amber\) or 1 \(red\)"):
        polls.answer(mei, ref, "blue")
    polls.ask(mei, ref, PollKind.WORD, "How is it?")
    for word in (" ", "x" * 31):
        with pytest.raises(Refused):
            polls.answer(mei, ref, word)


def test_in_an_anonymous_retro_no_number_of_an_answer_tells_which_others_are_of_the_same_person(table: Table) -> None:
    mei = table.ctx()
    ref = retro.start(mei, "Friday", anonymous=True).ref
    polls.ask(mei, ref, PollKind.RADAR)
    for login in EVERYBODY:
        for _ in PROPOSED:
            polls.answer(table.ctx(login), ref, "green")
    ids = [row[0] for row in table.store.sql("SELECT id FROM answer ORDER BY id")]
    assert len(ids) == 3 * len(PROPOSED) and max(ids) > 2**40
    assert not any(second - first == 1 for first, second in pairwise(ids))
    ballots = [row[0] for row in table.store.sql("SELECT ballot FROM answer")]
    assert len(set(ballots)) == len(ballots), "another one for each question"


def test_a_step_of_the_agenda_asks_once_as_it_begins_and_comes_onto_no_next_agenda(table: Table) -> None:
    mei = table.ctx()
    of = retro.start(mei, "Friday", template="health-check")
    assert rules.minutes_of(of.agenda) == BOX
    mood, worth = asks(of, PollKind.WORD), asks(of, PollKind.RATING)
    facilitation.move(mei, of.ref, item=mood.id)
    poll = polls.find(mei, of.ref)
    assert (poll.kind, poll.question, poll.item, poll.open) == (PollKind.WORD, mood.title, mood.id, True)
    facilitation.move(mei, of.ref)
    facilitation.move(mei, of.ref, item=mood.id)
    assert len(sessions.view(mei, of.ref).polls) == 1
    late = sessions.view(table.ctx("ana"), of.ref)  # comes later, finds it open
    assert newest(late.polls)[0].open
    facilitation.move(mei, of.ref, item=worth.id)
    assert [each.open for each in sessions.view(mei, of.ref).polls] == [False, True]
    with pytest.raises(Refused, match="not by a step"):
        agenda.add_item(mei, of.ref, "More?", asks=PollKind.MORE)
    agenda.save_template(mei, of.ref, "Ours")
    assert [item.asks for item in agenda.template(mei, "ours").items] == [item.asks for item in of.agenda]
    facilitation.move(mei, of.ref, Phase.CLOSED)
    assert agenda.proposed(mei) == ()


def test_undo_takes_a_question_back_until_somebody_has_answered(table: Table) -> None:
    mei = table.ctx()
    ref = retro.start(mei, "Friday").ref
    polls.ask(mei, ref, PollKind.RADAR)
    assert log.undo(mei).verb == "asked"
    assert sessions.view(mei, ref).polls == () and [each.id for each in radar.radar(mei)] == [0] * len(PROPOSED)
    log.redo(mei)
    polls.answer(table.ctx("bob"), ref, "red")
    with pytest.raises(Refused):
        log.undo(mei)
    assert len(sessions.view(mei, ref).polls) == len(PROPOSED)


def test_no_undo_asks_again_what_everybody_has_seen_the_answers_of(table: Table) -> None:
    """By who changes an answer then, all would be told what it was."""
    mei = table.ctx()
    of = retro.start(mei, "Friday", template="health-check")
    polls.ask(mei, of.ref, PollKind.FIST, "And?")
    answered(table, of.ref, 1, 2, 3)
    facilitation.move(mei, of.ref, item=asks(of, PollKind.RATING).id)  # asks, and shows what was asked before
    assert [each.open for each in sessions.view(mei, of.ref).polls] == [False, True]
    assert log.undo(mei).verb == "moved"
    (first,) = sessions.view(mei, of.ref).polls
    assert not first.open and first.counts == ((1, 1), (2, 1), (3, 1))
    with pytest.raises(Refused, match="everybody has seen the answers"):
        log.undo(mei)
    polls.ask(mei, of.ref, PollKind.THUMBS, "Now?")
    polls.ask(mei, of.ref, PollKind.THUMBS, "And now?")
    with pytest.raises(Refused, match="everybody has seen the answers"):
        log.undo(mei)
    assert not verify_journal(table.store).strange


# -- the health radar


def test_a_team_keeps_its_radar_and_others_keep_theirs(table: Table) -> None:
    mei = table.ctx()
    members.add_team(mei, "Platform")
    assert [(each.id, each.text) for each in radar.radar(mei, "Platform")] == [(0, text) for text in PROPOSED]
    assert radar.add(mei, "Meetings are short", "platform").team == "Platform"
    with pytest.raises(Refused, match="already"):
        radar.add(mei, "meetings are SHORT", "Platform")
    assert radar.edit(mei, 1, "We have one goal", "Platform").text == "We have one goal"
    assert radar.drop(mei, 2, "Platform") == PROPOSED[1]
    kept = [each.text for each in radar.radar(mei, "Platform")]
    assert kept == ["We have one goal", *PROPOSED[2:], "Meetings are short"]
    assert [each.id for each in radar.radar(mei)] == [0] * len(PROPOSED), "everybody's is another one"
    log.undo(mei)
    assert radar.radar(mei, "Platform")[1].text == PROPOSED[1]
    with pytest.raises(Refused, match="there is no question 99"):
        radar.drop(mei, 99, "Platform")


def held(table: Table, title: str, *answers: str) -> str:
    """Hold a retro in which everybody gives each question of the radar the same answer, and return its ref."""
    mei = table.ctx()
    of = retro.start(mei, title, template="health-check")
    facilitation.move(mei, of.ref, item=asks(of, PollKind.RADAR).id)
    for _ in radar.radar(mei):
        answered(table, of.ref, *answers)
    facilitation.move(mei, of.ref, Phase.CLOSED)
    return of.ref


def test_the_trend_counts_answers_over_the_sessions_and_outlives_other_words(table: Table) -> None:
    mei = table.ctx()
    first = held(table, "First", "red", "amber", "red")
    few = held(table, "Few", "green", "green")
    radar.edit(mei, 1, "We have one goal")
    last = held(table, "Last", "green", "green", "amber")
    goal = radar.radar(mei)[0]
    assert [(point.session, point.green, point.amber, point.red) for point in goal.points] == [
        (first, 0, 1, 2),
        (last, 2, 1, 0),
    ]
    page = retro_page(mei, last)
    assert "| question | green | amber | red | mean before |" in page
    assert "| We have one goal | 2 | 1 | 0 | 1.3 on 2026-" in page
    assert "Fewer than three answers" in retro_page(mei, few)
    assert f"| {PROPOSED[0]} | 0 | 1 | 2 |  |" in retro_page(mei, first), "what came later stands in no older page"


def test_all_questions_of_a_radar_are_put_at_once_and_keep_their_trend(table: Table) -> None:
    mei = table.ctx()
    held(table, "First", "red", "amber", "red")
    lines = ["We have one goal", *PROPOSED[1:]]
    assert [bool(each.points) for each in radar.put(mei, lines)] == [True] * len(PROPOSED)
    found = radar.put(mei, [PROPOSED[3], "  ", "Meetings are short", "We have one goal"])
    assert [(each.text, bool(each.points)) for each in found] == [
        (PROPOSED[3], True),
        ("Meetings are short", False),
        ("We have one goal", True),
    ]
    log.undo(mei)
    assert [each.text for each in radar.radar(mei)] == lines
    for wrong in ([], ["x"] * 2, [str(number) for number in range(16)]):
        with pytest.raises(Refused):
            radar.put(mei, wrong)


@pytest.mark.parametrize("anonymous", [False, True])
def test_a_brainstorm_asks_its_room_as_a_retro_does_in_each_phase_and_tells_of_it_afterwards(
    table: Table, anonymous: bool
) -> None:
    mei = table.ctx()
    ref = sessions.start(mei, Kind.BRAINSTORM, "Halve the build", anonymous=anonymous).ref
    for phase in (Phase.LOBBY, Phase.GATHER, Phase.REVEAL, Phase.GROUP, Phase.VOTE, Phase.SELECT):
        if phase is not Phase.LOBBY:
            facilitation.move(mei, ref, phase)
        if phase is Phase.GATHER:
            sessions.write_card(table.ctx("bob"), ref, "cache the layers")
        polls.ask(mei, ref, PollKind.THUMBS, f"On with “{phase}”?")
        answered(table, ref, "up", "up", "down")
        assert polls.show(mei, ref).counts == ((1, 1), (3, 2))
    for kind in polls.RETROS:
        with pytest.raises(Refused, match="belongs to a retro"):
            polls.ask(mei, ref, kind)
    with pytest.raises(Refused, match="leads"):
        polls.ask(table.ctx("bob"), ref, PollKind.FIST)
    assert "- On with “vote”? up from 2, down from 1" in brainstorm_page(mei, ref)
    facilitation.move(mei, ref, Phase.CLOSED)
    with pytest.raises(Refused, match="is closed"):
        polls.ask(mei, ref, PollKind.FIST)
    assert not verify_journal(table.store).strange
