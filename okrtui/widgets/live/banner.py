"""The one quiet line that everybody with okrtui open sees while a live session runs."""

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from okrtui.text import cells, clean, fit
from okrtui.widgets.drawing.marks import ACCENT, QUIET

if TYPE_CHECKING:  # every screen has a banner, few runs of the program have a session
    from okrtui.model.live import Session

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

ENOUGH = 20
"""Cells that tell a question apart: where there are fewer, what is being done and by whom gives way first."""


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
    """Return `◉ Live: brainstorm “How do we halve the build?” by ana, gathering · b joins`; how to join stays."""
    head, joins = f" ◉ Live: {live.kind} ", Content.assemble((key, ACCENT), (" joins", QUIET))
    question, who = clean(live.question or live.title), clean(live.facilitator)
    for tail in (f" by {who}, {DOING.get(live.phase, live.phase)} · ", f" by {who} · ", " · "):
        room = width - cells(head) - cells(tail) - joins.cell_length - 2
        if room >= min(ENOUGH, cells(question)):
            break
    said = Content.assemble((head, f"bold {ACCENT}"), f"“{fit(question, max(1, room), pad=False)}”", (tail, QUIET))
    return said.truncate(max(0, width - joins.cell_length), ellipsis=True) + joins
