"""Cases of several people from the first sentence to the end: whose turn it is, what silence does, what undo may."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from okrtui.errors import Refused, UnknownMember
from okrtui.model.cases import CaseState, EntryKind
from okrtui.model.live import Phase
from okrtui.model.people import MemberState
from okrtui.rituals.cases import cases
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log
from okrtui.rituals.live import facilitation
from okrtui.rituals.okrs import objectives
from okrtui.rituals.people import members
from okrtui.rituals.retro import retro
from okrtui.rituals.week.due import due
from okrtui.rituals.week.overview import asked_and_given
from okrtui.rules.cases import phrases
from okrtui.rules.cases.reading import CaseView
from okrtui.sharing.pages.reports import week_report
from okrtui.storage.repositories import due as rows
from tests.workspaces import ctx, unsound, workspace

DAY = 1 / 7
"""Of a week, which `later` counts in."""


@pytest.fixture
def mei(tmp_path: Path) -> Iterator[Context]:
    """Mei's context; bob, ana and jing are the Architecture, lena and priya the Leads."""
    store = workspace(tmp_path)
    me = ctx(store)
    for team, logins in {"Architecture": ("bob", "ana", "jing"), "Leads": ("lena", "priya")}.items():
        members.add_team(me, team)
        for login in logins:
            members.edit_member(me, login, teams=(team,))
    yield me
    assert unsound(store) == []
    store.close()


def of(mei: Context, login: str, days: float = 0) -> Context:
    """Return somebody's context, some days later."""
    return ctx(mei.store, login, weeks=days * DAY)


def told(found: CaseView) -> list[str]:
    """Return what was said in a case, line by line."""
    return [phrases.line(each, found.process).replace("\n", ": ") for each in found.case.entries]


def test_help_is_asked_for_passed_on_given_and_confirmed(mei: Context) -> None:
    objectives.add_objective(mei, "Faster")
    objectives.add_key_result(mei, "O1", "latency", target=1)
    asked = cases.open_case(mei, "support", "a reviewer", asked="bob", kr="kr1.1", by=date(2026, 11, 25))
    assert (asked.case.ref, asked.turn, asked.due, asked.mine) == ("C1", "bob", date(2026, 11, 25), False)
    assert asked.case.kr == "KR1.1"
    assert cases.find(of(mei, "bob"), "c1").mine
    passed = cases.go(of(mei, "bob"), "C1", "pass", "ana knows it better", to="ana")
    assert (passed.turn, passed.case.asked) == ("ana", "ana")
    cases.go(of(mei, "ana", 1), "C1", "yes", "tomorrow", by=date(2026, 11, 26))
    assert cases.find(mei, "C1").due == date(2026, 11, 26)
    given = cases.go(of(mei, "ana", 2), "C1", "given")
    assert (given.turn, given.due) == ("mei", date(2026, 11, 30))
    over = cases.go(of(mei, "mei", 2), "C1", "helped", "merged")
    assert (over.case.state, over.word, over.turn, over.due) == (CaseState.CLOSED, "helped", "", None)
    assert told(over) == [
        "bob said “pass on” to ana: ana knows it better",
        "ana said “yes”: tomorrow",
        "ana said “given”",
        "mei said “helped”: merged",
    ]
    assert [each.case.ref for each in cases.past_cases(mei)] == ["C1"]
    assert cases.open_cases(mei) == ()


def test_what_nobody_confirms_is_given_and_the_clock_alone_did_it(mei: Context) -> None:
    cases.open_case(mei, "support", "a reviewer", asked="bob")
    cases.go(of(mei, "bob"), "C1", "yes")
    cases.go(of(mei, "bob"), "C1", "given")
    last = cases.find(of(mei, "mei", 5), "C1")
    assert (last.word, last.due, last.mine) == ("open", date(2026, 11, 28), True)
    late = of(mei, "mei", 6)
    assert cases.find(late, "C1").word == "given"
    assert told(cases.find(late, "C1"))[-1] == "confirm ended by itself after 5 days: closed as given"
    assert cases.open_cases(late) == ()
    assert [each.case.closed for each in cases.past_cases(late)] == [date(2026, 11, 29)]
    with pytest.raises(Refused, match="C1: C1 is closed"):
        cases.go(late, "C1", "helped")
    cases.note(of(mei, "bob", 9), "C1", "any time")
    kinds = [each.kind for each in cases.find(of(mei, "mei", 9), "C1").case.entries]
    assert kinds == [EntryKind.MOVED, EntryKind.MOVED, EntryKind.SILENCE, EntryKind.NOTE]


def test_an_architecture_question_is_taken_advised_on_and_decided(mei: Context) -> None:
    raised = cases.open_case(mei, "architecture", "one cache per tenant, or one?")
    assert (raised.turn, raised.waits_for, raised.able) == ("team:Architecture", "Architecture", ("ana", "bob", "jing"))
    with pytest.raises(Refused, match="C1: triage is for the team Architecture"):
        cases.take(mei, "C1")
    taken = cases.take(of(mei, "ana"), "C1")
    assert (taken.case.dri, taken.case.step, taken.turn) == ("ana", "advice", "ana")
    advised = cases.note(of(mei, "lena", 1), "C1", "one is cheaper\nto run")
    assert advised.case.entries[-1].kind is EntryKind.ADVICE
    assert cases.find(of(mei, "ana", 11), "C1").case.step == "decide", "silence is no objection"
    with pytest.raises(Refused, match="why “accept”"):
        cases.go(of(mei, "ana", 11), "C1", "accept")
    over = cases.go(of(mei, "ana", 11), "C1", "accept", "one cache, keyed by tenant")
    assert over.word == "accepted"
    assert told(over)[-2:] == [
        "advice ended by itself after 10 days: the next step",
        "ana decided “accept”: one cache, keyed by tenant",
    ]
    again = cases.open_case(of(mei, "bob", 30), "architecture", "two caches after all?", supersedes="C1")
    assert (again.case.older, cases.find(mei, "C1").case.newer) == ("C1", "C2")
    with pytest.raises(Refused, match="C1 is superseded by C2 already"):
        cases.open_case(mei, "architecture", "three?", supersedes="C1")
    with pytest.raises(Refused, match="C2 is open still"):
        cases.open_case(mei, "architecture", "three?", supersedes="C2")


def test_a_hand_is_seen_by_two_until_it_is_answered_and_each_gets_an_answer(mei: Context) -> None:
    cases.open_case(mei, "opportunity", "lead the handover")
    with pytest.raises(Refused, match="say in a few words what you bring; mei answers them"):
        cases.raise_hand(of(mei, "bob"), "C1", " ")
    cases.raise_hand(of(mei, "bob"), "C1", "I would love to")
    cases.raise_hand(of(mei, "ana"), "C1", "me too")
    with pytest.raises(Refused, match="you have raised your hand already"):
        cases.raise_hand(of(mei, "ana"), "C1", "again")
    assert told(cases.find(mei, "C1")) == ["bob raised a hand: I would love to", "ana raised a hand: me too"]
    assert told(cases.find(of(mei, "bob"), "C1")) == ["bob raised a hand: I would love to"]
    assert told(cases.find(of(mei, "lena"), "C1")) == []
    entries = log.log(of(mei, "lena"))
    assert [entry.summary for entry in entries[:2]] == ["lead the handover"] * 2
    assert "love" not in str(entries) and "hand'" not in str(entries)
    cases.go(mei, "C1", "to choice")
    with pytest.raises(Refused, match="ana raised a hand and got no answer"):
        cases.go(mei, "C1", "choose", "knows the pager", to="bob")
    cases.answer(mei, "C1", "ana", "next quarter, with pleasure")
    with pytest.raises(Refused, match="whose hand do you choose"):
        cases.go(mei, "C1", "choose", "knows the pager", to="lena")
    chosen = cases.go(mei, "C1", "choose", "knows the pager", to="bob")
    assert (chosen.case.chosen, chosen.turn) == ("bob", "bob")
    assert told(cases.find(of(mei, "lena"), "C1"))[:2] == [
        "bob raised a hand: I would love to",
        "ana raised a hand: me too",
    ]


def test_a_case_that_nobody_could_decide_is_refused_when_it_is_opened(mei: Context) -> None:
    with pytest.raises(Refused, match="you can't ask yourself"):
        cases.open_case(mei, "support", "x", asked="mei")
    with pytest.raises(Refused, match="who do you want to ask"):
        cases.open_case(mei, "support", "x")
    with pytest.raises(Refused, match="asks nobody in particular"):
        cases.open_case(mei, "architecture", "x", asked="bob")
    with pytest.raises(Refused, match="is about work, not about a person"):
        cases.open_case(mei, "architecture", "x", about="bob")
    with pytest.raises(Refused, match="2026-11-20 is past"):
        cases.open_case(mei, "support", "x", asked="bob", by=date(2026, 11, 20))
    with pytest.raises(UnknownMember):
        cases.open_case(Context(mei.store, "mei", "Mei", mei.now), "support", "x", asked="nobody-here")
    for login in ("bob", "ana", "jing"):
        members.edit_member(mei, login, teams=())
    with pytest.raises(Refused, match="Architecture has nobody who may decide, and it takes 1"):
        cases.open_case(mei, "architecture", "x")
    assert cases.open_cases(mei) == ()


def test_a_request_to_somebody_who_left_is_given_on_and_what_they_promised_comes_back(mei: Context) -> None:
    cases.open_case(mei, "support", "a review", asked="bob")
    members.edit_member(mei, "bob", state=MemberState.LEFT)
    given = cases.go(mei, "C1", "pass on", "bob has left", to="ana")
    assert (given.case.asked, phrases.waiting(given)) == ("ana", "answer is for ana, by 2026-11-26")
    assert cases.go(of(mei, "ana"), "C1", "yes", "gladly").case.step == "give"
    members.edit_member(mei, "ana", state=MemberState.LEFT)
    there = cases.find(mei, "C1")
    assert there.mine and there.case.step == "give", "what ana had promised is its opener's again"


def test_of_who_left_the_opener_takes_the_turn(mei: Context) -> None:
    cases.open_case(mei, "support", "a reviewer", asked="bob")
    members.edit_member(mei, "bob", state=MemberState.LEFT)
    assert cases.find(mei, "C1").mine
    assert cases.go(mei, "C1", "no", "bob has left").word == "declined"


def test_undo_takes_back_the_last_line_and_none_that_something_stands_on(mei: Context) -> None:
    cases.open_case(mei, "support", "a reviewer", asked="bob")
    before = cases.find(mei, "C1").case
    cases.go(of(mei, "bob"), "C1", "yes", "today")
    log.undo(of(mei, "bob"))
    now = cases.find(mei, "C1").case
    assert (now.step, now.entries) == (before.step, ())
    log.redo(of(mei, "bob"))
    assert cases.find(mei, "C1").case.step == "give"
    cases.note(mei, "C1", "thank you")
    with pytest.raises(Refused, match="something newer depends on it"):
        log.undo(of(mei, "bob"))
    assert cases.find(mei, "C1").case.step == "give"


def test_an_opening_is_undone_though_others_run_by_the_process_it_brought(mei: Context) -> None:
    cases.open_case(mei, "support", "a reviewer", asked="bob")
    cases.open_case(of(mei, "ana"), "support", "a desk", asked="mei")
    log.undo(mei)
    assert [each.case.title for each in cases.open_cases(mei)] == ["a desk"]
    log.redo(mei)
    assert [each.case.title for each in cases.open_cases(mei)] == ["a reviewer", "a desk"]


def test_lists_go_by_the_day_and_what_is_overdue_says_so(mei: Context) -> None:
    cases.open_case(mei, "architecture", "later")
    cases.open_case(mei, "support", "sooner", asked="bob")
    found = cases.open_cases(of(mei, "bob", 4))
    assert [(each.case.title, each.word) for each in found] == [("sooner", "overdue"), ("later", "open")]
    assert [each.mine for each in found] == [True, True]
    assert [each.mine for each in cases.open_cases(mei)] == [False, False]


def test_a_withdrawn_case_says_why_and_only_its_opener_withdraws_it(mei: Context) -> None:
    cases.open_case(mei, "support", "a reviewer", asked="bob")
    with pytest.raises(Refused, match="only mei may withdraw it"):
        cases.withdraw(of(mei, "bob"), "C1", "no")
    with pytest.raises(Refused, match="why is it withdrawn"):
        cases.withdraw(mei, "C1", " ")
    assert cases.withdraw(mei, "C1", "found one").word == "withdrawn"


def test_what_is_due_says_the_same_without_reading_a_process(mei: Context) -> None:
    """The quick answer goes by what is stored; where silence has moved a case it asks as everybody does."""
    cases.open_case(mei, "architecture", "one cache?")
    cases.open_case(mei, "architecture", "one queue?")
    cases.take(of(mei, "ana"), "C2")
    cases.open_case(mei, "support", "a reviewer", asked="bob")
    cases.open_case(of(mei, "bob"), "support", "a desk", asked="mei")
    cases.go(mei, "C4", "yes")
    cases.go(mei, "C4", "given")
    cases.open_case(of(mei, "priya"), "proposal", "no meetings on Friday")
    cases.open_case(of(mei, "jing"), "support", "a key", asked="lena")
    members.edit_member(mei, "lena", state=MemberState.LEFT)
    lapsed, quick = 0, 0
    for days in range(14):
        for login in ("mei", "bob", "ana", "jing", "priya"):
            then = of(mei, login, days)
            today = then.today.isoformat()
            told = tuple((each.case.ref, each.overdue) for each in cases.open_cases(then) if each.mine)
            if rows.lapsed(mei.store, today):
                lapsed += 1
            else:
                quick += 1
                stored = tuple((f"C{number}", day < today) for day, number in rows.cases(mei.store, login, today))
                assert stored == told, (login, days)
            assert due(then).cases == told
    assert lapsed and quick
    assert due(of(mei, "jing")).cases == (("C6", False), ("C1", False))
    assert due(of(mei, "bob", 4)).cases[:2] == (("C3", True), ("C1", False))


def test_a_week_tells_what_was_asked_and_given_as_it_stood_at_its_end(mei: Context) -> None:
    cases.open_case(mei, "support", "a reviewer", asked="bob")
    cases.open_case(mei, "support", "a desk", asked="ana")
    cases.open_case(of(mei, "jing"), "support", "a key", asked="lena")
    cases.open_case(mei, "support", "nothing", asked="priya")
    cases.open_case(mei, "architecture", "one cache?")
    cases.withdraw(mei, "C4", "found it")
    cases.go(of(mei, "ana"), "C2", "no", "none is left")
    cases.go(of(mei, "bob", 2), "C1", "yes")
    cases.go(of(mei, "bob", 8), "C1", "given")
    cases.go(of(mei, "mei", 9), "C1", "not enough", "the tests, too")
    cases.go(of(mei, "bob", 15), "C1", "given")

    def stood(days: float, logins: set[str] | None = None) -> list[tuple[str, str]]:
        week = of(mei, "mei", days).week
        return [(each.case.title, state) for each, state in asked_and_given(of(mei, "mei", 40), week, logins)]

    assert stood(0) == [("a reviewer", "asked"), ("a desk", "declined"), ("a key", "asked")]
    assert stood(0, {"lena"}) == [("a key", "asked")]
    assert stood(7) == [("a reviewer", "asked"), ("a key", "asked")]
    assert stood(14) == [("a reviewer", "given"), ("a key", "asked")]
    assert stood(21) == [("a reviewer", "given"), ("a key", "asked")], "what nobody confirms ends as given"
    assert stood(28) == [("a key", "asked")]
    report = week_report(of(mei, "mei", 40), "2026-W48")
    assert (
        "## Asked and given\n\n"
        "- Asked: C1 **Mei** asks **bob**: a reviewer\n"
        "- Declined: C2 **Mei** asks **ana**: a desk\n"
    ) in report


def test_a_case_in_a_step_that_nobody_knows_says_so_and_the_others_go_on(mei: Context) -> None:
    if mei.store.member:
        return  # nobody but an administrator writes a row behind the rituals there
    for title in ("one", "two"):
        cases.open_case(mei, "support", title, asked="bob")
    mei.store.run("UPDATE practice_case SET step = 'zzz' WHERE id = 1")
    assert {each.case.title for each in cases.open_cases(mei)} == {
        "C1 has the step “zzz”, which this okrtui does not know",
        "two",
    }
    with pytest.raises(Refused, match="C1 has the step “zzz”"):
        cases.note(mei, "C1", "hm")
    mei.store.run("UPDATE practice_case SET step = 'answer' WHERE id = 1")


def test_overdue_cases_of_its_team_lead_the_next_retro(mei: Context) -> None:
    cases.open_case(mei, "support", "a reviewer", asked="bob")
    cases.open_case(mei, "architecture", "one cache?")
    cases.open_case(of(mei, "lena"), "support", "a desk", asked="priya")
    then = of(mei, "mei", 9)
    assert [(each.ref, each.waits_for) for each in cases.overdue(then, "Architecture")] == [
        ("C1", "bob"),
        ("C2", "Architecture"),
    ]
    ref = retro.start(then, "What now?", team="Architecture").ref
    assert retro.retro_view(then, ref).overdue == ()
    facilitation.move(then, ref, Phase.REVIEW)
    found = retro.retro_view(then, ref).overdue
    assert [(each.ref, each.step, each.due) for each in found] == [
        ("C1", "answer", date(2026, 11, 26)),
        ("C2", "triage", date(2026, 11, 28)),
    ]
    everybody = retro.start(then, "All of us").ref
    facilitation.move(then, everybody, Phase.REVIEW)
    assert [each.ref for each in retro.retro_view(then, everybody).overdue] == ["C1", "C3", "C2"]


def test_words_are_looked_for_in_all_that_is_over_but_not_in_a_raised_hand(mei: Context) -> None:
    objectives.add_objective(mei, "Faster")
    objectives.add_key_result(mei, "O1", "latency", target=1)
    cases.open_case(mei, "support", "a Réviewer", asked="bob", kr="KR1.1", text="by Friday")
    cases.go(of(mei, "bob"), "C1", "no", "Nobody knows Erlang")
    cases.open_case(of(mei, "ana"), "opportunity", "the handover")
    cases.raise_hand(mei, "C2", "my own reasons")
    cases.answer(of(mei, "ana"), "C2", "mei", "gladly, later")
    cases.withdraw(of(mei, "ana"), "C2", "not now")

    def found(*words: str) -> list[str]:
        return [each.case.ref for each in cases.past_cases(mei, words=words)]

    assert found() == ["C2", "C1"] and [each.case.ref for each in cases.past_cases(mei, mine=True)] == ["C1"]
    for words in (("réviewer",), ("C1",), ("kr1.1",), ("SUPPORT", "friday"), ("erlang", "mei"), ("bob", "declined")):
        assert found(*words) == ["C1"], words
    assert found("ana", "gladly") == found("withdrawn") == ["C2"]
    assert found("reasons") == found("support", "handover") == []
    assert [each.case.ref for each in cases.past_cases(mei, limit=1, skip=1)] == ["C1"]
    assert [cases.past_before(mei, ref) for ref in ("C2", "C1")] == [0, 1]
