"""A whole retro with real processes, from its start to the exported Markdown: nothing acknowledged is lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.live import crowd, retro_crowd


@pytest.mark.long
@pytest.mark.parametrize("anonymous", [False, True], ids=["named", "anonymous"])
def test_a_whole_retro_from_start_to_export(tmp_path: Path, anonymous: bool) -> None:
    """`python -m tools.soak` does it with 30 people, 300 cards and 8 topics."""
    people, cards = 5, 4
    held, store = retro_crowd.hold(tmp_path, people, cards, anonymous=anonymous)
    assert held.wrong == []
    assert sorted(held.acknowledged) == sorted(held.stored.elements())
    assert len(held.acknowledged) == people * cards
    assert (held.topics, len(held.told["note"]), len(held.told["action"])) == (4, people * 4, retro_crowd.ACTIONS)
    command = [sys.executable, "-m", "okrtui", "-w", store.address, "export", str(tmp_path / "out")]
    subprocess.run(command, check=True, capture_output=True, cwd=crowd.ROOT, env={**os.environ, "HOME": str(tmp_path)})
    store.close()
    (page,) = (tmp_path / "out" / "retros").glob("*.md")
    assert retro_crowd.missing_in(page.read_text(encoding="utf-8"), held) == []
