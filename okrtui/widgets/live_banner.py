"""The one quiet line that everybody with okrtui open sees while a live session runs."""

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from okrtui.text import cells, clean, fit
from okrtui.widgets.marks import ACCENT, QUIET

if TYPE_CHECKING:  # every screen has a banner, few runs of the program have a session
    from okrtui.live import Session

DOING = {
    "lobby": "about to begin",
    "review": "looking at last time’s actions",
    "stage": "setting the stage",
    "score": "scoring",
    "item": "talking",
    "discuss": "discussing",
    "decide": "deciding",
    "gather": "gathering",
    "reveal": "reading",
    "group": "grouping",
    "vote": "voting",
    "select": "choosing",
}
"""What people do in a phase, as the banner says it; a phase that is not here goes by its own name."""


class LiveBanner(Widget):
    """One row, there only while a session runs."""

    DEFAULT_CSS = """
    LiveBanner { height: 1; width: 1fr; display: none; }
    LiveBanner.-live { display: block; }
    """

    said: reactive["tuple[Session | None, str]"] = reactive((None, ""), layout=False)

    def tell(self, live: "Session | None", key: str) -> None:
        """Show the session that runs and the key that joins it; nothing where none runs."""
        self.set_class(live is not None, "-live")
        if self.said != (live, key):
            self.said = (live, key)

    def render(self) -> Content:
        """Return the row; the question gives way on a narrow terminal."""
        live, key = self.said
        return banner_line(live, key, self.size.width) if live is not None else Content()


def banner_line(live: "Session", key: str, width: int) -> Content:
    """Return `◉ Live: brainstorm “How do we halve the build?” by ana, gathering · b joins`."""
    head = f" ◉ Live: {live.kind} "
    tail = f" by {clean(live.facilitator)}, {DOING.get(live.phase, live.phase)} · "
    room = max(8, width - cells(head) - cells(tail) - cells(key) - 9)
    question = fit(clean(live.question or live.title), room, pad=False)
    return Content.assemble(
        (head, f"bold {ACCENT}"), f"“{question}”", (tail, QUIET), (key, ACCENT), (" joins", QUIET)
    ).truncate(max(0, width), ellipsis=True)
