"""The arrows of the design: who may import whom, and what the quick commands never load."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import okrtui

ROOT = Path(okrtui.__file__).parent
GROUND = {"errors", "links", "text", "__init__"}
ALLOWED = {
    "model": set(),
    "errors": set(),
    "text": set(),
    "links": set(),
    "rules": {"model"},
    "storage": {"model"},
    "rituals": {"model", "rules", "storage"},
    "sharing": {"model", "rules", "rituals"},
    "widgets": {"model", "rules"},
    "commands": {"model"},
    "terminal": {"model"},
    "screens": {"model", "rules", "rituals", "sharing", "widgets", "commands", "terminal"},
}
"""Parts not named here are the top (app, cli and what they are made of): they may import everything below."""


def part(module: str) -> str:
    pieces = module.split(".")
    return pieces[1] if len(pieces) > 1 else "__init__"


def imports(path: Path) -> set[str]:
    """Return what a file imports at run time; imports for type checkers only cost and bind nothing."""
    found = set()
    for node in _run_time(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _run_time(node: ast.AST) -> "list[ast.AST]":
    nodes: list[ast.AST] = [node]
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            nodes += [each for other in child.orelse for each in _run_time(other)]
        else:
            nodes += _run_time(child)
    return nodes


FILES = sorted(ROOT.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_arrows_point_one_way(path: Path) -> None:
    relative = path.relative_to(ROOT)
    here = relative.parts[0].removesuffix(".py")
    allowed = ALLOWED.get(here)
    if allowed is None:
        return
    ours = {name for name in imports(path) if name.startswith("okrtui.")}
    wrong = {name for name in ours if part(name) not in allowed | GROUND | {here}}
    assert not wrong, f"{relative} imports {sorted(wrong)}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_only_storage_knows_peewee(path: Path) -> None:
    if path.relative_to(ROOT).parts[0] == "storage":
        return
    assert not {name for name in imports(path) if name.split(".")[0] in ("peewee", "playhouse")}


def screens() -> dict[str, Path]:
    """Return modules of `screens/` that define a screen people can be sent to."""
    return {
        ".".join(path.relative_to(ROOT.parent).with_suffix("").parts): path
        for path in (ROOT / "screens").rglob("*.py")
        if "\n    where = " in path.read_text(encoding="utf-8")
    }


def test_screens_do_not_import_each_other() -> None:
    names = screens()
    assert len(names) > 3
    for module, path in names.items():
        assert not imports(path) & (names.keys() - {module}), module


def loaded_by(*words: str) -> set[str]:
    """Return the modules a command loads in a fresh interpreter."""
    code = (
        "import sys; sys.argv = ['okrtui', *sys.argv[1:]]\n"
        "from okrtui.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.stdout.write('\\nLOADED ' + ' '.join(n for n, m in sys.modules.items() if m is not None))"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("LOADED ")[2].split())


def test_help_loads_neither_textual_nor_markdown_nor_peewee() -> None:
    assert not {"textual", "markdown_it", "peewee", "rich"} & loaded_by("--help")


@pytest.mark.parametrize(
    "words",
    [
        ("due",),
        ("checkin", "KR1.1", "104", "--note", "团队 👩‍🚀"),
        ("update", "--priority", "x", "--win", "é"),
        ("okr", "list", "--json"),
    ],
    ids=lambda words: words[0],
)
def test_quick_commands_load_neither_textual_nor_markdown(words: tuple[str, ...], tmp_path: Path) -> None:
    from okrtui.cli.main import main

    place = ["-w", str(tmp_path / "x.db")]
    assert main([*place, "init"]) == 0
    assert main([*place, "objective", "add", "Boring"]) == 0
    assert main([*place, "kr", "add", "O1", "p99", "--target", "1"]) == 0
    assert not {"textual", "markdown_it", "rich", "psycopg"} & loaded_by(*place, *words)


def test_every_module_opens_with_one_line_and_none_is_too_long() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert ast.get_docstring(ast.parse(text)) or not text.strip(), path
        assert text.count("\n") <= 400, f"{path} has {text.count(chr(10))} lines"
