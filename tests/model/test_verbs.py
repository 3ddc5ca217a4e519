"""What the journal says was done is said in one vocabulary, which older workspaces were written in, too."""

import ast
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from okrtui.model.journal import Verb
from tests.sources import FILES, ROOT, nodes_of

SCHEMAS = sorted((Path(__file__).parents[1] / "storage" / "schema" / "schemas").glob("v*.db"))
WORDS = {verb.value for verb in Verb}


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_every_verb_of_an_older_workspace_is_known(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        found = {verb for (verb,) in db.execute("SELECT DISTINCT verb FROM activity WHERE verb <> ''")}
    assert found
    assert found <= WORDS


def spelled(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Give each place that spells a verb: in a comparison of one, or in naming an entry."""
    for node in nodes:
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(getattr(side, "attr", getattr(side, "id", "")) == "verb" for side in sides):
                words = [each for side in sides for each in ast.walk(side) if isinstance(each, ast.Constant)]
                yield from (f"line {node.lineno}: {word.value!r}" for word in words if str(word.value) in WORDS)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in ("startswith", "partition") and getattr(node.func.value, "attr", "") == "verb":
                yield f"line {node.lineno}: a verb's beginning"
            if node.func.attr in ("describe", "note") and node.args and isinstance(node.args[0], ast.Constant):
                yield f"line {node.lineno}: {node.args[0].value!r}"
        elif isinstance(node, ast.Constant) and str(node.value) in WORDS and " " in str(node.value):
            yield f"line {node.lineno}: {node.value!r}"


def test_verbs_are_compared_by_member_and_spelled_in_one_place() -> None:
    found = {path.relative_to(ROOT).as_posix(): [*spelled(nodes_of(path))] for path in FILES}
    assert found.pop("model/journal.py")
    assert not {path: words for path, words in found.items() if words}


def test_a_spelled_verb_is_found() -> None:
    wrong = [
        "e.verb == 'joined'",
        "verb in ('undo', 'redo')",
        "e.verb.startswith('started ')",
        "w.describe('card', r, s)",
    ]
    assert all([*spelled(ast.walk(ast.parse(each)))] for each in [*wrong, "said = 'checked in'"])
