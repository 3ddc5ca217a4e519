"""Cases and processes on the command line: a ref first, the same words as everywhere, all of it for scripts too."""

import io
from contextlib import closing
from pathlib import Path

import pytest

from okrtui.rituals.cases import cases
from okrtui.storage.open import open_store
from tests.cli.test_main import Cli, boring, cli, me
from tests.rules.cases.test_definition import GOOD
from tests.workspaces import ctx

__all__ = ["boring", "cli"]


def go(cli: Cli, login: str, ref: str, outcome: str, because: str = "") -> None:
    """Take a step as somebody else."""
    with closing(open_store(cli.path)) as store:
        cases.go(ctx(store, login), ref, outcome, because)


def test_help_is_asked_for_in_one_line_and_confirmed(boring: Cli) -> None:
    assert "there is nobody called bob" in boring.refused("ask", "bob", "a reviewer")
    asked = boring("ask", "bob", "a reviewer for the pool code", "--by", "tue", "--kr", "kr1.1", "--new-member")
    assert asked == "C1  bob is asked to answer by 2026-11-24\n"
    line = f"C1  open  support  {me()} → bob  a reviewer for the pool code · KR1.1  answer by 2026-11-24\n"
    assert boring("case", "list") == boring("case", "list", "--mine") == boring("case", "list", "--process", "support")
    assert boring("case", "list") == line
    assert boring("case", "list", "--for-me").startswith("No case is here.")
    assert boring.refused("case", "go", "C1", "yes") == "okrtui: C1: answer is for bob\n"
    go(boring, "bob", "C1", "yes", "tomorrow")
    go(boring, "bob", "C1", "given")
    assert boring("case", "show", "c1").splitlines() == [
        "C1  open  support  a reviewer for the pool code",
        f"    {me()} asked bob on 2026-11-23",
        "    KR1.1 waits for it",
        "    needed by 2026-11-24",
        "    2026-11-23  bob said “yes”",
        "        tomorrow",
        "    2026-11-23  bob said “given”",
        f"    confirm is for {me()}, by 2026-11-28: Did it help?",
        "    helped · not enough",
    ]
    assert boring("due").endswith("; case C1 waits for you\n")
    assert (boring.data("due")["cases"], boring.data("due")["overdue_cases"]) == (["C1"], [])
    assert boring.data("due")["hands"] == boring.data("due")["openings"] == []
    (mine,) = boring.data("case", "list", "--for-me")
    assert (mine["ref"], mine["mine"], mine["outcomes"]) == ("C1", True, ["helped", "not enough"])
    assert [each["outcome"] for each in mine["entries"]] == ["yes", "given"]
    assert boring("case", "go", "C1", "HELP", "--because", "merged") == "C1  helped\n"
    assert boring("case", "list", "--over") == line.replace("open  ", "helped  ").replace("answer by ", "").replace(
        "11-24", "11-23"
    )
    assert boring("undo").startswith("taken back: moved case C1 (HELP)")
    assert boring.refused("case", "go", "C1", "perhaps") == (
        "okrtui: C1: confirm has no “perhaps”; say helped or not enough\n"
    )


def test_what_is_raised_is_taken_noted_and_withdrawn(boring: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    boring("team", "add", "Architecture")
    boring("member", "edit", me(), "--team", "Architecture")
    assert boring("case", "open", "architecture", "one cache?") == (
        "C1  triage is for team Architecture, by 2026-11-28\n"
    )
    assert boring("case", "take", "C1") == f"C1  advice is for {me()}, by 2026-12-03\n"
    assert boring("case", "note", "C1", "one is cheaper") == "C1 has your advice\n"
    assert "architecture takes no hands" in boring.refused("case", "hand", "C1", "I would")
    assert "architecture has no appeal" in boring.refused("case", "appeal", "C1", "no")
    assert boring("case", "withdraw", "C1", "solved") == "C1 is withdrawn\n"
    assert boring("case", "open", "opportunity", "lead it") == f"C2  hands is for {me()}, by 2026-12-03\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b" \n")))
    assert "nothing was said" in boring.refused("case", "hand", "C2")
    with closing(open_store(boring.path)) as store:
        cases.raise_hand(ctx(store, "bob"), "C2", "gladly")
    assert boring("case", "answer", "C2", "bob", "next time") == "C2: bob has your answer\n"


def test_how_things_are_decided_is_there_to_read_and_to_change(boring: Cli, tmp_path: Path) -> None:
    first = " ".join(boring("process", "list").splitlines()[0].split())
    assert first.startswith("support active 0 cases answer 3 d (whoever is asked) → give 10 d (whoever is asked) → con")
    assert [each["name"] for each in boring.data("process", "list")][:2] == ["support", "opportunity"]
    assert boring("process", "show", "support").splitlines()[-3:] == [
        "        helped: closed as helped",
        "        not enough: to give",
        "        without a word: closed as given",
    ]
    file = tmp_path / "support.toml"
    file.write_text(boring("process", "show", "support", "--toml").replace("days = 3", "days = 1"))
    assert boring("process", "add", str(file)).startswith("support version 2: answer 1 d")
    file.write_text(GOOD.replace("days = 3", "days = 0"))
    assert boring.refused("process", "add", str(file)) == (
        f"okrtui: {file}: line 8: the step's days must be a whole number from 1 to 366, like days = 5\n"
    )
    assert "cannot be read" in boring.refused("process", "add", str(tmp_path / "nothing.toml"))
    assert boring("process", "retire", "support") == "support is retired\n"
    assert "support is retired" in boring.refused("ask", me(), "x")
    assert boring.data("process", "show", "breach")["appeal"]["by"] == "subject"


def test_openings_that_want_what_i_know_are_listed_for_me(boring: Cli) -> None:
    boring("member", "add", "ana", "--skills", "caching")
    boring("member", "edit", me(), "--skills", "caching")
    store = open_store(boring.path)
    cases.open_case(ctx(store, "ana"), "opportunity", "caching for all tenants")
    store.close()
    assert [each["ref"] for each in boring.data("case", "list", "--wanting-me")] == ["C1"]
    assert "opposites" in boring.refused("case", "list", "--wanting-me", "--over")


def test_a_retro_begins_with_what_is_overdue(boring: Cli) -> None:
    with closing(open_store(boring.path)) as store:
        before = ctx(store, "bob", weeks=-2)
        cases.open_case(before, "support", "a reviewer", asked=me())
    boring("retro", "start", "What now?")
    assert "a reviewer" not in boring("retro", "status", "S1")
    boring("retro", "next", "S1")
    assert f"C1  overdue since 2026-11-12: a reviewer; answer waits for {me()}" in boring("retro", "status", "S1")
    (late,) = boring.data("retro", "status", "S1")["overdue_cases"]
    assert (late["ref"], late["waits_for"], late["due"]) == ("C1", me(), "2026-11-12")


def test_a_case_comes_out_of_an_idea_and_is_worked_out_in_a_session(boring: Cli) -> None:
    boring("team", "add", "Architecture")
    boring("member", "edit", me(), "--team", "Architecture")
    boring("idea", "One cache for all", "--inbox")
    assert boring("case", "open", "architecture", "--from", "I1").startswith("C1  triage is for team Architecture")
    assert "led to: C1" in boring("ideas", "show", "I1")
    assert boring.data("ideas", "show", "I1")["cases"] == ["C1"]
    assert boring.data("case", "show", "C1")["out_of"] == "I1"
    assert "--case" not in boring.refused("brainstorm", "start", "Caches", "--case", "C1")
    boring("case", "take", "C1")
    assert boring("brainstorm", "start", "Caches", "--case", "C1") == "S1\n"
    boring("brainstorm", "next", "S1")
    boring("brainstorm", "card", "one for all", "--in", "S1")
    boring("brainstorm", "close", "S1")
    found = boring.data("case", "show", "C1")
    assert found["sessions"] == ["S1"] and "- one for all" in found["entries"][-1]["text"]
    assert boring.data("brainstorm", "list")[0]["case"] == "C1"
    assert boring.refused("case", "open", "architecture", "--from", "I9").startswith("okrtui: there is no idea I9")
    assert "name it with --from" in boring.refused("case", "open", "architecture", "x", "--agreed")
    assert "one of --from and --supersedes" in boring.refused(
        "case", "open", "architecture", "x", "--from", "I1", "--supersedes", "C1"
    )


def test_a_reward_is_opened_checked_and_granted_and_says_first_how_private_it_is(boring: Cli) -> None:
    for team, logins in {"Backbone": ("ana", "yusuf"), "Leads": ("lena", "priya")}.items():
        boring("team", "add", team)
        for login in logins:
            boring("member", "add", login, "--team", team)
    boring("hero", "jing", "carried the pager", "--standard", "contribution", "--new-member")
    lacking = ("case", "open", "reward", "three nights of calm", "--about", "jing")
    assert boring.refused(*lacking) == "okrtui: name the hero card that it builds on: --evidence H12\n"
    assert "and knows no key result" in boring.refused(*lacking, "--evidence", "H1", "--kr", "KR1.1")
    assert boring(*lacking, "--evidence", "h1") == "C1  check is for team Backbone, by 2026-11-28\n"
    shown = boring.data("case", "show", "C1")
    assert (shown["evidence"], shown["subject"], shown["seen_by"]) == ("H1", "jing", sorted(["ana", "yusuf", me()]))
    assert f"    H1 {me()}: carried the pager\n" in boring("case", "show", "C1")
    go(boring, "ana", "C1", "yes", "calm before fast")
    go(boring, "lena", "C1", "grant", "Two days off.")
    assert boring("case", "list", "--over").startswith("C1  granted  reward  ")
    assert "Two days off." in boring("heroes", "list")
    assert "case C1" not in boring("log", "--who", "lena"), "what was decided, only those concerned read in the journal"
    refused = boring.refused("case", "open", "breach", "x", "--about", "jing", "--evidence", "W1")
    assert refused.startswith("okrtui: breach needs a PostgreSQL server: whoever can read ")
    assert "not about you" not in boring.refused("case", "companion", "C1", "ana")


def test_agreements_have_refs_and_are_handed_over(boring: Cli) -> None:
    assert boring("retro", "agree", "reviews within a day") == f"W1  {me()} sees to it\n"
    assert boring("retro", "agree", "--hand-over", "w1", "--dri", "bob", "--new-member") == "W1  bob sees to it\n"
    (held,) = boring.data("retro", "agree")
    assert (held["ref"], held["dri"], held["text"]) == ("W1", "bob", "reviews within a day")
    assert boring("retro", "agree") == "W1  reviews within a day · since 2026-11-23 · bob sees to it\n"
    assert boring("retro", "agree", "--retire", "W1") == "ended: reviews within a day\n"
