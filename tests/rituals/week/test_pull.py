"""Numbers from sources: into the draft and never over what a person typed; marked as pulled once they are submitted."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from okrtui.model.okrs import KeyResultKind, Milestone, Reading, Source, Via
from okrtui.rituals.context import Context
from okrtui.rituals.journal.log import log
from okrtui.rituals.okrs import objectives, standings
from okrtui.rituals.week import checkins
from okrtui.rituals.week.pull import Outcome, fill, read, read_all
from okrtui.rituals.week.sheet import sheet, submit_sheet
from okrtui.rituals.week.sheet_state import SheetState
from okrtui.rules.okrs.values import marked as marked_note
from tests.workspaces import ctx, workspace


@pytest.fixture
def me(tmp_path: Path) -> Iterator[Context]:
    store = workspace(tmp_path)
    here = ctx(store)
    objectives.add_objective(here, "Make the proxy boring")
    objectives.add_key_result(here, "O1", "p99", start=180, target=90, unit="ms")
    objectives.add_key_result(here, "O1", "Review", kind=KeyResultKind.BINARY)
    objectives.add_key_result(here, "O1", "Launch", milestones=(Milestone("a"), Milestone("b")))
    checkins.check_in(ctx(store, weeks=-1), "KR1.1", 122)
    yield here
    store.close()


def state_of(me: Context, **typed: str) -> SheetState:
    return SheetState(sheet(me), {key.replace("_", "/").replace("KR1", "KR1."): value for key, value in typed.items()})


@pytest.mark.parametrize(
    ("ref", "said", "text"),
    [("KR1.1", "104.5", "104.5"), ("KR1.1", "104 ms", "104.5"), ("KR1.2", "1", "yes"), ("KR1.3", "#2", "#2")],
)
def test_each_kind_takes_what_its_field_takes(ref: str, said: str, text: str, me: Context) -> None:
    state = state_of(me)
    (done,) = fill(state, [Reading(ref, said.replace("104 ms", "104.5 ms"), "seven days")])
    assert (done.outcome, state.values[f"{ref}/value"], state.values[f"{ref}/note"]) == (
        Outcome.DRAFTED,
        text,
        "seven days",
    )


@pytest.mark.parametrize(
    ("reading", "why"),
    [
        (Reading("KR1.1", problem="exit 3: boom"), "exit 3: boom"),
        (Reading("KR9.9", "1"), "there is no such open key result"),
        (Reading("KR1.1", "many"), "isn't a value for KR1.1"),
        (Reading("KR1.2", "7"), "its value is yes or no"),
    ],
)
def test_what_is_no_value_changes_nothing(reading: Reading, why: str, me: Context) -> None:
    state = state_of(me)
    (done,) = fill(state, [reading])
    assert (done.outcome, why in done.why, state.typed) == (Outcome.NONE, True, {})


def test_a_number_of_another_week_is_not_this_weeks(me: Context) -> None:
    state = state_of(me)
    (done,) = fill(state, [Reading("KR1.1", "104", at=me.now - timedelta(days=3))])
    assert (done.outcome, done.why) == (Outcome.NONE, "its value is of 2026-W47, and this is 2026-W48")
    assert fill(state, [Reading("KR1.1", "104", at=me.now)])[0].outcome is Outcome.DRAFTED


def test_what_a_person_typed_stays_and_what_was_pulled_follows_the_source(me: Context) -> None:
    state = state_of(me, KR11_value="105", KR11_note="mine")
    (done,) = fill(state, [Reading("KR1.1", "104", "theirs")])
    assert (done.outcome, done.why, state.values["KR1.1/value"]) == (Outcome.KEPT, "you typed 105", "105")
    fresh = state_of(me)
    for said in ("104", "103"):
        assert fill(fresh, [Reading("KR1.1", said)])[0].outcome is Outcome.DRAFTED
        assert fresh.values["KR1.1/value"] == said
    assert fill(fresh, [Reading("KR1.1", "103")])[0].outcome is Outcome.UNCHANGED


def told(me: Context) -> str:
    return log(me, limit=1)[0].summary


def test_a_submitted_number_is_marked_as_pulled_unless_it_was_changed(me: Context) -> None:
    for change, marked in (({}, True), ({"KR1.1/value": "101"}, False)):
        state = state_of(me)
        fill(state, [Reading("KR1.1", "104" if marked else "102")])
        state.values |= change
        submit_sheet(me, state.said, seen=state.seen)
        assert ("pulled" in told(me)) is marked, told(me)
        assert sheet(me).entered["KR1.1"].value == (104 if marked else 101)


def test_the_equals_sign_confirms_what_was_pulled(me: Context) -> None:
    state = state_of(me)
    fill(state, [Reading("KR1.1", "104")])
    state.values["KR1.1/value"] = "="
    state.tidy()
    assert state.values["KR1.1/value"] == "104", "not last week's 122"
    state.values["KR1.1/value"] = ""
    state.tidy()
    assert state.typed == {}, "what is thrown away is no pull any more"


def test_a_source_is_run_and_its_failure_is_a_sentence() -> None:
    def of(*words: str, seconds: int = 20) -> Reading:
        return read(Source("KR1.1", words, seconds))

    assert of("echo", "104") == Reading("KR1.1", "104")
    assert of("sh", "-c", "echo boom >&2; echo 104; exit 3").problem == "exit 3: boom", "a number is none then"
    assert of("false").problem == "exit 1"
    assert of("sh", "-c", "kill -9 $$").problem == "it was ended by signal 9"
    assert of("no-such-command").problem == "no-such-command cannot be run: No such file or directory"
    assert "cannot be run" in of("/").problem
    assert "no command can have" in of("a\0b").problem
    assert of(sys.executable, "-S", "-c", "import time; time.sleep(60)", seconds=1).problem == (
        "it took longer than 1 s and was ended"
    )
    assert "its last line is “hello”" in of("echo", "hello").problem


def test_nothing_more_is_run_once_nobody_waits() -> None:
    sources = [Source(f"KR1.{n}", ("echo", "1")) for n in (1, 2, 3)]
    read_so_far: list[Reading] = []
    for each in read_all(sources, lambda: len(read_so_far) == 2):
        read_so_far.append(each)
    assert [each.ref for each in read_so_far] == ["KR1.1", "KR1.2"]


def test_a_check_in_says_how_its_value_came_in(me: Context) -> None:
    pulled = checkins.check_in(me, "KR1.1", "104", pulled=True)
    assert pulled.via is Via.PULLED and marked_note(pulled) == "(pulled)"
    noted = checkins.check_in(me, "KR1.1", note="the pool is warm")
    assert (noted.via, marked_note(noted)) == (Via.PULLED, "(pulled) the pool is warm"), (
        "its value is the pulled one still"
    )
    typed = checkins.check_in(me, "KR1.1", "105")
    assert (typed.via, marked_note(typed)) == (Via.TYPED, "the pool is warm")
    assert [each.via for each in standings.history(me, objectives.key_result(me, "KR1.1"))][-3:] == [
        Via.PULLED,
        Via.PULLED,
        Via.TYPED,
    ]
