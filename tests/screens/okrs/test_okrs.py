"""The OKR tree by keyboard: how everything stands, folding, filters, cycles, what others do."""

from pathlib import Path

import pytest

from okrtui.model.okrs import ObjectiveKind
from okrtui.rituals.okrs import objectives
from okrtui.screens.okrs.okrs import OkrsScreen
from okrtui.widgets.lists.row_list import RowList
from tests.screens.okrs.okr_workspace import (
    SIZES,
    OkrWorkspace,
    form,
    sentence,
    shown,
    text_of,
    until,
)
from tests.screens.small_app import keys, title

TREE = ["cycle 2026-Q4", "O2", "KR2.1", "O3", "KR3.1", "KR3.2", "KR3.3", "O4", "KR4.1"]


def refs(rows: RowList) -> list[str]:
    return [row.key for row in rows.rows if row.key != "columns"]


@pytest.mark.parametrize("size", SIZES)
async def test_the_tree_says_how_everything_stands(place: OkrWorkspace, size: tuple[int, int]) -> None:
    app = place.app()
    async with app.run_test(size=size) as pilot:
        rows = await shown(pilot)
        assert refs(rows) == TREE
        text = text_of(pilot)
        assert "week 8 of 14" in text and " done, 52 % expected" in text
        assert text.index("value") < text.index("DRI") < text.index("done  status" if size[0] >= 104 else "done status")
        assert "Make [red]the proxy[/] boring" in text, "brackets are text"
        assert "committed · Platform · DRI mei · ↑ O2 Nobody thinks about us" in text
        assert "aspirational · Edge 网络 · DRI lena" in text
        proxy = next(line for line in text.splitlines() if "KR3.1" in line)
        assert "82 %" in proxy and "▲ on track" in proxy and "106 → 90 ms" in proxy
        search = next(line for line in text.splitlines() if "O4" in line)
        assert "◌ draft" in search and "%" not in search
        if size[0] >= 120:
            assert "1.6×" in proxy and "▅▆▆ 7" in " ".join(proxy.split()) and "0 of 3" in text


async def test_a_row_says_below_what_its_columns_leave_out(place: OkrWorkspace) -> None:
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


async def test_folding_hides_and_shows_and_left_goes_up(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("KR3.2")
        await pilot.press("h")
        assert rows.cursor_key == "O3"
        await pilot.press("left")
        assert "KR3.1" not in refs(rows) and rows.cursor_key == "O3"
        await pilot.press("l")
        assert "KR3.1" in refs(rows)
        await pilot.press("z")
        assert refs(rows) == ["cycle 2026-Q4", "O2", "O3", "O4"]
        await pilot.press("space")
        assert len(refs(rows)) == 7
        await pilot.press("g", "enter")
        assert refs(rows) == ["cycle 2026-Q4"]


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("latency", ["O3", "KR3.1", "O4", "KR4.1"]),
        ("team:edge", ["O2", "KR2.1"]),
        ("dri:bob", ["O3", "KR3.3", "O4", "KR4.1"]),
        ("dri:me status:track", ["O3", "KR3.1"]),
        ("status:draft", ["O4"]),
        ("dri:nobody", []),
        ("主干", ["O2", "KR2.1"]),
    ],
)
async def test_the_filter_language(place: OkrWorkspace, typed: str, left: list[str]) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        await pilot.press("slash", *[{" ": "space"}.get(c, c) for c in typed])
        await pilot.press("enter")
        found = refs(rows)
        assert found == (["cycle 2026-Q4", *left] if left else [])
        assert left or "Nothing matches" in text_of(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: refs(rows) == TREE)


async def test_keys_go_through_the_filters_and_the_heading_says_which(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(120, 36)) as pilot:
        rows = await shown(pilot)
        await pilot.press("t")
        assert "OKRs · team Edge 网络" in title(app) and refs(rows)[1:] == ["O2", "KR2.1"]
        await pilot.press("t", "m")
        assert "team Platform · DRI me" in title(app) and "/team:Platform dri:me" in keys(app)
        await pilot.press("s")
        assert "at risk" in title(app)
        await pilot.press("t", "m", "s", "s", "s", "s")
        assert title(app).startswith(" Acme · OKRs · 2026-W47") and refs(rows) == TREE


async def test_a_closed_cycle_is_shown_and_says_why_nothing_can_be_changed(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: refs(rows) == ["cycle 2026-Q3", "O1", "KR1.1"])
        text = text_of(pilot)
        assert "closed, read-only" in text and "● achieved" in text and "● 0.9 green" in text
        for key in ("n", "e", "a", "d", "X"):
            await pilot.press("G", key)
            assert sentence(pilot) == " ! 2026-Q3 is closed and read-only"
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: "first cycle" in sentence(pilot))


async def test_a_cycle_is_picked_from_the_list(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        await pilot.press("C")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.press(*"Q3", "enter")
        await until(pilot, lambda: "OKRs · 2026-Q3" in title(app))
        assert rows.cursor_key == "cycle 2026-Q3"


async def test_the_subtree_is_copied_as_markdown(place: OkrWorkspace) -> None:
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


async def test_what_others_do_appears_and_the_cursor_stays(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        rows = await shown(pilot)
        rows.move_to("KR3.1")
        place.other(objectives.add_objective, "From bob", cycle="2026-Q4", kind=ObjectiveKind.COMMITTED)
        await app.feed.poll()
        await until(pilot, lambda: "O5" in refs(rows))
        assert rows.cursor_key == "KR3.1"


async def test_an_empty_workspace_says_which_key_is_next(tmp_path: Path) -> None:
    from okrtui.rituals.people import members
    from tests.screens.okrs.okr_workspace import START

    members.make_workspace(tmp_path / "e.db", name="New", timezone="UTC", login="mei", person="Mei", now=START).close()
    empty = OkrWorkspace(tmp_path / "e.db")
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
        await until(pilot, lambda: refs(rows) == ["cycle 2026-Q4", "O1"])
