"""F5 on the sheet: my sources fill it, beside the screen and never over what I typed."""

import json
from pathlib import Path

import pytest

from okrtui.app.app import OkrApp
from okrtui.model.okrs import Source
from okrtui.screens.week.pull import NO_SOURCES
from okrtui.storage.local.sources import OwnSources
from okrtui.storage.open import open_store
from tests.screens.team import said, until
from tests.screens.week.sheets import Opened, Week, begun, entry, go, opened, sheet, submitted, write
from tests.workspaces import MONDAY, address_of, ctx

__all__ = ["opened"]


def program(opened: Opened, sources: OwnSources | None) -> OkrApp:
    store, drafts = opened
    return OkrApp(
        address_of(store, "mei").replace("LOGIN", "mei"),
        login="mei",
        person="mei",
        clock=lambda: MONDAY,
        drafts=drafts,
        sources=sources,
        first="checkin",
        opener=open_store,
        screens={"week": Week},
    )


async def test_numbers_come_into_the_sheet_and_are_submitted_by_me(opened: Opened, tmp_path: Path) -> None:
    sources, uuid = OwnSources(tmp_path / "mine" / "sources.json"), opened[0].workspace().uuid
    sources.put(uuid, Source("KR1.1", ("echo", '{"value": 104, "note": "seven days"}')))
    sources.put(uuid, Source("KR1.3", ("false",)))
    sources.put("another workspace", Source("KR1.2", ("echo", "1")))
    app = program(opened, sources)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await pilot.press("f5")
        await until(pilot, lambda: "KR1.3 no value: exit 1" in said(app), "what became of them")
        assert said(app).startswith("KR1.1 104; ") or "KR1.1 104;" in said(app)
        assert sheet(app).values["KR1.1/value"] == "104"
        assert "104" in json.dumps(opened[1].kept), "it is in the draft"
        await submitted(pilot)
    assert entry(ctx(opened[0]), "KR1.1") == (104, None, "seven days")


async def test_what_i_typed_stays(opened: Opened, tmp_path: Path) -> None:
    sources = OwnSources(tmp_path / "mine" / "sources.json")
    sources.put(opened[0].workspace().uuid, Source("KR1.1", ("echo", "104")))
    app = program(opened, sources)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await go(pilot, "KR1.1/value")
        await write(pilot, "105")
        await pilot.press("f5")
        await until(pilot, lambda: "not taken: you typed 105" in said(app), "that it stays")
        assert sheet(app).values["KR1.1/value"] == "105"


@pytest.mark.parametrize("given", [True, False])
async def test_without_a_source_it_says_how_to_have_one(given: bool, opened: Opened, tmp_path: Path) -> None:
    app = program(opened, OwnSources(tmp_path / "mine" / "sources.json") if given else None)
    async with app.run_test(size=(80, 24)) as pilot:
        await begun(pilot)
        await pilot.press("f5")
        why = NO_SOURCES if given else "you have no config"
        await until(pilot, lambda: why[:40] in said(app), "the reason")
