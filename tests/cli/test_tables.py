"""CSV in and out: what comes out goes in again, a slip names its line, and nothing is run by a spreadsheet."""

import csv
import io
import json
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


def test_json_and_standard_input(three: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    said = json.dumps([{"ref": "KR1.1", "value": 100, "confidence": 5}, {"ref": "KR1.2", "value": "no"}])
    monkeypatch.setattr("sys.stdin", io.StringIO(said))
    assert three("checkin", "--from", "-") == "2 check-ins entered: KR1.1, KR1.2\n"


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
        ("ref,value,who\nKR1.1,4,nobody9\n", "line 2: nobody here is called nobody9"),
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
