"""The retros: the one that runs, those that were held, the next one's topics, and what was agreed."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import DescendantFocus, Resize

from okrtui.commands.keys import UNDO, key_of
from okrtui.model.live import Kind, Session
from okrtui.rituals.people import agreements, members
from okrtui.rituals.retro import agenda
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.screens.retro.discussion import agree
from okrtui.screens.retro.queries import Retros, read_retros, retros_markdown
from okrtui.screens.retro.radar import RetroRadar
from okrtui.screens.retro.start import RetroStart
from okrtui.text import clean
from okrtui.widgets.drawing.marks import QUIET
from okrtui.widgets.forms.fields import Field
from okrtui.widgets.forms.reader import Reader
from okrtui.widgets.lists.previewed import Previewed
from okrtui.widgets.lists.quadrant import Quadrant
from okrtui.widgets.lists.row_list import RowList, matching
from okrtui.widgets.live.rows import key_id
from okrtui.widgets.retro.overview_rows import agreed_row, held_reading, held_row, proposal_row, reading, running_row

WIDE = 100
_PARTS = ("held", "topics", "agreements")
MOST = 15
"""Lines that a list takes at most, heading included, where the three share the screen's height."""


class RetrosScreen(RitualScreen):
    """What is live on top, the retros below it, the next agenda and the agreements beside or under them."""

    where = "retros"
    AUTO_FOCUS = ""
    DEFAULT_CSS = """
    RetrosScreen #live { height: auto; max-height: 2; display: none; padding: 0 1; border: none; }
    RetrosScreen.-live #live { display: block; }
    RetrosScreen #parts { layout: vertical; height: 1fr; padding: 0 1; max-width: 240; }
    RetrosScreen #beside { height: 1fr; }
    RetrosScreen.-wide #parts { layout: horizontal; }
    RetrosScreen.-wide #held { margin-right: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.seen: Retros | None = None
        self.groups = (RetroStart(self), RetroRadar(self))

    def compose_content(self) -> ComposeResult:
        """Lay out the live row and three lists."""
        yield Quadrant("", id="live")
        beside = Vertical(
            Quadrant("Next agenda", id="topics"), Quadrant("Working agreements", id="agreements"), id="beside"
        )
        parts = Horizontal(Quadrant("Held", id="held"), beside, id="parts")
        yield Previewed(parts, wants=self._wants, beside=False)

    def shows_session(self, of: Session) -> bool:
        """A retro that runs stands on top."""
        return of.kind is Kind.RETRO

    # ---- showing ---------------------------------------------------------------------------

    async def load(self) -> None:
        """Read the retros and put them in place."""
        self.seen = await self.ask(read_retros)
        self.draw()

    def draw(self) -> None:
        """Show what is known."""
        seen = self.seen
        if seen is None or not self.is_mounted:
            return
        self.set_class(self.size.width >= WIDE, "-wide")
        self.set_class(seen.running is not None, "-live")
        running = seen.running
        self._list("live").set_rows([running_row(running, running.facilitator == self.host.login)] if running else [])
        parts = {
            "held": (
                [held_row(each, seen.zone) for each in seen.held],
                f"No retro was held yet. {key_of('retros.start')} starts one.",
            ),
            "topics": ([*map(proposal_row, seen.topics)], f"Nothing yet. {key_of('retros.new')} puts a topic on it."),
            "agreements": (
                [*map(agreed_row, seen.agreements)],
                f"None yet. {key_of('retros.agree')} writes one down.",
            ),
        }
        for name, (rows, empty) in parts.items():
            each = self._list(name)
            each.set_empty(f"nothing matches “{self.filter_text}”" if self.filter_text else self.with_keys(empty))
            each.set_rows(matching(rows, self.filter_text))
            each.say(Content.styled(str(len(rows)), QUIET) if rows else "")
        self._share()
        if not self.is_typing() and self.focused not in self._lists:
            self.set_focus(next((each for each in self._lists if each.cursor_key is not None), self._list("held")))

    def _lines(self, name: str) -> int:
        """Return the lines that a list takes, with its heading and a line of air."""
        return min(self._list(name).lines + 2, MOST)

    def _wants(self) -> int:
        """Return the lines that the lists take together."""
        held, *beside = map(self._lines, _PARTS)
        return max(held, sum(beside)) if self.has_class("-wide") else held + sum(beside)

    def _share(self) -> None:
        """Give each list the height that its rows want: an empty one keeps a line."""
        lines = {name: self._lines(name) for name in _PARTS}
        heights = {"held": lines["held"], "beside": lines["topics"] + lines["agreements"]}
        if self.has_class("-wide"):
            heights = dict.fromkeys(heights, 1)  # side by side: each as high as the screen
        for name, height in {**lines, **heights}.items():
            self.query_one(f"#{name}").styles.height = f"{height}fr"
        self._tell()

    def _tell(self) -> None:
        """Say more of what the cursor stands on where there is room."""
        title, lines = self._told()
        self.query_one(Previewed).tell([Content.styled(title, QUIET), *lines] if lines else [])

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Tell of another row; other keys may matter on it."""
        self._tell()
        self.refresh_keys()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Tell of the row under the cursor of another list."""
        self._tell()

    def _list(self, name: str) -> Quadrant:
        return self.query_one(f"#{name}", Quadrant)

    @property
    def _lists(self) -> list[Quadrant]:
        """The lists that are seen, in the order of reading."""
        return [*([self._list("live")] if self.has_class("-live") else []), *map(self._list, _PARTS)]

    def on_resize(self, event: Resize) -> None:
        """Lay out for the new size."""
        self.draw()

    def filter_changed(self, text: str) -> None:
        """Keep what contains it."""
        self.draw()

    # ---- what is under the cursor ----------------------------------------------------------

    def _key(self) -> str:
        return (self.focused.cursor_key or "") if isinstance(self.focused, RowList) else ""

    def why_not_open(self) -> str | None:
        """There must be a row under the cursor."""
        return None if self._key() else "there is nothing to open yet"

    def do_open(self) -> None:
        """Join the retro that runs, or read what the cursor stands on."""
        if (key := self._key()).startswith("S"):
            self.host.go("retro", key)
            return
        title, lines = self._told()
        if lines:
            self.app.push_screen(Reader(title, lines))

    def _told(self) -> tuple[str, list[Content]]:
        """Return a title and what there is to say of the row under the cursor, no lines where there is none."""
        seen, key = self.seen, self._key()
        topic, agreement = key_id(key, "topic"), key_id(key, "agreement")
        for past in seen.held if seen else ():
            if past.session.ref == key and seen is not None:
                return f"Retro {key}", held_reading(past, seen.zone)
        for each in seen.topics if seen else ():
            if each.id == topic:
                return "On the next agenda", reading(each.title, f"by {each.who}")
        for held in seen.agreements if seen else ():
            if held.id == agreement:
                said = f"since {held.since}" + (f", from {held.session}" if held.session else "")
                kept = f"{held.dri or 'nobody'} sees to it"
                return f"Working agreement {held.ref}", reading(held.text, f"{said}; {kept}")
        return "", []

    # ---- topics and agreements -------------------------------------------------------------

    async def do_new(self) -> None:
        """Put a topic on the next agenda."""
        help = "what to talk about; it goes on the agenda with your name"
        if await self.ask_line(
            "A topic for the next retro", "Topic", save=agenda.propose, help=help, draft="retros.topic"
        ):
            self.show_message(f"on the next agenda; {UNDO} takes it back", "done")

    async def do_agree(self) -> None:
        """Write down a working agreement."""
        if await agree(self, "retros.agree", dri=self.host.login):
            self.show_message(f"agreed; {key_of('retros.drop')} ends it", "done")

    def why_not_edit(self) -> str | None:
        """There must be an agreement under the cursor."""
        return None if key_id(self._key(), "agreement") is not None else "select a working agreement first"

    async def do_edit(self) -> None:
        """Say who sees to the agreement."""
        agreement = key_id(self._key(), "agreement")
        held = next((each for each in self.seen.agreements if each.id == agreement), None) if self.seen else None
        if held is None:
            return
        people = await self.ask(members.people)
        field = Field("dri", "Who sees to it", "member", held.dri, tuple(people), help="nobody where empty")
        if saved := await self.fill(
            f"Working agreement {held.ref}",
            [field],
            lambda ctx, values: agreements.hand_over(ctx, held.ref, values["dri"]),
            draft=f"retros.agreement.{held.id}",
            context=[clean(held.text)],
        ):
            self.show_message(f"{saved.made.dri or 'nobody'} sees to {held.ref}; {UNDO} takes it back", "done")

    def why_not_drop(self) -> str | None:
        """There must be a topic or an agreement under the cursor."""
        key = self._key()
        there = key_id(key, "topic") is not None or key_id(key, "agreement") is not None
        return None if there else "select a topic or an agreement first"

    async def do_drop(self) -> None:
        """Take the topic off the agenda, or end the agreement."""
        topic, agreement = key_id(self._key(), "topic"), key_id(self._key(), "agreement")
        if topic is not None:
            await self.change(agenda.drop_proposal, topic)
            self.show_message(f"off the agenda; {UNDO} takes it back", "done")
        elif agreement is not None:
            await self.change(agreements.retire, f"W{agreement}")
            self.show_message(f"ended; {UNDO} takes it back", "done")

    # ---- between the lists -----------------------------------------------------------------

    def on_quadrant_edge(self, event: Quadrant.Edge) -> None:
        """Go on into the next list."""
        event.stop()
        lists = [each for each in self._lists if each.cursor_key is not None or each is event.quadrant]
        at = lists.index(event.quadrant) + event.step
        if 0 <= at < len(lists):
            lists[at].enter(event.step)

    def do_left(self) -> None:
        """Go to the list before."""
        self._across(-1)

    def do_right(self) -> None:
        """Go to the list after."""
        self._across(1)

    def _across(self, step: int) -> None:
        lists = self._lists
        at = lists.index(self.focused) if self.focused in lists else 0
        self.set_focus(lists[min(max(at + step, 0), len(lists) - 1)])

    # ---- copying ---------------------------------------------------------------------------

    async def markdown(self) -> str:
        """Return the retro under the cursor as Markdown, else what is to come and what holds."""
        key = self._key()
        return await self.ask(retros_markdown, key if key.startswith("S") else "")
