"""Key results, objectives and cycles are scored, closed, cancelled, and the next cycle is prepared."""

from datetime import date

import pytest
from textual.widgets import Input

from okrtui.errors import Refused
from okrtui.model.okrs import CycleState, KeyResultState, ObjectiveState
from okrtui.rituals.okrs import closing, cycles, objectives, standings
from okrtui.rituals.week import checkins
from okrtui.widgets.forms.dialogs import Confirm
from okrtui.widgets.forms.multi_select import MultiSelect
from tests.screens.okrs.okr_workspace import (
    OkrWorkspace,
    context,
    form,
    gone,
    hints,
    notice,
    sentence,
    shown,
    text_of,
    type_over,
    until,
)
from tests.screens.small_app import title


async def test_a_key_result_is_scored_with_what_progress_suggests(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("KR3.1")
        await pilot.press("d")
        await form(pilot)
        assert "which suggests 0.8 (green)" in context(pilot)
        await type_over(pilot, "score", "0.65")
        await pilot.press("f2")
        await until(pilot, lambda: "0.65 isn't a score" in notice(pilot))
        await type_over(pilot, "score", "0.6")
        assert "0.6 is amber" in hints(pilot)
        await pilot.press("f2")
        await gone(pilot)
        closed = place.other(objectives.key_result, "KR3.1")
        assert (closed.state, closed.score) == (KeyResultState.CLOSED, 0.6)
        await pilot.press("c")
        assert "is closed; it takes no more check-ins" in sentence(pilot)
        await pilot.press("A")
        await until(pilot, lambda: "open again" in sentence(pilot))


async def test_an_objective_lists_what_is_unscored_and_closes(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("O3")
        await pilot.press("d")
        await form(pilot)
        assert "○ KR3.1 suggested 0.8 p99 latency" in context(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: "KR3.1, KR3.2, KR3.3 have no score yet" in notice(pilot))
        await pilot.press("right", "tab", "m", "f2")
        await gone(pilot)
        assert place.other(objectives.objective, "O3").state is ObjectiveState.MISSED
        assert place.other(objectives.key_result, "KR3.1").score == 0.8
        assert "○ missed" in text_of(pilot)


async def test_a_cycle_is_closed_by_a_person_who_saw_what_is_unscored(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "(KR3.1, KR3.2, KR3.3)" in text_of(pilot) and "(draft)" in text_of(pilot)
        await pilot.press("n")
        await gone(pilot)
        assert place.other(cycles.find, "2026-Q4").state is CycleState.ACTIVE
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "closed and read-only" in sentence(pilot))
        with pytest.raises(Refused, match="closed"):
            place.other(checkins.check_in, "KR3.1", 100)


async def test_closing_a_cycle_tells_what_the_teams_confidence_foretold(place: OkrWorkspace) -> None:
    place.other(objectives.add_objective, "Foretold")
    for login, sure in (("mei", 9), ("bob", 8), ("lena", 9), ("bob", 8), ("mei", 9)):
        kr = place.other(objectives.add_key_result, "O5", "latency", target=10)
        place.other(checkins.check_in, kr.ref, 1, confidence=sure, week="2026-W45", login=login)
        place.other(closing.close_key_result, kr.ref, 0.1)
    place.other(closing.close_key_result, "KR3.1", 0.4)
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "confidence added up to 5.0 of 6 key " in text_of(pilot)
        assert "results; none were met. It was too sure." in text_of(pilot)


async def test_cancelling_asks_and_dims(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("KR3.2")
        await pilot.press("X")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "– cancelled" in text_of(pilot))
        assert place.other(objectives.key_result, "KR3.2").state is KeyResultState.CANCELLED
        await pilot.press("X")
        assert sentence(pilot) == " ! KR3.2 is cancelled already"


async def test_the_next_cycle_is_prepared_one_by_one(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("p")
        shown_form = await form(pilot)
        assert shown_form.values["text"] == "2027-Q1"
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, MultiSelect))
        await pilot.press("j", "j", "j", "space", "f2")
        await until(pilot, lambda: "OKRs · 2027-Q1" in title(app))
        (fresh,) = place.other(standings.cycle_standings, "2027-Q1")
        (copied,) = fresh.objectives
        assert copied.objective.state is ObjectiveState.DRAFT
        assert [s.kr.title for s in copied.key_results] == ["p99 latency"]
        assert copied.key_results[0].latest is None


async def test_a_cycle_with_dates_of_its_own_and_a_bad_one_refused(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("N")
        await form(pilot)
        await type_over(pilot, "name", "Spring")
        await pilot.press("f2")
        await until(pilot, lambda: "needs its first and last day" in notice(pilot))
        await type_over(pilot, "start", "soon")
        await pilot.press("f2")
        await until(pilot, lambda: "“soon” isn't a day" in notice(pilot))
        await type_over(pilot, "start", "2027-02-01")
        await type_over(pilot, "end", "2027-05-31")
        await pilot.press("f2")
        await until(pilot, lambda: "Spring is there" in sentence(pilot))
        assert "no objectives yet: n writes the first" in text_of(pilot)


async def test_typing_takes_the_place_of_a_proposed_cycle_and_ctrl_a_goes_to_its_start(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("N")
        box = (await form(pilot)).question_rows[0].box
        assert isinstance(box, Input) and box.value == "2027-Q1"
        await pilot.press(*"2027-H1")
        assert box.value == "2027-H1"
        await pilot.press("ctrl+a", "x", "ctrl+e", "y")
        assert box.value == "x2027-H1y"


async def test_a_cycle_is_renamed_moved_and_deleted_where_nothing_is_in_it(place: OkrWorkspace) -> None:
    place.other(cycles.add_cycle, "2027-Q1")
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "OKRs · 2027-Q1" in title(app))
        await pilot.press("R")
        await type_over(pilot, "name", "Spring")
        await type_over(pilot, "end", "2026-12-01")
        await pilot.press("f2")
        await until(pilot, lambda: "before" in notice(pilot))
        await type_over(pilot, "end", "2027-04-30")
        await pilot.press("f2")
        await gone(pilot)
        found = place.other(cycles.find, "Spring")
        assert (found.start, found.end) == (date(2027, 1, 1), date(2027, 4, 30))
        await until(pilot, lambda: "OKRs · Spring" in title(app))
        await pilot.press("D")
        await until(pilot, lambda: "Spring is deleted" in sentence(pilot))
        assert "Spring" not in {c.name for c in place.other(cycles.cycles)}
        await pilot.press("u")
        await until(pilot, lambda: "Spring" in {c.name for c in place.other(cycles.cycles)})


async def test_a_cycle_that_somebody_else_renames_leaves_no_error_behind(place: OkrWorkspace) -> None:
    place.other(cycles.add_cycle, "2027-Q1")
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("right_square_bracket")
        await until(pilot, lambda: "OKRs · 2027-Q1" in title(app))
        place.other(cycles.edit_cycle, "2027-Q1", new_name="Spring")
        await until(pilot, lambda: "OKRs · 2027-Q1" not in title(app))
        assert "Make [red]the proxy[/] boring" in text_of(pilot) and "✗ there is no cycle" not in text_of(pilot)


async def test_a_cycle_with_work_in_it_stays(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("D")
        await until(pilot, lambda: "2026-Q4" in sentence(pilot))
        assert "2026-Q4" in {c.name for c in place.other(cycles.cycles)}


async def test_work_is_moved_from_the_tree(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("KR3.1")
        await pilot.press("M")
        await until(pilot, lambda: "Move KR3.1 to" in text_of(pilot))
        await pilot.press(*"Nobody", "enter")
        await until(pilot, lambda: "KR3.1 is KR2.2 now" in sentence(pilot))
        await until(pilot, lambda: rows.cursor_key == "KR2.2")
        rows.move_to("O3")
        await pilot.press("M")
        await until(pilot, lambda: "Move O3 to" in text_of(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: "O3 is in 2027-Q1 now" in sentence(pilot))
        await pilot.press("u", "u")
        await until(pilot, lambda: place.other(objectives.objective, "O3").cycle == "2026-Q4")
        await until(pilot, lambda: place.other(objectives.key_result, "KR3.1").title == "p99 latency")
