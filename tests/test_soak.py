"""The long runs go from first to last: what breaks is a line of their table, and what they name is there."""

from pathlib import Path

import pytest

from tests.once import made_once
from tools.soak import ATTACKS, FAULTS, SHORT, Row, in_turn, long_journal, suites
from tools.soak_open import left_open


def test_a_part_that_breaks_is_a_line_and_the_next_one_goes_on() -> None:
    def breaks(folder: Path) -> Row:
        raise OSError(f"nothing works in {folder.name}")

    before = made_once("soak", lambda made: (made / "here").touch())
    rows = in_turn({"first": breaks, "second": lambda folder: ("second", "held", "", folder.is_dir())})
    assert [(row[0], row[3]) for row in rows] == [("first", False), ("second", True)]
    assert rows[0][1].startswith("broke: OSError: nothing works in okrtui-soak-")
    assert all(row[2].endswith(" s of processor") for row in rows)
    assert made_once("soak", lambda made: None) == before  # what this run of the tests shares is as it was


def test_what_they_run_is_there() -> None:
    here = Path(__file__).parent
    assert [each for each in (*FAULTS, *ATTACKS) if not (here / each).is_file()] == []


def test_a_long_journal_is_verified_and_junk_is_told(tmp_path: Path) -> None:
    what, result, _, fine = long_journal(tmp_path, 2000)
    assert (what, result, fine) == (
        "log --verify on 2000 entries",
        "0 of the good and 2000 of the junk entries told",
        True,
    )
    assert suites("none", ()) == ("none", "0 of 0 files of tests held", "0 s", True)
    assert SHORT["entries"] < 400_000


@pytest.mark.long
def test_programs_that_are_left_open_are_weighed(tmp_path: Path) -> None:
    what, result, _, fine = left_open(tmp_path, 60, people=24)
    assert (what, fine) == ("programs left open while 60 changes come", True)
    assert [part.split(" MB")[0].rsplit(" ", 2)[0] for part in result.split(", ")] == [
        "This week",
        "OKRs",
        "People",
        "Journal",
    ]
