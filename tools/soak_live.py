"""The long run of a live session: a crowd of processes writes, moves, merges and votes at once, named and anonymous."""

import time
from pathlib import Path

from tests.live import crowd


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
    how = f"to {outcome.groups} groups, voted twice, in {seconds:.0f} s" + "".join(f"; {w}" for w in outcome.wrong[:3])
    return f"{people} people × {cards} cards, moves and votes", result, how, once and not outcome.wrong
