"""Hostile text in every field: inert on the command line, in JSON, in reports, exports and file names."""

import json
import shutil
from pathlib import Path

import pytest

from okrtui.cli.declare.catalogue import VERBS
from okrtui.text import cells, clean, clean_lines
from tests.trust.hostile import READS, filled, poison, run
from tests.trust.payloads import PAYLOADS, SOME, unsafe_in


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with every payload in every field, written as people write."""
    return filled(tmp_path_factory.mktemp("written"))


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory, written: Path) -> Path:
    """The same with the payloads written into the tables by somebody who has the file and no okrtui."""
    path = tmp_path_factory.mktemp("poisoned") / "team.db"
    shutil.copy(written, path)
    assert poison(path) > 20 * len(SOME)
    return path


def test_the_door_lets_nothing_unsafe_in_and_leaves_peoples_writing_alone() -> None:
    for text in PAYLOADS:
        assert not unsafe_in(clean(text)) and not unsafe_in(clean_lines(text))
    for fine in (
        "家族 👨\u200d👩\u200d👧",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "می\u200cخواهم",
    ):
        assert clean(fine) == fine
    hidden = "🏴" + "".join(chr(0xE0000 + ord(c)) for c in "delete everything") + "\U000e007f"
    assert clean(hidden) == "🏴"


@pytest.mark.parametrize("words", READS, ids=" ".join)
@pytest.mark.parametrize("kind", ["written", "poisoned"])
def test_commands_print_nothing_unsafe(kind: str, words: tuple[str, ...], request: pytest.FixtureRequest) -> None:
    path: Path = request.getfixturevalue(kind)
    assert run(path, *words).code in (0, 1)
    data = run(path, *words, "--json")
    if data.code == 0:
        json.loads(data.out)


def test_every_command_that_prints_data_is_among_them() -> None:
    """A new command with `--json` is tried here, or named as one that prints nobody's words."""
    others = {"import", "export", "doctor", "paths"}
    others |= {"source show"}  # there is one only where I have set it
    others |= {"value add", "value edit", "value keep"}  # they change, and print a value as its list does
    printing = {verb.words for verb in VERBS if any(name == "--json" for name, _ in verb.args)} - others
    tried = {words for words in printing if any(" ".join(read).startswith(words) for read in READS)}
    assert printing - tried == set()


def test_tables_stay_aligned(written: Path) -> None:
    """Each entry of the journal is one line whose columns begin at the same cell."""
    lines = run(written, "log", "--limit", "9999").out.splitlines()
    assert len(lines) > 9 * len(SOME)
    assert all(line[:5] == "2026-" for line in lines)
    logins = run(written, "member", "list").out.splitlines()
    assert len(logins) == len(SOME) + 1
    assert {line[3:5] for line in logins} == {"  "}
    assert max(cells(line) for line in lines if "  joined" in line) < 200


@pytest.mark.parametrize("kind", ["written", "poisoned"])
def test_reports_and_exports_are_inert_and_stay_in_their_folder(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path: Path = request.getfixturevalue(kind)
    for words in (("report", "week"), ("report", "cycle")):
        report = run(path, *words)
        assert report.code == 0
        assert "<script" not in report.out.replace("\\<script", "").replace("`", "")
    folder = tmp_path / "out"
    assert run(path, "export", str(folder)).code == 0
    found = sorted(folder.rglob("*"))
    assert len(found) > len(SOME) / 2
    for each in found:
        assert each.resolve().is_relative_to(folder.resolve()) and not each.is_symlink()
        assert not unsafe_in(each.name) and not each.name.startswith((".", "-"))
        if each.is_file():
            assert not unsafe_in(each.read_bytes().decode("utf-8", "surrogateescape"))
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


def test_what_was_exported_is_read_back_without_a_crash(written: Path, tmp_path: Path) -> None:
    run(written, "export", str(tmp_path / "out"))
    whole = tmp_path / "out" / "okrs" / "2026-Q4.md"
    assert run(written, "import", str(whole), "--dry-run").code == 0
    assert json.loads(run(written, "import", str(whole), "--dry-run", "--json").out)["left"] == []


ARGUMENTS: tuple[tuple[str, ...], ...] = (
    ("workspace", "--timezone", "{}"),
    ("member", "add", "{}"),
    ("objective", "add", "x", "--cycle", "{}"),
    ("objective", "add", "x", "--team", "{}"),
    ("objective", "add", "x", "--dri", "{}"),
    ("kr", "add", "O1", "x", "--kind", "milestone", "--milestone", "{}"),
    ("kr", "add", "{}", "x"),
    ("checkin", "{}", "3"),
    ("checkin", "KR1.1", "{}"),
    ("checkin", "KR1.1", "3", "--week", "{}"),
    ("checkin", "KR1.1", "3", "--for", "{}"),
    ("update", "--helper", "{}"),
    ("update", "--drop", "1={}"),
    ("update", "--done", "{}"),
    ("health", "{}", "red"),
    ("hero", "{}", "x", "--standard", "honor"),
    ("heroes", "show", "{}"),
    ("heroes", "list", "--text", "{}"),
    ("heroes", "list", "--period", "{}"),
    ("week", "{}"),
    ("week", "--scope", "{}"),
    ("report", "cycle", "{}"),
    ("okr", "show", "{}"),
    ("log", "--ref", "{}"),
    ("cycle", "prepare", "2026-Q4", "{}", "O1"),
    ("import", "{}"),
    ("restore", "{}"),
    ("backup", "{}/x"),
    ("{}",),
)


@pytest.mark.parametrize("words", ARGUMENTS, ids=lambda words: " ".join(words).replace("{}", "…"))
def test_refusals_repeat_nothing_unsafe(
    words: tuple[str, ...], written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "team.db"
    shutil.copy(written, path)
    for text in PAYLOADS[ARGUMENTS.index(words) % 13 :: 13]:
        assert run(path, *(word.replace("{}", text) for word in words)).code in (0, 1, 2)
    assert not (tmp_path / "okrtui-owned").exists()


def test_paths_that_no_file_can_have_are_refused_with_a_sentence() -> None:
    for text in PAYLOADS:
        said = run(Path("/nonexistent") / text.lstrip("/"), "okr", "list")
        assert said.code == 1


def test_names_of_files_are_shown_without_what_a_terminal_obeys(tmp_path: Path) -> None:
    """Of a workspace, backups, exports, documents, links and folders: whatever a colleague calls them."""
    mean = "\x1b]0;mine\x07\x1b[31m\u202ex"
    path = filled(tmp_path / "a", ("one", "two", "three")).rename(tmp_path / f"{mean}.db")
    documents = tmp_path / f"documents {mean}"
    documents.mkdir()
    (documents / f"{mean}.md").write_text("## Objective: Ship\n", encoding="utf-8")
    for words in (
        ("paths",),
        ("doctor", "--json"),
        ("backup", str(tmp_path / f"b {mean}")),
        ("backup", str(tmp_path / f"b {mean}")),
        ("restore", str(tmp_path / f"none {mean}")),
        ("restore", str(tmp_path / f"b {mean}")),
        ("export", str(tmp_path / f"e {mean}")),
        ("export", "--format", "json", str(tmp_path / f"j {mean}")),
        ("import", str(tmp_path / f"none {mean}.md")),
        ("import", str(documents)),
        ("import", str(documents / f"{mean}.md"), "--json"),
        ("init",),
        ("okr", "show", mean),
        ("report", "week", mean),
        ("case", "show", mean),
        ("hours", "list", mean),
        ("value", "show", mean),
    ):
        run(path, *words)
    run(tmp_path / f"none {mean}" / "team.db", "okr", "list")
    Path(f"{path}-wal").symlink_to(f"/nonexistent {mean}")
    assert "isn't a file of okrtui" in run(path, "okr", "list").err
