"""What every screen can do: frame, commands, sentences, filter, loading, leaving."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from textual.command import CommandList
from textual.pilot import Pilot

from okrtui.app.app import OkrApp
from okrtui.errors import Refused
from okrtui.model.journal import Activity
from okrtui.screens.base.filtering import FilterCommands
from okrtui.widgets.lists.row_list import RowList
from tests.idle import comes_true
from tests.screens.small_app import FakeDrafts, FakeStore, People, Week, keys, said, shell, title

pytestmark = pytest.mark.usefixtures("quiet_frame")
SIZES = [(80, 24), (120, 36)]


async def settle(pilot: Pilot[int]) -> None:
    """Wait until workers, and what they posted, are through."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_the_frame_says_where_when_who_and_which_keys(size: tuple[int, int]) -> None:
    app = shell()
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert title(app).startswith(" Acme [b]Platform · 2026-W47 · week 8 of 14")
        assert title(app).rstrip().endswith("Mei") and len(title(app)) == size[0]
        assert keys(app).rstrip().endswith("? help") and "8 people" in keys(app)


async def test_a_command_that_cannot_be_done_says_why_until_the_next_key() -> None:
    app = shell()
    async with app.run_test() as pilot:
        await pilot.press("7")
        assert said(app) == " ! the journal is [closed"
        await pilot.press("down")
        assert said(app) == ""


async def test_a_key_that_does_nothing_says_so_and_which_key_shows_the_others() -> None:
    app = shell(keymap={"app.help": "question_mark,f9"})
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("B")
        assert said(app) == " B does nothing here; ? shows the keys that do"
        await pilot.press("f12")
        assert said(app) == " F12 does nothing here; ? shows the keys that do"
        await pilot.press("up")
        assert said(app) == "", "an arrow at the end of its way is no mistake"
        await pilot.press("slash", "B")
        assert said(app) == "" and app.screen.filters == ["B"]  # type: ignore[attr-defined]


async def test_a_refusal_is_a_sentence() -> None:
    app = shell()
    async with app.run_test() as pilot:
        await pilot.press("2")
        await settle(pilot)
        assert said(app) == " ✗ somebody else has [it/"


async def test_the_filter_is_told_as_it_is_typed_and_esc_drops_it() -> None:
    app = shell()
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("slash", "q", "7")
        screen = app.screen
        assert isinstance(screen, Week) and screen.filters == ["q", "q7"]
        await pilot.press("enter")
        assert screen.filter_text == "q7" and "/q7" in keys(app)
        await pilot.press("escape")
        await settle(pilot)
        assert screen.filter_text == "" and screen.filters[-1] == ""


async def test_copy_goes_to_the_terminal_and_says_so() -> None:
    app = shell()
    async with app.run_test() as pilot:
        await pilot.press("y")
        await settle(pilot)
        assert "sent to the terminal (3 lines)" in said(app)


async def test_others_changes_are_loaded_in_place() -> None:
    store = FakeStore()
    app = shell(store)
    async with app.run_test() as pilot:
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, Week)
        before = screen.loads
        store.news = [Activity(1, datetime(2026, 11, 18, tzinfo=UTC), "bob", "checked in", "KR1.1", "0.5")]
        await app.feed.poll()
        await settle(pilot)
        assert screen.loads == before + 1


async def test_a_screen_is_sent_to_with_a_ref_and_esc_comes_back() -> None:
    app = shell()
    async with app.run_test() as pilot:
        await settle(pilot)
        app.go("people", "mei")
        await settle(pilot)
        assert isinstance(app.screen, People) and app.screen.ref == "mei"
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, Week)
        await pilot.press("escape")
        await settle(pilot)
        assert "q leaves okrtui" in said(app)


async def test_a_small_terminal_gets_one_sentence() -> None:
    app = shell()
    async with app.run_test(size=(59, 24)) as pilot:
        assert app.screen.has_class("-too-small")
        await pilot.resize_terminal(80, 24)
        assert not app.screen.has_class("-too-small")


@pytest.mark.parametrize("key", ["q", "ctrl+q", "ctrl+c"])
async def test_every_way_to_quit_keeps_drafts_and_closes_the_store(key: str) -> None:
    store, drafts = FakeStore(), FakeDrafts()
    app = shell(store, drafts)
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press(key)
    assert app.return_code == 0 and drafts.flushed == 1 and store.closed


async def test_a_key_can_be_remapped() -> None:
    app = shell(keymap={"go.log": "0"})
    async with app.run_test() as pilot:
        await pilot.press("0")
        assert "closed" in said(app)
        assert "0 journal" not in keys(app)  # it cannot be done, so the key line does not offer it


async def test_help_lists_live_commands_with_reasons() -> None:
    app = shell()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        await settle(pilot)
        text = help_text(app)
        assert "not now: the journal is [closed" in text and "Undo" not in text and "Take back my last change." in text
        assert text.index("Everywhere") < text.index("In a list"), "it is grouped"
        await pilot.press("escape")
        assert isinstance(app.screen, Week)
        for key in ("question_mark", "f1"):
            await pilot.press("question_mark", key)
            assert await comes_true(pilot, lambda: isinstance(app.screen, Week)), f"{key} closes it, too"


def help_text(app: OkrApp) -> str:
    drawn = [row.line(100) for row in app.screen.query_one(RowList).rows]
    return "\n".join(part.plain for each in drawn for part in (each if isinstance(each, list) else [each]))


async def test_help_is_filtered_as_one_types_and_enter_does_it() -> None:
    app = shell()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("question_mark", *"journal")
        assert "journal" in help_text(app) and "Take back my last change." not in help_text(app)
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, Week)
        assert "journal is [closed" in said(app), "it cannot be done, and says why"
        await pilot.press("question_mark", *"pgup", "enter")
        assert not isinstance(app.screen, Week), "a key that moves is no command"
        await pilot.press("escape", "question_mark", *"no such thing")
        assert app.screen.query_one(RowList).rows == []


async def test_help_asks_again_once_the_screen_has_read() -> None:
    app = shell()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        screen, reasons = app.ritual(), ["nothing was read yet"]
        assert screen is not None
        screen.loaded = False
        rows = screen.help_rows()
        screen.help_rows = lambda: [(*row[:3], reasons[0]) for row in rows]  # type: ignore[method-assign]  # till then
        await pilot.press("question_mark")
        assert "not now: nothing was read yet" in help_text(app)
        reasons[0] = ""
        screen.loaded = True
        assert await comes_true(pilot, lambda: "nothing was read yet" not in help_text(app))


async def test_the_palette_runs_a_command_and_survives_its_brackets() -> None:
    app = shell()
    async with app.run_test() as pilot:
        await settle(pilot)
        await pilot.press("ctrl+p", *"journal")
        assert await comes_true(pilot, lambda: any(each.option_count for each in app.screen.query(CommandList)))
        assert app.screen.query_one(CommandList).get_option_at_index(0).prompt
        await pilot.press("down", "enter")
        await pilot.pause()
        await settle(pilot)
        assert "journal is [closed" in said(app)


@pytest.mark.parametrize(("name", "theme"), [("dark", "okrtui-dark"), ("light", "okrtui-light"), ("16", "okrtui-16")])
async def test_the_theme_asked_for_is_worn_from_the_first_paint(name: str, theme: str) -> None:
    app = shell(theme=name)
    async with app.run_test() as pilot:
        assert app.theme == theme
        before = app.screen.styles.background
        order = ["okrtui-dark", "okrtui-light", "okrtui-16"]
        for _ in order:
            await pilot.press("T")
            await pilot.pause()
        assert app.theme == theme and app.screen.styles.background == before


async def test_what_comes_while_the_filter_is_made_is_loaded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    prepare = FilterCommands.prepare

    async def late(self: FilterCommands) -> None:
        await prepare(self)
        if isinstance(self.screen, Week) and self.screen.loads == 1:
            self.screen.reload_soon()  # as the change feed does when somebody writes just now

    monkeypatch.setattr(FilterCommands, "prepare", late)
    app = shell()
    async with app.run_test() as pilot:
        await settle(pilot)
        assert app.screen.loads == 2  # type: ignore[attr-defined]


async def test_what_comes_while_reading_is_refused_is_loaded_too() -> None:
    class Refusing(Week):
        async def load(self) -> None:
            await super().load()
            if self.loads == 1:
                self.reload_soon()
                raise Refused("the workspace is busy")

    app = shell(screens={"week": Refusing})
    async with app.run_test() as pilot:
        await settle(pilot)
        assert app.screen.loads == 2  # type: ignore[attr-defined]


async def test_whoever_loads_does_not_wait_for_others_who_write_without_a_pause() -> None:
    class Restless(Week):
        async def load(self) -> None:
            await super().load()
            if self.loads % 20:
                self.reload_soon()

    app = shell(screens={"week": Restless})
    async with app.run_test() as pilot:
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, Restless) and screen.loads == 20
        await screen.reload()
        assert screen.loads == 21
        await settle(pilot)
        assert screen.loads == 40


async def test_as_long_as_reading_took_it_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    store = FakeStore()
    app = shell(store)
    async with app.run_test() as pilot:
        await settle(pilot)
        screen, now = app.screen, [1000.0]
        assert isinstance(screen, Week) and app.feed._tick is not None
        app.feed._tick.cancel()
        monkeypatch.setattr(
            "okrtui.app.change_feed.time", SimpleNamespace(monotonic=lambda: now[0])
        )  # the loop keeps its own
        read = screen.load

        async def slow() -> None:
            now[0] += 0.4
            await read()

        monkeypatch.setattr(screen, "load", slow)
        asked = []
        monkeypatch.setattr(app._storage, "heard", lambda: asked.append(now[0]))
        store.news = [Activity(1, datetime(2026, 11, 18, tzinfo=UTC), "bob", "checked in", "KR1.1", "0.5")]
        await app.feed.poll()
        for now[0] in (1000.5, 1000.7, 1000.9):
            app.feed.glance()
            app.feed._tick.cancel()
        assert asked == [1000.9]
