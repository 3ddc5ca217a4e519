"""The part of the OKRs that somebody is looking at as Markdown, for a chat or a wiki."""

from collections.abc import Mapping, Sequence
from datetime import tzinfo

from okrtui.model.journal import Activity
from okrtui.model.okrs import (
    CheckIn,
    CycleStanding,
    KeyResult,
    ObjectiveStanding,
    ObjectiveState,
    Standing,
)
from okrtui.rituals.documents.responsibilities import Responsibilities
from okrtui.rules.formatting import moment, percent
from okrtui.rules.hours import pattern_text
from okrtui.rules.okrs.values import entry_text, goal_text, marked, status_text, value_text
from okrtui.sharing.markdown.escape import block, cell, inline, item, table

Kept = Sequence[tuple[ObjectiveStanding, Sequence[Standing]]]
"""Objectives with those of their key results that are shown."""


def cycles_outline(cycles: Sequence[tuple[CycleStanding, Kept]], parents: Mapping[str, str]) -> str:
    """Return cycles, each with the objectives and key results that are kept; `parents` are titles by ref."""
    return "\n\n".join(_cycle(cycle, kept, parents) for cycle, kept in cycles)


def _cycle(cycle: CycleStanding, kept: Kept, parents: Mapping[str, str]) -> str:
    c = cycle.cycle
    lines = [f"# {inline(c.name)}", "", f"{c.start} to {c.end}, {c.state}"]
    if cycle.objectives:
        lines[-1] += f": {percent(cycle.progress)} done, {percent(cycle.expected)} expected"
    parts = ["\n".join(lines), *(objective_outline(o, left, parents) for o, left in kept)]
    return "\n\n".join(parts)


def objective_outline(objective: ObjectiveStanding, kept: Sequence[Standing], parents: Mapping[str, str]) -> str:
    """Return an objective with a table of its `kept` key results."""
    o = objective.objective
    status = o.state.value
    if o.state is ObjectiveState.ACTIVE:
        status = f"{percent(objective.progress)} done" + (f", {objective.status}" if objective.status else "")
    facts = [status, o.kind.value, o.team, f"DRI {o.dri}" if o.dri else "no DRI"]
    if o.parent:
        facts.append(f"contributes to {o.parent} {parents.get(o.parent, '')}".rstrip())
    parts = [f"## {o.ref} {inline(o.title)}", inline(" · ".join(fact for fact in facts if fact))]
    parts += [block(text) for text in (o.why, o.comment) if text]
    if kept:
        heads = ("", "Key result", "from → to", "now", "done", "conf.", "status", "DRI")
        parts.append(table(heads, [_key_result_cells(s, o.dri) for s in kept], right=(3, 4, 5)))
    return "\n\n".join(parts)


def _key_result_cells(s: Standing, dri: str) -> list[str]:
    sure = "–" if s.confidence is None else str(s.confidence)
    shown = [s.kr.ref, s.kr.title, goal_text(s.kr), value_text(s.kr, s.current, unit=False), percent(s.progress), sure]
    shown += [status_text(s), s.kr.dri or dri]
    return [cell(text) for text in shown]


def key_result_outline(s: Standing, history: Sequence[CheckIn], names: Mapping[str, str]) -> str:
    """Return a key result with its check-ins, newest first; `history` holds superseded ones too, which are left out."""
    kr = s.kr
    sure = [] if s.confidence is None else [f"confidence {s.confidence}"]
    facts = [goal_text(kr), f"now {value_text(kr, s.current)}", f"{percent(s.progress)} done", *sure, status_text(s)]
    facts.append(f"DRI {kr.dri}" if kr.dri else "no DRI")
    parts = [f"## {kr.ref} {inline(kr.title)}", inline(" · ".join(facts))]
    parts += [block(text) for text in (kr.note, kr.comment) if text]
    if kr.milestones:
        parts.append("\n".join(item(f"- [{'x' if m.done else ' '}] ", m.title) for m in kr.milestones))
    latest = {entry.week: entry for entry in history}
    if latest:
        rows = [_entry(latest[week], names, kr) for week in sorted(latest, reverse=True)]
        parts.append(table(("week", "value", "conf.", "who", "note"), rows, right=(1, 2)))
    return "\n\n".join(parts)


def _entry(entry: CheckIn, names: Mapping[str, str], kr: KeyResult) -> list[str]:
    sure = "–" if entry.confidence is None else str(entry.confidence)
    who = names.get(entry.who, entry.who)
    return [cell(text) for text in (entry.week, entry_text(kr, entry), sure, who, marked(entry))]


def people_outline(duties: Responsibilities) -> str:
    """Return who answers for what, people by login; then what nobody does and what looks like the same work twice."""
    parts = ["# Who answers for what"]
    for answers in duties.people:
        held = [(o.objective.ref, o.objective.title) for o in answers.objectives]
        held += [(s.kr.ref, s.kr.title) for s in answers.key_results]
        held += [(value.ref, f"{value.text} (keeper)") for value in answers.values]
        held += [(each.ref, f"office hours, {pattern_text(each)}") for each in answers.hours]
        if held:
            member = answers.member
            name = member.login if member.name == member.login else f"{member.login}, {member.name}"
            parts += [f"## {inline(name)}", _titled(held)]
    if duties.unowned:
        parts += ["## Nobody is DRI", _titled(duties.unowned)]
    if duties.unkept:
        parts += ["## Values without a keeper", _titled(duties.unkept)]
    if duties.empty_teams:
        parts += ["## Teams without members", "\n".join(item("- ", name) for name in duties.empty_teams)]
    if duties.twice:
        pairs = [item("- ", f"{a[0]} {a[1]} – {b[0]} {b[1]}") for a, b in duties.twice]
        parts += ["## The same work twice?", "\n".join(pairs)]
    return "\n\n".join(parts)


def _titled(rows: Sequence[tuple[str, str]]) -> str:
    return "\n".join(item(f"- {ref} ", title) for ref, title in rows)


def journal_outline(entries: Sequence[Activity], zone: tzinfo) -> str:
    """Return journal entries as a table, newest first, in the workspace's time."""
    rows = [[cell(text) for text in (moment(e.at.astimezone(zone)), e.who, e.verb, e.ref, e.summary)] for e in entries]
    return table(("when", "who", "did", "what", ""), rows)
