"""A cycle as the document that is exported, edited by hand and imported again: one change, one changed line."""

from collections.abc import Iterator

from okrtui.model.okrs import (
    CheckIn,
    CycleStanding,
    KeyResult,
    KeyResultKind,
    KeyResultState,
    Milestone,
    Objective,
    ObjectiveKind,
    ObjectiveState,
    Standing,
    Via,
)
from okrtui.rules.formatting import exact, tenths
from okrtui.rules.okrs.milestones import first_done, positions, restated, weigh
from okrtui.sharing.markdown.escape import block, cell, inline, item, opening, table

MARK = "<!-- okrtui okrs"
FIRST_LINE = f"{MARK}: edit this file by hand; `okrtui import FILE` shows what would change, then does it -->"
WORKSPACE = "<!-- okrtui workspace"
COLUMNS = ("Week", "Value", "Confidence", "Status", "Note", "Who")
VIA = "Via"
"""The column of a table in which a value was pulled."""
HOLDS = {KeyResultKind.STAY_ABOVE: "stay above", KeyResultKind.STAY_BELOW: "stay below"}


def written(found: CycleStanding, workspace: str = "") -> str:
    """Return a cycle with all that was entered for it; the same data give the same bytes.

    `workspace` is the identity of where it comes from: another workspace's refs mean nothing in this one.
    """
    cycle = found.cycle
    first = f"{FIRST_LINE}\n{WORKSPACE}: {workspace} -->" if workspace else FIRST_LINE
    parts = [first, f"# OKRs {inline(cycle.name)}", f"{cycle.start} to {cycle.end}, {cycle.state}."]
    for each in found.objectives:
        parts.append(f"## {each.objective.ref}: {inline(each.objective.title)}")
        parts.append(block(each.objective.why))
        parts.append("\n".join(_objective(each.objective)))
        for standing in each.key_results:
            parts += _key_result(standing)
    return "\n\n".join(part for part in parts if part) + "\n"


def value_cell(kr: KeyResult, entry: CheckIn) -> str:
    """Return a check-in's value as the table has it: `104`, `yes`, `2`, or `2 #1 #3` where it is not the first two.

    `2 of 3 #1` says that there were others then; the numbers are of the milestones that are listed.
    """
    value = exact(entry.value)
    if kr.kind is KeyResultKind.BINARY and entry.value in (0, 1):
        return "yes" if entry.value else "no"
    if kr.milestones and restated(kr, entry) is not entry:
        value = f"{value} of {exact(weigh(entry.milestones or kr.milestones))}"
    elif entry.done == first_done(kr.milestones, entry.value):
        return value
    return " ".join([value, *(f"#{at}" for at in positions(kr.milestones, entry.done))])


def measure(kr: KeyResult) -> str:
    """Return what a key result measures: `from 180 to 90 ms`, `stay above 99.9 %`, `milestones`, `done or not`."""
    unit = inline(kr.unit)
    goal = f"{exact(kr.target)} {unit}".rstrip()
    if kr.kind in HOLDS:
        start = f"from {exact(kr.start)}, " if kr.start != kr.target else ""
        return f"{start}{HOLDS[kr.kind]} {goal}"
    if kr.kind in (KeyResultKind.INCREASE, KeyResultKind.DECREASE):
        return f"from {exact(kr.start)} to {goal}"
    unit = f", in {unit}" if unit else ""
    if kr.kind is KeyResultKind.BINARY:
        return f"done or not{unit}"
    return f"milestones{unit}" if kr.milestones else f"{exact(kr.target)} milestones{unit}"


def _objective(objective: Objective) -> Iterator[str]:
    if objective.dri:
        yield f"- DRI: @{inline(objective.dri)}"
    if objective.team:
        yield f"- Team: {inline(objective.team)}"
    if objective.kind is not ObjectiveKind.COMMITTED:
        yield f"- Kind: {objective.kind}"
    if objective.weight != 1:
        yield f"- Weight: {exact(objective.weight)}"
    if objective.parent:
        yield f"- Contributes to: {objective.parent}"
    if objective.state is not ObjectiveState.ACTIVE:
        yield f"- State: {objective.state}"
    if objective.comment:
        yield item("- Comment: ", objective.comment)


def _key_result(standing: Standing) -> Iterator[str]:
    kr = standing.kr
    yield f"### {kr.ref}: {inline(kr.title)}"
    yield block(kr.note)
    yield "\n".join(_attributes(kr))
    if kr.milestones:
        yield "Milestones:"
        yield "\n".join(_milestone(milestone) for milestone in kr.milestones)
    if standing.history:
        rows = [_row(kr, entry) for entry in standing.history]
        if any(entry.via is Via.PULLED for entry in standing.history):
            rows = [[*row, entry.via.value] for row, entry in zip(rows, standing.history, strict=True)]
            yield table((*COLUMNS, VIA), rows, right=(1, 2))
        else:
            yield table(COLUMNS, rows, right=(1, 2))


def _attributes(kr: KeyResult) -> Iterator[str]:
    yield f"- Measure: {measure(kr)}"
    if kr.dri:
        yield f"- DRI: @{inline(kr.dri)}"
    if kr.priority:
        yield f"- Priority: {inline(kr.priority)}"
    if kr.weight != 1:
        yield f"- Weight: {exact(kr.weight)}"
    if kr.state is not KeyResultState.OPEN:
        yield f"- State: {kr.state}"
    if kr.score is not None:
        yield f"- Score: {tenths(kr.score)}"
    if kr.comment:
        yield item("- Comment: ", kr.comment)


def _milestone(milestone: Milestone) -> str:
    title = opening(milestone.title)
    weighs = milestone.weight != 1 or title.endswith(")")  # then no title is taken for a weight
    weight = f" (weight {exact(milestone.weight)})" if weighs else ""
    return f"- [{'x' if milestone.done else ' '}] {title}{weight}"


def _row(kr: KeyResult, entry: CheckIn) -> list[str]:
    return [
        entry.week,
        value_cell(kr, entry),
        "" if entry.confidence is None else str(entry.confidence),
        str(entry.status or ""),
        cell(entry.note),
        f"@{inline(entry.who)}",
    ]
