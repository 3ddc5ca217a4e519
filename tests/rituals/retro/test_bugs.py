"""What went wrong in a retro once, or would have: agendas that change under way, topics that are merged, undo."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from okrtui.errors import Refused, Stale
from okrtui.model.live import Phase
from okrtui.model.retro import NoteKind, PollKind
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.journal import explain, log
from okrtui.rituals.live import facilitation, grouping, polls, sessions
from okrtui.rituals.people import agreements
from okrtui.rituals.retro import agenda, discussion, retro
from tests.rituals.retro import test_retro
from tests.rituals.retro.test_retro import Table

table = test_retro.table


def at_an_item(table: Table, **more: object) -> tuple[str, int]:
    """Start a retro that is at an item of its own before the gathering, where cards were written; return both."""
    agenda.propose(table.ctx("bob"), "the pager")
    of = retro.start(table.ctx(), "Friday", **more)  # type: ignore[arg-type]  # options as data
    table.to(of.ref, Phase.GATHER)
    for number in range(12):
        sessions.write_card(table.ctx("bob"), of.ref, f"card {number}")
    table.to(of.ref, Phase.ITEM)
    return of.ref, next(item.id for item in of.agenda if item.phase is Phase.ITEM)


def test_an_item_that_is_moved_past_the_gathering_shuffles_the_cards_as_a_step_does(table: Table) -> None:
    ref, item = at_an_item(table, anonymous=True)
    came = [card.id for card in sessions.view(table.ctx("bob"), ref).cards]
    agenda.move_item(table.ctx(), ref, item, 1)
    found = sessions.view(table.ctx(), ref).cards
    assert all(card.shown for card in found)
    assert [card.id for card in found] != came


def test_an_item_that_is_moved_past_the_vote_leaves_no_card_without_a_topic(table: Table) -> None:
    ref, item = at_an_item(table)
    agenda.move_item(table.ctx(), ref, item, 3)
    table.to(ref, Phase.DISCUSS)
    found = retro.retro_view(table.ctx(), ref)
    assert found.view.loose == ()
    assert len(found.topics) == 12


def test_a_topic_that_is_up_goes_with_its_group(table: Table) -> None:
    mei = table.ctx()
    ref = retro.start(mei, "Friday").ref
    first, second = table.voted(ref)
    assert table.to(ref, Phase.DISCUSS).topic == first
    table.to(ref, Phase.GROUP)
    cards = {c.id: c.version for g in sessions.view(mei, ref).groups if g.id == first for c in g.cards}
    with pytest.raises(Refused, match="was talked about"):
        grouping.ungroup(mei, ref, cards)
    grouping.merge(mei, ref, first, second)
    assert table.to(ref, Phase.DISCUSS).topic == second
    assert discussion.write_note(mei, ref, "both of it").group == second


def test_a_topic_proposed_while_a_retro_starts_waits_for_the_next_one(table: Table) -> None:
    mei = table.ctx()
    agenda.propose(mei, "the pager")
    way = retro.proposed_agenda(mei, "sailboat")
    late = agenda.propose(table.ctx("bob"), "a moment later")
    retro.start(mei, "Friday", template="sailboat", items=way)
    assert agenda.proposed(mei) == (late,)


def test_a_step_that_is_not_on_the_agenda_is_named_as_that(table: Table) -> None:
    ref = retro.start(table.ctx(), "Friday").ref
    with pytest.raises(Refused, match="no such step; its agenda: lobby, review, stage, gather"):
        table.to(ref, Phase.SCORE)
    with pytest.raises(Refused, match="no such step"):
        facilitation.move(table.ctx(), ref, item=999)


def test_answers_and_votes_of_one_person_are_not_linked_in_an_anonymous_retro(table: Table) -> None:
    ref, bob = retro.start(table.ctx(), "Friday", anonymous=True).ref, table.ctx("bob")
    table.voted(ref)
    table.to(ref, Phase.DISCUSS)
    for number in (4, 2):
        polls.ask(table.ctx(), ref, PollKind.FIST)
        polls.answer(bob, ref, number)
        assert polls.find(bob, ref).mine == number
    stored = [row[0] for row in table.store.sql("SELECT ballot FROM answer UNION ALL SELECT DISTINCT ballot FROM vote")]
    assert len(set(stored)) == len(stored) == 4


def test_groups_that_the_vote_makes_of_concealed_cards_are_called_by_their_words(table: Table) -> None:
    ref = retro.start(table.ctx(), "Friday").ref
    table.to(ref, Phase.GATHER)
    sessions.write_card(table.ctx("bob"), ref, "flaky tests")
    table.to(ref, Phase.VOTE)
    assert [group.name for group in sessions.view(table.ctx(), ref).groups] == ["flaky tests"]


# -- undo


def talking(table: Table, **more: object) -> tuple[str, int]:
    """Bring a retro into its discussion and return its ref and the group that waits."""
    ref = retro.start(table.ctx(), "Friday", **more).ref  # type: ignore[arg-type]  # options as data
    _, waits = table.voted(ref)
    table.to(ref, Phase.DISCUSS)
    return ref, waits


def notes(table: Table, ref: str) -> list[str]:
    return [note.text for note in retro.retro_view(table.ctx(), ref).notes]


def test_each_deed_of_a_discussion_is_undone_with_one_key(table: Table) -> None:
    ref, _ = talking(table)
    mei, bob = table.ctx(), table.ctx("bob")
    before = retro.retro_view(mei, ref)
    calls: list[tuple[Context, Callable[[], object]]] = [
        (mei, lambda: discussion.more_time(mei, ref)),
        (mei, lambda: discussion.park_topic(mei, ref)),
        (mei, lambda: discussion.next_topic(mei, ref)),
        (mei, lambda: agenda.add_item(mei, ref, "Cake")),
        (mei, lambda: agenda.skip_item(mei, ref, before.view.session.agenda[0].id)),
        (mei, lambda: agenda.resize_item(mei, ref, before.view.session.agenda[0].id, 9)),
        (mei, lambda: polls.ask(mei, ref, PollKind.MORE)),
        (bob, lambda: discussion.write_note(bob, ref, "said")),
        (bob, lambda: discussion.write_note(bob, ref, "decided", NoteKind.DECISION)),
        (bob, lambda: discussion.write_note(bob, ref, "parked", NoteKind.PARKED)),
        (bob, lambda: actions.add(bob, "do it", source=ref)),
        (bob, lambda: discussion.agree(bob, "no meetings", ref)),
    ]
    for who, call in calls:
        call()
        assert retro.retro_view(mei, ref) != before
        undone = log.undo(who)
        now = retro.retro_view(mei, ref)
        session = replace(now.view.session, version=before.view.session.version, agenda=before.view.session.agenda)
        untouched = replace(now, view=replace(now.view, session=session, room=before.view.room))
        assert replace(untouched, topics=before.topics) == before, undone.verb
        assert [(t.state, t.rounds) for t in now.topics] == [(t.state, t.rounds) for t in before.topics]
        way = [(item.id, item.minutes, item.skipped) for item in now.view.session.agenda]
        assert way == [(item.id, item.minutes, item.skipped) for item in before.view.session.agenda]


LED = {
    "an item": lambda table, ref, waits: agenda.add_item(table.ctx(), ref, "Cake"),
    "a parked topic": lambda table, ref, waits: discussion.park_topic(table.ctx(), ref, waits),
    "another topic": lambda table, ref, waits: discussion.next_topic(table.ctx(), ref),
    "more time": lambda table, ref, waits: discussion.more_time(table.ctx(), ref),
    "a question": lambda table, ref, waits: polls.ask(table.ctx(), ref, PollKind.FIST),
    "the lead": lambda table, ref, waits: facilitation.hand_over(table.ctx(), ref, "bob"),
}


@pytest.mark.parametrize("deed", LED.values(), ids=LED)
def test_undo_leads_no_retro_that_somebody_else_leads_by_now(
    table: Table, deed: Callable[[Table, str, int], object]
) -> None:
    ref, waits = talking(table)
    deed(table, ref, waits)
    if sessions.find(table.ctx(), ref).facilitator == "mei":
        facilitation.take_over(table.ctx("bob", minutes=2), ref)
    before = retro.retro_view(table.ctx(), ref)
    with pytest.raises(Refused, match="S1” stays: bob leads it now"):
        log.undo(table.ctx())
    assert retro.retro_view(table.ctx(), ref) == before


def test_nothing_that_a_closed_retro_says_is_undone_but_its_closing(table: Table) -> None:
    ref, _ = talking(table)
    mei, bob, ana, eve, dov = (table.ctx(login) for login in ("mei", "bob", "ana", "eve", "dov"))
    discussion.write_note(bob, ref, "said")
    discussion.write_note(dov, ref, "office chairs", NoteKind.PARKED)
    actions.add(ana, "do it", source=ref)
    discussion.agree(eve, "no meetings", ref)
    table.to(ref, Phase.CLOSED)
    for here, reason in (
        (bob, r"“noted S1” stays: notes are written in .*; this is “closed”"),
        (dov, r"“parked S1” stays: notes are written in"),
        (ana, r"“added action A1” stays: S1 is closed; drop it instead"),
        (eve, r"“agreed S1” stays: S1 is closed; retire it instead"),
    ):
        with pytest.raises(Refused, match=reason):
            log.undo(here)
    later = table.ctx("ana", minutes=10)
    actions.done(later, "A1")
    assert log.undo(later).verb == "done action", "what becomes of an action is not the session's any more"
    actions.add(later, "one more thing", source=ref)
    assert log.undo(later).verb == "added action"
    assert log.undo(mei).verb == "moved"
    assert sessions.find(mei, ref).phase is Phase.DISCUSS
    for here in (bob, dov, ana, eve):
        log.undo(here)
    assert notes(table, ref) == []
    assert actions.actions(mei) == ()
    assert agreements.agreements(mei) == ()


def test_answers_that_everybody_has_seen_are_not_hidden_again_nor_thrown_away(table: Table) -> None:
    ref, _ = talking(table)
    mei = table.ctx()
    polls.ask(mei, ref, PollKind.FIST)
    polls.answer(table.ctx("bob"), ref, 2)
    with pytest.raises(Refused, match="“asked S1” cannot be undone"):
        log.undo(mei)
    polls.show(mei, ref)
    with pytest.raises(Refused, match="“showed S1” stays: everybody has seen the answers; ask again"):
        log.undo(mei)
    polls.ask(mei, ref, PollKind.FIST)
    log.undo(mei)
    polls.ask(mei, ref, PollKind.FIST)
    polls.ask(mei, ref, PollKind.MORE)
    with pytest.raises(Refused, match="“asked S1” stays: everybody has seen the answers"):
        log.undo(mei)
    assert polls.find(mei, ref).open


def test_whoever_undoes_the_end_does_not_ask_again_what_the_end_has_shown(table: Table) -> None:
    ref, _ = talking(table)
    mei = table.ctx()
    polls.ask(mei, ref, PollKind.FIST)
    for login in ("mei", "bob", "ana"):
        polls.answer(table.ctx(login), ref, 2)
    facilitation.move(mei, ref, Phase.CLOSED)
    assert polls.find(mei, ref).counts == ((2, 3),)
    assert log.undo(mei).verb == "moved"
    assert sessions.find(mei, ref).phase is not Phase.CLOSED
    seen = polls.find(mei, ref)
    assert (seen.open, seen.counts) == (False, ((2, 3),))
    assert log.redo(mei).verb == "moved"
    assert sessions.find(mei, ref).phase is Phase.CLOSED


def test_a_step_that_the_retro_is_in_stays_on_its_agenda(table: Table) -> None:
    mei, ref = table.ctx(), retro.start(table.ctx(), "Friday").ref
    of = agenda.add_item(table.ctx(), ref, "Cake")
    bob = table.ctx("bob", minutes=2)
    facilitation.take_over(bob, ref)
    facilitation.move(bob, ref, item=of.agenda[-1].id)
    facilitation.hand_over(bob, ref, "mei")
    with pytest.raises(Refused, match="“changed the agenda S1” stays: S1 is in this step now"):
        log.undo(mei)
    assert sessions.find(mei, ref).agenda[-1].title == "Cake"


def test_going_back_by_mistake_is_undone_unless_a_card_came_that_nobody_could_vote_on(table: Table) -> None:
    mei, ref = table.ctx(), retro.start(table.ctx(), "Friday", anonymous=True).ref
    table.to(ref, Phase.GATHER)
    for number in range(8):
        sessions.write_card(table.ctx("bob"), ref, f"card {number}")
    table.to(ref, Phase.GROUP)
    facilitation.move(mei, ref, by=-1)
    came = [sessions.write_card(table.ctx("bob"), ref, f"late {number}").id for number in range(8)]
    log.undo(mei)
    assert [card.id for card in sessions.view(mei, ref).cards][-8:] != came, "they stand in the order they came in"
    table.to(ref, Phase.VOTE)
    facilitation.move(mei, ref, by=-1)
    log.undo(mei)
    assert sessions.find(mei, ref).phase is Phase.VOTE
    facilitation.move(mei, ref, by=-1)
    sessions.write_card(table.ctx("bob"), ref, "later still")
    with pytest.raises(Refused, match="cards came since that nobody could vote on; go on by its steps"):
        log.undo(mei)
    table.to(ref, Phase.VOTE)
    assert sessions.view(mei, ref).loose == ()


def test_undo_takes_back_my_anonymous_note_and_nothing_before_it(table: Table) -> None:
    ref, _ = talking(table, anonymous=True)
    mei, bob = table.ctx(), table.ctx("bob")
    actions.add(bob, "from before")
    note = discussion.write_note(bob, ref, "said")
    discussion.write_note(mei, ref, "hers")
    discussion.edit_note(bob, ref, note.id, "said better")
    assert log.undo(bob).summary == "your anonymous note"
    assert notes(table, ref) == ["said", "hers"]
    log.undo(bob)
    assert notes(table, ref) == ["hers"]
    log.undo(mei)
    assert notes(table, ref) == []
    discussion.write_note(bob, ref, "it stays")
    table.to(ref, Phase.CLOSED)
    with pytest.raises(Refused, match="your note in S1 stays: notes are written in"):
        log.undo(bob)
    entries = table.store.sql("SELECT DISTINCT who FROM activity WHERE verb IN ('noted', 'changed note')")
    undone = table.store.sql("SELECT DISTINCT who FROM activity WHERE verb = 'undo'")
    assert (entries, undone) == ([("",)], [("",)])
    assert [each.text for each in actions.open_actions(bob)] == ["from before"]


def test_a_note_that_somebody_has_bettered_meanwhile_is_not_taken_away(table: Table) -> None:
    ref, _ = talking(table)
    note = discussion.write_note(table.ctx("bob"), ref, "said")
    discussion.edit_note(table.ctx("ana"), ref, note.id, "said better")
    with pytest.raises(Stale):
        discussion.edit_note(table.ctx("bob"), ref, note.id, "", note.version)
    assert notes(table, ref) == ["said better"]


# -- the log


def test_the_log_tells_a_retro_in_words(table: Table) -> None:
    mei, bob = table.ctx(), table.ctx("bob")
    agenda.propose(bob, "the pager")
    of = retro.start(mei, "Friday")
    ref, first = of.ref, of.agenda[0].id
    agenda.move_item(mei, ref, first, 1)
    agenda.resize_item(mei, ref, first, 7)
    agenda.rename_item(mei, ref, first, "Old actions")
    agenda.save_template(mei, ref, "Ours")
    table.to(ref, Phase.ITEM)
    discussion.write_note(bob, ref, "whoever is awake", NoteKind.DECISION)
    topic, _ = table.voted(ref)
    table.to(ref, Phase.DISCUSS)
    polls.ask(mei, ref, PollKind.MORE)
    polls.show(mei, ref)
    discussion.park_topic(mei, ref)
    actions.add(mei, "do it", source=ref, works="no reruns")
    discussion.agree(mei, "no meetings", ref)
    entries = [(e.verb, e.summary, explain.explain(mei, e)) for e in reversed(log.log(mei, ref=ref))]
    every = [change for _, _, told in entries for change in told]
    names = {name for change in every for name, _, _ in change.parts} | {change.what for change in every}
    assert not [name for name in names if "_" in name]
    assert [(verb, summary) for verb, summary, told in entries if not told and verb != "card"] == [
        ("changed the agenda", "Actions of last time later")
    ]
    assert [
        (verb, summary, told[0].what, told[0].parts)
        for verb, summary, told in entries
        if verb in ("changed the agenda", "decided", "asked", "showed") and told
    ] == [
        (
            "changed the agenda",
            "Actions of last time: 7 min",
            "step of the agenda",
            (("minutes", "5", "7"),),
        ),
        (
            "changed the agenda",
            "Actions of last time → Old actions",
            "step of the agenda",
            (("title", "Actions of last time", "Old actions"),),
        ),
        (
            "decided",
            "whoever is awake",
            "note",
            (
                ("step", "", "the pager"),
                ("kind", "", "decision"),
                ("session", "", "Friday"),
                ("text", "", "whoever is awake"),
                ("who", "", "bob"),
            ),
        ),
        (
            "asked",
            "5 more minutes?",
            "question",
            (
                ("group", "", grouping.name_of(mei, ref, topic)),
                ("open", "", "yes"),
                ("kind", "", "more"),
                ("minutes", "", "5"),
                ("session", "", "Friday"),
            ),
        ),
        ("showed", "the answers", "question", (("open", "yes", "no"),)),
    ]


def test_the_log_tells_no_concealed_cards_prompt(table: Table) -> None:
    mei, ref = table.ctx(), retro.start(table.ctx(), "Friday").ref
    table.to(ref, Phase.GATHER)
    sessions.write_card(table.ctx("bob"), ref, "flaky tests #grumble")
    assert "grumble" not in str(log.log(mei))
