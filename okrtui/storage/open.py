"""Opening a workspace: the Store that its address asks for, checked, and brought up to date where it is older."""

from pathlib import Path

from okrtui.storage.engine.location import check_there, on_server
from okrtui.storage.engine.lock import PATIENCE
from okrtui.storage.engine.store import Store


def _store_of(address: Path | str, patience: float) -> Store:
    if on_server(str(address)):
        from okrtui.storage.postgres.store import ServerStore  # the driver is an extra, and takes longer than peewee

        return ServerStore(str(address), patience)
    check_there(Path(address))
    return Store(str(address), patience)


def open_store(path: Path | str, *, patience: float = PATIENCE) -> Store:
    """Open the workspace at a path or a server's URL and return its Store. Raises NoWorkspace or Refused."""
    store = _store_of(path, patience)
    try:
        store.connect()
        if store.is_older:
            from okrtui.storage.engine.backup import keep_before_migration  # few workspaces are

            store.upgrade(keep_before_migration)
    except BaseException:
        store.close()
        raise
    return store
