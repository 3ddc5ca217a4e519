"""The bench measures what it says: its big workspace is a real one, its table tells what is too much."""

import math
import subprocess
import sys
import sysconfig
from datetime import UTC, datetime
from pathlib import Path

import pytest

import okrtui
from bench import growth, installed
from bench.big import Size, big_workspace
from bench.rawpty import visible
from bench.table import Line, table
from okrtui.cli.main import main
from okrtui.storage.maintenance.verify import verify_journal
from okrtui.storage.open import open_store

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_the_big_workspace_is_one_that_okrtui_reads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = big_workspace(tmp_path, Size(members=6, quarters=2, teams=2), now=NOW)
    assert main(["-w", str(path), "okr", "list", "--json"], now=NOW) == 0
    listed = capsys.readouterr().out
    assert listed.count('"KR') == 18
    assert '"2026-Q4"' in listed
    assert big_workspace(tmp_path, Size(members=6, quarters=2, teams=2), now=NOW) == path


def test_the_journal_of_the_big_workspace_is_one_that_okrtui_wrote(tmp_path: Path) -> None:
    size = Size(members=4, quarters=2, teams=2, cards=6, journal=True)
    store = open_store(big_workspace(tmp_path, size, now=NOW))
    proof = verify_journal(store)
    assert (proof.broken, proof.strange) == ((), ())
    assert proof.entries > 4 * 13
    store.close()


def test_an_exponent_is_that_of_what_grows_above_what_starting_takes() -> None:
    few, some, many = (growth.Place(str(n), n, Path(), {}) for n in (10, 100, 400))
    for cost, power in ((lambda n: 0.1 + n / 100, 1.0), (lambda n: 0.1 + n**2, 2.0), (lambda n: 0.1, 0.0)):
        found = growth.exponent(lambda place, cost=cost: cost(place.people), few, some, many)  # type: ignore[misc]
        assert found == pytest.approx(power, abs=0.08)


def test_what_is_measured_is_a_wheel_and_no_link_to_a_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(okrtui, "__file__", str(installed.ROOT / "okrtui" / "__init__.py"))
    assert not installed.is_here()
    monkeypatch.setattr(okrtui, "__file__", str(Path(sysconfig.get_path("purelib")) / "okrtui" / "__init__.py"))
    assert installed.is_here()


def test_the_bench_in_another_environment_cannot_import_the_checkout(tmp_path: Path) -> None:
    """Without site-packages there is no okrtui, even for who starts in the checkout; the bench is there."""
    found = "import sys, importlib.util as u; print(*(each for each in ('bench.run', 'okrtui') if u.find_spec(each)))"
    for env, names in ((installed.bench_alone(tmp_path), "bench.run"), ({}, "bench.run okrtui")):
        command = [sys.executable, "-S", "-c", found]
        assert subprocess.check_output(command, env=env, cwd=installed.ROOT, text=True).strip() == names


def test_the_table_says_what_is_too_much() -> None:
    shown = table("Title", [Line("fast", "1 ms", "2 ms", 0.5, 1.0, "×"), Line("fat", "9 b", "", 9, 5, "bytes")])
    fast, fat = shown.splitlines()[2:4]
    assert fast.endswith(" ok")
    assert fat.endswith("TOO MUCH")
    assert "≤" not in table("", [Line("just so", "3 ms", "", 3, math.inf, "ms")]).splitlines()[2]


def test_visible_text_is_what_is_left_without_sequences() -> None:
    assert (
        visible(b"\x1b[?1049h\x1b[>25u\x1b[?2026$p\x1b]22;default\x07\x1b[1;1H\x1b[38;5;253m  ready\x1b[0m") == "ready"
    )
    assert visible(b"\x1b[?1049h\x1b[48;5;2") == ""
