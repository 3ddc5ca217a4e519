"""The projected view of a live session: large type, and nothing of whoever projects it."""

from collections.abc import Callable
from datetime import datetime

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.events import Mount, Resize
from textual.screen import Screen
from textual.widgets import Static

from okrtui.screens.live_reading import LiveBase, Seen
from okrtui.widgets import retro_show
from okrtui.widgets.bigtype import LARGE, SMALL
from okrtui.widgets.card_page import Page
from okrtui.widgets.live_head import Steps
from okrtui.widgets.live_show import LATE, BigClock, body, facts, join_line, public, question_lines
from okrtui.widgets.marks import QUIET, WARN


class PresentScreen(Screen[None]):
    """Shows what the session's screen beneath it reads; the facilitator's keys work from here too."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    PresentScreen Steps { height: 1; }
    PresentScreen #asked { height: auto; padding: 1 2; }
    PresentScreen BigClock { display: none; margin: 0 0 1 0; }
    PresentScreen.-timed BigClock { display: block; }
    PresentScreen #facts { height: 1; text-align: center; text-style: bold; }
    PresentScreen Page { padding: 1 3 0 3; }
    PresentScreen #join { height: 1; dock: bottom; text-align: center; }
    """
    BINDINGS = [
        Binding("escape,q,p,P", "leave", "leave", show=False),
        Binding("n,f8", "lead('next')", show=False),
        Binding("N,f7", "lead('previous')", show=False),
        Binding("o", "lead('phase')", show=False),
        Binding("+", "lead('minute')", show=False),
        Binding("F", "lead('fist')", show=False),
        Binding("M", "lead('more')", show=False),
        Binding("K", "lead('keep')", show=False),
        Binding("full_stop,space", "lead('pause')", show=False),
        Binding("r,f2", "lead('ready')", show=False),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("home", "scroll(-100000)", show=False),
        Binding("end,G", "scroll(100000)", show=False),
    ]

    def __init__(self, beneath: LiveBase, seen: Seen, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._beneath, self._seen, self._now = beneath, seen, now

    def compose(self) -> ComposeResult:
        """Lay out question, clock, counts, what there is to read, and how to join."""
        yield Steps()
        yield Static(id="asked")
        yield BigClock(self._now)
        yield Static(id="facts")
        page = Page()
        page.can_focus = False
        yield page
        yield Static(id="join")

    def on_mount(self, event: Mount) -> None:
        """Show what is known."""
        self.draw()

    def on_resize(self, event: Resize) -> None:
        """Use the new size."""
        self.draw()
        self.call_after_refresh(self.draw)

    def show_session(self, seen: Seen) -> None:
        """Show the session as it is now; the screen beneath calls it whenever it has read it."""
        self._seen = seen
        self.draw()

    def draw(self) -> None:
        """Show the session as everybody may see it."""
        if not self.is_mounted or self.size.width < 20:
            return
        view, (width, height) = public(self._seen.view), self.size
        of = view.session
        room = width - 6
        clock = self.query_one(BigClock)
        late = of.phase in LATE
        self.set_class(of.timer_end is not None or of.timer_left is not None, "-timed")
        clock.styles.height = SMALL if late or height < 30 else LARGE
        clock.count(of)
        self.query_one(Steps).tell(view)
        retro, today = self._seen.retro, self._seen.today or self._now().date()
        up = retro_show.asked(retro) if retro else ""
        self._put("#asked", Content("\n").join(question_lines(view, room, max(3, height - 14), up)))
        counts = facts(view, self._seen.finished, self._seen.voters)
        self._put("#facts", Content.styled(counts, "bold"))
        self._put("#join", Content.styled(join_line(view), QUIET))
        page = self.query_one(Page)
        draw = retro_show.BODIES.get(of.phase) if retro else None
        page.show(body(view, room, page.size.height - 1, draw(retro, room, today) if draw and retro else None))

    def _put(self, id: str, content: Content) -> None:
        static = self.query_one(id, Static)
        if static.content != content:
            static.update(content)

    def action_leave(self) -> None:
        """Go back to the session."""
        self.app.pop_screen()

    def action_lead(self, what: str) -> None:
        """Do what the facilitator's key does, or say why not."""
        id = f"{self._beneath.where}.{what}"
        reason = self._beneath.why_not(id)
        if reason is not None:
            self._put("#join", Content.styled(reason, WARN))
        else:
            self._beneath.action_run_command(id)

    def action_scroll(self, by: int) -> None:
        """Scroll what there is to read."""
        self.query_one(Page).action_by(by)
