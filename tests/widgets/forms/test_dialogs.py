"""No key is dead in a dialog: what it does not know it says, beside what it knows; its own keys go on working."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.app import App
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget

from okrtui.widgets.forms.dialogs import Choose, Confirm, option_rows
from okrtui.widgets.forms.fields import Field
from okrtui.widgets.forms.form import Form
from okrtui.widgets.forms.merge import Difference, Merge
from okrtui.widgets.forms.multi_select import MultiSelect, Pick
from okrtui.widgets.forms.reader import Reader

DIALOGS: dict[str, tuple[Callable[[], ModalScreen[Any]], str, str, str]] = {
    "confirm": (lambda: Confirm("Cancel it?", yes="cancel it", no="keep it"), "x", "y cancel it · n keep it", "y"),
    "choose": (lambda: Choose("Which?", option_rows([("a", "A")])), "f1", "type to filter · enter takes", "enter"),
    "form": (lambda: Form("New", [Field("a", "A")]), "f1", "F2 save · F4 editor · esc leaves", "f2"),
    "a form's choice": (
        lambda: Form("New", [Field("kind", "Kind", "choice", options=("up", "down"))]),
        "?",
        "F2 save · F4 editor · esc leaves",
        "f2",
    ),
    "merge": (lambda: Merge("Theirs", [Difference("a", "A", "1", "2")]), "?", "space swaps · m mine", "f2"),
    "several": (lambda: MultiSelect("Which?", [Pick("a", "A")]), "n", "space marks · a all", "f2"),
    "reader": (lambda: Reader("Read", [Content("text")]), "1", "j k scroll · esc closes", "q"),
}


@pytest.mark.parametrize("which", DIALOGS)
async def test_a_key_that_a_dialog_does_not_know_says_so(which: str) -> None:
    make, key, known, leaves = DIALOGS[which]
    app = App[None]()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(make())
        await pilot.press(key, key)
        said = str(app.screen.query_one(".dialog", Widget).border_subtitle)
        shown = key.upper() if key == "f1" else key
        assert said.startswith(f"{shown} does nothing here · ") and said.count("does nothing") == 1
        assert known in said
        await pilot.press(leaves)
        await pilot.pause()
        assert len(app.screen_stack) == 1, "its own keys work"
