"""The command line: reads well, takes --json, refuses in one line, never shows a traceback."""

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from okrtui.cli.main import main
from okrtui.rituals.week import checkins
from okrtui.storage.open import open_store
from tests.workspaces import MONDAY, ctx


class Cli:
    """Runs commands in-process on one workspace and keeps what they printed."""

    def __init__(self, path: Path | str, capsys: pytest.CaptureFixture[str]) -> None:
        self.address, self.path, self.capsys = str(path), Path(path), capsys
        self.code, self.err = 0, ""

    def __call__(self, *words: str) -> str:
        self.capsys.readouterr()
        try:
            self.code = main(["-w", self.address, *words], now=MONDAY)
        except SystemExit as leaving:
            self.code = int(str(leaving.code))
        out, self.err = self.capsys.readouterr()
        assert "Traceback" not in out + self.err
        return out

    def data(self, *words: str) -> Any:
        return json.loads(self(*words, "--json"))

    def refused(self, *words: str) -> str:
        """Run something that must be refused with one line on stderr and nothing on stdout."""
        assert self(*words) == ""
        assert self.code == 1
        assert self.err.startswith("okrtui: ") and self.err.count("\n") == 1
        return self.err


@pytest.fixture
def cli(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("OKRTUI_WORKSPACE", raising=False)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    run = Cli(tmp_path / "team.db", capsys)
    run("init", "--name", "Acme")
    assert run.code == 0
    return run


@pytest.fixture
def boring(cli: Cli) -> Cli:
    assert cli("objective", "add", "Make the proxy boring") == "O1\n"
    assert cli("kr", "add", "O1", "p99", "--start", "180", "--target", "90", "--unit", "ms") == "KR1.1\n"
    return cli


def me() -> str:
    import pwd

    return pwd.getpwuid(os.getuid()).pw_name


def test_a_key_result_tells_where_it_may_end(boring: Cli) -> None:
    assert boring.data("okr", "show", "KR1.1")["forecast"] is None
    for week, value in ((42, 170), (43, 160), (44, 150), (45, 140), (46, 130)):
        boring("checkin", "KR1.1", str(value), "--week", f"2026-W{week}")
    found = boring.data("okr", "show", "KR1.1")["forecast"]
    assert found == {"low": 60, "high": 60, "chance": 1, "weeks": 7, "changes": 4}
    assert "8 of 10 runs end at 60 ms; target 90 ms: more than 19 in 20" in boring("okr", "show", "KR1.1")


def test_a_correction_keeps_what_it_does_not_give(boring: Cli) -> None:
    boring("checkin", "KR1.1", "105", "--confidence", "2", "--note", "vendor slipped", "--status", "off track")
    assert boring("checkin", "KR1.1", "104") == "KR1.1 104 ms, confidence 2 in 2026-W48, corrected\n"
    (now,) = boring.data("okr", "show", "KR1.1")["checkins"][1:]
    assert (now["value"], now["note"], now["status"]) == (104, "vendor slipped", "off track")
    boring("checkin", "KR1.1", "--clear-confidence", "--note", "", "--status", "suggested")
    now = boring.data("okr", "show", "KR1.1")["checkins"][-1]
    assert (now["value"], now["confidence"], now["note"], now["status"]) == (104, None, "", None)
    boring("checkin", "KR1.1", "=", "--note", "signed")
    boring("checkin", "KR1.1", "--clear-note")
    assert [each["note"] for each in boring.data("okr", "show", "KR1.1")["checkins"]][-2:] == ["signed", ""]
    assert "give its value, or =" in boring.refused("checkin", "KR1.1", "--week", "2026-W46", "--confidence", "3")


def test_okr_list_prints_what_scripts_were_promised(boring: Cli) -> None:
    boring("checkin", "KR1.1", "104", "--confidence", "7")
    (objective,) = boring.data("okr", "list")
    (kr,) = objective["key_results"]
    assert {k: objective[k] for k in ("ref", "title", "cycle", "dri", "state", "status")} == {
        "ref": "O1",
        "title": "Make the proxy boring",
        "cycle": "2026-Q4",
        "dri": me(),
        "state": "active",
        "status": "on track",
    }
    assert objective["progress"] == kr["progress"] == pytest.approx(76 / 90)
    assert kr["pace"] == pytest.approx(76 / 90 / (53 / 92))
    wanted = {"ref", "title", "kind", "start", "target", "current", "progress", "pace", "confidence"}
    assert wanted | {"suggested_status", "dri", "state"} <= kr.keys()
    assert (kr["current"], kr["confidence"], kr["suggested_status"]) == (104, 7, "on track")


def test_a_check_in_that_corrects_somebody_elses_tells_what_theirs_was_and_how_to_bring_it_back(boring: Cli) -> None:
    with closing(open_store(boring.path)) as store:
        checkins.check_in(ctx(store, "bob"), "KR1.1", 104, confidence=6, note="measured\nat night")
    assert boring("checkin", "KR1.1", "99") == "KR1.1 99 ms, confidence 6 in 2026-W48, corrected\n"
    assert boring.err.startswith("okrtui: bob had entered 104 ms, confidence 6, “measured at night” at Mon 10:00; ")
    boring("checkin", "KR1.1", "98")
    assert boring.err == "", "that was my own"
    boring("undo")
    boring("undo")
    assert boring.data("okr", "list")[0]["key_results"][0]["current"] == 104


def test_pace_is_null_while_it_is_too_early(cli: Cli) -> None:
    cli("cycle", "add", "Long", "--start", "2026-11-20", "--end", "2027-11-20")
    cli("objective", "add", "Boring", "--cycle", "Long")
    cli("kr", "add", "O1", "p99", "--target", "10")
    (objective,) = cli.data("okr", "list", "--cycle", "Long")
    assert (objective["key_results"][0]["suggested_status"], objective["status"]) == ("no data yet", "no data yet")
    cli("checkin", "KR1.1", "1")
    (objective,) = cli.data("okr", "list", "--cycle", "Long")
    assert objective["key_results"][0]["pace"] is None
    assert objective["key_results"][0]["suggested_status"] == "too early"


def test_negative_numbers_are_taken(cli: Cli) -> None:
    cli("objective", "add", "Cold")
    assert cli("kr", "add", "O1", "temperature", "--start=-5", "--target=-20") == "KR1.1\n"
    cli("checkin", "KR1.1", "--", "-7")
    assert cli.code == 0
    cli("checkin", "KR1.1", "-8")
    (objective,) = cli.data("okr", "list")
    assert objective["key_results"][0]["current"] == -8


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["checkin", "KR1.1", "abc"], "“abc” isn't a value for KR1.1"),
        (["checkin", "KR1.1", "1", "--week", "2027-W53"], "no week 2027-W53"),
        (["checkin", "KR7.1", "1"], "no key result KR7.1"),
        (["checkin", "O1", "1"], "“O1” isn't a key result"),
        (["checkin", "KR1.1", "1", "--confidence", "11"], "isn't a confidence"),
        (["objective", "add", " "], "title is empty"),
        (["objective", "add", "x", "--team", "nowhere"], "no team “nowhere”"),
        (["kr", "add", "O9", "x"], "no objective O9"),
        (["kr", "add", "O1", "x", "--start", "5", "--target", "5"], "nothing would be measured"),
        (["okr", "list", "--cycle", "2020-Q1"], "no cycle “2020-Q1”"),
        (["okr", "show", "KR7.1"], "no key result KR7.1"),
        (["update", "--priority", "x KR9.9"], "no key result KR9.9"),
        (["update", "--done", "3"], "no open priority 3"),
        (["update", "--pulse", "9"], "isn't a pulse"),
        (["cycle", "add", "2020 Set 1"], "first and last day"),
        (["cycle", "close", "2026-Q4"], "O1 still open"),
        (["week", "2027-W53"], "no week 2027-W53"),
        (["week", "--scope", "nowhere"], "no team"),
        (["workspace", "--timezone", "Mars/Base"], "isn't a timezone"),
        (["health", "x", "green"], "no health metric"),
        (["init"], "there already"),
    ],
)
def test_bad_input_gets_one_sentence_and_changes_nothing(boring: Cli, words: list[str], says: str) -> None:
    before = boring("log", "--json")
    assert says in boring.refused(*words)
    assert boring("log", "--json") == before


@pytest.mark.parametrize("words", [["bogus"], ["checkin"], ["kr", "add", "O1", "x", "--start", "abc"], ["kr", "x"]])
def test_wrong_usage_is_exit_code_2(cli: Cli, words: list[str]) -> None:
    assert cli(*words) == ""
    assert cli.code == 2
    assert "usage: okrtui" in cli.err


def test_no_workspace_says_how_to_make_one(cli: Cli) -> None:
    cli.address = str(cli.path.with_name("none.db"))
    assert "init" in cli.refused("okr", "list")
    assert "init" in cli.refused("due")


def test_due_is_silent_in_a_login_without_a_workspace(cli: Cli, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["due"]) == 0
    assert capsys.readouterr() == ("", "")


def test_due_is_one_line_until_nothing_is_due(boring: Cli) -> None:
    assert boring("due") == "okrtui 2026-W48: weekly update pending; no check-in yet for KR1.1\n"
    boring("checkin", "KR1.1", "150")
    boring("update", "--priority", "Cold start KR1.1", "--win", "cache")
    assert boring("due") == ""
    assert boring.code == 0


def test_due_names_the_session_that_runs(boring: Cli) -> None:
    boring("checkin", "KR1.1", "150")
    boring("update", "--priority", "Cold start KR1.1")
    ref = boring("brainstorm", "start", "Halve the build").strip()
    assert boring("due") == f"okrtui 2026-W48: brainstorm {ref} runs\n"
    assert boring.data("due")["sessions"] == [ref]


def test_an_update_grows_through_the_week(cli: Cli) -> None:
    cli("update", "--priority", "one")
    cli("update", "--priority", "two", "--win", "first")
    cli("update", "--priority", "two", "--win", "second", "--done", "1")
    shown = cli.data("update")
    assert [(p["text"], p["state"]) for p in shown["priorities"]] == [("one", "done"), ("two", "open")]
    assert shown["wins"] == "first\nsecond"
    assert "pulse" not in shown
    assert "three is the most" in cli.refused("update", "--priority", "three", "--priority", "four")


def test_undo_and_redo_say_what_they_did(boring: Cli) -> None:
    boring("checkin", "KR1.1", "104")
    assert boring("undo").startswith("taken back: checked in KR1.1")
    assert boring("redo").startswith("done again: checked in KR1.1")
    assert boring("log").splitlines()[0].split()[2:5] == [me(), "redo", "KR1.1"]


def test_hostile_text_prints_no_control_character(cli: Cli) -> None:
    nasty = "a\x1b]52;c;aGk=\x07\x9b31m\u202eb [red]x[/] [@click=app.quit]y[/]"
    cli("objective", "add", nasty, "--why", nasty)
    cli("kr", "add", "O1", nasty, "--unit", nasty, "--target", "3")
    cli("checkin", "KR1.1", "2", "--note", nasty)
    cli("update", "--priority", nasty, "--win", nasty, "--blocker", nasty)
    for words in (["okr", "list"], ["okr", "show", "KR1.1"], ["log"], ["week"], ["people"], ["due"], ["update"]):
        for extra in ([], ["--json"]):
            out = cli(*words, *extra)
            assert not {c for c in out if c != "\n" and not c.isprintable()}, words


def test_closing_a_cycle_through_the_command_line(boring: Cli) -> None:
    assert "progress suggests 0.0" in boring.refused("kr", "close", "KR1.1")
    assert boring("kr", "close", "KR1.1", "0.7", "--comment", "nearly") == "KR1.1 closed with 0.7 (green)\n"
    assert boring("objective", "close", "O1") == "O1 achieved: Make the proxy boring\n"
    assert boring("cycle", "close", "2026-Q4") == "2026-Q4 is closed and read-only from now on\n"
    assert "closed" in boring.refused("checkin", "KR1.1", "90")
    assert boring("cycle", "prepare", "2026-Q4", "2027-Q1", "KR1.1").startswith("O2 Make the proxy boring (draft")


def test_a_broken_config_is_one_sentence_with_file_and_line(cli: Cli, tmp_path: Path) -> None:
    config = tmp_path / "home" / ".config" / "okrtui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('workspace = "x\n')
    cli.capsys.readouterr()
    assert main(["okr", "list"]) == 1
    err = cli.capsys.readouterr().err
    assert str(config) in err and "line 1" in err and err.count("\n") == 1


def test_the_nearest_project_file_decides(boring: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".okrtui.toml").write_text('workspace = "team.db"\n')
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    boring.capsys.readouterr()
    assert main(["okr", "list"]) == 0
    assert "Make the proxy boring" in boring.capsys.readouterr().out
    monkeypatch.setenv("OKRTUI_WORKSPACE", str(tmp_path / "none.db"))
    assert main(["okr", "list"]) == 1


def test_a_project_file_that_others_can_write_is_passed_over_and_said_so(
    boring: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / ".okrtui.toml"
    project.write_text('workspace = "team.db"\n')
    project.chmod(0o666)
    monkeypatch.chdir(tmp_path)
    boring.capsys.readouterr()
    assert main(["okr", "list"]) == 1
    said = f"{project} is passed over: it, or its link, is not yours alone to write"
    assert boring.capsys.readouterr().err.startswith(f"okrtui: {said}\n")
    assert main(["due"]) == 0 and boring.capsys.readouterr().err == "", "a login script says nothing of it"
    main(["doctor"])
    told = boring.capsys.readouterr()
    assert f"✗ {said}: chmod go-w" in told.out and told.err == ""
    monkeypatch.setattr("okrtui.cli.run.workspace.open_tui.run_tui", lambda place, **how: len(how["notice"]))
    assert main([]) == len(said), "the program says it at its bottom"


def test_a_reader_that_closes_early_is_no_error(boring: Cli, tmp_path: Path) -> None:
    command = f"{sys.executable} -m okrtui -w {boring.path} okr list --json | head -c 5"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[\n  {", "")


def test_output_is_utf_8_whatever_the_locale(boring: Cli) -> None:
    boring("objective", "edit", "O1", "--title", "团队 é 👩‍🚀")
    environ = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    command = [sys.executable, "-m", "okrtui", "-w", str(boring.path), "okr", "list"]
    done = subprocess.run(command, capture_output=True, env=environ, check=True)
    assert "团队 é 👩‍🚀" in done.stdout.decode("utf-8")


DOCUMENT = """# Plan

## 2027 Q1

### Boring proxy

- Cut p99 from 180 ms to 90 ms - @lena
- Ship the docs

Some prose.
"""


def test_import_shows_first_and_writes_only_after_a_yes(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    file.write_text(DOCUMENT)
    data = cli.data("import", str(file), "--dry-run")
    (cycle,) = data["cycles"]
    assert cycle["name"] == "2027-Q1"
    (objective,) = cycle["objectives"]
    assert [(k["title"], k["dri"], k["target"], k["unit"]) for k in objective["key_results"]] == [
        ("Cut p99 from 180 ms to 90 ms", "lena", 90, "ms"),
        ("Ship the docs", "", None, ""),
    ]
    assert {"line": 10, "text": "Some prose.", "kind": "prose"} in data["left"]
    assert [(k["kind"], k["start"]) for k in objective["key_results"]] == [("decrease", 180), ("binary", None)]
    shown = cli("import", str(file), "--dry-run")
    assert "Prose, left out:\n  line 1: # Plan\n  line 10: Some prose." in shown
    assert "the title says from 180 to 90 ms" not in shown
    assert "the title says from 180 to 90 ms" in cli("import", str(file), "--dry-run", "--explain")
    cli("import", str(file))
    assert (cli.code, "add --yes" in cli.err) == (1, True)
    assert cli.data("okr", "list", "--cycle", "all") == []
    cli("import", str(file), "--yes")
    (made,) = cli.data("okr", "list", "--cycle", "2027-Q1")
    assert [(k["title"], k["start"], k["target"], k["dri"]) for k in made["key_results"]] == [
        ("Cut p99 from 180 ms to 90 ms", 180, 90, "lena"),
        ("Ship the docs", 0, 1, None),
    ]
    cli("undo")
    assert cli.data("okr", "list", "--cycle", "all") == []


def test_what_cannot_be_imported_is_one_sentence(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "latin.md").write_bytes(b"caf\xe9")
    assert "not UTF-8" in cli.refused("import", str(tmp_path / "latin.md"), "--yes")
    assert "cannot be read" in cli.refused("import", str(tmp_path / "none.md"), "--yes")
    assert "latin.md is not UTF-8" in cli.refused("import", str(tmp_path), "--yes")
    (tmp_path / "empty").mkdir()
    assert "has no Markdown, CSV or TSV" in cli.refused("import", str(tmp_path / "empty"), "--yes")
    (tmp_path / "prose.md").write_text("# Only\n\nprose\n")
    assert "No objective was found" in cli("import", str(tmp_path / "prose.md"), "--yes")


def test_a_spreadsheet_and_a_folder_are_imported(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    sheet = tmp_path / "in" / "plan.csv"
    sheet.write_text("Goal,KPI,Quarter\nGrow,Win 3 deals,Q1 2027\n")
    shown = cli("import", str(sheet), "--dry-run")
    assert "“KPI” as key result" in shown and "new key result: Win 3 deals (from 0 to 3 deals)" in shown
    assert "isn't a column" in cli.refused("import", str(sheet), "--column", "KPI")
    (tmp_path / "in" / "plan.md").write_text(DOCUMENT)
    (first, second) = cli.data("import", str(tmp_path / "in"), "--dry-run")
    assert (first["file"], second["cycles"][0]["name"]) == (str(sheet), "2027-Q1")
    cli("import", str(tmp_path / "in"), "--yes")
    assert [o["title"] for o in cli.data("okr", "list", "--cycle", "2027-Q1")] == ["Grow", "Boring proxy"]
    cli("export", str(tmp_path / "out"))
    assert "All of this is here already" in cli("import", str(tmp_path / "out"), "--yes")
    cli("undo")
    assert cli.data("okr", "list", "--cycle", "all") == []


def test_reports_and_exports_from_the_command_line(boring: Cli, tmp_path: Path) -> None:
    boring("checkin", "KR1.1", "104", "--confidence", "7", "--note", "warm now")
    assert "KR1.1 p99" in boring("report", "week")
    assert "# " in boring("report", "cycle", "2026-Q4")
    assert "wrote README.md" in boring("export", str(tmp_path / "out")).replace(str(tmp_path / "out") + "/", "")
    assert " 0 written" in " " + boring("export", str(tmp_path / "out"))
    fresh = Cli(tmp_path / "fresh.db", boring.capsys)
    fresh("init")
    fresh("import", str(tmp_path / "out" / "okrs" / "2026-Q4.md"), "--yes")
    fresh("export", str(tmp_path / "again"))
    again, out = ((tmp_path / each / "okrs" / "2026-Q4.md").read_text().split("\n") for each in ("again", "out"))
    assert again[1] != out[1] and "okrtui workspace" in again[1] and "okrtui workspace" in out[1]  # whose each is
    assert [again[0], *again[2:]] == [out[0], *out[2:]]


def test_an_empty_workspace_names_the_next_command(cli: Cli) -> None:
    assert "okrtui objective add" in cli("people")
    week = cli("week")
    assert "okrtui objective add" in week and "okrtui update --priority" in week
    assert "okrtui objective add" not in cli("week", "2026-W40")
    assert "okrtui update --priority" in cli("update")
    cli("health", "On-call load", "--add")
    assert "there is no health metric “Noise”" in cli.refused("health", "Noise")
