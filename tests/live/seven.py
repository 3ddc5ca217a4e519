"""Seven people and a projector, each the program on a real terminal, through a whole brainstorm and a whole retro.

Questions have columns. Whoever leads is killed at the worst moment (kill -9), somebody takes over, and the one who was
killed comes back.
"""

import os
import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias

from okrtui.model.live import Kind, Phase, View
from okrtui.rules.live import phases
from okrtui.rules.live.prompts import place
from okrtui.sharing.pages.live import session_page
from tests.screens.live_room import Room
from tests.terminals import Terminal
from tests.workspaces import MONDAY

ROOT = Path(__file__).parents[2]
LEAD, NEXT = "mei", "bob"
OTHERS = ("ana", "lena", "joe", "kim", "ola")
PEOPLE = (LEAD, NEXT, *OTHERS)
SIZES = {LEAD: (120, 36), "ana": (100, 30), "ola": (64, 20), "projector": (160, 45)}
"""What is not 80×24."""
BUDGET = 2
SCRIPT = """
import sys
from datetime import timedelta
from pathlib import Path
from typing import TypeAlias
from okrtui.app.run import run_tui
from okrtui.storage.local.drafts import DraftBox
from okrtui.storage.local.tokens import Tokens
from tests.workspaces import MONDAY
place, login, folder, first, clock = sys.argv[1:]
sys.exit(run_tui(
    place, login=login, person=login, clock=lambda: MONDAY + timedelta(seconds=int(Path(clock).read_text())),
    first=first, drafts=DraftBox(Path(folder) / "drafts.json"), tokens=Tokens(Path(folder) / "tokens.json"),
))
"""


class Seven:
    """A session of `kind` at real terminals; `cards` are what each writes for each question.

    `waits` are the seconds from a key of one to what it does on all screens, `told` the cards that were painted.
    """

    def __init__(self, folder: Path, kind: Kind, prompts: Sequence[str], cards: int, patience: float) -> None:
        self.room, self.kind, self.prompts, self.cards = Room(folder), kind, tuple(prompts), cards
        self.patience = patience
        self.now = folder / "now"
        self.now.write_text("0")
        (folder / "run.py").write_text(SCRIPT)
        self.at = dict[str, Terminal]()
        self.leads = LEAD
        self.told, self.waits = list[str](), list[float]()
        self.faults = list[str]()
        self._stack = ExitStack()

    def __enter__(self) -> "Seven":
        return self

    def __exit__(self, *told: object) -> None:
        self._stack.close()

    # -- terminals

    def come(self, login: str, who: str = "") -> Terminal:
        """Open a terminal of `login`, kept as `who`."""
        keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        env = {**keep, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        env["TEXTUAL_ANIMATIONS"] = "none"
        folder, size = self.room.folder, SIZES.get(who or login, (80, 24))
        words = [str(folder / "run.py"), self.room.place(login), login, str(folder / (who or login))]
        made = Terminal([sys.executable, *words, self.kind.value, str(self.now)], size, env)
        self.at[who or login] = self._stack.enter_context(made)
        return made

    @property
    def lead(self) -> Terminal:
        """The terminal of whoever leads."""
        return self.at[self.leads]

    def all_show(self, text: str, but: Iterable[str] = ()) -> None:
        """Wait until every terminal shows something, and note how long that took."""
        begun = time.monotonic()
        for who, each in self.at.items():
            if who not in but:
                each.wait_for(text, self.patience)
        self.waits.append(time.monotonic() - begun)

    def press(self, who: str, *keys: str, shows: str) -> None:
        """Have somebody press keys and wait for what they do on their own screen."""
        self.at[who].press(*keys)
        self.at[who].wait_for(shows, self.patience)

    def command(self, who: str, key: str, shows: str) -> None:
        """Press a key that is no letter of a card: where cards are written the line is left first."""
        writes = "▸gather◂" in self.at[who].screen()
        self.press(who, *(["esc"] if writes else []), key, shows=shows)

    def goes_on(self, to: Phase) -> None:
        """Have whoever leads go on by the key that works while one types; what it asks is answered with yes."""
        sure = f"to “{to}”?" if to is not Phase.CLOSED else "Close S1?"
        self.lead.press("f8")
        screen = self.lead.wait_until(lambda seen: f"▸{to}◂" in seen or sure in " ".join(seen.split()), self.patience)
        if f"▸{to}◂" not in screen:
            self.lead.press("y")
        self.all_show(f"▸{to}◂")

    # -- what people do

    def opens(self) -> None:
        """Come in, the projector too, and begin."""
        for login in PEOPLE:
            self.come(login)
        self.all_show("▸lobby◂")
        self.project(LEAD)

    def writes(self) -> None:
        """Write cards for each question, all at once, turn by turn; each is painted among mine."""
        for number in range(self.cards * len(self.prompts)):
            for login in PEOPLE:
                self.at[login].write(f"{login} says {number}")
                self.at[login].press("enter")
            for login in PEOPLE:
                self.at[login].wait_for(f"Mine ({number + 1})", self.patience)
                self.told.append(f"{login} says {number}")
                if number % self.cards == self.cards - 1:
                    self.at[login].press("tab")

    def leader_dies(self) -> None:
        """Kill whoever leads with half a card in their line; the next one takes over, and they come back with it."""
        self.at[LEAD].write("half a thought")
        self.at[LEAD].settle()
        self.crash(lambda: self._one_more("ana"))
        back = self.come(LEAD)
        back.wait_for("half a thought", self.patience)
        self.press(LEAD, "enter", shows=f"Mine ({self.cards * len(self.prompts) + 1})")
        self.told.append("half a thought")

    def crash(self, stir: Callable[[], None]) -> None:
        """Kill whoever leads, let a minute go by, and have another take over; `stir` is what others go on doing."""
        os.kill(self.at[LEAD].pid, signal.SIGKILL)
        self.at.pop(LEAD).wait_dead()
        os.kill(self.at["projector"].pid, signal.SIGKILL)  # it was theirs, on the machine that died
        self.at.pop("projector").wait_dead()
        self.now.write_text(str(phases.GONE_SECONDS + 1))
        self.room.now = MONDAY + timedelta(seconds=phases.GONE_SECONDS + 1)
        stir()
        self.at[NEXT].wait_for(f"{LEAD} (gone) leads", self.patience)
        self.command(NEXT, "t", shows="you lead now")
        self.leads = NEXT
        self.all_show(f"{NEXT} leads", but=("ola",))  # in so few cells who leads gives way

    def _one_more(self, login: str) -> None:
        self.at[login].write(f"{login} goes on")
        self.press(login, "enter", shows=f"Mine ({self.cards * len(self.prompts) + 1})")
        self.told.append(f"{login} goes on")

    def project(self, login: str) -> None:
        """Have somebody open the projector's view at a terminal of their own."""
        self.come(login, "projector").wait_for("◂", self.patience)
        self.command("projector", "p", shows="join:")

    def groups(self) -> None:
        """Group two cards by keys, and read of it everywhere."""
        self.press(self.leads, "space", "space", "g", shows="A group of")
        self.at[self.leads].write("Together")
        self.at[self.leads].press("enter")
        self.all_show("Together")

    def votes(self) -> None:
        """Give all votes, everybody at once."""
        for login in PEOPLE:
            self.at[login].press(*["space"] * BUDGET)
        for login in PEOPLE:
            self.at[login].wait_for(f"0 of {BUDGET} votes left", self.patience)

    # -- what came of it

    def wrong(self) -> Iterator[str]:
        """Give all that is not as it was painted: cards lost or doubled, below another question, votes, pages."""
        view: View = self.room.view(NEXT)
        stored = Counter(card.text for card in view.cards)
        if stored != Counter(self.told):
            yield f"stored {stored - Counter(self.told)} more, {Counter(self.told) - stored} less than was painted"
        for card in view.cards:
            words = card.text.split()
            if words[1] == "says" and place(card.tag, self.prompts) != int(words[2]) // self.cards:
                yield f"“{card.text}” stands below another question"
        given = sum(group.votes or 0 for group in view.groups)
        if given != BUDGET * len(PEOPLE):
            yield f"{given} votes of {BUDGET * len(PEOPLE)} were counted"
        page = self.room.do(session_page, "S1", login=NEXT)
        yield from (
            f"“{text}” is not once in the Markdown"
            for text in self.told
            if len(re.findall(rf"{re.escape(text)}(?!\d)", page)) != 1
        )
        for who, each in self.at.items():
            if "Traceback" in each.screen() or not each.running():
                yield f"{who}: {each.screen()}"


def retrospective(folder: Path, cards: int = 1, patience: float = 60) -> Seven:
    """Hold a whole retro; the leader dies in the vote, when they have voted. Return what came of it, closed."""
    prompts = ("Start", "Stop", "Continue")
    with Seven(folder, Kind.RETRO, prompts, cards, patience) as held:
        held.room.start_retro(budget=BUDGET, topic_minutes=0)
        held.opens()
        for phase in (Phase.REVIEW, Phase.STAGE, Phase.GATHER):
            held.goes_on(phase)
        held.writes()
        held.goes_on(Phase.GROUP)
        held.all_show("■ Start")
        held.groups()
        held.goes_on(Phase.VOTE)
        held.votes()
        held.crash(lambda: held.press("ana", "backspace", "space", shows=f"0 of {BUDGET} votes left"))
        held.come(LEAD).wait_for(f"0 of {BUDGET} votes left", patience)
        held.project(NEXT)
        held.goes_on(Phase.DISCUSS)
        held.press("ana", "a", shows="note")
        held.at["ana"].write("we note it")
        held.at["ana"].press("enter")
        held.all_show("we note it")
        held.press(NEXT, "f8", shows="all discussed")
        held.goes_on(Phase.DECIDE)
        held.press(NEXT, "J", shows="DRI")
        held.at[NEXT].write("mend the build")
        held.at[NEXT].press("f2")
        held.all_show("mend the build")
        held.goes_on(Phase.CLOSED)
        held.faults = [*held.wrong()]
    return held


def brainstorm(folder: Path, cards: int = 1, patience: float = 60) -> Seven:
    """Hold a whole brainstorm; the leader dies while cards are written. Return what came of it, closed."""
    prompts = ("What slowed us?", "What helped?")
    with Seven(folder, Kind.BRAINSTORM, prompts, cards, patience) as held:
        held.room.start(prompts=prompts, budget=BUDGET, minutes=())
        held.opens()
        held.goes_on(Phase.GATHER)
        held.writes()
        held.leader_dies()
        held.project(NEXT)
        held.goes_on(Phase.REVEAL)
        held.all_show("What slowed us?")
        held.goes_on(Phase.GROUP)
        held.groups()
        held.goes_on(Phase.VOTE)
        held.votes()
        held.goes_on(Phase.SELECT)
        held.press(NEXT, "enter", shows="Champion")
        held.at[NEXT].write("ana")
        held.press(NEXT, "f2", shows="→ I1")
        held.goes_on(Phase.CLOSED)
        held.faults = [*held.wrong()]
    return held


Hold: TypeAlias = Callable[..., Seven]
