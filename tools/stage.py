"""Draws docs/pictures/projector: each phase of a brainstorm and of a retro on the projector, at four sizes."""

import asyncio
import os
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from textual.pilot import Pilot

from okrtui.app.app import OkrApp
from okrtui.demo import make_sample
from okrtui.model.live import Kind, Phase
from okrtui.model.retro import NoteKind, PollKind
from okrtui.rituals import ideas
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.live import facilitation, grouping, polls, sessions, spotlight
from okrtui.rituals.retro import discussion, retro
from okrtui.screens.live.live_screen import LiveScreen
from okrtui.screens.live.projector import PresentScreen
from okrtui.storage.open import open_store
from okrtui.storage.repositories.live import cards
from tools.screenshots import FOLDER, LOGIN, LONG_ENOUGH, NOW, PATIENCE, PERSON, settled_svg

STAGE = FOLDER / "projector"
SIZES = ((80, 24), (120, 36), (160, 45), (240, 67))
BRAINSTORM = (
    Phase.LOBBY,
    Phase.GATHER,
    Phase.REVEAL,
    Phase.GROUP,
    Phase.VOTE,
    Phase.SELECT,
    Phase.CLOSED,
)
RETRO = (Phase.REVIEW, Phase.STAGE, Phase.SCORE, Phase.GATHER, Phase.GROUP, Phase.VOTE, Phase.DISCUSS, Phase.DECIDE)
PICTURES = tuple(f"{kind}-{phase}" for kind, way in (("brainstorm", BRAINSTORM), ("retro", RETRO)) for phase in way)
"""What is drawn, each at every size."""

ROOM = ("mei", "lena", "bob", "priya", "ana", "jing", "tomas", "yusuf")
THEMES: dict[str, tuple[str, ...]] = {
    "Cache what does not change": (
        "cache the docker layers per branch",
        "keep the package index for a day",
        "build the base image at night",
        "share one compiler cache between teams",
    ),
    "Test less, but what matters": (
        "run only the tests that a change can break",
        "quarantine flaky tests, with an owner and a day",
        "move the browser tests behind the merge",
    ),
    "Faster machines": ("buy four runners with fast disks", "two jobs a machine, not six"),
    "See where the time goes": (
        "a page that shows the slowest ten steps of each week",
        "tell who waits when a queue is longer than five minutes",
        "把构建时间写进每周更新",
    ),
}
LOOSE = ("delete the second linter", "ask the proxy team why their build takes 90 seconds")
VOTES = (8, 6, 3, 5)
JUDGED = ((1, 3), (2, 3), (3, 1), (1, 2))
SAID = {
    "Start": ("write down who is on call", "say no to a fourth priority", "pair on the first day of a task"),
    "Stop": ("merge on Friday evening", "flaky tests that everybody reruns"),
    "Continue": ("demos on Thursday", "thank people by name"),
}


class Held:
    """A workspace in which people hold a session, each by a connection of their own."""

    def __init__(self, place: Path) -> None:
        self._place = place

    def do(self, fn: Callable[..., Any], *args: Any, login: str = LOGIN, **more: Any) -> Any:
        """Run a use case as somebody."""
        store = open_store(self._place)
        try:
            return fn(Context(store, login, login, NOW), *args, **more)
        finally:
            store.close()

    def move(self, ref: str, phase: Phase) -> None:
        """Go to a phase, with everybody there and its clock halfway through."""
        self.do(facilitation.move, ref, phase)
        for login in ROOM:
            self.do(sessions.enter, ref, login=login)

    def brainstorm(self) -> Iterator[tuple[str, Phase, str]]:
        """Hold a brainstorm; give it in each of its phases."""
        title = "How do we halve the time of a build?"
        ref = self.do(sessions.start, Kind.BRAINSTORM, title, kr="KR1.1", budget=5).ref
        self.move(ref, Phase.LOBBY)
        yield ref, Phase.LOBBY, "brainstorm"
        self.move(ref, Phase.GATHER)
        written = [text for each in THEMES.values() for text in each] + [*LOOSE]
        for number, text in enumerate(written):
            self.do(sessions.write_card, ref, text, login=ROOM[number % len(ROOM)])
        yield ref, Phase.GATHER, "brainstorm"
        self.move(ref, Phase.REVEAL)
        found = {card.text: card for card in self.do(sessions.view, ref).cards}
        for text in written[:3]:
            self.do(spotlight.mark_read, ref, card=found[text].id)
        self.do(spotlight.light, ref, card=found[written[4]].id)
        yield ref, Phase.REVEAL, "brainstorm"
        self.do(spotlight.light, ref)
        self.move(ref, Phase.GROUP)
        found = {card.text: card for card in self.do(sessions.view, ref).cards}
        made = []
        for name, texts in THEMES.items():
            made.append(self.do(grouping.group, ref, {found[text].id: found[text].version for text in texts}, name))
        yield ref, Phase.GROUP, "brainstorm"
        self.move(ref, Phase.VOTE)
        for group, votes in zip(made, VOTES, strict=True):
            for login in ROOM[:votes]:
                self.do(grouping.vote, ref, group, login=login)
        yield ref, Phase.VOTE, "brainstorm"
        self.move(ref, Phase.SELECT)
        champions = ("lena", "priya", "bob", "")
        for group, champion, (effort, impact) in zip(made, champions, JUDGED, strict=True):
            self.do(ideas.choose, ref, group, champion=champion, effort=effort, impact=impact)
        yield ref, Phase.SELECT, "brainstorm"
        self.move(ref, Phase.CLOSED)
        yield ref, Phase.CLOSED, "brainstorm"

    def retro(self) -> Iterator[tuple[str, Phase, str]]:
        """Hold the retro of a cycle; give it in each of the phases that are its own."""
        asked = tuple(SAID)
        ref = self.do(retro.start, "Platform, end of the cycle", template="okr", prompts=asked, budget=5).ref
        for phase in (Phase.REVIEW, Phase.STAGE):
            self.move(ref, phase)
            if phase is Phase.STAGE:
                self.do(polls.ask, ref, PollKind.FIST)
                for number, login in enumerate(ROOM):
                    self.do(polls.answer, ref, 2 + number % 4, login=login)
                self.do(polls.show, ref)
            yield ref, phase, "retro"
        self.move(ref, Phase.SCORE)
        yield ref, Phase.SCORE, "retro"
        self.move(ref, Phase.GATHER)
        for tag, texts in SAID.items():
            for number, text in enumerate(texts):
                self.do(sessions.write_card, ref, f"{text} #{tag.lower()}", login=ROOM[number])
        yield ref, Phase.GATHER, "retro"
        self.move(ref, Phase.GROUP)
        yield ref, Phase.GROUP, "retro"
        self.move(ref, Phase.VOTE)
        for at, group in enumerate(self.do(sessions.view, ref).groups[:4]):
            for login in ROOM[: 6 - at]:
                self.do(grouping.vote, ref, group.id, login=login)
        yield ref, Phase.VOTE, "retro"
        self.move(ref, Phase.DISCUSS)
        self.do(discussion.write_note, ref, "nobody knew who to call last Saturday", login="bob")
        self.do(discussion.write_note, ref, "the names stand on top of the channel", NoteKind.DECISION, login="lena")
        topic = self.do(retro.retro_view, ref).topic.group.name
        due = (NOW + timedelta(days=8)).date()
        self.do(
            actions.add, "put the on-call names on top of the channel", dri="lena", due=due, source=ref, topic=topic
        )
        yield ref, Phase.DISCUSS, "retro"
        self.move(ref, Phase.DECIDE)
        self.do(discussion.agree, "nobody merges after four on Friday", ref)
        yield ref, Phase.DECIDE, "retro"


async def at_rest(pilot: Pilot[int], app: OkrApp, size: tuple[int, int]) -> str:
    """Return the projector's picture at a size once it changes no more. Raises RuntimeError where it never rests."""
    last, same = "", 0
    for _ in range(PATIENCE):
        await pilot.pause(0.02)
        await pilot.pause()
        here = isinstance(app.screen, PresentScreen) and tuple(app.screen.size) == size
        now = app.export_screenshot(title="okrtui") if here else ""
        same = same + 1 if now and now == last else 0
        if same == LONG_ENOUGH:
            return settled_svg(now)
        last = now
    raise RuntimeError("the projector never came to rest")


async def draw(place: Path, steps: Iterator[tuple[str, Phase, str]], folder: Path, names: list[str]) -> None:
    """Hold one session and draw each of its phases at every size."""
    for ref, phase, kind in steps:
        name = f"{kind}-{phase}"
        if names and name not in names:
            continue
        app = OkrApp(str(place), login=LOGIN, person=PERSON, clock=lambda: NOW, theme="dark")
        async with app.run_test(size=SIZES[-1]) as pilot:
            await app.ready()
            app.go(kind, ref)
            while not (isinstance(screen := app.ritual(), LiveScreen) and screen.state.phase is phase):
                await pilot.pause(0.02)
            screen.action_run_command(f"{kind}.present")
            while not isinstance(app.screen, PresentScreen):
                await pilot.pause(0.02)
            for size in SIZES:
                await pilot.resize_terminal(*size)
                picture = await at_rest(pilot, app, size)
                (folder / f"{name}-{size[0]}x{size[1]}.svg").write_text(picture, encoding="utf-8")


def main(names: list[str], folder: Path = STAGE) -> None:
    """Draw the pictures `names`, all where none is named, into `folder`."""
    os.environ.pop("NO_COLOR", None)
    cards.shuffle = lambda store, session_id: None  # the order of the reveal is drawn: here it is the one of writing
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as temporary:
        for kind in ("brainstorm", "retro"):
            place = Path(temporary) / f"{kind}.db"
            make_sample(place, login=LOGIN, person=PERSON, now=NOW).close()
            held = Held(place)
            asyncio.run(draw(place, getattr(held, kind)(), folder, names))


if __name__ == "__main__":
    main(sys.argv[1:])
