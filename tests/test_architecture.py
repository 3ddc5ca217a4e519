"""The arrows of the design: who may import whom, and what the quick commands never load."""

import ast
import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeGuard

import pytest

from tests.sources import FILES, ROOT, nodes_of, tree

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
    "widgets": {"model", "rules", "commands"},
    "commands": {"model"},
    "terminal": {"model"},
    "screens": {"model", "rules", "rituals", "sharing", "widgets", "commands", "terminal"},
}
"""Parts not named here are the top (app, cli and what they are made of): they may import everything below."""
ROOMS = {
    "rules.weeks": set(),
    "rules.formatting": set(),
    "rules.naming": set(),
    "rules.values": {"rules.formatting"},
    "rules.marks": set(),
    "rules.heroes": set(),
    "rules.hours": {"rules.weeks"},
    "rules.live": {"rules.formatting", "rules.weeks"},
    "rules.cases": {"rules.formatting"},
    "rules.okrs": {"rules.formatting", "rules.weeks"},
    "storage.schema": set(),
    "storage.local": set(),
    "storage.engine": {"storage.schema"},
    "storage.tables": {"storage.engine"},
    "storage.journal": {"storage.engine", "storage.schema", "storage.tables"},
    "storage.repositories.due": {"storage.engine"},
    **{
        f"storage.repositories.{feature}": {"storage.journal", "storage.engine", "storage.schema", "storage.tables"}
        for feature in (
            "actions",
            "cases",
            "heroes",
            "hours",
            "ideas",
            "logins",
            "okrs",
            "people",
            "retro",
            "values",
            "week",
        )
    },
    "storage.repositories.live": {
        f"storage.{room}" for room in ("repositories.retro", "journal", "engine", "local", "schema", "tables")
    },
    "storage.postgres": {"storage.engine", "storage.schema", "storage.tables"},
    "storage.open": {"storage.postgres", "storage.engine"},
    "storage.create": {"storage.open", "storage.postgres", "storage.engine", "storage.schema"},
    "storage.maintenance": {f"storage.{room}" for room in ("create", "open", "engine", "schema", "tables")},
    "rituals.context": set(),
    "rituals.people": {"rituals.context"},
    "rituals.okrs": {"rituals.people", "rituals.context"},
    "rituals.heroes": {"rituals.okrs", "rituals.people", "rituals.context"},
    "rituals.live": {"rituals.cases", "rituals.okrs", "rituals.people", "rituals.context"},
    "rituals.ideas": {"rituals.live", "rituals.okrs", "rituals.people", "rituals.context"},
    "rituals.hours": {"rituals.actions", "rituals.people", "rituals.context"},
    "rituals.origins": {f"rituals.{room}" for room in ("cases", "hours", "ideas", "live", "okrs", "people", "context")},
    "rituals.actions": {"rituals.live", "rituals.okrs", "rituals.people", "rituals.context"},
    "rituals.cases": {"rituals.heroes", "rituals.okrs", "rituals.people", "rituals.context"},
    "rituals.journal": {"rituals.cases", "rituals.live", "rituals.heroes", "rituals.people", "rituals.context"},
    "rituals.week": {f"rituals.{room}" for room in ("actions", "cases", "heroes", "live", "okrs", "people", "context")},
    "rituals.retro": {
        f"rituals.{room}" for room in ("week", "actions", "cases", "heroes", "live", "okrs", "people", "context")
    },
    "rituals.documents": {
        f"rituals.{room}"
        for room in ("week", "actions", "cases", "hours", "ideas", "live", "okrs", "people", "context")
    },
    "sharing.markdown": set(),
    "sharing.words": set(),
    "sharing.reader": {"sharing.words"},
    "sharing.pages": {"sharing.markdown"},
    "sharing.okrs_file": {"sharing.reader", "sharing.words", "sharing.markdown"},
    "sharing.export": {"sharing.okrs_file", "sharing.pages", "sharing.markdown"},
    "sharing.importing": {"sharing.okrs_file", "sharing.reader", "sharing.words", "sharing.markdown"},
    "terminal.line": set(),
    "terminal.driver": {"terminal.line", "terminal.background"},
    "widgets.drawing": set(),
    "widgets.lists": {"widgets.drawing"},
    "widgets.forms": {"widgets.lists", "widgets.drawing"},
    "widgets.frame": {"widgets.forms"},
    "widgets.sheet": {"widgets.drawing"},
    "widgets.actions": {"widgets.forms", "widgets.lists", "widgets.drawing"},
    "widgets.cases": {"widgets.lists", "widgets.drawing"},
    "widgets.heroes": {"widgets.lists", "widgets.drawing"},
    "widgets.journal": {"widgets.lists", "widgets.drawing"},
    "widgets.live": {"widgets.lists", "widgets.drawing"},
    "widgets.hours": {"widgets.lists", "widgets.drawing"},
    "widgets.ideas": {"widgets.live", "widgets.lists", "widgets.drawing"},
    "widgets.okrs": {"widgets.lists", "widgets.drawing"},
    "widgets.people": {"widgets.okrs", "widgets.lists", "widgets.drawing"},
    "widgets.retro": {"widgets.live", "widgets.actions", "widgets.lists", "widgets.drawing"},
    "widgets.week": {"widgets.okrs", "widgets.sheet", "widgets.actions", "widgets.lists", "widgets.drawing"},
    "screens.base": set(),
    "screens.log": {"screens.base"},
    "screens.people": {"screens.base"},
    "screens.actions": {"screens.base"},
    "screens.cases": {"screens.base"},
    "screens.heroes": {"screens.base"},
    "screens.hours": {"screens.base"},
    "screens.ideas": {"screens.live", "screens.base"},
    "screens.live": {"screens.base"},
    "screens.okrs": {"screens.base"},
    "screens.retro": {"screens.live", "screens.actions", "screens.base"},
    "screens.week": {"screens.base"},
    "terminal.key_queue": {"terminal.layouts"},
    "cli.declare": set(),
    "cli.output": set(),
    "cli.parser": {"cli.declare"},
    "cli.run.actions": {"cli.output", "cli.run.documents"},
    "cli.run.automation": {"cli.output"},
    "cli.run.interview": {"cli.output"},
    "cli.run.cases": {"cli.output"},
    "cli.run.checkin": {"cli.output", "cli.run.documents", "cli.run.interview"},
    "cli.run.due": {"cli.output"},
    "cli.run.heroes": {"cli.output"},
    "cli.run.ideas": {"cli.output"},
    "cli.run.journal": {"cli.output"},
    "cli.run.live": {"cli.output", "cli.run.documents"},
    "cli.run.people": {"cli.run.heroes", "cli.output"},
    "cli.run.okrs": {"cli.run.actions", "cli.output"},
    "cli.run.okr_lists": {"cli.output"},
    "cli.run.week": {"cli.run.heroes", "cli.run.interview", "cli.output"},
    "cli.run.retro": {"cli.run.live", "cli.output"},
    "cli.run.cards": {"cli.run.live", "cli.output"},
    "cli.run.workspace": {"cli.run.journal", "cli.output", "cli.declare", "cli.parser"},
    "cli.run.documents": {"cli.run.workspace", "cli.output"},
    "cli.main": {"cli.run.workspace", "cli.parser"},
}
"""Which rooms of its own layer a room may import: a folder is one, and so is a loose file beside sub-folders."""


def part(module: str) -> str:
    pieces = module.split(".")
    return pieces[1] if len(pieces) > 1 else "__init__"


@cache
def imports(path: Path) -> set[str]:
    """Return what a file imports at run time; imports for type checkers only cost and bind nothing."""
    found = set()
    for node in _run_time(tree(path)):
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


def test_arrows_point_one_way() -> None:
    wrong = []
    for path in FILES:
        here = path.relative_to(ROOT).parts[0].removesuffix(".py")
        allowed = ALLOWED.get(here)
        if allowed is not None:
            ours = {name for name in imports(path) if name.startswith("okrtui.")}
            found = sorted(name for name in ours if part(name) not in allowed | GROUND | {here})
            wrong += [f"{path.relative_to(ROOT)} imports {found}"] if found else []
    assert not wrong


def test_only_storage_knows_peewee() -> None:
    knows = [path for path in FILES if {name.split(".")[0] for name in imports(path)} & {"peewee", "playhouse"}]
    assert knows and not [path for path in knows if path.relative_to(ROOT).parts[0] != "storage"]


def dotted(path: Path) -> str:
    """Return a file's module, without the package's name: "storage.open"; "" for the package itself."""
    pieces = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(pieces[:-1] if pieces[-1] == "__init__" else pieces)


MODULES = {dotted(path): path for path in FILES}


@cache
def needed() -> dict[str, set[str]]:
    """Return what each module of ours needs of ours at run time, imports within functions too."""
    found = {}
    for module, path in MODULES.items():
        ours = {name.removeprefix("okrtui.") for name in imports(path) if name.startswith("okrtui.")}
        names = {name if name in MODULES else name.rpartition(".")[0] for name in ours}
        packages = {name for name in names if any(other.startswith(f"{name}.") for other in names & ours)}
        found[module] = (names & MODULES.keys()) - packages - {module}
    return found


def room(module: str) -> str:
    """Return the room a module is in: its folder, or itself where it lies loose beside sub-folders."""
    folder = MODULES[module].parent
    if MODULES[module].name != "__init__.py" and any(folder.glob("*/__init__.py")):
        return module
    return ".".join(folder.relative_to(ROOT).parts)


def rooms() -> dict[str, dict[str, set[str]]]:
    """Return which rooms each room needs, and by which of its modules."""
    found: dict[str, dict[str, set[str]]] = {}
    for module, others in needed().items():
        for other in others:
            if room(module) != room(other):
                found.setdefault(room(module), {}).setdefault(room(other), set()).add(f"{module} -> {other}")
    return found


def circle(arrows: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the stations of a circle, the first one again at its end; nothing where there is none."""
    done: set[str] = set()

    def walk(at: str, way: list[str]) -> list[str]:
        if at in way:
            return [*way[way.index(at) :], at]
        for other in () if at in done else sorted(arrows.get(at, ())):
            if found := walk(other, [*way, at]):
                return found
        done.add(at)
        return []

    return next((found for start in arrows if (found := walk(start, []))), [])


def test_no_circle_among_modules() -> None:
    assert circle({"a": "b", "b": "ca", "c": ""}) == ["a", "b", "a"]
    assert len(needed()) > 200
    assert sum(map(len, needed().values())) > 1000
    assert circle(needed()) == []


def test_no_circle_among_rooms() -> None:
    arrows = rooms()
    found = circle(arrows)
    assert not found, [arrows[one][other] for one, other in pairwise(found)]


def test_rooms_import_what_their_layer_allows() -> None:
    assert not circle(ROOMS)
    for here, others in rooms().items():
        layer = here.partition(".")[0]
        wrong = [
            found
            for other, found in others.items()
            if other.startswith(f"{layer}.") and other not in ROOMS.get(here, ())
        ]
        assert not wrong, f"{here} imports {wrong}"


FEATURES = ("okrs", "week", "people", "journal", "live", "retro", "heroes", "hours", "ideas", "actions", "cases")
LAYERS = (
    "model",
    "storage.repositories",
    "rituals",
    "sharing.pages",
    "widgets",
    "screens",
    "commands",
    "cli.declare",
    "cli.run",
)
WITHOUT = {
    ("storage.repositories", "journal"): "every repository writes by it: it lies below them, in storage.journal",
    ("sharing.pages", "okrs"): "outline copies what the screen shows, report_okrs is a part of reports",
    ("sharing.pages", "week"): "reports has the week's beside the cycle's: they share their sections",
    ("sharing.pages", "people"): "who answers for what is copied by outline, with the OKRs it tells of",
    ("sharing.pages", "journal"): "copied by outline as one table",
    ("cli.run", "hours"): "with the people who host them: cli.run.people",
    ("screens", "journal"): "people know it as the log: screens.log",
}
"""What a feature does not have in a layer, and why."""
MOST_FILES = 13
"""In one folder: about a dozen, and the one that tells what the folder is."""
SQL = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH|CREATE|ALTER|DROP|PRAGMA|UNION)\s")
RUNS_SQL = {"execute", "executemany", "execute_sql", "sql", "records"}


def outside(*layers: str) -> dict[Path, list[ast.AST]]:
    """Return the syntax nodes of every file that is in none of these layers."""
    return {path: nodes_of(path) for path in FILES if path.relative_to(ROOT).parts[0] not in layers}


def test_a_feature_has_the_same_word_in_every_layer() -> None:
    """Where one is missing here: make its module or folder, or say in `WITHOUT` why it needs none."""
    declared = [path.relative_to(ROOT).with_suffix("") for path in ROOT.rglob("*.txt")]
    there = {*MODULES, *(".".join(path.parts) for path in declared)}
    missing = {(layer, feature) for layer in LAYERS for feature in FEATURES if f"{layer}.{feature}" not in there}
    assert missing - WITHOUT.keys() == set(), "no module of that word, and no reason"
    assert WITHOUT.keys() - missing == set(), "it is there by now: take the reason away"


def test_no_folder_is_too_full_to_look_through() -> None:
    folders = {path.parent for path in FILES}
    full = {str(folder): number for folder in folders if (number := len(list(folder.glob("*.py")))) > MOST_FILES}
    assert not full, full


def test_only_storage_speaks_sql() -> None:
    assert SQL.match("SELECT 1")
    for path, nodes in outside("storage").items():
        said = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        assert not [text for text in said if SQL.match(text)], path
        calls = [node.func for node in nodes if isinstance(node, ast.Call)]
        assert not RUNS_SQL & {each.attr for each in calls if isinstance(each, ast.Attribute)}, path


def plain_sql(path: Path) -> set[str]:
    """Return the functions, methods and names of a module in which SQL stands in a string."""
    found = set[str]()
    for top in tree(path).body:
        inside = [(top, "")] if not isinstance(top, ast.ClassDef) else [(each, f"{top.name}.") for each in top.body]
        for node, before in inside:
            names = [target.id for target in getattr(node, "targets", ()) if isinstance(target, ast.Name)]
            texts = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant)]
            if any(isinstance(text, str) and SQL.match(text) for text in texts):
                found.add(before + getattr(node, "name", "".join(names)))
    return found


def test_no_sql_is_added_beside_the_builder() -> None:
    lines = (Path(__file__).parent / "plain_sql.txt").read_text().splitlines()
    kept = {file: set(names) for file, *names in (line.split() for line in lines if line and line[0] != "#")}
    there = {str(path.relative_to(ROOT)): found for path in FILES if (found := plain_sql(path))}
    new = {file: sorted(more) for file, found in there.items() if (more := found - kept.get(file, set()))}
    assert not new, f"use peewee's builder over the Models in storage/tables: {new}"
    gone = {file: sorted(less) for file, names in kept.items() if (less := names - there.get(file, set()))}
    assert not gone, f"take these off tests/plain_sql.txt: {gone}"


def test_only_rituals_the_app_and_storage_hold_a_store() -> None:
    assert [node for node in nodes_of(ROOT / "rituals" / "journal" / "log.py") if _asks_for_store(node)]
    for path, nodes in outside("storage", "rituals", "app").items():
        assert not [node.lineno for node in nodes if _asks_for_store(node)], path


def _asks_for_store(node: ast.AST) -> "TypeGuard[ast.Attribute]":
    """Tell whether a node takes the store out of something else, like `ctx.store`."""
    return isinstance(node, ast.Attribute) and node.attr == "store" and ast.unparse(node.value) != "self"


def test_screens_compose_no_markdown() -> None:
    """They ask pages for it, and the readers of documents for what one says."""
    pages = ("okrtui.sharing.pages.", "okrtui.sharing.importing.", "okrtui.sharing.reader.document")
    begun = re.compile(r"#{1,6} |[-*] |\| |\*\*")
    assert begun.match("## On the next agenda")
    for path in (ROOT / "screens").rglob("*.py"):
        sharing = {name for name in imports(path) if name.startswith("okrtui.sharing.")}
        assert not {name for name in sharing if not name.startswith(pages)}, path
        said = [node.value for node in nodes_of(path) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        assert not [text for text in said if begun.match(text)], path


def test_widgets_know_no_rituals() -> None:
    """Not even their types: what a widget shows is data of the model."""
    for path in (ROOT / "widgets").rglob("*.py"):
        modules = {node.module or "" for node in nodes_of(path) if isinstance(node, ast.ImportFrom)}
        assert not {name for name in modules if name.startswith(("okrtui.rituals", "okrtui.storage"))}, path


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
    """Return the modules that a command loads in a fresh interpreter, in which nothing else has loaded any."""
    code = (
        "import sys; sys.argv = ['okrtui', *sys.argv[1:]]\n"
        "from okrtui.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "sys.stdout.write('\\nLOADED ' + ' '.join(n for n, m in sys.modules.items() if m is not None))"
    )
    env = {**os.environ, "PYTHONPATH": f"{ROOT.parent}{os.pathsep}{sysconfig.get_path('purelib')}"}
    command = [sys.executable, "-S", "-c", code, *words]  # the finder of an editable install loads half a library
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    return set(done.stdout.rpartition("LOADED ")[2].split())


def test_help_loads_what_lays_out_text_and_hardly_anything_else() -> None:
    """Each of these is a tenth or more of the time that it may take."""
    dear = {"textual", "markdown_it", "peewee", "rich", "typing", "dataclasses", "inspect", "shutil", "json", "pathlib"}
    loaded = loaded_by("--help")
    assert not dear & loaded
    assert sum(name.startswith("okrtui.") for name in loaded) <= 15


def test_of_all_parsers_only_those_of_the_command_typed_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    from argparse import ArgumentParser

    from okrtui.cli.parser import parser

    made, init = list[str](), ArgumentParser.__init__

    def counted(self: ArgumentParser, *args: Any, **options: Any) -> None:
        init(self, *args, **options)
        made.append(self.prog)

    monkeypatch.setattr(ArgumentParser, "__init__", counted)
    for words in ("checkin KR1.1 5", "kr add O1 Fast"):
        parser().parse_args(words.split())
    assert made == ["okrtui", "okrtui checkin", "okrtui", "okrtui kr", "okrtui kr add"]


@pytest.mark.parametrize(
    ("words", "most"),
    [
        (("due",), 40),
        (("checkin", "KR1.1", "104", "--note", "团队 👩‍🚀"), 61),
        (("update", "--priority", "x", "--win", "é"), 62),
        (("okr", "list", "--json"), 64),
    ],
    ids=lambda words: words[0] if isinstance(words, tuple) else "",
)
def test_quick_commands_load_only_what_they_use(
    words: tuple[str, ...], most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`most` is how many of our modules it may load. Of the library none of what peewee does without, and is dear."""
    from okrtui.cli.main import main

    monkeypatch.setenv("HOME", str(tmp_path))
    for name in [name for name in os.environ if name.startswith(("XDG_", "OKRTUI_"))]:
        monkeypatch.delenv(name)
    assert main(["init"]) == 0
    assert main(["objective", "add", "Boring"]) == 0
    assert main(["kr", "add", "O1", "p99", "--target", "1"]) == 0
    loaded = loaded_by(*words)
    assert not {"textual", "markdown_it", "rich", "psycopg", "typing", "shutil", "platformdirs"} & loaded
    assert words[0] == "okr" or "dataclasses" not in loaded
    assert sum(name.startswith("okrtui.") for name in loaded) <= most


def test_every_module_opens_with_one_line_and_none_is_too_long() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert ast.get_docstring(tree(path)) or not text.strip(), path
        assert text.count("\n") <= 400, f"{path} has {text.count(chr(10))} lines"


MOST_BASES = 4


def test_no_class_is_mixed_of_more_than_four_of_ours() -> None:
    found = set()
    for module in MODULES:
        if module in ("", "__main__"):  # the one runs the program, the other has no classes
            continue
        for each in vars(import_module(f"okrtui.{module}")).values():
            if isinstance(each, type) and each.__module__ == f"okrtui.{module}":
                ours = [base for base in each.__mro__ if base.__module__.split(".")[0] == "okrtui"]
                found |= {f"{each.__module__}.{each.__qualname__}"} if len(ours) > MOST_BASES else set()
    assert not found


def test_no_class_says_only_to_mypy_what_another_one_has() -> None:
    """A method within `if TYPE_CHECKING` is what whoever a class is mixed into is hoped to have."""
    found = set()
    for module, path in MODULES.items():
        for node in nodes_of(path):
            if isinstance(node, ast.ClassDef):
                hidden = [each for part in node.body if isinstance(part, ast.If) for each in part.body]
                if any(isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) for each in hidden):
                    found.add(f"okrtui.{module}.{node.name}")
    assert not found
