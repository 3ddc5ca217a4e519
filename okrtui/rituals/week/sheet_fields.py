"""What stands in the fields of a check-in sheet, as text by field key: at first, checked, and turned into entries.

Keys: `KR1.2/value`, `/confidence`, `/status`, `/note`, and `/via`, which is not shown: what its source told;
`c7/state`, `c7/reason`, `c7/into` of the commitment with id 7;
`A3/state`, `A3/reason` of an action item;
`p1`-`p3`, `ahead`, `blocker`, `helpers`, `wins`, `pulse`.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from okrtui.errors import Refused
from okrtui.model.actions import ActionState
from okrtui.model.okrs import CheckIn, KeyResult, KeyResultKind, Standing, Status
from okrtui.model.week import Commitment, CommitmentState
from okrtui.rituals.people.members import checked_login
from okrtui.rituals.week.checkins import UNCHANGED, checked_confidence, kept_entry, parse_value
from okrtui.rituals.week.sheet_model import ActionOutcome, InvalidField, Preview, SheetData, SheetEntry
from okrtui.rituals.week.updates import Settle, tied
from okrtui.rules.formatting import typed
from okrtui.rules.okrs.milestones import done_weight, first_done, positions, restated
from okrtui.rules.okrs.progress import confidence_fell, key_result_progress, pace, suggest
from okrtui.text import clean, clean_lines

Values = Mapping[str, str]
SHOWN = ("value", "confidence", "status", "note")
PARTS = (*SHOWN, "via")
PRIORITIES = ("p1", "p2", "p3")
WHY = "why is it dropped? a few words are enough"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_BETWEEN = re.compile(r"[,;\s]+")


def key(ref: str, part: str) -> str:
    """Return the key of a key result's field."""
    return f"{ref}/{part}"


def item_key(item: Commitment, part: str) -> str:
    """Return the key of a commitment's field."""
    return f"c{item.id}/{part}"


def action_key(ref: str, part: str) -> str:
    """Return the key of an action's field."""
    return f"{ref}/{part}"


# -- what stands there at first


def base_values(sheet: SheetData) -> dict[str, str]:
    """Return what is stored for the week, by field key; what I have not entered is empty."""
    values: dict[str, str] = {}
    for item in sheet.commitments:
        values[item_key(item, "state")] = "" if item.state is CommitmentState.OPEN else item.state.value
        values[item_key(item, "reason")] = item.reason
        values[item_key(item, "into")] = _carried_into(sheet, item)
    for action in sheet.actions:
        values |= {action_key(action.ref, "state"): "", action_key(action.ref, "reason"): ""}
    for standing in sheet.key_results:
        values |= entry_values(standing.kr, own_entry(sheet, standing.kr.ref), sheet.decimal_sign)
    for number, name in enumerate(PRIORITIES, 1):
        planned = next((each for each in sheet.plan if each.position == number), None)
        values[name] = as_priority(planned) if planned else ""
    update = sheet.update
    values["ahead"] = update.ahead if update else ""
    values["blocker"] = update.blocker if update else ""
    values["helpers"] = ", ".join(update.helpers) if update else ""
    values["wins"] = update.wins if update else ""
    values["pulse"] = str(update.pulse) if update and update.pulse else ""
    return values


def as_priority(item: Commitment) -> str:
    """Return a commitment as a priority is typed, its key result at the end."""
    return f"{item.text} {item.kr}".strip()


def _carried_into(sheet: SheetData, item: Commitment) -> str:
    if item.state is not CommitmentState.CARRIED:
        return ""
    return next((str(each.position) for each in sheet.plan if each.carries and each.text == item.text), "")


def entry_values(kr: KeyResult, entered: CheckIn | None, decimal: str) -> dict[str, str]:
    """Return an entry as the key result's fields say it, all of them empty where there is none.

    `decimal` is the workspace's sign before decimals.
    """
    entered = restated(kr, entered) if entered else None
    sure = entered.confidence if entered else None
    return {
        key(kr.ref, "value"): value_text(kr, entered.value, entered.done, decimal) if entered else "",
        key(kr.ref, "confidence"): "" if sure is None else str(sure),
        key(kr.ref, "status"): entered.status.value if entered and entered.status else "",
        key(kr.ref, "note"): entered.note if entered else "",
        key(kr.ref, "via"): "",
    }


def value_text(kr: KeyResult, value: float, done: tuple[int, ...] = (), decimal: str = "") -> str:
    """Return a value as the field takes it: `104`, `yes`, `#1,#3`; a weight where it says more than its milestones."""
    if kr.kind is KeyResultKind.BINARY:
        return "yes" if value >= 1 else "no"
    if not done or (first_done(kr.milestones, value) == done and done_weight(kr.milestones, done) != value):
        return typed(value, decimal)
    return ",".join(f"#{at}" for at in positions(kr.milestones, done))


def own_entry(sheet: SheetData, ref: str) -> CheckIn | None:
    """Return this week's entry of a key result where it is mine; somebody else's counts as news, not as mine."""
    found = sheet.entered.get(ref)
    return found if found and found.entered_by == sheet.login == found.who else None


def own_id(sheet: SheetData, ref: str) -> int:
    """Return the id of this week's entry where it is mine, else 0."""
    own = own_entry(sheet, ref)
    return own.id if own else 0


def last_entry(sheet: SheetData, standing: Standing) -> CheckIn | None:
    """Return what is shown beside a new entry: the latest one that is not mine of this very week."""
    past = [entry for entry in standing.history if entry.week <= sheet.week]
    if past and past[-1].week == sheet.week and own_entry(sheet, standing.kr.ref) is not None:
        past.pop()
    return restated(standing.kr, past[-1]) if past else None


def kept(sheet: SheetData, standing: Standing) -> CheckIn | None:
    """Return the entry that `=` keeps the value of."""
    return kept_entry(standing.history, sheet.week)


def unchanged(sheet: SheetData, standing: Standing) -> str:
    """Return what `=` means for a key result, as its field takes it; `=` where there is nothing to keep."""
    found = kept(sheet, standing)
    found = restated(standing.kr, found) if found else None
    return value_text(standing.kr, found.value, found.done, sheet.decimal_sign) if found else UNCHANGED


# -- what is typed


def entry(sheet: SheetData, standing: Standing, values: Values) -> SheetEntry | None:
    """Return what the fields of a key result say, None where no value is entered. Raises InvalidField.

    `=` keeps what stands in the week, else the newest value before it.
    """
    ref = standing.kr.ref
    text = clean(values.get(key(ref, "value"), ""))
    if not text:
        return None
    status = values.get(key(ref, "status"), "")
    part = "confidence"
    try:
        sure = confidence(values.get(key(ref, part), ""))
        part = "value"
        value, done = parse_value(standing.kr, text, kept(sheet, standing), sheet.decimal_sign)
    except Refused as refusal:
        raise InvalidField(key(ref, part), str(refusal)) from None
    return SheetEntry(
        value=value,
        done=done,
        confidence=sure,
        note=clean_lines(values.get(key(ref, "note"), "")),
        status=Status(status) if status else None,
        pulled=text == values.get(key(ref, "via")),
    )


def confidence(text: str) -> int | None:
    """Return a typed confidence, None for "". Raises Refused unless it is a whole number of 0-10."""
    text = clean(text)
    if not text:
        return None
    if not text.isascii() or not text.isdigit():
        raise Refused(f"“{text}” isn't a confidence; it goes from 0 (no way) to 10 (sure)")
    return checked_confidence(int(text))


def preview(sheet: SheetData, standing: Standing, values: Values) -> Preview:
    """Return how a key result would stand with what is typed; how it stands where that is no value (yet)."""
    last = last_entry(sheet, standing)
    kr, entered = standing.kr, False
    number: float | None = last.value if last else None
    done = last.done if last else ()
    history = [each for each in standing.history if each.week < sheet.week]
    sure = next((each.confidence for each in reversed(history) if each.confidence is not None), None)
    try:
        typed = entry(sheet, standing, values)
        if typed is not None:
            number, done, entered = typed.value, typed.done, True
            sure = typed.confidence if typed.confidence is not None else sure
    except InvalidField:  # half a number, as it is typed
        entered = False
    if not entered:
        stands = (standing.progress, standing.pace, standing.suggested, standing.status)
        return Preview(number, done, *stands, entered=False)
    share = key_result_progress(kr, number)
    at_pace = pace(share, standing.expected)
    now = CheckIn(0, kr.ref, sheet.week, number or 0.0, sure, "", "", "", _NEVER)
    suggested = suggest(at_pace, sure, confidence_fell([*history, now]))
    return Preview(number, done, share, at_pace, suggested, suggested, entered=True)


def logins(text: str) -> list[str]:
    """Return the logins in a field, without @ and empty ones."""
    return [part.removeprefix("@") for part in _BETWEEN.split(clean(text)) if part.removeprefix("@")]


# -- checked


def problems(sheet: SheetData, values: Values) -> dict[str, str]:
    """Return what is wrong, one sentence by field key, in the order of the sheet."""
    base = base_values(sheet)
    wrong: dict[str, str] = {}
    for item in sheet.commitments:
        wrong |= _commitment_problem(item, values, base)
    for step in actions_settled(sheet, values):
        if step.state is ActionState.DROPPED and not step.reason:
            wrong[action_key(step.ref, "reason")] = WHY
    for standing in sheet.key_results:
        wrong |= _entry_problem(sheet, standing, values, base)
    known = {ref for ref, _ in sheet.known}
    for name in PRIORITIES:
        ref = tied(values.get(name, ""))[1]
        if ref and ref not in known and values[name] != base[name]:
            wrong[name] = f"there is no open key result {ref}"
    try:
        for login in logins(values.get("helpers", "")):
            checked_login(login)
    except Refused as refusal:
        wrong["helpers"] = str(refusal)
    return wrong


def _commitment_problem(item: Commitment, values: Values, base: Values) -> dict[str, str]:
    state, reason = values.get(item_key(item, "state"), ""), values.get(item_key(item, "reason"), "")
    if state == CommitmentState.DROPPED and not clean(reason):
        return {item_key(item, "reason"): WHY}
    if state == CommitmentState.CARRIED and state != base[item_key(item, "state")]:
        into = values.get(item_key(item, "into"), "")
        if not into or not values.get(f"p{into}", "").strip():
            return {item_key(item, "state"): "it is among none of this week's priorities; carry it again, or drop it"}
    return {}


def _entry_problem(sheet: SheetData, standing: Standing, values: Values, base: Values) -> dict[str, str]:
    kr = standing.kr
    try:
        found = entry(sheet, standing, values)
    except InvalidField as wrong:
        return {wrong.field: str(wrong)}
    if found is None:
        if base[key(kr.ref, "value")]:
            return {key(kr.ref, "value"): "what was entered can be corrected, not taken away; write the right value"}
        rest = ("note", "confidence", "status")
        if any(clean(values.get(key(kr.ref, part), "")) for part in rest):
            return {key(kr.ref, "value"): "a value belongs to it: write one, or = to keep it"}
    return {}


def settled(sheet: SheetData, values: Values) -> tuple[Settle, ...]:
    """Return what became of the commitments whose state or reason differs from the stored one."""
    base = base_values(sheet)
    taken = [name for name in PRIORITIES if values.get(name, "").strip()]
    steps = []
    for item in sheet.commitments:
        state, reason, into = (values.get(item_key(item, part), "") for part in ("state", "reason", "into"))
        reason = clean(reason) if state == CommitmentState.DROPPED else ""
        if (state, reason) != (base[item_key(item, "state")], base[item_key(item, "reason")]):
            name = f"p{into}"
            place = taken.index(name) + 1 if state == CommitmentState.CARRIED and name in taken else 0
            steps.append(Settle(item.id, CommitmentState(state or "open"), reason, place))
    return tuple(steps)


def actions_settled(sheet: SheetData, values: Values) -> tuple[ActionOutcome, ...]:
    """Return what the sheet says of the open actions, without those it says nothing of."""
    steps = []
    for action in sheet.actions:
        state, reason = (values.get(action_key(action.ref, part), "") for part in ("state", "reason"))
        if state:
            dropped = state == ActionState.DROPPED
            steps.append(ActionOutcome(action.ref, ActionState(state), clean(reason) if dropped else ""))
    return tuple(steps)
