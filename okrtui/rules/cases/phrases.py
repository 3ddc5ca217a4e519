"""How a case is told, on every front in the same words: who to whom, what it waits for, what was said."""

from collections.abc import Iterator
from datetime import date

from okrtui.model.cases import CaseStep, Entry, EntryKind, Process
from okrtui.rules.cases.reading import CaseView, hands
from okrtui.rules.cases.soundness import CLOSE, NEXT, PASS, STAND, STAY, STEP, TAKE
from okrtui.rules.formatting import count, listed, month_day

OWNERS = {
    "opener": "whoever opened it",
    "asked": "whoever is asked",
    "subject": "who it is about",
    "dri": "its DRI",
    "chosen": "whoever is chosen",
}


def owner(step: CaseStep) -> str:
    """Return whose a step of a process is, in words."""
    return f"team {step.team}" if step.team else OWNERS[step.owner]


def way(to: str) -> str:
    """Return where a way leads, in words: `the next step`, `closed as done`."""
    if to.startswith(CLOSE):
        return f"closed as {to.removeprefix(CLOSE).strip()}"
    if to.startswith(STEP):
        return f"to {to.removeprefix(STEP).strip()}"
    return {
        NEXT: "the next step",
        TAKE: "the next step, with you as its DRI",
        PASS: "somebody else is asked",
        STAY: "it stays where it is",
        STAND: "closed as before",
    }.get(to, to)


def outcome(step: CaseStep, word: str) -> str:
    """Return where an outcome of a step leads, in words, and what comes of it."""
    ends = ", with a last day" if word in step.ends else ""
    return f"{way(step.leads(word))}{ends}" + (", and a hero card" if word in step.grants else "")


def steps(process: Process) -> str:
    """Return the steps of a process in one line: `answer 3 d (whoever is asked) → …`, with its appeal."""
    told = " → ".join(f"{step.name} {step.days} d ({owner(step)})" for step in process.steps)
    if process.appeal is None:
        return told
    return f"{told}; appeal within {process.appeal.days} d, heard by {owner(process.appeal.heard)}"


def short(found: CaseView) -> str:
    """Return the word for a list: overdue, open, or how it ended."""
    return found.word.partition(",")[0]


def people(found: CaseView) -> str:
    """Return between whom a case is: `bob → ana`, else who opened it, or whose step it is."""
    case = found.case
    if case.subject:
        return f"{case.opener}: {case.subject}"
    if case.asked:
        return f"{case.opener} → {case.asked}"
    return case.opener if found.over or found.waits_for == case.opener else f"{case.opener} → {found.waits_for}"


def day(found: CaseView) -> str:
    """Return the day that matters: until when the step is to be taken, or when it ended."""
    if found.over:
        return f"{found.case.closed}"
    return f"{found.case.step} by {found.due}"


def when(found: CaseView, today: date) -> str:
    """Return how far off the day is: `due in 4 days`, `due today`, `2 days late`; how and when it ended."""
    if found.over or found.due is None:
        return f"{short(found)} {found.case.closed}"
    by = (found.due - today).days
    if by < 0:
        nobody = found.turn.startswith("team:")
        return "nobody took it" if nobody else f"{count(-by, 'day')} late"
    if waiting := hands_to_answer(found):
        return f"{count(waiting, 'hand')} to answer"
    if found.process.hands and found.case.step == found.process.steps[0].name:
        return f"hands to {month_day(found.due)}"
    return "due today" if by == 0 else "due tomorrow" if by == 1 else f"due in {count(by, 'day')}"


def hands_to_answer(found: CaseView) -> int:
    """Return how many raised hands that somebody may see wait for an answer, where the answer is theirs to give."""
    if not (found.mine and found.turn == found.case.opener):
        return 0
    return sum(answer is None and hand.who != found.case.chosen for hand, answer in hands(found.case))


def waiting(found: CaseView) -> str:
    """Return what a case waits for: `ana answers by 2026-11-26`, or how it ended."""
    case = found.case
    if found.over:
        return found.word
    team = found.turn.startswith("team:")
    who = f"team {found.waits_for}" if team else found.waits_for
    return f"{case.step} is for {who}, {'overdue since' if found.overdue else 'by'} {found.due}"


def facts(found: CaseView) -> Iterator[str]:
    """Yield what is known of a case beside its title: who asked whom, what waits for it, what it replaces."""
    case = found.case
    yield f"{case.opener} {f'asked {case.asked}' if case.asked else 'opened it'} on {case.opened}"
    if case.subject:
        yield f"about {case.subject}"
    if case.companion:
        yield f"{case.companion} stands by them"
    if case.evidence:
        yield f"{case.evidence} broken on {case.happened}" if case.happened else f"builds on {case.evidence}"
    if case.kr:
        yield f"{case.kr} waits for it"
    if case.by:
        yield f"needed by {case.by}"
    if case.dri:
        yield f"DRI {case.dri}"
    if case.chosen:
        yield f"{case.chosen} does it"
    if case.ends:
        yield f"holds until {case.ends}"
    if case.out_of:
        yield f"came out of {case.out_of}"
    if case.sessions:
        yield f"worked out in {listed(case.sessions)}"
    if case.older:
        yield f"supersedes {case.older}"
    if case.newer:
        yield f"superseded by {case.newer}"
    if found.seen_by:
        yield seen_by(found)


def seen_by(found: CaseView) -> str:
    """Return who sees a case that not everybody does: its parties, by login."""
    return f"seen by {listed(found.seen_by)} alone"


def line(entry: Entry, process: Process) -> str:
    """Return what an entry says: its first line who did what, then the words."""
    if entry.kind is EntryKind.SILENCE:
        after = f" after {count(process.step(entry.step).days, 'day')}" if process.knows(entry.step) else ""
        return f"{entry.step} ended by itself{after}: {way(entry.outcome)}"
    if entry.kind is EntryKind.NOTE and entry.to:
        return f"{entry.who} named {entry.to}, who stands by them"
    to = f" to {entry.to}" if entry.to else ""
    until = f", until {entry.ends}" if entry.ends else ""
    told = {
        EntryKind.MOVED: f"said “{entry.outcome}”{to}",
        EntryKind.DECISION: f"decided “{entry.outcome}”{until}",
        EntryKind.TAKEN: f"took {entry.step}",
        EntryKind.ADVICE: "advised",
        EntryKind.NOTE: "noted",
        EntryKind.HAND: "raised a hand",
        EntryKind.ANSWER: f"answered {entry.to}",
        EntryKind.APPEALED: "appealed",
        EntryKind.WITHDRAWN: "withdrew it",
    }
    return f"{entry.who} {told[entry.kind]}" + (f"\n{entry.text}" if entry.text else "")
