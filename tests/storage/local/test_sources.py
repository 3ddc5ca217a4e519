"""Where sources are kept: in a file that only I can write; what others could have written is refused."""

import stat
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.okrs import Source
from okrtui.storage.local.sources import OwnSources

ONE = Source("KR1.2", ("psql", "-Atc", "select 1"), 5)


@pytest.fixture
def mine(tmp_path: Path) -> OwnSources:
    return OwnSources(tmp_path / "config" / "okrtui" / "sources.json")


def test_a_source_is_of_its_workspace_and_can_be_replaced_and_removed(mine: OwnSources) -> None:
    assert mine.of("u") == {}
    mine.put("u", Source("KR1.10", ("true",)))
    mine.put("u", ONE)
    mine.put("v", Source("KR1.2", ("false",)))
    assert list(mine.of("u").values()) == [ONE, Source("KR1.10", ("true",))], "in the order of their numbers"
    mine.put("u", Source("KR1.2", ("echo", "2")))
    assert mine.of("u")["KR1.2"].command == ("echo", "2")
    mine.remove("u", "KR1.2")
    assert (list(mine.of("u")), list(mine.of("v"))) == (["KR1.10"], ["KR1.2"])
    assert stat.S_IMODE(mine.path.stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_can_write_is_refused(mode: int, mine: OwnSources) -> None:
    mine.put("u", ONE)
    mine.path.chmod(mode)
    for act in (lambda: mine.of("u"), lambda: mine.put("u", ONE), lambda: mine.remove("u", "KR1.2")):
        with pytest.raises(Refused, match=r"others can write .*chmod go-w"):
            act()


def test_so_is_one_in_a_folder_where_others_could_put_another_one(mine: OwnSources) -> None:
    mine.put("u", ONE)
    mine.path.parent.chmod(0o777)
    with pytest.raises(Refused, match="others can write"):
        mine.of("u")


def test_a_link_is_not_followed(mine: OwnSources, tmp_path: Path) -> None:
    mine.put("u", ONE)
    elsewhere = mine.path.rename(tmp_path / "elsewhere.json")
    mine.path.symlink_to(elsewhere)
    with pytest.raises(Refused, match="is a link"):
        mine.of("u")


@pytest.mark.parametrize("text", ["{", "[]", "[" * 100_000])
def test_a_damaged_file_stays_and_is_told(text: str, mine: OwnSources) -> None:
    mine.put("u", ONE)
    mine.path.write_text(text)
    for act in (lambda: mine.of("u"), lambda: mine.put("u", ONE)):
        with pytest.raises(Refused, match=r"sources\.json"):
            act()
    assert mine.path.read_text() == text


def test_what_is_no_source_is_passed_over(mine: OwnSources) -> None:
    mine.put("u", ONE)
    kept = mine.path.read_text()
    odd = '"KR1.1": {"command": "rm -rf"}, "KR1.3": [], "KR1.4": {"command": ["a"], "seconds": -1}, "KR1.2"'
    mine.path.write_text(kept.replace('"KR1.2"', odd))
    assert mine.of("u") == {"KR1.2": ONE, "KR1.4": Source("KR1.4", ("a",))}
