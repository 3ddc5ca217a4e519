"""What the projector shows of a session: as many lines as there are, drawn only when seen."""

from collections.abc import Sequence

from textual.content import Content
from textual.strip import Strip

from okrtui.widgets.lists.row_drawing import draw_row
from okrtui.widgets.lists.row_list import RowList
from okrtui.widgets.lists.rows import Row
from okrtui.widgets.live.rows import roomy, text_row


class ProjectorList(RowList, can_focus=False):
    """Lines that are only read. A text of all of them would be laid out anew, and painted, for each card that comes."""

    _follows = False
    """Whether the end was shown when the lines were, and is to be in sight."""

    def _draw_row(self, row: Row, look: int, width: int) -> list[Strip]:
        return draw_row(self, row, look, width, width)  # a wall goes from one side to the other

    def show(self, lines: Sequence[Content], follow: bool = False) -> None:
        """Show these lines; only what looks different is painted. With `follow`, whoever is at the end stays there."""
        at_end = not self._painted or self.scroll_offset.y >= self.max_scroll_y
        self._follows = follow and at_end
        rows = [text_row(f"line {number}", line, heading=True) for number, line in enumerate(lines)]
        self.set_rows(roomy(rows, self.scrollable_content_region.height) if follow and self.size.height else rows)
        self.on_resize()

    def on_resize(self) -> None:
        """Keep the end in sight where it was."""
        if self._follows:
            self._scroll_by_hand(len(self.rows))

    def action_by(self, lines: int) -> None:
        """Scroll by lines."""
        self._follows = False
        self._scroll_by_hand(self.scroll_offset.y + lines)
