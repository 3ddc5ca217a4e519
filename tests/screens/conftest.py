"""What all tests of the shell share, and the workspace of those of the OKRs."""

from pathlib import Path

import pytest

from tests.screens.okrs.okr_workspace import OkrWorkspace, fill_workspace
from tests.screens.small_app import FakeStore, fake_frame


@pytest.fixture
def quiet_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the title line be drawn without a real store."""
    monkeypatch.setattr("okrtui.app.app.frame_of", fake_frame)
    monkeypatch.setattr("okrtui.app.change_feed.frame_of", fake_frame)
    monkeypatch.setattr("okrtui.storage.journal.feed.poll", FakeStore.poll)
    monkeypatch.setattr("okrtui.storage.journal.feed.mark_seen", FakeStore.mark_seen)


@pytest.fixture
def place(tmp_path: Path) -> OkrWorkspace:
    """Lay the workspace of the OKR screens' tests."""
    fill_workspace(tmp_path / "w.db")
    return OkrWorkspace(tmp_path / "w.db")
