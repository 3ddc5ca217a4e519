"""The keys of a live session's screen: which matter now, and what they do in its two lists."""

from typing import TYPE_CHECKING

from okrtui.model.live import Phase
from okrtui.screens.live.card_entry import Writing
from okrtui.widgets.lists.quadrant import Quadrant
from okrtui.widgets.lists.row_list import RowList
from okrtui.widgets.live.lists import LiveList

if TYPE_CHECKING:  # rituals bring peewee, which first paint does not wait for
    from okrtui.rituals.context import Context


class LiveKeys(Writing):
    """Footer, lists and copying."""

    @property
    def left(self) -> LiveList:
        """The list on the left."""
        return self.query_one("#left", LiveList)

    @property
    def right(self) -> LiveList:
        """The list on the right."""
        return self.query_one("#right", LiveList)

    def row_key(self) -> str | None:
        """Return the key of the row under the cursor, in the list that has the keys."""
        here = self.focused
        if isinstance(here, LiveList):
            return here.cursor_key
        return self.left.cursor_key if self.is_mounted else None

    # ---- keys ------------------------------------------------------------------------------

    def footer_keys(self) -> list[tuple[str, str]]:
        """Return what matters in this phase; while a card is written, what the line's keys do."""
        if self.focused is self.line and self.line is not None:
            leads = [("F8", self.next_name())] if self.not_leading() is None else []
            keys = self.line_keys()
            return [*keys[:1], *leads, *keys[1:], ("F2", "ready"), ("esc", "leave the line")]
        pairs = [pair for pair in super().footer_keys() if pair[0] not in ("1", "2", "3", "4", "5", "8", "/")]
        first = ("next phase", "next step", *self.first_keys())
        pairs.sort(
            key=lambda pair: first.index(pair[1]) if pair[1] in first else len(first)
        )  # who leads looks for it first
        names = self.key_names()
        return [("⌫" if key == "backspace" else key, names.get(name, name)) for key, name in pairs]

    def first_keys(self) -> tuple[str, ...]:
        """Return the names of the commands that matter most in this phase."""
        return ()

    def next_name(self) -> str:
        """Return what going on means here."""
        return "next phase"

    def line_keys(self) -> list[tuple[str, str]]:
        """Return what the line's own keys do."""
        return [("enter", "add"), ("↑", "edit last")]

    def key_names(self) -> dict[str, str]:
        """Return what commands of two meanings are called in this phase."""
        return {"mark, vote": "vote" if self.phase is Phase.VOTE else "mark"}

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Do what enter means here: choose, mark, vote, or change my card."""
        event.stop()
        self.action_run_command(f"{self.where}.{self.entered()}")

    def entered(self) -> str:
        """Return the name of the command that enter is here."""
        what = self.enter_does.get(self.phase, "mark") if self.phase else "ready"
        return "cards" if what == "choose" and self.not_leading() else what

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Other keys may matter on another row."""
        if event.row_list is self.focused:
            self.refresh_keys()

    def on_quadrant_edge(self, event: Quadrant.Edge) -> None:
        """A list's end is an end."""
        event.stop()

    def stand_on(self, key: str) -> None:
        """Put the cursor on a row."""
        for each in (self.left, self.right):
            if each.move_to(key):
                self.set_focus(each)
                return

    def do_left(self) -> None:
        """Go to the list on the left."""
        self.set_focus(self.left)

    def do_right(self) -> None:
        """Go to the list on the right."""
        if not self.right.has_class("-away"):
            self.set_focus(self.right)

    def why_not_filter(self) -> str | None:
        """There must be rows."""
        return self.no_session()

    # ---- copying ---------------------------------------------------------------------------

    def why_not_copy(self) -> str | None:
        """There must be a session."""
        return self.no_session()

    async def markdown(self) -> str:
        """Return the session as Markdown."""
        return await self.ask(session_markdown, self.ref)


def session_markdown(ctx: "Context", ref: str) -> str:
    """Return the session's page."""
    from okrtui.sharing.pages.session import session_page

    return session_page(ctx, ref)
