"""Names: each class is defined once in the package, and words that were given up stay given up."""

import ast
import io
import re
import tokenize
from collections import defaultdict
from pathlib import Path

from tests.sources import FILES, ROOT, tree

REPOSITORY = ROOT.parent
GIVEN_UP = """
    Seat SeatOf Heard HandedIn Unfit Overtaken Ending Face Hand Shown Painter PickMany Seen InOrder Strange
    STIR _bell _rung stirred seat seat_of inorder lifeline handoff own_drafts is_live veils guarding migrating bring_up
    nobodys leading okr_endings live_faces glimpse unsay give_way quietly weekly live_rows desk harness okr_place
    Elsewhere Telling Thinking LookingBack Sitting telling thinking looking_back sitting sit
"""
"""Identifiers and modules; what they were called is said by the words that stand in their place."""


def test_each_class_is_defined_once_in_the_package() -> None:
    """A class name has one meaning; messages inside a widget are named by it, like `Form.Changed`."""
    found = defaultdict[str, list[str]](list)
    for path in FILES:
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef):
                found[node.name].append(str(path.relative_to(ROOT)))
    assert {name: where for name, where in found.items() if len(where) > 1} == {}


def given_up(path: Path) -> set[str]:
    """Return which of them are a module's identifiers or on its path; what stands in strings and comments is not."""
    text, gone = path.read_text(encoding="utf-8"), set(GIVEN_UP.split())
    used = set(path.relative_to(REPOSITORY).with_suffix("").parts)
    if gone & set(re.findall(r"\w+", text)):  # telling identifiers from strings takes twenty times as long
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        used |= {token.string for token in tokens if token.type == tokenize.NAME}
    return gone & used


def test_names_that_were_given_up_are_gone() -> None:
    """From the package, its tests and its tools."""
    folders = (ROOT, *(REPOSITORY / name for name in ("tests", "bench", "tools")))
    used = {path: given_up(path) for folder in folders for path in sorted(folder.rglob("*.py"))}
    assert {str(path): sorted(found) for path, found in used.items() if found} == {}


def test_tests_lie_where_what_they_test_does() -> None:
    """A folder of tests below a layer is called like the layer's folder; `live`, `postgres` and `trust` go across."""
    folders = {path.parent.relative_to(REPOSITORY / "tests") for path in (REPOSITORY / "tests").rglob("test_*.py")}
    layers = {folder for folder in folders if folder.parts and (ROOT / folder.parts[0]).is_dir()}
    assert [str(folder) for folder in sorted(layers) if not (ROOT / folder).is_dir()] == []
    across = {folder.parts[0] for folder in folders - layers if folder.parts}
    assert across == {"live", "postgres", "trust"}
