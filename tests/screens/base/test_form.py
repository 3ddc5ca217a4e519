"""The one form: checks, hints, drafts, refusals, pasting, and the first run on it."""

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Static

from okrtui.errors import NoWorkspace, Refused
from okrtui.screens.base.firstrun import Founding
from okrtui.widgets.forms.form import Form
from tests.idle import comes_true
from tests.screens.small_app import FakeDrafts, FakeStore, Week, shell

pytestmark = pytest.mark.usefixtures("quiet_frame")


async def open_form(pilot: Pilot[int]) -> Form:
    """Open the form of the test screen."""
    await pilot.pause()
    await pilot.press("8")
    await comes_true(pilot, lambda: isinstance(pilot.app.screen, Form))
    assert isinstance(pilot.app.screen, Form)
    return pilot.app.screen


def sentence(form: Form, place: str) -> str:
    """Return what stands below the fields."""
    box = form.query_one(place, Static)
    return str(box.content) if box.display else ""


async def leave(pilot: Pilot[int]) -> None:
    """Wait until the screen has its answer."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_it_is_filled_in_by_keyboard_and_saved_with_f2(size: tuple[int, int]) -> None:
    app = shell()
    async with app.run_test(size=size) as pilot:
        await open_form(pilot)
        await pilot.press(*"p99 q", "enter", "d", "enter", *"-5", "f2")
        await leave(pilot)
        assert isinstance(app.screen, Week)
        assert app.screen.answers == [{"title": "p99 q", "kind": "decrease", "target": "-5", "why": ""}]


async def test_what_is_wrong_is_said_at_the_field_and_the_form_stays() -> None:
    app = shell()
    async with app.run_test() as pilot:
        form = await open_form(pilot)
        await pilot.press("tab", "tab", *"abc", "f2")
        assert "title is needed" in str(form.question_rows[0].sentence.content)
        assert "“abc” isn't a number" in str(form.question_rows[2].sentence.content)
        assert form.question_rows[0].box.has_focus


async def test_hints_follow_the_text_and_hold_nothing_up() -> None:
    app = shell()
    async with app.run_test() as pilot:
        form = await open_form(pilot)
        assert "no number yet" in sentence(form, ".form--hints")
        await pilot.press("9")
        assert sentence(form, ".form--hints") == ""


async def test_a_refusal_keeps_the_form_and_its_text() -> None:
    app = shell()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert isinstance(app.screen, Week)
        app.screen.refuse = "KR1.1 was [changed"
        form = await open_form(pilot)
        await pilot.press("a", "f2")
        await pilot.pause()
        assert sentence(form, ".form--notice") == "KR1.1 was [changed" and form.values["title"] == "a"


async def test_leaving_keeps_the_draft_and_saving_drops_it() -> None:
    drafts = FakeDrafts()
    app = shell(drafts=drafts)
    async with app.run_test() as pilot:
        await open_form(pilot)
        await pilot.press(*"half", "escape")
        await leave(pilot)
        assert [kept["title"] for kept in drafts.kept.values()] == ["half"]
        form = await open_form(pilot)
        assert form.values["title"] == "half" and "begun to write" in sentence(form, ".form--notice")
        await pilot.press("f2")
        await leave(pilot)
        assert drafts.kept == {}


async def test_several_pasted_lines_are_joined_and_told() -> None:
    app = shell()
    async with app.run_test() as pilot:
        form = await open_form(pilot)
        assert form.focused is not None
        form.focused.post_message(events.Paste("one\ntwo\x1b]52\nthree"))
        await pilot.pause()
        assert form.values["title"] == "one two]52 three"
        assert "3 pasted lines" in sentence(form, ".form--notice")


async def test_the_first_run_asks_and_says_a_refusal_in_place() -> None:
    asked: list[Founding] = []
    store = FakeStore()

    def opener(place: str) -> object:
        raise NoWorkspace("no workspace here")

    def found(place: str, founding: Founding) -> object:
        asked.append(founding)
        if founding.timezone == "Nowhere/X":
            raise Refused("“Nowhere/X” isn't a timezone")
        return store

    app = shell(opener=opener, found=found, timezone="Nowhere/X")
    async with app.run_test(size=(80, 24)) as pilot:
        await comes_true(pilot, lambda: isinstance(app.screen, Form))
        form = app.screen
        assert isinstance(form, Form)
        await pilot.press(*"Acme", "f2")
        await comes_true(pilot, lambda: sentence(form, ".form--notice"))
        assert "isn't a timezone" in sentence(form, ".form--notice")
        await pilot.press("f3")
        await leave(pilot)
        assert isinstance(app.screen, Week) and asked[-1].sample and asked[0].workspace == "Acme"
