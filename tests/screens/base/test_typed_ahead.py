"""Keys that are typed ahead wait for what they are meant for, however long it takes to be there."""

import asyncio

import pytest
from textual.app import ComposeResult
from textual.events import Key
from textual.screen import ModalScreen
from textual.widget import Widget

from okrtui.widgets.forms.fields import FieldInput
from tests.screens.small_app import Week, shell
from tests.screens.team import until

pytestmark = pytest.mark.usefixtures("quiet_frame")


class Slow(Widget):
    """A part of a dialog that takes its time."""

    begun = asyncio.Event()
    ready = asyncio.Event()

    async def on_mount(self) -> None:
        self.begun.set()
        await self.ready.wait()


class Question(ModalScreen[None]):
    """A dialog whose field has the focus once all of it is there."""

    AUTO_FOCUS = "FieldInput"

    def compose(self) -> ComposeResult:
        yield FieldInput()
        yield Slow()


class Asking(Week):
    """A screen with a command that opens it."""

    async def do_people(self) -> None:
        await self.app.push_screen_wait(Question())


async def test_keys_wait_for_the_field_of_a_dialog_that_is_still_being_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Slow, "begun", asyncio.Event())
    monkeypatch.setattr(Slow, "ready", asyncio.Event())
    app = shell(screens={"week": Asking})
    async with app.run_test() as pilot:
        await app.workers.wait_for_complete()
        for char in "8abc":
            app.post_message(Key(char, char))
        await Slow.begun.wait()  # `until` lets the whole screen settle, and this one cannot yet
        for _ in range(100):
            await asyncio.sleep(0)
        Slow.ready.set()
        await until(pilot, lambda: app.screen.is_mounted and app.screen.query_one(FieldInput).value == "abc")
