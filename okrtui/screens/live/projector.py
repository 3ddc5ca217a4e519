"""The projected view of a live session: large type, and nothing of whoever projects it."""

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Key, Mount, Resize
from textual.geometry import Region
from textual.screen import Screen
from textual.widgets import Static

from okrtui.commands.catalogue import CATALOGUE, command
from okrtui.commands.keys import BACK, default_keys, key_of
from okrtui.model.live import Kind, Phase, View
from okrtui.model.retro import PollKind
from okrtui.screens.live.queries import Snapshot
from okrtui.text import cells
from okrtui.widgets.drawing.bigtype import LARGE, SMALL, big
from okrtui.widgets.drawing.compositor import PartialCompositor
from okrtui.widgets.drawing.marks import ACCENT, QUIET, WARN
from okrtui.widgets.live.header import Steps
from okrtui.widgets.live.projector import BigClock, aired, body, facts, join_line, public, question_rows
from okrtui.widgets.live.projector_list import ProjectorList
from okrtui.widgets.retro import projector
from okrtui.widgets.retro.poll_line import asked_line, how

if TYPE_CHECKING:
    from okrtui.screens.live.live_screen import LiveScreen

FRAME = 6
"""Rows of steps, of the counts, of how to join, and of the air around them."""
ROOMY, LOW = 30, 20
"""Rows from which on the clock is as large as it goes, and up to which answers stand in one line."""

WIDE = 80
LEADS = {
    "next": "go",
    "previous": "go",
    "phase": "go",
    "minute": "clock",
    "pause": "clock",
    "fist": "ask",
    "more": "ask",
}
LEADS |= {"keep": "park", "ready": "ready"}
"""What of the session's commands can be done from here, and what it is called in one word; some are a retro's alone."""
WORDS = tuple(dict.fromkeys(LEADS.values()))
ALSO = {"pause": "space"}
"""Keys that do nothing else here."""
LEAVES = ("app.back", "app.quit")
"""What leads away elsewhere leads back to the session from here."""


def bindings_of(where: str) -> list[BindingType]:
    """Return the keys of a session's commands, under the ids by which they are mapped, and those of looking on."""
    own = {each.method: each for each in CATALOGUE if each.where == where}
    leads = [each for name, each in own.items() if name in LEADS]
    present = own["present"]
    return [
        *(Binding(",".join(each.keys), f"lead({each.method!r})", show=False, id=each.id) for each in leads),
        *(Binding(key, f"lead({name!r})", show=False) for name, key in ALSO.items()),
        *(Binding(",".join(each.keys), "leave", show=False, id=each.id) for each in (present, *map(command, LEAVES))),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
        Binding("pagedown", "scroll(10)", show=False),
        Binding("pageup", "scroll(-10)", show=False),
        Binding("home", "scroll(-100000)", show=False),
        Binding("end,G", "scroll(100000)", show=False),
    ]


def keys_line(where: str, brief: bool) -> str:
    """Return what there is to press, said where a key does nothing: the projector has no row for it."""
    words = dict[str, list[str]]()
    for each in CATALOGUE:
        word = LEADS.get(each.method) if each.where == where else None
        if word and each.keys and not (brief and word in ("park", "ready")):
            words.setdefault(word, []).append(key_of(each.id))
    parts = [f"{' '.join(keys)} {word}" for word, keys in sorted(words.items(), key=lambda pair: WORDS.index(pair[0]))]
    return " · ".join([*parts, "j k scroll", f"{BACK} leaves"])


class PresentScreen(Screen[None]):
    """Shows what the session's screen beneath it reads; the facilitator's keys work from here too."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    PresentScreen Steps { height: 1; }
    PresentScreen #asked { height: auto; padding: 1 2; }
    PresentScreen BigClock { display: none; margin: 0 0 1 0; }
    PresentScreen.-timed BigClock { display: block; }
    PresentScreen #facts { height: 1; text-align: center; text-style: bold; }
    PresentScreen ProjectorList { margin: 1 0 0 1; }
    PresentScreen #join { height: 1; dock: bottom; text-align: center; }
    """

    def __init__(self, beneath: "LiveScreen") -> None:
        super().__init__()
        self._compositor = PartialCompositor()
        self._beneath = beneath

    def compose(self) -> ComposeResult:
        """Lay out question, clock, counts, what there is to read, and how to join."""
        yield Steps()
        yield Static(id="asked")
        yield BigClock(self._beneath.host.clock)
        yield Static(id="facts")
        yield ProjectorList()
        yield Static(id="join")

    def on_mount(self, event: Mount) -> None:
        """Show what is known."""
        self.show_session()

    def on_resize(self, event: Resize) -> None:
        """Use the new size."""
        self.show_session()
        self.call_after_refresh(self.show_session)

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """Paint again; not where only the screen beneath has changed, of which nothing is seen here."""
        return self if regions else super().refresh(repaint=repaint, layout=layout, recompose=recompose)

    def show_session(self) -> None:
        """Show the session as everybody may see it; the screen beneath calls it whenever it has read it."""
        seen = self._beneath.state.seen
        if seen is None or not self.is_mounted or self.size.width < 20:
            return
        view, (width, height) = public(seen.view), self.size
        of, room = view.session, width - 6
        clock, page = self.query_one(BigClock), self.query_one(ProjectorList)
        timed = of.timer_end is not None or of.timer_left is not None
        self.set_class(timed, "-timed")
        rows = LARGE if height >= ROOMY and of.phase in (Phase.LOBBY, Phase.GATHER) else SMALL
        clock.styles.height = rows
        clock.count(of)
        self.query_one(Steps).tell(view)
        lines, told, up = self._shown(seen, view, room)
        rest = height - FRAME - (rows + 1 if timed else 0)
        asked = big(up, room, question_rows(view, rest, len(lines)), f"bold {ACCENT}")
        self._put("#asked", Content("\n").join(asked))
        counts = facts(view, seen.finished, seen.voters, told)
        counts = counts if cells(counts) <= width else counts.replace("   ·   ", " · ")
        self._put("#facts", Content.styled(counts, "bold"))
        self._put("#join", Content.styled(join_line(view), QUIET))
        bars = of.phase in (Phase.SELECT, Phase.CLOSED)
        page.show(aired(lines, rest - len(asked), bars), follow=of.phase is Phase.GATHER)

    def _shown(self, seen: Snapshot, view: View, room: int) -> tuple[list[Content], str | None, str]:
        """Return what there is to read, what is counted in place of cards, and what stands in large type on top."""
        found, today = seen.retro, seen.today or self._beneath.host.clock().date()
        if found is None:
            return body(view, room), None, view.session.question
        own = projector.BODIES.get(view.session.phase)
        lines = body(view, room, own(found, room, today) if own else None)
        poll = self._beneath.state.asked_now() if view.session.phase is not Phase.STAGE else None
        if poll is not None:
            asked = projector.poll_lines(poll, room)
            if self.size.height < LOW:
                asked = [asked_line(replace(poll, mine=None), default_keys(how(PollKind.FIST)), room)]
            lines = [*asked, Content(), *lines]
        return lines, projector.counts(found), projector.asked(found)

    def _put(self, id: str, content: Content) -> None:
        static = self.query_one(id, Static)
        if static.content != content:
            static.update(content, layout=id == "#asked")  # the others have one row: what they say moves nothing

    def on_key(self, event: Key) -> None:
        """Say which keys there are where one does nothing; any other takes what was said away."""
        does = event.key in self.active_bindings or not event.is_printable
        view = self._beneath.state.view
        words = join_line(public(view)) if view else ""
        if not does:
            words = self._beneath.with_keys(keys_line(self._beneath.where, brief=self.size.width < WIDE))
        self._put("#join", Content.styled(words, QUIET if does else WARN))

    def action_leave(self) -> None:
        """Go back to the session."""
        self.app.pop_screen()

    def action_lead(self, what: str) -> None:
        """Do what the facilitator's key does, or say why not."""
        id = f"{self._beneath.where}.{what}"
        reason = self._beneath.why_not(id)
        if reason is not None:
            self._put("#join", Content.styled(self._beneath.with_keys(reason), WARN))
        else:
            self._beneath.action_run_command(id)

    def action_scroll(self, by: int) -> None:
        """Scroll what there is to read."""
        self.query_one(ProjectorList).action_by(by)


class BrainstormProjector(PresentScreen):
    """A brainstorm in large type."""

    BINDINGS = bindings_of("brainstorm")


class RetroProjector(PresentScreen):
    """A retro in large type."""

    BINDINGS = bindings_of("retro")


PROJECTORS = {Kind.BRAINSTORM: BrainstormProjector, Kind.RETRO: RetroProjector}
