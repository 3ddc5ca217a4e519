"""The hook fits the oldest and the newest Textual that pyproject.toml allows; where it would not, Textual writes."""

import os
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.screens.team import fresh
from tests.terminals import Terminal

ROOT = Path(__file__).parents[3]
(RANGE,) = (
    each
    for each in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    if each.startswith("textual")
)
OLDEST = RANGE.partition(",")[0].replace(">=", "==")
TRIED = ("tests/terminal/line/test_line.py", "tests/terminal/line/test_exact.py")
FOUND = (
    "from textual import __version__; from okrtui.terminal.line.hook import why_plain; print(__version__, why_plain())"
)


@pytest.mark.long
@pytest.mark.parametrize("wanted", [OLDEST, RANGE])
def test_it_is_exact_on_this_textual(wanted: str, tmp_path: Path) -> None:
    """The Textual that pip finds, before all others on the path; the newest one is often the one that is here."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    done = subprocess.run(
        [*pip, "--target", str(tmp_path / "with"), wanted], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"pip finds no {wanted}: {done.stderr.strip().splitlines()[-1]}")
    env = {**os.environ, "PYTHONPATH": f"{tmp_path / 'with'}:{ROOT}", "OKRTUI_TEST_COLD": "1"}
    env = {name: value for name, value in env.items() if not name.startswith("PYTEST")}
    found = subprocess.check_output([sys.executable, "-c", FOUND], env=env, text=True).split(maxsplit=1)
    assert len(found) == 1, found
    assert wanted == RANGE or wanted.endswith(found[0])
    if found[0] != version("textual"):  # that one is tried by all other tests
        pytest_ = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *TRIED]
        done = subprocess.run(pytest_, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-3000:]


OTHER = """
import sys
from textual.app import App
real = App._display
App._display = lambda self, screen, update: real(self, screen, update)
from okrtui.app.app import OkrApp
from tests.workspaces import MONDAY
OkrApp(sys.argv[1], login="mei", person="mei", clock=lambda: MONDAY, first="okrs").run()
"""


def test_where_the_hook_does_not_fit_textual_writes_by_itself(tmp_path: Path) -> None:
    store = fresh(tmp_path)
    written = list[int]()
    for name, script in (("other", OTHER), ("own", OTHER.replace("App._display = ", "unused = "))):
        (tmp_path / name).write_text(script)
        env = {name: os.environ[name] for name in ("PATH", "HOME")} | {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
        with Terminal([sys.executable, str(tmp_path / name), str(store.path)], env=env) as terminal:
            terminal.wait_for("Make the proxy boring")
            terminal.settle()
            terminal.press("j")
            terminal.settle()
            written.append(len(terminal.output))
    store.close()
    assert written[0] > 3 * written[1]
