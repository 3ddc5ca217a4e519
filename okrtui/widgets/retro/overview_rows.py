"""The retros that run, were held, or are to come, as rows of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import tzinfo

from textual.content import Content

from okrtui.model.live import Session
from okrtui.model.retro import Agreement, Proposal, RadarQuestion, Template
from okrtui.rules.formatting import count, month_day
from okrtui.rules.live.agenda import minutes_of
from okrtui.text import clean
from okrtui.widgets.drawing.marks import ACCENT, BAD, GOOD, QUIET, WARN, Cell, columns, spark
from okrtui.widgets.lists.rows import Row
from okrtui.widgets.live.banner import DOING


@dataclass(frozen=True, slots=True)
class Held:
    """A closed retro, and how many of its actions are done: the team's number, never a person's."""

    session: Session
    done: int
    actions: int


def running_row(of: Session, leads: bool) -> Row:
    """Return the retro that runs."""
    said = f"{DOING.get(of.phase, of.phase)}, {'you lead' if leads else f'{clean(of.facilitator)} leads'} · enter joins"
    content = Content.assemble((f"◉ Live: {clean(of.title)} ", f"bold {ACCENT}"), (said, QUIET))
    return Row(of.ref, lambda width: content.truncate(max(0, width), ellipsis=True))


def held_row(each: Held, zone: tzinfo) -> Row:
    """Return a closed retro."""
    of = each.session
    day = (of.closed or of.started).astimezone(zone).date()
    done = _done(each)
    whole = bool(each.actions) and each.done == each.actions

    def line(width: int) -> Content:
        title = Content(clean(of.title))
        if of.team or of.cycle:
            title += Content.styled(f"  {clean(' '.join(part for part in (of.team, of.cycle) if part))}", QUIET)
        return columns(
            [Cell(day.isoformat(), 10, QUIET), Cell(title), Cell(done, 20, GOOD if whole else QUIET, right=True)],
            width,
        )

    return Row(of.ref, line, search=f"{of.title} {of.team} {of.cycle}")


def _done(each: Held) -> str:
    return f"{each.done} of {count(each.actions, 'action')} done" if each.actions else "no actions"


def held_reading(each: Held, zone: tzinfo) -> list[Content]:
    """Return what there is to say about a closed retro."""
    of = each.session
    day = (of.closed or of.started).astimezone(zone).date().isoformat()
    facts = [("held", day), ("led by", clean(of.facilitator)), ("about", clean(f"{of.team} {of.cycle}".strip()))]
    facts.append(("actions", _done(each)))
    told = [Content.assemble((f"{name:10}", QUIET), value) for name, value in facts if value]
    return [Content.styled(clean(of.title), "bold"), Content(), *told]


def proposal_row(each: Proposal) -> Row:
    """Return what is on the next agenda, with who put it there."""
    who = f"left over, {each.origin}" if each.origin else clean(each.who)
    who += f" · {clean(each.team)}" if each.team else ""
    cells = [Cell("·", 1, ACCENT), Cell(clean(each.text)), Cell(who, 18, QUIET, right=True)]
    return Row(f"topic {each.id}", lambda width: columns(cells, width), search=each.text)


def agreed_row(each: Agreement) -> Row:
    """Return a working agreement that holds, with since when."""
    cells = [
        Cell("=", 1, ACCENT),
        Cell(each.ref, len(each.ref), QUIET),
        Cell(clean(each.text)),
        Cell(f"{clean(each.dri)} {month_day(each.since)}".strip(), 18, QUIET, right=True),
    ]
    return Row(f"agreement {each.id}", lambda width: columns(cells, width), search=f"{each.ref} {each.text} {each.dri}")


def reading(text: str, said: str) -> list[Content]:
    """Return a topic or an agreement whole, and where it comes from."""
    return [Content(clean(text)), Content(), Content.styled(clean(said), QUIET)]


def template_label(each: Template) -> str:
    """Return a template as a picker shows it: what it is called, how long it takes, what it is about."""
    return f"{each.title} · {minutes_of(each.items)} min · {each.about}"


def radar_reading(found: Sequence[RadarQuestion], said: str) -> list[Content]:
    """Return a health radar to read: each question with what it came to last, and its trend from 1 (red) to 3."""
    lines = list[Content]()
    for each in found:
        lines.append(Content.styled(clean(each.text), "bold"))
        if not each.points:
            lines.append(Content.styled("  not answered by three people yet", QUIET))
            continue
        last = each.points[-1]
        counts = ((last.green, "green", GOOD), (last.amber, "amber", WARN), (last.red, "red", BAD))
        line = Content.styled(f"  {spark([point.mean for point in each.points[-12:]], 1, 3)} ", ACCENT)
        for many, name, colour in counts:
            line += Content.styled(f" {many} {name}", colour)
        lines.append(line + Content.styled(f"  {last.session}, {last.day}", QUIET))
    return [*lines, Content(), Content.styled(said, QUIET)]
