"""Single sentences of SECURITY.md that no other file of tests tries."""

import stat
from contextlib import closing
from pathlib import Path

import pytest

from okrtui.crash import write_crash
from okrtui.rituals.okrs import objectives
from okrtui.storage.open import open_store
from tests.trust.places import fresh
from tests.workspaces import ctx


def test_on_a_network_filesystem_no_log_is_written_ahead_and_each_change_waits_for_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = fresh(tmp_path)
    with closing(open_store(path)) as store:
        assert store.sql("PRAGMA journal_mode") == [("wal",)] and store.sql("PRAGMA synchronous") == [(1,)]
    monkeypatch.setattr("okrtui.storage.engine.store.on_network", lambda _: True)
    with closing(open_store(path)) as store:
        assert store.sql("PRAGMA journal_mode") == [("delete",)] and store.sql("PRAGMA synchronous") == [(2,)]
        objectives.add_objective(ctx(store), "over the network")
        assert not Path(f"{path}-wal").exists()


def test_a_crash_note_holds_no_values_of_variables(tmp_path: Path) -> None:
    def breaks(words: str) -> None:
        raise KeyError(len(words))

    note = tmp_path / "state" / "own" / "crash.txt"
    try:
        breaks("said in confidence")
    except KeyError:
        said = write_crash(note)
    text = note.read_text(encoding="utf-8")
    assert "in breaks" in text and "KeyError" in said
    assert "in confidence" not in text.replace('breaks("said in confidence")', "")  # the code itself, not its values
    assert stat.S_IMODE(note.stat().st_mode) == 0o600 and stat.S_IMODE(note.parent.stat().st_mode) == 0o700
