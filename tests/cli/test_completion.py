"""Completion in real shells: words as declared, refs and names of the workspace, and files where nothing fits."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from okrtui.cli.declare.catalogue import VERBS
from okrtui.cli.main import main
from okrtui.cli.run.workspace.complete import candidates
from okrtui.cli.run.workspace.completion import SHELLS
from tests.terminals import Terminal
from tests.trust.places import cli, environment, fresh

PROGRAM = Path(sys.executable).with_name("okrtui")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A workspace with an odd team, a person, an action, and titles that are markup for shells."""
    path = fresh(tmp_path)
    for words in (
        ("team", "add", "Edge & Co"),
        ("member", "add", "bob", "--name", "Bob $(touch x)"),
        ("kr", "add", "O1", "Errors: \x1b[31m`id`", "--start", "9", "--target", "0"),
        ("action", "add", "quarantine list"),
        ("value", "add", "Open by default"),
        ("hours", "add", "tue", "14:00-15:00"),
        ("booking", "walk-in", "bob"),
        ("ask", "bob", "a reviewer"),
        ("process", "retire", "proposal"),
    ):
        assert cli(path, tmp_path, *words).returncode == 0, words
    return path


def values(*before: str, current: str = "", place: Path | None = None) -> list[str]:
    at = ["-w", str(place)] if place else []
    return [value for value, _ in candidates([*at, *before], current)]


def test_words_and_options_are_those_declared() -> None:
    assert {*values()} == {verb.words.split()[0] for verb in VERBS}
    assert values(current="chec") == ["checkin"]
    assert values("kr", current="ad") == ["add"]
    assert values("checkin", current="--conf") == ["--confidence"]
    assert "--confidence" not in values("checkin", "--confidence", "3", current="--")
    assert "--priority" in values("update", "--priority", "x", current="--"), "it may be repeated"
    assert values("checkin", "--status") == ["on track", "at risk", "off track", "suggested"]
    assert values("okr", "list", "--status", current="AT") == ["at risk"], "case does not matter"
    assert values("completion") == ["bash", "zsh", "fish", "install"]
    assert values("help", "kr", current="ad") == ["add"]
    assert values(current="--w") == ["--workspace"]
    assert values("no-such-command") == values("kr", "add", "O1", "a title") == values("-w") == []


@pytest.mark.parametrize(
    ("before", "found"),
    [
        (("okr", "show"), ["O1", "KR1.1", "KR1.2", "A1"]),
        (("checkin",), ["KR1.1", "KR1.2"]),
        (("kr", "add"), ["O1"]),
        (("kr", "edit", "KR1.1", "--dri"), ["bob", "mei"]),
        (("action", "done"), ["A1"]),
        (("value", "keep"), ["V1"]),
        (("hero", "bob", "x", "--value"), ["V1"]),
        (("hours", "pause"), ["OH1"]),
        (("booking", "note"), ["B1"]),
        (("book",), ["bob"]),
        (("case", "go"), ["C1"]),
        (("case", "open"), ["support", "opportunity", "architecture", "reward", "breach"]),
        (("process", "show"), ["support", "opportunity", "architecture", "reward", "breach"]),
        (("action", "add", "x", "--kr"), ["KR1.1", "KR1.2"]),
        (("member", "edit", "bob", "--team"), ["Edge & Co"]),
        (("week", "--scope"), ["me", "everyone"]),
        (("retro", "start", "--template"), ["start-stop-continue"]),
        (("brainstorm", "status"), []),
    ],
)
def test_refs_and_names_are_the_workspaces(before: tuple[str, ...], found: list[str], path: Path) -> None:
    there = values(*before, place=path)
    assert {*found} <= {*there}, there
    assert [each for each in there if each[0] in "OA" and each[1:].isdigit()] == [f for f in found if f in ("O1", "A1")]


def test_cycles_are_the_newest_first(path: Path) -> None:
    assert values("okr", "list", "--cycle", place=path)[0].startswith("20")


def test_without_a_workspace_there_is_nothing_and_no_word_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["complete", "--", "-w", str(tmp_path / "none.db"), "okr", "show", ""]) == 0
    assert capsys.readouterr() == ("", "")


def test_what_is_printed_steers_no_terminal(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["complete", "--shell", "fish", "--", "-w", str(path), "kr", "edit", "KR1.2"])
    assert capsys.readouterr().out == "KR1.2\tErrors: [31m`id`\n"
    main(["complete", "--shell", "zsh", "--", "-w", str(path), "kr", "edit", "KR1.2"])
    assert capsys.readouterr().out == "KR1.2:Errors: [31m`id`\n"
    main(["complete", "--shell", "bash", "--", "-w", str(path), "week", "--scope", "Ed"])
    assert capsys.readouterr().out in ("", "Edge\\ \\&\\ Co\n")


def have(shell: str) -> str:
    """Return where a shell is; the test is skipped where this machine has none."""
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"this machine has no {shell}")
    return found


def around(path: Path, home: Path) -> dict[str, str]:
    return environment(home, OKRTUI_WORKSPACE=str(path), PATH=f"{PROGRAM.parent}:{os.environ['PATH']}")


def ask_bash(words: Sequence[str], path: Path, home: Path) -> list[str]:
    """Return what bash would offer for the last of the words."""
    line = " ".join(f"'{word}'" for word in words)
    script = f"""
        source <(okrtui completion bash)
        COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}
        _okrtui
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run([have("bash"), "-c", script], env=around(path, home), capture_output=True, text=True)
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_bash(path: Path, tmp_path: Path) -> None:
    assert ask_bash(["okrtui", "checkin", ""], path, tmp_path) == ["KR1.1", "KR1.2"]
    assert ask_bash(["okrtui", "okr", "list", "--status", "at"], path, tmp_path) == ["at\\ risk"]
    assert ask_bash(["okrtui", "member", "edit", "bob", "--team", ""], path, tmp_path) == ["Edge\\ \\&\\ Co"]
    assert not (tmp_path / "x").exists()


def test_fish(path: Path, tmp_path: Path) -> None:
    script = "okrtui completion fish | source; complete -C 'okrtui checkin KR1.'; complete -C 'okrtui ver'"
    done = subprocess.run([have("fish"), "-c", script], env=around(path, tmp_path), capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.splitlines() == ["KR1.1\tp99 at the edge", "KR1.2\tErrors: [31m`id`"]


def test_zsh(path: Path, tmp_path: Path) -> None:
    setup = "autoload -U compinit; compinit -u; source <(okrtui completion zsh); PS1='%% '; LISTMAX=100"
    (tmp_path / ".zshrc").write_text(setup)
    with Terminal([have("zsh"), "-i"], (100, 30), around(path, tmp_path)) as terminal:
        terminal.wait_for("%")
        terminal.write("okrtui checkin KR1.\t\t")
        terminal.wait_for("p99 at the edge")
        terminal.write("2 --conf\t")
        terminal.wait_for("--confidence")


@pytest.mark.parametrize("shell", SHELLS)
def test_it_is_installed_where_the_shell_looks(shell: str, path: Path, tmp_path: Path) -> None:
    done = cli(path, tmp_path, "completion", "install", shell)
    place = Path(done.stdout.strip())
    assert (done.returncode, place.is_relative_to(tmp_path)) == (0, True)
    assert place.read_text() == cli(path, tmp_path, "completion", shell).stdout
    assert cli(path, tmp_path, "completion", "install", shell).returncode == 0, "anew, after an upgrade"
    place.write_text("somebody else's")
    refused = cli(path, tmp_path, "completion", "install", shell)
    assert (refused.returncode, place.read_text()) == (1, "somebody else's")


def test_the_shell_is_the_persons(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    assert main(["completion", "install"]) == 1
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert main(["completion", "install"]) == 0
    assert (Path.home() / ".config/fish/completions/okrtui.fish").exists()
