"""The weekly check-in as one sheet: read in one go, handed in in one transaction."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from okrtui.errors import Refused, UnknownMember
from okrtui.model.actions import Action, ActionState
from okrtui.model.journal import Verb
from okrtui.model.okrs import CheckIn, KeyResultState, Standing
from okrtui.model.week import WeeklyUpdate
from okrtui.rituals.actions import actions
from okrtui.rituals.cases import cases
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import cycles, objectives, standings
from okrtui.rituals.people import members
from okrtui.rituals.week import checkins, sheet_fields, updates
from okrtui.rituals.week.sheet_model import (
    ActionOutcome,
    EditConflict,
    InvalidField,
    SheetData,
    SheetEntry,
    SubmitResult,
)
from okrtui.rules.okrs.milestones import restated
from okrtui.rules.weeks import shift
from okrtui.storage.journal.writer import Writer, combined
from okrtui.storage.repositories import due as due_rows
from okrtui.storage.repositories import okrs as rows
from okrtui.storage.repositories import week as week_rows

_REF = re.compile(r"(KR\d+\.\d+)/")


def sheet(ctx: Context, week: str | None = None, extra: Iterable[str] = ()) -> SheetData:
    """Return my sheet of a week, this one where None; `extra` are refs of key results that are not mine.

    Raises Refused for no week or one to come.
    """
    week = checkins.checked_week(ctx, week)
    mine = list(checkins.my_key_results(ctx, week=week))
    have = {standing.kr.ref for standing in mine}
    for ref in dict.fromkeys(extra):
        if ref not in have and objectives.is_key_result_ref(ref):
            mine += _others(ctx, ref, week)
    krs = tuple(standing.kr for standing in mine)
    this_week = week_rows.checkins(ctx.store, kr_ids=[kr.id for kr in krs], week=week)
    lately = week_rows.commitments(ctx.store, week=shift(week, -1), who=ctx.login)
    seen = {item.id for item in lately}
    older = tuple(item for item in updates.left_open(ctx, week=week) if item.id not in seen)
    return SheetData(
        workspace=ctx.store.workspace().uuid,
        login=ctx.login,
        week=week,
        this_week=ctx.week,
        zone=ctx.zone,
        commitments=lately + older,
        key_results=tuple(mine),
        entered={kr.ref: restated(kr, this_week[kr.id][-1]) for kr in krs if kr.id in this_week},
        update=updates.update_of(ctx, week=week),
        plan=updates.commitments_of(ctx, week=week),
        members=members.members(ctx),
        known=_known(ctx, have),
        pulse_promise=updates.pulse_promise(ctx),
        decimal_sign=ctx.decimal_sign,
        actions=actions.open_actions(ctx, dri=ctx.login) if week == ctx.week else (),
        asked=cases.asked_of_me(ctx) if week == ctx.week else (),
        ideas=due_rows.handed_ideas(ctx.store, ctx.login) if week == ctx.week else (),
    )


def _others(ctx: Context, ref: str, week: str) -> list[Standing]:
    try:
        return [*standings.standings(ctx, [objectives.key_result(ctx, ref)], standings.day_of(ctx, week))]
    except Refused:  # it has gone since the draft was written
        return []


def _known(ctx: Context, mine: set[str]) -> tuple[tuple[str, str], ...]:
    names = [cycle.name for cycle in cycles.cycles(ctx) if cycle.state == "active"]
    found = [kr for kr in rows.key_results(ctx.store, cycles_named=names) if kr.state is KeyResultState.OPEN]
    return tuple((kr.ref, kr.title) for kr in sorted(found, key=lambda kr: kr.ref not in mine))


def refs_in(values: Iterable[str]) -> tuple[str, ...]:
    """Return the refs of the key results that values (or a draft's) speak of."""
    return tuple(dict.fromkeys(match[1] for key in values if (match := _REF.match(key))))


def submit_sheet(
    ctx: Context, values: Mapping[str, str], *, week: str | None = None, seen: Mapping[str, int] | None = None
) -> SubmitResult:
    """Store what the sheet's fields say (`filling` has their keys): every check-in and the update, or nothing.

    It is one entry in the journal, so that one undo takes back what one key handed in. Only key results whose entry
    differs from the stored one get a new revision; `seen` are the ids of the entries (0 for none) that were typed
    over, mine where it does not say. Raises InvalidField with the field that is wrong, EditConflict where the newest
    entry of the week is another one, Refused where nothing is filled in.
    """
    with combined(ctx.store, ctx.login, ctx.now) as writer:
        now = sheet(ctx, week, refs_in(values))
        base = sheet_fields.base_values(now)
        values = {**base, **values}
        if now.update is None and not any(values.values()):
            raise Refused("nothing is filled in yet: a value, a priority or a pulse is enough")
        _check(now, values, seen)
        entered = tuple(standing.kr.ref for standing in now.key_results if _check_in(ctx, now, standing, values))
        before = (now.update, now.plan)
        settled = sheet_fields.settled(now, values)
        looked_at = [_look_at(ctx, step) for step in sheet_fields.actions_settled(now, values)]
        with _at("p1"):
            update = _update(ctx, now, values, settled)
        after = (update, updates.commitments_of(ctx, week=now.week))
        _tell(writer, now.week)
    return SubmitResult(entered, update, bool(entered or settled or looked_at) or before != after)


def submit_entry(
    ctx: Context, ref: str, values: Mapping[str, str], *, week: str | None = None, seen: Mapping[str, int] | None = None
) -> bool:
    """Store what the sheet's fields of one key result say, nothing else; return whether there was anything new.

    Raises what `submit_sheet` raises.
    """
    with combined(ctx.store, ctx.login, ctx.now) as writer:
        now = sheet(ctx, week, [ref])
        own = {key: value for key, value in values.items() if refs_in([key]) == (ref,)}
        values = {**sheet_fields.base_values(now), **own}
        standing = next(each for each in now.key_results if each.kr.ref == ref)
        _check(now, values, seen)
        entered = _check_in(ctx, now, standing, values)
        _tell(writer, now.week)
    return entered


def _check(now: SheetData, values: Mapping[str, str], seen: Mapping[str, int] | None) -> None:
    """Raise InvalidField for the first field that is wrong, EditConflict for entries that nobody saw."""
    for field, sentence in sheet_fields.problems(now, values).items():
        raise InvalidField(field, sentence)
    if unseen := [each for each in now.entered.values() if _unseen(now, each, values, seen or {})]:
        raise EditConflict(tuple(unseen), now.login)


def _look_at(ctx: Context, step: ActionOutcome) -> Action:
    """Write what became of an action."""
    with _at(sheet_fields.action_key(step.ref, "state")):
        if step.state is ActionState.DROPPED:
            return actions.drop(ctx, step.ref, step.reason)
        return actions.done(ctx, step.ref) if step.state is ActionState.DONE else actions.keep(ctx, step.ref)


def _tell(writer: Writer, week: str) -> None:
    """Name the journal entry by what was gathered: check-ins first, each with its ref, then the update."""
    if len(writer.combined) == 1:
        writer.describe(*writer.combined[0])
    elif writer.combined:
        entered = [_told(verb, ref, said, week) for verb, ref, said in writer.combined if ref != week]
        rest = [(verb, said) for verb, ref, said in writer.combined if ref == week]
        verb = rest[-1][0] if rest else writer.combined[0][0]
        writer.describe(verb, week, "; ".join([*entered, *(said for _, said in rest)]))


def _told(verb: Verb, ref: str, said: str, week: str) -> str:
    return f"{ref} {actions.SETTLED.get(verb) or said.removeprefix(f'{week}: ')}"


def _unseen(now: SheetData, entered: CheckIn, values: Mapping[str, str], seen: Mapping[str, int]) -> bool:
    """Tell whether the fields say something else than the newest entry, which was not there when they were typed."""
    if seen.get(entered.kr, sheet_fields.own_id(now, entered.kr)) == entered.id:
        return False
    standing = next(each for each in now.key_results if each.kr.ref == entered.kr)
    entry = sheet_fields.entry(now, standing, values)
    return entry is not None and _over(entry, entered) != entered


def _over(entry: SheetEntry, entered: CheckIn) -> CheckIn:
    """Return an entry of the week with what the fields say."""
    sure, note, status = entry.confidence, entry.note, entry.status
    return replace(entered, value=entry.value, done=entry.done, confidence=sure, note=note, status=status)


def _check_in(ctx: Context, now: SheetData, standing: Standing, values: Mapping[str, str]) -> bool:
    """Enter one key result; return whether there was anything new to enter."""
    ref = standing.kr.ref
    entry = sheet_fields.entry(now, standing, values)
    own = sheet_fields.own_entry(now, ref)
    if entry is None or (own is not None and _over(entry, own) == own):
        return False
    value = (entry.value, entry.done)
    gone = [part for part, given in (("confidence", entry.confidence), ("status", entry.status)) if given is None]
    with _at(sheet_fields.key(ref, "value")):
        checkins.check_in(
            ctx,
            ref,
            value,
            note=entry.note,
            confidence=entry.confidence,
            status=entry.status,
            week=now.week,
            clear=gone,
            pulled=entry.pulled,
        )
    return True


def _update(
    ctx: Context, now: SheetData, values: Mapping[str, str], settled: tuple[updates.Settle, ...]
) -> WeeklyUpdate | None:
    pulse = values["pulse"]
    return updates.submit(
        ctx,
        priorities=[updates.tied(values[f"p{n}"]) for n in (1, 2, 3) if values[f"p{n}"].strip()],
        ahead=values["ahead"],
        blocker=values["blocker"],
        helpers=sheet_fields.logins(values["helpers"]),
        wins=values["wins"],
        pulse=int(pulse or 0),  # an empty field takes away what was given
        settled=settled,
        week=now.week,
    )


@contextmanager
def _at(field: str) -> Iterator[None]:
    """Say at which field a use case refused; who is unknown is asked about, and that is no field's fault."""
    try:
        yield
    except (InvalidField, UnknownMember):
        raise
    except Refused as refusal:
        raise InvalidField(field, str(refusal)) from None
