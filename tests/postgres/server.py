"""A PostgreSQL server of the test's own: made in a temporary folder, reached by a socket, gone with the process."""

import atexit
import itertools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.once import is_shared, made_once

LOCKED = "lena_locked"
"""The one role that the server asks for a password; everybody else it trusts."""
_NAMES = itertools.count(1)


def binaries() -> Path | None:
    """Return the folder of the newest server that is installed, None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    there = shutil.which("initdb")
    return Path(there).resolve().parent if there else None


class Server:
    """Runs as the user `postgres` where the tests run as root: it refuses root."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self.folder, self.programs = folder, programs
        self.data = folder / "data"
        self.starts = 0
        self.as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if not os.getuid() else []
        if self.as_user:
            shutil.chown(folder, "postgres", "postgres")
        folder.chmod(0o755)
        if is_shared():
            made = made_once("postgres", lambda new: self._initdb().rename(new / "data")) / "data"
            subprocess.run(["cp", "-a", str(made), str(self.data)], check=True)
        else:
            self._initdb()
        with (self.data / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(
                f"listen_addresses = ''\nunix_socket_directories = '{folder}'\nfsync = off\nmax_connections = 200\n"
                "synchronous_commit = off\nfull_page_writes = off\nautovacuum = off\n"
                "wal_recycle = off\ncheckpoint_timeout = 1d\n"  # the log of writes is read
            )
        rules = self.data / "pg_hba.conf"
        rules.write_text(f"local all {LOCKED} scram-sha-256\n{rules.read_text(encoding='utf-8')}", encoding="utf-8")
        self.start()

    def _initdb(self) -> Path:
        self.run("initdb", "-D", str(self.data), "-U", "postgres", "-A", "trust", "-N", "-E", "UTF8", "--locale=C")
        return self.data

    def run(self, program: str, *args: str) -> None:
        """Run one of the server's programs. Raises CalledProcessError where it fails."""
        subprocess.run(
            [*self.as_user, str(self.programs / program), *args],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            timeout=60,
        )

    def start(self) -> None:
        """Start and wait until it answers."""
        self.starts += 1
        self.run("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.folder / "log"), "start")

    def stop(self) -> None:
        """Stop at once: whoever is connected is cut off."""
        self.run("pg_ctl", "-D", str(self.data), "-w", "-m", "fast", "stop")

    def url(self, database: str, login: str = "postgres") -> str:
        """Return the address of a database for a person."""
        return f"postgresql://{login}@/{database}?host={quote(str(self.folder), safe='')}"

    def sql(self, statement: str, database: str = "postgres", login: str = "postgres") -> list[tuple[object, ...]]:
        """Run a statement past okrtui, as somebody with psql would. Raises psycopg.Error."""
        from okrtui.storage.postgres.driver import psycopg

        with psycopg.connect(self.url(database, login), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def database(self, template: str = "") -> str:
        """Make a database, a copy of `template` where given, and return its name."""
        name = f"t{os.getpid()}_{next(_NAMES)}"
        self.sql(f"CREATE DATABASE {name}" + (f" TEMPLATE {template} STRATEGY wal_log" if template else ""))
        return name


_server: Server | None = None


def server() -> Server:
    """Return this process's server, started at the first call; skips the test where none is installed."""
    global _server
    if _server is None:
        programs = binaries()
        if programs is None:
            pytest.skip("PostgreSQL is not installed here (Debian: apt install postgresql)")
        folder = Path(tempfile.mkdtemp(prefix="okrtui-pg-", dir="/tmp"))
        _server = Server(folder, programs)
        atexit.register(_gone, _server)
    return _server


def _gone(running: Server) -> None:
    try:
        running.stop()
    finally:
        shutil.rmtree(running.folder, ignore_errors=True)
