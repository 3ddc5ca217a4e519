"""What an entry of the journal is."""

from datetime import datetime

from okrtui.model.frozen import frozen


@frozen
class Activity:
    """A journal entry: who did what to which ref, with the rows before and after.

    `changes` are `{"table", "id", "before", "after"}` dictionaries; a new row has no before, a removed one no after.
    `undoes` is the id of the entry that this one undid or redid.
    """

    id: int
    at: datetime
    who: str
    verb: str
    ref: str
    summary: str
    changes: tuple[dict[str, object], ...] = ()
    undoes: int | None = None
