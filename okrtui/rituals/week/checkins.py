"""The check-in of one key result: a value, a confidence, a note for one ISO week."""

import math
import re

from okrtui.errors import Refused, TwoReadings
from okrtui.model.frozen import replace
from okrtui.model.journal import Verb
from okrtui.model.okrs import (
    CheckIn,
    Cycle,
    KeyResult,
    KeyResultKind,
    KeyResultState,
    Objective,
    ObjectiveState,
    Status,
    Via,
)
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import cycles
from okrtui.rituals.okrs.objectives import key_result, objective_of, writable
from okrtui.rituals.people.members import changing, named
from okrtui.rules.formatting import count, number, parse_number
from okrtui.rules.okrs.measures import LARGEST
from okrtui.rules.okrs.milestones import done_weight, first_done, restated, ticked
from okrtui.rules.okrs.values import entry_text, without_unit
from okrtui.rules.weeks import parse_week, week_of
from okrtui.storage.repositories import okrs as rows
from okrtui.storage.repositories import week as week_rows
from okrtui.text import clean, clean_lines, half_width

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from collections.abc import Collection, Sequence

    from okrtui.model.okrs import Standing

Value = tuple[float, tuple[int, ...]]
"""A check-in's value and the ids of the milestones that are done."""
UNCHANGED = "="
_YES = frozenset({"yes", "y", "done", "true", "✓", "x", "1"})
_NO = frozenset({"no", "n", "open", "false", "0", "-"})
_POSITIONS = r"#\d+(?:\s*,?\s*#\d+)*"


def check_in(
    ctx: Context,
    ref: str,
    value: "str | float | Value | None" = None,
    *,
    confidence: int | None = None,
    note: str | None = None,
    week: str | None = None,
    status: Status | None = None,
    who: str | None = None,
    clear: "Collection[str]" = (),
    pulled: bool = False,
) -> CheckIn:
    """Enter a value for a key result and return the stored check-in; a second one in a week supersedes the first.

    `value` is a number, `=` for unchanged, yes/no for a binary one, `#1,#3` for done milestones, or what `parse_value`
    made of one of these. What is None stays as the week's entry has it; `clear` takes `confidence`, `note` or `status`
    away. `who` is whose it is where somebody enters it for another, `pulled` tells that a source told
    the value. Raises Refused for what is no value, no week, a
    draft, or closed.
    """
    with changing(ctx) as writer:
        kr = key_result(ctx, ref)
        week = entry_week(ctx, kr, week)
        before = kept_entry(week_rows.checkins(ctx.store, kr_ids=[kr.id]).get(kr.id, []), week)
        here = before if before is not None and before.week == week else None
        if value is None and here is None:
            raise Refused(f"nothing is entered for {kr.ref} in {week} yet: give its value, or = to keep it")
        entry = CheckIn(
            id=0,
            kr=kr.ref,
            week=week,
            value=0.0,
            confidence=checked_confidence(confidence),
            note=clean_lines(note or ""),
            who=named(writer, ctx, who) if who else ctx.login,
            entered_by=ctx.login,
            at=ctx.now,
            status=status,
            via=Via.PULLED if pulled else here.via if here is not None and value is None else Via.TYPED,
        )
        left_out = {"confidence": confidence, "note": note, "status": status}
        parts = {name for name, given in left_out.items() if given is None} - {*clear}
        entry = over(entry, here, parts)
        if not isinstance(value, tuple):
            value = parse_value(kr, UNCHANGED if value is None else value, before, ctx.decimal_sign)
        number, done = value
        entry = replace(entry, value=number, done=done, milestones=ticked(kr.milestones, done))
        row_id = week_rows.add_checkin(writer, kr.id, entry)
        writer.describe(Verb.CHECKED_IN, kr.ref, _summary(kr, entry) + (", pulled" if pulled else ""))
    stored = week_rows.checkins(ctx.store, kr_ids=[kr.id], week=week)[kr.id][-1]
    return replace(stored, id=row_id)


def entry_week(ctx: Context, kr: KeyResult, week: str | None = None) -> str:
    """Return the week that an entry counts for, see `counted_week`. Raises Refused where the key result takes none."""
    above = objective_of(ctx, kr)
    cycle = writable(ctx, above)
    _open_for_checkins(kr, above)
    return counted_week(ctx, kr, cycle, week)


def over(entry: CheckIn, here: CheckIn | None, left_out: "Collection[str]") -> CheckIn:
    """Return an entry with what it leaves out (fields by name) as the week's entry `here` has it: a correction."""
    return entry if here is None else replace(entry, **{name: getattr(here, name) for name in left_out})


def kept_entry(entries: "Sequence[CheckIn]", week: str) -> CheckIn | None:
    """Return what `=` keeps of a key result's entries, oldest week first: the week's own, else the newest before it."""
    return next((entry for entry in reversed(entries) if entry.week <= week), None)


def corrected(ctx: Context, entry: CheckIn) -> CheckIn | None:
    """Return the entry that this one has superseded, None where it is the week's first."""
    kr_id = key_result(ctx, entry.kr).id
    found = week_rows.checkins(ctx.store, kr_ids=[kr_id], week=entry.week, superseded=True).get(kr_id, [])
    return next((each for each in found if each.revision == entry.revision - 1), None)


def _open_for_checkins(kr: KeyResult, above: Objective) -> None:
    if above.state is ObjectiveState.DRAFT:
        raise Refused(f"{above.ref} is a draft; make it active first: okrtui objective edit {above.ref} --state active")
    if above.state is not ObjectiveState.ACTIVE:
        raise Refused(f"{above.ref} is {above.state}; it takes no more check-ins")
    if kr.state is not KeyResultState.OPEN:
        raise Refused(f"{kr.ref} is {kr.state}; it takes no more check-ins")


def checked_week(ctx: Context, week: str | None) -> str:
    """Return the week to write into, this one where None. Raises Refused for no week or one to come."""
    if not week:
        return ctx.week
    found = parse_week(week, ctx.week)
    if found > ctx.week:
        raise Refused(f"{found} has not begun yet; this is {ctx.week}")
    return found


def counted_week(ctx: Context, kr: KeyResult, cycle: Cycle, week: str | None = None) -> str:
    """Return the week that a check-in counts for: this one where None, the cycle's last where it is over.

    Raises Refused for a week to come, or one outside of the key result's cycle.
    """
    first, last = week_of(cycle.start), week_of(cycle.end)
    if not week and ctx.today > cycle.end:
        return last
    found = checked_week(ctx, week)
    if not first <= found <= last:
        raise Refused(
            f"{found} is outside {cycle.name}, the cycle of {kr.ref}; its check-ins are for {first} to {last}"
        )
    return found


def checked_confidence(confidence: int | None) -> int | None:
    """Return a confidence. Raises Refused unless it is None or 0-10."""
    if confidence is not None and not 0 <= confidence <= 10:
        raise Refused(f"{confidence} isn't a confidence; it goes from 0 (no way) to 10 (sure)")
    return confidence


def parse_value(kr: KeyResult, text: str | float, last: CheckIn | None, decimal: str = "") -> Value:
    """Return what a text or number means for a key result; `decimal` is the workspace's sign before decimals.

    Raises Refused where it is no value of it.
    """
    said = text if isinstance(text, str) else number(text)
    if isinstance(text, str):
        text = half_width(clean(text))
        if text == UNCHANGED:
            if last is None:
                raise Refused(
                    f"nothing is entered for {kr.ref} yet, so = keeps nothing; write its value, like {_example(kr)}"
                )
            last = restated(kr, last)
            return last.value, last.done
        if kr.kind is KeyResultKind.MILESTONE and re.fullmatch(_POSITIONS, text):
            wanted = sorted({int(n) for n in re.findall(r"\d+", text)})
            if wanted[0] < 1 or wanted[-1] > len(kr.milestones):
                last_one = len(kr.milestones)
                raise Refused(f"{kr.ref} has {count(last_one, 'milestone')}; the last is #{last_one}")
            done = tuple(kr.milestones[at - 1].id for at in wanted)
            return done_weight(kr.milestones, done), done
        if kr.kind is KeyResultKind.BINARY and text.casefold() in _YES | _NO:
            return (1.0 if text.casefold() in _YES else 0.0), ()
        text = _number(kr, text, last, decimal)
    if not math.isfinite(text) or abs(text) > LARGEST:
        raise Refused(f"{said} isn't a value for {kr.ref}; between -1e15 and 1e15")
    if kr.kind is KeyResultKind.BINARY and text not in (0, 1):
        raise Refused(f"{kr.ref} is done or not: its value is yes or no (1 or 0), not {number(text)}")
    if kr.kind is KeyResultKind.MILESTONE:
        if not 0 <= text <= kr.target:
            raise Refused(
                f"{kr.ref} has milestones of weight {number(kr.target)} in all; {number(text)} of it cannot be done"
            )
        return float(text), first_done(kr.milestones, text)
    return float(text), ()


def _number(kr: KeyResult, text: str, last: CheckIn | None, decimal: str) -> float:
    """Return the number of a text in the key result's unit; `+5` and `-=5` are added to what stands."""
    delta = re.match(r"(\+=?|[-−]=)\s*(?=[\d.,])", text)
    bare, unit = without_unit(text[delta.end() :] if delta else text, kr.unit), kr.unit
    try:
        found = parse_number(bare, decimal)
    except TwoReadings:  # only who wrote it knows
        raise
    except Refused as refusal:
        if " may be " in str(refusal):
            raise
        other = re.fullmatch(r"[-+=]*[\d.,]+\s?([^\d\s.,]+)", text)
        if other is not None and kr.kind not in _WORDS:
            measured = f"is measured in {unit}" if unit else "has no unit"
            raise Refused(f"{kr.ref} {measured}, and “{text}” is in {other[1]}; write it like {_example(kr)}") from None
        raise Refused(f"“{text}” isn't a value for {kr.ref}; write it like {_example(kr)}, or = to keep it") from None
    return _added(kr, text, delta[1], found, last) if delta else found


_WORDS = (KeyResultKind.BINARY, KeyResultKind.MILESTONE)


def _added(kr: KeyResult, text: str, sign: str, by: float, last: CheckIn | None) -> float:
    if kr.kind is KeyResultKind.BINARY or kr.milestones:
        raise Refused(f"“{text}” cannot be added to {kr.ref}; write it like {_example(kr)}")
    if last is None:
        raise Refused(f"nothing is entered for {kr.ref} yet that “{text}” could be added to; write its value itself")
    from decimal import Decimal  # few check-ins are differences

    step = Decimal(repr(by))
    return float(Decimal(repr(last.value)) + (step if sign[0] == "+" else -step))


def _example(kr: KeyResult) -> str:
    return {KeyResultKind.BINARY: "yes or no", KeyResultKind.MILESTONE: "2 or #1,#3"}.get(kr.kind, "104, 0.5 or +5")


def _summary(kr: KeyResult, entry: CheckIn) -> str:
    sure = f", confidence {entry.confidence}" if entry.confidence is not None else ""
    return f"{entry.week}: {entry_text(kr, entry)}{sure}"


def my_key_results(ctx: Context, login: str | None = None, week: str | None = None) -> "tuple[Standing, ...]":
    """Return how the open key results that `login` (me where None) is DRI of stood in a week (this one).

    They are those of the open cycles that the week shares a day with. One without a DRI falls to its objective's.
    """
    from okrtui.rituals.okrs import standings  # the quick `checkin` does without the formulas

    who = login or ctx.login
    day = standings.day_of(ctx, week)
    begun = [cycle for cycle in cycles.cycles(ctx) if cycle.state == "active" and cycle.start <= day]
    open_cycles = [cycle.name for cycle in cycles.of_week(begun, week or ctx.week)]
    found = rows.key_results(ctx.store, cycles_named=open_cycles, answering=[who])
    above = rows.objectives(ctx.store, numbers={kr.objective for kr in found})
    live = {o.number for o in above if o.state is ObjectiveState.ACTIVE}
    mine = [kr for kr in found if kr.state is KeyResultState.OPEN and kr.objective in live]
    return standings.standings(ctx, mine, day)
