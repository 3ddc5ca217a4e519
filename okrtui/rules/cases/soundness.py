"""What a process must hold whatever it is for: every step is reached, every way ends, nobody judges themselves."""

from collections.abc import Iterator

from okrtui.model.cases import APPEAL, About, CaseStep, Process, Sight

Fault = tuple[str, str, str]
"""Block (`` for the top, `step 1`, `appeal`), key, what is wrong."""
NEXT, TAKE, PASS, STAY, STAND = "next", "take", "pass on", "stay", "stand"
STEP, CLOSE = "step: ", "close: "
PEOPLE = ("opener", "asked", "subject", "dri", "chosen")


def target(process: Process, at: CaseStep, leads: str) -> str:
    """Return the step that a way leads to from a step, "" where it closes the case."""
    names = [each.name for each in process.steps]
    if leads in (PASS, STAY):
        return at.name
    if leads in (NEXT, TAKE):
        return names[names.index(at.name) + 1]
    return leads.removeprefix(STEP) if leads.startswith(STEP) else ""


def unsound(process: Process) -> list[Fault]:
    """Return what is wrong with a process that could be read; nothing where cases can run through it."""
    found = [fault for at, step in enumerate(process.steps) for fault in _step(process, step, at)]
    found += _top(process)
    if process.appeal is not None:
        found += _appeal(process, process.appeal.heard)
    if not found:  # the ways can be followed
        found += _ways(process)
        found += _person(process) if process.about is About.PERSON else ()
        found += _hands(process)
    return found


def _top(process: Process) -> Iterator[Fault]:
    names = [each.name for each in process.steps]
    for at, name in enumerate(names):
        if name in names[:at]:
            yield f"step {at}", "name", f"there is a step “{name}” already; each has a name of its own"
    if process.about is About.WORK:
        if process.needs:
            yield "", "needs", "only what is about a person needs evidence; leave needs out"
        if process.sight is Sight.PARTIES:
            yield "", "sight", 'what is about work is open to all; write sight = "open"'
        if process.tells:
            yield "", "tells", "only what is about a person tells its subject; leave tells out"
        return
    if process.sight is Sight.OPEN:
        yield "", "sight", 'what is about a person is between its parties; write sight = "parties"'
    if not process.needs:
        yield "", "needs", 'what is about a person needs evidence; write needs = "hero" or needs = "agreement"'
    if process.needs == "agreement" and not process.tells:
        yield "", "tells", "who is said to have broken an agreement is told at once; write tells = true"
    if process.page:
        yield "", "page", "what is about a person becomes no page; leave page out"
    if process.hands:
        yield "", "hands", "nobody raises a hand for a case about a person; leave hands out"


def _step(process: Process, step: CaseStep, at: int) -> Iterator[Fault]:
    here = f"step {at}"
    yield from _owner(process, step, at)
    names = [each.name for each in process.steps]
    for word, leads in step.outcomes:
        if wrong := _leads_wrong(process, step, at, leads):
            yield here, "outcomes", f"of {step.name}, “{word}” {wrong}"
    if step.overdue:
        silent = step.overdue == NEXT or step.overdue.startswith((STEP, CLOSE))
        wrong = _leads_wrong(process, step, at, step.overdue) if silent else "leads nowhere by itself"
        if wrong:
            yield here, "overdue", f"what happens when {step.name} is overdue {wrong}; write next or close: WORD"
        elif step.overdue.startswith(STEP) and names.index(step.overdue.removeprefix(STEP)) <= at:
            yield here, "overdue", f"silence in {step.name} leads back; it may only lead on, or the case never ends"
    yield from _ends(process, step, here)


def _ends(process: Process, step: CaseStep, here: str) -> Iterator[Fault]:
    for word in step.ends:
        if not step.leads(word).startswith(CLOSE):
            yield here, "ends", f"“{word}” is no outcome that closes the case; only a consequence has a last day"
    for word in step.grants:
        if process.needs != "hero":
            yield here, "grants", "only what builds on hero cards becomes one; leave grants out"
        elif not step.leads(word).startswith(CLOSE):
            yield here, "grants", f"“{word}” is no outcome that closes the case; only a decision becomes a hero card"


def _owner(process: Process, step: CaseStep, at: int) -> Iterator[Fault]:
    here, owner = f"step {at}", step.owner
    if owner not in PEOPLE and not step.team.strip():
        yield here, "owner", f"“{owner}” owns no step; there are: {', '.join(PEOPLE)} and team:NAME"
    elif owner == "subject" and process.about is About.WORK:
        yield here, "owner", "only a case about a person has a subject"
    elif owner in ("asked", "chosen", "dri") and process.about is About.PERSON:
        yield (
            here,
            "owner",
            f"in a case about a person no step is the {owner}'s; name subject, opener or a team",
        )
    elif owner == "chosen" and not process.hands:
        yield here, "owner", "nobody can be chosen where no hands are raised; write hands = true at the top"
    elif owner == "dri" and not any(TAKE in dict(each.outcomes).values() for each in process.steps[:at]):
        yield here, "owner", 'nobody is the DRI yet; an earlier step needs an outcome that leads to "take"'


def _leads_wrong(process: Process, step: CaseStep, at: int, leads: str) -> str:
    """Return what is wrong with where an outcome leads, "" where nothing is."""
    last = at == len(process.steps) - 1
    if leads in (NEXT, TAKE) and last:
        return f"leads to “{leads}”, and there is no step after it"
    if leads == TAKE and not step.team:
        return "leads to “take”, which is for a step of a team"
    if leads == PASS and step.owner != "asked":
        return "leads to “pass on”, which is for a step of the asked"
    if leads.startswith(STEP):
        named = leads.removeprefix(STEP).strip()
        return "" if named in {each.name for each in process.steps} else f"leads to a step “{named}” that is not there"
    if leads.startswith(CLOSE):
        return "" if leads.removeprefix(CLOSE).strip() else "closes as nothing; write close: WORD"
    ways = (NEXT, TAKE, PASS, STAY)
    return "" if leads in ways else f"leads to “{leads}”; write next, step: NAME, close: WORD, take, pass on or stay"


def _ways(process: Process) -> Iterator[Fault]:
    """Yield the steps that are never reached, and those from which no way ends."""
    ways = {
        step.name: {
            target(process, step, leads)
            for leads in (*dict(step.outcomes).values(), *([step.overdue] if step.overdue else []))
        }
        for step in process.steps
    }
    reached, more = set[str](), {process.steps[0].name}
    while more:
        reached |= more
        more = {to for name in more for to in ways[name] if to} - reached
    ending = {name for name, to in ways.items() if "" in to}
    while more := {name for name, to in ways.items() if to & ending} - ending:
        ending |= more
    for at, step in enumerate(process.steps):
        if step.name not in reached:
            yield f"step {at}", "name", f"no way leads to {step.name}"
        elif step.name not in ending:
            yield f"step {at}", "outcomes", f"no way from {step.name} ends; some outcome must close the case"


def _person(process: Process) -> Iterator[Fault]:
    """Yield what would let somebody judge in their own case, or unheard."""
    heard = False
    deciding = [at for at, step in enumerate(process.steps) if step.decides]
    if not deciding:
        yield "", "step", "nobody decides; one step needs decides = true"
    for at, step in enumerate(process.steps):
        here = f"step {at}"
        heard = heard or step.owner == "subject"
        if step.decides and not step.team:
            yield here, "owner", f"in a case about a person {step.name} is decided by a team, not by the {step.owner}"
        if not step.team and not step.overdue:
            yield here, "overdue", f'{step.name} waits for one person and may wait for ever; write overdue = "next"'
        if step.decides and process.needs == "agreement" and not heard:
            yield (
                here,
                "name",
                "who is said to have broken an agreement speaks first; put a subject's step before it",
            )
        for word, leads in step.outcomes:
            to = target(process, step, leads)
            if not to and not step.decides:
                yield (
                    here,
                    "outcomes",
                    f"“{word}” closes a case about a person; write decides = true, and it says why",
                )
            if to and [each.name for each in process.steps].index(to) <= at:
                yield here, "outcomes", f"“{word}” leads back; a case about a person only goes on"


def _appeal(process: Process, heard: CaseStep) -> Iterator[Fault]:
    by = process.appeal.by if process.appeal else ""
    allowed = ("opener", "subject") if process.about is About.PERSON else ("opener",)
    if by not in allowed:
        yield APPEAL, "by", f"an appeal is by the {' or the '.join(allowed)}, not by “{by}”"
    if not heard.team.strip():
        yield APPEAL, "owner", "an appeal is heard by a team: team:NAME"
    if not any(step.decides for step in process.steps):
        yield APPEAL, "by", "nobody decides, so there is nothing to appeal against; a step needs decides = true"
    for word, leads in (*heard.outcomes, ("overdue", heard.overdue)):
        if leads != STAND and not (leads.startswith(CLOSE) and leads.removeprefix(CLOSE).strip()):
            key = "overdue" if word == "overdue" and leads == heard.overdue else "outcomes"
            yield APPEAL, key, f"“{word}” leads to “{leads}”; an appeal ends: write stand or close: WORD"
    yield from _ends(process, heard, APPEAL)


def _hands(process: Process) -> Iterator[Fault]:
    if not process.hands:
        return
    chosen = [at for at, step in enumerate(process.steps) if step.owner == "chosen"]
    if not chosen:
        yield "", "hands", "hands are raised and nobody is chosen; a step needs the owner “chosen”"
        return
    for at, step in enumerate(process.steps[: chosen[0]]):
        if step.owner != "opener":
            yield f"step {at}", "owner", "until somebody is chosen the opener sees to it: only they see the hands"
        if step.overdue and target(process, step, step.overdue) in ("", process.steps[chosen[0]].name):
            yield f"step {at}", "overdue", "a raised hand gets an answer; silence may not end it or choose"
