"""Export, import into an empty workspace, export again: the same bytes, whatever people wrote."""

import itertools
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from okrtui.model.okrs import KeyResultKind, KeyResultState, Milestone, Objective, ObjectiveKind, ObjectiveState, Status
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import closing, objectives
from okrtui.rituals.okrs.cycles import add_cycle
from okrtui.rituals.people import members
from okrtui.rituals.week import checkins
from okrtui.rules.weeks import shift
from okrtui.sharing.importing.importing import apply_import, plan_import
from okrtui.sharing.markdown.escape import one_line
from okrtui.storage.repositories import okrs as rows
from tests.examples import examples
from tests.sharing.markdown.test_escape import nasty
from tests.sharing.team import fill, okrs_file, workspace

title = nasty.filter(one_line)
amount = st.one_of(st.integers(-1000, 10**12).map(float), st.floats(-1e14, 1e14, allow_nan=False))
weight = st.sampled_from([1.0, 1.0, 2.0, 0.1, 0.333])
login = st.sampled_from(["", "mia", "jun", "a_b", "x@y.z", "\u5f20\u4e09", "_under_", "CORP\\x", "host$", "x~y"])
milestone = st.builds(Milestone, st.one_of(title, st.just("Rollout (weight 2)")), weight)


def again(text: str, directory: Path) -> str:
    """Return what a new workspace exports after importing `text`; importing it twice changes nothing."""
    with workspace(directory / "second.db", name="Another") as ctx:
        apply_import(ctx, plan_import(ctx, text))
        written = okrs_file(ctx, plan_import(ctx, text).cycles[0].name)
        second = plan_import(ctx, text)
        assert second.idle, second.sentences()
        return written


@st.composite
def cycles(draw: st.DrawFn) -> Callable[[Context], str]:
    """Draw what a team does in a cycle: a function that does it and returns the cycle's name."""
    name = draw(st.one_of(st.just("2026-Q4"), title))
    goals = draw(st.lists(st.tuples(title, nasty, login, weight, st.sampled_from(ObjectiveKind)), max_size=3))
    measures = draw(st.lists(key_results(), max_size=4))
    ends = draw(st.lists(st.tuples(st.sampled_from(ObjectiveState), nasty), max_size=3))
    close, aligned = draw(st.booleans()), draw(st.booleans())

    def act(ctx: Context) -> str:
        team = "Platform | \u5e73\u53f0"
        members.add_team(ctx, team)
        cycle = add_cycle(ctx, name, date(2026, 10, 1), date(2026, 12, 31)).name
        made: list[Objective] = []
        for text, why, dri, weighs, kind in goals:
            above = made[-1].ref if made and weighs == 2 else ""
            made.append(
                objectives.add_objective(
                    ctx, text, cycle=cycle, why=why, dri=dri, weight=weighs, kind=kind, parent=above, team=team
                )
            )
        for objective, add in zip(itertools.cycle(made), measures, strict=False):
            add(ctx, objective.ref)
        if len(made) > 1 and aligned and rows.key_results(ctx.store, objective=made[0].number):
            objectives.edit_objective(ctx, made[-1].ref, parent=f"KR{made[0].number}.1")
        for objective, (state, comment) in zip(made, ends, strict=False):
            if state is ObjectiveState.DRAFT:
                objectives.edit_objective(ctx, objective.ref, state=state)
            elif state is not ObjectiveState.ACTIVE:
                closing.close_objective(ctx, objective.ref, comment, state, suggested=True)
        if close:
            closing.close_cycle(ctx, cycle, unscored=True)
        return cycle

    return act


@st.composite
def key_results(draw: st.DrawFn) -> Callable[[Context, str], None]:
    kind = draw(st.sampled_from(KeyResultKind))
    first, goal = draw(st.tuples(amount, amount).filter(lambda pair: pair[0] != pair[1]))
    steps = tuple(draw(st.lists(milestone, min_size=1, max_size=3))) if kind is KeyResultKind.MILESTONE else ()
    moving = kind in (KeyResultKind.INCREASE, KeyResultKind.DECREASE)
    words = draw(st.tuples(title, nasty, nasty, nasty, login, weight))
    entries = draw(st.lists(st.tuples(amount, st.none() | st.integers(0, 10), nasty, login), max_size=4))
    status = draw(st.none() | st.sampled_from(Status))
    score = draw(st.none() | st.integers(0, 10).map(lambda tenths: tenths / 10))
    reopened = draw(st.booleans())

    def add(ctx: Context, objective: str) -> None:
        name, note, unit, priority, dri, weighs = words
        kr = objectives.add_key_result(
            ctx,
            objective,
            name,
            start=None if steps or kind is KeyResultKind.BINARY else first,
            target=None if steps or kind is KeyResultKind.BINARY else goal,
            kind=None if moving or steps else kind,
            unit=unit,
            dri=dri,
            weight=weighs,
            milestones=steps,
            priority=priority,
            note=note,
        )
        for ago, (value, sure, said, who) in enumerate(entries):
            if kr.kind is KeyResultKind.BINARY:
                value = float(value > 0)
            shown = f"#{ago % len(steps) + 1}" if steps and ago else value if not steps else min(abs(value), kr.target)
            week = shift(ctx.week, -ago)
            checkins.check_in(ctx, kr.ref, shown, confidence=sure, note=said, week=week, status=status, who=who or None)
        if score is not None:
            closing.close_key_result(ctx, kr.ref, score, note)
            if reopened:
                objectives.edit_key_result(ctx, kr.ref, state=KeyResultState.OPEN)

    return add


@pytest.mark.long
@given(cycles())
@settings(
    max_examples=examples(15, dear=10),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_export_import_export_is_byte_identical(act: Callable[[Context], str]) -> None:
    with tempfile.TemporaryDirectory() as place:
        with workspace(Path(place) / "first.db") as ctx:
            exported = okrs_file(ctx, act(ctx))
        assert again(exported, Path(place)) == exported


def test_a_teams_quarter_comes_back(tmp_path: Path) -> None:
    with workspace(tmp_path / "first.db") as mia:
        fill(mia)
        exported = okrs_file(mia)
    assert again(exported, tmp_path) == exported


def test_another_place_for_line_ends_and_padding_changes_nothing(tmp_path: Path) -> None:
    with workspace(tmp_path / "first.db") as mia:
        fill(mia)
        exported = okrs_file(mia)
        padded = exported.replace(" | ", "   |  ").replace("\n", " \r\n")
        assert plan_import(mia, padded).idle


def test_a_pulled_value_stays_marked_and_one_that_is_written_over_does_not(tmp_path: Path) -> None:
    with workspace(tmp_path / "first.db") as ctx:
        objectives.add_objective(ctx, "Fast")
        objectives.add_key_result(ctx, "O1", "p99", start=180, target=90)
        checkins.check_in(ctx, "KR1.1", 150)
        text = okrs_file(ctx, objectives.objective(ctx, "O1").cycle)
        assert "Via" not in text, "the column is there where it says something"
        checkins.check_in(ctx, "KR1.1", 122, pulled=True)
        text = okrs_file(ctx, objectives.objective(ctx, "O1").cycle)
        assert "| pulled |" in text and again(text, tmp_path) == text
        apply_import(ctx, plan_import(ctx, text.replace("| 122 |", "| 121 |")))
        assert "Via" not in okrs_file(ctx, objectives.objective(ctx, "O1").cycle), "somebody typed 121"
