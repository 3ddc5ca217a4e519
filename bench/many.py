"""Two thousand cards in one session: what a key press costs in each phase, beside a key in an app that counts them."""

import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.live import context_of, lead_session
from bench.processes import environment, okrtui
from bench.rawpty import RawPty
from bench.screens import COUNTING, DOWN, UP
from bench.table import Line
from okrtui.config import identity
from okrtui.model.live import Phase
from okrtui.rituals.live import facilitation, grouping, sessions
from okrtui.rules.live.prompts import tag_of
from okrtui.storage.engine.store import Store

CARDS, GROUPS, EACH, OTHERS = 2000, 100, 12, 29
TIMES, QUIET, ENTERED = 5, 0.15, 0.8
TIMES_EMPTY, BYTES, PAGE = 20, 6144, 12288
"""What a key may cost: so many times what it costs in an app that counts keys, and so many bytes; more where a page
turns, which it does with every line where all of the screen is one page, or where a card goes from list to list."""
WORDS = "cache the images of every runner before the morning, when all of us push and the queue is long".split()  # noqa: SIM905
ESC, ENTER = b"\x1b", b"\r"


@dataclass(frozen=True, slots=True)
class Press:
    """A key, what it is called, how often it is pressed, and the keys before each time, which are not measured."""

    name: str
    key: bytes
    times: int = TIMES
    before: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where keys are pressed: a phase, the keys that lead there from where the place before was left, and the keys."""

    name: str
    phase: Phase
    way: tuple[bytes, ...]
    presses: tuple[Press, ...]
    limit: int = BYTES


MOVES = (Press("down", DOWN), Press("space", b" "))
SHOWN = (Press("down", DOWN), Press("page down", b"\x1b[6~"))
AT_END = (Press("up", UP), Press("page up", b"\x1b[5~"))
"""While cards come the projector shows the end."""
PLACES = (
    Place("gather, typing", Phase.GATHER, (), (Press("a character", b"x"), Press("enter", ENTER, 3, (b"y",)))),
    Place("gather, in the list", Phase.GATHER, (ESC,), (Press("up", UP),)),
    Place("gather, presented", Phase.GATHER, (b"p",), AT_END, PAGE),
    Place("reveal", Phase.REVEAL, (ESC,), MOVES),
    Place("group, loose cards", Phase.GROUP, (), MOVES),
    Place("group, the groups", Phase.GROUP, (b"l",), MOVES),
    Place("group, a card moves", Phase.GROUP, (), (Press("split", b"s", 3, (DOWN,)), Press("undo", b"u", 3)), PAGE),
    Place("group, presented", Phase.GROUP, (b"p",), SHOWN, PAGE),
    Place("vote", Phase.VOTE, (ESC,), (*MOVES, Press("backspace", b"\x7f", 3))),
    Place("select", Phase.SELECT, (), (Press("down", DOWN),)),
    Place("select, presented", Phase.SELECT, (b"p",), SHOWN, PAGE),
)


COLUMNS = ("What slowed us?", "What helped?", "What shall we try?")
IN_COLUMNS = (
    Place("gather in columns", Phase.GATHER, (), (Press("a character", b"x"), Press("enter", ENTER, 3, (b"y",)))),
    Place("reveal in columns", Phase.REVEAL, (), MOVES),
    Place("group in columns", Phase.GROUP, (), MOVES),
    Place("columns, presented", Phase.GROUP, (b"p",), SHOWN, PAGE),
)
CHANGED = 1024
"""Bytes within which a card that somebody changes is painted at another terminal."""


def measure(cards: int = CARDS, places: Sequence[Place] = PLACES, columns: Sequence[Place] = IN_COLUMNS) -> list[Line]:
    """Return for each place the key that takes most processor time, and the one that writes most bytes.

    Then the same where cards stand in `columns`, and what is written at a terminal for a card that another one changes.
    """
    return [*_measure(cards, places), *(_measure(cards, columns, COLUMNS) if columns else ())]


def _measure(cards: int, places: Sequence[Place], prompts: Sequence[str] = ()) -> list[Line]:
    with tempfile.TemporaryDirectory(prefix="okrtui-many-") as name:
        path = Path(name) / "many.db"
        store = session(path, cards, prompts)
        env = environment(path.parent)
        with RawPty([sys.executable, "-c", COUNTING], env) as empty, RawPty([*okrtui(), "-w", str(path)], env) as pty:
            empty.first(bool)
            empty.settle(0.5)
            floor = _typical(_pressed(empty, Press("", b"x", 3 * TIMES)))[0]
            pty.first(bool)
            pty.settle(0.5)
            pty.answer(b"b", ENTERED)
            lines = [_changed(store, pty, cards)] if prompts else []
            lines += [line for place in places for line in _at(store, pty, place, floor, cards)]
        store.close()
    return lines


def session(path: Path, cards: int, prompts: Sequence[str] = ()) -> Store:
    """Return the store of a session in which so many cards are written, some of them mine, and some put into groups."""
    store, me = lead_session(path, prompts), identity()[0]
    for number in range(cards):
        login = f"p{number % OTHERS}" if number % (OTHERS + 1) else me
        text = " ".join(WORDS[number % 7 : number % 7 + 3 + number % 11])
        tag = f" #{tag_of(prompts[number % len(prompts)])}" if prompts else ""
        sessions.write_card(context_of(store, login), "S1", f"{text} {number}{tag}")
    return store


def _changed(store: Store, pty: RawPty, cards: int) -> Line:
    """Return the bytes written at a terminal for a card that somebody else changes: the last one, which is seen."""
    sizes, last, me = list[int](), tag_of(COLUMNS[-1]), identity()[0]
    for number in range(TIMES):
        every = sessions.view(context_of(store, "lead"), "S1").cards
        card = [each for each in every if each.tag == last and each.author != me][-1]
        pty.settle(QUIET)
        sessions.edit_card(
            context_of(store, card.author), "S1", card.id, " ".join(WORDS[number : number + 9][:: (-1) ** number])
        )
        sizes.append(len(pty.answer(b"", ENTERED)[1]))
    size = statistics.median(sizes)
    what = f"{cards:,} cards in columns: another one's changes"
    return Line(what, f"{size:,.0f} bytes, most {max(sizes):,}", "pty 120×40, 256 colours", size, CHANGED, "bytes")


def _grouped(store: Store, cards: int) -> None:
    found, each = sessions.view(context_of(store, "lead"), "S1").loose, min(EACH, max(2, cards // 8))
    for number in range(min(GROUPS, cards // (2 * each))):
        some = {card.id: card.version for card in found[number * each : (number + 1) * each]}
        grouping.group(context_of(store, "lead"), "S1", some, f"group {number}")


def _at(store: Store, pty: RawPty, place: Place, floor: float, cards: int) -> Iterator[Line]:
    now = sessions.find(context_of(store, "lead"), "S1").phase
    if now is not place.phase:
        facilitation.move(context_of(store, "lead"), "S1", place.phase)
        if place.phase is Phase.GROUP:
            _grouped(store, cards)
        pty.settle(ENTERED)
    for key in place.way:
        pty.answer(key, ENTERED)
    taken = {press.name: _typical(_pressed(pty, press)) for press in place.presses}
    yield from _lines(place, taken, floor, cards)


def _pressed(pty: RawPty, press: Press) -> list[tuple[float, int]]:
    """Return the milliseconds of processor time and the bytes of each press, until its answer is painted."""
    found = list[tuple[float, int]]()
    for _ in range(press.times):
        for key in press.before:
            pty.answer(key, QUIET)
        before = pty.cpu()
        answer = pty.answer(press.key, QUIET)[1]
        found.append(((pty.cpu() - before) * 1000, len(answer)))
    return found


def _typical(found: Sequence[tuple[float, int]]) -> tuple[float, float]:
    """Return the medians: a list jumps by a third of its page now and then, and that is a page that turns."""
    times, sizes = zip(*found, strict=True)
    return statistics.median(times), statistics.median(sizes)


def _lines(place: Place, taken: Mapping[str, tuple[float, float]], floor: float, cards: int) -> list[Line]:
    slow, (took, _) = max(taken.items(), key=lambda each: each[1][0])
    fat, (_, size) = max(taken.items(), key=lambda each: each[1][1])
    what = f"{cards:,} cards, {place.name}"
    against = f"{floor:.1f} ms (empty app that counts keys)"
    return [
        Line(f"{what}: {slow}", f"{took:.0f} ms of a core", against, took / floor, TIMES_EMPTY, "×"),
        Line(f"{what}: {fat}", f"{size:,.0f} bytes", "pty 120×40, 256 colours", size, place.limit, "bytes"),
    ]
