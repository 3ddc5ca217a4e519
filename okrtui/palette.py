"""The command palette: every command that is live on the screen, disabled ones with their reason."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from okrtui.screens.base import RitualScreen


class CommandsProvider(Provider):
    """Offers the catalogue's commands of the screen beneath the palette."""

    def _rows(self) -> Iterator[tuple[str, str, Any]]:
        screen = self.screen
        if not isinstance(screen, RitualScreen):
            return
        ids = [command.id for command in screen.commands()]
        for id, (keys, name, help, reason) in zip(ids, screen.help_rows(), strict=True):
            if id == "app.palette":
                continue
            text = f"{name}  ({keys})" if keys else name
            yield text, f"not now: {reason}" if reason else help, partial(screen.action_run_command, id)

    async def discover(self) -> Hits:
        """Offer everything before anything is typed."""
        for text, help, run in self._rows():
            yield DiscoveryHit(Content(text), run, text=text, help=help)

    async def search(self, query: str) -> Hits:
        """Offer what matches; the text is shown as it is, Textual's highlighting would read it as markup."""
        matcher = self.matcher(query)
        for text, help, run in self._rows():
            score = max(matcher.match(text), matcher.match(help) / 2)
            if score > 0:
                yield Hit(score, Content(text), run, text=text, help=help)
