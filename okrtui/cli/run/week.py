"""Commands about the week: update, week, health."""

from argparse import Namespace

from okrtui.cli.output.printing import on_terminal, say, say_below, say_json, say_table, shape
from okrtui.errors import Refused
from okrtui.model.week import CommitmentState, Health, UpdateState
from okrtui.rituals.context import Context
from okrtui.rituals.week import checkins, updates
from okrtui.rules.formatting import tenths
from okrtui.rules.okrs.values import goal_text, status_text, value_text
from okrtui.text import folded

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from okrtui.model.heroes import Recognition
    from okrtui.model.week import HealthMetric
    from okrtui.rituals.week.overview import WeekView


def update(args: Namespace, ctx: Context) -> None:
    """Write the weekly update from what was given; where nothing was, ask for it on a terminal, else show it."""
    week = checkins.checked_week(ctx, args.week)
    given_openly = args.pulse if (args.pulse or 0) > 0 else None
    if args.pulse is not None and args.pulse < 0:
        from okrtui.cli.output.asking import number  # few updates ask

        args.pulse = number(None, "How it felt, 1 to 5", updates.pulse_promise(ctx))
    given = (args.priority, args.ahead, args.blocker, args.helper, args.win, args.pulse)
    settled = _settled(args, ctx, week)
    asked = not (args.show or args.json or settled or args.action_done) and all(part is None for part in given)
    if asked and on_terminal():
        from okrtui.cli.run.interview import interview  # an update that says something asks nothing

        interview.update(ctx, args.week)
        return
    if args.action_done:
        from okrtui.rituals.actions import actions  # brings sessions, which the update has no use for else

        actions.all_done(ctx, args.action_done)
    if any(part is not None for part in given) or settled:
        old = updates.update_of(ctx, week=week)
        have = [(c.text, c.kr) for c in updates.commitments_of(ctx, week=week)]
        updates.submit(
            ctx,
            priorities=_added(have, args.priority),
            ahead=_lines(old.ahead if old else "", args.ahead),
            blocker=args.blocker,
            helpers=args.helper,
            wins=_lines(old.wins if old else "", args.win),
            pulse=args.pulse,
            settled=settled,
            week=week,
        )
    _show_update(args, ctx, week)
    if given_openly:
        from okrtui.cli.output.asking import tell_exposed

        tell_exposed(given_openly, private=True)


def _added(have: list[tuple[str, str]], texts: list[str] | None) -> list[tuple[str, str]] | None:
    """Return the week's priorities with new ones behind; one that is there already is not doubled."""
    if texts is None:
        return None
    known = {text for text, _ in have}
    return have + [tied for tied in map(updates.tied, texts) if tied[0] and tied[0] not in known]


def _lines(old: str, new: list[str] | None) -> str | None:
    """Return old lines with new ones behind, without doubles; an empty text clears."""
    if new is None:
        return None
    if new == [""]:
        return ""
    lines = old.split("\n") if old else []
    return "\n".join(dict.fromkeys([*lines, *(line for line in new if line.strip())]))


def _settled(args: Namespace, ctx: Context, week: str) -> list[updates.Settle]:
    steps = [(text, CommitmentState.DONE, "") for text in args.done or []]
    steps += [(text, CommitmentState.CARRIED, "") for text in args.carry or []]
    for text in args.drop or []:
        which, _, reason = text.partition("=")
        steps.append((which, CommitmentState.DROPPED, reason))
    found = []
    for text, state, reason in steps:
        item = updates.which(ctx, text, week)
        if state is CommitmentState.CARRIED and item.week >= week:
            raise Refused(f"“{item.text}” is of {item.week} already; it can be carried when the week is over")
        found.append(updates.Settle(item.id, state, reason))
    return found


_MARKS = {"open": "○", "done": "✓", "carried": "→", "dropped": "✗"}


def _show_update(args: Namespace, ctx: Context, week: str) -> None:
    found = updates.update_of(ctx, week=week)
    plan = updates.commitments_of(ctx, week=week)
    before = updates.left_open(ctx, week=week)
    if args.json:
        from okrtui.cli.output import json_okrs

        data = json_okrs.update(found) if found else {"who": ctx.login, "week": week, "revision": 0}
        say_json(
            {
                **data,
                "priorities": [json_okrs.commitment(c) for c in plan],
                "left_open": [json_okrs.commitment(c) for c in before],
            }
        )
        return
    state = f"submitted{', corrected' if found.revision > 1 else ''}" if found else "not submitted yet"
    say(f"{week} · {ctx.login} · {state}")
    for c in before:
        say(f"  {_MARKS[c.state]} {c.week}:{c.position} {c.text}  (open still: --done, --carry or --drop it)")
    for c in plan:
        say(f"  {_MARKS[c.state]} P{c.position} {c.text}" + (f"  {c.kr}" if c.kr else ""))
    for label, text in (("ahead", found.ahead), ("blocked by", found.blocker), ("wins", found.wins)) if found else ():
        if text:
            say(f"  {label}: " + text.replace("\n", "\n    "))
    if found and found.pulse:
        say(f"  pulse: {found.pulse}, shown to others only as a mean")
    if not found and not plan:
        say("  write it: okrtui update --priority TEXT --win TEXT --pulse 1-5")
    if found and found.helpers:
        say(f"  who can help: {', '.join(found.helpers)}")


def show(args: Namespace, ctx: Context) -> None:
    """Print the week as the home screen has it."""
    from okrtui.rituals.week.overview import week_view

    view = week_view(ctx, args.scope, args.week)
    if args.json:
        _show_json(view)
        return
    say(f"{ctx.workspace.name} · {view.week} · {args.scope}")
    _section("Priorities", [f"{_MARKS[c.state]} {c.who} P{c.position} {c.text}  {c.kr}" for c in view.priorities])
    late = {each.ref for each in view.actions if each.overdue(ctx.today)}
    _table(
        "Actions",
        [(a.ref, "overdue" if a.ref in late else a.state.value, str(a.due), a.dri, a.text) for a in view.actions],
        marked=1,
        wide=(4,),
    )
    _table(
        "Key results",
        [
            (
                s.kr.ref,
                s.kr.title,
                f"{value_text(s.kr, s.current)} ({goal_text(s.kr)})",
                status_text(s),
                "" if s.confidence is None else f"confidence {s.confidence}",
            )
            for s in view.key_results
        ],
        marked=3,
        wide=(1, 2),
    )
    _section("Next four weeks", [f"{who}: {text}" for who, text in view.ahead])
    _table("Health", [(_colour(h), h.name, h.note) for h in view.health], marked=0, wide=(2,))
    _section(
        "Help wanted",
        [f"{h.who}: {h.blocker}" + (f" → {', '.join(h.helpers)}" if h.helpers else "") for h in view.help],
    )
    _section(
        "Asked and given",
        [
            f"{state:8} {each.case.ref} {each.case.opener} → {each.case.asked}: {each.case.title}"
            for each, state in view.asked
        ],
    )
    _section("Wins", [f"{who}: {text}" for who, text in view.wins])
    _section("Heroes", [_thanks(card) for card in view.heroes])
    waiting = [f"{p.member.login} ({p.state.value})" for p in view.presence if p.state is not UpdateState.SUBMITTED]
    say(f"Checked in: {len(view.presence) - len(waiting)} of {len(view.presence)}")
    _section("Waiting for", waiting)
    _section("Team pulse", [f"{p.week} {tenths(p.mean)}" for p in view.pulse[-4:]])
    if not view.key_results and view.week == ctx.week:
        say_below(
            'No key results here yet. okrtui objective add "What will be true", then okrtui kr add O1 "…" --target N', 0
        )
    if not view.priorities and view.week == ctx.week:
        say_below(
            "No priorities here yet. okrtui update --priority TEXT commits to one, okrtui opens the whole check-in.", 0
        )


def _colour(metric: "HealthMetric") -> str:
    """Return a metric's colour of the week; where it has none, that and the one that was read before."""
    if metric.colour is not None:
        return metric.colour.value
    return f"no reading ({metric.previous} in {metric.read})" if metric.previous else "no reading"


def _thanks(card: "Recognition") -> str:
    to = ", ".join(each.login for each in card.recipients)
    return f"{card.ref} {card.standard.value}  {card.giver} → {to}: {card.story}"


def _section(title: str, lines: list[str]) -> None:
    if lines:
        say(title)
    for line in lines:
        say_below(line.rstrip(), 2, hang=2)


def _table(title: str, rows: list[tuple[str, ...]], *, marked: int, wide: tuple[int, ...]) -> None:
    if rows:
        say(title)
        say_table(rows, marked=marked, wide=wide, indent=2)


def _show_json(view: "WeekView") -> None:
    from okrtui.cli.output import json_okrs
    from okrtui.cli.output.json_retro import action_shape
    from okrtui.cli.run.heroes import card_shape

    say_json(
        {
            "week": view.week,
            "cycle": view.cycle.name if view.cycle else None,
            "scope": view.scope,
            "priorities": [json_okrs.commitment(c) for c in view.priorities],
            "actions": [action_shape(a) for a in view.actions],
            "key_results": [json_okrs.key_result(s) for s in view.key_results],
            "ahead": [{"who": who, "text": text} for who, text in view.ahead],
            "health": [shape("name colour note previous read", each) for each in view.health],
            "checked_in": [p.member.login for p in view.presence if p.state is UpdateState.SUBMITTED],
            "waiting": [
                {"login": p.member.login, "state": p.state.value}
                for p in view.presence
                if p.state is not UpdateState.SUBMITTED
            ],
            "help": [{"who": h.who, "blocker": h.blocker, "helpers": list(h.helpers)} for h in view.help],
            "asked": [{**shape("ref opener asked title kr?", each.case), "state": state} for each, state in view.asked],
            "wins": [{"who": who, "text": text} for who, text in view.wins],
            "heroes": [card_shape(card) for card in view.heroes],
            "pulse": [{"week": p.week, "mean": p.mean, "answers": p.count} for p in view.pulse],
        }
    )


def health(args: Namespace, ctx: Context) -> None:
    """List the health metrics, make or retire one, or enter a colour."""
    from okrtui.cli.output.listing import arranged  # as the others here: what the update has no use for
    from okrtui.rituals.week import health as ritual
    from okrtui.rules.weeks import sunday

    if args.add or args.retire or args.colour:
        if not args.name:
            raise Refused("which health metric? name it: okrtui health NAME green")
        if args.add:
            ritual.add(ctx, args.name, args.team)
        if args.colour:
            ritual.read(ctx, args.name, Health(args.colour), args.note or "", args.week)
        if args.retire:
            ritual.retire(ctx, args.name)
    found = [m for m in ritual.metrics(ctx, args.week) if not args.name or folded(m.name) == folded(args.name)]
    red_first = (Health.RED, Health.AMBER, Health.GREEN, None)
    keys = {"colour": lambda m: red_first.index(m.colour), "newest": lambda m: m.week if m.colour else m.read}
    if args.since:
        found = [m for m in found if m.colour or m.read]
    found = arranged(found, args, keys, today=ctx.today, day=lambda m: sunday(m.week if m.colour else m.read))
    if args.json:
        say_json([shape("name team? week colour note previous read", each) for each in found])
        return
    say_table([(_colour(m), m.name, m.note) for m in found], marked=0, wide=(2,))
    if not found and args.name and not args.retire and not args.since:
        raise Refused(f"there is no health metric “{args.name}”; make it with: okrtui health NAME --add")
    if not found and args.since:
        say("No health metric has a colour since then.")
    elif not found and not args.retire:
        say("No health metrics yet. Make one with: okrtui health NAME --add")
