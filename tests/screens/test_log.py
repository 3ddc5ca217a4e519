"""The journal: newest first, as far back as one scrolls, every entry readable before and after."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot

from okrtui.app.app import OkrApp
from okrtui.rituals.people import members
from okrtui.rituals.week import updates
from okrtui.screens import log
from okrtui.screens.log import PAGE, LogScreen
from okrtui.storage.engine.store import Store
from okrtui.storage.journal.entries import newest
from okrtui.widgets.forms.reader import Reader
from tests.screens.small_app import said
from tests.screens.team import fresh, program, rows, text, until
from tests.workspaces import ctx

SIZES = [(80, 24), (120, 36)]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = fresh(tmp_path)
    yield made
    made.close()


async def shown(pilot: Pilot[int]) -> LogScreen:
    app = pilot.app
    assert isinstance(app, OkrApp)
    await until(pilot, lambda: isinstance(app.screen, LogScreen) and app.screen.entries, "the journal")
    assert isinstance(app.screen, LogScreen)
    return app.screen


@pytest.mark.parametrize("size", SIZES)
async def test_entries_stand_below_their_days_newest_first(store: Store, size: tuple[int, int]) -> None:
    updates.submit(ctx(store, weeks=0.3), wins="later")
    app = program(store, first="log")
    async with app.run_test(size=size) as pilot:
        await shown(pilot)
        lines = text(app).split("\n")
    assert lines[0].startswith(" Acme · Journal")
    assert lines[1].strip() == "Wednesday 2026-11-25, yesterday"
    assert lines[2].startswith("▸ 12:24 mei  corrected update") or "corrected update" in lines[2]
    assert lines[3].strip() == "Monday 2026-11-23"
    assert "health" in lines[4] and "on-call load: 2026-W48: amber" in lines[4]


async def test_an_entry_opens_to_what_it_changed(store: Store) -> None:
    members.edit_member(ctx(store), "bob", skills="BPF")
    members.edit_member(ctx(store), "bob", skills="BPF, tracing")
    app = program(store, first="log")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Reader))
        seen = text(app)
        assert "changed member @bob" in seen and "member changed" in seen
        assert "skills" in seen and "BPF → BPF, tracing" in seen
        await pilot.press("escape")
        assert isinstance(app.screen, LogScreen)


async def test_nobodys_pulse_is_shown_and_refs_are_named(store: Store) -> None:
    app = program(store, first="log")
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await shown(pilot)
        entry = next(each for each in screen.entries if each.verb == "submitted update" and each.who == "mei")
        rows(app).move_to(str(entry.id))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Reader))
        seen = text(app)
        assert "key result    KR1.1" in seen and "root on staging" in seen
        assert "pulse" not in seen


async def test_the_filter_searches_all_of_the_journal(store: Store) -> None:
    for number in range(PAGE + 20):
        members.edit_member(ctx(store), "bob", skills=f"skill {number}")
    app = program(store, first="log")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await shown(pilot)
        assert not any(each.verb == "checked in" for each in screen.entries)
        await pilot.press("slash", *"checked", "space", *"kr2", "enter")
        await until(pilot, lambda: [each.verb for each in screen.entries] == ["checked in"])
        assert "KR2.1" in text(app)
        await pilot.press("escape")
        await until(pilot, lambda: len(screen.entries) == PAGE)


async def test_older_entries_come_as_the_end_comes_near(store: Store) -> None:
    for number in range(2 * PAGE):
        members.edit_member(ctx(store), "bob", skills=f"skill {number}")
    app = program(store, first="log")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await shown(pilot)
        assert len(screen.entries) == PAGE
        await pilot.press("G")
        here = rows(app).cursor_key
        await until(pilot, lambda: len(screen.entries) == 2 * PAGE)
        assert rows(app).cursor_key == here
        await pilot.press("G")
        await until(pilot, lambda: screen.entries[-1].id == 1)
        await pilot.press("G")
        assert "joined" in text(app)


async def test_what_others_do_appears_above_and_the_cursor_stays(store: Store) -> None:
    app = program(store, first="log")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await shown(pilot)
        here = rows(app).cursor_key
        updates.submit(ctx(store, "ana", weeks=0.1), wins="from elsewhere")
        await until(pilot, lambda: screen.entries[0].who == "ana" and screen.entries[0].verb == "corrected update")
        assert rows(app).cursor_key == here
        assert "ana" in text(app).split("\n")[2]


async def test_what_comes_in_while_one_reads_waits_above(store: Store) -> None:
    for number in range(30):
        members.edit_member(ctx(store), "bob", skills=f"skill {number}")
    app = program(store, first="log")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await shown(pilot)
        await pilot.press("j")
        before = [line[:70].rstrip() for line in text(app).split("\n")[3:-2]]
        updates.submit(ctx(store, "ana", weeks=0.1), wins="from elsewhere")
        await until(pilot, lambda: "1 new above" in text(app))
        assert [line[:70].rstrip() for line in text(app).split("\n")[3:-2]] == before
        await pilot.press("g")
        await until(pilot, lambda: "new above" not in text(app))
        assert screen.entries[0].who == "ana" and "ana" in text(app).split("\n")[2]


async def test_a_journal_that_is_left_open_holds_the_newest_and_reads_the_older_ones_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "KEPT", PAGE + 5)
    for number in range(PAGE):
        members.edit_member(ctx(store), "bob", skills=f"skill {number}")
    app = program(store, first="log")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await shown(pilot)
        for number in range(0, PAGE, 20):
            for each in range(20):
                members.edit_member(ctx(store), "bob", skills=f"other {number} {each}")
            await until(pilot, lambda: screen.entries[0].id == newest(store))
            assert len(screen.entries) <= PAGE + 5
            assert len(rows(app).rows) <= PAGE + 5 + 1
            assert screen.entries[0].ref in text(app).split("\n")[2]
        await until(pilot, lambda: rows(app).cursor_key in {str(each.id) for each in screen.entries})
        for many in (2 * PAGE, 3 * PAGE):
            await pilot.press("G")
            await until(pilot, lambda many=many: screen.entries[-1].id == 1 or len(screen.entries) > many)  # type: ignore[misc]
        assert screen.entries[-1].id == 1


async def test_while_one_reads_further_down_nothing_is_held_of_what_comes_in(store: Store) -> None:
    for number in range(PAGE):
        members.edit_member(ctx(store), "bob", skills=f"skill {number}")
    app = program(store, first="log")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await shown(pilot)
        await pilot.press("j", "j")
        before = list(screen.entries)
        for number in range(PAGE + 3):
            members.edit_member(ctx(store), "bob", skills=f"other {number}")
        await until(pilot, lambda: f"{PAGE}+ new above" in text(app))
        assert screen.entries == before
        await pilot.press("g")
        await until(pilot, lambda: screen.entries[0].id == newest(store))
        assert "new above" not in text(app) and len(screen.entries) == PAGE


async def test_mine_and_undo(store: Store) -> None:
    updates.submit(ctx(store, weeks=0.1), wins="a slip")
    app = program(store, first="log")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await shown(pilot)
        await pilot.press("m")
        await until(pilot, lambda: {each.who for each in screen.entries} == {"mei"})
        assert "Journal · mine" in text(app)
        await pilot.press("u")
        await until(pilot, lambda: screen.entries[0].verb == "undo")
        assert "(taken back)" in text(app)


async def test_what_was_taken_back_is_named(store: Store) -> None:
    updates.submit(ctx(store, weeks=0.1), wins="a slip")
    app = program(store, first="log")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("u")
        await until(pilot, lambda: "taken back: corrected update 2026-W48 (2 priorities, wins)" in said(app))
        await pilot.press("U")
        await until(pilot, lambda: "done again: corrected update 2026-W48 (2 priorities, wins)" in said(app))


async def test_the_journal_is_copied_as_a_table(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    members.edit_member(ctx(store), "bob", skills="a|b [c](d)")
    app = program(store, first="log")
    sent: list[str] = []
    monkeypatch.setattr(app, "copy", sent.append)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("y")
        await until(pilot, lambda: sent)
        assert "Markdown sent to the terminal" in said(app)
    lines = sent[0].split("\n")
    assert lines[0] == "| when | who | did | what |  |" and lines[2].startswith("| 2026-11-23 10:00 | mei | ")


async def test_words_are_taken_out_from_the_journals_screen(store: Store) -> None:
    members.edit_member(ctx(store), "bob", skills="BPF, hunter2")
    app = program(store, first="log")
    async with app.run_test(size=(120, 36)) as pilot:
        await shown(pilot)
        await pilot.press("X", *"hunter2", "enter")
        await until(pilot, lambda: "taken out: words of 1 entry and 1 row" in text(app))
        await until(pilot, lambda: "redacted" in text(app))
    assert members.member(ctx(store), "bob").skills == "BPF, [redacted]"
