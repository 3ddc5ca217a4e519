"""Cases and processes as rows of a list, what stands below the list of the one under the cursor, and one to read."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from textual.content import Content

from okrtui.model.cases import CaseState, CaseStep, Entry, EntryKind, Process, ProcessState
from okrtui.rules.cases import phrases
from okrtui.rules.cases.reading import CaseView
from okrtui.rules.cases.requests import learned_in
from okrtui.rules.formatting import count
from okrtui.text import cells, clean, clean_lines
from okrtui.widgets.drawing.marks import ACCENT, BAD, GOOD, QUIET, Cell, columns
from okrtui.widgets.lists.rows import Row

PEOPLE, NAME, WHEN = 18, 14, 20
"""The widest columns: between whom, the process, how far off the day is."""
WIDE = 74
"""Cells from which a row has room for people; what stands beside or below the list names them too."""
_KINDS = {
    EntryKind.MOVED: "→",
    EntryKind.DECISION: "●",
    EntryKind.TAKEN: "+",
    EntryKind.ADVICE: "“",
    EntryKind.NOTE: "·",
    EntryKind.HAND: "+",
    EntryKind.ANSWER: "“",
    EntryKind.APPEALED: "!",
    EntryKind.WITHDRAWN: "✗",
    EntryKind.SILENCE: "…",
}


def case_sign(found: CaseView) -> tuple[str, str]:
    """Return glyph and colour of how a case stands; the word stands at the end of its row."""
    if found.case.state is CaseState.WITHDRAWN:
        return "✗", QUIET
    if found.over:
        return "✓", GOOD
    if found.overdue:
        return "!", BAD
    return ("○" if found.case.step == found.process.steps[0].name else "◐"), ACCENT if found.mine else ""


def case_rows(cases: Sequence[CaseView], today: date) -> list[Row]:
    """Return a row a case, keyed by its ref, in the order they come in."""
    refs = max((len(each.case.ref) for each in cases), default=0)
    names = min(max((cells(each.case.process) for each in cases), default=0), NAME)
    people = min(max((cells(clean(phrases.people(each))) for each in cases), default=0), PEOPLE)
    when = min(max((cells(phrases.when(each, today)) for each in cases), default=0), WHEN)
    return [Row(each.case.ref, _line(each, today, refs, names, people, when), search=_search(each)) for each in cases]


def _search(found: CaseView) -> str:
    case = found.case
    said = " ".join(each.text for each in case.entries)
    people = f"{case.opener} {case.asked} {case.subject} {case.dri} {case.chosen} {found.waits_for}"
    return f"{case.ref} {case.process} {case.title} {case.text} {people} {case.kr} {found.word} {said}"


def _line(found: CaseView, today: date, refs: int, names: int, people: int, when: int) -> Callable[[int], Content]:
    glyph, colour = case_sign(found)
    late = BAD if found.overdue else QUIET

    def line(width: int) -> Content:
        parts = [
            Cell(glyph, 1, colour),
            Cell(found.case.ref, refs, QUIET),
            Cell(found.case.process, names, QUIET),
            Cell(Content.styled(clean(found.case.title), QUIET if found.over else "")),
            Cell(phrases.when(found, today), when, late, right=True),
        ]
        if width >= WIDE:
            parts.insert(4, Cell(clean(phrases.people(found)), people, QUIET))
        return columns(parts, width)

    return line


def heading(title: str, number: int) -> Row:
    """Return a line that says what stands below it, and how many."""
    said = f"{title}  {number}" if number else title

    def line(width: int) -> Content:
        rule = max(0, width - cells(said) - 3)
        return Content.assemble(("─ ", QUIET), (said, f"bold {QUIET}"), (f" {'─' * rule}", QUIET)).truncate(width)

    return Row(f"head {title}", line, selectable=False)


def way(found: CaseView) -> Content:
    """Return the steps of a case beside each other: those that are done, the one it is in, those to come."""
    names = [step.name for step in found.process.steps]
    here = names.index(found.case.step) if found.case.step in names else len(names)
    parts = list[tuple[str, str]]()
    for at, name in enumerate(names):
        now = at == here and not found.over
        sign, colour = ("✓", GOOD) if at < here or found.over else ("▸", f"bold {ACCENT}") if now else ("○", QUIET)
        parts += [(f"{sign} {name}", colour), (f" {clean(found.waits_for)}" if now else "", ""), ("   ", "")]
    if here == len(names) and not found.over:
        parts.append((f"▸ appeal {clean(found.waits_for)}", f"bold {ACCENT}"))
    return Content.assemble(*parts)


def preview(found: CaseView) -> list[Content]:
    """Return in a few lines what the case under the cursor is about and waits for, its title whole: a row cuts it."""
    case = found.case
    lines = [
        Content.styled(clean(case.title), "bold"),
        Content.assemble((f"{case.ref} {case.process}  ", QUIET), (" · ".join(map(clean, phrases.facts(found))), "")),
        way(found),
    ]
    if found.over:
        lines.append(Content.assemble((found.word, "bold"), (f"  {case.closed}", QUIET)))
    else:
        step = found.process.step(case.step)
        words = " · ".join(clean(word) for word, _ in step.outcomes)
        lines.append(Content.assemble((f"{clean(step.asks)}  ", "bold"), (words, QUIET)))
    if (end := learned_in(found)) is not None:
        lines.append(_learned(end))
    elif case.entries:
        head, *said = phrases.line(case.entries[-1], found.process).split("\n")
        lines.append(Content.assemble((f"{clean(head)}: " if said else clean(head), QUIET), clean(" ".join(said))))
    lines += [Content(line) for line in clean_lines(case.text).split("\n") if line.strip()]
    return lines


def _learned(end: Entry) -> Content:
    """Return what whoever did the work of an opening says of it at its end."""
    return Content.assemble((f"What {clean(end.who)} learned  ", f"bold {ACCENT}"), clean(" ".join(end.text.split())))


def case_reading(found: CaseView, today: date, ground: Sequence[str] = ()) -> list[Content]:
    """Return all there is to say about a case, what was said at the end; `ground` is what it builds on in words."""
    case = found.case
    glyph, colour = case_sign(found)
    lines = [Content.styled(clean(case.title), "bold"), Content()]
    lines.append(Content.assemble((f"{glyph} {found.word}", colour), (f"  {phrases.when(found, today)}", QUIET)))
    lines.append(way(found))
    lines += [Content(clean(fact)) for fact in (*phrases.facts(found), *ground)]
    if case.text:
        lines += [Content(), *(Content(line) for line in clean_lines(case.text).split("\n"))]
    if (end := learned_in(found)) is not None:
        lines += [Content(), _learned(end)]
    if not found.over:
        lines += [Content(), *_step(found.process.step(case.step), now=phrases.waiting(found))]
    lines += [Content(), Content.styled("What was said", f"bold {ACCENT}")]
    if not case.entries:
        lines.append(Content.styled("Nothing yet.", QUIET))
    for each in case.entries:
        head, *said = phrases.line(each, found.process).split("\n")
        lines.append(Content.assemble((f"{each.day} ", QUIET), f"{_KINDS[each.kind]} {clean(head)}"))
        lines += [Content(f"             {clean(line)}") for line in said]
    return lines


def _step(step: CaseStep, now: str = "") -> list[Content]:
    """Return a step with its question and where each of its outcomes leads."""
    owner = now or f"{step.name}: {count(step.days, 'day')}, {phrases.owner(step)}"
    lines = [Content.styled(clean(owner), "bold"), Content(f"  {clean(step.asks)}")]
    for word, _ in step.outcomes:
        lines.append(Content.assemble(f"  {clean(word)}", (f"  {phrases.outcome(step, word)}", QUIET)))
    if step.overdue:
        lines.append(Content.assemble(("  without a word", QUIET), (f"  {phrases.way(step.overdue)}", QUIET)))
    return lines


def process_rows(processes: Sequence[Process], running: Mapping[str, int]) -> list[Row]:
    """Return a row a process: its steps with owner and days, and how many cases run by it."""
    names = min(max((cells(each.name) for each in processes), default=0), NAME)
    return [
        Row(
            each.name,
            _process_line(each, running.get(each.name, 0), names),
            search=f"{each.name} {each.title} {each.purpose} {phrases.steps(each)}",
        )
        for each in processes
    ]


def _process_line(process: Process, running: int, names: int) -> Callable[[int], Content]:
    retired = process.state is ProcessState.RETIRED
    steps = "retired" if retired else phrases.steps(process)
    return lambda width: columns(
        [
            Cell(process.name, names, QUIET if retired else "bold"),
            Cell(Content.styled(steps, QUIET)),
            Cell(count(running, "case") if running else "", 9, right=True),
        ],
        width,
    )


def process_preview(process: Process) -> list[Content]:
    """Return what the process under the cursor is for."""
    return [
        Content.assemble((clean(process.title), "bold"), (f"  version {process.number}, {process.state}", QUIET)),
        Content(f"For {clean(process.purpose)}."),
        Content.styled(phrases.steps(process), QUIET),
    ]


def process_reading(process: Process) -> list[Content]:
    """Return a process step by step: that page is how things are decided."""
    lines = process_preview(process)[:2]
    for step in (*process.steps, *([process.appeal.heard] if process.appeal else [])):
        lines += [Content(), *_step(step)]
    if process.appeal:
        lines.append(Content.styled(f"  within {count(process.appeal.days, 'day')} of the decision", QUIET))
    return lines
