"""Voting in a live session: my own votes, and those of people in the room without a terminal."""

from okrtui.errors import Refused
from okrtui.model.live import Group
from okrtui.rituals.context import Context
from okrtui.rituals.live import grouping
from okrtui.rituals.people import members
from okrtui.screens.base.command_group import there
from okrtui.screens.live.live_group import NO_GROUP, LiveGroup
from okrtui.text import clean
from okrtui.widgets.forms.fields import Field, Values


class Voting(LiveGroup):
    """Commands on the group under the cursor; each press counts, however fast."""

    def why_not_vote(self) -> str | None:
        """There must be a group to vote on."""
        return self.state.not_now("vote") or (None if self.group_here() else NO_GROUP)

    why_not_unvote = why_not_vote

    def do_vote(self) -> None:
        """Give the group one more vote of mine."""
        self._vote_soon(1)

    def do_unvote(self) -> None:
        """Take one vote of mine back from the group."""
        self._vote_soon(-1)

    def _vote_soon(self, by: int) -> None:
        if (group := self.group_here()) is not None:
            self.screen.run_worker(self._vote_or_say(group, by), group="votes")

    async def _vote_or_say(self, group: Group, by: int) -> None:
        try:
            await self.try_change(grouping.vote, self.ref, group.id, by)
        except Refused as refusal:
            self.screen.show_message(str(refusal), "error")

    def why_not_proxy(self) -> str | None:
        """Only the facilitator, and only with names."""
        of = self.state.of
        if reason := self.state.not_leading() or self.state.not_now("vote"):
            return reason
        if of is not None and of.anonymous:
            return "in an anonymous session nobody votes for somebody else: their name would have to be stored"
        return self.why_not_vote()

    async def do_proxy(self) -> None:
        """Give the group a vote of somebody in the room without a terminal, out of their budget."""
        group = there(self.group_here(), NO_GROUP)
        people = await self.screen.ask(members.people)
        field = Field("who", "Whose vote", "member", options=tuple(people), required=True, help="→ completes")
        ref, title = self.ref, "A vote for somebody without a terminal"

        def save(ctx: Context, values: Values) -> None:
            grouping.vote(ctx, ref, group.id, 1, who=values["who"])

        if saved := await self.screen.fill(title, [field], save, draft=f"{ref}.proxy"):
            self.screen.show_message(f"one vote of {saved.values['who']}’s for “{clean(group.name)}”", "done")
