"""What the facilitator of a live session does, and how somebody else becomes it."""

from typing import TYPE_CHECKING

from okrtui.model.live import AgendaItem, Phase, Session
from okrtui.rules.live import phases
from okrtui.screens.live.live_base import LiveBase
from okrtui.screens.live.queries import read_room
from okrtui.text import clean
from okrtui.widgets.forms.fields import Field, Values
from okrtui.widgets.live.header import called

if TYPE_CHECKING:  # rituals bring peewee, which first paint does not wait for
    from okrtui.rituals.context import Context


def _listed(step: AgendaItem, ahead: int) -> str:
    """Return a step as a line to choose from: whether it was, what it is, whether it is left out."""
    title = step.title if step.phase is Phase.ITEM else step.phase.value
    return f"{'✓' if ahead < 0 else '·' if ahead else '▸'} {title}{'  left out' if step.skipped else ''}"


class FacilitationCommands(LiveBase):
    """Phases, timer, handing over. Nothing moves by itself."""

    def tell_lead(self, of: Session) -> None:
        """Say that somebody else leads now: whoever was handed a session must know it."""
        before, self.state.led_by = self.state.led_by, of.facilitator
        if before not in (None, of.facilitator):
            mine = of.facilitator == self.host.login
            self.show_message("you lead now; n goes on" if mine else f"{clean(of.facilitator)} leads now", "done")

    # ---- phases ----------------------------------------------------------------------------

    def why_not_next(self) -> str | None:
        """Only the facilitator moves on."""
        return self.state.not_leading()

    def why_not_previous(self) -> str | None:
        """There must be a phase before."""
        of = self.state.of
        if of is not None and phases.neighbour(of, -1) is None:
            return f"there is nothing before “{of.phase}”" if of.phase is not Phase.CLOSED else f"{of.ref} is closed"
        return self.state.not_leading()

    why_not_phase = why_not_next

    async def do_next(self) -> None:
        """Move on to the next phase."""
        await self._move_by(1)

    async def do_previous(self) -> None:
        """Go back to the phase before."""
        await self._move_by(-1)

    async def _move_by(self, by: int) -> None:
        of = self.state.of
        goal = phases.neighbour(of, by) if of else None
        if goal is not None:
            await self.move_to(goal)

    async def do_phase(self) -> None:
        """Go to any phase; those between are skipped."""
        of = self.state.of
        if of is None:
            return
        way, now = phases.steps(of), str(phases.here(of))
        options = [(str(at), _listed(step, at - int(now))) for at, step in enumerate(way)]
        chosen = await self.choose("Go to", options, cursor=now)
        if chosen and chosen != now:
            await self.move_to(way[int(chosen)])

    async def move_to(self, goal: AgendaItem) -> None:
        """Move the session; ask first where people are typing, and before it ends."""
        from okrtui.rituals.live import facilitation

        view = self.state.view
        if view is None:
            return
        typing = (await self.read(read_room, view.session)).typing
        if typing and view.session.phase is Phase.GATHER:
            who = "1 person is" if typing == 1 else f"{typing} people are"
            details = ["Half-typed cards stay with whoever types them and can be added until the vote begins."]
            if not await self.confirm(
                f"{who} typing. Move on to “{called(goal)}”?", yes="move on", no="wait", details=details
            ):
                return
        if goal.phase is Phase.CLOSED:
            details = self.closing_words()
            if not await self.confirm(f"Close {view.session.ref}?", yes="close it", no="not yet", details=details):
                return
        await self.try_change(facilitation.move, view.session.ref, goal.phase, item=goal.id or None)

    def closing_words(self) -> list[str]:
        """Return what whoever closes the session should know."""
        view = self.state.view
        left = sum(not group.idea for group in view.groups) if view else 0
        return [
            f"{left} of {len(view.groups) if view else 0} groups are not chosen; they stay searchable. "
            "Then nothing can be added to it; u takes the closing back."
        ]

    # ---- the timer -------------------------------------------------------------------------

    why_not_minute = why_not_pause = why_not_next

    async def do_minute(self) -> None:
        """Add a minute to the clock."""
        from okrtui.rituals.live import facilitation

        if self.state.of is not None:
            await self.change(facilitation.timer, self.state.of.ref, add=60)

    async def do_pause(self) -> None:
        """Stop the clock, or let it go on."""
        from okrtui.rituals.live import facilitation

        if self.state.of is not None:
            await self.change(facilitation.timer, self.state.of.ref, pause=self.state.of.timer_left is None)

    # ---- who leads -------------------------------------------------------------------------

    why_not_hand = why_not_title = why_not_next

    async def do_title(self) -> None:
        """Change title and question."""
        from okrtui.rituals.live import facilitation, sessions

        of = self.state.of
        if of is None:
            return

        def read(ctx: "Context") -> Values:
            now = sessions.find(ctx, of.ref)
            return {"title": now.title, "question": now.question}

        def write(ctx: "Context", values: Values) -> None:
            facilitation.rename_session(ctx, of.ref, title=values.get("title"), question=values.get("question"))

        stored = {"title": of.title, "question": of.question}
        fields = [
            Field("title", "Title", value=of.title, required=True),
            Field("question", "Question", value=of.question, help="empty asks the title"),
        ]
        await self.edit(
            f"Title and question of {of.ref}", stored, fields, read, write, draft=f"{self.where}.title.{of.id}"
        )

    async def do_hand(self) -> None:
        """Let somebody else lead."""
        from okrtui.rituals.live import facilitation

        view = self.state.view
        if view is None:
            return
        others = [(login, clean(login)) for login in view.room.people if login != self.host.login]
        if not others:
            self.show_message("nobody else is here; they join with b", "warn")
            return
        chosen = await self.choose("Who leads from now on?", others)
        if chosen and await self.try_change(facilitation.hand_over, view.session.ref, chosen):
            self.show_message(f"{chosen} leads now", "done")

    def why_not_take(self) -> str | None:
        """The facilitator must have gone."""
        view = self.state.view
        if view is None:
            return self.state.no_session()
        of = view.session
        if of.phase is Phase.CLOSED:
            return f"{of.ref} is closed"
        if of.facilitator == self.host.login:
            return "you lead it already"
        if not view.room.facilitator_gone:
            return f"{of.facilitator} is here; it can be taken over when they are gone for a minute"
        return None

    async def do_take(self) -> None:
        """Lead a session whose facilitator is gone."""
        from okrtui.rituals.live import facilitation

        if self.state.of is not None and await self.try_change(facilitation.take_over, self.state.of.ref):
            self.show_message("you lead now; n goes on", "done")

    # ---- everybody -------------------------------------------------------------------------

    def why_not_ready(self) -> str | None:
        """There must be something to be ready for."""
        return self.state.closed()

    async def do_ready(self) -> None:
        """Say that I am ready for the next phase, or not yet."""
        from okrtui.rituals.live import sessions

        view = self.state.view
        if view is not None:
            now = self.host.login not in view.room.ready
            await self.change(sessions.ready, view.session.ref, now)
            self.show_message("you are ready for the next phase" if now else "you need some more time", "done")

    def why_not_present(self) -> str | None:
        """There must be something to show."""
        return self.state.no_session()

    async def do_present(self) -> None:
        """Show the session in large type, without anything of mine: for the projector."""
        from okrtui.screens.live.projector import PresentScreen

        if self.state.seen is not None:
            self.app.push_screen(PresentScreen(self, self.state.seen, self.host.clock))
