"""A case as it is on a day: nothing ticks, so whoever reads asks what silence did and whose turn it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from okrtui.model.cases import APPEAL, About, Case, CaseState, CaseStep, Entry, EntryKind, Process, Sight
from okrtui.rules.cases.soundness import CLOSE, STAND, target

UNKNOWN = "unknown"
MOST_SILENCES = 20
"""Silence only leads on, so there are never more; whatever else a definition says is no reason to run for ever."""


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is here: active members, and the teams they are in."""

    here: frozenset[str]
    teams: Mapping[str, frozenset[str]]

    def team(self, name: str) -> frozenset[str]:
        """Return a team's people who are here."""
        return self.teams.get(name, frozenset()) & self.here


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as somebody sees it on a day, with its process.

    `turn` is whose step it is (a login, or `team:NAME`), `able` who may take it, `due` until when, `word` how it
    stands; `mine` tells that I may take it, `appeal` the last day that I may appeal, `seen_by` who sees it where not
    everybody does, by login.
    """

    process: Process
    case: Case
    turn: str = ""
    able: tuple[str, ...] = ()
    due: date | None = None
    word: str = ""
    mine: bool = False
    appeal: date | None = None
    seen_by: tuple[str, ...] = ()

    @property
    def over(self) -> bool:
        """Whether it is closed or withdrawn."""
        return self.case.state is not CaseState.OPEN

    @property
    def overdue(self) -> bool:
        """Whether its step should have been taken."""
        return self.word == "overdue"

    @property
    def waits_for(self) -> str:
        """Whom it waits for: a login or a team's name, "" where it is over."""
        return self.turn.removeprefix("team:")


def view(process: Process, stored: Case, roster: Roster, day: date, login: str) -> CaseView:
    """Return a stored case as `login` sees it on a day; one in a step that its process does not have says so."""
    if not process.knows(stored.step):
        said = f"{stored.ref} has the step “{stored.step}”, which this okrtui does not know"
        lost = replace(stored, title=said, state=CaseState.CLOSED, outcome=UNKNOWN, closed=stored.since)
        concerned = tuple(sorted({stored.opener, *([stored.subject] * process.tells)})) if process.private else ()
        return CaseView(process, visible(lost, login), word=UNKNOWN, seen_by=concerned)
    case = at(process, stored, day)
    concerned = tuple(sorted(parties(process, case, roster, day) or ()))
    word, seen = standing(process, case, day), visible(case, login)
    if case.state is not CaseState.OPEN:
        until = appeal_until(process, case)
        appeal = until if until is not None and day <= until and may_appeal(process, case) == login else None
        return CaseView(process, seen, word=word, appeal=appeal, seen_by=concerned)
    able = owners(process, case, roster)
    until = due(process, case)
    return CaseView(process, seen, owner(process, case), able, until, word, login in able, seen_by=concerned)


def step_of(process: Process, case: Case) -> CaseStep:
    """Return the step that a case is in, or was in last."""
    return process.step(case.step)


def due(process: Process, case: Case) -> date:
    """Return the day until which whoever has the turn has it.

    The day that the opener named counts where somebody was asked: sooner for the answer, instead for what follows.
    """
    step = step_of(process, case)
    usual = case.since + timedelta(days=step.days)
    if step.owner != "asked" or case.by is None or case.by < case.since:
        return usual
    return min(usual, case.by) if step.name == process.steps[0].name else case.by


def at(process: Process, case: Case, day: date) -> Case:
    """Return a case as it is on a day, with what silence did until then as entries of its own."""
    for _ in range(MOST_SILENCES):
        if case.state is not CaseState.OPEN:
            break
        step, until = step_of(process, case), due(process, case)
        if not step.overdue or day <= until:
            break
        passed = until + timedelta(days=1)
        moment = datetime.combine(passed, datetime.min.time(), case.entries[-1].at.tzinfo if case.entries else None)
        silence = Entry(0, EntryKind.SILENCE, "", moment, passed, step.name, outcome=step.overdue)
        case = led(process, replace(case, entries=(*case.entries, silence)), step.overdue, passed)
    return case


def led(process: Process, case: Case, leads: str, day: date) -> Case:
    """Return a case that went where an outcome leads."""
    step = step_of(process, case)
    if leads == STAND:
        return replace(case, state=CaseState.CLOSED, closed=day, holder="")
    if leads.startswith(CLOSE):
        word = leads.removeprefix(CLOSE).strip()
        return replace(case, state=CaseState.CLOSED, outcome=word, closed=day, holder="", ends=None)
    return replace(case, step=target(process, step, leads), since=day, holder="")


def silent_end(process: Process, case: Case) -> date | None:
    """Return the day on which silence alone closes a case, None where it does not."""
    if case.state is not CaseState.OPEN:
        return None
    return at(process, case, date.max).closed


def deciders(case: Case) -> frozenset[str]:
    """Return who has decided in a case."""
    return frozenset(each.who for each in case.entries if each.kind is EntryKind.DECISION)


def barred(process: Process, case: Case) -> frozenset[str]:
    """Return who may decide nothing in a case: its parties where it is about a person, and who decided before."""
    person = process.about is About.PERSON
    gone = deciders(case) if person or case.step == APPEAL else frozenset[str]()
    return gone | {case.opener, case.subject, case.companion} if person else gone


def owners(process: Process, case: Case, roster: Roster) -> tuple[str, ...]:
    """Return who may take the step that a case is in, by login; nobody where it is over.

    A step of a team is that of whoever took it, else of all its people who may decide. Where a person has left it is
    the opener's, and where they have left too, everybody's who is here.
    """
    if case.state is not CaseState.OPEN:
        return ()
    step = step_of(process, case)
    if step.team:
        free = roster.team(step.team) - barred(process, case)
        return (case.holder,) if case.holder in free else tuple(sorted(free))
    person = owner(process, case)
    if person in roster.here or process.about is About.PERSON:
        return (person,) if person in roster.here else ()
    return (case.opener,) if case.opener in roster.here else tuple(sorted(roster.here))


def owner(process: Process, case: Case) -> str:
    """Return whose step it is: a login, or `team:NAME` where nobody of the team has taken it.

    A case that came to its DRI's step untaken is its opener's: a definition may lead there past "take".
    """
    step = step_of(process, case)
    if step.team:
        return case.holder or step.owner
    people = {
        "opener": case.opener,
        "asked": case.asked,
        "subject": case.subject,
        "dri": case.dri or case.opener,
        "chosen": case.chosen,
    }
    return people[step.owner]


def appeal_until(process: Process, case: Case) -> date | None:
    """Return the last day of an appeal against what was decided, None where there is none any more or never was."""
    if process.appeal is None or case.state is not CaseState.CLOSED or case.closed is None or case.appealed:
        return None
    return case.closed + timedelta(days=process.appeal.days) if deciders(case) and not granted(process, case) else None


def may_appeal(process: Process, case: Case) -> str:
    """Return the login of who may appeal, "" where a process has no appeal."""
    if process.appeal is None:
        return ""
    return case.opener if process.appeal.by == "opener" else case.subject


def is_final(process: Process, case: Case, day: date) -> bool:
    """Tell whether a case is over for good on a day: closed and past every appeal, or withdrawn."""
    until = appeal_until(process, case)
    return case.state is not CaseState.OPEN and (until is None or day > until)


def standing(process: Process, case: Case, day: date) -> str:
    """Return the word for how a case stands on a day: open, overdue, decided, its outcome, or withdrawn."""
    if case.state is CaseState.OPEN:
        return "overdue" if day > due(process, case) else "open"
    if case.state is CaseState.WITHDRAWN:
        return "withdrawn"
    return (
        case.outcome if is_final(process, case, day) else f"{case.outcome}, appeal until {appeal_until(process, case)}"
    )


def parties(process: Process, case: Case, roster: Roster, day: date) -> frozenset[str] | None:
    """Return who may see a case on a day, None for everybody.

    Of a case between its parties these are its opener, whoever has had or has the turn, its subject where they are
    told or something was granted to them, and whoever stands by them. After the last day of a consequence it is its
    subject alone.
    """
    if process.sight is Sight.OPEN:
        return None
    shut = shut_after(process, case)
    if shut is not None and day > shut:
        return frozenset({case.subject})
    seen = {case.opener, *(each.who for each in case.entries if each.who), *owners(process, case, roster)}
    if is_told(process, case):
        seen |= {case.subject, case.companion}
    return frozenset(seen - {""})


def is_told(process: Process, case: Case) -> bool:
    """Tell whether its subject knows of a case: from the first word on, or since something was granted to them."""
    return process.tells or granted(process, case)


def granted(process: Process, case: Case) -> bool:
    """Tell whether something was granted to whom a case is about; nobody appeals against that."""
    said = (each for each in case.entries if each.kind is EntryKind.DECISION and process.knows(each.step))
    return any(each.outcome in process.step(each.step).grants for each in said)


def shut_after(process: Process, case: Case) -> date | None:
    """Return the day after which only its subject sees a case: the last one of a consequence and of an appeal."""
    if process.sight is Sight.OPEN or case.state is not CaseState.CLOSED or case.ends is None:
        return None
    return max(case.ends, appeal_until(process, case) or case.ends)


def readers(process: Process, case: Case, roster: Roster) -> tuple[tuple[date, str], ...]:
    """Return from which day on whom a case concerns, of those who have said nothing in it: (day, login).

    It is stored with the case for a server's rules, so silence to come is in it: whoever has the turn after it. Who
    comes into a team later is none of them.
    """
    if process.sight is Sight.OPEN:
        return ()
    found = [(case.opened, login) for login in (case.subject, case.companion) if login and is_told(process, case)]
    for _ in range(MOST_SILENCES):
        found += [(case.since, login) for login in owners(process, case, roster)]
        if case.state is not CaseState.OPEN or not step_of(process, case).overdue:
            break
        case = at(process, case, due(process, case) + timedelta(days=1))
    first = dict[str, date]()
    for day, login in found:
        first[login] = min(day, first.get(login, day))
    return tuple(sorted((day, login) for login, day in first.items()))


def visible(case: Case, login: str) -> Case:
    """Return a case without the hands that are not yet for everybody: they are the opener's and whose they are."""
    answered = {each.to for each in case.entries if each.kind is EntryKind.ANSWER} | {case.chosen}
    return replace(
        case,
        entries=tuple(
            each
            for each in case.entries
            if each.kind is not EntryKind.HAND or each.who in answered or login in (each.who, case.opener)
        ),
    )


def hands(case: Case) -> tuple[tuple[Entry, Entry | None], ...]:
    """Return each raised hand with its answer, None where it has none yet, in the order they were raised."""
    answers = {each.to: each for each in case.entries if each.kind is EntryKind.ANSWER}
    return tuple((each, answers.get(each.who)) for each in case.entries if each.kind is EntryKind.HAND)
