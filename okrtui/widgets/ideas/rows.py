"""Ideas on their way: columns by state on a wide terminal, one list by state on a narrow one, and one idea to read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from textual.content import Content

from okrtui.model.ideas import Idea, IdeaState
from okrtui.model.live import Phase, Session
from okrtui.text import clean, clean_lines
from okrtui.widgets.drawing.marks import ACCENT, QUIET, WARN, Cell, columns, mark
from okrtui.widgets.drawing.wrapping import wrapped
from okrtui.widgets.lists.rows import Row
from okrtui.widgets.live.banner import DOING

STATES = tuple(IdeaState)
LOOKS = {state: (mark(state.value).glyph, mark(state.value).colour) for state in IdeaState}
MEANS = {
    IdeaState.CAPTURED: "written down",
    IdeaState.SHORTLISTED: "worth a look",
    IdeaState.RESEARCH: "somebody finds out",
    IdeaState.PROTOTYPE: "somebody tries it",
    IdeaState.ADOPTED: "done from now on",
    IdeaState.REJECTED: "no, with a reason",
}


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """An idea and whether it has not moved for long."""

    idea: Idea
    stale: bool


def tail(shown: IdeaRow) -> str:
    """Return what an idea serves, who takes it on, and that it is stale."""
    idea = shown.idea
    judged = [f"effort {idea.effort}" if idea.effort else "", f"impact {idea.impact}" if idea.impact else ""]
    parts = [idea.kr, clean(idea.champion) or "no champion", *judged]
    return " · ".join(part for part in parts if part)


def idea_line(shown: IdeaRow) -> Callable[[int], Content]:
    """Return an idea as one line."""
    idea = shown.idea
    glyph, colour = LOOKS[idea.state]
    stale = Content.styled("! stale", WARN) if shown.stale else Content()
    who = Content.assemble((clean(idea.champion) or "–", ""), (f" {idea.kr}" if idea.kr else "", QUIET))
    return lambda width: columns(
        [Cell(glyph, 1, colour), Cell(idea.ref, 5, QUIET), Cell(clean(idea.title)), Cell(stale, 7), Cell(who, 18)],
        width,
    )


def list_rows(ideas: Sequence[IdeaRow]) -> list[Row]:
    """Return the ideas below the names of their states."""
    rows = list[Row]()
    for state in STATES:
        there = [each for each in ideas if each.idea.state is state]
        if there:
            glyph, colour = LOOKS[state]
            head = Content.assemble((f"{glyph} {state.value}", f"bold {colour}"), (f"  {MEANS[state]}", QUIET))
            rows.append(Row(f"state {state}", lambda width, head=head: head, selectable=False))  # type: ignore[misc]
            rows += [Row(each.idea.ref, idea_line(each), search=_search(each.idea)) for each in there]
    return rows


def column_rows(ideas: Sequence[IdeaRow], width: int) -> list[Row]:
    """Return the ideas of one column as small cards."""
    return [_card(each, max(8, width)) for each in ideas]


def _card(shown: IdeaRow, width: int) -> Row:
    idea = shown.idea
    lines = [Content.styled(line, "bold") for line in wrapped(idea.title, width, 3)]
    lines += [Content.styled(line, QUIET) for line in wrapped(f"{idea.ref} · {tail(shown)}", width, 3)]
    if shown.stale:
        lines.append(Content.styled("! stale", WARN).truncate(width, ellipsis=True))
    if idea.state is IdeaState.REJECTED and idea.reason:
        lines += [Content.styled(line, QUIET) for line in wrapped(f"✗ {idea.reason}", width, 2)]
    lines.append(Content())
    return Row(idea.ref, lambda _: lines, height=len(lines), search=_search(idea))


def _search(idea: Idea) -> str:
    return f"{idea.ref} {idea.title} {idea.text} {idea.champion} {idea.kr} {idea.state}"


def live_row(session: Session, mine: bool) -> Row:
    """Return the session that runs as the first row."""
    doing = DOING.get(session.phase, session.phase.value)
    said = Content.assemble(
        ("◉ Live: ", f"bold {ACCENT}"),
        (f"“{clean(session.question)}”", "bold"),
        (f" {session.ref}, led by {clean(session.facilitator)}, {doing} · enter joins", QUIET),
    )
    return Row(session.ref, lambda width: said.truncate(max(0, width), ellipsis=True))


def closed_label(session: Session, zone: tzinfo) -> str:
    """Return a session as a line to choose."""
    day = session.started.astimezone(zone).date().isoformat()
    state = "" if session.phase is Phase.CLOSED else f" ({session.phase})"
    return f"{session.ref:5} {day}  {clean(session.title)}{state}"


def found_row(number: int, ref: str, text: str) -> Row:
    """Return a card of an ended session that nobody chose."""
    return Row(
        f"card {number} {ref}",
        lambda width: columns([Cell("·", 1, QUIET), Cell(ref, 5, QUIET), Cell(clean(text))], width),
        search=text,
    )


def reading(shown: IdeaRow, zone: tzinfo) -> list[Content]:
    """Return all there is to say about an idea."""
    idea = shown.idea
    glyph, colour = LOOKS[idea.state]
    lines = [Content.styled(clean(idea.title), "bold"), Content()]
    state = [(f"{glyph} {idea.state}", colour), (f"  {MEANS[idea.state]}", QUIET)]
    lines.append(Content.assemble(*state, ("   ! stale: no step for four weeks" if shown.stale else "", WARN)))
    facts = [("champion", clean(idea.champion) or "nobody yet"), ("serves", idea.kr), ("from", idea.session)]
    facts.append(("became", ", ".join(idea.cases)))
    facts += [
        ("effort", f"{idea.effort} of 3" if idea.effort else ""),
        ("impact", f"{idea.impact} of 3" if idea.impact else ""),
    ]
    facts.append(("because", clean(idea.reason)))
    lines += [Content.assemble((f"{name:10}", QUIET), value) for name, value in facts if value]
    if idea.text:
        lines += [Content(), *(Content(f"· {line}") for line in clean_lines(idea.text).split("\n"))]
    lines += [Content(), Content.styled("History", f"bold {ACCENT}")]
    for step in idea.steps:
        glyph, tint = LOOKS[step.state]
        at = step.at.astimezone(zone).date().isoformat()
        head = Content.assemble((f"{at} ", QUIET), (f"{glyph} {step.state} ", tint), (clean(step.who), QUIET))
        lines.append(head + (f"  {clean(step.note)}" if step.note else ""))
    return lines
