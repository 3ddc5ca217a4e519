"""The command palette: every command that is live on the screen, disabled ones with their reason; and every place."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from okrtui.errors import Refused
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.text import clean, fit, folded

if TYPE_CHECKING:  # rituals bring peewee, which first paint does not wait for
    from okrtui.rituals.context import Context
    from okrtui.rituals.documents.search_index import SearchHit

WIDE = 60
"""Cells of a title that are enough to know it by."""
MOST = 50
"""Places that are offered at most for what was typed: nobody reads on."""
EXACT = 1000.0
"""A score above all that Textual's matcher gives."""


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


class PlacesProvider(Provider):
    """Offers what has a ref or a login, and goes there: `KR3.2`, `S4`, or a word of its title."""

    _places: "tuple[SearchHit, ...]" = ()

    async def startup(self) -> None:
        """Read them once, when the palette opens."""
        if isinstance(screen := self.screen, RitualScreen):
            try:
                self._places = await screen.ask(_read)
            except Refused as refusal:  # the commands are offered all the same
                screen.show_message(str(refusal), "error")

    async def search(self, query: str) -> Hits:
        """Offer what holds every word that was typed; whoever types a ref wants that one first."""
        if not isinstance(screen := self.screen, RitualScreen):
            return
        matcher, wanted = self.matcher(query), folded(query.strip())
        found: list[tuple[float, SearchHit, str]] = []
        for each in self._places:
            text = f"{clean(each.ref)}  {fit(clean(each.title), WIDE, pad=False)}"
            if all(word in folded(f"{each.ref} {each.title}") for word in wanted.split()):
                found.append((EXACT if folded(each.ref) == wanted else matcher.match(text), each, text))
        for score, each, text in sorted(found, key=lambda hit: -hit[0])[:MOST]:
            go = partial(screen.host.go, each.where, each.ref)
            yield Hit(score, Content(text), go, text=text, help=f"go to this {each.what}")


def _read(ctx: "Context") -> "tuple[SearchHit, ...]":
    from okrtui.rituals.documents.search_index import places

    return places(ctx)
