"""The week and the cycle as documents, put the way a person would write them; nothing empty, nobody ranked."""

from collections.abc import Iterator, Sequence

from okrtui.model.okrs import CycleStanding, CycleState
from okrtui.rituals import heroes
from okrtui.rituals.context import Context
from okrtui.rituals.documents import report_data
from okrtui.rituals.documents.report_data import ReportData, WeekReading
from okrtui.rituals.people import members
from okrtui.rituals.people.members import EVERYONE, ME
from okrtui.rules.formatting import count, listed, long_days, tenths
from okrtui.rules.okrs.progress import mean_score, week_in_cycle
from okrtui.rules.weeks import monday, sunday
from okrtui.sharing.markdown import phrases, report_people
from okrtui.sharing.markdown.escape import inline, item
from okrtui.sharing.markdown.phrases import Names
from okrtui.sharing.pages import report_okrs
from okrtui.sharing.pages.actions import action_lines
from okrtui.sharing.pages.cases import asked_lines, decided_lines, learned_lines, offered_lines
from okrtui.sharing.pages.heroes import cycle_lines, week_heroes

_MOST_SHORT = 4
"""Things a line of the digest names; the report has them all."""


def week_report(
    ctx: Context, week: str | None = None, scope: str = EVERYONE, *, reader: ReportData | None = None
) -> str:
    """Return a week (this one) of `everyone`, `me` or a team as Markdown.

    The same data give the same bytes, whenever it is made. `reader` is kept by whoever writes many weeks.
    Raises Refused for no week, one to come, or an unknown team.
    """
    reader = reader or report_data.reader(ctx)
    found = reader.week(week, scope)
    names = Names(reader.names)
    circle = None if found.scope == EVERYONE else {member.login for member in found.members}
    thanks = week_heroes(ctx, found.week, names, circle)
    parts = [
        f"# {_whose(ctx, found)}, {phrases.in_week(found.week)} ({phrases.week_days(found.week)})",
        _headline(found),
        _opening(found, thanked=bool(thanks)),
    ]
    parts += _sections(
        ("What moved", report_okrs.moved(found, names)),
        ("At risk", report_okrs.at_risk(found.cycles, found.week, names)),
        ("Gone quiet", report_okrs.quiet(found.cycles)),
        ("Help wanted", report_people.help_wanted(found.updates, names)),
        ("Asked and given", asked_lines(found.asked, names)),
        ("Decided", decided_lines(found.decided, names)),
        ("Open to you", offered_lines(found.offered, names)),
        ("Heroes", thanks),
        ("Wins", [item(f"- {names.bold(u.who)}: ", u.wins) for u in found.updates if u.wins]),
        ("What became of last week’s commitments", report_people.settled(found.before, names)),
        ("Actions", action_lines(found.actions, found.week, names)),
        ("Commitments for this week", report_people.planned(found.planned, names)),
        ("The next four weeks", [item(f"- {names.bold(u.who)}: ", u.ahead) for u in found.updates if u.ahead]),
        ("How we are", report_people.health(found.health) + report_people.pulse(found.pulse, found.week)),
        ("Key results", report_okrs.tables(found.cycles, names)),
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def week_digest(ctx: Context, week: str | None = None, scope: str = EVERYONE) -> str:
    """Return a week in at most eight lines for a chat: the headline, then a line each for what there is.

    Raises Refused for no week, one to come, or an unknown team.
    """
    reader = report_data.reader(ctx)
    found = reader.week(week, scope)
    names = Names(reader.names)
    circle = None if found.scope == EVERYONE else {member.login for member in found.members}
    lines = [f"**{_whose(ctx, found)}, {phrases.in_week(found.week)}**: {_headline(found, bold=False)}"]
    for head, some in (
        ("At risk", [phrases.short(s) for s in report_okrs.worried(found.cycles)]),
        ("Moved", [phrases.short(s) for s in report_okrs.changed(found)]),
        ("Help wanted", [names(u.who) for u in found.updates if u.blocker]),
        ("Thanked", report_people.thanked(heroes.of_week(ctx, found.week), circle, names)),
        ("Wins", [names(u.who) for u in found.updates if u.wins]),
        ("Overdue", [f"{a.ref} {names(a.dri)}" for a in found.actions.waiting if a.due < monday(found.week)]),
    ):
        if some:
            more = f" and {len(some) - _MOST_SHORT} more" if len(some) > _MOST_SHORT else ""
            lines.append(f"- {head}: {', '.join(some[:_MOST_SHORT])}{more}")
    return "\n".join(lines) + "\n"


def cycle_report(ctx: Context, cycle: str | None = None) -> str:
    """Return a cycle (the current one) as Markdown. Raises Refused for an unknown one, or where there is none."""
    reading = report_data.read_cycle(ctx, cycle)
    found, week, names = reading.standing, reading.week, Names(members.display_names(ctx))
    running = found.cycle.state is CycleState.ACTIVE
    parts = [f"# {inline(ctx.workspace.name)}, {inline(found.cycle.name)}"]
    parts += [phrases.quoted(ctx.workspace.vision), _cycle_opening(found, week)]
    parts += _sections(
        ("How it ended", report_okrs.endings(found)),
        ("What our confidence foretold", report_okrs.confidence(reading.foretold)),
        ("What moved", report_okrs.moved_since_start(found, week, names)),
        ("At risk", report_okrs.at_risk([found], week, names) if running else []),
        ("Gone quiet", report_okrs.quiet([found]) if running else []),
        ("Heroes", cycle_lines(ctx, found.cycle, names) if reading.begun else []),
        ("Wins", report_people.all_wins(reading.wins, names)),
        ("What was learned", learned_lines(reading.learned, names)),
        ("How we were", report_people.pulse_trend(reading.pulse)),
        ("Key results", report_okrs.tables([found], names)),
    )
    return "\n\n".join(part for part in parts if part) + "\n"


def _sections(*sections: tuple[str, Sequence[str]]) -> Iterator[str]:
    """Give heading and content of the sections that have any."""
    for heading, lines in sections:
        if lines:
            yield f"## {heading}"
            yield "\n".join(lines)


def _headline(found: WeekReading, *, bold: bool = True) -> str:
    """Return the week in one sentence: how many key results are at risk, how many moved, who asks for help."""
    worried, moved = len(report_okrs.worried(found.cycles)), len(report_okrs.changed(found))
    blocked = sum(bool(u.blocker) for u in found.updates)
    if not report_okrs.live(found.cycles):
        return ""
    risk = f"{count(worried, 'key result')} at risk or off track" if worried else "Nothing is at risk"
    help_ = f"; {count(blocked, 'person asks', 'people ask')} for help" if blocked else ""
    said = f"{risk}, {moved or 'none'} moved this week{help_}."
    return f"**{said}**" if bold else said


def _whose(ctx: Context, found: WeekReading) -> str:
    if found.scope == ME:
        return inline(found.members[0].name if found.members else ctx.name or ctx.login)
    return inline(ctx.workspace.name if found.scope == EVERYONE else found.scope)


# -- the first lines


def _opening(found: WeekReading, *, thanked: bool) -> str:
    said = []
    for each in found.cycles:
        if each.expected or len(found.cycles) == 1:
            nth, total = week_in_cycle(each.cycle, sunday(found.week))
            said.append(f"Week {nth} of {total} in {inline(each.cycle.name)}: {phrases.how_far(each)}.")
    wrote = any((thanked, found.updates, found.planned, found.before, found.actions)) or any(
        s.latest and s.latest.week == found.week for s in report_okrs.every(found.cycles)
    )
    if found.scope == ME:
        return " ".join(said)
    if not wrote:
        said.append("Nothing has been written for this week yet.")
    elif not found.silent:
        said.append("Everybody’s update is in.")
    elif found.updates:
        said.append(f"No update from {listed(inline(m.name) for m in found.silent)}.")
    else:
        said.append("No update is in yet.")
    return " ".join(said)


def _cycle_opening(found: CycleStanding, week: str) -> str:
    cycle = found.cycle
    span = f"{long_days(cycle.start, cycle.end)}."
    if cycle.state is CycleState.PREPARATION:
        return f"{span} It is being prepared."
    if cycle.state is CycleState.CLOSED:
        score = mean_score(found.objectives)
        return f"{span} It is closed" + (f", with a mean score of {tenths(score)}." if score is not None else ".")
    nth, total = week_in_cycle(cycle, sunday(week))
    return f"{span} Week {nth} of {total}: {phrases.how_far(found)}."
