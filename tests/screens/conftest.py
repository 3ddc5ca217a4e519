"""What all tests of the shell share, and the workspace of those of the OKRs."""

from pathlib import Path

import pytest

from tests.screens.okrs.okr_place import Place, fill_workspace
from tests.screens.shell import FakeStore, fake_frame


@pytest.fixture
def quiet_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the title line be drawn without a real store."""
    monkeypatch.setattr("okrtui.app.app.frame_of", fake_frame)
    monkeypatch.setattr("okrtui.app.change_feed.frame_of", fake_frame)
    monkeypatch.setattr("okrtui.storage.journal.feed.poll", FakeStore.poll)
    monkeypatch.setattr("okrtui.storage.journal.feed.mark_seen", FakeStore.mark_seen)


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Lay the workspace of the OKR screens' tests."""
    fill_workspace(tmp_path / "w.db")
    return Place(tmp_path / "w.db")
