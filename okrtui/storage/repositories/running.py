"""Whether a live session runs now: asked at every change, so it loads nothing that a quiet workspace does not need."""

from okrtui.storage.engine.store import Store


def live_session_exists(store: Store) -> bool:
    """Tell whether any session has not been closed."""
    return bool(store.sql("SELECT 1 FROM session WHERE phase <> 'closed' LIMIT 1"))
