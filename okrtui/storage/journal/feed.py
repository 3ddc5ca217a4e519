"""The feed: what others wrote into the journal since the last look."""

from okrtui.model.journal import Activity
from okrtui.storage.engine.store import Store
from okrtui.storage.journal.entries import entries_after, newest


def poll(store: Store) -> tuple[Activity, ...]:
    """Return the journal entries that came since the last call, others' and mine; cheap when there are none.

    Raises Refused where the file was removed or replaced.
    """
    store.look()
    last = newest(store) if store.presence_changed else store.seen
    news = entries_after(store, store.seen) if last > store.seen else ()
    store.seen = last
    return news


def mark_seen(store: Store) -> None:
    """Take everything written so far as seen by `poll`."""
    store.look()
    store.seen = newest(store)
