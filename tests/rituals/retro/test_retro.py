"""A retro: an agenda that can be changed, topics in vote order, polls shown all at once, actions that come back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.actions import ActionState
from okrtui.model.live import Kind, Phase, Session
from okrtui.model.retro import NoteKind, PollKind, TopicState, Verdict
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log
from okrtui.rituals.live import facilitation, grouping, polls, sessions
from okrtui.rituals.okrs import cycles, objectives
from okrtui.rituals.people import agreements, members
from okrtui.rituals.retro import agenda, cycle_review, discussion, retro
from okrtui.rituals.week import checkins
from okrtui.rules.live import agenda as rules
from okrtui.rules.live import phases
from okrtui.rules.live.templates import TEMPLATES
from okrtui.sharing.pages.retro import retro_page
from okrtui.storage.local.tokens import Tokens
from tests.workspaces import MONDAY, ctx, workspace

WAY = {item.phase: item.minutes for item in TEMPLATES[0].items}
MINUTE = 1 / (7 * 24 * 60)


class Table:
    """A team around its retro."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = workspace(folder)

    def ctx(self, login: str = "mei", minutes: float = 0) -> Context:
        at = ctx(self.store, login, weeks=minutes * MINUTE)
        return replace(at, tokens=Tokens(self.folder / login / "tokens.json"))

    def to(self, ref: str, phase: Phase) -> Session:
        return facilitation.move(self.ctx(), ref, phase)

    def voted(self, ref: str) -> tuple[int, int]:
        """Bring a retro with two topics through its vote and return the groups, that with more votes first."""
        self.to(ref, Phase.GATHER)
        for text in ("flaky tests #stop", "pair on Mondays #start"):
            sessions.write_card(self.ctx("bob"), ref, text)
        self.to(ref, Phase.VOTE)
        first, second = (g.id for g in sessions.view(self.ctx(), ref).groups)
        for login, group in (("mei", second), ("bob", second), ("bob", first)):
            grouping.vote(self.ctx(login), ref, group)
        return second, first


@pytest.fixture
def table(tmp_path: Path) -> Iterator[Table]:
    made = Table(tmp_path)
    yield made
    made.store.close()


def way(of: Session) -> list[str]:
    return [f"{item.title}{' –' if item.skipped else ''}" for item in of.agenda]


# -- the agenda


def test_a_template_proposes_an_agenda_that_fits_its_time_box(table: Table) -> None:
    for template in agenda.templates(table.ctx()):
        objectives.add_objective(table.ctx(), "One for the OKR retro to look back on")
        of = retro.start(table.ctx(), "Friday", template=template.name)
        assert retro.retro_view(table.ctx(), of.ref).over == 0, template.name
        assert of.prompts == template.prompts


def test_an_agenda_is_changed_before_and_during_and_says_by_how_much_it_does_not_fit(table: Table) -> None:
    mei, of = table.ctx(), retro.start(table.ctx(), "Friday", box=45)
    ref = of.ref
    assert retro.retro_view(mei, ref).over == 0, "a template that takes longer is cut to the box"
    of = agenda.fit_items(mei, ref, 60)
    of = agenda.fit_items(table.ctx(), ref, 45)
    assert rules.minutes_of(of.agenda) == of.time_box == 45 and all(item.minutes for item in of.agenda)
    for item in of.agenda:
        agenda.resize_item(mei, ref, item.id, WAY[item.phase])
    assert retro.retro_view(mei, ref).over == 15
    of = sessions.find(mei, ref)
    stage = next(item for item in of.agenda if item.phase is Phase.STAGE)
    agenda.skip_item(mei, ref, stage.id)
    gather = next(item for item in of.agenda if item.phase is Phase.GATHER)
    of = agenda.add_item(mei, ref, "Guest: the edge team", 5, before=gather.id)
    assert way(of)[:4] == ["Actions of last time", "Set the stage –", "Guest: the edge team", "Gather"]
    of = agenda.resize_item(mei, ref, gather.id, 3)
    assert retro.retro_view(mei, ref).over == 10
    assert [facilitation.move(mei, ref).phase for _ in range(2)] == [Phase.REVIEW, Phase.ITEM]
    guest = of.agenda[2]
    of = agenda.add_item(mei, ref, "Cake", 0, before=of.agenda[0].id)  # not into what has been
    assert way(of)[2:5] == ["Guest: the edge team", "Cake", "Gather"]
    log.undo(mei)
    of = agenda.move_item(mei, ref, guest.id, 1)
    assert sessions.find(mei, ref).phase is Phase.ITEM
    assert facilitation.move(mei, ref).phase is Phase.GROUP  # gathering is behind the guest now
    with pytest.raises(Refused, match="“gather” comes before “group”"):
        agenda.move_item(mei, ref, gather.id, 3)
    with pytest.raises(Refused, match="mei leads"):
        agenda.skip_item(table.ctx("bob"), ref, stage.id, False)
    log.undo(mei)
    assert sessions.find(mei, ref).phase is Phase.ITEM


def test_a_brainstorm_has_no_agenda(table: Table) -> None:
    of = sessions.start(table.ctx(), Kind.BRAINSTORM, "Halve the build")
    with pytest.raises(Refused, match="no agenda"):
        agenda.add_item(table.ctx(), of.ref, "Break")


def test_topics_of_the_week_stand_on_the_next_agenda_of_their_team(table: Table) -> None:
    from okrtui.rituals.people import members

    members.add_team(table.ctx(), "Edge")
    agenda.propose(table.ctx("bob"), "who answers the pager at night")
    agenda.propose(table.ctx("ana"), "the edge pool", team="edge")
    dropped = agenda.propose(table.ctx("ana"), "never mind")
    agenda.drop_proposal(table.ctx("ana"), dropped.id)
    of = retro.start(table.ctx(), "Friday", team="edge")
    found = [(item.title, item.who) for item in of.agenda if item.who]
    assert found == [("who answers the pager at night", "bob"), ("the edge pool", "ana")]
    assert agenda.proposed(table.ctx()) == ()


def test_what_a_retro_did_not_come_to_returns_to_the_next_agenda_with_where_it_comes_from(table: Table) -> None:
    mei = table.ctx()
    agenda.propose(table.ctx("bob"), "who answers the pager")
    agenda.propose(mei, "a guest")
    ref = retro.start(mei, "Friday").ref
    assert agenda.proposed(mei) == ()
    agenda.add_item(mei, ref, "cake", 5)  # behind all else: never reached
    first, second = table.voted(ref)  # the gathering comes after the topics: both were gone past
    table.to(ref, Phase.DISCUSS)
    discussion.park_topic(mei, ref)
    discussion.write_note(mei, ref, "office chairs", NoteKind.PARKED)
    names = {group.id: group.name for group in sessions.view(mei, ref).groups}
    discussion.next_topic(mei, ref, second)
    discussion.write_note(mei, ref, "said of the second")
    table.to(ref, Phase.CLOSED)
    waits = [(each.text, each.who, each.origin) for each in agenda.proposed(mei)]
    assert sorted(waits) == sorted(
        [
            ("who answers the pager", "bob", ref),
            ("a guest", "mei", ref),
            ("cake", "mei", ref),
            (names[first], "mei", ref),
            ("office chairs", "mei", ref),
        ]
    )
    log.undo(mei)
    assert agenda.proposed(mei) == (), "the closing and what it left are one change"
    table.to(ref, Phase.CLOSED)
    again = retro.start(mei, "Next Friday")
    pager = next(item for item in again.agenda if item.title.startswith("who answers"))
    assert (pager.title, pager.who) == (f"who answers the pager (left over from {ref})", "bob")
    assert agenda.proposed(mei) == ()
    agenda.skip_item(mei, again.ref, pager.id)
    table.to(again.ref, Phase.CLOSED)
    once = [each for each in agenda.proposed(mei) if each.text == "who answers the pager"]
    assert [(each.who, each.origin) for each in once] == [("bob", again.ref)]


def test_an_item_that_was_talked_about_does_not_return(table: Table) -> None:
    mei = table.ctx()
    agenda.propose(mei, "a guest")
    ref = retro.start(mei, "Friday").ref
    guest = next(item for item in sessions.find(mei, ref).agenda if item.phase is Phase.ITEM)
    facilitation.move(mei, ref, item=guest.id)
    discussion.write_note(mei, ref, "she told us of the edge")
    table.to(ref, Phase.CLOSED)
    assert agenda.proposed(mei) == ()


def test_a_team_saves_its_own_template_without_what_people_put_on_the_agenda(table: Table) -> None:
    mei = table.ctx()
    agenda.propose(mei, "the pager")
    of = retro.start(mei, "Friday", question="How was it?")
    agenda.add_item(mei, of.ref, "Cake", 5)
    agenda.save_template(mei, of.ref, "Ours")
    again = retro.start(mei, "Next Friday", template="ours")
    assert (again.question, again.template) == ("How was it?", "ours")
    assert way(again)[-1] == "Cake"
    assert "the pager" not in way(again)
    with pytest.raises(Refused, match="okrtui's own"):
        agenda.save_template(mei, of.ref, "Sailboat")
    with pytest.raises(Refused, match="there is no template “nope”"):
        retro.start(mei, "x", template="nope")


# -- the phases


def test_a_retro_goes_through_its_agenda_and_hides_cards_until_the_gathering_is_over(table: Table) -> None:
    mei, bob = table.ctx(), table.ctx("bob")
    ref = retro.start(mei, "Friday").ref
    seen = [facilitation.move(mei, ref).phase for _ in range(3)]
    assert seen == [Phase.REVIEW, Phase.STAGE, Phase.GATHER]
    card = sessions.write_card(bob, ref, "#stop flaky tests")
    assert (card.text, card.tag) == ("flaky tests", "stop")
    assert not sessions.view(mei, ref).cards[0].shown
    facilitation.move(mei, ref)
    assert sessions.view(mei, ref).cards[0].text == "flaky tests"
    facilitation.move(mei, ref)
    assert sessions.find(mei, ref).phase is Phase.VOTE
    grouping.vote(bob, ref, sessions.view(mei, ref).groups[0].id)
    assert sessions.view(mei, ref).groups[0].votes is None
    facilitation.move(mei, ref)
    assert sessions.view(mei, ref).groups[0].votes == 1
    assert facilitation.move(mei, ref).phase is Phase.DECIDE
    assert facilitation.move(mei, ref).phase is Phase.CLOSED
    with pytest.raises(Refused, match="closed"):
        facilitation.move(mei, ref)


def test_a_phase_says_what_is_allowed_in_it(table: Table) -> None:
    ref = retro.start(table.ctx(), "Friday").ref
    table.to(ref, Phase.DISCUSS)
    with pytest.raises(Refused, match="cards are written in “gather” or “group”; this is “discuss”"):
        sessions.write_card(table.ctx("bob"), ref, "late")
    table.to(ref, Phase.GATHER)
    with pytest.raises(Refused, match="notes are written in “review”"):
        discussion.write_note(table.ctx("bob"), ref, "early")


# -- discussing


def test_topics_come_in_the_order_of_their_votes_each_with_its_own_clock(table: Table) -> None:
    mei = table.ctx()
    ref = retro.start(mei, "Friday", topic_minutes=6).ref
    first, second = table.voted(ref)
    of = table.to(ref, Phase.DISCUSS)
    assert of.topic == first
    assert of.timer_end == MONDAY + timedelta(minutes=6)
    note = discussion.write_note(table.ctx("bob"), ref, "we rerun until green")
    assert (note.group, note.who) == (first, "bob")
    poll = polls.ask(mei, ref, PollKind.MORE)
    assert (poll.minutes, poll.group) == (5, first)
    late = discussion.more_time(table.ctx(minutes=6), ref)
    assert late.timer_end == MONDAY + timedelta(minutes=11)
    assert polls.ask(mei, ref, PollKind.MORE).minutes == 2
    of = discussion.next_topic(mei, ref)
    assert of.topic == second
    states = {t.group.id: (t.state, t.rounds) for t in retro.retro_view(mei, ref).topics}
    assert states == {first: (TopicState.DONE, 1), second: (TopicState.DISCUSSED, 0)}
    of = discussion.park_topic(mei, ref)
    assert of.topic is None
    with pytest.raises(Refused, match="go on to the next step"):
        discussion.next_topic(mei, ref)
    assert discussion.next_topic(mei, ref, second).topic == second  # a parked one can be taken up again
    log.undo(mei)
    assert sessions.find(mei, ref).topic is None


def test_notes_are_the_rooms_and_become_decisions_or_are_parked(table: Table) -> None:
    ref = retro.start(table.ctx(), "Friday").ref
    table.voted(ref)
    table.to(ref, Phase.DISCUSS)
    bob, ana = table.ctx("bob"), table.ctx("ana")
    note = discussion.write_note(bob, ref, "quarantine list")
    discussion.edit_note(ana, ref, note.id, "quarantine list with an owner")
    discussion.mark_note(ana, ref, note.id, NoteKind.DECISION)
    other = discussion.write_note(bob, ref, "office chairs", NoteKind.PARKED)
    discussion.edit_note(bob, ref, other.id, "")
    found = retro.retro_view(bob, ref).notes
    assert [(n.text, n.kind) for n in found] == [("quarantine list with an owner", NoteKind.DECISION)]


def test_a_group_that_was_talked_about_takes_its_notes_along_and_cannot_be_dissolved(table: Table) -> None:
    mei = table.ctx()
    ref = retro.start(mei, "Friday").ref
    first, second = table.voted(ref)
    table.to(ref, Phase.DISCUSS)
    discussion.write_note(mei, ref, "we rerun until green")
    discussion.next_topic(mei, ref)
    table.to(ref, Phase.GROUP)
    cards = {c.id: c.version for g in sessions.view(mei, ref).groups if g.id == first for c in g.cards}
    with pytest.raises(Refused, match="was talked about"):
        grouping.ungroup(mei, ref, cards)
    grouping.merge(mei, ref, first, second)
    found = retro.retro_view(mei, ref)
    assert [n.group for n in found.notes] == [second]


# -- polls


def test_answers_are_shown_all_at_once_and_never_whose(table: Table) -> None:
    mei = table.ctx()
    ref = retro.start(mei, "Friday").ref
    table.to(ref, Phase.STAGE)
    polls.ask(mei, ref, PollKind.FIST)
    for login, number in (("mei", 4), ("bob", 2), ("bob", 3), ("ana", 4)):
        polls.answer(table.ctx(login), ref, number)
    seen = polls.find(table.ctx("bob"), ref)
    assert (seen.open, seen.mine, seen.answered, seen.counts) == (True, 3, 3, ())
    with pytest.raises(Refused, match="from 0 to 5"):
        polls.answer(mei, ref, 6)
    shown = polls.show(mei, ref)
    assert shown.counts == ((3, 1), (4, 2))
    with pytest.raises(Refused, match="shown already"):
        polls.answer(mei, ref, 1)
    polls.ask(mei, ref, PollKind.FIST)
    for login in ("mei", "bob", "ana"):
        polls.answer(table.ctx(login), ref, 5)
    table.to(ref, Phase.CLOSED)  # what is still asked then is shown: nobody can do it any more
    assert polls.find(mei, ref).counts == ((5, 3),)


def test_two_answers_are_shown_to_nobody(table: Table) -> None:
    mei = table.ctx()
    ref = retro.start(mei, "Friday").ref
    table.to(ref, Phase.STAGE)
    polls.ask(mei, ref, PollKind.FIST)
    for login in ("mei", "bob"):
        polls.answer(table.ctx(login), ref, 4)
    shown = polls.show(mei, ref)
    assert (shown.open, shown.answered, shown.mine, shown.counts) == (False, 2, 4, ())
    assert "- Fist to five: fewer than three answers, so none is shown" in retro_page(mei, ref)


# -- actions


def test_actions_have_one_dri_and_a_day_and_lead_the_next_agenda_until_they_are_done(table: Table) -> None:
    mei = table.ctx()
    ref = retro.start(mei, "Friday").ref
    table.voted(ref)
    table.to(ref, Phase.DECIDE)
    made = actions.add(
        mei, "quarantine list", dri="bob", source=ref, topic="flaky tests", works="a week without reruns"
    )
    assert (made.dri, made.due, made.source) == ("bob", mei.today + actions.DUE_IN, ref)
    with pytest.raises(Refused, match="exactly one DRI"):
        actions.add(mei, "both of us", dri="bob,ana", source=ref)
    gone = actions.add(mei, "buy chairs", source=ref)
    table.to(ref, Phase.CLOSED)
    later = table.ctx(minutes=8 * 24 * 60)
    assert made.overdue(later.today)
    second = retro.start(later, "Next Friday")
    facilitation.move(later, second.ref)
    assert [a.ref for a in retro.retro_view(later, second.ref).actions] == [made.ref, gone.ref]
    actions.keep(later, made.ref, "half of it")
    with pytest.raises(Refused, match="why is it dropped"):
        actions.drop(later, gone.ref, " ")
    actions.drop(later, gone.ref, "no budget")
    actions.done(later, made.ref)
    assert [s.what for s in actions.history(later, made.ref)] == ["made", "kept", "done"]
    assert actions.kept_of(later, ref) == (1, 1)
    assert actions.open_actions(later) == ()
    log.undo(later)
    assert actions.find(later, made.ref).state is ActionState.OPEN
    with pytest.raises(Refused, match="open already"):
        actions.reopen(later, made.ref)


def test_the_review_begins_with_every_open_action_of_the_team_whatever_it_came_out_of(table: Table) -> None:
    mei = table.ctx()
    members.add_team(mei, "Edge")
    members.edit_member(mei, "bob", teams=("Edge",))
    alone = actions.add(mei, "out of no session", dri="bob")
    other = actions.add(mei, "of somebody else", dri="mei")
    everybodys, edges = retro.start(mei, "All"), retro.start(mei, "Edge", team="Edge")
    inside = actions.add(mei, "of the team's retro", dri="mei", source=edges.ref)
    assert {each.ref for each in actions.to_review(mei, everybodys.ref)} == {alone.ref, other.ref}
    assert {each.ref for each in actions.to_review(mei, edges.ref)} == {alone.ref}
    later = retro.start(mei, "Edge again", team="Edge")
    assert {each.ref for each in actions.to_review(mei, later.ref)} == {alone.ref, inside.ref}


def test_working_agreements_hold_until_they_are_retired(table: Table) -> None:
    mei = table.ctx()
    ref = retro.start(mei, "Friday").ref
    made = discussion.agree(mei, "no meetings on Wednesday", ref)
    assert [a.text for a in agreements.agreements(mei)] == ["no meetings on Wednesday"]
    agreements.retire(mei, made.ref)
    assert agreements.agreements(mei) == ()
    assert [a.active for a in agreements.agreements(mei, retired=True)] == [False]


# -- facts and the cycle's end


def test_the_facts_are_of_the_weeks_since_the_retro_before(table: Table) -> None:
    mei = table.ctx()
    objectives.add_objective(mei, "Boring proxy")
    objectives.add_key_result(mei, "O1", "p99", start=180, target=90)
    checkins.check_in(mei, "KR1.1", 135, confidence=6)
    first = retro.start(mei, "Friday").ref
    found = retro.facts(mei, sessions.find(mei, first))
    assert (found.since, found.until) == (mei.today - retro.LOOKS_BACK, mei.today)
    assert [(s.kr.ref, s.progress, s.confidence) for s in found.key_results] == [("KR1.1", 0.5, 6)]
    table.to(first, Phase.CLOSED)
    later = table.ctx(minutes=7 * 24 * 60)
    second = retro.start(later, "Next Friday").ref
    assert retro.facts(later, sessions.find(later, second)).since == mei.today


def test_an_okr_retro_scores_key_result_by_key_result_closes_the_cycle_and_feeds_the_next(table: Table) -> None:
    mei = table.ctx()
    objectives.add_objective(mei, "Boring proxy")
    for title in ("p99", "cold start", "cache hits"):
        objectives.add_key_result(mei, "O1", title, start=0, target=10)
    of = retro.start(mei, "Q4", template="okr")
    assert of.cycle == "2026-Q4"
    with pytest.raises(Refused, match="key results are scored in “score”"):
        cycle_review.review_kr(mei, of.ref, "KR1.1", score=0.7)
    table.to(of.ref, Phase.SCORE)
    done = cycle_review.review_kr(
        mei, of.ref, "KR1.1", score=0.7, comment="nearly", learned="caches lie", verdict=Verdict.KEEP
    )
    assert (done.score, done.comment, done.learned, done.verdict) == (0.7, "nearly", "caches lie", Verdict.KEEP)
    log.undo(mei)
    assert retro.reviews(mei, of)[0].score is None  # score, comment and verdict were one change
    log.redo(mei)
    cycle_review.review_kr(mei, of.ref, "KR1.2", score=0.1, verdict=Verdict.STOP)
    with pytest.raises(Refused, match=r"KR1\.3 has no score"):
        cycle_review.close_cycle(mei, of.ref)
    cycle_review.review_kr(mei, of.ref, "KR1.3", score=0.4, verdict=Verdict.CHANGE)
    assert cycle_review.close_cycle(mei, of.ref).state == "closed"
    assert cycle_review.proposed_refs(mei, "2026-Q4") == ("KR1.1", "KR1.3")
    log.undo(mei)
    assert cycles.find(mei, "2026-Q4").state == "active"


# -- nobody's name


def test_nothing_in_an_anonymous_retro_leads_to_who_wrote_noted_or_answered(table: Table) -> None:
    ref = retro.start(table.ctx(), "Friday", anonymous=True).ref
    bob = table.ctx("bob")
    table.to(ref, Phase.GATHER)
    sessions.write_card(bob, ref, "flaky tests")
    table.to(ref, Phase.VOTE)
    grouping.vote(bob, ref, sessions.view(bob, ref).groups[0].id)
    table.to(ref, Phase.DISCUSS)
    note = discussion.write_note(bob, ref, "nobody owns the suite")
    polls.ask(table.ctx(), ref, PollKind.FIST)
    polls.answer(bob, ref, 1)
    assert note.who == ""
    entries = table.store.sql("SELECT who, verb FROM activity WHERE verb IN ('noted', 'card')")
    assert {who for who, _ in entries} == {""}
    rows = str([table.store.sql(f"SELECT * FROM {name}") for name in ("card", "vote", "note", "answer", "member")])
    assert "bob" not in rows
    assert phases.counted(sessions.find(bob, ref))


# -- questions with columns


def test_own_questions_are_kept_changed_while_no_card_answers_them_and_stay_in_an_anonymous_retro(table: Table) -> None:
    mei, own = table.ctx(), ("What slowed us?", "What helped?")
    ref = retro.start(mei, "Friday", prompts=own, anonymous=True).ref
    assert facilitation.rename_session(mei, ref, prompts=(*own, "What next?")).prompts == (*own, "What next?")
    table.to(ref, Phase.GATHER)
    sessions.write_card(table.ctx("bob"), ref, "reviews #ci #what-slowed-us")
    with pytest.raises(Refused, match="concealed: until the reveal a question can be added, none taken away"):
        facilitation.rename_session(mei, ref, prompts=own)
    table.to(ref, Phase.GROUP)
    with pytest.raises(Refused, match="cards answer “What slowed us\\?” already; it stays a question of S1"):
        facilitation.rename_session(mei, ref, prompts=("What helped?",))
    assert facilitation.rename_session(mei, ref, prompts=own).prompts == own
    (found,) = sessions.view(mei, ref).cards
    assert (found.text, found.tag, found.author) == ("reviews #ci", "what-slowed-us", "")
    assert "### What slowed us?\n\n- reviews #ci" in retro_page(mei, ref)


def test_a_teams_own_template_is_edited_dropped_and_proposed_again_by_its_last_retro(table: Table) -> None:
    mei = table.ctx()
    members.add_team(mei, "Edge")
    assert agenda.usual_template(mei, "Edge") == "start-stop-continue"
    agenda.save_template(mei, retro.start(mei, "Friday", team="Edge", prompts=("Up", "Down")).ref, "Ours")
    made = agenda.edit_template(mei, "ours", question="How was it?", prompts=("Wind", "Rocks"), box=30)
    assert (made.question, made.prompts, rules.minutes_of(made.items)) == ("How was it?", ("Wind", "Rocks"), 30)
    with pytest.raises(Refused, match="“Sailboat” is one of okrtui’s own and stays"):
        agenda.edit_template(mei, "sailboat", question="Where to?")
    of = retro.start(mei, "Next Friday", template="ours", team="Edge")
    assert of.prompts == ("Wind", "Rocks")
    assert retro.start(mei, "The one after", team="Edge").template == "ours", "a team goes on as it did"
    assert agenda.usual_template(mei) == "start-stop-continue"
    agenda.drop_template(mei, "ours")
    assert agenda.usual_template(mei, "Edge") == "start-stop-continue" and sessions.find(mei, of.ref).prompts
    log.undo(mei)
    assert agenda.template(mei, "ours").prompts == ("Wind", "Rocks")
