"""The live brainstorm: a live session whose end is ideas."""

from okrtui.model.live import Kind
from okrtui.screens.live.live_screen import LiveScreen
from okrtui.widgets.live.phase_layouts import BRAINSTORM


class BrainstormScreen(LiveScreen):
    """The live session's screen with a brainstorm's phases."""

    where = "brainstorm"
    kind = Kind.BRAINSTORM
    layouts = BRAINSTORM
    none = "No brainstorm runs now. 5 shows the ideas, and s starts one there."
