"""What may be done to a case: open it, take its step, advise, raise a hand and answer it, appeal, withdraw."""

import shlex
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from okrtui.errors import Refused
from okrtui.model.cases import APPEAL, About, Case, CaseState, CaseStep, Entry, EntryKind, Process
from okrtui.rules.cases.person import check_companion
from okrtui.rules.cases.reading import (
    Roster,
    appeal_until,
    barred,
    hands,
    led,
    may_appeal,
    owner,
    owners,
    step_of,
)
from okrtui.rules.cases.soundness import CLOSE, PASS, TAKE, target
from okrtui.rules.formatting import listed
from okrtui.text import clean, folded


@dataclass(frozen=True, slots=True)
class Turn:
    """Who acts, and when: `at` is the moment, `day` the day it is in the workspace's timezone."""

    who: str
    at: datetime
    day: date


def why_not_open(process: Process, roster: Roster, opener: str, *, asked: str = "", subject: str = "") -> str:
    """Return why a case of these people cannot be opened, "" where it can."""
    if process.about is About.PERSON:
        if not subject:
            return f"{process.name} is about a person; name them: --about LOGIN"
        if subject == opener:
            return "you can't open a case about yourself"
    elif subject:
        return f"{process.name} is about work, not about a person; leave --about out"
    if needs_asked(process):
        if not asked:
            return f"who do you want to ask? {process.name} needs somebody: --asked LOGIN"
        if asked == opener:
            return "you can't ask yourself; name a colleague"
    elif asked:
        return f"{process.name} asks nobody in particular; leave --asked out"
    probe = Case(0, process.name, "", opener, date.min, process.steps[0].name, date.min, asked=asked, subject=subject)
    return _too_few(process, roster, probe)


def check_needed(of: Process, kr: str, by: date | None, today: date) -> None:
    """Raise Refused for a key result, or a day by which it is needed, that a case of this process has no use for."""
    if kr.strip() and of.private:
        raise Refused(f"{of.name} is about a person and knows no key result; leave --kr out")
    if by is not None and not needs_asked(of):
        raise Refused(f"{of.name} has its own days; leave --by out")
    if by is not None and by < today:
        raise Refused(f"{by} is past; name the day that you need it, like {today}")


def needs_asked(process: Process) -> bool:
    """Tell whether a process asks somebody: one of its steps is theirs."""
    return any(step.owner == "asked" for step in process.steps)


def _too_few(process: Process, roster: Roster, probe: Case) -> str:
    """Return which team has too few people for what it may have to decide, "" where all have enough.

    Who decides once decides nothing else in a case about a person, and never hears the appeal; so before each decision
    of a team there must be one more of its people than may have decided by then.
    """
    steps = [*process.steps, *([process.appeal.heard] if process.appeal else [])]
    before: list[frozenset[str]] = []
    for step in steps:
        strict = process.about is About.PERSON or step.name == APPEAL
        free = roster.team(step.team) - barred(process, probe) if step.team else _person_of(probe, step)
        used = sum(bool(each & free) for each in before) if strict else 0
        if step.team and len(free) <= used:
            able = f"{step.team} has {len(free) or 'nobody'} who may decide"
            return f"{able}, and it takes {used + 1}; add people: {_added_to(step.team)}"
        if step.decides:
            before.append(free)
    return ""


def _added_to(team: str) -> str:
    """Return the command that puts somebody into a team."""
    return f"okrtui member edit LOGIN --team {shlex.quote(team)}"


def _person_of(probe: Case, step: CaseStep) -> frozenset[str]:
    """Return who may be the person of a step; nobody can tell yet who will be the DRI or chosen."""
    return frozenset({probe.opener if step.owner == "opener" else probe.asked} - {""})


def why_not_go(process: Process, case: Case, roster: Roster, who: str) -> str:
    """Return why somebody may not take the step that a case is in, "" where they may."""
    if case.state is not CaseState.OPEN:
        return f"{case.ref} is {case.state}"
    able = owners(process, case, roster)
    if who in able:
        return ""
    step = step_of(process, case)
    if step.team and who in roster.team(step.team):
        mine = who in barred(process, case)
        return (
            f"you are a party to {case.ref}, or decided in it before"
            if mine
            else f"{case.holder} has taken {step.name}"
        )
    named = owner(process, case)
    return f"{step.name} is for {f'the team {step.team}' if named.startswith('team:') else named}"


def go(
    process: Process,
    case: Case,
    roster: Roster,
    turn: Turn,
    outcome: str,
    because: str,
    *,
    to: str = "",
    by: date | None = None,
    ends: date | None = None,
) -> Case:
    """Return a case after somebody took its step with one of its outcomes. Raises Refused with what is missing.

    `to` is to whom it is passed on, or whose hand is chosen; `by` the day that was promised; `ends` the last day of a
    consequence.
    """
    if reason := why_not_go(process, case, roster, turn.who):
        raise Refused(f"{case.ref}: {reason}")
    step, outcome = step_of(process, case), outcome_meant(process, case, outcome)
    leads = step.leads(outcome)
    if needs_reason(step, outcome) and not because.strip():
        raise Refused(f"{case.ref}: why “{outcome}”? a few words: --because TEXT")
    if by is not None and by < turn.day:
        raise Refused(f"{case.ref}: {by} is past; name the day that you promise, like {turn.day + timedelta(days=3)}")
    if by is not None and not needs_asked(process):
        raise Refused(f"{case.ref}: {process.name} has its own days; leave --by out")
    _check_end(case, step, outcome, ends, turn.day)
    to_chosen = _chooses(process, step, leads)
    _check_hands(process, case, leads, to if to_chosen else "", chooses=to_chosen)
    if leads == PASS:
        _check_passed(case, roster, to)
    elif to and not to_chosen:
        raise Refused(f"{case.ref}: “{outcome}” is to nobody; only a request is passed on and a hand chosen")
    kind = EntryKind.DECISION if step.decides else EntryKind.MOVED
    said = Entry(0, kind, turn.who, turn.at, turn.day, step.name, outcome, because, to, ends)
    case = replace(case, entries=(*case.entries, said), by=by or case.by)
    if leads == PASS:
        case = replace(case, asked=to)
    if leads == TAKE:
        case = replace(case, dri=turn.who)
    if to_chosen:
        case = replace(case, chosen=to)
    case = led(process, case, leads, turn.day)
    return replace(case, ends=ends) if ends else case


def outcome_meant(process: Process, case: Case, said: str) -> str:
    """Return the outcome that somebody means by a word or its beginning, whatever the case. Raises Refused."""
    step = step_of(process, case)
    words = [word for word, _ in step.outcomes]
    meant = folded(clean(said))
    found = [word for word in words if folded(word) == meant] or [
        word for word in words if meant and folded(word).startswith(meant)
    ]
    if len(found) != 1:
        raise Refused(f"{case.ref}: {step.name} has no “{clean(said)}”; say {listed(words, 'or')}")
    return found[0]


def needs_reason(step: CaseStep, outcome: str) -> bool:
    """Tell whether an outcome is said with a reason: a decision, and whatever ends a case against what was asked."""
    return step.decides or (step.leads(outcome).startswith(CLOSE) and step.owner != "opener")


def chooses(process: Process, step: CaseStep, outcome: str) -> bool:
    """Tell whether an outcome chooses one of the raised hands."""
    return _chooses(process, step, step.leads(outcome))


def goes_to(process: Process, step: CaseStep, outcome: str) -> str:
    """Return whose the step is that an outcome leads to (`asked`, `opener` …), "" where it ends the case."""
    to = target(process, step, step.leads(outcome)) if step.name != APPEAL else ""
    return process.step(to).owner if to else ""


def _chooses(process: Process, step: CaseStep, leads: str) -> bool:
    to = target(process, step, leads) if step.name != APPEAL else ""
    return bool(to) and process.step(to).owner == "chosen" != step.owner


def _check_end(case: Case, step: CaseStep, outcome: str, ends: date | None, day: date) -> None:
    if outcome in step.ends and ends is None:
        raise Refused(f"{case.ref}: until when does “{outcome}” hold? name its last day: --until DAY")
    if outcome not in step.ends and ends is not None:
        raise Refused(f"{case.ref}: “{outcome}” has no last day; leave --until out")
    if ends is not None and ends < day:
        raise Refused(f"{case.ref}: {ends} is past; a consequence ends later than it begins")


def _check_hands(process: Process, case: Case, leads: str, chosen: str, *, chooses: bool) -> None:
    raised = hands(case)
    if chooses and chosen not in {hand.who for hand, _ in raised}:
        names = listed((hand.who for hand, _ in raised), "or") or "nobody yet"
        raise Refused(f"{case.ref}: whose hand do you choose? {names} raised one: --to LOGIN")
    if process.hands and (chooses or leads.startswith(CLOSE)):
        _check_answered(case, chosen)


def _check_answered(case: Case, chosen: str = "") -> None:
    """Refuse to go past a raised hand that has no answer; who is chosen has theirs in the reason."""
    waiting = [hand.who for hand, answer in hands(case) if answer is None and hand.who not in (chosen, case.chosen)]
    if waiting:
        how = f'okrtui case answer {case.ref} {waiting[0]} "…"'
        raise Refused(f"{case.ref}: {listed(waiting)} raised a hand and got no answer; answer in words: {how}")


def _check_passed(case: Case, roster: Roster, to: str) -> None:
    if not to or to == case.asked:
        raise Refused(f"{case.ref}: who do you pass it on to? --to LOGIN")
    if to == case.opener:
        raise Refused(f"{case.ref}: {to} asked; pass it on to somebody else, or say no")
    if to not in roster.here:
        raise Refused(f"{case.ref}: {to} isn't here; pass it on to somebody who is")


def take(process: Process, case: Case, roster: Roster, turn: Turn) -> Case:
    """Return a case whose step one of its team has taken: they become its DRI where the step says so, else hold it.

    Another one of the team may take it over. Raises Refused where the step is no team's or not theirs to take.
    """
    step = step_of(process, case)
    if case.state is not CaseState.OPEN or not step.team:
        reason = why_not_go(process, case, roster, turn.who) or f"{step.name} is yours already"
        raise Refused(f"{case.ref}: {reason}")
    if case.holder == turn.who:
        raise Refused(f"{case.ref}: you have taken {step.name} already")
    case = replace(case, holder="")
    if reason := why_not_go(process, case, roster, turn.who):
        raise Refused(f"{case.ref}: {reason}")
    word = next((word for word, leads in step.outcomes if leads == TAKE), "")
    if word:
        return go(process, case, roster, turn, word, "")
    taken = Entry(0, EntryKind.TAKEN, turn.who, turn.at, turn.day, step.name)
    return replace(case, holder=turn.who, entries=(*case.entries, taken))


def note(process: Process, case: Case, turn: Turn, text: str) -> Case:
    """Return a case with somebody's words: advice in a step that asks for it, else a note."""
    if not text.strip():
        raise Refused(f"{case.ref}: the note is empty; write a few words")
    advice = case.state is CaseState.OPEN and step_of(process, case).advice
    kind = EntryKind.ADVICE if advice else EntryKind.NOTE
    return replace(case, entries=(*case.entries, Entry(0, kind, turn.who, turn.at, turn.day, case.step, text=text)))


def name_companion(process: Process, case: Case, roster: Roster, turn: Turn, companion: str) -> Case:
    """Return a case about somebody who names who stands by them: they see it, may write to it and decide nothing."""
    check_companion(process, case, roster, turn.who, companion)
    said = Entry(0, EntryKind.NOTE, turn.who, turn.at, turn.day, case.step, to=companion)
    return replace(case, companion=companion, entries=(*case.entries, said))


def raise_hand(process: Process, case: Case, turn: Turn, text: str) -> Case:
    """Return a case for which somebody offers themselves. Raises Refused where hands are not raised, or not now."""
    if not process.hands:
        raise Refused(f"{case.ref}: {process.name} takes no hands; advise instead: okrtui case note {case.ref} TEXT")
    if case.state is not CaseState.OPEN or case.step != process.steps[0].name:
        raise Refused(f"{case.ref}: hands can no longer be raised")
    if turn.who == case.opener:
        raise Refused(f"{case.ref}: it is you who offers it")
    if any(hand.who == turn.who for hand, _ in hands(case)):
        raise Refused(f"{case.ref}: you have raised your hand already")
    if not text.strip():
        raise Refused(f"{case.ref}: say in a few words what you bring; {case.opener} answers them")
    hand = Entry(0, EntryKind.HAND, turn.who, turn.at, turn.day, case.step, text=text)
    return replace(case, entries=(*case.entries, hand))


def answer(case: Case, turn: Turn, to: str, text: str) -> Case:
    """Return a case with the opener's words for a raised hand. Raises Refused where there is none to answer."""
    raised = {hand.who: answered for hand, answered in hands(case)}
    if turn.who != case.opener:
        raise Refused(f"{case.ref}: {case.opener} answers the hands")
    if to not in raised:
        raise Refused(f"{case.ref}: {to} has raised no hand here")
    if raised[to] is not None:
        raise Refused(f"{case.ref}: {to} has your answer already; add a note instead: okrtui case note {case.ref} TEXT")
    if not text.strip():
        raise Refused(f"{case.ref}: a hand is answered in words; a few of them")
    said = Entry(0, EntryKind.ANSWER, turn.who, turn.at, turn.day, case.step, text=text, to=to)
    return replace(case, entries=(*case.entries, said))


def appeal(process: Process, case: Case, roster: Roster, turn: Turn, text: str) -> Case:
    """Return a case whose decision is heard again, by others. Raises Refused where it cannot be, or is too late."""
    by, until = may_appeal(process, case), appeal_until(process, case)
    if process.appeal is None:
        raise Refused(f"{case.ref}: {process.name} has no appeal; open a new case that supersedes it")
    if case.appealed:
        raise Refused(f"{case.ref} has been appealed against already; once is all")
    if case.state is not CaseState.CLOSED or until is None:
        raise Refused(f"{case.ref}: nothing was decided that could be appealed against")
    if turn.day > until:
        raise Refused(f"{case.ref}: an appeal was possible until {until}")
    if turn.who != by:
        raise Refused(f"{case.ref}: only {by} may appeal")
    if not text.strip():
        raise Refused(f"{case.ref}: what was overlooked? a few words")
    said = Entry(0, EntryKind.APPEALED, turn.who, turn.at, turn.day, case.step, text=text)
    heard = replace(case, step=APPEAL, state=CaseState.OPEN, closed=None, since=turn.day, appealed=True, holder="")
    if not owners(process, heard, roster):
        team = process.appeal.heard.team
        raise Refused(f"{case.ref}: {team} has nobody who did not decide before; add somebody to the team {team} first")
    return replace(heard, entries=(*case.entries, said))


def withdraw(process: Process, case: Case, turn: Turn, text: str) -> Case:
    """Return a case that its opener takes back, with the reason. Raises Refused once something was decided."""
    if turn.who != case.opener:
        raise Refused(f"{case.ref}: only {case.opener} may withdraw it")
    if case.state is not CaseState.OPEN:
        raise Refused(f"{case.ref} is {case.state} already")
    if any(each.kind is EntryKind.DECISION for each in case.entries):
        raise Refused(f"{case.ref}: it was decided on, so it goes its way")
    if not text.strip():
        raise Refused(f"{case.ref}: why is it withdrawn? a few words")
    if process.hands:
        _check_answered(case)
    said = Entry(0, EntryKind.WITHDRAWN, turn.who, turn.at, turn.day, case.step, text=text)
    return replace(case, state=CaseState.WITHDRAWN, closed=turn.day, holder="", entries=(*case.entries, said))
