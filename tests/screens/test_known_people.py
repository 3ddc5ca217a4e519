"""A form asks about a person whom nobody knows, and says who may be meant while one types."""

from textual.widgets import Static

from okrtui.rituals.okrs import objectives
from okrtui.rituals.people import members
from okrtui.widgets.forms.dialogs import Confirm
from tests.screens.okrs.okr_workspace import (
    OkrWorkspace,
    form,
    gone,
    notice,
    shown,
    text_of,
    type_over,
    until,
)


async def test_an_unknown_dri_is_asked_about_and_never_made_by_a_slip(place: OkrWorkspace) -> None:
    app = place.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("n")
        written = await form(pilot)
        await type_over(pilot, "title", "Builds are quick")
        dri = next(row for row in written.question_rows if row.field.name == "dri")
        dri.box.focus()
        await pilot.pause()
        await pilot.press("b", "o")  # takes the place of the proposal
        assert written.values["dri"] == "bo"
        said = str(dri.query_one(".form--sentence", Static).content)
        assert said == "bob Bob Łukasz"
        await pilot.press("b", "b")
        said = str(dri.query_one(".form--sentence", Static).content)
        assert said == "there is nobody called bobb; did you mean bob?"
        before = place.other(lambda ctx: [m.login for m in members.members(ctx)])
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        assert "There is nobody called bobb." in text_of(pilot) and "Did you mean bob (Bob Łukasz)?" in text_of(pilot)
        await pilot.press("n")
        await until(pilot, lambda: app.screen is written and "nothing was saved" in notice(pilot))
        assert place.other(lambda ctx: [m.login for m in members.members(ctx)]) == before
        await type_over(pilot, "dri", "zoe")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(app.screen, Confirm))
        await pilot.press("y")
        await gone(pilot)
        assert place.other(objectives.objective, "O5").dri == "zoe"
        await pilot.press("u")
        await until(pilot, lambda: place.other(lambda ctx: [m.login for m in members.members(ctx)]) == before)
