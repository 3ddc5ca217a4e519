"""The OKR tree by keyboard: folding, filtering, writing, closing, preparing, on a real workspace."""

from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model import CycleState, KeyResultKind, KeyResultState, ObjectiveKind, ObjectiveState, Status
from okrtui.rituals import checkins, cycles, okrs, standings
from okrtui.screens.okrs import OkrsScreen
from okrtui.widgets.dialogs import Confirm
from okrtui.widgets.merge import Merge
from okrtui.widgets.picking import PickMany
from tests.screens.okr_place import (
    SIZES,
    Place,
    context,
    fill_workspace,
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
from tests.screens.shell import keys, title


@pytest.fixture
def place(tmp_path: Path) -> Place:
    fill_workspace(tmp_path / "w.db")
    return Place(tmp_path / "w.db")


TREE = ["cycle 2026-Q4", "O2", "KR2.1", "O3", "KR3.1", "KR3.2", "KR3.3", "O4", "KR4.1"]


@pytest.mark.parametrize("size", SIZES)
async def test_the_tree_says_how_everything_stands(place: Place, size: tuple[int, int]) -> None:
    app = place.app()
    async with app.run_test(size=size) as pilot:
        rows = await shown(pilot)
        assert [row.key for row in rows.rows] == TREE
        text = text_of(pilot)
        assert "week 8 of 14" in text and "of 52 % due" in text
        assert "Make [red]the proxy[/] boring" in text, "brackets are text"
        assert "committed · Platform · DRI mei · ↑ O2 Nobody thinks about us" in text
        assert "aspirational · Edge 网络 · DRI lena" in text
        proxy = next(line for line in text.splitlines() if "KR3.1" in line)
        assert "82 %" in proxy and "▲ on track" in proxy and "1.6×" in proxy and "▅▆▆ 7" in " ".join(proxy.split())
        search = next(line for line in text.splitlines() if "O4" in line)
        assert "◌ draft" in search and "%" not in search
        if size[0] >= 120:
            assert "106 → 90 ms" in proxy and "0 of 3" in text


async def test_a_row_says_below_what_its_columns_leave_out(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        assert "Ship on Fridays [bold]calmly[/]" in text_of(pilot)
        rows.move_to("O3")
        await pilot.pause()
        assert "pages at night" in text_of(pilot)
        await pilot.press("j")
        assert "106 → 90 ms (by now 133)  p99 latency" in text_of(pilot)
        assert "W46 李梅: corrected to the p99" in text_of(pilot)


async def test_folding_hides_and_shows_and_left_goes_up(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("KR3.2")
        await pilot.press("h")
        assert rows.cursor_key == "O3"
        await pilot.press("left")
        assert "KR3.1" not in [row.key for row in rows.rows] and rows.cursor_key == "O3"
        await pilot.press("l")
        assert "KR3.1" in [row.key for row in rows.rows]
        await pilot.press("z")
        assert [row.key for row in rows.rows] == ["cycle 2026-Q4", "O2", "O3", "O4"]
        await pilot.press("space")
        assert len(rows.rows) == 7
        await pilot.press("g", "enter")
        assert [row.key for row in rows.rows] == ["cycle 2026-Q4"]


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("latency", ["O3", "KR3.1", "O4", "KR4.1"]),
        ("team:edge", ["O2", "KR2.1"]),
        ("dri:bob", ["O3", "KR3.3", "O4", "KR4.1"]),
        ("dri:me status:track", ["O3", "KR3.1", "KR3.2"]),
        ("status:draft", ["O4"]),
        ("dri:nobody", []),
        ("主干", ["O2", "KR2.1"]),
    ],
)
async def test_the_filter_language(place: Place, typed: str, left: list[str]) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        await pilot.press("slash", *[{" ": "space"}.get(c, c) for c in typed])
        await pilot.press("enter")
        found = [row.key for row in rows.rows]
        assert found == (["cycle 2026-Q4", *left] if left else [])
        assert left or "Nothing matches" in text_of(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: [row.key for row in rows.rows] == TREE)


async def test_keys_go_through_the_filters_and_the_heading_says_which(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(120, 36)) as pilot:
        rows = await shown(pilot)
        await pilot.press("t")
        assert "OKRs · team Edge 网络" in title(app) and [r.key for r in rows.rows][1:] == ["O2", "KR2.1"]
        await pilot.press("t", "m")
        assert "team Platform · DRI me" in title(app) and "/team:Platform dri:me" in keys(app)
        await pilot.press("s")
        assert "at risk" in title(app)
        await pilot.press("t", "m", "s", "s", "s", "s")
        assert title(app).startswith(" Acme · OKRs · 2026-W47") and [r.key for r in rows.rows] == TREE


async def test_a_closed_cycle_is_shown_and_says_why_nothing_can_be_changed(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: [r.key for r in rows.rows] == ["cycle 2026-Q3", "O1", "KR1.1"])
        text = text_of(pilot)
        assert "closed, read-only" in text and "● achieved" in text and "● 0.9 green" in text
        for key in ("n", "e", "a", "d", "X"):
            await pilot.press("G", key)
            assert sentence(pilot) == " ! 2026-Q3 is closed and read-only"
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: "first cycle" in sentence(pilot))


async def test_a_cycle_is_picked_from_the_list(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        await pilot.press("C")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.press(*"Q3", "enter")
        await until(pilot, lambda: "OKRs · 2026-Q3" in title(app))
        assert rows.cursor_key == "cycle 2026-Q3"


async def test_an_objective_is_written_towards_the_vision_with_gentle_hints(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        await pilot.press("n")
        await form(pilot)
        assert "Vision: Ship on Fridays [bold]calmly[/]" in context(pilot) and "Calm beats fast" in context(pilot)
        await pilot.press(*"Maintain", "space", "x")
        assert "read like a KPI" in hints(pilot)
        await type_over(pilot, "title", "Builds are quick")
        assert hints(pilot) == ""
        await type_over(pilot, "parent", "O9")
        await pilot.press("f2")
        await until(pilot, lambda: "there is no objective O9" in notice(pilot))
        await type_over(pilot, "parent", "O2")
        await pilot.press("f2")
        await gone(pilot)
        await until(pilot, lambda: rows.cursor_key == "O5")
        made = place.other(okrs.objective, "O5")
        assert (made.title, made.parent, made.dri, made.cycle) == ("Builds are quick", "O2", "mei", "2026-Q4")


async def test_a_key_result_is_added_below_its_objective_and_left_text_is_offered_again(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("KR2.1")
        await pilot.press("a")
        await form(pilot)
        assert "O2 Nobody thinks about us" in context(pilot)
        await pilot.press(*"Docs")
        assert "reads like a task" in hints(pilot)
        await pilot.press("escape")
        await gone(pilot)
        await pilot.press("a")
        shown_form = await form(pilot)
        assert shown_form.values["title"] == "Docs" and "had begun" in notice(pilot)
        await type_over(pilot, "target", "-5")
        await pilot.press("f2")
        await gone(pilot)
        await until(pilot, lambda: rows.cursor_key == "KR2.2")
        made = place.other(okrs.key_result, "KR2.2")
        assert (made.kind, made.target) == (KeyResultKind.DECREASE, -5)
        assert not {key for key in place.drafts.kept if "okrs.add" in key}


async def test_kind_and_start_are_locked_after_the_first_check_in_and_the_form_says_why(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("KR3.1")
        await pilot.press("e")
        shown_form = await form(pilot)
        assert "Kind (decrease) and start (180 ms) are locked: check-ins since 2026-W44" in context(pilot)
        assert not {"kind", "start"} & shown_form.values.keys()
        await type_over(pilot, "target", "200")
        await pilot.press("f2")
        await until(pilot, lambda: "its kind is locked" in notice(pilot))
        await type_over(pilot, "target", "80")
        await pilot.press("f2")
        await gone(pilot)
        assert place.other(okrs.key_result, "KR3.1").target == 80
        assert place.other(okrs.key_result, "KR3.1").note == "at the balancer"


async def test_who_changed_it_meanwhile_and_i_are_both_shown_and_i_choose(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("O3")
        await pilot.press("e")
        await form(pilot)
        await type_over(pilot, "title", "Mine")
        place.other(okrs.edit_objective, "O3", title="Theirs", why="theirs too")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, Merge))
        assert "Theirs" in text_of(pilot) and "Mine" in text_of(pilot) and "theirs too" in text_of(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: "nothing was saved yet" in notice(pilot))
        assert place.other(okrs.objective, "O3").title == "Theirs"
        assert any(key.endswith("/okrs.edit.O3") and kept["title"] == "Mine" for key, kept in place.drafts.kept.items())
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, Merge))
        await pilot.press("f2")
        await gone(pilot)
        found = place.other(okrs.objective, "O3")
        assert (found.title, found.why) == ("Mine", "theirs too"), "what only they changed is kept as theirs"
        assert not place.drafts.kept


async def test_a_draft_from_days_ago_does_not_silently_overwrite(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("O3")
        await pilot.press("e")
        await form(pilot)
        await type_over(pilot, "why", "mine")
        await pilot.press("escape")
        await gone(pilot)
        place.other(okrs.edit_objective, "O3", title="Theirs")
        await pilot.press("e")
        await form(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, Merge))
        await pilot.press("f2")
        await gone(pilot)
        found = place.other(okrs.objective, "O3")
        assert (found.title, found.why) == ("Theirs", "mine")


async def test_the_why_is_written_in_the_editor(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    app = place.app()
    monkeypatch.setattr(app, "edit_text", lambda text, suffix=".md": f"{text}\nand more")
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("O3")
        await pilot.press("E")
        await until(pilot, lambda: "the why of O3 is saved" in sentence(pilot))
        assert place.other(okrs.objective, "O3").why == "pages at night\nand more"


async def test_checking_in_right_here(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        await pilot.press("c")
        assert sentence(pilot) == " ! a key result is checked in; move to one"
        rows.move_to("KR3.1")
        await pilot.press("c")
        await form(pilot)
        assert "Last: 2026-W46 mei, 106 ms, confidence 7 – corrected to the p99" in context(pilot)
        await pilot.press("x")
        await pilot.press("f2")
        await until(pilot, lambda: "“x” is no value for KR3.1" in notice(pilot))
        await type_over(pilot, "value", "=")
        assert "82 % done, 52 % expected, pace 1.6×: ▲ on track suggested" in hints(pilot)
        await type_over(pilot, "confidence", "11")
        await pilot.press("f2")
        await until(pilot, lambda: "11 is no confidence" in notice(pilot))
        await type_over(pilot, "confidence", "9")
        await pilot.press("tab")
        await pilot.press(*"ok", "tab", "right", "right", "enter")
        await gone(pilot)
        now = place.other(standings.standing, place.other(okrs.key_result, "KR3.1"))
        assert now.latest is not None and now.latest.week == "2026-W47"
        assert (now.current, now.confidence, now.latest.note, now.status) == (106, 9, "ok", Status.AT_RISK)


async def test_a_draft_takes_no_check_in_until_it_is_active(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("KR4.1")
        await pilot.press("c")
        assert sentence(pilot) == " ! O4 is a draft; A makes it active"
        rows.move_to("O4")
        await pilot.press("A")
        await until(pilot, lambda: "O4 is active" in sentence(pilot))
        assert place.other(okrs.objective, "O4").state is ObjectiveState.ACTIVE
        await pilot.press("A")
        assert sentence(pilot) == " ! O4 is active already"


async def test_milestones_are_named_where_they_are_checked_in(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("KR3.3")
        await pilot.press("c")
        await form(pilot)
        assert "○ #2 Ten tenants" in context(pilot)
        await pilot.press("number_sign", "1", "comma", "number_sign", "3", "f2")
        await gone(pilot)
        assert [m.done for m in place.other(okrs.key_result, "KR3.3").milestones] == [True, False, True]


async def test_a_key_result_is_scored_with_what_progress_suggests(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("KR3.1")
        await pilot.press("d")
        await form(pilot)
        assert "which suggests 0.8 (green)" in context(pilot)
        await type_over(pilot, "score", "0.65")
        await pilot.press("f2")
        await until(pilot, lambda: "0.65 is no score" in notice(pilot))
        await type_over(pilot, "score", "0.6")
        assert "0.6 is amber" in hints(pilot)
        await pilot.press("f2")
        await gone(pilot)
        closed = place.other(okrs.key_result, "KR3.1")
        assert (closed.state, closed.score) == (KeyResultState.CLOSED, 0.6)
        await pilot.press("c")
        assert "is closed; it takes no more check-ins" in sentence(pilot)
        await pilot.press("A")
        await until(pilot, lambda: "open again" in sentence(pilot))


async def test_an_objective_lists_what_is_unscored_and_closes(place: Place) -> None:
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
        assert place.other(okrs.objective, "O3").state is ObjectiveState.MISSED
        assert place.other(okrs.key_result, "KR3.1").score == 0.8
        assert "○ missed" in text_of(pilot)


async def test_a_cycle_is_closed_by_a_person_who_saw_what_is_unscored(place: Place) -> None:
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


async def test_cancelling_asks_and_dims(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("KR3.2")
        await pilot.press("X")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await until(pilot, lambda: "– cancelled" in text_of(pilot))
        assert place.other(okrs.key_result, "KR3.2").state is KeyResultState.CANCELLED
        await pilot.press("X")
        assert sentence(pilot) == " ! KR3.2 is cancelled already"


async def test_the_next_cycle_is_prepared_one_by_one(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("p")
        shown_form = await form(pilot)
        assert shown_form.values["text"] == "2027-Q1"
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, PickMany))
        await pilot.press("j", "j", "j", "space", "f2")
        await until(pilot, lambda: "OKRs · 2027-Q1" in title(app))
        (fresh,) = place.other(standings.cycle_standings, "2027-Q1")
        (copied,) = fresh.objectives
        assert copied.objective.state is ObjectiveState.DRAFT
        assert [s.kr.title for s in copied.key_results] == ["p99 latency"]
        assert copied.key_results[0].latest is None


async def test_a_cycle_with_dates_of_its_own_and_a_bad_one_refused(place: Place) -> None:
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
        await until(pilot, lambda: "“soon” is no day" in notice(pilot))
        await type_over(pilot, "start", "2027-02-01")
        await type_over(pilot, "end", "2027-05-31")
        await pilot.press("f2")
        await until(pilot, lambda: "Spring is there" in sentence(pilot))
        assert "no objectives yet: n writes the first" in text_of(pilot)


async def test_vision_and_values_are_edited(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("v")
        await type_over(pilot, "vision", "Calm")
        await pilot.press("f2")
        await gone(pilot)
        assert place.other(lambda seat: seat.store.workspace().vision) == "Calm"


async def test_the_subtree_is_copied_as_markdown(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        screen = app.screen
        assert isinstance(screen, OkrsScreen)
        rows.move_to("O3")
        await pilot.press("y")
        await until(pilot, lambda: "Markdown sent to the terminal" in sentence(pilot))
        text = await screen.markdown()
        assert text.startswith("## O3 Make \\[red]the proxy\\[/] boring")
        assert "| KR3.1 | p99 latency | 180 → 90 ms | 106 | 82 % | 7 | on track | mei |" in text
        await pilot.press("g", "m")
        assert "O2" not in (await screen.markdown()).replace("contributes to O2", "")


async def test_what_others_do_appears_and_the_cursor_stays(place: Place) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("KR3.1")
        place.other(okrs.add_objective, "From bob", cycle="2026-Q4", kind=ObjectiveKind.COMMITTED)
        await app._poll()
        await until(pilot, lambda: "O5" in [row.key for row in rows.rows])
        assert rows.cursor_key == "KR3.1"


async def test_an_empty_workspace_says_which_key_is_next(tmp_path: Path) -> None:
    from okrtui.rituals import people
    from tests.screens.okr_place import START

    people.make_workspace(tmp_path / "e.db", name="New", timezone="UTC", login="mei", person="Mei", now=START).close()
    empty = Place(tmp_path / "e.db")
    app = empty.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        assert "n writes this quarter's first objective" in " ".join(text_of(pilot).split())
        assert keys(app).split()[:4] == ["n", "objective", "m", "mine"], "only what can be done is offered"
        await pilot.press("enter")
        assert "there is nothing here to open yet" in sentence(pilot)
        await pilot.press("n")
        await form(pilot)
        await pilot.press(*"First", "f2")
        await until(pilot, lambda: [r.key for r in rows.rows] == ["cycle 2026-Q4", "O1"])
