"""The practices worth copying: when to use each, how, and the thank-you it comes from."""

from okrtui.commands.keys import BACK, key_of
from okrtui.model.heroes import Recognition
from okrtui.rituals import heroes
from okrtui.rituals.context import Context
from okrtui.screens.heroes.cards import CardListScreen
from okrtui.sharing.pages.heroes import practices_page
from okrtui.text import clean
from okrtui.widgets.heroes.page import PracticeList

EMPTY = (
    f"No practice yet. Open the board with {key_of('go.heroes')}, stand on a card that others should copy, "
    f"and press {key_of('heroes.practice')}."
)


def read_practices(ctx: Context, text: str) -> tuple[tuple[Recognition, ...], str]:
    """Return the practices that hold every word, newest first, and the present week."""
    return heroes.practices(ctx, text.split()), ctx.week


class PracticesScreen(CardListScreen):
    """One list."""

    where = "practices"
    list_class = PracticeList

    async def load(self) -> None:
        """Read the practices."""
        text = self.filter_text
        cards, week = await self.ask(read_practices, text)
        if text == self.filter_text:
            practices = self.query_one(PracticeList)
            none = f"nothing matches “{clean(text)}”; {BACK} shows everything" if text else EMPTY
            practices.set_empty(self.with_keys(none))
            practices.show(cards, self.host.login, week)

    def filter_changed(self, text: str) -> None:
        """Keep the practices that hold every word."""
        self.reload_soon()

    async def markdown(self) -> str:
        """Return the practices' page."""
        return await self.ask(practices_page)
