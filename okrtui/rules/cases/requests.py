"""What a week tells of cases as it stood then: what was asked and given, decided, offered. Never counted per person."""

from datetime import date, timedelta

from okrtui.model.cases import Entry, EntryKind
from okrtui.rules.cases.reading import CaseView
from okrtui.rules.cases.running import goes_to, needs_asked

ASKED, GIVEN, DECLINED, WITHDRAWN = "asked", "given", "declined", "withdrawn"


def is_request(found: CaseView) -> bool:
    """Tell whether a case asks somebody for something."""
    return needs_asked(found.process)


def state_on(found: CaseView, day: date) -> str:
    """Return where a request stood at the end of a day: what was given counts from when it was said to be."""
    state = ASKED
    for each in found.case.entries:
        if each.day > day:
            break
        if each.kind is EntryKind.WITHDRAWN:
            return WITHDRAWN
        if each.kind not in (EntryKind.MOVED, EntryKind.SILENCE) or not found.process.knows(each.step):
            continue
        step = found.process.step(each.step)
        leads = each.outcome if each.kind is EntryKind.SILENCE else step.leads(each.outcome)
        ends = leads.startswith("close")
        if step.owner == "opener":
            state = GIVEN if ends else ASKED
        elif ends:
            state = DECLINED
        elif each.kind is EntryKind.MOVED and goes_to(found.process, step, each.outcome) == "opener":
            state = GIVEN
    return state


def decided_in(found: CaseView, first: date, last: date) -> Entry | None:
    """Return what was decided last in a case from a day to another, None where nothing was."""
    said = [each for each in found.case.entries if each.kind is EntryKind.DECISION and first <= each.day <= last]
    return said[-1] if said else None


def learned_in(found: CaseView, first: date | None = None, last: date | None = None) -> Entry | None:
    """Return what whoever was chosen says was done and learned, of an opening that ended from a day to another."""
    for each in reversed(found.case.entries):
        ends = each.kind is EntryKind.MOVED and found.process.knows(each.step) and each.text
        if ends and found.over and found.process.step(each.step).owner == "chosen":
            is_then = (first is None or first <= each.day) and (last is None or each.day <= last)
            return each if is_then else None
    return None


def hands_until(found: CaseView, day: date) -> date | None:
    """Return until when hands could be raised for a case that took them on a day, None where it took none then."""
    first = found.process.steps[0]
    until = found.case.opened + timedelta(days=first.days)
    left = any(
        each.step == first.name and each.kind in (EntryKind.MOVED, EntryKind.WITHDRAWN) and each.day <= day
        for each in found.case.entries
    )
    return until if found.process.hands and found.case.opened <= day <= until and not left else None
