"""okrtui as people have it: a wheel of this checkout in an environment of its own, where the bench then runs."""

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path

import okrtui

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build" / "bench"


def is_here() -> bool:
    """Tell whether this interpreter has okrtui as pip installs it, neither a link to a checkout nor one on the path."""
    return Path(okrtui.__file__).is_relative_to(sysconfig.get_path("purelib"))


def run_there(words: Sequence[str]) -> int:
    """Install this checkout and run `bench.run` with these words there; return its exit code.

    The environment is kept, so that only the first time needs the network; okrtui in it is always new. Of this folder
    bench and tests are on the path there: nothing can take the checkout for what was installed.
    """
    python = _install(BUILD / f"python{sys.version_info.major}.{sys.version_info.minor}")
    with tempfile.TemporaryDirectory(prefix="okrtui-bench-") as name:
        env = {**os.environ, **bench_alone(Path(name))}
        return subprocess.run([str(python), "-m", "bench.run", *words], env=env).returncode


def bench_alone(folder: Path) -> dict[str, str]:
    """Return variables with which Python finds the bench and the tests' data, by links in `folder`, but not okrtui."""
    for each in ("bench", "tests"):
        (folder / each).symlink_to(ROOT / each)
    return {"PYTHONPATH": str(folder), "PYTHONSAFEPATH": "1"}


def _install(folder: Path) -> Path:
    """Return the interpreter of the environment in `folder`, made where there is none; it has a wheel of now."""
    python = folder / "bin" / "python"
    if not python.exists():
        _do(sys.executable, "-m", "venv", "--clear", str(folder))
    pip = ("-m", "pip", "--quiet", "--disable-pip-version-check")
    with tempfile.TemporaryDirectory(prefix="okrtui-wheel-") as name:
        source, out = Path(name) / "source", Path(name) / "wheel"
        shutil.copytree(ROOT / "okrtui", source / "okrtui", ignore=shutil.ignore_patterns("__pycache__"))
        (source / "docs").mkdir()
        for each in ("pyproject.toml", "README.md", "docs/okrtui.1"):
            shutil.copy(ROOT / each, source / each)
        # from a copy, with the setuptools of this environment: what lies in `build/` of the checkout may be old
        isolated = ("--no-deps", "--no-build-isolation")
        _do(sys.executable, *pip, "wheel", *isolated, "--wheel-dir", str(out), str(source))
        _do(str(python), *pip, "uninstall", "--yes", "okrtui")  # pip takes the same version for the same thing
        _do(str(python), *pip, "install", *map(str, out.glob("okrtui-*.whl")))
    return python


def _do(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}: {done.stderr or done.stdout}")
