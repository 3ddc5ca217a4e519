"""A server that asks for a password, and one that is too old: the sentence that a person sees, from a real server."""

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from okrtui.cli.main import main
from okrtui.errors import Refused
from okrtui.rituals.okrs import objectives
from okrtui.storage.engine.location import SCHEMA
from tests.postgres.server import LOCKED, server
from tests.workspaces import ctx, on_server

READY = b"Z\0\0\0\5I"


def test_a_wrong_password_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pgpass"))
    with closing(on_server()) as store:
        name = str(store.sql("SELECT current_database()")[0][0])
        server().sql(f"CREATE ROLE {LOCKED} LOGIN PASSWORD 'right horse'")
        assert main(["-w", server().url(name), "grant", LOCKED]) == 0
        bare = server().url(name, LOCKED)
        for address in (bare.replace(LOCKED, f"{LOCKED}:wrong%20horse"), bare):
            assert main(["-w", address, "okr", "list"]) == 1
            out, err = capsys.readouterr()
            assert "does not take this password; check it, or ~/.pgpass" in err
            assert err.count("\n") == 1 and "horse" not in out + err
        assert main(["-w", bare.replace(LOCKED, f"{LOCKED}:right%20horse"), "okr", "list"]) == 0
        (tmp_path / "pgpass").write_text(f"*:*:*:{LOCKED}:right horse\n", encoding="utf-8")
        (tmp_path / "pgpass").chmod(0o600)
        assert main(["-w", bare, "okr", "list"]) == 0


def test_a_server_that_is_too_old_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(on_server()) as store, calling_itself(b"14", tmp_path):
        name = str(store.sql("SELECT current_database()")[0][0])
        address = f"postgresql://postgres@/{name}?host={quote(str(tmp_path), safe='')}"
        assert main(["-w", address, "okr", "list"]) == 1
        assert capsys.readouterr().err.endswith("is PostgreSQL 14; okrtui needs 15 or newer\n")


def test_an_okrtui_that_was_open_before_a_newer_one_came_stops_writing() -> None:
    with closing(on_server()) as store:
        before = store.sql("SELECT COUNT(*) FROM activity")
        number = SCHEMA + 1
        store.execute("INSERT INTO okrtui.migration (version, name) VALUES (?, 'later')", (number,))
        with pytest.raises(Refused, match=rf"newer okrtui has brought .* \(schema {number}, this one knows {SCHEMA}\)"):
            objectives.add_objective(ctx(store), "with an old one")
        assert store.sql("SELECT COUNT(*) FROM activity") == before
        store.execute("DELETE FROM okrtui.migration WHERE version = ?", (number,))


@contextmanager
def calling_itself(version: bytes, folder: Path) -> Iterator[None]:
    """Hand one connection on to the server, which calls itself another version at the beginning of it."""
    with socket.socket(socket.AF_UNIX) as door, socket.socket(socket.AF_UNIX) as inner:
        door.bind(str(folder / ".s.PGSQL.5432"))
        door.listen()

        def hand_on() -> None:
            inner.connect(str(server().folder / ".s.PGSQL.5432"))
            with door.accept()[0] as outer:
                back = threading.Thread(target=pump, args=(outer, inner), daemon=True)
                back.start()
                said = b""
                while READY not in said:
                    said += inner.recv(4096)
                outer.sendall(re.sub(rb"(?<=server_version\0)\d\d", version, said))
                pump(inner, outer)
                back.join()

        running = threading.Thread(target=hand_on, daemon=True)
        running.start()
        yield
        running.join()


def pump(come: socket.socket, go: socket.socket) -> None:
    """Hand on what comes until there is no more."""
    while data := come.recv(4096):
        go.sendall(data)
    go.shutdown(socket.SHUT_WR)
