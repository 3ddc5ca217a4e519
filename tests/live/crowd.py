"""A crowd in one session, each person a process: they write, move, group, merge and vote as fast as they can."""

import os
import random
import signal
import statistics
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from okrtui.errors import Refused, Stale
from okrtui.model.live import Kind, Phase, Session, View
from okrtui.rituals.context import Context
from okrtui.rituals.live import facilitation, grouping, sessions
from okrtui.rituals.live.votes import read_votes
from okrtui.rules.live import phases
from okrtui.storage.engine.store import Store
from okrtui.storage.local.tokens import Tokens
from okrtui.storage.open import open_store
from tests import workspaces

ROOT = Path(__file__).parents[2]
LEAD = "mei"
WAITED = "waited "


def ctx(store: Store, login: str, folder: Path) -> Context:
    at = workspaces.ctx(store, login, now=datetime.now(UTC))
    return replace(at, tokens=Tokens(folder / login / "tokens.json"))


def until(holds: Callable[[], bool], what: str, timeout: float) -> None:
    """Wait for a condition that other processes bring about. Raises TimeoutError with `what`."""
    end = time.monotonic() + timeout
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.01)


# -- one of the crowd, in a process of their own


class Client:
    """One person: `cards` to write; ends when the session is past its vote."""

    def __init__(self, address: str, folder: Path, login: str, cards: int) -> None:
        self.store = open_store(address.replace("LOGIN", login), patience=120)
        self.folder, self.login, self.cards = folder, login, cards
        self.chance = random.Random(login)
        self.ref = "S1"
        self.written = 0
        self.waits: list[float] = []
        self.seen: View | None = None

    @property
    def here(self) -> Context:
        return ctx(self.store, self.login, self.folder)

    def run(self) -> None:
        sessions.enter(self.here, self.ref)
        while not self.over(of := sessions.find(self.here, self.ref)):
            try:
                busy = self.take_part(of)
            except Stale:
                busy = True  # somebody was quicker: nothing was changed, and I see the new state
            except Refused as refused:
                if " in “" not in str(refused):  # the facilitator moved on while I was at it
                    raise
                busy = True
            if not busy:
                time.sleep(0.02)
        self.tell(WAITED + " ".join(f"{each:.3f}" for each in self.waits))

    def over(self, of: Session) -> bool:
        """Tell whether there is nothing more to do for me."""
        return phases.counted(of)

    def take_part(self, of: Session) -> bool:
        """Do what the phase is for; return whether there may be more of it."""
        if of.phase is Phase.VOTE:
            return self.vote()
        busy = self.write()
        if self.written % 5 == 0 and of.phase is Phase.GROUP:
            self.move()
        return busy

    def tell(self, text: str) -> None:
        """Print what was acknowledged, so that it is known even if I am killed now."""
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Note how many seconds I waited for something I did, refused or not."""
        begun = time.monotonic()
        try:
            yield
        finally:
            self.waits.append(time.monotonic() - begun)

    def look(self) -> View:
        """Return the session, reading only what is another than at my last look, as screens do."""
        self.seen = sessions.view_of(self.here, sessions.find(self.here, self.ref), self.seen)
        return self.seen

    def write(self) -> bool:
        if self.written == self.cards:
            return False
        text = f"{self.login} {self.written}"
        with self.timed():
            sessions.write_card(self.here, self.ref, text)
        self.written += 1
        self.tell(text)
        return True

    def move(self) -> None:
        """Put a few cards into a group, take one out, or merge two groups."""
        with self.timed():
            self._move(self.look())

    def _move(self, found: View) -> None:
        if not found.cards:
            return
        some = self.chance.sample(found.cards, min(3, len(found.cards)))
        seen = {card.id: card.version for card in some}
        deed = self.chance.random()
        if len(found.groups) > 2 and deed < 0.2:
            one, two = self.chance.sample(found.groups, 2)
            grouping.merge(self.here, self.ref, one.id, two.id)
        elif deed < 0.3:
            grouping.ungroup(self.here, self.ref, seen)
        else:
            into = self.chance.choice(found.groups).id if found.groups and deed < 0.6 else None
            grouping.group(self.here, self.ref, seen, f"{self.login} {deed:.3f}", into)

    def vote(self) -> bool:
        """Give what is left, and try to give more."""
        found = self.look()
        if not found.votes_left or not found.groups:
            return False
        for _ in range(found.votes_left + 2):
            try:
                with self.timed():
                    grouping.vote(self.here, self.ref, self.chance.choice(found.groups).id)
            except Stale:
                raise
            except Refused as refused:
                if "votes are given" not in str(refused) and "the most on one" not in str(refused):
                    raise
        return True


# -- the crowd


@dataclass
class Outcome:
    """What came of it: the cards that were acknowledged, those stored, and what is wrong."""

    acknowledged: list[str] = field(default_factory=list)
    stored: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    groups: int = 0
    votes: int = 0
    waits: list[float] = field(default_factory=list)
    """Seconds that somebody waited for something they did."""

    def waited(self) -> str:
        """Return median, 99th percentile and the longest wait."""
        slow = statistics.quantiles(self.waits, n=100)[98]
        return f"{statistics.median(self.waits):.2f} s, p99 {slow:.1f}, longest {max(self.waits):.1f}"


def start(folder: Path, **more: object) -> Store:
    """Return the store of a workspace with a session that gathers cards."""
    store = workspaces.workspace(folder)
    store.patience = 120  # whoever leads waits as long as everybody else
    lead = ctx(store, LEAD, folder)
    sessions.start(lead, Kind.BRAINSTORM, "Halve the build", minutes=(), **more)  # type: ignore[arg-type]  # options as data
    facilitation.move(lead, "S1", Phase.GATHER)
    return store


def client(
    folder: Path, store: Store, cards: int, *logins: str, module: str = "tests.live.crowd"
) -> "subprocess.Popen[str]":
    """Start one of the crowd, or several that share what they print; each is a process of its own."""
    command = [sys.executable, "-m", module, workspaces.address_of(store, *logins), str(folder), str(cards), *logins]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def hold(
    folder: Path, people: int, cards: int, more: Mapping[str, object] | None = None, timeout: float = 120
) -> Outcome:
    """Hold a whole session with so many people; the facilitator moves it on and back while all of them are busy."""
    store = start(folder, **(more or {}))
    running = client(folder, store, cards, *(f"p{number}" for number in range(people)))
    told = ThreadPoolExecutor(1).submit(running.communicate)  # a full pipe would hold them up
    try:
        _lead_through(store, folder, people, cards, timeout)
    except BaseException as error:
        stop(running)
        error.add_note(told.result()[1][-1000:])
        raise
    outcome = Outcome()
    finish(outcome, running, *told.result())
    check(outcome, store, folder)
    store.close()
    return outcome


def _lead_through(store: Store, folder: Path, people: int, cards: int, timeout: float) -> None:
    """Move a session on and back while everybody writes, moves and votes."""

    def lead(phase: Phase) -> None:
        facilitation.move(ctx(store, LEAD, folder), "S1", phase)

    def count(sql: str) -> int:
        return int(store.sql(sql)[0][0])

    def written(share: float) -> None:
        until(lambda: count("SELECT COUNT(*) FROM card") >= people * cards * share, f"{share:.0%} written", timeout)

    written(0.2)
    lead(Phase.GROUP)
    written(0.6)
    lead(Phase.VOTE)
    until(lambda: count("SELECT COUNT(DISTINCT ballot) FROM vote") >= people / 2, "half have voted", timeout)
    lead(Phase.GROUP)
    written(1.0)
    lead(Phase.VOTE)
    until(lambda: grouping.finished(ctx(store, LEAD, folder), "S1")[0] >= people, "all have voted", timeout)
    lead(Phase.SELECT)


def stop(running: "subprocess.Popen[str]") -> None:
    """Kill a process and those it has forked; nothing where they have ended."""
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)


def finish(outcome: Outcome, ended: "subprocess.Popen[str]", out: str, errors: str) -> None:
    """Note what people who have ended were told."""
    lines = [line for line in out.split("\n") if line]
    outcome.acknowledged += [line for line in lines if not line.startswith(WAITED)]
    for line in lines:
        outcome.waits += map(float, line.removeprefix(WAITED).split()) if line.startswith(WAITED) else ()
    if errors or ended.returncode:
        outcome.wrong.append(f"a client ended with {ended.returncode}: {errors.strip()[-300:]}")


def check(outcome: Outcome, store: Store, folder: Path) -> None:
    """Note what is stored and everything that must not be."""
    found = sessions.view(ctx(store, LEAD, folder), "S1")
    outcome.stored = Counter(text for (text,) in store.sql("SELECT text FROM card"))
    outcome.groups = len(found.groups)
    wrong = outcome.wrong
    missing = set(outcome.acknowledged) - outcome.stored.keys()
    doubled = [text for text, times in outcome.stored.items() if times > 1]
    wrong += [f"lost: {sorted(missing)[:5]}"] * bool(missing) + [f"doubled: {doubled[:5]}"] * bool(doubled)
    placed = Counter(card.id for group in found.groups for card in group.cards)
    placed.update(card.id for card in found.loose)
    if placed != Counter(card.id for card in found.cards):
        wrong.append("a card is in no place or in two")
    wrong += [f"group {group.id} is empty" for group in found.groups if not group.cards]
    raw, count = Counter[str](), read_votes(ctx(store, LEAD, folder), found.session)
    for ballot, number in store.sql("SELECT ballot, number FROM vote"):
        raw[ballot] += number
    outcome.votes = count.totals().total()
    given = list(count.spent().values()) + ([*raw.values()] if found.session.budget else [])
    wrong += [f"{number} votes of {found.budget}" for number in given if number > found.budget]
    on_one = [number for groups in count.counted.values() for number in groups.values()]
    wrong += [f"{number} votes of one on one group" for number in on_one if number > found.session.votes_per_group]
    came = store.sql("SELECT COUNT(*) FROM activity WHERE verb = 'card'")[0][0]
    if came != outcome.stored.total():
        wrong.append(f"{came} entries for {outcome.stored.total()} cards")
    wrong += workspaces.unsound(store)


def main(address: str, folder: Path, cards: int, logins: Sequence[str], person: type[Client] = Client) -> int:
    """Be one person, or fork one process for each; they are forked before a file is open, and import only once."""
    if len(logins) == 1:
        person(address, folder, logins[0], cards).run()
        return 0
    children = []
    for login in logins:
        child = os.fork()
        if not child:
            code = 1
            try:
                code = main(address, folder, cards, [login], person)
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(code)
        children.append(child)
    return max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0 for child in children)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]))
