"""The terminal: refused where it can't show us, read for its colours, closed to what others' text could do."""

import os
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from okrtui.terminal.capabilities import TRUECOLOR, Look, SafeFilter, colours, light_background, look
from okrtui.terminal.driver import Keys
from tests.terminals import Terminal

BLACK = Color(0, 0, 0)
CHECK = [
    sys.executable,
    "-c",
    "from okrtui.terminal.capabilities import *\nfrom okrtui.errors import Refused\n"
    "try: check_terminal(); print('fine')\nexcept Refused as error: print('refused:', error)",
]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **more}


def painted(text: str, style: Style | None = None) -> str:
    return "".join(segment.text for segment in SafeFilter().apply([Segment(text, style)], BLACK))


def test_a_real_terminal_is_fine() -> None:
    with Terminal(CHECK, env=environment()) as screen:
        screen.wait_for("fine")


@pytest.mark.parametrize("term", ["dumb", "unknown", ""])
def test_a_terminal_without_a_screen_is_refused_in_one_sentence(term: str) -> None:
    with Terminal(CHECK, env=environment(TERM=term), size=(200, 24)) as screen:
        screen.wait_for("can't show a full screen")


@pytest.mark.parametrize(
    ("redirection", "name"), [("</dev/null", "stdin"), ("2>/dev/null", "stderr"), ("|cat", "stdout")]
)
def test_a_stream_that_leads_elsewhere_is_refused(redirection: str, name: str) -> None:
    command = ["sh", "-c", f'"$@" {redirection}', "sh", *CHECK]
    with Terminal(command, env=environment(), size=(200, 24)) as screen:
        screen.wait_for(f"{name} is not a terminal")


def test_output_is_utf8_whatever_the_environment_says() -> None:
    code = "from okrtui.terminal.capabilities import use_utf8\nuse_utf8()\nprint('✓ 你好', flush=True)"
    with Terminal([sys.executable, "-c", code], env=environment(PYTHONIOENCODING="ascii", LC_ALL="C")) as screen:
        screen.wait_for("✓ 你")


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({"TERM": "xterm-256color"}, 256),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, TRUECOLOR),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, 0),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, 256),
        ({"TERM": "linux"}, 16),
        ({"TERM": "xterm"}, 16),
        ({"TERM": "xterm-kitty"}, 256),
        ({"TERM": "dumb"}, 0),
        ({}, 16),
    ],
)
def test_colours_are_counted(found: dict[str, str], expected: int) -> None:
    assert colours(found) == expected


@pytest.mark.parametrize(
    ("value", "light"),
    [
        ("0;15", True),
        ("0;7", True),
        ("0;default;15", True),
        ("15;0", False),
        ("15;8", False),
        ("", False),
        ("x", False),
    ],
)
def test_a_light_background_is_known_from_colorfgbg(value: str, light: bool) -> None:
    assert light_background({"COLORFGBG": value}) is light
    assert look({"TERM": "xterm", "COLORFGBG": value}).light is light


@pytest.mark.parametrize(
    "code", [*range(0x20), *range(0x7F, 0xA0), 0x202E, 0x2066, 0x200B, 0xFEFF, 0xD800, 0xDFFF, 0xE0001]
)
def test_no_control_character_is_painted(code: int) -> None:
    assert chr(code) not in painted(f"a{chr(code)}b")


@pytest.mark.parametrize(
    "text", ["👩‍👩‍👧‍👦 family", "می‌خواهم", "❤️ 1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "你好", "plain [b]text[/b] [@click=app.quit]x[/]"]
)
def test_joined_emoji_and_scripts_that_need_joiners_stay_as_they_are(text: str) -> None:
    assert painted(text) == text


def test_a_dropped_character_leaves_the_room_it_was_given() -> None:
    text = "a\u00adb\ud800c\x1bd"
    assert cell_len(painted(text)) == cell_len(text)


def test_links_are_removed_and_the_rest_of_the_style_stays() -> None:
    (segment,) = SafeFilter().apply([Segment("x", Style(bold=True, link="https://evil.example"))], BLACK)
    assert segment.style == Style(bold=True)
    assert segment.style is not None and segment.style.link is None


def test_a_safe_line_is_passed_on_untouched() -> None:
    line = [Segment("safe", Style(bold=True)), Segment(" line ✓")]
    assert SafeFilter().apply(line, BLACK) is line


def test_any_bytes_become_keys_and_none_ends_the_reading() -> None:
    keys = Keys()
    for data in (b"\xff\xfe", b"\x1b[99999999u", b"\x1b[347:A", b"\x1b[9;:7~", b"\x1b[5494110282~"):
        list(keys.feed(data))
    assert [getattr(event, "character", None) for event in keys.feed("é".encode()[:1])] == []
    assert [getattr(event, "character", None) for event in keys.feed("é".encode()[1:] + b"z")] == ["é", "z"]


@pytest.mark.parametrize(
    ("configured", "seen", "theme"),
    [
        ("dark", Look(0, False), "16"),
        ("dark", Look(16, False), "dark"),
        ("", Look(16, False), "16"),
        ("", Look(256, True), "light"),
        ("", Look(256, False), "dark"),
        ("light", Look(256, False), "light"),
    ],
)
def test_no_color_is_stronger_than_a_configured_theme(configured: str, seen: Look, theme: str) -> None:
    from okrtui.app.run import theme_for

    assert theme_for(configured, seen) == theme
