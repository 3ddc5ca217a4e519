"""Every byte a server keeps of a workspace: its dump, its tables and indexes as they lie on disk, its log of writes."""

import subprocess

from okrtui.storage.engine.store import Store
from tests.postgres.server import server

_begun: dict[str, str] = {}


def begin(store: Store) -> None:
    """Have `kept` read the log of writes from here on: who was let in before stands in it, which is no secret."""
    here = _name(store)
    _begun[here] = str(store.sql("SELECT pg_walfile_name(pg_switch_wal())")[0][0])


def kept(store: Store) -> dict[str, bytes]:
    """Return them by name. Rows that were removed or replaced are in them: nothing is vacuumed here.

    The list of people who are let in, `global/`, is not.
    """
    here, running = _name(store), server()
    log = [path for path in (running.data / "pg_wal").iterdir() if path.is_file() and path.name > _begun[here]]
    found = {f"log/{path.name}": path.read_bytes() for path in log}
    store.run("CHECKPOINT")  # it removes the log that it folds in
    number = store.sql("SELECT oid FROM pg_database WHERE datname = current_database()")[0][0]
    base = running.data / "base" / str(number)
    found |= {f"base/{path.name}": path.read_bytes() for path in base.iterdir()}
    found["server.log"] = (running.folder / "log").read_bytes()
    dump = subprocess.run(
        [str(running.programs / "pg_dump"), "--dbname", running.url(here)],
        check=True,
        capture_output=True,
        timeout=60,
    )
    return {"dump": dump.stdout, **found}


def _name(store: Store) -> str:
    return str(store.sql("SELECT current_database()")[0][0])
