"""One hero-board card, opened: the whole story, live while others react and reply."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from textual.app import ComposeResult
from textual.content import Content
from textual.events import Resize

from okrtui.commands.keys import BACK
from okrtui.errors import Refused
from okrtui.model.heroes import Recognition
from okrtui.model.journal import Activity
from okrtui.rituals import heroes
from okrtui.rituals.context import Context
from okrtui.rituals.people import members
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.screens.heroes.commands import HeroCommands
from okrtui.sharing.pages.heroes import board_page
from okrtui.widgets.drawing.marks import QUIET
from okrtui.widgets.heroes.page import Page, card_page


@dataclass(frozen=True, slots=True)
class Opened:
    """The card, its people's names, and the timezone that dates it; no card where it is gone."""

    card: Recognition | None = None
    names: dict[str, str] = field(default_factory=dict)
    zone: tzinfo = UTC


def read_card(ctx: Context, ref: str) -> Opened:
    """Return a card that I may see; none where it went without a trace or was hidden from me meanwhile."""
    try:
        card = heroes.find(ctx, ref)
    except Refused:
        return Opened()
    names = {member.login: member.name for member in members.members(ctx, left=True)}
    return Opened(card if heroes.visible(ctx, card) else None, names, ctx.zone)


class HeroScreen(RitualScreen):
    """One text; every key of the board that concerns a card works here too."""

    where = "hero"
    POLL_SECONDS = 0.1
    AUTO_FOCUS = "Page"
    DEFAULT_CSS = "HeroScreen.-too-small Page { display: none; }"

    def __init__(self) -> None:
        super().__init__()
        self.groups = (HeroCommands(self),)
        self.ref = ""
        self.opened: Opened | None = None

    def compose_content(self) -> ComposeResult:
        """Lay out the text."""
        yield Page()

    def open_ref(self, ref: str) -> None:
        """Show this card from its beginning."""
        if ref != self.ref:
            self.ref, self.opened = ref, None
            for page in self.query(Page):
                page.scroll_home(animate=False)

    def card(self) -> Recognition | None:
        """Return the card that is open."""
        return self.opened.card if self.opened else None

    def posted(self, card: Recognition) -> None:
        """Go on showing the card that is open."""

    def concerns(self, activities: Sequence[Activity]) -> bool:
        """What goes without a trace writes nothing that could be told from it."""
        return any(not each.ref or each.ref == self.ref or not each.changes for each in activities)

    async def load(self) -> None:
        """Read the card."""
        if self.ref:
            self.opened = await self.ask(read_card, self.ref)
            self.show()

    def on_resize(self, event: Resize) -> None:
        """Break the lines for the new width."""
        self.call_after_refresh(self.show)

    def show(self) -> None:
        """Put the card into the text."""
        if self.opened is None or not self.is_mounted:
            return
        page, card = self.query_one(Page), self.opened.card
        if card is None:
            page.show(
                [Content.styled(self.with_keys(f"{self.ref} is no longer on the board. {BACK} goes back."), QUIET)]
            )
        else:
            page.show(card_page(card, self.opened.names, self.host.login, self.opened.zone, page.room))

    def heading(self) -> str:
        """Name the card."""
        return f"Hero board · {self.ref}"

    def why_not_copy(self) -> str | None:
        """There must be a card."""
        return None if self.card() else "there is no card to copy"

    async def markdown(self) -> str:
        """Return the card."""
        card = self.card()
        return await self.ask(board_page, (card,), hidden=True) if card else ""
