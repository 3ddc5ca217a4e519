"""A live session: how soon fifty open clients see a card, and how many cards fifty processes write in a second."""

import json
import math
import os
import random
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from bench.processes import environment
from bench.rawpty import RawPty, during_all, settle_all, visible
from bench.screens import EMPTY
from bench.table import Line
from okrtui.model.live import Kind, Phase
from okrtui.rituals.context import Context
from okrtui.rituals.live import facilitation, sessions
from okrtui.rituals.people.members import make_workspace
from okrtui.storage.engine.store import Store
from okrtui.storage.journal import feed
from okrtui.storage.open import open_store

CLIENTS, CARDS, EACH = 50, 40, 20
PAINTED, IDLE = 20, 20.0
POLL = 0.05
SEEN, SHARE = 150, 1.0
"""Milliseconds within which a card is on the others' screens, and what of a core an open session may take, in %."""
END = "the last one"
_MEMBER = """
import sys
from pathlib import Path
from okrtui.storage.local.drafts import DraftBox
from okrtui.storage.local.tokens import Tokens
from okrtui.app.run import run_tui
place, login = sys.argv[1:]
here = Path.home() / login
drafts, tokens = DraftBox(here / "drafts.json"), Tokens(here / "tokens.json")
sys.exit(run_tui(place, login=login, person=login, drafts=drafts, tokens=tokens, first="brainstorm"))
"""


def measure(clients: int = CLIENTS) -> list[Line]:
    """Return the figures, each on a workspace of its own."""
    with tempfile.TemporaryDirectory(prefix="okrtui-live-") as name:
        folder = Path(name)
        seen = propagation(folder / "seen.db", clients)
        shown = painted(folder / "painted.db", clients, idle=IDLE)
        return [*seen, *shown, *throughput(folder / "written.db", clients)]


def propagation(path: Path, clients: int, cards: int = CARDS) -> list[Line]:
    """Return how long after `enter` a card is known to the others: written, polled for, and the session read again.

    Each client is a process that polls as often as an open okrtui; painting the row is not in it.
    """
    store = lead_session(path)
    watchers = _start(path, "watch", clients)
    _until_all(watchers, clients, "ready")
    sent, chance = dict[str, float](), random.Random(7)
    for number in range(cards):
        time.sleep(chance.uniform(0.3, 0.5))
        text = END if number == cards - 1 else f"card {number}"
        sent[text] = time.monotonic()
        sessions.write_card(context_of(store, "lead"), "S1", text)
    waits = [(at - sent[text]) * 1000 for text, at in _said(watchers)]
    store.close()
    return [_line("a card is known to the others", waits, clients * cards, SEEN)]


def painted(path: Path, clients: int = CLIENTS, cards: int = PAINTED, idle: float = 0) -> list[Line]:
    """Return how long after `enter` in one real terminal a card stands on the others: okrtui, each on a pty.

    With `idle` also what each of them takes of a core in so many seconds in which nothing happens.
    """
    store = lead_session(path)
    env = environment(path.parent)
    with ExitStack() as stack:
        # whoever looks at fifty terminals must not wait for a core as long as each of fifty programs does
        commands = (["nice", "-n", "10", *member(path, f"p{number}")] for number in range(clients))
        ptys = [stack.enter_context(RawPty(command, env)) for command in commands]
        for each in ptys:
            each.first(lambda shown: "▸gather◂" in shown, 120)
        settle_all(ptys, 0.5)
        waits = [wait for number in range(cards) for wait in _painted(ptys, f"qx{number}z")]
        lines = [_line(f"a card is on {clients - 1} other terminals", waits, (clients - 1) * cards, SEEN)]
        lines += _idle(ptys, idle, env) if idle else []
    store.close()
    return lines


def _idle(ptys: Sequence[RawPty], seconds: float, env: Mapping[str, str]) -> list[Line]:
    """Return what an open session takes of a core while all who are in it only look on: the dearest of them."""
    with RawPty([sys.executable, "-c", EMPTY], env) as empty:
        empty.first(bool)
        settle_all([empty, *ptys], 2.0)
        before = [each.cpu() for each in (empty, *ptys)]
        during_all([empty, *ptys], seconds)
        bare, *shares = [100 * (each.cpu() - was) / seconds for each, was in zip((empty, *ptys), before, strict=True)]
    against = f"{bare:.2f} % (empty Textual app)"
    measured = f"{statistics.median(shares):.2f} %, most {max(shares):.2f}"
    what = f"live: an open session, {len(ptys)} in it"
    return [Line(what, measured, against, max(shares), SHARE, "% of a core")]


def _painted(ptys: Sequence[RawPty], word: str) -> list[float]:
    """Type a card into the first one and return the milliseconds until each of the others has written it."""
    settle_all(ptys, 0.3)
    ptys[0].answer(word.encode(), 0.3)
    waiting = {each.master: each for each in ptys[1:]}
    seen = dict.fromkeys(waiting, b"")
    began, waits = time.perf_counter(), list[float]()
    os.write(ptys[0].master, b"\r")
    while waiting and time.perf_counter() - began < 10:
        for master in select.select([*waiting, ptys[0].master], [], [], 1.0)[0]:
            if master == ptys[0].master:
                ptys[0].read(0)
                continue
            seen[master] += waiting[master].read(0)
            if word in visible(seen[master]):
                waits.append((time.perf_counter() - began) * 1000)
                del waiting[master]
    return waits


def throughput(path: Path, clients: int, each: int = EACH) -> list[Line]:
    """Return what one write takes while so many processes write cards without a pause."""
    store = lead_session(path)
    began = time.monotonic()
    waits = [took * 1000 for _, took in _said(_start(path, "write", clients, each))]
    took = time.monotonic() - began
    stored = store.sql("SELECT COUNT(*) FROM card")[0][0]
    store.close()
    line = _line("a card is written", waits, clients * each, math.inf)
    rate = f"{clients} processes, {stored / took:.0f} cards a second with their start"
    return [Line(line.what, line.measured, rate, line.value, line.limit, line.unit)]


def _line(what: str, waits: Sequence[float], wanted: int, limit: float) -> Line:
    if len(waits) < wanted:
        return Line(f"{what}: {len(waits)} of {wanted}", "", "", math.inf, 0, "ms")
    slow = statistics.quantiles(waits, n=100)[98]
    how = f"{wanted} times, polled every {POLL * 1000:.0f} ms"
    return Line(f"live: {what}", f"{statistics.median(waits):.0f} ms, p99 {slow:.0f}", how, slow, limit, "ms")


def context_of(store: Store, login: str) -> Context:
    return Context(store, login, login, datetime.now(UTC))


def lead_session(path: Path, prompts: Sequence[str] = ()) -> Store:
    store = make_workspace(path, name="Bench", timezone="UTC", login="lead", person="Lead", now=datetime.now(UTC))
    sessions.start(
        context_of(store, "lead"), Kind.BRAINSTORM, "Halve the build", concealed=False, minutes=(), prompts=prompts
    )
    facilitation.move(context_of(store, "lead"), "S1", Phase.GATHER)
    return store


def member(path: Path, login: str) -> list[str]:
    """Return the command of the program in the live session as anybody; what is only theirs lies in one home."""
    return [sys.executable, "-c", _MEMBER, str(path), login]


# -- the others, each in a process


def _start(path: Path, what: str, clients: int, each: int = 0) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "bench.live", what, str(path), str(clients), str(each)]
    root = Path(__file__).parents[1]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)


def _until_all(process: "subprocess.Popen[str]", clients: int, word: str) -> None:
    assert process.stdout is not None
    for _ in range(clients):
        if process.stdout.readline().strip() != json.dumps(word):
            raise SystemExit("a client of the live session ended before its time")


def _said(process: "subprocess.Popen[str]") -> Iterator[tuple[str, float]]:
    assert process.stdout is not None
    for line in process.stdout:
        text, number = json.loads(line)
        yield text, number
    if process.wait():
        raise SystemExit(f"a client of the live session ended with {process.returncode}")


def _say(said: object) -> None:
    os.write(1, (json.dumps(said) + "\n").encode())  # one write: the lines of many processes do not mix


def _watch(path: Path, login: str) -> None:
    """Poll like an open okrtui; whenever something came, read the session and say which cards are new."""
    store = open_store(path, patience=60)
    sessions.enter(context_of(store, login), "S1")
    feed.mark_seen(store)
    known = {card.text for card in sessions.view(context_of(store, login), "S1").cards}
    _say("ready")
    time.sleep(random.Random(login).uniform(0, POLL))
    while END not in known:
        time.sleep(POLL)
        if any(entry.ref == "S1" for entry in feed.poll(store)):
            texts = {card.text for card in sessions.view(context_of(store, login), "S1").cards}
            for text in texts - known:
                _say([text, time.monotonic()])
            known = texts
    store.close()


def _write(path: Path, login: str, each: int) -> None:
    store = open_store(path, patience=60)
    for number in range(each):
        began = time.monotonic()
        sessions.write_card(context_of(store, login), "S1", f"{login} {number}")
        _say([login, time.monotonic() - began])
    store.close()


def main(what: str, path: Path, clients: int, each: int) -> int:
    """Fork the clients, which import only once that way, and wait for them."""
    children = []
    for number in range(clients):
        child = os.fork()
        if not child:
            code = 1
            try:
                _watch(path, f"p{number}") if what == "watch" else _write(path, f"p{number}", each)
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    return max(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0 for child in children)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
