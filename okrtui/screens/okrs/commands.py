"""The commands that change OKRs, for every screen on which one stands on an objective or key result."""

from typing import Protocol

from okrtui.commands.keys import UNDO, key_of
from okrtui.model.okrs import Cycle, CycleState, KeyResultState, ObjectiveStanding, ObjectiveState, Standing
from okrtui.screens.base.command_group import CommandGroup, CommandScreen
from okrtui.screens.okrs import checkin_form, closing, forms


def closed(cycle: Cycle | None) -> str | None:
    """Return why nothing in a cycle may be changed, None where it may."""
    if cycle is not None and cycle.state is CycleState.CLOSED:
        return f"{cycle.name} is closed and read-only"
    return None


class OkrScreen(CommandScreen, Protocol):
    """A screen on which one stands on an objective or key result."""

    @property
    def here(self) -> Standing | ObjectiveStanding | None:
        """The key result or objective that a command is about."""

    @property
    def around(self) -> ObjectiveStanding | None:
        """The objective itself, or the one the key result belongs to."""

    @property
    def here_cycle(self) -> Cycle | None:
        """The cycle all of it lies in."""

    def read_only(self) -> str | None:
        """Return why nothing may be changed, None where it may."""


class OkrTreeScreen(OkrScreen, Protocol):
    """One with a cursor on all of them."""

    def go_to(self, ref: str) -> None:
        """Put the cursor on what was just made."""

    async def show_cycle(self, name: str) -> None:
        """Show a cycle by its name, from its top."""


class OkrCommands(CommandGroup[OkrScreen]):
    """Check in, edit, close, cancel and activate what the screen says is `here`."""

    # ---- check in --------------------------------------------------------------------------

    def why_not_check(self) -> str | None:
        """Say what takes no check-in."""
        here, above = self.screen.here, self.screen.around
        if not isinstance(here, Standing) or above is None:
            return "a key result is checked in; move to one"
        if reason := self.screen.read_only():
            return reason
        if above.objective.state is ObjectiveState.DRAFT:
            return f"{above.objective.ref} is a draft; {key_of('.activate')} makes it active"
        if above.objective.state is not ObjectiveState.ACTIVE:
            return f"{above.objective.ref} is {above.objective.state}; it takes no more check-ins"
        if here.kr.state is not KeyResultState.OPEN:
            return f"{here.kr.ref} is {here.kr.state}; it takes no more check-ins"
        return None

    async def do_check(self) -> None:
        """Check in the key result."""
        here = self.screen.here
        if isinstance(here, Standing) and await checkin_form.check_in(self.screen, here.kr.ref):
            self.screen.show_message(f"{here.kr.ref} is checked in", "done")

    # ---- write -----------------------------------------------------------------------------

    def why_not_edit(self) -> str | None:
        """Say so where the cursor stands on nothing to edit."""
        if reason := self.screen.read_only():
            return reason
        return None if self.screen.here else "an objective or key result is edited; move to one"

    why_not_write = why_not_edit

    async def do_edit(self) -> None:
        """Edit the objective or key result."""
        here = self.screen.here
        if isinstance(here, Standing):
            await forms.edit_key_result(self.screen, here.kr.ref)
        elif here is not None:
            await forms.edit_objective(self.screen, here.objective.ref)

    async def do_write(self) -> None:
        """Write the why or the note in the person's editor."""
        here = self.screen.here
        if here is not None:
            ref, what = (here.kr.ref, "note") if isinstance(here, Standing) else (here.objective.ref, "why")
            if await forms.write_long_text(self.screen, ref):
                self.screen.show_message(f"the {what} of {ref} is saved", "done")

    # ---- end -------------------------------------------------------------------------------

    def why_not_close(self) -> str | None:
        """Say what cannot be closed."""
        if reason := self.screen.read_only():
            return reason
        here = self.screen.here
        if isinstance(here, ObjectiveStanding) and here.objective.state is ObjectiveState.DRAFT:
            ends = f"{key_of('.activate')} makes it active, {key_of('.cancel')} cancels it"
            return f"{here.objective.ref} is a draft; {ends}"
        if isinstance(here, Standing) and here.kr.state is KeyResultState.CANCELLED:
            return f"{here.kr.ref} is cancelled; {key_of('.activate')} opens it again"
        return None if self.screen.here_cycle else "there is nothing here to close"

    async def do_close(self) -> None:
        """Score and close the key result or objective; on a cycle's row close the cycle."""
        here = self.screen.here
        if isinstance(here, Standing):
            if await closing.close_key_result(self.screen, here.kr.ref):
                again = f"{key_of('.close')} again corrects it, {key_of('.activate')} opens it again"
                self.screen.show_message(f"{here.kr.ref} is scored; {again}", "done")
        elif here is not None and await closing.close_objective(self.screen, here):
            self.screen.show_message(f"{here.objective.ref} is closed; {UNDO} takes it back", "done")

    def why_not_cancel(self) -> str | None:
        """Say what cannot be cancelled."""
        if reason := self.why_not_edit():
            return reason
        here = self.screen.here
        if isinstance(here, Standing) and here.kr.state is KeyResultState.CANCELLED:
            return f"{here.kr.ref} is cancelled already"
        if isinstance(here, ObjectiveStanding) and here.objective.state is ObjectiveState.CANCELLED:
            return f"{here.objective.ref} is cancelled already"
        return None

    async def do_cancel(self) -> None:
        """Cancel the key result or objective."""
        here = self.screen.here
        if here is not None and await closing.cancel(self.screen, here):
            self.screen.show_message(f"cancelled; {UNDO} takes it back", "done")

    def why_not_activate(self) -> str | None:
        """Say what is open already."""
        if reason := self.why_not_edit():
            return reason
        here = self.screen.here
        if isinstance(here, Standing) and here.kr.state is KeyResultState.OPEN:
            return f"{here.kr.ref} is open already"
        if isinstance(here, ObjectiveStanding) and here.objective.state is ObjectiveState.ACTIVE:
            return f"{here.objective.ref} is active already"
        return None

    async def do_activate(self) -> None:
        """Make a draft active, or what was closed open again."""
        here = self.screen.here
        if here is not None:
            self.screen.show_message(await closing.activate(self.screen, here), "done")


class NewOkrCommands(CommandGroup[OkrTreeScreen]):
    """Write a new objective or key result."""

    def why_not_new(self) -> str | None:
        """Say so in a closed cycle."""
        return self.screen.read_only()

    async def do_new(self) -> None:
        """Write a new objective into the cycle."""
        cycle = self.screen.here_cycle
        if ref := await forms.new_objective(self.screen, cycle.name if cycle else ""):
            self.screen.go_to(ref)
            self.screen.show_message(f"{ref} is there; {key_of('okrs.add')} adds its first key result", "done")

    def why_not_add(self) -> str | None:
        """Say so where there is no objective to add to."""
        above = self.screen.around
        if above is None:
            return f"a key result belongs to an objective; move to one, or {key_of('okrs.new')} writes one"
        if reason := self.screen.read_only():
            return reason
        if above.objective.state not in (ObjectiveState.ACTIVE, ObjectiveState.DRAFT):
            return f"{above.objective.ref} is {above.objective.state}; {key_of('.activate')} makes it active again"
        return None

    async def do_add(self) -> None:
        """Add a key result to the objective."""
        above = self.screen.around
        if above is not None:
            ref = await forms.new_key_result(self.screen, above.objective, len(above.key_results))
            if ref:
                self.screen.go_to(ref)
                self.screen.show_message(f"{ref} is there; {key_of('okrs.add')} adds another", "done")
