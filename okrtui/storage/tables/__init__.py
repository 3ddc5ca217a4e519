"""The tables as Models, one file a feature; a file is loaded when one of its tables is asked for."""

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from okrtui.storage.tables.base import Base

_FILES = {
    "people": "workspace member team membership",
    "okrs": "cycle objective key_result",
    "checkins": "checkin",
    "week": "weekly_update commitment health_metric health_reading",
    "heroes": "value recognition recipient reaction reply",
    "live": "session card card_group vote attendance typing agenda_item",
    "ideas": "idea idea_step",
    "actions": "action action_step",
    "retro": "proposal retro_template topic note radar_question poll answer agreement kr_review",
    "practice": "process practice_case case_entry office_hours booking follow_up case_link booking_case",
    "journal": "activity migration",
}
_FILE = {table: file for file, tables in _FILES.items() for table in tables.split()}
EVERY = tuple(_FILE)
"""Every table by its name."""
STORED = tuple(table for table in EVERY if table not in ("typing", "migration"))
"""The tables that a workspace consists of, whatever engine keeps it."""
TOLD = tuple(table for table in STORED if table not in ("vote", "attendance", "answer", "activity"))
"""The tables that a journal's entry may change."""
_columns: dict[str, tuple[str, ...]] = {}


def model_of(table: str) -> "type[Base]":
    """Return a table's Model. Raises KeyError where there is no such table."""
    name = "".join(part.capitalize() for part in table.split("_"))
    found: type[Base] = getattr(import_module(f"okrtui.storage.tables.{_FILE[table]}"), f"{name}Table")
    return found


def columns_of(table: str) -> tuple[str, ...]:
    """Return a table's columns, its id first. Raises KeyError where there is no such table."""
    if table not in _columns:
        _columns[table] = tuple(field.column_name for field in model_of(table)._meta.sorted_fields)
    return _columns[table]


def machine_columns() -> frozenset[str]:
    """Return the names of the columns that okrtui writes itself: nobody's words stand in them in any table."""
    fields = [field for table in TOLD for field in model_of(table)._meta.sorted_fields]
    return frozenset(field.column_name for field in fields if getattr(field, "is_code", False))
