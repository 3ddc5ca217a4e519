"""The lists of objectives and key results: filtered, sorted, as a tree or flat."""

from argparse import Namespace
from collections.abc import Iterator

from okrtui.cli.output import json_okrs
from okrtui.cli.output.printing import say, say_json, say_table
from okrtui.model.frozen import replace
from okrtui.model.okrs import CycleStanding, ObjectiveStanding, ObjectiveState, Standing
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import standings
from okrtui.rituals.people import members
from okrtui.rules.formatting import percent
from okrtui.rules.okrs.filter import ME, NOBODY, check_status, kept, parse_filter
from okrtui.rules.okrs.sorting import key_results_by, objectives_by
from okrtui.rules.okrs.values import goal_text, status_text, value_text
from okrtui.rules.weeks import parse_since, week_of

_MARKED = 5
"""The column of the status."""


def show_okrs(args: Namespace, ctx: Context) -> None:
    """List objectives with their key results."""
    found = tuple(_found(args, ctx))
    if args.json:
        say_json([json_okrs.objective(o) for c in found for o in c.objectives])
        return
    _none(args, found)
    for c in found:
        if c.objectives:
            far = f"{percent(c.progress)} done, {percent(c.expected)} expected"
            say(f"{c.cycle.name}  {c.cycle.state.value}  {far}")
            rows = [row for o in c.objectives for row in (_objective(o), *map(_key_result, o.key_results))]
            say_table(rows, right=(3, 4), marked=_MARKED, wide=(1, 2))


def show_objectives(args: Namespace, ctx: Context) -> None:
    """List objectives alone."""
    found = tuple(_found(args, ctx))
    if args.json:
        say_json([json_okrs.objective(o) for c in found for o in c.objectives])
        return
    _none(args, found)
    rows = [(*_objective(o)[:2], c.cycle.name, *_objective(o)[3:]) for c in found for o in c.objectives]
    say_table(rows, right=(3, 4), marked=_MARKED, wide=(1,))


def show_key_results(args: Namespace, ctx: Context) -> None:
    """List key results, flat, so that they can be sorted over all objectives."""
    found = tuple(_found(args, ctx))
    pairs = [(o, s) for c in found for o in c.objectives for s in o.key_results]
    pairs.sort(key=lambda pair: key_results_by(args.sort, *pair))
    if args.json:
        say_json([json_okrs.key_result(s) for _, s in pairs])
        return
    _none(args, found)
    rows = [_key_result(replace(s, kr=replace(s.kr, dri=s.kr.dri or o.objective.dri))) for o, s in pairs]
    say_table(rows, right=(3, 4), marked=_MARKED, wide=(1, 2))


def _none(args: Namespace, found: tuple[CycleStanding, ...]) -> None:
    if not any(c.objectives for c in found):
        asked = args.words or args.dri or args.status or args.since
        say(
            "Nothing here is like that."
            if asked
            else 'No objectives here yet. Make one with: okrtui objective add "What will be true"'
        )


def _found(args: Namespace, ctx: Context) -> Iterator[CycleStanding]:
    """Yield the cycles with what was asked for, sorted."""
    wanted, since = parse_filter(" ".join(args.words)), None
    if args.since:
        since = parse_since(args.since, ctx.today)
    dri = args.dri if args.dri in (None, ME, NOBODY) else members.member(ctx, args.dri).login
    wanted = replace(wanted, dri=dri or wanted.dri, status=args.status or wanted.status)
    check_status(wanted.status)
    for cycle in standings.cycle_standings(ctx, args.cycle):
        left = []
        for each in cycle.objectives:
            shown, krs = kept(each, wanted, ctx.login)
            if since is not None:
                krs = tuple(s for s in krs if s.latest and s.latest.week >= week_of(since))
                shown = bool(krs)
            if shown:
                krs = tuple(sorted(krs, key=lambda s: key_results_by(args.sort, each, s)))  # at once
                left.append(replace(each, key_results=krs))
        yield replace(cycle, objectives=tuple(sorted(left, key=lambda each: objectives_by(args.sort, each))))


def _objective(o: ObjectiveStanding) -> tuple[str, ...]:
    status = o.objective.state.value if o.objective.state is not ObjectiveState.ACTIVE else ""
    status = status or (o.status.value if o.status else "")
    return o.objective.ref, o.objective.title, "", percent(o.progress), "", status, o.objective.dri


def _key_result(s: Standing) -> tuple[str, ...]:
    sure = "" if s.confidence is None else f"{s.confidence}/10"
    shown = status_text(s, score=False)
    value = f"{value_text(s.kr, s.current)}  ({goal_text(s.kr)})"
    return s.kr.ref, s.kr.title, value, percent(s.progress), sure, shown, s.kr.dri
