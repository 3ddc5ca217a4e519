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
    ("value", "add", "calm", "--keeper"),
    ("value", "keep", "V1", "--by"),
    ("booking", "walk-in"),
    ("case", "open", "support", "a reviewer", "--asked"),
    ("hero", "--standard", "contribution", "stayed late"),
)


@pytest.mark.parametrize("words", NAMINGS, ids=" ".join)
def test_an_unknown_name_is_refused_with_the_nearest_and_how_to_add_one(boring: Cli, words: tuple[str, ...]) -> None:
    boring("member", "add", "bobby", "--name", "Bob Miller")
    boring("action", "add", "first")
    boring("idea", "first")
    boring("value", "add", "first")
    line = [*words, "bobbi"] if words[0] != "hero" else ["hero", "bobbi", words[-1], *words[1:3]]
    said = boring.refused(*line)
    assert "there is nobody called bobbi; did you mean bobby (Bob Miller)?" in said
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
    assert "there is nobody called nobody9; see: okrtui member list" in boring.refused(*words, "nobody9")
    boring(*words, me().upper())
    assert boring.code == 0


def test_a_log_of_nothing_is_no_empty_journal(boring: Cli) -> None:
    assert "--limit 0 would show nothing" in boring.refused("log", "--limit", "0")
    assert "--limit -3 would show nothing" in boring.refused("log", "--limit", "-3")
    assert boring("log", "--ref", "O99") == "No entry of the journal is like that.\n"


def test_values_are_written_kept_told_and_retired(boring: Cli) -> None:
    boring("member", "add", "bob")
    assert boring("value", "list") == (
        'No value is written down yet: okrtui value add "what you hold to" --keeper LOGIN\n'
    )
    assert boring("value", "add", "Open by default", "--keeper", "bob", "--until", "2026-12-31") == (
        "V1  Open by default  bob until 2026-12-31\n"
    )
    assert boring("value", "add", "Small steps").startswith("V2  ")
    assert boring("value", "edit", "v2", "Small steps, measured") == "V2  Small steps, measured  no keeper\n"
    assert boring("value", "keep", "V2", "--until", "+2w") == f"V2  Small steps, measured  {me()} until 2026-12-07\n"
    assert boring("value", "keep", "V2", "--nobody").endswith("no keeper\n")
    assert "opposites" in boring.refused("value", "keep", "V2", "--nobody", "--by", "bob")
    assert boring("hero", "bob", "Wrote it down", "--standard", "honor", "--value", "v1") == "H1\n"
    assert "shows V1" in boring("heroes", "show", "H1") and boring.data("heroes", "show", "H1")["value"] == "V1"
    told = boring.data("value", "show", "V1")
    assert (told["ref"], told["kept"], [each["story"] for each in told["stories"]]) == ("V1", True, ["Wrote it down"])
    assert "there is no value V7; see: okrtui value list" in boring.refused(
        "hero", "bob", "x", "--standard", "honor", "--value", "V7"
    )
    assert "--value V2" in boring("value", "show", "V2")
    assert boring("value", "retire", "V1") == "V1 is retired\n"
    assert [each["ref"] for each in boring.data("value", "list")] == ["V2"]
    assert [each["state"] for each in boring.data("value", "list", "--all")] == ["retired", "active"]
    said = boring.data("people")
    assert [each["ref"] for each in said["without_keeper"]] == ["V2"] and said["empty_teams"] == []


def test_a_keepers_last_day_is_a_day_to_come(boring: Cli) -> None:
    boring("value", "add", "Calm")
    assert "isn't a day" in boring.refused("value", "keep", "V1", "--until", "soon")
    assert "2026-11-01 is past" in boring.refused("value", "keep", "V1", "--until", "2026-11-01")


def test_what_is_still_with_who_leaves_is_told_and_given_on(boring: Cli) -> None:
    boring("member", "add", "abe", "--name", "Abe")
    boring("member", "add", "cat")
    boring("objective", "add", "Big", "--dri", "abe")
    boring("kr", "add", "O2", "users", "--target", "5", "--dri", "abe")
    boring("action", "add", "do it", "--dri", "abe")
    boring("value", "add", "care", "--keeper", "abe")
    boring("idea", "faster", "--for", "abe")
    boring("ask", "abe", "help me", "--by", "+3d")
    boring("member", "edit", "abe", "--left")
    assert "O2, KR2.1, A1, V1, I1 and C1 are still with abe; give them to who is here" in boring.err
    told = boring("people")
    assert "Abe (abe, left: give it to who is here)\n  O2 Big\n" in told and "A1 do it (abe left)" in told
    for words in (("objective", "edit", "O2"), ("kr", "edit", "KR2.1"), ("action", "edit", "A1")):
        assert "abe has left; name somebody who is here" in boring.refused(*words, "--dri", "abe")
        boring(*words, "--dri", "cat")
    boring("value", "keep", "V1", "--by", "cat")
    boring("ideas", "champion", "I1", "cat")
    boring("case", "withdraw", "C1", "they left")
    assert "(abe" not in boring("people")
    boring("member", "edit", "cat", "--left")
    assert "O2, KR2.1, A1, V1 and I1 are still with cat" in boring.err
