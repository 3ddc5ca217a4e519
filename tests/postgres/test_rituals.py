"""The rituals over a server: the same tests as over a file, in a process of their own that names the engine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.desk import ENGINE
from tests.postgres.server import binaries

ROOT = Path(__file__).parents[2]
FILES = (
    ("test_checkins", "test_heroes", "test_okrs"),
    ("test_live", "test_live_bugs"),
    ("test_retro", "test_retro_bugs", "test_updates"),
)
"""In three parts, so that no worker is left alone with all of them at the end."""


@pytest.mark.skipif(binaries() is None, reason="PostgreSQL is not installed here (Debian: apt install postgresql)")
@pytest.mark.parametrize("names", FILES, ids=", ".join)
def test_the_rituals_do_on_a_server_what_they_do_in_a_file(names: tuple[str, ...]) -> None:
    files = [f"tests/rituals/{name}.py" for name in names]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:xdist", "-p", "no:cacheprovider", *files],
        cwd=ROOT,
        env={**os.environ, ENGINE: "postgres"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-4000:]
    assert " passed" in done.stdout
    assert "skipped" not in done.stdout
