"""The check-in as a conversation: on a dumb terminal, in the sheet's own draft, stored as the sheet stores it."""

import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from okrtui.cli.main import main
from okrtui.cli.run.interview import interview
from okrtui.config import state_folder
from okrtui.model.okrs import KeyResultKind, Milestone
from okrtui.model.week import CommitmentState
from okrtui.rituals.context import Context
from okrtui.rituals.journal.log import undo
from okrtui.rituals.okrs import objectives
from okrtui.rituals.week import checkins, updates
from okrtui.rituals.week.sheet import sheet
from okrtui.rituals.week.sheet_draft import draft_key, read_draft
from okrtui.storage.local.drafts import DraftBox
from tests.terminals import Terminal
from tests.trust.places import OKRTUI, cli, environment, fresh
from tests.workspaces import ctx, workspace

DUMB = {"TERM": "dumb"}


def answered(terminal: Terminal, *steps: tuple[str, str]) -> None:
    """Wait for each question and answer it."""
    for question, answer in steps:
        terminal.wait_until(lambda screen, wanted=question: screen.rstrip().endswith(wanted), what=f"“{question}”")  # type: ignore[misc]  # bound now
        terminal.write(f"{answer}\r")


def test_a_dumb_terminal_is_enough_for_a_whole_check_in(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    with Terminal([*OKRTUI, "-w", str(path), "checkin"], (80, 60), environment(tmp_path, **DUMB)) as terminal:
        answered(
            terminal,
            ("Value [no entry]:", "?"),
            ("Value [no entry]:", "104"),
            ("Confidence, 0 to 10 [none]:", "6"),
            ("track]:", ""),
            ("Note:", "the cache is warm"),
            ("Priority 1:", "Cut the tail KR1.1"),
            ("Priority 2:", ""),
            ("Next four weeks:", "load test"),
            ("and:", "and a drill"),
            ("and:", ""),
            ("What blocks you?", ""),
            ("Wins:", ""),
            ("Pulse:", "4"),
            ("[submit]:", ""),
        )
        assert terminal.wait_exit() == 0
        screen = terminal.screen()
        assert b"\x1b" not in terminal.output
    assert "a number in ms" in screen, "? explains"
    assert "  1 on track, 2 at risk, 3 off track\nStatus [as suggested, on track]:" in screen
    assert max(len(line) for line in screen.splitlines()) < 80, "no line is broken within a word"
    assert "84 % done" in screen
    assert "submitted: 1 check-in and the update of" in screen
    shown = json.loads(cli(path, tmp_path, "update", "--json").stdout)
    assert ([each["text"] for each in shown["priorities"]], shown["ahead"]) == (
        ["Cut the tail"],
        "load test\nand a drill",
    )
    assert "104 ms" in cli(path, tmp_path, "okr", "show", "KR1.1").stdout


def test_what_was_answered_outlives_ctrl_d(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    with Terminal([*OKRTUI, "-w", str(path), "checkin"], (80, 60), environment(tmp_path, **DUMB)) as terminal:
        answered(terminal, ("Value [no entry]:", "104"))
        terminal.wait_for("Confidence")
        terminal.send(b"\x04")
        assert terminal.wait_exit() == 0
        terminal.wait_for("not submitted; okrtui checkin goes on with your draft")
    with Terminal([*OKRTUI, "-w", str(path), "checkin", "KR1.1"], (80, 60), environment(tmp_path, **DUMB)) as again:
        again.wait_for("What you had typed is here again.")
        answered(again, ("Value [104]:", ""), ("[none]:", ""), ("track]:", ""), ("Note:", ""), ("[submit]:", ""))
        again.wait_for("KR1.1 104 ms in")
        assert again.wait_exit() == 0
    assert "not submitted yet" in cli(path, tmp_path, "update").stdout, "one key result is not the whole update"


def test_without_a_terminal_nothing_is_asked(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    bare = cli(path, tmp_path, "checkin")
    assert (bare.returncode, bare.stdout) == (2, "")
    assert bare.stderr.startswith("usage: okrtui checkin REF VALUE")
    assert cli(path, tmp_path, "checkin", "KR1.1").returncode == 1
    assert "not submitted yet" in cli(path, tmp_path, "update").stdout


@pytest.fixture
def me(tmp_path: Path) -> Iterator[Context]:
    """Mei with a key result of each kind and last week's priority."""
    store = workspace(tmp_path)
    here = ctx(store)
    objectives.add_objective(here, "Make the proxy boring")
    objectives.add_key_result(here, "O1", "p99 at the edge", start=180, target=90, unit="ms")
    objectives.add_key_result(here, "O1", "Review", kind=KeyResultKind.BINARY)
    objectives.add_key_result(here, "O1", "Launch", milestones=(Milestone("alpha"), Milestone("beta")))
    checkins.check_in(ctx(store, weeks=-1), "KR1.1", 122, confidence=7, note="edge pool is warm")
    updates.submit(ctx(store, weeks=-1), priorities=[("Cache v2", "KR1.1")])
    yield here
    store.close()


Said = Callable[..., str]


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Said:
    """Hold a conversation with these answers and return all that was written."""

    def hold(talk: Callable[[], object], *answers: str) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{each}\n" for each in answers)))
        talk()
        done = capsys.readouterr()
        return done.out + done.err

    return hold


def drafted(me: Context) -> dict[str, str]:
    return read_draft(DraftBox(state_folder() / "drafts.json").get(draft_key(sheet(me))))[0]


def test_every_kind_is_asked_in_its_own_way_and_one_undo_takes_all_back(me: Context, say: Said) -> None:
    first = ["3", "", "no time", "=", "=", "2", "vendor slipped"]  # a dropped priority needs its reason
    binary = ["1", "8", "", ""]
    steps = ["#1", "", "", ""]
    rest = ["Docs KR1.9", "Docs KR1.2", "", "", "the vendor", "nobody9", "demo went well", "", "5"]
    rest += ["", "1", "bob9", "", "yes"]  # handed in, nobody9 is not added, bob9 is
    text = say(lambda: interview.check_in(me, None), *first, *binary, *steps, *rest)
    assert "a few words are enough" in text, "an answer that does not do is asked again"
    assert "there is no open key result KR1.9" in text
    now = sheet(me)
    entry = now.entered["KR1.1"]
    assert (entry.value, entry.confidence, entry.status, entry.note) == (122, 7, "at risk", "vendor slipped")
    assert (now.entered["KR1.2"].value, now.entered["KR1.2"].confidence, now.entered["KR1.3"].done) == (1, 8, (0,))
    assert [(c.state, c.reason) for c in now.commitments] == [(CommitmentState.DROPPED, "no time")]
    assert now.update is not None and (now.update.helpers, now.update.pulse) == (("bob9",), 5)
    assert "there is nobody called nobody9" in text
    undo(me)
    assert (sheet(me).update, sheet(me).entered, sheet(me).commitments[0].state) == (None, {}, CommitmentState.OPEN)
    assert drafted(me) == {}


def test_less_than_goes_back_and_a_wrong_answer_is_asked_again(me: Context, say: Said) -> None:
    text = say(lambda: interview.check_in_one(me, "KR1.1", None), "10 apples", "104", "11", "<", "99", "9")
    assert "KR1.1 is measured in ms" in text
    assert "it goes from 0 (no way) to 10 (sure)" in text
    assert "Value [104]" in text
    found = {key: value for key, value in drafted(me).items() if value}
    assert found == {"KR1.1/value": "99", "KR1.1/confidence": "9"}


def test_ctrl_c_ends_it_and_nothing_is_lost(
    me: Context, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Interrupted(io.StringIO):
        """The person presses ctrl+c at the third question."""

        def readline(self, size: int = -1) -> str:  # type: ignore[override]  # as a text stream's
            if not (line := super().readline(size)):
                raise KeyboardInterrupt
            return line

        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Interrupted("104\n6\n"))
    monkeypatch.setattr("okrtui.cli.run.checkin.on_terminal", lambda: True)
    assert main(["-w", me.address, "checkin", "KR1.1"], now=me.now) == 130
    assert "okrtui checkin KR1.1 goes on with your draft" in capsys.readouterr().err


def test_a_dash_clears_and_an_unknown_choice_says_which_there_are(me: Context, say: Said) -> None:
    text = say(lambda: interview.update(me, None), "7", "c", "-", "wins", "-")
    assert "choose 1 to 3" in text
    assert "Priority 1 [Cache v2 KR1.1]" in text, "what is carried stands among this week's priorities"


def test_an_update_leaves_what_is_typed_for_key_results_a_draft(me: Context, say: Said) -> None:
    say(lambda: interview.check_in_one(me, "KR1.1", None), "104")
    text = say(lambda: interview.update(me, None), "1", "", "", "", "shipped", "", "", "")
    assert "submitted: the update of 2026-W48" in text
    assert "a draft still: KR1.1" in text
    assert drafted(me)["KR1.1/value"] == "104"
    assert sheet(me).entered == {}


def test_somebody_elses_entry_is_shown_and_chosen(me: Context, say: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    others = ctx(me.store, "bob")

    class Slow(io.StringIO):
        """Bob is faster than the note."""

        def readline(self, size: int = -1) -> str:  # type: ignore[override]  # as a text stream's
            line = super().readline(size)
            if line == "mine\n":
                checkins.check_in(others, "KR1.1", 110)
            return line

    def talk() -> None:
        monkeypatch.setattr(sys, "stdin", Slow("104\n\n\nmine\n\n2\n"))
        interview.check_in_one(me, "KR1.1", None)

    text = say(talk)
    assert re.search(r"bob entered 110 ms for KR1.1 at Mon 10:0\d; you typed 104", text)
    assert sheet(me).entered["KR1.1"].value == 110, "theirs was chosen"


def test_a_key_result_that_takes_no_entry_is_refused_before_anything_is_asked(
    me: Context, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("okrtui.cli.run.checkin.on_terminal", lambda: True)
    assert main(["-w", me.address, "checkin", "KR9.9"], now=me.now) == 1
    assert "KR9.9" in capsys.readouterr().err
