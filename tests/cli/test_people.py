"""People on the command line: known ones only, told apart, and never made by a slip."""

import pytest

from tests.cli.test_main import Cli, boring, cli, me

__all__ = ["boring", "cli"]

NAMINGS = (
    ("objective", "add", "Quick", "--dri"),
    ("objective", "edit", "O1", "--dri"),
    ("kr", "add", "O1", "docs", "--dri"),
    ("kr", "edit", "KR1.1", "--dri"),
    ("checkin", "KR1.1", "100", "--for"),
    ("update", "--blocker", "the fleet", "--helper"),
    ("action", "add", "write it", "--dri"),
    ("action", "edit", "A1", "--dri"),
    ("idea", "cache", "--for"),
    ("ideas", "champion", "I1"),
    ("hero", "--standard", "contribution", "stayed late"),
)


@pytest.mark.parametrize("words", NAMINGS, ids=" ".join)
def test_an_unknown_name_is_refused_with_the_nearest_and_how_to_add_one(boring: Cli, words: tuple[str, ...]) -> None:
    boring("member", "add", "bobby", "--name", "Bob Miller")
    boring("action", "add", "first")
    boring("idea", "first")
    line = [*words, "bobbi"] if words[0] != "hero" else ["hero", "bobbi", words[-1], *words[1:3]]
    said = boring.refused(*line)
    assert "nobody here is called bobbi; did you mean bobby (Bob Miller)?" in said
    assert "--new-member adds them, or: okrtui member add bobbi" in said
    assert [m["login"] for m in boring.data("member", "list")] == sorted(["bobby", me()])
    boring(*line, "--new-member")
    assert boring.code == 0
    boring("undo")
    assert [m["login"] for m in boring.data("member", "list")] == sorted(["bobby", me()])


@pytest.mark.parametrize(
    "words", [("log", "--who"), ("action", "list", "--dri"), ("heroes", "list", "--person"), ("heroes", "about")]
)
def test_a_list_of_nobody_says_so(boring: Cli, words: tuple[str, ...]) -> None:
    assert "nobody here is called nobody9; see: okrtui member list" in boring.refused(*words, "nobody9")
    boring(*words, me().upper())
    assert boring.code == 0


def test_a_log_of_nothing_is_no_empty_journal(boring: Cli) -> None:
    assert "--limit 0 would show nothing" in boring.refused("log", "--limit", "0")
    assert "--limit -3 would show nothing" in boring.refused("log", "--limit", "-3")
    assert boring("log", "--ref", "O99") == "Nothing in the journal is of that.\n"
