"""What a case about a person builds on, how private it is here, and the hero card that a granted one becomes."""

from datetime import date

from okrtui.errors import Refused
from okrtui.model.cases import Case, CaseStep, Process
from okrtui.model.heroes import Recognition, Standard
from okrtui.rituals import heroes
from okrtui.rituals.context import Context
from okrtui.rituals.people import agreements
from okrtui.rules.cases import person
from okrtui.rules.formatting import listed
from okrtui.text import clean


def promise(ctx: Context, process: Process) -> str:
    """Return how private a case of a process is here, exactly: said before its first word. "" where all may read it."""
    if not process.private:
        return ""
    return person.SERVER if ctx.store.member else person.FILE.format(ctx.address)


def why_not_kept(ctx: Context, process: Process) -> str:
    """Return why a case of a process can't be kept private here, "" where it can."""
    return person.why_not_kept(process, on_server=bool(ctx.store.member), where=ctx.address)


def ground(
    ctx: Context, process: Process, subject: str, evidence: str, happened: date | None
) -> tuple[str, date | None]:
    """Return what a new case about `subject` builds on, as it is stored, and the day of what it is about.

    Hero cards that thank them, or the agreement that held before that day. Raises Refused for anything else.
    """
    refs, day = person.evidence_refs(process, evidence), person.event_day(process, happened, ctx.today)
    for ref in refs:
        if day is None:
            _check_card(ctx, ref, subject)
        else:
            person.check_agreement(ref, agreements.find(ctx, ref).since, day)
    return ", ".join(refs), day


def _check_card(ctx: Context, ref: str, subject: str) -> None:
    card = _seen_card(ctx, ref)
    if card is None:
        raise Refused(f"there is no card {ref}; see: okrtui heroes list")
    if card.withdrawn:
        raise Refused(f"{ref} was withdrawn; name a card that stands")
    thanked = [each.login for each in card.recipients]
    if subject not in thanked:
        raise Refused(f"{ref} thanks {listed(thanked)}, not {subject}; name a card that thanks them")


def _seen_card(ctx: Context, ref: str) -> Recognition | None:
    try:
        card = heroes.find(ctx, ref)
    except Refused:
        return None
    return card if heroes.visible(ctx, card) else None


def told(ctx: Context, case: Case) -> tuple[str, ...]:
    """Return what a case builds on in words, a line each: whoever hears it need not look for it elsewhere."""
    found = []
    for ref in case.evidence.split(", ") if case.evidence else ():
        if ref.startswith("H"):
            card = _seen_card(ctx, ref)
            story = clean(card.story) if card and not card.withdrawn else "withdrawn, or hidden by whom it thanks"
            found.append(f"{ref} {card.giver}: {story}" if card else f"{ref} {story}")
            continue
        try:
            held = agreements.find(ctx, ref, retired=True)
        except Refused:
            found.append(f"{ref} is gone")
            continue
        kept = f", seen to by {held.dri}" if held.dri else ""
        found.append(f"{ref} {clean(held.text)} (since {held.since}{kept})")
    return tuple(found)


def make_card(ctx: Context, step: CaseStep, outcome: str, case: Case, because: str) -> str:
    """Thank whom a reward was granted to on the hero board and return the card's ref, "" for any other outcome."""
    if outcome not in step.grants:
        return ""
    story = f"{case.title}\n{because}"
    return heroes.post(ctx, [case.subject], story, Standard.HONOR, evidence=case.evidence).ref
