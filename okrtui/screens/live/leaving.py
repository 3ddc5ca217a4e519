"""Leaving a live session that I lead, or the program from it: both ask first, for a slip would leave the room alone."""

from okrtui.commands.keys import key_of
from okrtui.screens.live.live_group import LiveGroup

STAYS = f"It goes on without you, and after a minute somebody else can take it over. {key_of('.hand')} hands it over."


class Leaving(LiveGroup):
    """What `q` and the outermost `esc` do here."""

    async def do_back(self) -> None:
        """Go to the screen before."""
        question = f"You lead {self.ref}. Leave its screen?"
        if await self.screen.confirm(question, yes="leave it", no="stay", details=[STAYS]):
            self.screen.host.go("")

    async def do_quit(self) -> None:
        """Leave okrtui."""
        if await self.screen.confirm(f"You lead {self.ref}. Leave okrtui?", yes="leave", no="stay", details=[STAYS]):
            for holder in self.screen.host.groups:
                if (quit_now := getattr(holder, "do_quit", None)) is not None:
                    quit_now()
