"""Lists and, below them or beside them where it is wide, what there is to say of the row under the cursor."""

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.events import Resize
from textual.widget import Widget
from textual.widgets import Static

from okrtui.widgets.drawing.marks import QUIET

BESIDE = 110
"""Cells from which there is room for both side by side."""
RULE = 1
"""The line above what stands below a list."""
SEEN = 4
"""Fewer lines than these, rule included, tell too little to be shown."""


class Previewed(Container):
    """Holds lists; `tell` says what stands beside or below them.

    Below, it takes the lines that the lists leave empty (`wants()` says how many they need), and `least` in any case.
    """

    DEFAULT_CSS = """
    Previewed { height: 1fr; layout: vertical; }
    Previewed #aside { height: 1fr; padding: 0 2; border-top: solid $border-blurred; scrollbar-size-vertical: 0; }
    Previewed.-beside { layout: horizontal; }
    Previewed.-beside > #list { width: 3fr; max-width: 120; height: 1fr; }
    Previewed.-beside #aside { width: 2fr; max-width: 80; height: 1fr; border-top: none; }
    """

    def __init__(
        self, *lists: Widget, wants: Callable[[], int], least: int = 0, beside: bool = True, id: str = "both"
    ) -> None:
        super().__init__(id=id)
        self._lists, self._wants, self._least, self._beside = lists, wants, least, beside

    def compose(self) -> ComposeResult:
        """Lay out the lists and the text."""
        yield from self._lists
        with VerticalScroll(id="aside", can_focus=False):
            yield Static(id="told")

    @property
    def beside(self) -> bool:
        """Whether the text stands beside the list."""
        return self.has_class("-beside")

    def tell(self, lines: Sequence[Content], nothing: str = "Select a row to read more about it.") -> None:
        """Say these lines of the row under the cursor, `nothing` where there are none."""
        self._share()
        text = Content("\n").join(lines) if lines else Content.styled(nothing, QUIET)
        told = self.query_one("#told", Static)
        if told.content != text:
            told.update(text)
            self.query_one("#aside", VerticalScroll).scroll_home(animate=False)

    def on_resize(self, event: Resize) -> None:
        """Lay out for the new size."""
        self._share()

    def _share(self) -> None:
        """Give the text the lines that the lists leave."""
        self.set_class(self._beside and self.screen.size.width >= BESIDE, "-beside")
        aside, room = self.query_one("#aside"), self.size.height
        if self.beside:
            aside.styles.height, aside.display = "1fr", True
        elif room:
            height = max(self._least + RULE if self._least else 0, room - self._wants())
            aside.display = height >= SEEN
            if aside.display and (aside.styles.height is None or aside.styles.height.value != height):
                aside.styles.height = height
