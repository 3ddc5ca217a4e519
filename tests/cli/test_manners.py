"""How the command line answers: bare nouns list, slips meet the nearest word, tables know their place."""

import io
import os
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from okrtui.cli.declare.catalogue import VERBS, CliCommand
from okrtui.cli.main import main
from okrtui.cli.output import printing, progress
from okrtui.cli.output.printing import say_table
from okrtui.storage.maintenance.checkup import check_state
from okrtui.text import cells
from tests.cli.test_main import Cli, boring, cli, me
from tests.workspaces import MONDAY

__all__ = ["boring", "cli"]


@pytest.mark.parametrize(
    ("noun", "whole"),
    [
        ("okr", ("okr", "list")),
        ("kr", ("kr", "list")),
        ("objective", ("objective", "list")),
        ("action", ("action", "list")),
        ("member", ("member", "list")),
        ("team", ("team", "list")),
        ("cycle", ("cycle", "list")),
        ("heroes", ("heroes", "list")),
        ("ideas", ("ideas", "list")),
        ("brainstorm", ("brainstorm", "list")),
        ("retro", ("retro", "list")),
        ("report", ("report", "week")),
    ],
)
def test_a_bare_noun_lists(boring: Cli, noun: str, whole: tuple[str, ...]) -> None:
    assert boring(noun) == boring(*whole) != ""
    assert boring.code == 0
    if noun != "report":
        assert boring.data(noun) == boring.data(*whole)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("chekin", "KR1.1", "4"), "there is no command “chekin”; did you mean checkin?"),
        (("objectives",), "there is no command “objectives”; did you mean objective?"),
        (("kr", "lsit"), "there is no command “lsit”; did you mean list?"),
        (("people", "ana"), "okrtui people: error: “ana” is a word too many; okrtui people --help tells what it takes"),
        (("kr", "xyzzy"), "there is no command “xyzzy”; okrtui kr --help lists them"),
        (("checkin", "KR1.1", "4", "--confidance", "3"), "there is no option --confidance; did you mean --confidence?"),
        (
            ("objective", "add", "x", "--kind", "comitted"),
            "argument --kind: “comitted” is none of its words; did you mean committed?",
        ),
        (("okr", "list", "--sort", "x"), "“x” is none of its words; choose from ref, status, stale, dri"),
        (("csv", "checkin"), "argument what: “checkin” is none of its words; did you mean checkins?"),
        (("update", "--pulse", "good"), "argument --pulse: “good” isn't a whole number; write it like 4"),
        (("log", "--limit", "1.5"), "argument --limit: “1.5” isn't a whole number; write it like 4"),
        (("checkin", "KR1.1", "4", "--confidence", "7/10"), "“7/10” isn't a whole number; write it like 4"),
    ],
)
def test_a_slip_meets_the_nearest_word(boring: Cli, words: tuple[str, ...], says: str) -> None:
    assert boring(*words) == ""
    assert boring.code == 2 and says in boring.err
    assert len(boring.err.splitlines()) < 12, "not all that there is"


@pytest.mark.parametrize(
    ("ref", "meant"), [("KR1.9", "KR1.1"), ("O9", ""), ("kr11", "KR1.1"), ("1.1", "KR1.1"), ("KR1-1", "KR1.1")]
)
def test_a_ref_that_is_none_meets_the_nearest(boring: Cli, ref: str, meant: str) -> None:
    said = boring.refused("checkin", ref, "100")
    assert (f"did you mean {meant}" in said) if meant else "did you mean" not in said


def test_help_is_a_command(boring: Cli) -> None:
    assert boring("help", "kr", "add") == boring("kr", "add", "--help") != ""
    assert boring("help", "kr") == boring("kr", "--help") and boring("help") == boring("--help")
    assert boring("help", "chekin") == "" and "did you mean checkin?" in boring.err


def test_lists_are_filtered_and_sorted(boring: Cli) -> None:
    boring("member", "add", "abe")
    boring("kr", "add", "O1", "Zero pages", "--start", "10", "--target", "0", "--dri", "abe")
    boring("checkin", "KR1.1", "180", "--confidence", "1")
    boring("checkin", "KR1.2", "0", "--week", "2026-W46")

    def refs(*words: str) -> list[str]:
        return [each["ref"] for each in boring.data("kr", "list", *words)]

    assert refs() == refs("--sort", "ref") == ["KR1.1", "KR1.2"]
    assert refs("--sort", "stale") == ["KR1.2", "KR1.1"]
    assert refs("--sort", "status") == ["KR1.1", "KR1.2"]
    assert refs("--sort", "dri") == (["KR1.2", "KR1.1"] if me() > "abe" else ["KR1.1", "KR1.2"])
    assert refs("--dri", "abe") == refs("dri:abe") == refs("zero") == ["KR1.2"]
    assert refs("--since", "2026-11-23") == ["KR1.1"]
    assert boring("kr", "list", "nothing-like-it") == "Nothing here is like that.\n"
    assert "there is nobody called abee; did you mean abe" in boring.refused("kr", "list", "--dri", "abee")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    made = Terminal()
    monkeypatch.setattr(printing, "sys", SimpleNamespace(stdout=made))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    return made


ROWS = [
    ("O1", "A title that goes on and on, far beyond what a narrow terminal has room for", "104 → 90", "at risk", "mei"),
    ("KR1.1", "团队 ships", "7", "on track", "bob"),
]


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_a_table_is_as_wide_as_the_terminal(terminal: Terminal, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("NO_COLOR", "1")
    say_table(ROWS, marked=3, wide=(1,))
    lines = terminal.getvalue().splitlines()
    assert len(lines) == 2 and max(map(len, lines)) <= width
    assert "▼ at risk" in lines[0] and lines[0].endswith("mei") and "▲ on track" in lines[1]
    assert ("…" in lines[0]) == (width < 120)
    assert "\x1b" not in terminal.getvalue()


def test_colour_is_for_terminals_and_plain_for_pipes(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    say_table(ROWS, marked=3, wide=(1,))
    assert "\x1b[33m▼ at risk\x1b[0m" in terminal.getvalue()
    monkeypatch.setenv("TERM", "dumb")
    terminal.truncate(0)
    say_table([("\x1b[31mevil", "on track")], marked=1)
    assert "\x1b" not in terminal.getvalue()
    piped = io.StringIO()
    monkeypatch.setattr(printing, "sys", SimpleNamespace(stdout=piped))
    say_table(ROWS, marked=3, wide=(1,))
    assert "▼" not in piped.getvalue() and "room for" in piped.getvalue() and "\x1b" not in piped.getvalue()


@pytest.fixture
def lively(boring: Cli) -> Cli:
    """A workspace with something in every list."""
    boring("team", "add", "Edge")
    boring("member", "add", "abe", "--name", "Zoe", "--team", "Edge")
    boring("hero", "abe", "kept the old proxy alive " * 6, "--standard", "contribution")
    boring("hero", "abe", "taught us", "--standard", "honor")
    boring("idea", "quieter alerts", "--inbox")
    boring("idea", "a longer idea than fits on sixty cells of a narrow terminal, by far", "--inbox")
    boring("ideas", "advance", "I1", "shortlisted")
    boring("ideas", "champion", "I1", "abe")
    boring("action", "add", "write it down", "--due", "2026-11-30")
    boring("health", "On-call load", "amber", "--add", "--note", "three pages at night, two of them for nothing at all")
    boring("checkin", "KR1.1", "170", "--confidence", "2", "--note", "slow")
    boring("brainstorm", "start", "Halve the build")
    return boring


LISTS = (
    ("heroes", "list"),
    ("ideas", "list"),
    ("health",),
    ("week",),
    ("due",),
    ("action", "list"),
    ("log",),
    ("brainstorm", "list"),
    ("member", "list"),
    ("okr", "list"),
)


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
@pytest.mark.parametrize("width", [60, 100])
def test_every_list_knows_the_terminal(
    lively: Cli, terminal: Terminal, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lively(*words)
    assert lively.code == 0
    plain = re.sub(r"\x1b\[\d*m", "", terminal.getvalue())
    assert plain and max(map(cells, plain.splitlines())) <= width
    assert "\x1b" not in plain
    if words[0] in ("heroes", "ideas", "health", "week", "okr"):
        assert re.search(r"\x1b\[\d+m[♥○●▲▼◔✗] \w", terminal.getvalue()), "a sign, a word and a colour"
    if words == ("heroes", "list"):
        assert plain.count("kept the old proxy alive") + plain.count("kept the\n") >= 5, "nothing of a story is cut"


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_a_piped_list_is_plain_whole_and_the_same_in_json(lively: Cli, words: tuple[str, ...]) -> None:
    told = lively(*words)
    assert not re.search("[\x1b♥◔▲▼✗…]", told)
    if words == ("heroes", "list"):
        assert "kept the old proxy alive " * 5 in told
    assert lively.data(*words)


@pytest.mark.parametrize(
    ("words", "sort", "refs"),
    [
        (("heroes", "list"), "newest", ["H2", "H1"]),
        (("heroes", "list"), "oldest", ["H1", "H2"]),
        (("heroes", "list"), "standard", ["H1", "H2"]),
        (("ideas", "list"), "newest", ["I2", "I1"]),
        (("ideas", "list"), "oldest", ["I1", "I2"]),
        (("ideas", "list"), "state", ["I2", "I1"]),
        (("ideas", "list"), "champion", ["I1", "I2"]),
        (("member", "list"), "login", ["abe", "<me>"]),
        (("member", "list"), "name", ["<me>", "abe"]),
        (("member", "list"), "team", ["abe", "<me>"]),
        (("brainstorm", "list"), "oldest", ["S1"]),
    ],
)
def test_every_list_is_sorted(lively: Cli, words: tuple[str, ...], sort: str, refs: list[str]) -> None:
    lively("member", "edit", me(), "--name", "Abel")
    found = lively.data(*words, "--sort", sort)
    wanted = [me() if ref == "<me>" else ref for ref in refs]
    assert [each["login" if words[0] == "member" else "ref"] for each in found] == wanted
    assert [line.split()[0] for line in lively(*words, "--sort", sort).splitlines() if line[0] != " "] == wanted


def test_the_journal_is_read_from_either_end(lively: Cli) -> None:
    newest = lively.data("log")
    assert lively.data("log", "--sort", "oldest") == newest[::-1]
    assert lively.data("log", "--since", "today") == newest
    lively("log", "--since", "mon", "--limit", "2")
    assert "these are the newest 2 since 2026-11-23" in lively.err


@pytest.mark.parametrize(
    "words",
    [("heroes", "list"), ("ideas", "list"), ("action", "list"), ("log",), ("brainstorm", "list"), ("okr", "list")],
)
def test_every_list_is_asked_since_when(lively: Cli, words: tuple[str, ...]) -> None:
    later = main_at(lively, MONDAY + timedelta(days=9))
    assert lively.data(*words, "--since", "mon") == lively.data(*words, "--since", "today") != []
    assert later(*words, "--since", "mon").strip() in ("[]", "") and later(*words, "--since", "2w") != "[]\n"
    assert "still to come" in lively.refused(*words, "--since", "tomorrow")
    assert "isn't a day to begin at" in lively.refused(*words, "--since", "soon")


def main_at(cli: Cli, now: datetime) -> Callable[..., str]:
    """Return what runs a command with --json at another time."""

    def run(*words: str) -> str:
        cli.capsys.readouterr()
        assert main(["-w", cli.address, *words, "--json"], now=now) == 0
        return cli.capsys.readouterr().out

    return run


def test_an_empty_list_says_so(cli: Cli, tmp_path: Path) -> None:
    assert cli("okr").startswith("No objectives here yet") and cli("action").startswith("No action is open")


def test_a_pulse_is_confirmed_to_whoever_gave_it(cli: Cli) -> None:
    assert "pulse: 4, shown to others only as a mean" in cli("update", "--pulse", "4")


def test_doctor_names_what_belongs_to_somebody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "okrtui" / "own"
    own.mkdir(parents=True, mode=0o700)
    own.parent.chmod(0o700)
    (own / "drafts.json").write_text("{}")
    (own / "drafts.json").chmod(0o600)
    assert [finding.ok for finding in check_state(own)] == [True]
    monkeypatch.setattr(os, "getuid", lambda: own.stat().st_uid + 1)
    found = check_state(own)
    assert any("your own drafts.json belongs to" in each.what and "sudo chown" in each.advice for each in found)


def test_long_work_says_how_far_it_is_on_a_line_that_goes_when_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    shown, clock = Terminal(), iter([0.0, 0.1, 1.0, 1.01, 2.0])
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=shown))
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    with pytest.raises(KeyboardInterrupt), progress.progress("checking") as tell:
        for done in (1, 2, 3, 4):
            tell(done, 4)
        raise KeyboardInterrupt
    assert shown.getvalue() == "\rchecking: 50 %\x1b[K\rchecking: 99 %\x1b[K\r\x1b[K"


def test_where_nobody_looks_nothing_is_said_of_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(progress, "sys", SimpleNamespace(stderr=shown))
    monkeypatch.setattr(progress, "PATIENCE", -1)
    with progress.progress("checking") as tell:
        tell(1, 2)
    assert shown.getvalue() == ""


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("kr", "add", "O1", "x", "--target", "3", "--milestone", "a"), "its milestones weigh 1 in all, not 3"),
        (("kr", "add", "O1", "x", "--start", "2", "--milestone", "a"), "leave the start out, not 2"),
        (("kr", "add", "O1", "x", "--kind", "binary", "--target", "5"), "leave the target out, not 5"),
        (("kr", "add", "O1", "x", "--kind", "binary", "--start", "5"), "leave the start out, not 5"),
        (("kr", "add", "O1", "x", "--start", "5"), "it starts at 5: say its target, too"),
        (("kr", "add", "O1", "x", "--milestone", "a=-1"), "“a=-1” has no weight to count by"),
        (("kr", "add", "O1", "x", "--milestone", "a *0"), "“a *0” has no weight to count by"),
        (("kr", "add", "O1", "x", "--milestone", "a=1.2.3"), "“1.2.3” isn't a number"),
        (("kr", "edit", "KR1.1", "--kind", "binary", "--target", "5"), "leave the target out, not 5"),
        (("action", "add", "x", "--due", "2062-12-04"), "2062-12-04 is years ahead; name the day"),
        (("action", "add", "x", "--due", "2025-01-01"), "2025-01-01 is long past; name the day"),
        (("objective", "add", "x", "--cycle", "2062-Q4"), "it is neither this one nor the next; did you mean 2026-Q4"),
        (("objective", "add", "x", "--cycle", "26-Q4"), "there is no cycle “26-Q4”; did you mean 2026-Q4? Cycles"),
        (("okr", "list", "--cycle", "2026-Q44"), "there is no cycle “2026-Q44”; did you mean 2026-Q4?"),
        (("checkin", "KR1.1", "1e400"), "1e400 isn't a value for KR1.1; between -1e15 and 1e15"),
        (("checkin", "KR1.1", "5 s"), "KR1.1 is measured in ms, and “5 s” is in s"),
    ],
)
def test_what_would_be_ignored_or_is_a_slip_is_refused(boring: Cli, words: tuple[str, ...], says: str) -> None:
    before = boring.data("okr", "list")
    assert says in boring.refused(*words)
    assert boring.data("okr", "list") == before


def test_cycles_are_said_beside_the_one_of_today(boring: Cli) -> None:
    boring("objective", "add", "Later", "--cycle", "next")
    assert [each["cycle"] for each in boring.data("objective", "list", "--cycle", "Q1")] == ["2027-Q1"]
    assert boring.data("okr", "list", "--cycle", "this") == boring.data("okr", "list", "--cycle", "2026-Q4") != []


def test_one_is_shown_by_each_of_its_nouns(boring: Cli) -> None:
    assert boring("kr", "show", "KR1.1") == boring("okr", "show", "KR1.1") != ""
    assert boring.data("objective", "show", "O1") == boring.data("okr", "show", "O1")


def test_health_agreements_and_topics_are_arranged_too(boring: Cli) -> None:
    boring("health", "On-call", "--add")
    boring("health", "Deploys", "--add")
    boring("health", "Sleep", "--add")
    boring("health", "On-call", "green", "--week", "2026-W46")
    boring("health", "Deploys", "red")

    def named(*words: str) -> list[str]:
        return [each["name"] for each in boring.data("health", *words)]

    assert named() == named("--sort", "name") == ["Deploys", "On-call", "Sleep"]
    assert named("--sort", "colour")[0] == named("--sort", "newest")[0] == "Deploys"
    assert named("--since", "mon") == ["Deploys"]
    assert named("--since", "W46") == ["Deploys", "On-call"]
    assert "isn't a day to begin at" in boring.refused("health", "--since", "soon")
    boring("retro", "agree", "no meetings on Wednesday")
    later = MONDAY + timedelta(days=3)
    assert main(["-w", boring.address, "retro", "agree", "one name", "--dri", "abe", "--new-member"], now=later) == 0

    def agreed(*words: str) -> list[str]:
        return [each["ref"] for each in boring.data("retro", "agree", *words)]

    assert agreed() == ["W1", "W2"]
    boring.capsys.readouterr()
    assert main(["-w", boring.address, "retro", "agree", "--since", "thu"], now=later) == 0
    assert boring.capsys.readouterr().out.split("  ")[0] == "W2", "the older one is left out"
    assert agreed("--sort", "dri") == (["W2", "W1"] if me() > "abe" else ["W1", "W2"])
    boring("retro", "topic", "who answers the pager")
    boring("retro", "topic", "alerts")
    topics = [each["text"] for each in boring.data("retro", "topic", "--sort", "text")]
    assert topics == ["alerts", "who answers the pager"]


MINE = {"source list": "what stands in files of mine", "config list": "what stands in a file of mine"}
TIMELESS = {
    "member list": "people are here or have left",
    "team list": "teams are there",
    "value list": "values are held to or retired",
    "process list": "processes are in use or retired",
    "hours list": "office hours are of each week; --days tells how far",
}
"""Lists of what has no day of its own, so that nobody asks since when."""


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb.words.endswith(" list")], ids=lambda verb: verb.words)
def test_every_list_can_be_sorted_and_asked_since_when(lively: Cli, verb: CliCommand) -> None:
    options = dict(verb.args)
    assert ("--sort" in options) == (verb.words not in MINE)
    assert ("--since" in options) == (verb.words not in MINE | TIMELESS)
    words = verb.words.split()
    for order in options.get("--sort", {}).get("choices", ()):  # type: ignore[attr-defined]  # declared as data
        found = lively.data(*words, "--sort", order)
        assert sorted(map(str, found)) == sorted(map(str, lively.data(*words))), "the same, in an order"
    if "--since" in options:
        assert lively.data(*words, "--since", "2020-01-01") != [] or words[0] in ("booking", "case", "retro")
        assert "isn't a day to begin at" in lively.refused(*words, "--since", "soon")


def test_cycles_teams_and_cases_are_arranged(boring: Cli) -> None:
    boring("cycle", "add", "2026-Q1")
    boring("cycle", "add", "Advent", "--start", "2026-12-01", "--end", "2026-12-24")
    names = ["2026-Q1", "2026-Q4", "Advent"]

    def told(*words: str) -> list[str]:
        return [next(iter(each.values())) for each in boring.data(*words)]

    assert told("cycle", "list") == names and told("cycle", "list", "--sort", "newest") == names[::-1]
    assert told("cycle", "list", "--since", "2026-04-01") == names[1:]
    boring("member", "add", "abe")
    for team, people in (("A", ()), ("B", ("abe", me()))):
        boring("team", "add", team)
        for login in people:
            boring("member", "edit", login, "--team", team)
    assert told("team", "list") == ["A", "B"] and told("team", "list", "--sort", "members") == ["B", "A"]
    boring("ask", "abe", "one", "--by", "+9d")
    boring("ask", "abe", "two", "--by", "+2d")
    refs = [each["ref"] for each in boring.data("case", "list")]
    assert refs == ["C2", "C1"]
    assert [each["ref"] for each in boring.data("case", "list", "--sort", "newest")] == ["C2", "C1"]
    assert boring.data("case", "list", "--since", "mon") != []
