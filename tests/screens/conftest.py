"""What all tests of the shell share."""

import pytest

from tests.screens.shell import fake_frame


@pytest.fixture
def quiet_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the title line be drawn without a real store."""
    monkeypatch.setattr("okrtui.app.frame_of", fake_frame)
    monkeypatch.setattr("okrtui.feed.frame_of", fake_frame)
