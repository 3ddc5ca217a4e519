"""Where a key result's number comes from: a command of mine, and what it said."""

from okrtui.model.frozen import frozen

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load these
    from datetime import datetime

SECONDS = 30
"""How long a command may take where nobody said otherwise."""


@frozen
class Source:
    """The command that tells the number of the key result `ref`, its words as the system gets them."""

    ref: str
    command: tuple[str, ...]
    seconds: int = SECONDS


@frozen
class Reading:
    """What a source said: a value as the sheet takes it, or the `problem` in a sentence; `at` is when it was true."""

    ref: str
    value: str = ""
    note: str = ""
    at: "datetime | None" = None
    problem: str = ""
