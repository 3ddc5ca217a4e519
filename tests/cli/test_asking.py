"""What is said anonymously is read from standard input or asked for, so that no list of processes shows it."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from okrtui.cli.output import asking
from okrtui.model.live import Phase
from okrtui.rituals.week.updates import PULSE_IN_FILE
from okrtui.rules.live import promises
from okrtui.widgets.live.projector import DROP
from tests.terminals import Terminal
from tests.trust.places import environment, fresh, waiting
from tests.widgets.live.test_header import LONG

OKRTUI = waiting(0.001)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return fresh(tmp_path)


def say(path: Path, home: Path, words: str, *command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*OKRTUI, "-w", str(path), *command], input=words, env=environment(home), capture_output=True, text=True
    )


@pytest.mark.parametrize("dash", [(), ("-",)])
def test_words_numbers_and_votes_come_by_standard_input(dash: tuple[str, ...], path: Path, tmp_path: Path) -> None:
    def ready(*words: str) -> "subprocess.CompletedProcess[str]":
        return say(path, tmp_path, "", *words)

    assert ready("brainstorm", "start", "Why?", "--anonymous").returncode == 0
    for _ in range(2):
        assert ready("brainstorm", "next").returncode == 0
    done = say(path, tmp_path, "the deploys hurt\n", "brainstorm", "card", *dash)
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert "only you are here: who wrote what is easily guessed" in done.stderr, "before the first word"
    number = done.stdout.strip()
    changed = say(path, tmp_path, "the deploys hurt a lot", "brainstorm", "card", *dash, "--edit", number)
    assert changed.returncode == 0
    ready("brainstorm", "next")
    group = ready("brainstorm", "group", number, "--name", "deploys").stdout.strip()
    ready("brainstorm", "next")
    voted = say(path, tmp_path, f"{group}\n", "brainstorm", "vote", *dash)
    assert (voted.returncode, voted.stderr, "you have 1 on “deploys”" in voted.stdout) == (0, "", True)
    assert "the deploys hurt a lot" in ready("brainstorm", "show").stdout
    idea = say(path, tmp_path, "smaller deploys", "idea", *dash, "--inbox")
    assert (idea.returncode, "inbox" in idea.stdout) == (0, True)


def test_a_pulse_is_asked_for(path: Path, tmp_path: Path) -> None:
    done = say(path, tmp_path, "4\n", "update", "--win", "tests", "--pulse")
    assert (done.returncode, done.stderr) == (0, f"okrtui: {PULSE_IN_FILE}\n"), "how private it is is said before"
    assert "4" in done.stdout
    openly = say(path, tmp_path, "", "update", "--pulse", "3")
    assert (openly.returncode, openly.stderr.count("list of processes")) == (0, 1)
    assert say(path, tmp_path, "", "update", "--pulse", "0").stderr == ""
    wrong = say(path, tmp_path, "good\n", "update", "--pulse")
    assert (wrong.returncode, wrong.stderr.splitlines()[1:]) == (
        1,
        ["okrtui: “good” isn't a number; nothing was written"],
    )


def test_nothing_said_is_nothing_written(path: Path, tmp_path: Path) -> None:
    done = say(path, tmp_path, "  \n", "idea")
    assert (done.returncode, done.stderr) == (1, "okrtui: nothing was said, so nothing was written\n")


def test_words_in_an_anonymous_session_are_warned_of_where_others_could_read_them(path: Path, tmp_path: Path) -> None:
    say(path, tmp_path, "", "brainstorm", "start", "Why?", "--anonymous")
    for _ in range(2):
        say(path, tmp_path, "", "brainstorm", "next")
    for command in (("brainstorm", "card", "mine"), ("idea", "mine, too")):
        assert "list of processes" in say(path, tmp_path, "", *command).stderr
    assert say(path, tmp_path, "", "idea", "openly", "--inbox").stderr == ""


def test_what_comes_from_a_file_waits_for_others_each_by_itself_and_is_warned_of(path: Path, tmp_path: Path) -> None:
    """Cards or votes that came at once, and when their author typed, would be of one person, and whose."""
    say(path, tmp_path, "", "brainstorm", "start", "Why?", "--anonymous")
    for _ in range(2):
        say(path, tmp_path, "", "brainstorm", "next")
    beats = waiting(2.0, 1.0)

    def from_file(text: str) -> "subprocess.CompletedProcess[str]":
        call = [*beats, "-w", str(path), "brainstorm", "card", "--from", "-"]
        return subprocess.run(call, input=text, env=environment(tmp_path), capture_output=True, text=True)

    done = from_file("text\none\ntwo\nthree\n")
    assert (done.returncode, done.stdout[:8]) == (0, "3 cards "), done.stderr
    assert "only you are here: who wrote what is easily guessed" in done.stderr, "before the first word"
    assert re.search(r"they go in with those of others in [1-3] s", done.stderr)
    for _ in range(2):
        say(path, tmp_path, "", "brainstorm", "next")
    voted = from_file("group,votes\none,1\n")
    assert (voted.returncode, "your votes are given" in voted.stdout) == (0, True), voted.stderr
    assert re.fullmatch(r"okrtui: it goes in with those of others in [1-3] s.*\n", voted.stderr)


def test_each_of_many_waits_its_own_drawn_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    slept = list[float]()
    monkeypatch.setattr(promises, "BEAT", 15.0)
    monkeypatch.setattr(promises, "SPREAD", 5.0)
    monkeypatch.setattr(asking, "time", SimpleNamespace(time=lambda: 900.0 + sum(slept), sleep=slept.append))
    assert len([*asking.each_with_others(replace(LONG, phase=Phase.GATHER), 9)]) == 9
    assert slept[0] >= 15 and sum(slept) <= 20 and all(pause > 0 for pause in slept)
    slept.clear()
    assert len([*asking.each_with_others(replace(LONG, anonymous=False), 9)]) == 9
    assert sum(slept) == 0


def test_on_a_terminal_it_is_asked_and_no_process_shows_it(path: Path, tmp_path: Path) -> None:
    with Terminal([*OKRTUI, "-w", str(path), "idea"], (80, 24), environment(tmp_path)) as terminal:
        terminal.wait_for("Your idea:")
        terminal.write("quieter alerts\r")
        terminal.wait_for("the idea inbox")
    assert "quieter alerts" in say(path, tmp_path, "", "ideas", "list").stdout


def test_how_numbers_are_written_is_asked_once(path: Path, tmp_path: Path) -> None:
    say(path, tmp_path, "", "objective", "add", "Boring")
    add = ("kr", "add", "O1", "users", "--target", "1,500")
    assert "may be 1500 or 1.5" in say(path, tmp_path, "1\n", *add).stderr, "nobody is asked in a pipe"
    with Terminal([*OKRTUI, "-w", str(path), *add], (80, 24), environment(tmp_path)) as terminal:
        terminal.wait_for("How does your team write numbers?")
        terminal.write("1\r")
        terminal.wait_for("KR1.2")
    assert say(path, tmp_path, "", "checkin", "KR1.2", "1,250").stdout.startswith("KR1.2 1,250 in ")


def test_what_the_projector_advertises_says_no_words_beside_the_command() -> None:
    assert all('"' not in line and "“" not in line for line in DROP.values())


def test_words_for_the_parking_lot_are_asked_for(path: Path, tmp_path: Path) -> None:
    say(path, tmp_path, "", "retro", "start", "Friday", "--anonymous")
    say(path, tmp_path, "", "retro", "next")
    done = say(path, tmp_path, "the pager\n", "retro", "park", "-")
    assert (done.returncode, "list of processes" in done.stderr) == (0, False)
    assert "the pager" in say(path, tmp_path, "", "retro", "show").stdout


def test_a_secret_to_take_out_is_asked_for(path: Path, tmp_path: Path) -> None:
    say(path, tmp_path, "", "idea", "--inbox", "the token is hunter2")
    done = say(path, tmp_path, "hunter2\n", "redact", "I1")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("taken out: words of 1 entry and 1 row; entry ")
    assert "the token is [redacted]" in say(path, tmp_path, "", "ideas", "list").stdout
    proof = say(path, tmp_path, "", "log", "--verify")
    assert (proof.returncode, "1 redacted: as okrtui wrote them" in proof.stdout) == (0, True)
