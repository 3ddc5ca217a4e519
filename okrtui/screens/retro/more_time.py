"""More time for a topic: asking the room, showing the thumbs, and giving it."""

from okrtui.commands.keys import key_of
from okrtui.model.live import Poll, PollKind
from okrtui.rituals.live import polls
from okrtui.rituals.retro import discussion
from okrtui.rules.formatting import count
from okrtui.rules.live.agenda import more_minutes
from okrtui.rules.live.polls import few, for_more, tallied
from okrtui.screens.live.live_group import LiveGroup, LiveRoom
from okrtui.screens.live.polls import MORE, Polls


class MoreTime(LiveGroup):
    """One key for all of it: what is next of it is done."""

    def __init__(self, screen: LiveRoom, asked: Polls) -> None:
        super().__init__(screen)
        self._polls = asked

    def why_not_more(self) -> str | None:
        """Only who leads asks, and only about a topic that is up."""
        if reason := self.state.not_leading() or self.state.not_now("discuss"):
            return reason
        return None if self.state.of and self.state.of.topic is not None else "no topic is up"

    async def do_more(self) -> None:
        """Ask for more time, show the thumbs, or give what the room wants: one after the other."""
        poll = self._polls.poll
        here = poll if poll is not None and poll.kind is PollKind.MORE else None
        if here is not None and here.open:
            await self.screen.delay.settled(self.session, self._show_thumbs)
        elif here is not None and self._gives(here):
            await self.screen.change(discussion.more_time, self.ref)
            self.screen.show_message(count(here.minutes, "more minute"), "done")
        else:
            await self.screen.change(polls.ask, self.ref, PollKind.MORE)
            said = f"asked: {MORE}; {key_of('.more')} shows the thumbs"
            self.screen.show_message(said, "done")

    async def _show_thumbs(self) -> None:
        """Show who wants more time, and say what to do then."""
        await self.screen.change(polls.show, self.ref)
        if (shown := self._polls.poll) is not None and (given := tallied(shown)):
            does = f"{key_of('.more')} gives it" if for_more(shown) else f"{key_of('.next')} goes on"
            self.screen.show_message(f"{given[0][1]} for more time, {given[1][1]} for the next topic: {does}")
        elif shown is not None:
            does = f"{key_of('.minute')} gives a minute, {key_of('.next')} goes on"
            self.screen.show_message(f"{few(shown)}: talk about it; {does}")

    def _gives(self, poll: Poll) -> bool:
        """Tell whether what a poll asked for is wanted and not given: by then the next slice is another one."""
        retro = self.state.retro
        if not for_more(poll):
            return False
        if retro is None or retro.topic is None:
            return True
        asked = sum(each.group == poll.group and each.kind is PollKind.MORE for each in retro.polls)
        return retro.topic.rounds < asked and more_minutes(retro.topic.rounds) == poll.minutes
