"""Voting in a live session: my own votes, and those of people in the room without a terminal."""

from okrtui.commands.keys import key_of
from okrtui.errors import Busy, Refused
from okrtui.model.live import Group, Phase
from okrtui.rituals.context import Context
from okrtui.rituals.live import grouping
from okrtui.rituals.people import members
from okrtui.rules.formatting import count
from okrtui.rules.live import phases
from okrtui.rules.live.sheets import EXAMPLE
from okrtui.screens.base.command_group import there
from okrtui.screens.live.live_group import NO_GROUP, LiveGroup, LiveRoom
from okrtui.screens.live.state import LiveState
from okrtui.sharing.pages.live import vote_sheet
from okrtui.text import clean
from okrtui.widgets.forms.fields import Field, Values


class Voting(LiveGroup):
    """Commands on the group under the cursor; each press counts, however fast."""

    def __init__(self, screen: LiveRoom) -> None:
        super().__init__(screen)
        screen.delay.kept_by.append(self.take_up)

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
        group, of = self.group_here(), self.state.of
        if group is not None and of is not None and of.anonymous:
            self._vote_later(group, by)
        elif group is not None:
            self.screen.run_worker(self._vote_or_say(group, by), group="votes")

    # ---- votes that wait for those of others -----------------------------------------------

    @property
    def _draft(self) -> str:
        return f"{self.screen.where}.votes.{self.session.key}"

    def _vote_later(self, group: Group, by: int) -> None:
        """Count a vote for me now, and for the room when it goes in."""
        view, waiting = self.state.view, self.state.votes
        if view is None:
            return
        if by > 0:
            spent = view.budget - view.votes_left
            reason = phases.may_vote(group.given, spent, view.budget, view.session.votes_per_group)
        else:
            reason = None if group.given else "you have no vote on it"
        if reason is not None:
            self.screen.show_message(reason, "error")
            return
        waiting[group.id] = waiting.get(group.id, 0) + by
        if not waiting[group.id]:
            del waiting[group.id]
        self.screen.delay.keep(self._draft, waiting)
        self.screen.draw()
        self._hand_in_soon()

    def take_up(self) -> None:
        """Let votes go in that waited when okrtui was left."""
        of = self.state.of
        if of is not None and of.anonymous and of.phase is Phase.VOTE and not self.state.votes:
            kept = self.screen.delay.kept(self._draft)
            self.state.votes = {group: int(said) for group, said in kept.items() if said.lstrip("-").isdecimal()}
            self._hand_in_soon()

    def _hand_in_soon(self) -> None:
        if self.state.votes and not self.state.hands_in:
            self.state.hands_in = True
            self.screen.run_worker(self._hand_in(self.state, self.ref, self._draft), group="votes")

    async def _hand_in(self, state: LiveState, ref: str, draft: str) -> None:
        """Give the votes that wait, with those of others; what was pressed meanwhile goes in the next time."""
        try:
            while state.votes:
                await self.screen.delay.turn(state.of)
                now, refused = dict(state.votes), tuple[str, ...]()
                if not now:
                    break
                try:
                    refused = await self.screen.ask(grouping.give, ref, now)
                except Busy as busy:
                    self.screen.show_message(f"{busy}; your votes wait still", "warn")
                    continue
                except Refused as refusal:
                    refused = (f"{count(sum(map(abs, now.values())), 'vote')} of yours came too late: {refusal}",)
                for group, by in now.items():
                    state.votes[group] = state.votes.get(group, 0) - by
                state.votes = {group: by for group, by in state.votes.items() if by}
                self.screen.delay.keep(draft, state.votes)
                await self.screen.reload()
                for each in refused:
                    self.screen.show_message(each, "error")
        finally:
            state.hands_in = False

    async def _vote_or_say(self, group: Group, by: int) -> None:
        try:
            await self.try_change(grouping.vote, self.ref, group.id, by)
        except Refused as refusal:
            self.screen.show_message(str(refusal), "error")

    def why_not_proxy(self) -> str | None:
        """Only the facilitator, and only with names."""
        of = self.state.of
        if reason := self.state.not_leading() or self.state.not_now("vote", late=True):
            return reason
        if of is not None and of.anonymous:
            return grouping.NO_PROXY
        return None if self.group_here() else NO_GROUP

    why_not_voter = why_not_proxy

    async def do_proxy(self) -> None:
        """Give the group a vote of somebody in the room without a terminal; whose is asked once."""
        group = there(self.group_here(), NO_GROUP)
        if not self.state.voter:
            await self.do_voter()
        elif await self.try_change(grouping.vote, self.ref, group.id, 1, who=self.state.voter):
            self._say_voted(group.name)

    def _say_voted(self, name: str) -> None:
        more = f"{key_of('.proxy')} gives one more of theirs, {key_of('.voter')} votes for somebody else"
        self.screen.show_message(f"one vote of {self.state.voter}’s for “{clean(name)}”; {more}", "done")

    async def do_voter(self) -> None:
        """Ask who has no terminal, and give the group a vote of theirs, out of their budget."""
        group = there(self.group_here(), NO_GROUP)
        people = await self.screen.ask(members.people)
        field = Field("who", "Whose vote", "member", options=tuple(people), required=True, help="→ completes")
        ref, title = self.ref, "A vote for somebody without a terminal"

        def save(ctx: Context, values: Values) -> None:
            grouping.vote(ctx, ref, group.id, 1, who=values["who"])

        if saved := await self.screen.fill(title, [field], save, draft=f"{ref}.proxy"):
            self.state.voter = saved.values["who"]
            self._say_voted(group.name)

    # ---- votes on paper --------------------------------------------------------------------

    def why_not_sheet(self) -> str | None:
        """Only the facilitator, and only with names."""
        if reason := self.state.not_leading() or self.state.not_now("vote", late=True):
            return reason
        return grouping.NO_PROXY if self.session.anonymous else None

    why_not_paper = why_not_sheet

    async def do_sheet(self) -> None:
        """Enter the votes of several sheets at once, all of them or none."""
        ref = self.ref

        def save(ctx: Context, values: Values) -> dict[str, int]:
            return grouping.enter_sheets(ctx, ref, values["sheets"])

        context = [
            f"A line a person, a number for each vote, like {EXAMPLE}",
            f"okrtui {self.screen.where} sheet prints them",
        ]
        field = Field("sheets", "Sheets", "multiline", required=True)
        if saved := await self.screen.fill("Votes on paper", [field], save, draft=f"{ref}.sheets", context=context):
            votes = count(sum(saved.made.values()), "vote")
            self.screen.show_message(f"{votes} of {count(len(saved.made), 'person', 'people')} entered", "done")

    async def do_paper(self) -> None:
        """Send the vote sheet to the terminal's clipboard."""
        self.screen.host.copy(await self.screen.ask(vote_sheet, self.ref))
        self.screen.show_message("the vote sheet was sent to the terminal, as Markdown to print", "done")
