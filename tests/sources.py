"""The program's own source as tests read it: each file is parsed once a process."""

import ast
from functools import cache
from pathlib import Path

import okrtui

ROOT = Path(okrtui.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> list[ast.AST]:
    """Return all syntax nodes of a file."""
    return list(ast.walk(tree(path)))
