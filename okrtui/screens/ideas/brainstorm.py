"""The live brainstorm: a live session whose end is ideas."""

from okrtui.commands.keys import key_of
from okrtui.model.ideas import Idea
from okrtui.model.live import Kind
from okrtui.rituals import ideas
from okrtui.rituals.context import Context
from okrtui.rituals.people import members
from okrtui.screens.base.command_group import there
from okrtui.screens.live.live_group import NO_GROUP, LiveGroup
from okrtui.screens.live.live_screen import LiveScreen
from okrtui.widgets.forms.fields import Field, Values
from okrtui.widgets.live.phase_layouts import BRAINSTORM

JUDGED = (("", "–"), ("1", "1 small"), ("2", "2"), ("3", "3 large"))


class Choosing(LiveGroup):
    """Making ideas of the best groups."""

    def why_not_choose(self) -> str | None:
        """Only the facilitator, and each group once."""
        if reason := self.state.not_now("choose") or self.state.not_leading():
            return reason
        group = self.group_here()
        if group is None:
            return NO_GROUP
        return f"it is {group.idea} already; {key_of('go.ideas')} shows it" if group.idea else None

    async def do_choose(self) -> None:
        """Make the group an idea with a champion, effort and impact."""
        ref, group = self.ref, there(self.group_here(), NO_GROUP)
        people = await self.screen.ask(members.people)

        def save(ctx: Context, values: Values) -> Idea:
            judged = {name: int(values[name]) if values[name] else None for name in ("effort", "impact")}
            return ideas.choose(ctx, ref, group.id, champion=values["champion"], **judged)

        fields = [
            Field("champion", "Champion", "member", options=tuple(people), help="who takes it on; → completes"),
            Field("effort", "Effort", "choice", options=JUDGED, help="how much work it is"),
            Field("impact", "Impact", "choice", options=JUDGED, help="how much it would change"),
        ]
        context = [group.name, *(f"· {card.text}" for card in group.cards[:5] if card.text != group.name)]
        draft = f"{ref}.choose.{group.id}"
        if saved := await self.screen.fill("An idea that lives on", fields, save, draft=draft, context=context):
            self.screen.show_message(f"{saved.made.ref} is among the ideas; {key_of('go.ideas')} shows them", "done")


class BrainstormScreen(LiveScreen):
    """The live session's screen with a brainstorm's phases."""

    where = "brainstorm"
    kind = Kind.BRAINSTORM
    layouts = BRAINSTORM
    none = (
        f"No brainstorm runs now. {key_of('go.ideas')} shows the ideas, and {key_of('ideas.start')} starts one there."
    )

    def __init__(self) -> None:
        super().__init__()
        self.groups = (*self.groups, Choosing(self))
