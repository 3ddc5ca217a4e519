"""A list with a heading of its own, one of several on a screen: only where the keys go a cursor is seen."""

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget

from okrtui.text import cells, clean, fit
from okrtui.widgets.lists.row_drawing import PLAIN
from okrtui.widgets.lists.row_list import RowList


class Quadrant(RowList):
    """A RowList under one line that names it; moving on at its end announces `Edge`."""

    DEFAULT_CSS = """
    Quadrant { border-top: solid $foreground 20%; border-title-align: left; }
    """

    @dataclass
    class Edge(Message):
        """The cursor wanted to go beyond the last row (`step` 1) or above the first one (-1)."""

        quadrant: "Quadrant"
        step: int

        @property
        def control(self) -> "Quadrant":
            return self.quadrant

    def __init__(self, title: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.title, self.aside, self.shorter = title, Content(), Content()
        self._border_title = self._heading()

    def say(self, aside: Content | str, shorter: Content | str = "") -> None:
        """Write `aside` at the right end of the heading, where it does not fit `shorter`, else nothing."""
        said, short = (each if isinstance(each, Content) else Content(clean(each)) for each in (aside, shorter))
        if not (said.is_same(self.aside) and short.is_same(self.shorter)):
            self.aside, self.shorter = said, short
            self._draw_heading()
            if not self.size.width:  # as above
                self.call_after_refresh(self._draw_heading)

    def enter(self, step: int) -> None:
        """Take the focus with the cursor at the near end, coming from above (1) or below (-1); 0 keeps its place."""
        self.screen.set_focus(self)
        if step:
            self.action_first() if step > 0 else self.action_last()

    def action_move(self, step: int) -> None:
        """Move the cursor; at the end announce it, so that the screen can go on to the next list."""
        before = self.cursor_key
        super().action_move(step)
        if self.cursor_key == before:
            self.post_message(self.Edge(self, step))

    def on_resize(self) -> None:
        """Stretch the heading; where the layout is being made anew there is no width to ask for yet."""
        self._draw_heading()
        if not self.size.width:
            self.call_after_refresh(self._draw_heading)

    def on_focus(self, event: events.Focus) -> None:
        """Take the focus as every widget does, without drawing the whole list."""
        self._have_focus(event, events.DescendantFocus(self))

    def on_blur(self, event: events.Blur) -> None:
        """Give the focus up, without drawing the whole list."""
        self._have_focus(event, events.DescendantBlur(self))

    def _have_focus(self, event: events.Event, told: Message) -> None:
        event.prevent_default()  # Textual's own does the same and then draws all of it
        self.has_focus = isinstance(event, events.Focus)
        if isinstance(self.parent, Widget):
            self.parent.post_message(told)

    def watch_has_focus(self, focused: bool) -> None:
        """Show by the heading whether keys go here."""
        super().watch_has_focus(focused)
        self._draw_heading()

    @property
    def _look(self) -> int:
        """Show the cursor only where the keys go: six cursors on a screen would say nothing."""
        return super()._look if self.has_focus else PLAIN

    def _draw_heading(self) -> None:
        """Draw the heading alone; Textual's own setter would draw the whole list."""
        self._border_title = self._heading()
        self.refresh(Region(0, -1, max(1, self.size.width), 1))

    def _heading(self) -> Content:
        """Return the heading: name, a quiet rule (the border shows through), what there is to say."""
        width = max(0, self.size.width - 2)  # Textual leaves a cell of the border at either end
        style = "bold $text-accent" if self.has_focus else "bold $foreground"
        room = width - cells(self.title) - 3 if width else self.aside.cell_length
        aside = next((each for each in (self.aside, self.shorter) if each.cell_length <= room), Content())
        name = Content.styled(fit(self.title, width, pad=False) if width else self.title, style) + " "
        rest = width - name.cell_length - aside.cell_length - 1
        if not aside or rest < 1:
            return name
        return name + Content.styled("─" * rest, "$foreground 20%") + " " + aside
