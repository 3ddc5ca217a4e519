"""A small program around the shell: two screens on a store that is not there."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, cast

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from okrtui.app.app import OkrApp
from okrtui.errors import Refused
from okrtui.model.journal import Activity
from okrtui.model.okrs import Cycle, CycleState
from okrtui.model.people import Workspace
from okrtui.rituals.context import Context
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.storage.engine.store import Store
from okrtui.widgets.forms.fields import Field, Values
from okrtui.widgets.frame import Frame, KeysBar, MessageLine, TitleBar

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
CYCLE = Cycle(1, "2026-Q4", date(2026, 10, 1), date(2026, 12, 31), CycleState.ACTIVE)


class FakeStore:
    """As much of a Store as the shell needs."""

    def __init__(self) -> None:
        self.waiting = False
        self.presence_changed = False
        self.member = ""
        self.news: list[Activity] = []
        self.closed = False

    def workspace(self) -> Workspace:
        return Workspace("u", "Acme [b]Platform", "UTC", "")

    def timezone(self) -> str:
        return "UTC"

    def mark_seen(self) -> None:
        """There is nothing from before."""

    def poll(self) -> tuple[Activity, ...]:
        news, self.news = tuple(self.news), []
        return news

    def close(self) -> None:
        self.closed = True


class FakeDrafts:
    """Drafts in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}
        self.flushed = 0

    def put(self, key: str, value: Any) -> None:
        self.kept[key] = value

    def get(self, key: str) -> Any:
        return self.kept.get(key)

    def drop(self, key: str) -> None:
        self.kept.pop(key, None)

    def flush(self) -> None:
        self.flushed += 1


class Week(RitualScreen):
    """A screen that counts its loads and asks through every dialog."""

    where = "week"

    def __init__(self) -> None:
        super().__init__()
        self.loads = 0
        self.filters: list[str] = []
        self.answers: list[object] = []
        self.refuse = ""

    def compose_content(self) -> ComposeResult:
        yield Static(Content("content"))

    async def load(self) -> None:
        self.loads += 1

    def filter_changed(self, text: str) -> None:
        self.filters.append(text)

    def markdown(self) -> str:
        return "# week\n\ntext"

    def why_not_log(self) -> str | None:
        return "the journal is [closed"

    async def do_okrs(self) -> None:
        def fail(ctx: Context) -> None:
            raise Refused("somebody else has [it/")

        await self.ask(fail)

    async def do_people(self) -> None:
        def save(ctx: Context, values: Values) -> None:
            if self.refuse:
                raise Refused(self.refuse)

        fields: Sequence[Field] = [
            Field("title", "Title", required=True, help="what will be different"),
            Field("kind", "Kind", "choice", options=("increase", "decrease")),
            Field("target", "Target", "number"),
            Field("why", "Why", "multiline"),
        ]
        hints = lambda values: [] if any(c.isdigit() for c in values["title"]) else ["no number yet"]  # noqa: E731
        saved = await self.fill("New", fields, save, draft="new", hints=hints, context=["Vision: [x/"])
        self.answers.append(saved.values if saved else None)


class People(RitualScreen):
    """A screen that remembers what it was sent here for."""

    where = "people"
    ref = ""

    def open_ref(self, ref: str) -> None:
        self.ref = ref


def shell(
    store: FakeStore | None = None,
    drafts: FakeDrafts | None = None,
    keymap: Mapping[str, str] | None = None,
    screens: Mapping[str, Callable[[], Screen[Any]]] | None = None,
    **more: Any,
) -> OkrApp:
    """Return the program; the frame's cycle is the quarter."""
    opened = cast(Store, store or FakeStore())
    more.setdefault("opener", lambda place: opened)
    more.setdefault("screens", {"week": Week, "people": People, **(screens or {})})
    return OkrApp("here", login="mei", person="Mei", clock=lambda: NOW, drafts=drafts, keymap=keymap, **more)


def fake_frame(ctx: Context) -> Frame:
    """What `frame_of` would say of the fake store."""
    return Frame(ctx.store.workspace().name, ctx.week, "week 8 of 14", ctx.name)


def said(app: OkrApp) -> str:
    """Return the sentence on the message line, "" where there is none."""
    screen = app.screen_stack[0]
    line = screen.query_one(MessageLine)
    return str(line.content) if line.has_class("-saying") else ""


def title(app: OkrApp) -> str:
    """Return the title line as text."""
    return app.screen_stack[0].query_one(TitleBar).render().plain


def keys(app: OkrApp) -> str:
    """Return the key line as text."""
    return app.screen_stack[0].query_one(KeysBar).render().plain
