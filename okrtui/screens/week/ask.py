"""Asking for help out of the check-in sheet: what blocks me becomes a request to whom I named, with one key."""

from okrtui.commands.keys import UNDO
from okrtui.rituals.cases import cases
from okrtui.rituals.week import sheet_fields
from okrtui.screens.base.command_group import CommandGroup
from okrtui.screens.week.pull import SheetScreen
from okrtui.text import clean


class AskCommands(CommandGroup[SheetScreen]):
    """Making a case of a blocker."""

    def _helpers(self) -> list[str]:
        state = self.screen.sheet_state
        if state is None or not state.values.get("blocker", "").strip():
            return []
        known = {each.login for each in state.data.members} - {state.data.login}
        return [login for login in sheet_fields.logins(state.values.get("helpers", "")) if login in known]

    def why_not_ask(self) -> str | None:
        """There must be a blocker, and a colleague who can help."""
        state = self.screen.sheet_state
        if state is None or not state.values.get("blocker", "").strip():
            return "write what blocks you first"
        return None if self._helpers() else "name a colleague who can help, below what blocks you"

    async def do_ask(self) -> None:
        """Ask whom I named for help with what blocks me."""
        state, helpers = self.screen.typed_by_now(), self._helpers()
        if state is None or not helpers:
            return
        options = [(login, clean(login)) for login in helpers]
        who = helpers[0] if len(helpers) == 1 else await self.screen.choose("Whom do you ask?", options)
        if who is None:
            return
        made = await self.screen.ask(cases.ask_for_help, state.values["blocker"], who, state.data.week)
        self.screen.show_message(f"{made.case.ref} asks {who} to answer by {made.due}; {UNDO} takes it back", "done")
