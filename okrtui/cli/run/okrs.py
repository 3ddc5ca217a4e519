"""Commands about objectives, key results and cycles."""

from argparse import Namespace
from datetime import date

from okrtui.cli.output import json_okrs
from okrtui.cli.output.listing import arranged
from okrtui.cli.output.printing import note, say, say_json, say_table
from okrtui.errors import Refused
from okrtui.model.okrs import Cycle, KeyResultKind, KeyResultState, ObjectiveKind, ObjectiveState
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import closing, cycles, objectives, standings
from okrtui.rules.formatting import percent, tenths
from okrtui.rules.okrs.hints import key_result_hints, objective_hints
from okrtui.rules.okrs.milestones import milestone_of
from okrtui.rules.okrs.progress import score_band
from okrtui.rules.okrs.values import entry_text, goal_text, marked, status_text, value_text
from okrtui.rules.weeks import parse_day, week_of
from okrtui.text import folded


def add_objective(args: Namespace, ctx: Context) -> None:
    """Make an objective and print its ref."""
    made = objectives.add_objective(
        ctx,
        args.title,
        cycle=args.cycle,
        dri=args.dri,
        kind=ObjectiveKind(args.kind or "committed"),
        parent=args.parent or "",
        why=args.why or "",
        team=args.team or "",
        weight=1.0 if args.weight is None else args.weight,
        draft=args.draft,
    )
    say(made.ref)
    _hint(objective_hints(made.title, dri=made.dri))


def edit_objective(args: Namespace, ctx: Context) -> None:
    """Change what was given of an objective."""
    changed = objectives.edit_objective(
        ctx,
        args.ref,
        title=args.title,
        why=args.why,
        team=args.team,
        dri=args.dri,
        kind=ObjectiveKind(args.kind) if args.kind else None,
        parent=args.parent,
        weight=args.weight,
        state=ObjectiveState(args.state) if args.state else None,
    )
    say(f"{changed.ref} {changed.title}")


def close_objective(args: Namespace, ctx: Context) -> None:
    """Close an objective and print how."""
    state = ObjectiveState(args.state) if args.state else None
    closed = closing.close_objective(ctx, args.ref, args.comment or "", state, suggested=args.suggested)
    say(f"{closed.ref} {closed.state.value}: {closed.title}")


def add_key_result(args: Namespace, ctx: Context) -> None:
    """Make a key result and print its ref."""
    made = objectives.add_key_result(
        ctx,
        args.objective,
        args.title,
        start=args.start,
        target=args.target,
        kind=KeyResultKind(args.kind) if args.kind else None,
        unit=args.unit or "",
        dri=args.dri,
        weight=1.0 if args.weight is None else args.weight,
        milestones=tuple(map(milestone_of, args.milestone or ())),
        priority=args.priority or "",
        note=args.note or "",
    )
    say(made.ref)
    siblings = len(standings.objective_standing(ctx, objectives.objective_of(ctx, made)).key_results) - 1
    target = None if made.kind is KeyResultKind.BINARY else made.target
    _hint(key_result_hints(made.title, made.kind, made.start, target, dri=made.dri, siblings=siblings))


def edit_key_result(args: Namespace, ctx: Context) -> None:
    """Change what was given of a key result."""
    changed = objectives.edit_key_result(
        ctx,
        args.ref,
        title=args.title,
        kind=KeyResultKind(args.kind) if args.kind else None,
        start=args.start,
        target=args.target,
        unit=args.unit,
        weight=args.weight,
        dri=args.dri,
        priority=args.priority,
        note=args.note,
        milestones=tuple(map(milestone_of, args.milestone)) if args.milestone else None,
        state=KeyResultState(args.state) if args.state else None,
    )
    say(f"{changed.ref} {changed.title}")


def close_key_result(args: Namespace, ctx: Context) -> None:
    """Close a key result with a score; without one say what progress suggests."""
    if args.score is None:
        suggested = closing.suggested_score(ctx, objectives.key_result(ctx, args.ref))
        raise Refused(f"a score of 0.0 to 1.0 is yours to give; progress suggests {tenths(suggested)}")
    closed = closing.close_key_result(ctx, args.ref, args.score, args.comment or "")
    assert closed.score is not None  # just given
    say(f"{closed.ref} closed with {tenths(closed.score)} ({score_band(closed.score)})")


def _hint(hints: list[str]) -> None:
    for hint in hints:
        note(f"hint: {hint}")


def show_one(args: Namespace, ctx: Context) -> None:
    """Show an objective, a key result with every check-in, or an action with its history."""
    if objectives.is_key_result_ref(args.ref):
        _show_key_result(args, ctx)
        return
    if args.ref.strip().upper().startswith("A"):
        from okrtui.cli.run import actions  # brings sessions, which OKRs have no use for

        actions.show_one(args, ctx)
        return
    stand = standings.objective_standing(ctx, objectives.objective(ctx, args.ref))
    if args.json:
        say_json(json_okrs.objective(stand))
        return
    of = stand.objective
    say(f"{of.ref} {of.title}")
    facts = [of.cycle, of.state.value, of.kind.value, f"DRI {of.dri or 'nobody'}", of.team, percent(stand.progress)]
    say("  " + " · ".join(fact for fact in [*facts, stand.status.value if stand.status else ""] if fact))
    above = f"contributes to {of.parent} {objectives.one(ctx, of.parent).title}" if of.parent else ""
    for text in (of.why, above, of.comment):
        if text:
            say("  " + text.replace("\n", "\n  "))
    for s in stand.key_results:
        say(f"  {s.kr.ref} {s.kr.title}: {value_text(s.kr, s.current)} ({goal_text(s.kr)}), {status_text(s)}")


def _show_key_result(args: Namespace, ctx: Context) -> None:
    kr = objectives.key_result(ctx, args.ref)
    stand, entries = standings.standing(ctx, kr), standings.history(ctx, kr)
    kr = stand.kr  # its milestones ticked as of today
    from okrtui.rules.okrs.forecast import basis_text, forecast, forecast_text  # only one key result is drawn for

    found = forecast(kr, stand.history, week_of(standings.cycle_of(ctx, kr).end))
    if args.json:
        told = {"forecast": json_okrs.forecast(found), "checkins": [json_okrs.check_in(e) for e in entries]}
        say_json({**json_okrs.key_result(stand), **told})
        return
    say(f"{kr.ref} {kr.title}")
    pace = f"pace {stand.pace:.2f}" if stand.pace is not None else "too early" if stand.latest else "no pace yet"
    now = value_text(kr, stand.current)
    say(f"  {kr.kind.value} · {goal_text(kr)} · now {now} · {percent(stand.progress)} · {pace}")
    if kr.state is KeyResultState.OPEN:
        status = f"{stand.status.value} (suggested: {stand.suggested.value})"
    else:
        status = status_text(stand) + (f" ({score_band(kr.score)})" if kr.score is not None else "")
    say(f"  {status} · DRI {kr.dri or 'nobody'} · {kr.state.value}")
    if found is not None:
        say(f"  {forecast_text(kr, found)} ({basis_text(found)})")
    if kr.comment:
        say("  " + kr.comment.replace("\n", "\n  "))
    for i, step in enumerate(kr.milestones, 1):
        say(f"  [{'x' if step.done else ' '}] #{i} {step.title}")
    newest = {e.week: e.revision for e in entries}
    rows = [
        (
            e.week,
            entry_text(kr, e),
            "" if e.confidence is None else f"{e.confidence}/10",
            e.who if e.who == e.entered_by else f"{e.who} (by {e.entered_by})",
            ("" if newest[e.week] == e.revision else "(corrected) ") + marked(e),
        )
        for e in entries
    ]
    say_table(rows, right=(1, 2), wide=(4,))


def list_cycles(args: Namespace, ctx: Context) -> None:
    """List the cycles, oldest first."""
    keys = {"newest": lambda cycle: cycle.start, "name": lambda cycle: folded(cycle.name)}
    found = arranged(cycles.cycles(ctx), args, keys, today=ctx.today, day=lambda cycle: cycle.end)
    if args.json:
        say_json([json_okrs.cycle(c) for c in found])
    else:
        rows = [(c.name, str(c.start), str(c.end), c.state.value) for c in found]
        none = "No cycle has gone on since then." if args.since else "No cycles yet: the first objective brings one."
        say_table(rows, marked=3, empty=none)


def add_cycle(args: Namespace, ctx: Context) -> None:
    """Make a cycle."""
    made = cycles.add_cycle(
        ctx, args.name, _day(args.start, ctx.today), _day(args.end, ctx.today), first_month=args.first_month
    )
    _say_cycle(made)


def _say_cycle(cycle: Cycle) -> None:
    say(f"{cycle.name} {cycle.start} to {cycle.end}, {cycle.state.value}")


def edit_cycle(args: Namespace, ctx: Context) -> None:
    """Change a cycle's days."""
    _say_cycle(cycles.edit_cycle(ctx, args.name, start=_day(args.start, ctx.today), end=_day(args.end, ctx.today)))


def rename_cycle(args: Namespace, ctx: Context) -> None:
    """Give a cycle another name."""
    _say_cycle(cycles.edit_cycle(ctx, args.name, new_name=args.new))


def delete_cycle(args: Namespace, ctx: Context) -> None:
    """Delete an empty cycle."""
    say(f"{cycles.delete_cycle(ctx, args.name).name} is deleted")


def move_objective(args: Namespace, ctx: Context) -> None:
    """Move an objective to another cycle."""
    moved = objectives.edit_objective(ctx, args.ref, cycle=args.cycle)
    say(f"{moved.ref} is in {moved.cycle}")


def move_key_result(args: Namespace, ctx: Context) -> None:
    """Move a key result to another objective."""
    say(objectives.move_key_result(ctx, args.ref, args.objective).ref)


def _day(text: str | None, today: date) -> date | None:
    return parse_day(text, today) if text else None


def close_cycle(args: Namespace, ctx: Context) -> None:
    """Close a cycle."""
    closed = closing.close_cycle(ctx, args.name, unscored=args.unscored)
    say(f"{closed.name} is closed and read-only from now on")


def prepare(args: Namespace, ctx: Context) -> None:
    """Copy chosen objectives and key results into another cycle."""
    from okrtui.rituals.retro.cycle_review import (
        proposed_refs,  # brings what a retro reads, which adding an objective does not
    )

    refs = args.refs or proposed_refs(ctx, args.source)
    if not refs:
        raise Refused(f"name what to copy, like O1 KR1.2: no retro of {args.source} has said what goes on")
    for made in closing.prepare(ctx, args.source, args.target, refs):
        say(f"{made.ref} {made.title} (draft, {made.cycle})")
