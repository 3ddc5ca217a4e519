"""Checking in one key result right where it is seen: value, confidence, note, and the status its person sets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrtui.errors import Refused
from okrtui.model.okrs import CheckIn, KeyResultKind, Objective, Standing, Status
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import objectives, standings
from okrtui.rituals.week import checkins, sheet_fields
from okrtui.rules.formatting import number, percent
from okrtui.rules.okrs.progress import confidence_fell, key_result_progress, pace, suggest
from okrtui.rules.okrs.values import amount
from okrtui.widgets.drawing.marks import status_mark
from okrtui.widgets.forms.fields import Field, Values, parse_number
from okrtui.widgets.okrs.rows import pace_text

if TYPE_CHECKING:
    from okrtui.screens.base.command_group import CommandScreen

STATUSES = (("", "as suggested"), *((s.value, s.value) for s in (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)))


@dataclass(frozen=True, slots=True)
class Before:
    """A key result as it stands before the check-in; `now` is this week's entry where there is one already."""

    standing: Standing
    objective: Objective
    week: str
    now: CheckIn | None
    decimal: str
    """The workspace's sign before decimals."""


def _before(ctx: Context, ref: str) -> Before:
    kr = objectives.key_result(ctx, ref)
    found = standings.standing(ctx, kr)
    week = checkins.counted_week(ctx, kr, standings.cycle_of(ctx, kr))
    now = found.latest if found.latest is not None and found.latest.week == week else None
    return Before(found, objectives.objective_of(ctx, kr), week, now, ctx.decimal_sign)


async def check_in(screen: "CommandScreen", ref: str) -> bool:
    """Ask for this week's check-in of a key result; return whether one was made."""
    before = await screen.ask(_before, ref)
    kr = before.standing.kr

    fields = _fields(before)

    def read(ctx: Context) -> Values:
        return {field.name: field.value for field in _fields(_before(ctx, ref))}

    def write(ctx: Context, values: Values) -> None:
        _store(ctx, ref, values | {"value": _value(values["value"], fields[0].value)})

    values = await screen.edit(
        f"Check in {ref} · {before.week}",
        fields,
        read,
        write,
        whole=True,
        draft=f"okrs.check.{ref}",
        hints=lambda values: _hints(before, values),
        context=[kr.title, *_context(before)],
    )
    return values is not None


def _value(typed: str, before: str) -> str:
    """Return the value as typed; an `=` behind the number that stood there means what it says: unchanged."""
    return checkins.UNCHANGED if typed == before + checkins.UNCHANGED else typed


def _store(ctx: Context, ref: str, values: Values) -> CheckIn:
    sure = parse_number(values["confidence"]) if values["confidence"] else None
    if sure is not None and sure != int(sure):
        raise Refused(f"{number(sure)} isn't a confidence; it is a whole number from 0 (no way) to 10 (sure)")
    return checkins.check_in(
        ctx,
        ref,
        values["value"],
        confidence=None if sure is None else int(sure),
        note=values["note"],
        status=Status(values["status"]) if values["status"] else None,
        clear=[part for part in ("confidence", "status") if not values[part]],
    )


def _fields(before: Before) -> list[Field]:
    kr, now = before.standing.kr, before.now
    how = {
        KeyResultKind.BINARY: "yes or no",
        KeyResultKind.MILESTONE: f"how much of {amount(kr, kr.target, unit=False)} is done, or which: #1,#3",
    }.get(kr.kind, f"a number{f' in {kr.unit}' if kr.unit else ''}")
    value = sheet_fields.value_text(kr, now.value, now.done, before.decimal) if now else ""
    return [
        Field("value", "Value now", value=value, required=True, help=f"{how}; = for unchanged", replaced=True),
        Field(
            "confidence",
            "Confidence",
            "number",
            number(now.confidence) if now and now.confidence is not None else "",
            help="0 (no way) to 10 (sure) that the target is reached",
        ),
        Field(
            "note", "Note", "multiline", now.note if now else "", help="what moved it, what is in the way; tab goes on"
        ),
        Field(
            "status",
            "Status",
            "choice",
            now.status.value if now and now.status else "",
            STATUSES,
            "the formula suggests, you decide",
        ),
    ]


def _context(before: Before) -> list[str]:
    s, kr = before.standing, before.standing.kr
    lines = []
    if kr.milestones:
        lines += [f"{'✓' if m.done else '○'} #{n} {m.title}" for n, m in enumerate(kr.milestones, 1)]
    elif kr.kind in (KeyResultKind.INCREASE, KeyResultKind.DECREASE):
        lines.append(f"from {amount(kr, kr.start, unit=False)} to {amount(kr, kr.target)}")
    if s.latest is None:
        return [*lines, "This is its first check-in; its kind and start are locked from then on."]
    sure = "" if s.confidence is None else f", confidence {s.confidence}"
    last = f"Last: {s.latest.week} {s.latest.who}, {amount(kr, s.latest.value)}{sure}"
    lines.append(last + (f" – {s.latest.note}" if s.latest.note else ""))
    if before.now is not None:
        lines.append("This corrects this week's entry; the older one stays readable.")
    return lines


def _hints(before: Before, values: Values) -> Sequence[str]:
    """Say what the value typed so far would mean; silent while it is none."""
    s, kept = before.standing, checkins.kept_entry(before.standing.history, before.week)
    if not values["value"]:
        return []
    try:
        value, _ = checkins.parse_value(s.kr, values["value"], kept, before.decimal)
    except Refused:
        return []
    sure = parse_number(values["confidence"]) if values["confidence"] else None
    confidence = s.confidence if sure is None else int(sure)
    done = key_result_progress(s.kr, value)
    at = pace(done, s.expected)
    mark = status_mark(suggest(at, confidence, confidence_fell(s.history)))
    against = f"{percent(done)} done, {percent(s.expected)} expected, pace {pace_text(at)}"
    lines = [f"{against}: {mark.glyph} {mark.word} suggested"]
    if s.latest is not None and s.latest.note and values["note"] == s.latest.note and before.now is None:
        lines.append("The note is last week's, word for word.")
    return lines
