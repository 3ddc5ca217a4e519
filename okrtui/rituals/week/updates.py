"""The weekly update: priorities, what lies ahead, blockers, wins, pulse; and what became of last week's commitments."""

import re
from collections.abc import Sequence

from okrtui.errors import Refused
from okrtui.model.frozen import frozen, replace
from okrtui.model.journal import Verb
from okrtui.model.week import Commitment, CommitmentState, UpdateState, WeeklyUpdate
from okrtui.rituals.context import Context
from okrtui.rituals.okrs.objectives import is_key_result_ref, key_result
from okrtui.rituals.people.members import changing, named
from okrtui.rituals.week.checkins import checked_week
from okrtui.rules.formatting import count
from okrtui.storage.journal.writer import Writer
from okrtui.storage.repositories import week as week_rows
from okrtui.text import clean, clean_lines

MOST_PRIORITIES = 3
PULSE_IN_FILE = "kept by name, shown as a mean of three; who can read the file could look"
PULSE_ON_SERVER = "kept by name, shown as a mean of three; who watches it may work yours out"
_MARKED = {state: Verb(f"marked {state}") for state in CommitmentState}
_TIED = re.compile(r"^(.*\S)\s+>?\s*(KR\d+\.\d+)$|^(KR\d+\.\d+)[:\s]\s*(.*\S)$", re.IGNORECASE)
_WHICH = re.compile(r"(?:(?P<week>(?:\d{4}-)?W\d{1,2})[:/ ])?P?(?P<position>\d)", re.IGNORECASE)


@frozen
class Settle:
    """What became of one open commitment, by its id: done, carried into the week, or dropped with a reason.

    `into` is the priority (from 1) that it goes on as where its words were changed on the way; 0 finds the same words.
    """

    id: int
    state: CommitmentState
    reason: str = ""
    into: int = 0


def pulse_promise(ctx: Context) -> str:
    """Return how private a pulse is, exactly and in one line: said before it is given."""
    return PULSE_ON_SERVER if ctx.store.member else PULSE_IN_FILE


def update_of(ctx: Context, week: str | None = None) -> WeeklyUpdate | None:
    """Return my submitted update of a week (this one), None where there is none."""
    found = week_rows.updates(ctx.store, week=week or ctx.week, who=ctx.login)
    return found[-1] if found else None


def commitments_of(ctx: Context, login: str | None = None, week: str | None = None) -> tuple[Commitment, ...]:
    """Return a person's commitments of a week, in their order."""
    return week_rows.commitments(ctx.store, week=week or ctx.week, who=login or ctx.login)


def left_open(ctx: Context, week: str | None = None) -> tuple[Commitment, ...]:
    """Return my commitments of weeks before `week` (this one) that are open still, oldest first."""
    return week_rows.commitments(ctx.store, before=week or ctx.week, who=ctx.login, state=CommitmentState.OPEN)


def submit(
    ctx: Context,
    *,
    priorities: Sequence[tuple[str, str]] | None = None,
    ahead: str | None = None,
    blocker: str | None = None,
    helpers: Sequence[str] | None = None,
    wins: str | None = None,
    pulse: int | None = None,
    settled: Sequence[Settle] = (),
    week: str | None = None,
) -> WeeklyUpdate | None:
    """Settle commitments and submit the weekly update; what is None stays as it was in an earlier one of the week.

    `priorities` are (text, key result ref or "") and replace the week's list by position; a `pulse` of 0 takes one
    away that was given. The earlier revision stays readable. Returns the update, None where commitments were settled
    and nothing else said. One transaction.
    """
    with changing(ctx) as writer:
        login = ctx.login
        week = checked_week(ctx, week)
        carried = [(_settle(writer, ctx, login, step), step.into) for step in settled]
        wanted = None if priorities is None else [_clean_priority(ctx, *p) for p in priorities]
        plan = _plan(ctx, login, week, wanted, [(item, into) for item, into in carried if item is not None])
        _store_plan(writer, ctx, login, week, plan)
        before = week_rows.updates(ctx.store, week=week, who=login)
        said = (priorities, ahead, blocker, helpers, wins, pulse)
        if any(part is not None for part in said):
            old = before[-1] if before else WeeklyUpdate(0, login, week)
            _store_update(writer, ctx, old, ahead, blocker, helpers, wins, pulse, bool(before))
            verb = Verb.CORRECTED_UPDATE if before else Verb.SUBMITTED_UPDATE
            writer.describe(verb, week, _summary(plan, wins, blocker))
        elif settled:
            writer.describe(Verb.SETTLED, week, ", ".join(f"{s.state}" for s in settled))
    after = week_rows.updates(ctx.store, week=week, who=login)
    return after[-1] if after else None


def _store_update(
    writer: Writer,
    ctx: Context,
    old: WeeklyUpdate,
    ahead: str | None,
    blocker: str | None,
    helpers: Sequence[str] | None,
    wins: str | None,
    pulse: int | None,
    existed: bool,
) -> None:
    if pulse is not None and not 0 <= pulse <= 5:
        raise Refused(f"{pulse} isn't a pulse; it goes from 1 to 5, and 0 takes it away")
    new = replace(
        old,
        ahead=old.ahead if ahead is None else clean_lines(ahead),
        blocker=old.blocker if blocker is None else clean_lines(blocker),
        helpers=old.helpers if helpers is None else tuple(dict.fromkeys(named(writer, ctx, h) for h in helpers if h)),
        wins=old.wins if wins is None else clean_lines(wins),
        pulse=old.pulse if pulse is None else pulse or None,
        state=UpdateState.SUBMITTED,
    )
    if new != old or not existed:
        week_rows.add_update(writer, new)


def _clean_priority(ctx: Context, text: str, kr: str) -> tuple[str, str]:
    text = clean(text)
    return text, key_result(ctx, kr).ref if kr.strip() and text else ""


def _plan(
    ctx: Context, login: str, week: str, wanted: list[tuple[str, str]] | None, carried: list[tuple[Commitment, int]]
) -> list[tuple[str, str, Commitment | None]]:
    """Return the week's priorities as (text, ref, carried from), at most three. Raises Refused for more."""
    have = week_rows.commitments(ctx.store, week=week, who=login)
    texts = [(c.text, c.kr) for c in have] if wanted is None else [w for w in wanted if w[0]]
    plan: list[tuple[str, str, Commitment | None]] = [(text, ref, None) for text, ref in texts]
    for item, into in carried:
        match = next((i for i, p in enumerate(plan) if p[0] == item.text and p[2] is None), None)
        if 0 < into <= len(plan) and plan[into - 1][2] is None:
            match = into - 1
        if match is None:
            plan.append((item.text, item.kr, item))
        else:
            plan[match] = (plan[match][0], plan[match][1] or item.kr, item)
    if len(plan) > MOST_PRIORITIES:
        raise Refused(
            f"{len(plan)} priorities for {week}: three is the most, so that each one counts; drop one or leave it out"
        )
    return plan


def _store_plan(
    writer: Writer, ctx: Context, login: str, week: str, plan: list[tuple[str, str, Commitment | None]]
) -> None:
    have = {c.position: c for c in week_rows.commitments(ctx.store, week=week, who=login)}
    before = {c.text: c for c in have.values()}
    for position, (text, ref, source) in enumerate(plan, 1):
        kr_id = key_result(ctx, ref).id if ref else None
        old = have.pop(position, None)
        if old is not None:
            changes: dict[str, object] = {"text": text, "kr_id": kr_id}
            if old.text != text:
                # A priority that only moved up keeps its history; other words begin a new one, a rewording does not.
                moved = before.get(text)
                reworded = moved is None and old.text not in {each for each, _, _ in plan} and source is None
                state = moved.state if moved else CommitmentState.OPEN
                carries = moved.carries if moved else old.carries if reworded else 0
                changes |= {"state": state.value, "reason": moved.reason if moved else "", "carries": carries}
            if source is not None:
                changes |= {"carries": source.carries + 1, "from_id": source.id}
            writer.update("commitment", old.id, **changes)
            continue
        moved = before.get(text)
        carries = source.carries + 1 if source else moved.carries if moved else 0
        item = Commitment(0, login, week, position, text, ref, carries=carries)
        item = replace(item, state=moved.state, reason=moved.reason) if moved else item
        week_rows.add_commitment(writer, item, kr_id=kr_id, from_id=source.id if source else None)
    for old in have.values():
        writer.remove("commitment", old.id)


def _settle(writer: Writer, ctx: Context, login: str, step: Settle) -> Commitment | None:
    """Write what became of one commitment; return it where it is carried on."""
    item = next((c for c in week_rows.commitments(ctx.store, who=login) if c.id == step.id), None)
    if item is None:
        raise Refused(f"{login} has no such commitment")
    if step.state is CommitmentState.DROPPED and not clean(step.reason):
        raise Refused(f"“{item.text}” can be dropped with a reason; why?")
    reason = clean(step.reason) if step.state is CommitmentState.DROPPED else ""
    writer.update("commitment", item.id, state=step.state.value, reason=reason)
    return item if step.state is CommitmentState.CARRIED and item.state is not CommitmentState.CARRIED else None


def set_commitment(ctx: Context, commitment_id: int, state: CommitmentState, reason: str = "") -> None:
    """Mark one of my commitments done, open again, or dropped with a reason."""
    with changing(ctx) as writer:
        _settle(writer, ctx, ctx.login, Settle(commitment_id, state, reason))
        item = next(c for c in week_rows.commitments(ctx.store, who=ctx.login) if c.id == commitment_id)
        writer.describe(_MARKED[state], item.week, f"P{item.position} {item.text}")


def which(ctx: Context, text: str, week: str | None = None) -> Commitment:
    """Return my open commitment that `text` names: `2`, `P2`, or `W46:2` for another week's.

    A bare number means this week's priority, or the newest open one of that position from before.
    Raises Refused where there is none.
    """
    match = _WHICH.fullmatch(text.strip())
    if match is None:
        raise Refused(f"“{clean(text)}” isn't a priority; name it by its number like 1, or 2026-W46:1")
    position = int(match["position"])
    here = checked_week(ctx, week)
    mine = week_rows.commitments(ctx.store, who=ctx.login)
    candidates = [c for c in mine if c.position == position and c.week <= here]
    if match["week"]:
        wanted = match["week"].upper()
        wanted = checked_week(ctx, wanted if "-" in wanted else f"{here[:4]}-{wanted}")
        candidates = [c for c in candidates if c.week == wanted]
    standing = [c for c in candidates if c.state is CommitmentState.OPEN]
    if not standing:
        done = f" (it is {candidates[-1].state})" if candidates else ""
        raise Refused(f"no open priority {text.strip()} of yours{done}; see: okrtui update")
    return standing[-1]


def tied(text: str) -> tuple[str, str]:
    """Return (text, key result ref) of a priority written like `Cold start under 1 s KR1.2`, ref "" where none is."""
    match = _TIED.match(clean(text))
    if match is None:
        return clean(text), ""
    ref = (match[2] or match[3]).upper()
    return (match[1] or match[4], ref) if is_key_result_ref(ref) else (clean(text), "")


def _summary(plan: list[tuple[str, str, Commitment | None]], wins: str | None, blocker: str | None) -> str:
    parts = [count(len(plan), "priority", "priorities")] if plan else []
    parts += ["wins"] if wins else []
    parts += ["blocker"] if blocker else []
    return ", ".join(parts) or "update"
