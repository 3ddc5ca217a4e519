"""Action items: what a retro or a meeting wants done, each with exactly one DRI and a day, until it is done."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from okrtui.errors import Refused
from okrtui.model.actions import Action, ActionState, ActionStep
from okrtui.model.journal import Verb
from okrtui.rituals.context import Context
from okrtui.rituals.live.sessions import find as find_session
from okrtui.rituals.okrs.objectives import key_result
from okrtui.rituals.people.members import EVERYONE, assigned, changing, circle, required
from okrtui.rules.weeks import parse_day
from okrtui.storage.journal.writer import Writer
from okrtui.storage.repositories import actions as rows
from okrtui.text import clean, clean_lines

DUE_IN = timedelta(days=7)
LONG_AGO = timedelta(days=60)
FAR_AHEAD = timedelta(days=3 * 366)
SETTLED = {
    Verb.DONE_ACTION: "done",
    Verb.DROPPED_ACTION: "dropped",
    Verb.KEPT_ACTION: "kept",
    Verb.REOPENED_ACTION: "reopened",
}
"""What an action's own history calls what became of it."""
"""When an action is due unless somebody says otherwise."""


def add(
    ctx: Context,
    text: str,
    *,
    dri: str = "",
    due: date | None = None,
    source: str = "",
    topic: str = "",
    kr: str = "",
    works: str = "",
    tie: Callable[[Writer, int], None] | None = None,
) -> Action:
    """Make an action item and return it: one DRI (I, unless named) and a day it is due (in a week, unless named).

    `source` is the session it comes out of, `topic` what was talked about, `works` how we will see that it worked.
    `tie` gets the writer and the action's row id, to tie it to something else within the same change.
    """
    text = required(text, "the action")
    with changing(ctx) as writer:
        moved = key_result(ctx, kr) if kr.strip() else None
        of = find_session(ctx, source) if source else None
        new = Action(
            id=0,
            text=text,
            dri=_one(writer, ctx, dri),
            due=_plausible(ctx, due) or ctx.today + DUE_IN,
            made=ctx.now,
            topic=clean(topic),
            works=clean(works),
        )
        action_id = rows.add(writer, new, session_id=of.id if of else None, kr_id=moved.id if moved else None)
        rows.add_step(writer, action_id, "made", f"{new.dri}, due {new.due}")
        if tie is not None:
            tie(writer, action_id)
        writer.describe(Verb.ADDED_ACTION, f"A{action_id}", text)
    return find(ctx, f"A{action_id}")


def _one(writer: Writer, ctx: Context, dri: str) -> str:
    """Return the login of an action's one DRI. Raises Refused for several."""
    if "," in dri or len(dri.split()) > 1:
        raise Refused("an action has exactly one DRI; make one action for each, or name who sees to it")
    return assigned(writer, ctx, dri) or ctx.login


def day(ctx: Context, text: str | None) -> date | None:
    """Return the day that a text names, None for no text. Raises Refused where it names none."""
    return parse_day(clean(text), ctx.today) if text and text.strip() else None


def _plausible(ctx: Context, due: date | None) -> date | None:
    """Return a day to be done by. Raises Refused for one that is long past or years ahead: a slip of the year."""
    if due is not None and not ctx.today - LONG_AGO <= due <= ctx.today + FAR_AHEAD:
        where = "long past" if due < ctx.today else "years ahead"
        raise Refused(f"{due} is {where}; name the day that it is due, like {ctx.today + DUE_IN}")
    return due


def find(ctx: Context, ref: str) -> Action:
    """Return the action item called `ref` (`A3`). Raises Refused where there is none."""
    digits = ref.strip().upper().removeprefix("A")
    found = rows.actions(ctx.store, action_id=int(digits)) if digits.isdecimal() and len(digits) < 12 else ()
    if not found:
        raise Refused(f"there is no action {clean(ref)}; see: okrtui action list")
    return found[0]


def actions(ctx: Context, *, state: ActionState | None = None, source: str = "") -> tuple[Action, ...]:
    """Return action items by the day they are due; in a state, or out of one session."""
    of = find_session(ctx, source) if source else None
    return rows.actions(ctx.store, state=state, session_id=of.id if of else None)


def open_actions(ctx: Context, *, dri: str | None = None) -> tuple[Action, ...]:
    """Return the open action items by the day they are due, one person's where named."""
    return rows.actions(ctx.store, state=ActionState.OPEN, dri=dri)


def of_circle(ctx: Context, scope: str, *, settled: bool = False) -> tuple[Action, ...]:
    """Return the open actions of a circle's people (`people.circles`) by the day they are due.

    With `settled` the done and dropped ones too. Everyone's are all there are, those of members who left included.
    """
    found = rows.actions(ctx.store, state=None if settled else ActionState.OPEN)
    if scope == EVERYONE:
        return found
    logins = {member.login for member in circle(ctx, scope)}
    return tuple(each for each in found if each.dri in logins)


def histories(ctx: Context, wanted: Iterable[Action]) -> dict[int, tuple[ActionStep, ...]]:
    """Return what happened to each of some actions, oldest first, by the action's id."""
    return rows.steps_of(ctx.store, [each.id for each in wanted])


def to_review(ctx: Context, ref: str) -> tuple[Action, ...]:
    """Return what a retro begins with, by the day it is due: the open actions of its team's other sessions.

    And those that came out of no session, where it is everybody's retro or their DRI is in the team.
    """
    of = find_session(ctx, ref)
    logins = {member.login for member in circle(ctx, of.team or EVERYONE)}
    own = {each.id for each in rows.actions(ctx.store, state=ActionState.OPEN, team=of.team)}
    return tuple(
        each
        for each in rows.actions(ctx.store, state=ActionState.OPEN)
        if each.source != of.ref and (each.id in own if each.source or not of.team else each.dri in logins)
    )


def kept_of(ctx: Context, ref: str) -> tuple[int, int]:
    """Return (how many of a retro's actions are done, how many there are): the team's number, never a person's."""
    there = [each for each in actions(ctx, source=ref) if each.state is not ActionState.DROPPED]
    return sum(each.state is ActionState.DONE for each in there), len(there)


def history(ctx: Context, ref: str) -> tuple[ActionStep, ...]:
    """Return what happened to an action, oldest first."""
    found = find(ctx, ref)
    return rows.steps_of(ctx.store, [found.id]).get(found.id, ())


def _settle(ctx: Context, ref: str, state: ActionState, verb: Verb, note: str, reason: str = "") -> Action:
    with changing(ctx) as writer:
        found = find(ctx, ref)
        if found.state is state and verb is not Verb.KEPT_ACTION:
            raise Refused(f"{found.ref} is {state} already")
        writer.update("action", found.id, state=state.value, reason=reason)
        rows.add_step(writer, found.id, SETTLED[verb], note)
        writer.describe(verb, found.ref, found.text)
    return find(ctx, ref)


def done(ctx: Context, ref: str, note: str = "") -> Action:
    """Say that an action is done and return it; anybody may, and every change says who. Refused where it is already."""
    return _settle(ctx, ref, ActionState.DONE, Verb.DONE_ACTION, clean_lines(note))


def all_done(ctx: Context, refs: Iterable[str]) -> None:
    """Say that several actions are done, all or none, each in a journal entry of its own."""
    with ctx.store.transaction():
        for ref in refs:
            done(ctx, ref)


def drop(ctx: Context, ref: str, reason: str) -> Action:
    """Give an action up, with the reason, and return it."""
    why = clean(reason)
    if not why:
        raise Refused("why is it dropped? a few words")
    return _settle(ctx, ref, ActionState.DROPPED, Verb.DROPPED_ACTION, why, why)


def keep(ctx: Context, ref: str, note: str = "") -> Action:
    """Say that an open action was looked at and stays open, and return it. Raises Refused where it is not open."""
    if find(ctx, ref).state is not ActionState.OPEN:
        raise Refused(f"{find(ctx, ref).ref} is {find(ctx, ref).state}; open it again first")
    return _settle(ctx, ref, ActionState.OPEN, Verb.KEPT_ACTION, clean_lines(note))


def reopen(ctx: Context, ref: str) -> Action:
    """Open an action again that was done or dropped, and return it."""
    return _settle(ctx, ref, ActionState.OPEN, Verb.REOPENED_ACTION, "")


def edit(
    ctx: Context,
    ref: str,
    *,
    text: str | None = None,
    dri: str | None = None,
    due: date | None = None,
    works: str | None = None,
    version: int | None = None,
) -> Action:
    """Change what is given of an action and return it. Raises Stale where `version` is not the one it has."""
    with changing(ctx) as writer:
        found = find(ctx, ref)
        values: dict[str, object] = {}
        if text is not None:
            values["text"] = required(text, "the action")
        if dri is not None:
            values["dri"] = _one(writer, ctx, dri)
        if due is not None:
            values["due"] = (due if due == found.due else _plausible(ctx, due) or due).isoformat()
        if works is not None:
            values["works"] = clean(works)
        if writer.update("action", found.id, version, **values):
            rows.add_step(writer, found.id, "changed", _changed(found, values))
            writer.describe(Verb.CHANGED_ACTION, found.ref, found.text)
    return find(ctx, ref)


def _changed(found: Action, values: dict[str, object]) -> str:
    was = {"text": found.text, "dri": found.dri, "due": found.due.isoformat(), "works": found.works}
    return ", ".join(
        f"{name} {was[name] or '–'} → {value or '–'}" for name, value in values.items() if was[name] != value
    )
