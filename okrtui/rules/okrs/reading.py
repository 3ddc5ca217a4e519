"""What the output of a key result's source means: its last line is a number, or JSON with value, note and at."""

import json
from datetime import UTC, datetime

from okrtui.errors import Refused
from okrtui.model.okrs import Reading
from okrtui.rules.formatting import exact, parse_number
from okrtui.text import clean, clean_lines

SHAPE = 'end it with a line that is a number, or with {"value": 104, "note": "…", "at": "2026-11-23T10:00:00Z"}'
_LONGEST = 60
"""Characters of an output that are repeated in a sentence."""


def parse_reading(ref: str, output: str) -> Reading:
    """Return what an output says of a key result. Raises Refused where it says no value."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    if not lines:
        raise Refused(f"it printed nothing; {SHAPE}")
    found = _object(lines[-1]) or _object(output)
    if found is not None:
        return Reading(ref, _value(found.get("value")), _note(found.get("note")), _moment(found.get("at")))
    try:
        return Reading(ref, exact(parse_number(lines[-1])))
    except Refused as refusal:
        if " may be " in str(refusal):
            raise
        said = clean(lines[-1])
        short = f"{said[:_LONGEST]}…" if len(said) > _LONGEST else said
        raise Refused(f"its last line is “{short}”; {SHAPE}") from None


def _object(text: str) -> dict[str, object] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        try:
            return exact(float(value))
        except (ValueError, OverflowError):  # NaN, Infinity, or a number that no float holds
            raise Refused(f"its value is {value!r:.40}, which isn't a number; {SHAPE}") from None
    if isinstance(value, str) and clean(value):
        return clean(value)
    raise Refused(f"its JSON has no value; {SHAPE}")


def _note(note: object) -> str:
    return clean_lines(note).strip() if isinstance(note, str) else ""


def _moment(at: object) -> datetime | None:
    if at is None or at == "":
        return None
    try:
        moment = datetime.fromisoformat(str(at))
    except ValueError:
        raise Refused(f"its at is “{clean(str(at))[:_LONGEST]}”; write it like 2026-11-23T10:00:00Z") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
