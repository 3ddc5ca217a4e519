"""The projected view of a live session: large type, and nothing of whoever projects it."""

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Key, Mount, Resize
from textual.screen import Screen
from textual.widgets import Static

from okrtui.commands.catalogue import CATALOGUE, command
from okrtui.commands.keys import BACK, default_keys, key_of
from okrtui.model.live import Kind, Phase, Session, View
from okrtui.rules.live.rounds import until
from okrtui.screens.live.live_group import LiveGroup
from okrtui.screens.live.queries import Snapshot
from okrtui.text import cells, clean
from okrtui.widgets.drawing.bigtype import LARGE, SMALL, big
from okrtui.widgets.drawing.marks import ACCENT, QUIET, WARN
from okrtui.widgets.live.header import Steps
from okrtui.widgets.live.poll_line import asked_line, how
from okrtui.widgets.live.projector import (
    LARGE_QUESTION,
    BigClock,
    aired,
    body,
    facts,
    join_line,
    lit_words,
    now_line,
    phase_lines,
    public,
    question_rows,
)
from okrtui.widgets.live.projector_list import ProjectorList
from okrtui.widgets.live.rows import LIT
from okrtui.widgets.retro import projector

if TYPE_CHECKING:
    from okrtui.screens.live.live_screen import LiveScreen

FRAME = 5
"""Rows of steps, of what to do now, of the counts, of how to join, and of the air above what is read."""
ROOMY, LOW = 36, 20
"""Rows from which on phase and clock are as large as they go, and up to which answers stand in one line."""

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
LEADS |= {"park": "park", "ready": "ready"}
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
    PresentScreen #stage { height: auto; padding: 0 3; }
    PresentScreen #phase { width: 1fr; height: auto; }
    PresentScreen #now { height: auto; padding: 0 3; text-style: bold; color: $text-accent; }
    PresentScreen.-roomy #now { padding: 1 3 0 3; }
    PresentScreen #asked { height: auto; padding: 0 3; }
    PresentScreen.-asking #asked { padding: 1 3; }
    PresentScreen BigClock { display: none; }
    PresentScreen.-timed BigClock { display: block; }
    PresentScreen #facts { height: 1; text-align: center; text-style: bold; }
    PresentScreen ProjectorList { margin: 1 0 0 1; }
    PresentScreen #join { height: 1; dock: bottom; text-align: center; }
    """

    def __init__(self, beneath: "LiveScreen") -> None:
        super().__init__()
        self._beneath = beneath

    def compose(self) -> ComposeResult:
        """Lay out phase and clock, what to do, the question, counts, what there is to read, and how to join."""
        yield Steps()
        with Horizontal(id="stage"):
            yield Static(id="phase")
            yield BigClock(self._beneath.host.clock)
        yield Static(id="now")
        yield Static(id="asked")
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

    def show_session(self) -> None:
        """Show the session as everybody may see it; the screen beneath calls it whenever it has read it."""
        seen = self._beneath.state.seen
        if seen is None or not self.is_mounted or self.size.width < 20 or self.follow(self._beneath.host.frame.live):
            return
        view, (width, height) = public(seen.view), self.size
        of, room = view.session, width - 6
        clock, page = self.query_one(BigClock), self.query_one(ProjectorList)
        timed = of.timer_end is not None or of.timer_left is not None or until(of) is not None
        self.set_class(timed, "-timed")
        rows = LARGE if height >= ROOMY else SMALL
        named = height >= LOW  # in a low window the steps tell the phase
        clock.styles.height = rows
        clock.count(of, seen.today)
        self.query_one(Steps).tell(view)
        self._put("#phase", Content("\n").join(phase_lines(view, room // 2, rows)) if named else Content())
        does = now_line(view, default_keys)
        self.set_class(height >= ROOMY, "-roomy")
        now = big(does, room, SMALL) if height >= ROOMY else [Content(does).truncate(room, ellipsis=True)]
        self._put("#now", Content("\n").join(now))
        rest = height - FRAME - (len(now) - 1) - (height >= ROOMY) - (rows if timed or named else 0)
        asked = self._asked(seen, view, room, rest)
        self._put("#asked", Content("\n").join(asked))
        rest -= len(asked) + (2 if self.has_class("-asking") else 0)
        told, lines = self._shown(seen, view, room, rest)
        counts = facts(view, seen.finished, seen.voters, told, seen.round)
        counts = counts if cells(counts) <= width else counts.replace("   ·   ", " · ")
        self._put("#facts", Content.styled(counts, "bold"))
        self._put("#join", Content.styled(join_line(view), QUIET))
        page.show(lines, follow=of.phase is Phase.GATHER)

    def _asked(self, seen: Snapshot, view: View, room: int, rest: int) -> list[Content]:
        """Return the question: in large type while it is answered, or for what is talked about; then in one line."""
        phase = view.session.phase
        up = projector.asked(seen.retro) if seen.retro is not None else view.session.question
        lit = lit_words(view)
        is_large = bool(phase in LARGE_QUESTION or lit) and rest > LOW // 2
        up = lit if lit and is_large else f"{LIT} {lit}" if lit else up
        self.set_class(is_large, "-asking")
        if is_large:
            reads = 0 if phase in (Phase.LOBBY, Phase.GATHER) else rest // 2
            return big(up, room, max(3, min(question_rows(view, rest - 2, reads), rest // 2)), f"bold {ACCENT}")
        return [Content.styled(clean(up), "bold").truncate(room, ellipsis=True)]

    def _shown(self, seen: Snapshot, view: View, room: int, rest: int) -> tuple[str | None, list[Content]]:
        """Return what is counted in place of cards, and what there is to read."""
        found, today = seen.retro, seen.today or self._beneath.host.clock().date()
        polls = [replace(each, mine=None, my_word="") for each in self._beneath.state.asked_now()]
        if polls and found is not None and projector.has_its_place(found, polls):
            polls = []  # there it has its place
        asked = list[Content]()
        if polls:
            asked = [*projector.asked_lines(polls, room, rest // 2, found.radar if found else ()), Content()]
            if self.size.height < LOW:
                asked = [asked_line(polls, default_keys(how(polls[-1].kind)), room), Content()]
        rest = max(1, rest - len(asked))
        if found is None:
            return None, [*asked, *self._body(seen, view, room, rest)]
        own = projector.BODIES.get(view.session.phase)
        lines = aired(own(found, room, today), rest) if own else self._body(seen, view, room, rest)
        return projector.counts(found), [*asked, *lines]

    def _body(self, seen: Snapshot, view: View, room: int, rest: int) -> list[Content]:
        lines = body(view, room, rest, seen.ideas)
        return aired(lines, rest) if view.session.phase is Phase.LOBBY else lines

    def _put(self, id: str, content: Content) -> None:
        static = self.query_one(id, Static)
        if static.content != content:
            static.update(
                content, layout=id in ("#asked", "#phase", "#now")
            )  # the others have one row: they move nothing

    def on_key(self, event: Key) -> None:
        """Say which keys there are where one does nothing; any other takes what was said away."""
        does = event.key in self.active_bindings or not event.is_printable
        view = self._beneath.state.view
        words = join_line(public(view)) if view else ""
        if not does:
            words = self._beneath.with_keys(keys_line(self._beneath.where, brief=self.size.width < WIDE))
        self._put("#join", Content.styled(words, QUIET if does else WARN))

    def follow(self, live: Session | None) -> bool:
        """Show the session that runs once the one shown is closed, of whichever ritual; tell whether it does."""
        of = self._beneath.state.of
        if live is None or of is None or of.phase is not Phase.CLOSED or live.ref == of.ref:
            return False
        if live.kind is self._beneath.kind:
            self._beneath.open_ref(live.ref)
            self._beneath.reload_soon()
            return True
        if self.app.screen is self:
            self.app.pop_screen()
            self._beneath.host.go(live.kind.value, live.ref)
            self.app.call_later(_present, self.app, live.kind)
        return True

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


def _present(app: "App[object]", kind: Kind) -> None:
    """Open the projector of the session's screen that is shown now."""
    for screen in reversed(app.screen_stack):
        if getattr(screen, "kind", None) is kind:
            app.push_screen(PROJECTORS[kind](cast("LiveScreen", screen)))
            return


class BrainstormProjector(PresentScreen):
    """A brainstorm in large type."""

    BINDINGS = bindings_of("brainstorm")


class RetroProjector(PresentScreen):
    """A retro in large type."""

    BINDINGS = bindings_of("retro")


class Presenting(LiveGroup):
    """The command that shows the session for the projector."""

    def __init__(self, screen: "LiveScreen") -> None:
        super().__init__(screen)
        self._beneath = screen

    def why_not_present(self) -> str | None:
        """There must be a session."""
        return self.state.no_session()

    async def do_present(self) -> None:
        """Show the session in large type, without anything of mine."""
        self._beneath.presence.led_elsewhere = False
        self._beneath.app.push_screen(PROJECTORS[self._beneath.kind](self._beneath))


PROJECTORS = {Kind.BRAINSTORM: BrainstormProjector, Kind.RETRO: RetroProjector}
