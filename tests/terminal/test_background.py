"""Light or dark is asked of the terminal: answered, late, in pieces, silent or garbage, nothing of it is ever typed."""

import json
import sys
from pathlib import Path

import pytest
from textual.events import Key
from textual.message import Message

from okrtui.terminal.background import QUESTION, BackgroundAnswers, ask, is_light
from okrtui.terminal.driver import Keys, TerminalBackground
from tests.terminals import Terminal
from tests.trust.places import OKRTUI, environment, fresh

LIGHT, DARK = b"\x1b]11;rgb:fafa/fafa/fafa\x1b\\", b"\x1b]11;rgb:1c1c/1c1c/1c1c\x07"
EVERYBODY = b"\x1b[?62;22c"
PAPER, INK = "48;5;231", "48;5;234"
"""The backgrounds of the light and the dark look, in a terminal of 256 colours."""


@pytest.mark.parametrize(
    ("colour", "light"),
    [
        ("rgb:ffff/ffff/ffff", True),
        ("rgb:ff/ff/ff", True),
        ("rgb:f/f/f", True),
        ("rgba:ffff/ffff/ffff/8000", True),
        ("#fdf6e3", True),
        ("rgb:0000/0000/0000", False),
        ("rgb:0000/2b2b/3636", False),
        ("#1e1e2e", False),
        ("", None),
        ("?", None),
        ("rgb:zz/00/00", None),
        ("rgb:00000/0/0", None),
        ("white", None),
    ],
)
def test_a_colour_is_light_or_dark(colour: str, light: bool | None) -> None:
    assert is_light(colour) is light


def events(*pieces: bytes) -> tuple[list[str], list[bool]]:
    """Return the keys that come of pieces of input, and what they tell of the background."""
    keys = Keys()
    found: list[Message] = []
    for piece in pieces:
        found += keys.feed(piece)
    return (
        [each.key for each in found if isinstance(each, Key)],
        [each.light for each in found if isinstance(each, TerminalBackground)],
    )


@pytest.mark.parametrize("answer", [LIGHT, DARK, b"\x1b[?997;2n", b"\x1b[?997;1n"])
def test_an_answer_in_two_pieces_is_an_answer_wherever_it_is_cut(answer: bytes) -> None:
    light = answer in (LIGHT, b"\x1b[?997;2n")
    for cut in range(len(answer) + 1):
        assert events(b"a" + answer[:cut], answer[cut:] + b"b") == (["a", "b"], [light]), cut


@pytest.mark.parametrize("garbage", [EVERYBODY, b"\x1b]11;\x07", b"\x1b]11;rgb:what/is/this\x1b\\", b"\x1b[?c"])
def test_what_is_no_colour_is_swallowed(garbage: bytes) -> None:
    assert events(b"a", garbage, b"b") == (["a", "b"], [])


def test_keys_that_begin_like_an_answer_are_keys() -> None:
    keys = Keys()
    assert [*keys.feed(b"\x1b]")] == []
    assert [each.key for each in keys.tick() if isinstance(each, Key)][-1:] in (["right_square_bracket"], ["]"], [])
    assert events(b"\x1b[A")[0] == ["up"]
    assert events(b"\x1bOP")[0] == ["f1"]
    assert events("é]11;x".encode())[0][1:] == ["right_square_bracket", "1", "1", "semicolon", "x"]


def test_the_answer_is_taken_out_of_what_was_typed() -> None:
    answers = BackgroundAnswers()
    assert answers.without("ab\x1b]11;#ffffff\x07cd\x1b[?6c") == "abcd"
    assert (answers.light, answers.done) == (True, True)


@pytest.mark.parametrize("term", ["dumb", "linux", "vt100", "vt220", "sun-color", ""])
def test_a_terminal_that_would_show_the_question_is_not_asked(term: str) -> None:
    assert ask({"TERM": term}) is None


ASK = """
import json, os, sys, termios
from okrtui.terminal.background import ask
question = ask()
light = question.answer(float(sys.argv[1]))
question.give_back()
print(json.dumps([light, question.typed.decode("latin-1")]))
"""


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (LIGHT + EVERYBODY, [True, ""]),
        (b"qw" + DARK + b"e" + EVERYBODY, [False, "qwe"]),
        (EVERYBODY, [None, ""]),
        (b"\x1b]11;nonsense\x07" + EVERYBODY, [None, ""]),
    ],
)
def test_what_a_terminal_answers_is_known_and_not_shown(said: bytes, found: list[object]) -> None:
    with Terminal([sys.executable, "-c", ASK, "20"], env=environment(None)) as terminal:
        terminal.wait_until(lambda _: QUESTION in bytes(terminal.output), what="the question")
        terminal.send(said)
        assert terminal.wait_exit() == 0
        terminal.wait_for("]")
        shown = terminal.screen().strip()
        assert json.loads(shown) == found, "and nothing else stands there"
        assert terminal.restored()


def test_a_silent_terminal_is_not_waited_for() -> None:
    with Terminal([sys.executable, "-c", ASK, "0.05"], env=environment(None)) as terminal:
        terminal.wait_for('[null, ""]')
        assert terminal.wait_exit() == 0


def test_a_light_terminal_starts_light(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    with Terminal([*OKRTUI, "-w", str(path)], (80, 24), environment(tmp_path)) as terminal:
        terminal.wait_until(lambda _: QUESTION in bytes(terminal.output), what="the question")
        terminal.send(LIGHT + EVERYBODY)
        terminal.wait_for("Checked in 0 of")
        shown = terminal.output.decode("utf-8", "replace")
        assert PAPER in shown and INK not in shown
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert b"\x1b[?2031h" in terminal.output and b"\x1b[?2031l" in terminal.output
        assert terminal.restored()
        assert "rgb:" not in terminal.screen()


def test_a_late_answer_and_a_change_are_followed_until_the_person_chooses(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    with Terminal([*OKRTUI, "-w", str(path)], (80, 24), environment(tmp_path)) as terminal:
        terminal.wait_for("Checked in 0 of")
        terminal.settle()
        before = terminal.screen()

        def turns(answer: bytes, to: str) -> None:
            start = len(terminal.output)
            terminal.send(answer)
            terminal.wait_until(lambda _: to in terminal.output[start:].decode("utf-8", "replace"), what=to)

        terminal.send(LIGHT[:9])
        terminal.settle(0.2)  # the rest comes in a read of its own
        turns(LIGHT[9:], PAPER)
        turns(b"\x1b[?997;1n", INK)
        turns(b"\x1b[?997;2n", PAPER)
        terminal.settle()
        assert terminal.screen() == before, "no key was made of it"
        turns(b"T", "[")
        terminal.settle()
        start = len(terminal.output)
        terminal.send(b"\x1b[?997;2n" + DARK)
        terminal.settle()
        rest = terminal.output[start:].decode("utf-8", "replace")
        assert PAPER not in rest and INK not in rest, "the person has chosen"


def test_with_a_theme_in_the_config_nothing_is_asked(tmp_path: Path) -> None:
    path = fresh(tmp_path)
    config = tmp_path / ".config" / "okrtui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('theme = "dark"\n')
    with Terminal([*OKRTUI, "-w", str(path)], (80, 24), environment(tmp_path)) as terminal:
        terminal.wait_for("Checked in 0 of")
        assert b"]11;?" not in terminal.output and b"2031" not in terminal.output
