"""A crowd in one session, each the program on a terminal: they type cards, group and vote by keys, all at once."""

import os
import random
import re
import select
import signal
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pyte

from bench import live
from bench.processes import environment
from bench.rawpty import EndedError, RawPty
from okrtui.model.live import Phase
from okrtui.rituals.live import facilitation
from okrtui.storage.engine.store import Store
from tests.live import crowd
from tests.terminal.sequences import drop_private

SIZE = (110, 30)
BUDGET, MOST, MOVES = 5, 3, 3
"""Votes, the most of them on one group, and how often each groups cards: every terminal reads and paints each move."""
AGAIN = 1.0
"""Seconds after which words count that stood there before the keys: the same sentence again is not painted again."""
TROUBLE = re.compile(r"✗ [^·]{0,100}|Traceback|okrtui: .{0,100}")
GROUPED = ("is a group", "added to", "meanwhile")
Script = Generator[tuple[bytes, tuple[str, ...]], str, None]
"""What somebody does: yields keys and words, is sent the one of them that was painted after the keys."""


class PtyScreen:
    """Somebody's screen: only cells that differ are sent, so that no words stand among the bytes."""

    def __init__(self) -> None:
        self._screen = pyte.Screen(*SIZE)
        self._stream, self._rest = pyte.ByteStream(self._screen), b""
        self._lines = self._before = tuple[str, ...]()

    def take(self, data: bytes) -> None:
        """Show what was sent."""
        if data:
            plain, self._rest = drop_private(self._rest + data)
            self._stream.feed(plain)
            self._lines = tuple(self._screen.display)

    def forget(self) -> None:
        """Take what stands there as known."""
        self._before = self._lines

    def news(self) -> str:
        """Return the lines that changed since."""
        before = self._before or ("",) * len(self._lines)
        return "\n".join(line for line, old in zip(self._lines, before, strict=True) if line != old)

    def whole(self) -> str:
        """Return all lines."""
        return "\n".join(self._lines)


@dataclass
class Held(crowd.Outcome):
    """What came of it: waits are of keys until they have their effect; also how many terminals were killed."""

    killed: int = 0


class Person:
    """One of them. `told` are the cards that their screen showed as stored."""

    def __init__(self, path: Path, folder: Path, login: str) -> None:
        self.login, self.told, self.given, self.killed = login, list[str](), 0, False
        # Whoever plays fifty people must not wait for a core as long as each of fifty programs does.
        self.pty = RawPty(["nice", "-n", "10", *live.member(path, login)], environment(folder), SIZE)
        self._script: Script | None = None
        self._keys, self._words = b"", tuple[str, ...]()
        self._seen = PtyScreen()
        self.asked = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *told: object) -> None:
        self.pty.__exit__(None, None, None)

    def begin(self, script: Script) -> bool:
        """Press a script's first keys; False where it has none."""
        self._script = script
        return self._press(None)

    def _press(self, found: str | None) -> bool:
        assert self._script is not None
        try:
            self._keys, self._words = next(self._script) if found is None else self._script.send(found)
        except StopIteration:
            return False
        self.asked = time.monotonic()
        self._seen.forget()
        os.write(self.pty.master, self._keys)
        return True

    def watch(self, held: Held) -> bool:
        """Read what is painted and go on where it is what was waited for; False at the script's end."""
        self.reads()
        text = self._seen.news()
        found = next((words for words in self._words if words in text), None)
        if found is None and time.monotonic() - self.asked > AGAIN:  # what was told before, told once more
            found = next((words for words in self._words if words in self._seen.whole()), None)
        if found is None:
            return True
        if self._keys:
            held.waits.append(time.monotonic() - self.asked)
        held.wrong += [f"{self.login} saw: {said}" for said in TROUBLE.findall(text) if found not in said]
        return self._press(found)

    def reads(self) -> None:
        """Take in what was painted."""
        self._seen.take(self.pty.read(0))
        self.pty.output.clear()

    def shows(self) -> str:
        """Return what is shown, and what is waited for."""
        return f"{self.login} waits for {self._words}:\n{self._seen.whole()}"

    # -- what they do

    def comes_in(self, phase: Phase) -> Script:
        """Wait for the session."""
        yield b"", (f"▸{phase}◂",)

    def comes_back(self, before: "Person") -> Script:
        """See the cards of one who was killed: those that had been painted, and the one that was on its way at most."""
        yield b"", tuple(f"Mine ({len(before.told) + more})" for more in (0, 1))

    def writes(self, cards: int, begin: int = 0) -> Script:
        """Type cards, each when the one before stands among mine."""
        for number in range(begin, begin + cards):
            text = f"{self.login} {number}"
            yield f"{text}\r".encode(), (f"Mine ({number + 1})",)
            self.told.append(text)

    def moves(self, place: int, begin: int, cards: int) -> Script:
        """Group what others group at the same time, take some out, and add a card after each."""
        for number in range(begin, begin + cards):
            text = f"{self.login} {number}"
            down = b"j" * (place % 7)
            found = yield down + b" j g", ("A group of", "added to", "mark some cards first")
            if found == "A group of":
                yield f" {self.login}\r".encode(), GROUPED
            if number % 3 == 2:
                yield b"l" + down + b"s", ("loose again", "meanwhile", "select a group first")
                yield b"h", ("space pick",)
            yield b"a" + text.encode(), (text,)
            yield b"\r", ("your idea",)
            self.told.append(text)
            yield b"\x1b", ("space pick",)

    def votes(self, place: int) -> Script:
        """Give all votes, at most three on one group, and try to give one more."""
        down = b"j" * (place % 5)
        for number in range(BUDGET):
            yield down + b" ", (f"{BUDGET - number - 1} of {BUDGET} votes left",)
            self.given += 1
            down = b"j" if number % MOST == MOST - 1 else b""
        yield b" ", ("votes are given",)

    def looks(self) -> Script:
        """Answer a key when all is done."""
        yield b"?", ("Keys",)


def act(held: Held, scripts: Mapping[Person, Script], patience: float, also: Callable[[], None] = lambda: None) -> None:
    """Let everybody do what their script says, at once; who paints nothing of it within `patience` is frozen."""
    busy = {person.pty.master: person for person, script in scripts.items() if person.begin(script)}
    while busy:
        still = time.monotonic() - AGAIN
        waiting = {master for master, person in busy.items() if person.asked < still}
        for master in waiting.union(select.select([*busy], [], [], 0.05)[0]):
            person = busy[master]
            try:
                goes_on = person.watch(held)
            except EndedError as ended:
                held.wrong += [] if person.killed else [f"{person.login}: {ended}"]
                goes_on = False
            if not goes_on:
                del busy[master]
        also()
        late = [person for person in busy.values() if time.monotonic() - person.asked > patience]
        held.wrong += [f"frozen: {person.shows()}" for person in late]
        busy = {master: person for master, person in busy.items() if person not in late}


class Killer:
    """Kills the victims one after the other, each at a random moment, while everybody writes."""

    def __init__(self, victims: Sequence[Person], others: Sequence[Person], cards: int) -> None:
        self._left, self._others = list(victims), others
        self._step = cards / (len(victims) + 1)
        self._at, self._due = self._step, 0.0
        self._chance = random.Random(7)

    def look(self) -> None:
        """Kill the next one where it is time."""
        now = time.monotonic()
        if not self._left or not self._left[0].told or sum(len(each.told) for each in self._others) < self._at:
            return
        if not self._due:
            self._due = now + self._chance.uniform(0, 0.2)
        elif now >= self._due:
            victim = self._left.pop(0)
            victim.killed = True
            victim.pty.process.send_signal(signal.SIGKILL)
            self._at, self._due = self._at + self._step, 0.0


def hold(folder: Path, people: int, cards: int, kills: int = 1, patience: float = 60) -> Held:
    """Hold a session from gather to select in so many terminals, of which `kills` more are killed while all write."""
    store, held, few = crowd.start(folder, budget=BUDGET, most=MOST), Held(killed=kills), min(MOVES, cards - 1)
    with ExitStack() as stack:

        def come(*logins: str) -> list[Person]:
            return [stack.enter_context(Person(store.path, folder, login)) for login in logins]

        def lead(phase: Phase) -> None:
            facilitation.move(crowd.ctx(store, crowd.LEAD, folder), "S1", phase)

        there, victims = come(*(f"p{n}" for n in range(people))), come(*(f"v{n}" for n in range(kills)))
        act(held, {each: each.comes_in(Phase.GATHER) for each in (*there, *victims)}, patience)
        killer = Killer(victims, there, people * (cards - few))
        writing = {
            **{each: each.writes(cards - few) for each in there},
            **{each: each.writes(10**6) for each in victims},
        }
        act(held, writing, patience, killer.look)
        again = come(*(each.login for each in victims))
        act(held, {new: new.comes_back(old) for new, old in zip(again, victims, strict=True)}, patience)
        lead(Phase.GROUP)
        act(held, {each: each.comes_in(Phase.GROUP) for each in (*there, *again)}, patience)
        act(held, {each: each.moves(n, cards - few, few) for n, each in enumerate(there)}, patience)
        wanted = people * cards + sum(len(each.told) for each in victims)
        try:
            crowd.until(lambda: _stored(store, [*there, *again]) >= wanted, "all cards stored", patience)
        except TimeoutError:
            held.wrong.append(f"only {_stored(store, again)} of {wanted} cards are stored")
        lead(Phase.VOTE)
        act(held, {each: each.comes_in(Phase.VOTE) for each in (*there, *again)}, patience)
        act(held, {each: each.votes(n) for n, each in enumerate((*there, *again))}, patience)
        lead(Phase.SELECT)
        act(held, {each: each.comes_in(Phase.SELECT) for each in (*there, *again)}, patience)
        act(held, {each: each.looks() for each in (*there, *again)}, patience)
    _check(held, store, folder, (*there, *again), victims)
    store.close()
    return held


def _stored(store: Store, people: Sequence[Person]) -> int:
    """Return how many cards are stored, reading on what is painted: nobody's terminal stands still."""
    for each in people:
        with suppress(EndedError):  # one that was killed
            each.reads()
    return int(store.sql("SELECT COUNT(*) FROM card")[0][0])


def _check(held: Held, store: Store, folder: Path, people: Sequence[Person], victims: Sequence[Person]) -> None:
    """Note what was painted as stored, and what is not as it was painted."""
    held.acknowledged = [text for each in (*people, *victims) for text in each.told]
    crowd.check(held, store, folder)
    for each in victims:
        if sum(text.startswith(f"{each.login} ") for text in held.stored) - len(each.told) not in (0, 1):
            held.wrong.append(f"{each.login} had {len(each.told)} cards when it was killed, and other cards are stored")
    given = dict(store.sql("SELECT ballot, SUM(number) FROM vote GROUP BY ballot"))
    painted = {f"@{each.login}": each.given for each in people}
    if given != painted:
        held.wrong.append(f"votes painted as given are not those stored: {painted} and {given}")
