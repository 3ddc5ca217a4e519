"""What is typed on a sheet and not submitted yet: one draft, whichever front it is filled in from."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

from okrtui.rituals.context import Context
from okrtui.rituals.week.sheet import refs_in, sheet
from okrtui.rituals.week.sheet_model import SheetData
from okrtui.rituals.week.sheet_state import SheetState


class DraftStore(Protocol):
    """Where half-written text is kept by key."""

    def get(self, key: str) -> Any:
        """Return what is kept under `key`, None where there is nothing."""

    def put(self, key: str, value: Any) -> None:
        """Keep `value` under `key`."""

    def drop(self, key: str) -> None:
        """Forget `key`."""


def draft_key(data: SheetData) -> str:
    """Return under which key what is typed on a sheet is kept."""
    return f"checkin/{data.workspace}/{data.week}/{data.login}"


def read_draft(draft: object) -> tuple[dict[str, str], dict[str, int]]:
    """Return what a draft has in its fields, and over which entries it was typed."""
    kept = draft if isinstance(draft, Mapping) else {}
    fields, seen = (each if isinstance(each, Mapping) else {} for each in (kept.get("fields"), kept.get("seen")))
    return (
        {str(key): str(value) for key, value in fields.items()},
        {str(ref): each for ref, each in seen.items() if isinstance(each, int)},
    )


def keep_draft(drafts: DraftStore, state: SheetState, now: datetime) -> bool:
    """Keep what is typed on a sheet, drop the draft where nothing is; return whether there was something to keep."""
    if not state.typed:
        drafts.drop(draft_key(state.data))
        return False
    drafts.put(draft_key(state.data), {"at": now.isoformat(), "fields": state.mine, "seen": state.seen})
    return True


def open_sheet(ctx: Context, drafts: DraftStore, week: str | None = None, extra: Iterable[str] = ()) -> SheetState:
    """Return my sheet of a week (this one) with what its draft has; `extra` are key results that are not mine.

    Raises Refused for no week or one to come.
    """
    extra = {*extra}
    data = sheet(ctx, week, sorted(extra))
    kept, seen = read_draft(drafts.get(draft_key(data)))
    if more := {*refs_in(kept)} - extra:
        data = sheet(ctx, week, sorted(extra | more))
    return SheetState(data, kept, seen)
