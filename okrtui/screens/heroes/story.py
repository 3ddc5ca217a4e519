"""A person's page: what they were thanked for, in words, in the order of time. Nothing is counted."""

from dataclasses import dataclass

from okrtui.commands.keys import BACK, key_of
from okrtui.model.heroes import Recognition
from okrtui.rituals import heroes
from okrtui.rituals.context import Context
from okrtui.rituals.people import members
from okrtui.screens.heroes.cards import CardListScreen
from okrtui.sharing.pages.heroes import person_page
from okrtui.text import clean, folded
from okrtui.widgets.heroes.page import StoryList


@dataclass(frozen=True, slots=True)
class Story:
    """The cards about a person, oldest first, and what everybody is called."""

    cards: tuple[Recognition, ...]
    names: dict[str, str]
    week: str


def read_story(ctx: Context, login: str) -> Story:
    """Return what a person was thanked for."""
    names = {member.login: member.name for member in members.members(ctx, left=True)}
    return Story(heroes.about(ctx, login), names, ctx.week)


class StoryScreen(CardListScreen):
    """One list of paragraphs."""

    where = "story"
    list_class = StoryList

    def __init__(self) -> None:
        super().__init__()
        self.login = ""
        self.story: Story | None = None

    def open_ref(self, ref: str) -> None:
        """Show this person."""
        self.login, self.story = ref, None

    def heading(self) -> str:
        """Name the person."""
        name = self.story.names.get(self.login, "") if self.story else ""
        return f"What {clean(name or self.login or 'somebody')} was thanked for"

    async def load(self) -> None:
        """Read the person's cards."""
        login = self.login = self.login or self.host.login
        fresh = self.story is None
        story = await self.ask(read_story, login)
        if login == self.login:
            self.story = story
            self.show()
            if fresh:
                self.query_one(StoryList).action_first()

    def show(self) -> None:
        """Put the paragraphs into the list."""
        if self.story is None:
            return
        told, words = self.query_one(StoryList), folded(self.filter_text).split()
        told.names = self.story.names
        name = clean(self.story.names.get(self.login, "") or self.login)
        how = f"Press {key_of('go.heroes')}, then {key_of('heroes.new')}, and tell what they did."
        none = f"nothing matches “{clean(self.filter_text)}”; {BACK} shows everything"
        told.set_empty(self.with_keys(none if words else f"Nobody has thanked {name} in public yet. {how}"))
        cards = [c for c in self.story.cards if all(w in folded(f"{c.story} {c.giver} {c.evidence}") for w in words)]
        told.show(cards, self.host.login, self.story.week)
        self.refresh_keys()

    def filter_changed(self, text: str) -> None:
        """Keep the paragraphs that hold every word."""
        self.show()

    async def markdown(self) -> str:
        """Return the page."""
        return await self.ask(person_page, self.login)
