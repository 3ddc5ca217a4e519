"""What is said of a value: who keeps it and until when, and that nobody does."""

from collections.abc import Iterable
from datetime import date

from okrtui.model.people import Value, ValueState
from okrtui.rules.formatting import listed, plural


def keeper_text(value: Value, today: date) -> str:
    """Return who keeps a value on a day: `ana until 2026-12-31`, `no keeper`, or `retired`."""
    if value.state is ValueState.RETIRED:
        return "retired"
    keeper = value.kept_by(today)
    return f"{keeper} until {value.until}" if keeper else "no keeper"


def unkept(values: Iterable[Value], today: date) -> tuple[Value, ...]:
    """Return the values you hold to that nobody keeps on a day."""
    return tuple(each for each in values if each.state is ValueState.ACTIVE and not each.kept_by(today))


def holes(values: Iterable[Value], today: date) -> str:
    """Return which values nobody keeps (`V3 has no keeper`, `V2 and V3 have no keeper`), "" where each is kept."""
    refs = [each.ref for each in unkept(values, today)]
    return f"{listed(refs)} {plural(len(refs), 'has', 'have')} no keeper" if refs else ""
