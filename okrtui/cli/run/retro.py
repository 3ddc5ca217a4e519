"""Commands that only retros have: agenda, topics, notes, questions to the room, agreements, scores."""

from argparse import Namespace

from okrtui.cli.output.asking import tell_exposed, wait_for_others, words
from okrtui.cli.output.json_polls import radar_row, radar_shape
from okrtui.cli.output.json_retro import agenda_shape
from okrtui.cli.output.listing import arranged
from okrtui.cli.output.printing import note as beside
from okrtui.cli.output.printing import say, say_json, shape, table
from okrtui.cli.run.live import here, say_promises, say_templates
from okrtui.errors import Refused
from okrtui.model.live import AgendaItem, Group, Kind, PollKind, Session
from okrtui.model.retro import NoteKind, Template, Verdict
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rituals.people import agreements
from okrtui.rituals.retro import agenda as agenda_ritual
from okrtui.rituals.retro import cycle_review, discussion, retro
from okrtui.rituals.retro import radar as radar_ritual
from okrtui.rules.formatting import countdown, tenths
from okrtui.rules.live import agenda as rules
from okrtui.rules.live import phases
from okrtui.rules.live.polls import CALLED
from okrtui.rules.live.prompts import BETWEEN
from okrtui.text import clean, folded


def start(args: Namespace, ctx: Context) -> None:
    """Start a retro and print its ref."""
    of = retro.start(
        ctx,
        args.title,
        template=args.template or "",
        prompts=args.prompt,
        question=args.question or "",
        team=args.team or "",
        cycle=args.cycle or "",
        box=args.box,
        anonymous=args.anonymous,
        concealed=not args.open,
        budget=args.budget,
        most=args.most,
        topic_minutes=args.topic_minutes,
        until=args.until or "",
    )
    say(of.ref)
    _say_over(of)
    say_promises(of)


def _say_over(of: Session) -> None:
    over = rules.over(of)
    if over:
        than = "longer" if over > 0 else "shorter"
        beside(f"the agenda is {abs(over)} min {than} than its time box of {of.time_box} min")


def templates(args: Namespace, ctx: Context) -> None:
    """List the templates."""
    say_templates(args, agenda_ritual.templates(ctx))


def edit_template(args: Namespace, ctx: Context) -> None:
    """Change one of the team's own templates, or take it away."""
    if args.drop:
        say(f"{agenda_ritual.drop_template(ctx, args.name).name} is gone; retros that used it stay as they are")
        return
    more = {"title": args.title, "question": args.question, "prompts": args.prompt, "box": args.box}
    if all(each is None for each in more.values()):
        raise Refused("say what changes: --title TEXT, --question TEXT, --prompt TEXT or --box MIN")
    say(_template(agenda_ritual.edit_template(ctx, args.name, **more)))


def _template(each: Template) -> str:
    columns = f" ({clean(BETWEEN.join(each.prompts))})" if each.prompts else ""
    return f"{each.name}: {clean(each.question)}{columns}, {rules.minutes_of(each.items)} min"


def save_template(args: Namespace, ctx: Context) -> None:
    """Keep a retro's way as a template and print its name."""
    ref = args.session or (sessions.sessions(ctx, Kind.RETRO) or (here(args, ctx, None),))[0].ref
    say(agenda_ritual.save_template(ctx, ref, args.name).name)


# -- the agenda


def topic(args: Namespace, ctx: Context) -> None:
    """Put a topic on the next agenda, take one off, or list them."""
    if args.drop is not None:
        say(f"T{agenda_ritual.drop_proposal(ctx, args.drop).id} is off the next agenda")
        return
    if args.text:
        say(f"T{agenda_ritual.propose(ctx, args.text, args.team or '').id}")
        return
    keys = {"who": lambda each: each.who, "text": lambda each: folded(each.title)}
    found = arranged(agenda_ritual.proposed(ctx, args.team), args, keys)
    if args.json:
        say_json([shape("id text who team? origin?", each) for each in found])
        return
    for each in found:
        say(f"T{each.id}  {clean(each.title)} · {each.who}" + (f" · {clean(each.team)}" if each.team else ""))
    if not found:
        say('Nothing is on the next agenda yet. Put a topic on it: okrtui retro topic "who answers the pager"')


def agenda(args: Namespace, ctx: Context) -> None:
    """List the steps of an agenda."""
    of = here(args, ctx, args.ref)
    if args.json:
        say_json(agenda_shape(of))
        return
    _say_agenda(of)


def _say_agenda(of: Session) -> None:
    way, now = phases.steps(of), phases.here(of)
    say(table([_step(step, at, now) for at, step in enumerate(way) if step.id], right=(1,)))
    over = rules.over(of)
    fits = "" if over is None else ", as planned" if not over else f", {abs(over)} {'over' if over > 0 else 'to spare'}"
    say(f"{rules.minutes_of(of.agenda)} min{fits}" + (f" (time box {of.time_box} min)" if of.time_box else ""))


def _step(step: AgendaItem, at: int, now: int) -> tuple[str, ...]:
    mark = "–" if step.skipped else "▸" if at == now else "✓" if at < now else " "
    who = f" ({step.who})" if step.who else ""
    minutes = "" if step.skipped else f"{step.minutes} min" if step.minutes else ""
    asks = f" [{CALLED[step.asks]}]" if step.asks else ""
    return mark, str(step.id), minutes, f"{step.title}{asks}{who}{', left out' if step.skipped else ''}"


def agenda_add(args: Namespace, ctx: Context) -> None:
    """Put an item on the agenda."""
    ref, asks = here(args, ctx, args.session).ref, PollKind(args.asks) if args.asks else None
    _say_agenda(agenda_ritual.add_item(ctx, ref, args.title, args.minutes, before=args.before, asks=asks))


def agenda_move(args: Namespace, ctx: Context) -> None:
    """Move a step."""
    ref = here(args, ctx, args.session).ref
    _say_agenda(agenda_ritual.move_item(ctx, ref, args.item, 1 if args.where == "later" else -1))


def agenda_minutes(args: Namespace, ctx: Context) -> None:
    """Give a step other minutes."""
    _say_agenda(agenda_ritual.resize_item(ctx, here(args, ctx, args.session).ref, args.item, args.minutes))


def agenda_fit(args: Namespace, ctx: Context) -> None:
    """Have the steps take as long as the time box."""
    _say_agenda(agenda_ritual.fit_items(ctx, here(args, ctx, args.session).ref, args.box))


def agenda_skip(args: Namespace, ctx: Context) -> None:
    """Leave a step out, or take it in again."""
    _say_agenda(agenda_ritual.skip_item(ctx, here(args, ctx, args.session).ref, args.item, not args.again))


# -- discussing


def note(args: Namespace, ctx: Context) -> None:
    """Write a note or change one."""
    of = here(args, ctx, args.session)
    said = words(args.text, "Your note", sessions.few_here(ctx, of))
    wait_for_others(of)
    if args.edit is not None:
        discussion.edit_note(ctx, of.ref, args.edit, said)
        say(f"{args.edit}" if said.strip() else f"{args.edit} is taken away")
    else:
        kind = NoteKind.DECISION if args.decision else NoteKind.NOTE
        say(str(discussion.write_note(ctx, of.ref, said, kind).id))
    tell_exposed(args.text, private=of.anonymous)


def park(args: Namespace, ctx: Context) -> None:
    """Put a topic or words into the parking lot."""
    of = here(args, ctx, args.session)
    if args.text:
        said = words(args.text, "For the parking lot", sessions.few_here(ctx, of))
        wait_for_others(of)
        say(str(discussion.write_note(ctx, of.ref, said, NoteKind.PARKED).id))
        tell_exposed(args.text, private=of.anonymous)
    else:
        _say_topic(ctx, discussion.park_topic(ctx, of.ref))


def topic_next(args: Namespace, ctx: Context) -> None:
    """Go on to the next topic, or to a named one."""
    of = here(args, ctx, args.session)
    group = _group(ctx, of, args.topic).id if args.topic else None
    _say_topic(ctx, discussion.next_topic(ctx, of.ref, group))


def _group(ctx: Context, of: Session, word: str) -> Group:
    from okrtui.cli.run.live import group_named

    return group_named(sessions.view(ctx, of.ref), word)


def _say_topic(ctx: Context, of: Session) -> None:
    up = next((group for group in sessions.view(ctx, of.ref).groups if group.id == of.topic), None)
    say(f"now: {clean(up.name)}" if up else "every topic was discussed; next step: okrtui retro next")


def more_time(args: Namespace, ctx: Context) -> None:
    """Give the topic that is up more time."""
    of = discussion.more_time(ctx, here(args, ctx, args.ref).ref)
    left = phases.seconds_left(of.timer_end, of.timer_left, ctx.now) or 0
    say(f"{countdown(left)} left")


# -- the health radar


def radar(args: Namespace, ctx: Context) -> None:
    """List a team's health radar, or change it."""
    team = args.team or ""
    if sum(each is not None for each in (args.add, args.edit, args.drop)) > 1:
        raise Refused("give one of --add, --edit and --drop at a time; nothing was changed")
    if args.text is not None and args.edit is None:
        raise Refused("say which question is worded otherwise: --edit N --text TEXT")
    if args.add is not None:
        radar_ritual.add(ctx, args.add, team)
    elif args.edit is not None:
        if args.text is None:
            raise Refused("say how the question is worded: --text TEXT")
        radar_ritual.edit(ctx, args.edit, args.text, team)
    elif args.drop is not None:
        beside(f"out of the radar: {clean(radar_ritual.drop(ctx, args.drop, team))}")
    found = radar_ritual.radar(ctx, team)
    if args.json:
        say_json([{"number": at, **radar_shape(each)} for at, each in enumerate(found, 1)])
        return
    say(table([radar_row(at, each) for at, each in enumerate(found, 1)]))


# -- what holds, and the cycle's end


def agree(args: Namespace, ctx: Context) -> None:
    """Make a working agreement, end one, or list those that hold."""
    if args.retire is not None:
        say(f"ended: {clean(agreements.retire(ctx, args.retire).text)}")
        return
    if args.hand_over is not None:
        given = agreements.hand_over(ctx, args.hand_over, args.dri or ctx.login)
        say(f"{given.ref}  {given.dri} sees to it")
        return
    if args.text:
        now = sessions.running(ctx, Kind.RETRO)
        made = discussion.agree(ctx, args.text, now.ref if now else "", dri=args.dri)
        say(f"{made.ref}  {made.dri or 'nobody'} sees to it")
        return
    keys = {"newest": lambda each: each.since, "dri": lambda each: (not each.dri, each.dri)}
    found = arranged(agreements.agreements(ctx), args, keys, today=ctx.today, day=lambda each: each.since)
    if args.json:
        say_json([shape("ref id text dri? since session?", each) for each in found])
        return
    for each in found:
        kept = f" · {each.dri} sees to it" if each.dri else ""
        say(f"{each.ref}  {clean(each.text)} · since {each.since}{kept}")
    if not found and args.since:
        say("No working agreement that holds was made since then.")
    elif not found:
        say('No working agreement holds. Make one: okrtui retro agree "no meetings on Wednesday"')


def score(args: Namespace, ctx: Context) -> None:
    """Score a key result with what was learned."""
    of = here(args, ctx, args.session)
    verdict = Verdict(args.verdict) if args.verdict else None
    done = cycle_review.review_kr(
        ctx,
        of.ref,
        args.kr,
        score=args.score,
        comment=args.comment or "",
        learned=args.learned or "",
        verdict=verdict,
    )
    say(f"{done.kr} has the score {tenths(done.score)}" + (f" · {done.verdict}" if done.verdict else ""))


def close_cycle(args: Namespace, ctx: Context) -> None:
    """Close the cycle that is looked back on."""
    closed = cycle_review.close_cycle(ctx, here(args, ctx, args.ref).ref)
    say(f"{closed.name} is closed")
    going_on = cycle_review.proposed_refs(ctx, closed.name)
    if going_on:
        beside(f"kept or changed: {', '.join(going_on)}; prepare the next one: okrtui cycle prepare")
