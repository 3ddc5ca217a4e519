"""A server that hangs: what is sent to it is swallowed without a word, and okrtui says so in the end and goes on."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import objectives
from okrtui.storage.engine.store import Store
from okrtui.storage.open import open_store
from okrtui.storage.postgres import store as server_store
from tests.postgres.psql import Psql
from tests.postgres.test_cut import Cutting
from tests.workspaces import ctx, on_server


class Dropping(Cutting):
    """A way to the server on which nothing more arrives once it `drops`."""

    drops = False

    def _out(self, outer: socket.socket, inner: socket.socket) -> None:
        while data := outer.recv(65536):
            if not self.drops:
                inner.sendall(data)
        inner.close()


@pytest.fixture
def store() -> Iterator[Store]:
    made = on_server()
    yield made
    made.close()


def test_a_server_that_says_nothing_is_told_and_nothing_is_changed(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_store, "SILENCE", 0.3)
    name = str(store.sql("SELECT current_database()")[0][0])
    mei, way = ctx(store), Dropping(tmp_path)
    address = f"postgresql://mei@/{name}?host={tmp_path}&connect_timeout=2"
    with closing(open_store(address, patience=0.1)) as line:
        here = Context(line, mei.login, mei.name, mei.now)
        objectives.add_objective(here, "Make the proxy boring")
        way.drops = True
        begun = time.monotonic()
        with pytest.raises(Refused, match="does not answer; nothing was changed"):
            objectives.objective(here, "O1")
        with pytest.raises(Refused, match="does not answer; nothing was changed"):
            objectives.add_objective(here, "lost")
        assert time.monotonic() - begun < 30
        way.drops = False
        assert objectives.add_objective(here, "and on").ref == "O2", "the line is back"
    way.door.close()
    assert [row[0] for row in store.sql("SELECT title FROM objective ORDER BY id")] == [
        "Make the proxy boring",
        "and on",
    ]


def test_a_member_who_is_removed_is_out_at_once_and_comes_back_as_the_same(store: Store) -> None:
    objectives.add_objective(ctx(store, "eve"), "Hers")
    eve = Psql(store, "eve")
    assert eve("SELECT count(*) FROM okrtui.objective") == [(1,)]
    members = str(store.sql("SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'okrtui'")[0][0])
    members = members.strip('"').removesuffix("_owner")
    store.run(f'REVOKE "{members}" FROM eve')
    try:
        assert eve.refused("SELECT count(*) FROM okrtui.objective"), "also on the line that was open"
        assert eve.refused("INSERT INTO okrtui.team (id, name, version) VALUES (7, 'x', 1)")
    finally:
        store.run(f'GRANT "{members}" TO eve')
    assert eve("SELECT count(*) FROM okrtui.objective") == [(1,)]
    assert objectives.objective(ctx(store, "eve"), "O1").dri == "eve", "what was theirs still is"
