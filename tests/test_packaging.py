"""What is installed: the wheel holds everything the program needs and nothing else."""

import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parent.parent
BUILD = """
import os, sys
from setuptools import build_meta
os.chdir(sys.argv[1])
print(build_meta.build_wheel(sys.argv[2]))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    """Build the wheel from a copy of the sources, with the setuptools that is here, without the network."""
    pytest.importorskip("setuptools", minversion="77", reason="the build backend is not installed here")
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source)
    (source / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "okrtui.1", source / "docs")
    shutil.copytree(ROOT / "okrtui", source / "okrtui", ignore=shutil.ignore_patterns("__pycache__"))
    (source / "tests").mkdir()
    (source / "tests" / "__init__.py").touch()
    command = [sys.executable, "-c", BUILD, str(source), str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return ZipFile(out / done.stdout.splitlines()[-1])


def test_one_import_package_is_installed(wheel: ZipFile) -> None:
    """`okrtui`, and nothing of tests or tools."""
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith((".dist-info", ".data"))} == {"okrtui"}


def test_every_module_and_data_file_is_in_it(wheel: ZipFile) -> None:
    """Styles, the sample team, the typing marker, each folder of the package."""
    held = set(wheel.namelist())
    assert {"okrtui/app/okrtui.tcss", "okrtui/py.typed", "okrtui/demo/acme.toml"} <= held
    sources = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "okrtui").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert sources - held == set()


def test_it_brings_the_manual_page(wheel: ZipFile) -> None:
    """Where an installer lays it for `man okrtui`; nothing else goes beside the package."""
    (data,) = [name for name in wheel.namelist() if ".data/" in name]
    assert data.endswith(".data/data/share/man/man1/okrtui.1")
    assert wheel.read(data).decode() == (ROOT / "docs" / "okrtui.1").read_text(encoding="utf-8")


def test_it_gives_the_command(wheel: ZipFile) -> None:
    """`okrtui`, which exits with what main returns."""
    (entry,) = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    assert "okrtui = okrtui.cli.main:script" in wheel.read(entry).decode()


def test_the_sample_is_read_from_the_wheel_itself(wheel: ZipFile) -> None:
    """Also where the package is no folder: data is asked of importlib, not of paths."""
    code = "from okrtui.demo.story import read_story; print(len(read_story('mei', 'Mei').people))"
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(wheel.filename)!r}); {code}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "8", done.stderr
