"""A state file: what it holds when it is damaged, a link, or changed by several processes at once."""

import json
from pathlib import Path

import pytest

from okrtui.storage.local.state_file import StateFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "kept.json"


def test_what_was_damaged_is_set_aside_overwritten_or_stays(path: Path) -> None:
    """Each file says which; only what is set aside is told."""
    path.parent.mkdir()
    path.write_text("[1", encoding="utf-8")
    with pytest.raises(ValueError, match="Expecting"):
        StateFile(path, "things", list, "refuse").change(lambda kept: kept)
    assert path.read_text(encoding="utf-8") == "[1"
    anew = StateFile(path, "things", list, "begin anew")
    assert (anew.try_change(lambda kept: [*kept, 2]), anew.problem) == ([2], "")
    path.write_text("{}", encoding="utf-8")
    aside = StateFile(path, "things", list)
    assert aside.try_change(lambda kept: [*kept, 3]) == [3] and "things could not be read" in aside.problem
    assert path.with_name("kept.json.broken").read_text(encoding="utf-8") == "{}"


def test_a_link_is_not_followed(path: Path, tmp_path: Path) -> None:
    """Neither to read nor to write: what it leads to stays."""
    path.parent.mkdir()
    other = tmp_path / "other.json"
    other.write_text('{"a": 1}', encoding="utf-8")
    path.symlink_to(other)
    file = StateFile(path, "things")
    assert file.look() is None and "can't be read" in file.problem
    assert file.try_change(lambda kept: {"b": 2}) is None
    assert json.loads(other.read_text(encoding="utf-8")) == {"a": 1}


def test_what_others_put_is_new_and_what_i_put_is_not(path: Path) -> None:
    mine, theirs = StateFile(path, "things"), StateFile(path, "things")
    mine.change(lambda kept: {"a": 1})
    assert not mine.is_new() and theirs.is_new()
    assert theirs.look() == {"a": 1} and not theirs.is_new()
    theirs.change(lambda kept: kept | {"b": 2})
    assert mine.is_new() and mine.look() == {"a": 1, "b": 2}
    assert path.stat().st_mode & 0o777 == 0o600
