"""CSV in and out: what comes out goes in again, a slip names its line, and nothing is run by a spreadsheet."""

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.test_main import Cli, boring, cli, me

__all__ = ["boring", "cli"]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def three(boring: Cli) -> Cli:
    boring("kr", "add", "O1", "docs")
    boring("kr", "add", "O1", "steps", "--milestone", "a", "--milestone", "b")
    return boring


def test_check_ins_come_out_and_go_in_again(three: Cli, tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text(
        "\ufeffref;value;confidence;note;week\n"
        'KR1.1;104.5;7;"warm; now";2026-W47\nkr1.2;yes;;=HYPERLINK("x");\n\nKR1.3;#2;;;\n'
    )
    assert three("checkin", "--from", str(file)) == "3 check-ins entered: KR1.1, kr1.2, KR1.3\n"
    told = three("csv", "checkins")
    found = rows(told)
    assert [(r["ref"], r["week"], r["value"], r["confidence"], r["note"]) for r in found] == [
        ("KR1.1", "2026-W47", "104.5", "7", "warm; now"),
        ("KR1.2", "2026-W48", "yes", "", '\'=HYPERLINK("x")'),
        ("KR1.3", "2026-W48", "#2", "", ""),
    ]
    assert {r["who"] for r in found} == {me()}
    assert rows(three("csv", "checkins", "--since", "2026-11-24")) == []
    three("undo")
    assert rows(three("csv", "checkins")) == []
    again = tmp_path / "again.csv"
    again.write_text(told)
    three("checkin", "--from", str(again))
    assert three("csv", "checkins") == told


def test_a_value_that_a_source_told_stays_marked_through_a_csv(three: Cli, tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    file.write_text("ref,value,via\nKR1.1,104,pulled\nKR1.2,yes,\n")
    three("checkin", "--from", str(file))
    told = three("csv", "checkins")
    assert [(r["ref"], r["via"]) for r in rows(told)] == [("KR1.1", "pulled"), ("KR1.2", "typed")]
    file.write_text("ref,value,via\nKR1.1,104,guessed\n")
    assert "typed and pulled" in three.refused("checkin", "--from", str(file))
    three("undo")
    file.write_text(told)
    three("checkin", "--from", str(file))
    assert three("csv", "checkins") == told


@pytest.mark.parametrize("before", ["", "\x1b", "\u200b", "\x00\u202e", " ", "\n", "\u3000"])
@pytest.mark.parametrize("formula", ["=SUM(A1)", "+SUM(A1)", "-SUM(A1)", "@SUM(A1)", "\uff1dSUM(A1)", "\uff20SUM(A1)"])
def test_nothing_that_was_put_into_the_file_is_run_by_a_spreadsheet(
    boring: Cli, tmp_path: Path, before: str, formula: str
) -> None:
    """Nor where what okrtui drops stands before it, as only somebody past okrtui can write it."""
    boring("action", "add", "Order a disk")
    with closing(sqlite3.connect(boring.path)) as db, db:
        db.execute("UPDATE action SET text = ?", (f"{before}{formula}",))
    (found,) = rows(boring("csv", "actions"))
    assert found["text"].lstrip("' \n\u3000") == formula and found["text"].startswith("'")
    file = tmp_path / "back.csv"
    with file.open("w") as out:
        csv.writer(out).writerows([("text",), (found["text"],)])
    boring("action", "edit", "A1", "--text", "Order two disks")
    boring("action", "add", "--from", str(file))
    assert boring.data("action", "list")[1]["text"] == formula, "and comes back as it was"


def test_an_apostrophe_of_the_text_is_not_taken_for_the_mark(boring: Cli, tmp_path: Path) -> None:
    boring("action", "add", "'=1+1' stands in the sheet")
    (found,) = rows(boring("csv", "actions"))
    file = tmp_path / "back.csv"
    with file.open("w") as out:
        csv.writer(out).writerows([("text",), (found["text"],)])
    boring("action", "edit", "A1", "--text", "Order two disks")
    boring("action", "add", "--from", str(file))
    assert boring.data("action", "list")[1]["text"] == "'=1+1' stands in the sheet"


def test_json_and_standard_input(three: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    said = json.dumps([{"ref": "KR1.1", "value": 100, "confidence": 5}, {"ref": "KR1.2", "value": "no"}])
    monkeypatch.setattr("sys.stdin", io.StringIO(said))
    assert three("checkin", "--from", "-") == "2 check-ins entered: KR1.1, KR1.2\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert "is in standard input; its first line" in three.refused("checkin", "--from", "-")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ref,value\nKR1.1,104\nKR9.9,4\n", "line 3: there is no key result KR9.9"),
        ("ref,value\nKR1.1,abc\n", "line 2: “abc”"),
        ("ref,valeu\nKR1.1,4\n", "there is no column “valeu”; did you mean value?"),
        ("value\n4\n", "a column “ref” is missing"),
        ("ref,value,confidence\nKR1.1,4,high\n", "line 2: “high” is no confidence"),
        ("ref,value,status\nKR1.1,4,at rsik\n", "line 2: “at rsik” is no status; did you mean at risk?"),
        ("ref,value\nKR1.1,1,5\n", "line 2: there are more cells than columns"),
        ("ref,value,who\nKR1.1,4,nobody9\n", "line 2: there is nobody called nobody9"),
        ("", "no check-in is in"),
        ("[1]", "entry 1 is no object"),
        ("[{", "that is no JSON"),
    ],
)
def test_a_slip_names_its_line_and_enters_nothing(three: Cli, tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "in.csv"
    file.write_text(text)
    assert says in three.refused("checkin", "--from", str(file))
    assert rows(three("csv", "checkins")) == []


def test_a_file_that_is_none_is_told(three: Cli) -> None:
    assert "cannot be read" in three.refused("checkin", "--from", "/nowhere.csv")
    assert "not both" in three.refused("checkin", "KR1.1", "4", "--from", "-")
    assert three("checkin") == "" and three.code == 2


def test_cards_with_votes_and_actions(cli: Cli) -> None:
    cli("brainstorm", "start", "Halve the build")
    cli("brainstorm", "next")
    cli("brainstorm", "card", "cache layers #ci")
    for _ in range(3):
        cli("brainstorm", "next")
    cli("brainstorm", "vote", "cache layers")
    cli("brainstorm", "next")
    (card,) = rows(cli("csv", "cards", "--in", "S1"))
    assert (card["session"], card["group"], card["votes"], card["text"], card["tag"], card["author"]) == (
        "S1",
        "cache layers",
        "1",
        "cache layers",
        "ci",
        me(),
    )
    cli("action", "add", "+1 runner", "--due", "2026-12-01")
    (action,) = rows(cli("csv", "actions"))
    assert (action["ref"], action["text"], action["due"], action["state"]) == ("A1", "'+1 runner", "2026-12-01", "open")


def test_numbers_of_a_file_have_points_unless_it_is_a_spreadsheets_of_commas(three: Cli, tmp_path: Path) -> None:
    three("workspace", "--numbers", "1.500,5")
    file = tmp_path / "in.csv"
    file.write_text("ref,value\nKR1.1,101.125\n")
    three("checkin", "--from", str(file))
    told = three("csv", "checkins")
    assert rows(told)[0]["value"] == "101.125"
    file.write_text(told)
    three("checkin", "--from", str(file))
    assert three("csv", "checkins") == told
    file.write_text("ref;value\nKR1.1;101,250\n")
    three("checkin", "--from", str(file))
    assert rows(three("csv", "checkins"))[0]["value"] == "101.25"
    file.write_text("ref;value\nKR1.1;101.250\n")
    assert "line 2: “101.250” may be 101250 or 101.25" in three.refused("checkin", "--from", str(file))


# -- actions and cards in


@pytest.fixture
def acting(cli: Cli, tmp_path: Path) -> Cli:
    cli("member", "add", "abe")
    enter(cli, tmp_path, "text,dri,due\nbuy runners,abe,4.12.\n+1 cache,,fri\n")
    return cli


def enter(cli: Cli, folder: Path, text: str, *words: str) -> str:
    """Return what the command answers to a file of this text, a refusal where it refuses."""
    (folder / "in.csv").write_text(text)
    told = cli(*(words or ("action", "add")), "--from", str(folder / "in.csv"))
    return told or cli.err


def test_actions_come_in_and_out_and_are_changed_by_their_refs(acting: Cli, tmp_path: Path) -> None:
    told = acting("csv", "actions")
    assert [(r["ref"], r["text"], r["dri"], r["due"]) for r in rows(told)] == [
        ("A2", "'+1 cache", me(), "2026-11-27"),
        ("A1", "buy runners", "abe", "2026-12-04"),
    ]
    assert "is so already; nothing was changed" in enter(acting, tmp_path, told)
    changed = told.replace("buy runners", "buy 3 runners").replace(",open,", ",done,", 1) + ",new one,,,,,,,,\n"
    assert enter(acting, tmp_path, changed) == "1 action made: A3\n2 actions changed: A2, A1\n"
    assert {a["ref"]: (a["text"], a["state"]) for a in acting.data("action", "list", "--all")} == {
        "A1": ("buy 3 runners", "open"),
        "A2": ("+1 cache", "done"),
        "A3": ("new one", "open"),
    }
    assert "added action A3" in acting("undo")
    assert acting("csv", "actions") == told


def test_actions_come_in_as_json(acting: Cli, tmp_path: Path) -> None:
    said = json.dumps([{"text": "a", "due": "2026-12-01"}, {"text": "b", "dri": "ABE"}])
    assert enter(acting, tmp_path, said) == "2 actions made: A3, A4\n"
    assert acting.data("action", "show", "A4")["dri"] == "abe"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("text,dri\nx,\ny,aeb\n", "line 3: there is nobody called aeb; did you mean abe"),
        ("text,due\nx,soon\n", "line 2: “soon” isn't a day"),
        ("text,due\nx,4/12/2026\n", "line 2: “4/12/2026” may be"),
        ("text,due\nx,2062-12-04\n", "line 2: 2062-12-04 is years ahead"),
        ("text,kr\nx,KR9.9\n", "line 2: there is no key result KR9.9"),
        ("text,source\nx,S9\n", "line 2: there is no session S9"),
        ("text,state\nx,done\n", "line 2: an action begins open, not done"),
        ("text,dri\n,abe\n", "line 2: the action is empty; write a few words"),
        ("ref,text\nA9,x\n", "line 2: there is no action A9"),
        ("ref,text,state\nA1,x,dnoe\n", "line 2: “dnoe” is no state; did you mean done?"),
        ("ref,text,state\nA1,x,dropped\n", "line 2: why is it dropped? a few words"),
        ("ref,text,topic\nA1,x,speed\n", "line 2: the topic of A1 stays “”"),
        ("dri\nabe\n", "a column “text” is missing"),
        ("text,dri\n42,abe\n", "line 2: its text is “42”, not words; write what is to be done"),
        ("ref,text\nA1,1.500\n", "line 2: its text is “1.500”, not words"),
        ('[{"text": "x"}, {"text": 5}]', "line 2: its text is 5, not words"),
        ('[{"Text": true}]', "line 1: its text is true, not words"),
        ('[{"text": "x", "dri": ["abe"]}]', 'line 1: its dri is ["abe"], not a text or a number'),
        ("text,whose\nx,abe\n", "there is no column “whose”"),
        ("text\n", "no action is in"),
        ("", "no action is in"),
    ],
)
def test_a_slip_among_actions_names_its_line_and_enters_nothing(
    acting: Cli, tmp_path: Path, text: str, says: str
) -> None:
    before = acting("csv", "actions")
    assert says in enter(acting, tmp_path, text) and acting.code == 1
    assert acting("csv", "actions") == before


def test_an_action_is_in_words_or_in_a_file(cli: Cli) -> None:
    assert "not both" in cli.refused("action", "add", "x", "--from", "-")
    assert "or --from FILE for many" in cli.refused("action", "add")


def test_cards_come_in_are_grouped_and_get_my_votes(cli: Cli, tmp_path: Path) -> None:
    cli("member", "add", "abe")
    cli("brainstorm", "start", "Halve the build")
    cli("brainstorm", "next")
    words = ("brainstorm", "card")
    text = 'text,tag,author\n"cache, layers",ci,\nmore runners,,abe\n\nless code,,\n'
    assert enter(cli, tmp_path, text, *words) == "3 cards written: 1, 2, 3\n"
    told = cli("csv", "cards")
    first = rows(told)[0]
    assert (first["card"], first["text"], first["tag"]) == ("1", "cache, layers", "ci")
    assert "line 2: it is of card 1, which is there already; nothing was entered" in enter(cli, tmp_path, told, *words)
    assert "line 3: it has no text" in enter(cli, tmp_path, "text,tag\nx,\n,ci\n", *words)
    assert "line 3: there is nobody called nix" in enter(cli, tmp_path, "text,author\nx,\ny,nix\n", *words)
    assert cli("csv", "cards") == told
    cli("brainstorm", "next")
    cli("brainstorm", "next")
    assert "line 3: there is no card 9" in enter(cli, tmp_path, "card,group\n1,Build\n9,Build\n", *words)
    groups = "card,group\n1,Build\n2,build\n3,Code\n"
    assert enter(cli, tmp_path, groups, *words) == "3 cards put into their groups\n"
    assert enter(cli, tmp_path, groups, *words) == "0 cards put into their groups\n"
    cli("brainstorm", "next")
    assert (
        enter(cli, tmp_path, "group,votes\nBuild,2\nCode,1\n", *words) == "your votes are given: 3 votes to 2 groups\n"
    )
    assert "nothing was entered" in enter(cli, tmp_path, "group,votes\nBuild,0\nCode,9\n", *words)
    assert "there is no one group “Coed”" in enter(cli, tmp_path, "group,votes\nCoed,1\n", *words)
    assert "“x” isn't the number of your votes" in enter(cli, tmp_path, "group,votes\nCode,x\n", *words)
    cli("brainstorm", "next")
    assert {r["card"]: (r["group"], r["votes"]) for r in rows(cli("csv", "cards"))} == {
        "1": ("Build", "2"),
        "2": ("Build", "2"),
        "3": ("Code", "1"),
    }


def test_cards_of_an_anonymous_session_name_nobody(cli: Cli, tmp_path: Path) -> None:
    cli("member", "add", "abe")
    cli("brainstorm", "start", "Honestly", "--anonymous")
    cli("brainstorm", "next")
    assert enter(cli, tmp_path, "text,author\na,abe\nb,\n", "brainstorm", "card").startswith("2 cards written: ")
    cli("brainstorm", "next")
    cli("brainstorm", "next")
    assert {(r["text"], r["author"]) for r in rows(cli("csv", "cards"))} == {("a", ""), ("b", "")}


def test_cards_bring_their_question_and_take_it_along(cli: Cli, tmp_path: Path) -> None:
    cli("brainstorm", "start", "Halve the build", "--prompt", "Start", "--prompt", "Stop doing")
    cli("brainstorm", "next")
    words = ("brainstorm", "card")
    assert enter(cli, tmp_path, "text,question\npair,Start\nmerge late,2\nthanks,\n", *words).startswith("3 cards")
    assert "“Go on” is no question" in enter(cli, tmp_path, "text,question\nx,Go on\n", *words)
    assert [(r["text"], r["question"]) for r in rows(cli("csv", "cards"))] == [
        ("pair", "Start"),
        ("merge late", "Stop doing"),
        ("thanks", ""),
    ]
    assert cli("brainstorm", "answer-to", "stop", "1", "3") == "2 cards stand below “Stop doing”\n"
    assert cli.refused("brainstorm", "answer-to", "Never", "1").startswith("okrtui: “Never” is no question")
    assert cli("brainstorm", "answer-to", "", "2") == "1 card stands below no question\n"
    cli("undo")
    assert {r["text"]: r["question"] for r in rows(cli("csv", "cards"))} == dict.fromkeys(
        ("pair", "merge late", "thanks"), "Stop doing"
    )
    cli("brainstorm", "next"), cli("brainstorm", "next")
    numbers = {r["text"]: r["card"] for r in rows(cli("csv", "cards"))}
    told = f"card,question,group\n{numbers['pair']},Start,Pairs\n"
    assert enter(cli, tmp_path, told, *words) == "1 card put into its group\n"
    assert {(r["text"], r["question"], r["group"]) for r in rows(cli("csv", "cards"))} >= {("pair", "Start", "Pairs")}
