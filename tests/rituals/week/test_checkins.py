"""Check-ins keep what people enter and refuse what is none."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from okrtui.errors import Refused
from okrtui.model.okrs import CheckIn, KeyResultKind, Milestone, Status
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import objectives, standings
from okrtui.rituals.week import checkins
from tests.workspaces import ctx, workspace


@pytest.fixture
def mei(tmp_path: Path) -> Iterator[Context]:
    store = workspace(tmp_path)
    here = ctx(store)
    objectives.add_objective(here, "Boring")
    objectives.add_key_result(here, "O1", "p99", start=180, target=90, unit="ms")
    yield here
    store.close()


def test_anyone_may_check_in_and_the_entry_says_who(mei: Context) -> None:
    entry = checkins.check_in(ctx(mei.store, "bob"), "KR1.1", "104", confidence=7, note="warm now")
    assert (entry.value, entry.confidence, entry.note, entry.who) == (104, 7, "warm now", "bob")


def test_a_correction_supersedes_and_the_older_stays_readable(mei: Context) -> None:
    checkins.check_in(mei, "KR1.1", 140, note="first")
    checkins.check_in(mei, "KR1.1", 104, note="typo")
    kr = objectives.key_result(mei, "KR1.1")
    assert [(e.revision, e.value) for e in standings.history(mei, kr)] == [(1, 140), (2, 104)]
    stand = standings.standing(mei, kr)
    assert (stand.current, len(stand.history)) == (104, 1)


@pytest.mark.parametrize(("text", "value"), [("104", 104), (" 104 ms ", 104), ("1e2", 100), ("-3.5", -3.5)])
def test_values_are_read_as_people_write_them(mei: Context, text: str, value: float) -> None:
    assert checkins.check_in(mei, "KR1.1", text).value == value


@pytest.mark.parametrize("text", ["abc", "", "nan", "inf", "1e300", "1_000", "10 4", "½", "#1"])
def test_what_is_no_value_is_refused_and_nothing_is_stored(mei: Context, text: str) -> None:
    with pytest.raises(Refused):
        checkins.check_in(mei, "KR1.1", text)
    assert standings.history(mei, objectives.key_result(mei, "KR1.1")) == ()


def test_equals_keeps_what_stands_in_the_week_else_the_newest_before_it(mei: Context) -> None:
    with pytest.raises(Refused, match=r"nothing is entered for KR1\.1 yet"):
        checkins.check_in(mei, "KR1.1", "=")
    checkins.check_in(mei, "KR1.1", 150, week="2026-W45")
    checkins.check_in(mei, "KR1.1", 130)
    assert checkins.check_in(mei, "KR1.1", "=", week="2026-W46").value == 150, "nothing comes from the future"
    assert checkins.check_in(mei, "KR1.1", "=").value == 130
    with pytest.raises(Refused, match="="):
        checkins.check_in(mei, "KR1.1", "=", week="2026-W44")


def test_a_correction_inherits_what_it_does_not_give(mei: Context) -> None:
    objectives.add_key_result(mei, "O1", "docs", milestones=(Milestone("a"), Milestone("b")))
    checkins.check_in(mei, "KR1.1", 105, confidence=7, week="2026-W47")
    checkins.check_in(mei, "KR1.1", 105, confidence=2, note="vendor slipped", status=Status.OFF_TRACK)
    checkins.check_in(mei, "KR1.2", "#2", confidence=5)

    def said(entry: CheckIn) -> tuple[object, ...]:
        return entry.value, entry.confidence, entry.note, entry.status, entry.done

    def correct(ref: str = "KR1.1", **given: Any) -> tuple[object, ...]:
        return said(checkins.check_in(mei, ref, **given))

    assert correct(value="104") == (104, 2, "vendor slipped", Status.OFF_TRACK, ())
    assert correct(confidence=3) == (104, 3, "vendor slipped", Status.OFF_TRACK, ())
    assert correct(note="") == (104, 3, "", Status.OFF_TRACK, ())
    assert correct(note="signed", clear=["status", "confidence"]) == (104, None, "signed", None, ())
    assert correct("KR1.2", note="b went out") == (1, 5, "b went out", None, (1,))
    with pytest.raises(Refused, match=r"nothing is entered for KR1\.1 in 2026-W45"):
        checkins.check_in(mei, "KR1.1", confidence=3, week="2026-W45")
    checkins.check_in(ctx(mei.store, "bob"), "KR1.1", "103")
    assert said(standings.history(mei, objectives.key_result(mei, "KR1.1"))[-1])[2] == "signed", "also another's"


def test_weeks_to_come_and_weeks_that_are_none_are_refused(mei: Context) -> None:
    for week in ("2026-W49", "2027-W53", "soon"):
        with pytest.raises(Refused):
            checkins.check_in(mei, "KR1.1", 1, week=week)


@pytest.mark.parametrize("confidence", [-1, 11])
def test_confidence_goes_from_0_to_10(mei: Context, confidence: int) -> None:
    with pytest.raises(Refused, match="confidence"):
        checkins.check_in(mei, "KR1.1", 1, confidence=confidence)


def test_a_binary_key_result_is_done_or_not(mei: Context) -> None:
    objectives.add_key_result(mei, "O1", "released", kind=KeyResultKind.BINARY)
    assert checkins.check_in(mei, "KR1.2", "yes").value == 1
    assert checkins.check_in(mei, "KR1.2", "no").value == 0
    with pytest.raises(Refused, match="yes or no"):
        checkins.check_in(mei, "KR1.2", "0.5")


def test_milestones_are_ticked_by_number_or_by_weight(mei: Context) -> None:
    objectives.add_key_result(mei, "O1", "docs", milestones=(Milestone("a"), Milestone("b", 2), Milestone("c")))
    assert checkins.check_in(mei, "KR1.2", "#1,#3").done == (0, 2)
    assert [m.done for m in objectives.key_result(mei, "KR1.2").milestones] == [True, False, True]
    assert checkins.check_in(mei, "KR1.2", "3").done == (0, 1)
    for text in ("#4", "5", "-1", "#0"):
        with pytest.raises(Refused):
            checkins.check_in(mei, "KR1.2", text)


def test_milestones_may_be_counted_without_names(mei: Context) -> None:
    objectives.add_key_result(mei, "O1", "talks", kind=KeyResultKind.MILESTONE, target=4)
    checkins.check_in(mei, "KR1.2", 2)
    assert standings.standing(mei, objectives.key_result(mei, "KR1.2")).progress == 0.5


def test_a_draft_takes_no_check_ins(mei: Context) -> None:
    objectives.add_objective(mei, "Later", draft=True)
    objectives.add_key_result(mei, "O2", "x", target=1)
    with pytest.raises(Refused, match="draft"):
        checkins.check_in(mei, "KR2.1", 1)


def test_a_person_sets_the_status_where_they_know_better(mei: Context) -> None:
    checkins.check_in(mei, "KR1.1", 95, confidence=8, status=Status.AT_RISK)
    stand = standings.standing(mei, objectives.key_result(mei, "KR1.1"))
    assert (stand.status, stand.suggested) == (Status.AT_RISK, Status.ON_TRACK)


def test_mine_are_those_i_answer_for_and_those_nobody_else_does(mei: Context) -> None:
    objectives.add_key_result(mei, "O1", "bob's", target=1, dri="bob")
    objectives.add_key_result(mei, "O1", "nobody's", target=1, dri="")
    objectives.add_objective(mei, "Draft", draft=True)
    objectives.add_key_result(mei, "O2", "not yet", target=1)
    assert [s.kr.ref for s in checkins.my_key_results(mei)] == ["KR1.1", "KR1.3"]
    assert [s.kr.ref for s in checkins.my_key_results(mei, "bob")] == ["KR1.2"]


def test_what_others_wrote_cannot_steer_a_terminal(mei: Context) -> None:
    entry = checkins.check_in(mei, "KR1.1", 1, note="a\x1b]52;c;x\x07b\u202ec\x9b31m\nd\ud800")
    assert entry.note == "a]52;c;xbc31m\nd"


def test_a_difference_is_added_to_what_stands(mei: Context) -> None:
    with pytest.raises(Refused, match="nothing is entered for"):
        checkins.check_in(mei, "KR1.1", "+5")
    checkins.check_in(mei, "KR1.1", "100.1", week="2026-W47")
    assert checkins.check_in(mei, "KR1.1", "+5").value == 105.1
    assert checkins.check_in(mei, "KR1.1", "-=0.2 ms").value == 104.9
    assert checkins.check_in(mei, "KR1.1", "+=1").value == 105.9
    assert checkins.check_in(mei, "KR1.1", "−3").value == -3
    objectives.add_key_result(mei, "O1", "released", kind=KeyResultKind.BINARY)
    with pytest.raises(Refused, match="cannot be added"):
        checkins.check_in(mei, "KR1.2", "+1")


@pytest.mark.parametrize(
    ("unit", "text", "value"),
    [
        ("pages", "1 page", 1),
        ("pages", "1.5 M pages", 1_500_000),
        ("page", "3 pages", 3),
        ("%", "59 percent", 59),
        ("%", "５９％", 59),
        ("%", "59,5 %", 59.5),
        ("€", "€1,234,567", 1_234_567),
        ("€", "5 euros", 5),
        ("$", "$ 5k", 5000),
        ("s", "5 s", 5),
        ("ms", "１０４", 104),
        ("Maß", "3 maß", 3),
    ],
)
def test_a_unit_is_written_as_people_write_it(mei: Context, unit: str, text: str, value: float) -> None:
    made = objectives.add_key_result(mei, "O1", "x", target=100, unit=unit)
    assert checkins.check_in(mei, made.ref, text).value == value


def test_a_unit_that_does_not_fit_is_refused(mei: Context) -> None:
    assert checkins.check_in(mei, "KR1.1", "104ms").value == 104
    for text in ("59%", "0.1 s", "3 pages"):
        with pytest.raises(Refused, match=f"is measured in ms, and “{text}” is in"):
            checkins.check_in(mei, "KR1.1", text)
    objectives.add_key_result(mei, "O1", "talks", target=10)
    with pytest.raises(Refused, match="has no unit"):
        checkins.check_in(mei, "KR1.2", "5 %")


def test_milestones_weigh_what_they_weigh(mei: Context) -> None:
    with pytest.raises(Refused, match="weigh 1 in all, not 3"):
        objectives.add_key_result(mei, "O1", "m", target=3, milestones=(Milestone("a"),))
