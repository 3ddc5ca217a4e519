"""What became of a request by a day: asked, given or declined. Told of what was said, never counted per person."""

from datetime import date

from okrtui.model.cases import EntryKind
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
