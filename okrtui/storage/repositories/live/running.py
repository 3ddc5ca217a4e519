"""Whether a live session runs now: asked at every change, so it loads nothing that a quiet workspace does not need."""

from okrtui.storage.engine.store import Store

IN_SESSIONS = frozenset({"session", "agenda_item", "card", "card_group", "topic", "note", "poll", "kr_review"})
IN_SESSIONS |= {"action", "agreement"}  # what came out of one and lives on
"""Tables of live sessions: what of them can be undone when is said by the rituals' `undo_rules`."""


def live_session_exists(store: Store) -> bool:
    """Tell whether any session has not been closed."""
    return bool(store.sql("SELECT 1 FROM session WHERE phase <> 'closed' LIMIT 1"))
