"""Sources and pull from the command line: kept for me alone, run by nobody else, nothing submitted."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from okrtui.cli.main import main
from okrtui.config import sources_file, state_folder
from tests.trust.places import OKRTUI, cli, environment, fresh


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return fresh(tmp_path)


Told = tuple[int, str, str]


def test_a_source_fills_the_draft_and_submits_nothing(path: Path, tmp_path: Path) -> None:
    def run(*words: str) -> Told:
        done = cli(path, tmp_path, *words)
        return done.returncode, done.stdout, done.stderr

    assert run("pull")[0] == 0
    code, out, err = run("source", "set", "kr1.1", "--", "sh", "-c", "echo waiting; echo 104")
    assert (code, out) == (0, "KR1.1 sh -c 'echo waiting; echo 104'\n")
    assert "for you alone" in err
    assert run("source", "list")[1].startswith("KR1.1  p99 at the edge  sh -c")
    assert json.loads(run("source", "show", "KR1.1", "--json")[1]) == {
        "ref": "KR1.1",
        "command": ["sh", "-c", "echo waiting; echo 104"],
        "seconds": 30,
    }
    assert run("pull", "--dry-run")[1:] == ("KR1.1  104  new\n", "okrtui: nothing was changed\n")
    code, out, err = run("pull")
    assert (code, out) == (0, "KR1.1  104  in your draft\n")
    assert err == "okrtui: 1 value is in your draft; okrtui checkin, or the sheet, submits it\n"
    assert run("pull")[1] == "KR1.1  104  unchanged: it is in your draft\n"
    assert json.loads(run("pull", "--json")[1])[0]["outcome"] == "unchanged"
    assert "no data yet" in run("okr", "show", "KR1.1")[1], "only its DRI submits"
    with closing(sqlite3.connect(path)) as db:
        assert not [row for row in db.iterdump() if "echo waiting" in row], "no command is ever in the workspace"
    assert run("source", "remove", "KR1.1")[1] == "KR1.1 no longer has a source\n"
    assert run("source", "remove", "KR1.1")[0] == 1


def test_what_fails_is_told_and_the_rest_goes_on(path: Path, tmp_path: Path) -> None:
    cli(path, tmp_path, "kr", "add", "O1", "Errors", "--start", "9", "--target", "0")
    cli(path, tmp_path, "source", "set", "KR1.1", "--", "sh", "-c", "echo no route to host >&2; exit 2")
    cli(path, tmp_path, "source", "set", "KR1.2", "echo 3 | cat")
    done = cli(path, tmp_path, "pull")
    assert done.returncode == 1
    assert done.stdout.splitlines() == ["KR1.1     no value: exit 2: no route to host", "KR1.2  3  in your draft"]


def test_what_is_wrong_is_refused(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words, why in (
        (["source", "set", "KR9.9", "--", "true"], "KR9.9"),
        (["source", "set", "KR1.1", "--seconds", "0", "--", "true"], "at least 1"),
        (["pull", "KR1.1"], "KR1.1 has no source of yours; set one with: okrtui source set KR1.1 -- COMMAND"),
    ):
        assert main(["-w", str(path), *words]) == 1
        assert why in capsys.readouterr().err
    assert not sources_file().exists()
    assert not (state_folder() / "drafts.json").exists()


def test_words_after_two_dashes_are_the_commands_own(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["kubectl", "exec", "pod", "--", "cat", "--json"]
    assert main(["-w", str(path), "source", "set", "KR1.1", "--seconds", "5", "--", *words]) == 0
    capsys.readouterr()
    main(["-w", str(path), "source", "show", "KR1.1", "--json"])
    assert json.loads(capsys.readouterr().out) == {"ref": "KR1.1", "command": words, "seconds": 5}


def test_a_week_drafts_itself_and_nothing_is_submitted(path: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    env = {"PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin"}
    gh = tmp_path / "bin" / "gh"
    gh.write_text("#!/bin/sh\necho not logged in >&2\nexit 4\n")
    gh.chmod(0o755)

    def run(*words: str) -> Told:
        command = [*OKRTUI, "-w", str(path), *words]
        done = subprocess.run(command, env=environment(tmp_path, **env), capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    config = tmp_path / ".config" / "okrtui" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(f'[draft]\nfolders = ["{tmp_path}/nowhere"]\n')
    run("action", "add", "quarantine list", "--due", "+3d")
    run("action", "done", "A1")
    code, out, err = run("draft", "--dry-run")
    assert (code, out) == (0, "quarantine list (A1)\n")
    assert "okrtui: gh: not logged in\n" in err and "nowhere is no git repository" in err, "the rest is gathered"
    assert run("draft", "--no-github")[2].endswith("among the wins of your draft; okrtui update goes on with it\n")
    assert "gh:" not in run("draft", "--no-github")[2]
    assert run("draft", "--json")[1] == "[]\n", "it is there already"
    assert "not submitted yet" in run("update")[1]
    config.write_text("[draft]\nfolder = 1\n")
    assert run("draft")[0] == 1


def configured(home: Path, text: str) -> Path:
    config = home / ".config" / "okrtui" / "config.toml"
    config.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    config.write_text(text)
    config.chmod(0o600)
    return config


def test_a_digest_goes_to_a_command(path: Path, tmp_path: Path) -> None:
    config = configured(tmp_path, f'[send]\nteam = "cat >\'{tmp_path}/got\'"\nbad = "echo no route >&2; exit 7"\n')
    dry = cli(path, tmp_path, "send", "team", "--dry-run")
    assert (dry.returncode, (tmp_path / "got").exists()) == (0, False)
    assert "not sent" in dry.stderr
    done = cli(path, tmp_path, "send", "team")
    assert (done.returncode, done.stdout) == (0, "sent to team\n")
    assert (tmp_path / "got").read_text() == cli(path, tmp_path, "report", "week", "--short").stdout == dry.stdout
    assert cli(path, tmp_path, "send", "team", "last", "--full").returncode == 0
    assert (tmp_path / "got").read_text() == cli(path, tmp_path, "report", "week", "last").stdout
    assert cli(path, tmp_path, "send", "bad").stderr == "okrtui: not sent: exit 7: no route\n"
    assert "did you mean team?" in cli(path, tmp_path, "send", "taem").stderr
    config.chmod(0o620)
    refused = cli(path, tmp_path, "send", "team")
    assert (refused.returncode, "others can write" in refused.stderr) == (1, True)
    with closing(sqlite3.connect(path)) as db:
        assert not [row for row in db.iterdump() if "no route" in row or "/got" in row]


def test_without_a_target_it_says_how_to_have_one(path: Path, tmp_path: Path) -> None:
    assert "okrtui config set send.team COMMAND" in cli(path, tmp_path, "send", "team").stderr
    set_ = cli(path, tmp_path, "config", "set", "send.team", f"cat >'{tmp_path}/got'")
    assert set_.returncode == 0, set_.stderr
    assert cli(path, tmp_path, "send", "team").returncode == 0
    configured(tmp_path, "[send]\nteam = 1\n")
    assert "a target of [send] is a command line" in cli(path, tmp_path, "send", "team").stderr


class Apprise:
    """Stands for apprise: takes addresses of its own kind, and delivers what holds no `down`."""

    sent: list[dict[str, str]]

    def __init__(self) -> None:
        self.addresses: list[str] = []

    def add(self, address: str) -> bool:
        self.addresses.append(address)
        return address.startswith("json://")

    def notify(self, **message: str) -> bool:
        self.sent.append(message)
        return "down" not in self.addresses[0]


def test_an_address_goes_by_apprise(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    configured(Path.home(), '[send]\nteam = "json://host/x"\nbad = "nothing://x"\ndown = "json://down"\n')
    monkeypatch.setitem(sys.modules, "apprise", None)
    assert main(["-w", str(path), "send", "team"]) == 1
    assert "pip install 'okrtui[send]'" in capsys.readouterr().err
    Apprise.sent = []
    monkeypatch.setitem(sys.modules, "apprise", SimpleNamespace(Apprise=Apprise))
    assert main(["-w", str(path), "send", "team"]) == 0
    assert capsys.readouterr().out == "sent to team\n"
    (message,) = Apprise.sent
    assert message["title"] and not message["title"].startswith("#") and message["body"]
    for name, why in (("bad", "apprise does not know such an address"), ("down", "could not deliver it")):
        assert main(["-w", str(path), "send", name]) == 1
        assert why in capsys.readouterr().err
