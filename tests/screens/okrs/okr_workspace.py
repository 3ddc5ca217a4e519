"""A real workspace for the OKR screens' tests: a closed cycle, a running one, three people, two teams."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from textual.pilot import Pilot
from textual.widgets import Input, Static, TextArea

from okrtui.app.app import OkrApp
from okrtui.model.okrs import KeyResultKind, Milestone, ObjectiveKind
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import closing, objectives
from okrtui.rituals.people import members, values
from okrtui.rituals.week import checkins
from okrtui.storage.engine.store import Store
from okrtui.storage.open import open_store
from okrtui.widgets.forms.form import Form
from okrtui.widgets.lists.row_list import RowList
from tests.idle import comes_true
from tests.screens.small_app import FakeDrafts, said
from tests.workspaces import anybody, lay_copy

P = ParamSpec("P")
T = TypeVar("T")

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
START = datetime(2026, 7, 1, 9, tzinfo=UTC)
SIZES = [(80, 24), (120, 36)]


def fill_workspace(path: Path) -> None:
    """Lay the workspace there: O1 lies in the closed 2026-Q3, O2 to O4 in 2026-Q4."""
    lay_copy(_fill, path)


def _fill(path: Path) -> None:
    store = members.make_workspace(path, name="Acme", timezone="UTC", login="mei", person="李梅", now=START)
    old, q4 = (
        Context(store, "mei", "李梅", START, may_add=anybody),
        Context(store, "mei", "李梅", datetime(2026, 10, 1, 9, tzinfo=UTC), may_add=anybody),
    )
    members.describe_workspace(old, vision="Ship on Fridays [bold]calmly[/]")
    values.add(old, "Calm beats fast")
    for name in ("Platform", "Edge 网络"):
        members.add_team(old, name)
    for login, name, team in (("bob", "Bob Łukasz", "Platform"), ("lena", "Lena 🚀", "Edge 网络")):
        members.edit_member(old, login, name=name, teams=(team,), skills="TLS" if login == "lena" else "")
    objectives.add_objective(old, "Know what it costs", team="Platform")
    objectives.add_key_result(old, "O1", "Cost on a dashboard", start=0, target=40)
    closing.close_key_result(q4, "KR1.1", 0.9, "four have no tags")
    closing.close_objective(q4, "O1")
    closing.close_cycle(q4, "2026-Q3")
    objectives.add_objective(
        q4, "Nobody thinks about us", dri="lena", kind=ObjectiveKind.ASPIRATIONAL, team="Edge 网络"
    )
    objectives.add_key_result(q4, "O2", "主干构建时间 down", start=14, target=2, unit="min", dri="lena")
    objectives.add_objective(q4, "Make [red]the proxy[/] boring", parent="O2", team="Platform", why="pages at night")
    objectives.add_key_result(q4, "O3", "p99 latency", start=180, target=90, unit="ms", note="at the balancer")
    objectives.add_key_result(q4, "O3", "Cache hit rate", kind=KeyResultKind.STAY_ABOVE, target=95, unit="%", dri="")
    steps = (Milestone("Plan"), Milestone("Ten tenants"), Milestone("The rest", 3.0))
    objectives.add_key_result(q4, "O3", "Migration of tenants", milestones=steps, dri="bob")
    objectives.add_objective(q4, "Search in a blink", dri="bob", draft=True)
    objectives.add_key_result(q4, "O4", "Search latency p99", start=900, target=150, unit="ms", dri="bob")
    for week, (value, sure, note) in enumerate([(160, 6, ""), (131, 7, "new pool"), (104, 8, "the mean")]):
        at = datetime(2026, 10, 28, 9, tzinfo=UTC) + timedelta(weeks=week)
        checkins.check_in(
            Context(store, "mei", "李梅", at, may_add=anybody), "KR3.1", value, confidence=sure, note=note
        )
    late = Context(store, "bob", "Bob Łukasz", datetime(2026, 11, 12, 9, tzinfo=UTC), may_add=anybody)
    checkins.check_in(late, "KR3.1", 106, confidence=7, note="corrected to the p99", who="mei")
    checkins.check_in(late, "KR2.1", 13, confidence=3, note="缓存层已经上线", who="lena")
    store.close()


class OkrWorkspace:
    """The workspace at `path`, and a program on it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.drafts = FakeDrafts()

    def app(self, first: str = "okrs", login: str = "mei") -> OkrApp:
        """Return the program, opening with screen `first`."""
        return OkrApp(str(self.path), login=login, person=login, clock=lambda: NOW, drafts=self.drafts, first=first)

    def other(self, fn: Callable[..., T], *args: Any, login: str = "bob", **kwargs: Any) -> T:
        """Do something as another person in another process would."""
        store: Store = open_store(self.path)
        try:
            return fn(Context(store, login, login, NOW, may_add=anybody), *args, **kwargs)
        finally:
            store.close()


async def shown(pilot: Pilot[int], list_id: str = "tree") -> RowList:
    """Wait until the screen with the list is there and has rows; return the list."""
    await until(
        pilot, lambda: any(rows.rows or rows.empty for rows in pilot.app.screen.query(f"#{list_id}").results(RowList))
    )
    return pilot.app.screen.query_one(f"#{list_id}", RowList)


async def until(pilot: Pilot[int], condition: Callable[[], object]) -> None:
    """Return as soon as the condition holds; AssertionError where it never does."""
    if not await comes_true(pilot, condition):
        raise AssertionError(f"it did not come true; it says “{sentence(pilot)}”\n{text_of(pilot)}")


async def form(pilot: Pilot[int]) -> Form:
    """Wait for the form and return it."""
    await until(pilot, lambda: isinstance(pilot.app.screen, Form))
    assert isinstance(pilot.app.screen, Form)
    return pilot.app.screen


async def gone(pilot: Pilot[int]) -> None:
    """Wait until no dialog is on the screen and everything is loaded."""
    await until(pilot, lambda: len(pilot.app.screen_stack) == 1)
    await until(pilot, lambda: not pilot.app.screen.is_loading)  # type: ignore[attr-defined]


async def type_over(pilot: Pilot[int], name: str, text: str) -> None:
    """Replace what stands in a field of the form, as typed."""
    shown = await form(pilot)
    box = next(row.box for row in shown.question_rows if row.field.name == name)
    box.focus()
    await pilot.pause()
    if isinstance(box, Input):
        box.value = ""
    elif isinstance(box, TextArea):
        box.text = ""
    await pilot.press(*[{" ": "space"}.get(char, char) for char in text])


def notice(pilot: Pilot[int]) -> str:
    """Return what the form says below its fields."""
    return str(pilot.app.screen.query_one(".form--notice", Static).content)


def hints(pilot: Pilot[int]) -> str:
    """Return the form's hints."""
    return str(pilot.app.screen.query_one(".form--hints", Static).content)


def context(pilot: Pilot[int]) -> str:
    """Return what stands above the form's fields."""
    return str(pilot.app.screen.query_one(".form--context", Static).content)


def sentence(pilot: Pilot[int]) -> str:
    """Return the sentence on the message line."""
    app = pilot.app
    assert isinstance(app, OkrApp)
    return said(app) if len(app.screen_stack) == 1 else ""


def text_of(pilot: Pilot[int]) -> str:
    """Return the whole screen as text."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)
