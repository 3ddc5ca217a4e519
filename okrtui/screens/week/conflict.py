"""Somebody else entered a key result of the sheet for the same week: both entries are shown, the person chooses."""

from collections.abc import Mapping

from okrtui.rituals.week import sheet_fields
from okrtui.rituals.week.sheet_model import EditConflict
from okrtui.rituals.week.sheet_state import SheetState
from okrtui.screens.base.conflicts import Dialogs, differing
from okrtui.widgets.forms.merge import Merge


async def choose(screen: Dialogs, state: SheetState, overtaken: EditConflict, mine: Mapping[str, str]) -> bool:
    """Have the person choose field by field and fill that in; False where they went back and nothing was chosen.

    All of mine is proposed: what I sign is one thing, and their note speaks of their value.
    """
    found = {standing.kr.ref: standing.kr for standing in state.data.key_results}
    theirs: dict[str, str] = {}
    decimal = state.data.decimal_sign
    labels: dict[str, str] = {}
    for entry in overtaken.entries:
        theirs |= sheet_fields.entry_values(found[entry.kr], entry, decimal)
        labels |= {sheet_fields.key(entry.kr, part): f"{entry.kr} {part}" for part in sheet_fields.SHOWN}
    differences = differing({}, theirs, dict(mine), labels)
    chosen = await screen.app.push_screen_wait(Merge(str(overtaken).partition(";")[0], differences))
    if chosen is None:
        return False
    for entry in overtaken.entries:
        own = sheet_fields.entry_values(found[entry.kr], entry, decimal).keys()
        state.choose(entry, {key: value for key, value in chosen.items() if key in own})
    return True
