"""Seven people and a projector at real terminals hold a whole brainstorm and a whole retro; whoever leads is killed."""

from pathlib import Path

import pytest

from tests.live import seven


@pytest.mark.long
@pytest.mark.parametrize("hold", [seven.brainstorm, seven.retrospective])
def test_seven_terminals_lose_nothing_to_a_killed_leader(tmp_path: Path, hold: seven.Hold) -> None:
    """`python -m tools.soak --only seven` does it with more cards for each question."""
    held = hold(tmp_path)
    assert held.faults == []
    assert len(held.told) >= len(seven.PEOPLE) * len(held.prompts) and held.leads == seven.NEXT
