"""The long runs of live sessions: a crowd of processes and one of terminals in a brainstorm, and a whole retro."""

import statistics
import time
from pathlib import Path

from okrtui.sharing.pages.retro import retro_page
from tests.live import crowd, retro_crowd, seven, terminal_crowd

PATIENCE = 120.0
"""Seconds within which a terminal must show what its keys did, while fifty of them share the machine's cores."""


def live_crowd(folder: Path, people: int, cards: int) -> tuple[str, str, str, bool]:
    """Hold an anonymous session with so many people and cards each; return what was done, what came of it, how."""
    begun = time.monotonic()
    outcome = crowd.hold(folder, people, cards, {"anonymous": True}, timeout=1800)
    seconds = time.monotonic() - begun
    once = len(outcome.acknowledged) == people * cards and sorted(outcome.stored.elements()) == sorted(
        outcome.acknowledged
    )
    result = (
        f"{len(outcome.acknowledged)} of {people * cards} cards acknowledged, each stored exactly once: "
        f"{'yes' if once else 'NO'}; {outcome.votes} votes in budget, {len(outcome.wrong)} faults"
    )
    how = f"to {outcome.groups} groups, voted twice, in {seconds:.0f} s; each deed {outcome.waited()}"
    how += "".join(f"; {each}" for each in outcome.wrong[:3])
    return f"{people} people × {cards} cards, moves and votes", result, how, once and not outcome.wrong


def at_terminals(folder: Path, people: int, cards: int, kills: int) -> tuple[str, str, str, bool]:
    """Hold a session in so many real terminals, `kills` more of which are killed; return the same."""
    begun = time.monotonic()
    held = terminal_crowd.hold(folder, people, cards, kills, patience=PATIENCE)
    seconds = time.monotonic() - begun
    result = (
        f"{len(held.acknowledged)} cards painted as stored, {held.stored.total()} stored, {kills} terminals killed; "
        f"{held.votes} votes in budget, {len(held.wrong)} faults"
    )
    how = f"to {held.groups} groups in {seconds:.0f} s; keys to their effect on the screen {held.waited()}"
    how += "".join(f"; {each}" for each in held.wrong[:3])
    return f"{people} terminals × {cards} cards, moves and votes by keys", result, how, not held.wrong


def whole_retro(folder: Path, people: int, cards: int) -> tuple[str, str, str, bool]:
    """Hold a retro with so many people and cards in all, from start to Markdown; return the same."""
    begun = time.monotonic()
    held, store = retro_crowd.hold(folder, people, cards // people, timeout=1800)
    seconds = time.monotonic() - begun
    page = retro_page(crowd.ctx(store, crowd.LEAD, folder), "S1")
    store.close()
    missing = retro_crowd.missing_in(page, held)
    wrong = [*held.wrong, *(f"not once in the Markdown: {words}" for words in missing)]
    once = sorted(held.stored.elements()) == sorted(held.acknowledged) and len(held.acknowledged) == cards
    said = {kind: len(lines) for kind, lines in held.told.items()}
    result = (
        f"{len(held.acknowledged)} cards, {said['note']} notes, {said['answer']} answers, {said['action']} actions "
        f"acknowledged, each stored exactly once and in the Markdown: {'yes' if once and not missing else 'NO'}; "
        f"{held.votes} votes in budget, {len(wrong)} faults"
    )
    steps = ", ".join(f"{name} {taken:.1f}" for name, taken in held.seconds.items())
    how = f"{held.topics} topics in {seconds:.0f} s ({steps})" + "".join(f"; {each}" for each in wrong[:3])
    return f"a retro of {people} people, {cards} cards", result, how, once and not wrong


def led_on(folder: Path, cards: int) -> tuple[str, str, str, bool]:
    """Hold a brainstorm and a retro at seven terminals and a projector each, whoever leads killed; return the same."""
    begun, wrong, waits, told = time.monotonic(), list[str](), list[float](), 0
    for name, hold in (("brainstorm", seven.brainstorm), ("retro", seven.retrospective)):
        place = folder / name
        place.mkdir()
        held = hold(place, cards, PATIENCE)
        wrong += [f"{name}: {each}" for each in held.faults]
        waits, told = [*waits, *held.waits], told + len(held.told)
    seconds = time.monotonic() - begun
    result = f"{told} cards painted and stored once below their question, 2 leaders killed, {len(wrong)} faults"
    slowest = f"a step is on all screens within {statistics.median(waits):.1f} s, {max(waits):.1f} at most"
    how = f"brainstorm and retro in {seconds:.0f} s; {slowest}" + "".join(f"; {each}" for each in wrong[:3])
    return f"7 terminals and a projector, {cards} cards a question each", result, how, not wrong
