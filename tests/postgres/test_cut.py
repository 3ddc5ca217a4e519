"""A line that is cut when a change was sent: it is found out whether it was stored, or said that nobody knows."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import objectives
from okrtui.storage.engine.store import Store
from okrtui.storage.open import open_store
from tests.postgres.server import server
from tests.workspaces import ctx, on_server


class Cutting:
    """A way to the server that is cut at the next COMMIT: before the server hears of it, or after it has done it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cut = ""
        self.refuses = False
        self.door = socket.socket(socket.AF_UNIX)
        self.door.bind(str(folder / ".s.PGSQL.5432"))
        self.door.listen()
        threading.Thread(target=self._let_in, daemon=True).start()

    def _let_in(self) -> None:
        while True:
            try:
                outer = self.door.accept()[0]
            except OSError:
                return
            if self.refuses:
                outer.close()
                continue
            inner = socket.socket(socket.AF_UNIX)
            inner.connect(str(server().folder / ".s.PGSQL.5432"))
            threading.Thread(target=self._out, args=(outer, inner), daemon=True).start()
            threading.Thread(target=self._back, args=(outer, inner), daemon=True).start()

    def _out(self, outer: socket.socket, inner: socket.socket) -> None:
        while data := outer.recv(65536):
            if self.cut and b"COMMIT" in data:
                self._end(outer, inner, data)
                return
            inner.sendall(data)
        inner.close()

    def _end(self, outer: socket.socket, inner: socket.socket, data: bytes) -> None:
        when, self.cut = self.cut, ""
        self.refuses = when == "for good"
        if when != "before":
            self.done = threading.Event()
            inner.sendall(data)
            self.done.wait()
        outer.shutdown(socket.SHUT_RDWR)
        inner.shutdown(socket.SHUT_RDWR)

    done: threading.Event | None = None

    def _back(self, outer: socket.socket, inner: socket.socket) -> None:
        try:
            while data := inner.recv(65536):
                if self.done is not None and not self.done.is_set():
                    self.done.set()  # the server's answer is swallowed
                    return
                outer.sendall(data)
        except OSError:
            return


@contextmanager
def cutting(folder: Path) -> Iterator[Cutting]:
    made = Cutting(folder)
    yield made
    made.door.close()


@pytest.fixture
def store() -> Iterator[Store]:
    made = on_server()
    yield made
    made.close()


@pytest.mark.parametrize(("when", "stored"), [("before", False), ("after", True)])
def test_whether_it_was_stored_is_looked_up(when: str, stored: bool, store: Store, tmp_path: Path) -> None:
    name = str(store.sql("SELECT current_database()")[0][0])
    mei = ctx(store)
    with cutting(tmp_path) as way, closing(open_store(f"postgresql://mei@/{name}?host={tmp_path}", patience=5)) as line:
        here = Context(line, mei.login, mei.name, mei.now)
        way.cut = when
        if stored:
            assert objectives.add_objective(here, "Halve the build").ref == "O1"
        else:
            with pytest.raises(Refused, match="nothing was changed"):
                objectives.add_objective(here, "Halve the build")
        assert objectives.add_objective(here, "and on").ref == ("O2" if stored else "O1"), "the line is back"
    assert [row[0] for row in store.sql("SELECT title FROM objective")].count("Halve the build") == stored


def test_where_it_cannot_be_looked_up_that_is_said(store: Store, tmp_path: Path) -> None:
    name = str(store.sql("SELECT current_database()")[0][0])
    mei = ctx(store)
    with cutting(tmp_path) as way, closing(open_store(f"postgresql://mei@/{name}?host={tmp_path}", patience=5)) as line:
        way.cut = "for good"
        with pytest.raises(Refused, match="not known whether it was stored"):
            objectives.add_objective(Context(line, mei.login, mei.name, mei.now), "Halve the build")
