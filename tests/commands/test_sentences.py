"""No sentence spells a key that may be mapped differently: it names the command, and the person's key comes in."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from okrtui.commands.catalogue import CATALOGUE
from okrtui.commands.keys import default_keys, key_of, show_key
from tests.sources import FILES, ROOT, nodes_of

SPEAKING = [
    path for path in FILES if path.relative_to(ROOT).parts[0] in ("app", "screens", "widgets", "rituals", "rules")
]
KEYS = sorted({show_key(key) for command in CATALOGUE for key in command.keys}, key=len, reverse=True)
_KEY = "(?:" + "|".join(map(re.escape, [*KEYS, "⌫"])) + ")"
SPELLED = re.compile(
    rf"(?:^|(?<=[\s(“;:,.·])){_KEY} (?!is\b|as\b|was\b|has\b)\w+s(?=$|[ .,;·])"  # u takes it back
    rf"|\b(?:[Pp]ress|with|by|on|then|keys?:?) (?!a\b){_KEY}(?=$|[\s,.;:)])"  # press c; with space; on 6, then s
    rf"|\({_KEY}\)"  # the people screen (8)
    rf"|(?:^|· ){_KEY} \w+(?= ·)|^{_KEY}: \w+"  # F2 save · esc leaves; a: action
)
FIXED = {
    "widgets/forms/": "a dialog's own keys, which no config maps",
    "widgets/week/checkin_fields.py": "letters and marks that a field of the sheet takes as its value",
    "screens/base/firstrun.py": "the first run is a dialog",
    "rituals/week/updates.py": "0 as the value of a pulse",
    "rituals/week/checkins.py": "= as the value of a check-in",
}
"""Files whose sentences tell of keys that are no command's."""
WORDS = (
    "pick with ← →",  # those of a choice in the sheet
    "→ completes",  # what a form's own keys do, told by a field's help
    "→ takes the suggestion",
    "F4 opens your editor",
    "4 Ls",  # numbers, and a note's article
    "0.7 is a success",
    "1 counts as much",
    "Next 4 weeks",
    "a note · !what",
)
"""Parts of sentences that only look like a command's key."""


@cache
def sentences(path: Path) -> list[str]:
    """Return the texts of a file: no docstrings, no style sheets, no queries."""
    nodes = nodes_of(path)
    quiet = {id(node.value) for node in nodes if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
    quiet |= {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    found = []
    for node in nodes:
        if isinstance(node, ast.JoinedStr):
            found.append("".join(str(p.value) if isinstance(p, ast.Constant) else "…" for p in node.values))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in quiet:
            found.append(node.value)
    return found


def spelled(path: Path) -> list[str]:
    """Return the sentences of a file that spell a key."""
    found = [text for text in sentences(path) if " " in text and "{" not in text and "SELECT" not in text]
    return [text for text in found if SPELLED.search(text) and not any(each in text for each in WORDS)]


def test_no_sentence_spells_the_key_of_a_command_and_whoever_may_does() -> None:
    found = {path.relative_to(ROOT).as_posix(): spelled(path) for path in SPEAKING}
    wrong = {name: texts for name, texts in found.items() if texts and not name.startswith(tuple(FIXED))}
    assert not wrong, "name the command with key_of(id)"
    assert [each for each in FIXED if not any(texts and name.startswith(each) for name, texts in found.items())] == []


@pytest.mark.parametrize(
    "text",
    [
        "parked; u takes it back",
        "Press c to check in.",
        "on 6, then s",
        "the people screen (8) adds one",
        "F2 save · esc leaves",
        "a: action",
        "None yet: a makes one.",
    ],
)
def test_a_key_in_a_sentence_is_seen(text: str, tmp_path: Path) -> None:
    assert SPELLED.search(text)


@pytest.mark.parametrize(
    "text", ["a team for two weeks", "it is on a server", "3 of 5", "A note", "0 is no clock", "closed with a reason"]
)
def test_a_word_or_a_number_is_no_key(text: str) -> None:
    assert not SPELLED.search(text)


def test_a_command_that_a_sentence_names_is_there() -> None:
    named = {
        node.args[0].value
        for path in FILES
        for node in nodes_of(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "key_of"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }
    ends = {id for id in named if id.startswith(".")}
    assert [id for id in ends if not any(each.id.endswith(id) for each in CATALOGUE)] == []
    assert len(named) > 40
    assert [id for id in named - ends if not default_keys(key_of(id))] == []


def test_what_shall_become_a_key_is_no_plain_text() -> None:
    signs = ("{key_of(", "{UNDO}", "{BACK}")
    assert not [text for path in SPEAKING for text in sentences(path) if any(sign in text for sign in signs)]
