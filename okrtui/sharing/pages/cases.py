"""Cases in documents: lists of them, decisions as records in the form of MADR, and how things are decided."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from okrtui.model.cases import Entry, EntryKind, Process, ProcessState
from okrtui.rituals.cases import cases, processes
from okrtui.rituals.context import Context
from okrtui.rules.cases import phrases
from okrtui.rules.cases.reading import CaseView
from okrtui.rules.formatting import count, listed, long_day
from okrtui.rules.weeks import quarter_of
from okrtui.sharing.markdown.escape import block, inline, item, label
from okrtui.sharing.markdown.phrases import Names
from okrtui.sharing.pages.heroes import names_of

DECISION, REQUEST = "decision", "request"
"""What a process says its cases become: a record each, or a line in their quarter."""


def case_line(found: CaseView, names: Names) -> str:
    """Return a case as an item: between whom, what it is, whose turn it is until when, or how it ended."""
    case = found.case
    between = f"{names.bold(case.opener)} asks {names.bold(case.asked)}" if case.asked else names.bold(case.opener)
    waits = f" ({case.kr} waits for it)" if case.kr else ""
    lead = f"- {case.ref} {inline(case.process)}, {between}: "
    return item(lead, f"{case.title}{waits}\n{_standing(found, names)}")


def _standing(found: CaseView, names: Names) -> str:
    case = found.case
    if found.over and case.closed is not None:
        return f"{found.word.capitalize()} on {long_day(case.closed)}."
    team = found.turn.startswith("team:")
    who = f"the team {inline(found.waits_for)}" if team else names(found.waits_for)
    day = long_day(found.due) if found.due else ""
    return f"{case.step.capitalize()} is for {who}, {'overdue since' if found.overdue else 'by'} {day}."


def asked_lines(asked: Sequence[tuple[CaseView, str]], names: Names) -> list[str]:
    """Return what was asked of somebody in a week, and whether it was given by its end."""
    lines = []
    for each, state in asked:
        case = each.case
        waits = f" ({case.kr} waits for it)" if case.kr else ""
        lead = f"- {state.capitalize()}: {case.ref} {names.bold(case.opener)} asks {names.bold(case.asked)}: "
        lines.append(item(lead, f"{case.title}{waits}"))
    return lines


def decided_lines(found: Sequence[tuple[CaseView, Entry]], names: Names) -> list[str]:
    """Return what was decided in a week, by whom and why."""
    return [
        item(
            f"- {each.case.ref} {names.bold(said.who)} decided “{inline(said.outcome)}”: ",
            f"{each.case.title}\n{said.text}",
        )
        for each, said in found
    ]


def learned_lines(found: Sequence[tuple[CaseView, Entry]], names: Names) -> list[str]:
    """Return the openings that ended, each with who did it and what they say of it."""
    return [
        item(f"- {each.case.ref} {inline(each.case.title)}, {names.bold(said.who)}: ", said.text)
        for each, said in found
    ]


def offered_lines(found: Sequence[tuple[CaseView, date]], names: Names) -> list[str]:
    """Return the work that somebody offered and that took hands at the end of a week."""
    return [
        item(f"- {each.case.ref} {names.bold(each.case.opener)}, hands until {long_day(until)}: ", each.case.title)
        for each, until in found
    ]


def cases_outline(ctx: Context, cases: Sequence[CaseView]) -> str:
    """Return cases as a document of their own: the open ones by day, then those that are over."""
    names = names_of(ctx)
    parts = ["# Cases"]
    for head, over in (("Open", False), ("Over", True)):
        if some := [case_line(each, names) for each in cases if each.over is over]:
            parts += [f"## {head}", "\n".join(some)]
    return "\n\n".join(parts if len(parts) > 1 else [*parts, "None is here."]) + "\n"


def decided(found: CaseView) -> Entry | None:
    """Return what was decided last in a case that is over, None where nothing was."""
    said = [each for each in found.case.entries if each.kind is EntryKind.DECISION]
    return said[-1] if found.over and said else None


def decisions(every: Sequence[CaseView]) -> list[tuple[CaseView, Entry]]:
    """Return the cases that became decisions with what was decided, in the order in which it was."""
    found = [(each, said) for each in every if each.process.page == DECISION and (said := decided(each)) is not None]
    return sorted(found, key=lambda each: each[1].id)


def decision_page(found: CaseView, said: Entry, names: Names, files: Mapping[str, str]) -> str:
    """Return a decision as a record; `files` are the records of other cases by their ref."""
    case = found.case
    facts = [
        f"- Status: {inline(found.word)} on {long_day(said.day)}",
        f"- Deciders: {listed(dict.fromkeys(names(e.who) for e in case.entries if e.kind is EntryKind.DECISION))}",
    ]
    if consulted := dict.fromkeys(names(each.who) for each in case.entries if each.kind is EntryKind.ADVICE):
        facts.append(f"- Consulted: {listed(consulted)}")
    facts.append(
        f"- Raised by {names(case.opener)} on {long_day(case.opened)}: {case.ref}, {inline(found.process.title)}"
    )
    if case.out_of and not case.out_of.startswith("B"):  # who came to whose office hours is theirs
        facts.append(f"- Came out of {case.out_of}")
    facts += [f"- Worked out in {listed(case.sessions)}"] if case.sessions else []
    facts += [f"- Supersedes {_link(case.older, files)}"] if case.older else []
    facts += [f"- Superseded by {_link(case.newer, files)}"] if case.newer else []
    parts = [f"# {inline(case.title)}", "\n".join(facts)]
    if case.text:
        parts += ["## Context", block(case.text)]
    if advice := list(_advice(case.entries, names)):
        parts += ["## Options and advice", "\n".join(advice)]
    parts += ["## Decision and consequences", block(said.text)]
    return "\n\n".join(parts) + "\n"


def _advice(entries: Sequence[Entry], names: Names) -> Iterator[str]:
    for each in entries:
        if each.kind in (EntryKind.ADVICE, EntryKind.NOTE) or (each.kind is EntryKind.MOVED and each.text):
            yield item(f"- {names.bold(each.who)}, {long_day(each.day)}: ", each.text)


def _link(ref: str, files: Mapping[str, str]) -> str:
    return f"[{ref}]({files[ref]})" if ref in files else ref


def requests_page(quarter: str, every: Sequence[CaseView], names: Names) -> str:
    """Return what was asked and offered in a quarter: by process, in the order it came, with what came of it."""
    parts = [f"# Asked and offered in {quarter}"]
    for title in dict.fromkeys(each.process.title for each in every):
        some = sorted((each for each in every if each.process.title == title), key=lambda each: each.case.id)
        parts += [f"## {inline(title)}", "\n".join(_told(each, names) for each in some)]
    return "\n\n".join(parts) + "\n"


def _told(found: CaseView, names: Names) -> str:
    """Return a case as an item: open ones with whose turn it is and no day that would change by itself."""
    case = found.case
    if found.over:
        last = next((each.text for each in reversed(case.entries) if each.text), "")
        return case_line(found, names) + (f"\n{item('  - ', last)}" if last and found.word != "withdrawn" else "")
    between = f"{names.bold(case.opener)} asks {names.bold(case.asked)}" if case.asked else names.bold(case.opener)
    return item(f"- {case.ref}, {between}: ", f"{case.title}\nOpen, since {long_day(case.opened)}.")


def by_quarter(every: Sequence[CaseView]) -> dict[str, list[CaseView]]:
    """Return the cases that become lines of a page, by the quarter in which they were opened."""
    found: dict[str, list[CaseView]] = {}
    for each in sorted(every, key=lambda each: each.case.id):
        if each.process.page == REQUEST:
            found.setdefault(quarter_of(each.case.opened), []).append(each)
    return found


def processes_page(every: Sequence[Process]) -> str:
    """Return how things are decided: every process step by step."""
    parts = ["# How we decide"]
    for process in every:
        retired = " It is retired." if process.state is ProcessState.RETIRED else ""
        parts += [f"## {inline(process.title)}", f"For {inline(process.purpose)}.{retired}"]
        parts.append("\n".join(_steps(process)))
    return "\n\n".join(parts) + "\n"


def _steps(process: Process) -> Iterator[str]:
    for number, step in enumerate((*process.steps, *([process.appeal.heard] if process.appeal else [])), 1):
        yield item(f"{number}. **{inline(step.name)}**, {phrases.owner(step)}, {count(step.days, 'day')}: ", step.asks)
        for word, _ in step.outcomes:
            yield f"   - {inline(word)}: {inline(phrases.outcome(step, word))}"
        if step.overdue:
            yield f"   - without a word: {inline(phrases.way(step.overdue))}"


def case_files(ctx: Context, numbered: Callable[[Iterable[str]], list[str]]) -> Iterator[tuple[str, str, str, str]]:
    """Give heading and line of the front page, path and text of each document about cases.

    `numbered` makes names safe for files, no two alike. Of a process that is between its parties nothing is in them.
    """
    every = (*cases.open_to_all(ctx), *cases.past_to_all(ctx))
    names, made = names_of(ctx), decisions(every)
    called = numbered(f"{number:04d}-{found.case.title.lower()}" for number, (found, _) in enumerate(made, 1))
    files = {found.case.ref: f"{name}.md" for name, (found, _) in zip(called, made, strict=True)}
    for found, said in made:
        path = f"decisions/{files[found.case.ref]}"
        line = f"- [{label(found.case.title)}]({path}): {inline(found.word)} on {long_day(said.day)}"
        yield "Decisions", line, path, decision_page(found, said, names, files)
    for quarter, some in sorted(by_quarter(every).items()):
        path = f"cases/{quarter}.md"
        yield "Asked and offered", f"- [{quarter}]({path})", path, requests_page(quarter, some, names)
    if every or any(each.id for each in processes.processes(ctx)):
        yield (
            "Also here",
            "- [How we decide](processes.md)",
            "processes.md",
            processes_page(processes.processes(ctx)),
        )
