"""Cases: raised in one sentence, taken step by step by whose turn it is, and open to see."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict

from okrtui.errors import Refused, UnknownValue
from okrtui.model.cases import Case, CaseState, OverdueCase, Process, Sight
from okrtui.model.journal import Verb
from okrtui.rituals.cases import persons, processes
from okrtui.rituals.context import Context
from okrtui.rituals.okrs.objectives import key_result
from okrtui.rituals.people.members import assigned, changing, me, member, members, named, required
from okrtui.rules.cases import reading, running, skills
from okrtui.rules.cases.reading import CaseView, Roster
from okrtui.rules.cases.running import Turn
from okrtui.rules.weeks import parse_day
from okrtui.storage.journal.writer import Writer
from okrtui.storage.repositories import cases as rows
from okrtui.storage.repositories.hours import bookings_behind
from okrtui.text import clean, clean_lines, folded


class OpeningWords(TypedDict, total=False):
    """What a case may be opened with beside its title, as `open_case` has it."""

    text: str
    asked: str
    about: str
    kr: str
    by: date | None
    evidence: str
    happened: date | None


def roster(ctx: Context) -> Roster:
    """Return who is here, and the teams they are in."""
    here = members(ctx)
    names = {team for each in here for team in each.teams}
    teams = {name: frozenset(each.login for each in here if name in each.teams) for name in names}
    return Roster(frozenset(each.login for each in here), teams)


def open_case(
    ctx: Context,
    process: str,
    title: str,
    *,
    text: str = "",
    asked: str = "",
    about: str = "",
    kr: str = "",
    by: date | None = None,
    supersedes: str = "",
    tie: Callable[[Writer, int], None] | None = None,
    evidence: str = "",
    happened: date | None = None,
) -> CaseView:
    """Open a case and return it. Raises Refused where nobody could decide it, or it lacks what its process needs.

    `asked` is whom a request is to, `about` whom a case is about, `by` the day that it is needed, `kr` the key result
    that waits for it, `supersedes` the ref of a case that is over and that this one replaces. `tie` gets the writer and
    the case's row id, to tie it to what it came out of within the same change. A case about a person builds on
    `evidence`, refs of hero cards or of the agreement that was broken on the day `happened` (today).
    """
    title = required(title, "the title")
    with changing(ctx) as writer:
        of = processes.usable(ctx, process)
        to, subject = assigned(writer, ctx, asked), named(writer, ctx, about)
        if reason := running.why_not_open(of, roster(ctx), ctx.login, asked=to, subject=subject):
            raise Refused(reason)
        running.check_needed(of, kr, by, ctx.today)
        waits = key_result(ctx, kr) if kr.strip() else None
        builds_on, day = persons.ground(ctx, of, subject, evidence, happened)
        older = _superseded(ctx, supersedes, subject) if supersedes.strip() else None
        of = processes.stored(writer, of)
        case = Case(
            id=0,
            process=of.name,
            title=title,
            opener=ctx.login,
            opened=ctx.today,
            step=of.steps[0].name,
            since=ctx.today,
            text=clean_lines(text),
            asked=to,
            subject=subject,
            evidence=builds_on,
            happened=day,
            by=by,
            process_id=of.id,
        )
        case_id = rows.add_case(
            writer,
            case,
            _standing(ctx, of, case),
            kr_id=waits.id if waits else None,
            older_id=older.case.id if older else None,
        )
        if tie is not None:
            tie(writer, case_id)
        _describe(writer, of, Verb.OPENED_CASE, f"C{case_id}", title)
    return find(ctx, f"C{case_id}")


def _superseded(ctx: Context, ref: str, subject: str) -> CaseView:
    """Return the case that a new one about `subject` replaces. Raises Refused where that cannot be."""
    older = find(ctx, ref)
    if older.case.newer:
        raise Refused(f"{older.case.ref} is superseded by {older.case.newer} already; supersede that one")
    if not older.over:
        raise Refused(f"{older.case.ref} is open still; only a case that is over can be superseded")
    if older.case.subject != subject:
        raise Refused(f"{older.case.ref} is about something else; open a case of its own")
    return older


def find(ctx: Context, ref: str) -> CaseView:
    """Return the case called `ref` (`C12`) as it is today. Raises Refused where there is none."""
    digits = ref.strip().upper().removeprefix("C")
    found = rows.cases(ctx.store, ids=[int(digits)]) if digits.isdecimal() and len(digits) < 12 else ()
    seen = _views(ctx, found)
    if not seen:
        raise Refused(f"there is no case {clean(ref)}; see: okrtui case list")
    return seen[0]


def unseen(ctx: Context, refs: Collection[str]) -> frozenset[str]:
    """Return those of some refs that are cases about a person which are nobody's business but of those concerned."""
    private = rows.about_people(ctx.store, refs)
    found = rows.cases(ctx.store, ids=[int(each[1:]) for each in sorted(private)]) if private else ()
    return private - {each.case.ref for each in _views(ctx, found)}


def open_cases(ctx: Context) -> tuple[CaseView, ...]:
    """Return the cases that are open today, by the day they are due."""
    found = _views(ctx, rows.cases(ctx.store, on=ctx.today))
    return tuple(sorted(found, key=lambda each: (each.due or date.max, each.case.id)))


def wanting_me(ctx: Context, ids: Sequence[int] | None = None) -> tuple[CaseView, ...]:
    """Return the openings that want what I know (of some cases where `ids` are given): told to me alone.

    They come by the day they are due.
    """
    mine = me(ctx)
    if not mine or not mine.skills:
        return ()
    found = open_cases(ctx) if ids is None else _views(ctx, rows.cases(ctx.store, ids=ids))
    return skills.wanting(found, ctx.login, mine.skills)


def open_to_all(ctx: Context) -> tuple[CaseView, ...]:
    """Return the open cases that everybody may see, by the day they are due: what searches and documents may hold."""
    return tuple(each for each in open_cases(ctx) if each.process.sight is Sight.OPEN)


def past_to_all(ctx: Context) -> tuple[CaseView, ...]:
    """Return all cases that are over and that everybody may see, the last to end first."""
    return tuple(each for each in past_cases(ctx) if each.process.sight is Sight.OPEN)


def requests(ctx: Context, first: date, last: date, logins: Collection[str] | None = None) -> tuple[CaseView, ...]:
    """Return what was asked of somebody and stood on any of these days, by or of these people (all where None)."""
    found = _views(ctx, rows.cases(ctx.store, asked_between=(first, last)))
    return tuple(
        each
        for each in found
        if each.process.sight is Sight.OPEN and (logins is None or {each.case.opener, each.case.asked} & {*logins})
    )


def asked_of_me(ctx: Context) -> tuple[CaseView, ...]:
    """Return the requests to me whose next step is mine, by the day they are due."""
    return tuple(each for each in open_cases(ctx) if each.mine and each.turn == each.case.asked == ctx.login)


def ask_for_help(ctx: Context, blocker: str, helper: str, week: str) -> CaseView:
    """Ask somebody for help with what blocks me in a week and return the case; its first line is the title.

    Raises Refused where a case of mine asks them for that already.
    """
    title, _, more = clean_lines(blocker).strip().partition("\n")
    for each in open_cases(ctx):
        if (each.case.opener, each.case.asked, each.case.title) == (ctx.login, helper, clean(title)):
            raise Refused(f"{each.case.ref} asks {helper} for that already: {each.case.step} until {each.due}")
    text = f"{more}\n\nOut of my update of {week}." if more else f"Out of my update of {week}."
    return open_case(ctx, "support", title, text=text, asked=helper)


def overdue(ctx: Context, team: str = "") -> tuple[OverdueCase, ...]:
    """Return the cases that everybody may see and whose step should have been taken, the oldest day first.

    Of a team those that its people opened or should take the step of.
    """
    here = None if not team else {each.login for each in members(ctx, team=team)}
    return tuple(
        OverdueCase(each.case.ref, each.case.title, each.case.step, each.waits_for, each.due)
        for each in open_to_all(ctx)
        if each.overdue and each.due and (here is None or here & {each.case.opener, *each.able})
    )


def waiting_for_me(ctx: Context, ids: Sequence[int]) -> tuple[tuple[date, int], ...]:
    """Return (day that it is due, id) of those of some cases whose next step is mine."""
    found = _views(ctx, rows.cases(ctx.store, ids=ids))
    return tuple((each.due, each.case.id) for each in found if each.mine and each.due is not None)


def past_cases(
    ctx: Context, *, limit: int | None = None, skip: int = 0, mine: bool = False, words: Sequence[str] = ()
) -> tuple[CaseView, ...]:
    """Return the cases that are over today, the last to end first: `limit` of them after the first `skip`.

    With `mine` those that I opened, with `words` those in which all of them stand.
    """
    opener = ctx.login if mine else None
    found = rows.cases(
        ctx.store,
        on=ctx.today,
        over=True,
        limit=limit,
        skip=skip,
        opener=opener,
        reader=ctx.login,
        words=[folded(each) for each in words],
    )
    return _views(ctx, found)


def past_before(ctx: Context, ref: str) -> int | None:
    """Return how many of `past_cases` come before a case, None where it is not over. Raises Refused for no case."""
    found = find(ctx, ref)
    return rows.over_before(ctx.store, found.case.id, ctx.today) if found.over else None


def _views(ctx: Context, found: tuple[Case, ...]) -> tuple[CaseView, ...]:
    if not found:
        return ()
    by_row, here, today = processes.by_row(ctx), roster(ctx), ctx.today
    if booked := bookings_behind(ctx.store, ctx.login, [each.id for each in found]):
        found = tuple(replace(each, out_of=booked.get(each.id, each.out_of)) for each in found)
    seen = (reading.view(by_row[each.process_id], each, here, today, ctx.login) for each in found)
    return tuple(each for each in seen if not each.process.private or ctx.login in each.seen_by)


def _standing(ctx: Context, process: Process, case: Case) -> rows.CaseStanding:
    concerned = reading.readers(process, case, roster(ctx)) if process.private else ()
    if case.state is not CaseState.OPEN:
        return rows.CaseStanding(readers=concerned, shut=reading.shut_after(process, case))
    step, whose = reading.step_of(process, case), reading.owner(process, case)
    return rows.CaseStanding(
        turn="" if whose.startswith("team:") else whose,
        team=step.team,
        due=reading.due(process, case),
        lapses=bool(step.overdue),
        silent=reading.silent_end(process, case),
        readers=concerned,
    )


def _describe(writer: Writer, process: Process, verb: Verb, ref: str, said: str) -> None:
    """Name the journal's entry; of a case about a person only that somebody wrote to it."""
    if process.private:
        writer.describe(Verb.WROTE_TO_CASE, ref, "")
    else:
        writer.describe(verb, ref, said)


@dataclass(frozen=True, slots=True)
class _Now:
    """A case as it is stored, and as it is today, to which something is done."""

    process: Process
    stored: Case
    today: Case


def _act(
    ctx: Context, ref: str, verb: Verb, act: Callable[[Writer, _Now, Roster, Turn], Case], said: str = ""
) -> CaseView:
    """Do something to a case in one change: what silence did until today is written down with it."""
    with changing(ctx) as writer:
        seen = find(ctx, ref)
        if seen.word == reading.UNKNOWN:
            raise UnknownValue(seen.case.title)
        stored = rows.cases(ctx.store, ids=[seen.case.id])[0]
        now = _Now(seen.process, stored, reading.at(seen.process, stored, ctx.today))
        after = act(writer, now, roster(ctx), Turn(ctx.login, ctx.now, ctx.today))
        rows.change(writer, after, _standing(ctx, seen.process, after), after.entries[len(stored.entries) :])
        _describe(writer, seen.process, verb, after.ref, said or after.title)
    return find(ctx, ref)


def go(
    ctx: Context,
    ref: str,
    outcome: str,
    because: str = "",
    *,
    to: str = "",
    by: date | None = None,
    until: date | None = None,
) -> CaseView:
    """Take the step that a case is in with one of its outcomes and return the case. Raises Refused.

    `to` is to whom it is passed on, or whose raised hand is chosen; `by` the day that is promised; `until` the last day
    of a consequence. What is granted to somebody becomes a hero card, which is an entry of its own.
    """
    because = clean_lines(because)

    def act(writer: Writer, now: _Now, here: Roster, turn: Turn) -> Case:
        person = assigned(writer, ctx, to)
        here = roster(ctx) if person and person not in here.here else here
        return running.go(now.process, now.today, here, turn, outcome, because, to=person, by=by, ends=until)

    with ctx.store.transaction():
        found = _act(ctx, ref, Verb.MOVED_CASE, act, said=clean(outcome))
        last = found.case.entries[-1]
        if found.process.private and found.process.knows(last.step):
            persons.make_card(ctx, found.process.step(last.step), last.outcome, found.case, because)
    return found


def take(ctx: Context, ref: str) -> CaseView:
    """Take a step of a team of mine and return the case: it is mine then. Raises Refused where it can't be."""
    return _act(ctx, ref, Verb.MOVED_CASE, lambda _, now, here, turn: running.take(now.process, now.today, here, turn))


def note(ctx: Context, ref: str, text: str) -> CaseView:
    """Write below a case and return it: advice where it is asked for, else a note."""
    return _write(ctx, ref, lambda now, turn: running.note(now.process, now.today, turn, clean_lines(text)))


def name_companion(ctx: Context, ref: str, login: str) -> CaseView:
    """Name who stands by me in a case about me and return it: they see all of it from then on. Raises Refused."""

    def act(writer: Writer, now: _Now, here: Roster, turn: Turn) -> Case:
        return running.name_companion(now.process, now.today, here, turn, member(ctx, login).login)

    return _act(ctx, ref, Verb.WROTE_TO_CASE, act)


def raise_hand(ctx: Context, ref: str, text: str) -> CaseView:
    """Offer myself and return the case; the opener and I see it until it is answered."""
    return _write(ctx, ref, lambda now, turn: running.raise_hand(now.process, now.today, turn, clean_lines(text)))


def answer(ctx: Context, ref: str, login: str, text: str) -> CaseView:
    """Answer somebody's raised hand in words and return the case."""
    person = member(ctx, login).login
    return _write(ctx, ref, lambda now, turn: running.answer(now.today, turn, person, clean_lines(text)))


def why_not_live(found: CaseView) -> str | None:
    """Return why a case can't be worked out in a live session now, None where it can."""
    case = found.case
    if found.over:
        return f"{case.ref} is {case.state}; a live session works out what is open"
    if found.process.sight is not Sight.OPEN:
        return f"{case.ref} is between its parties; a live session is everybody's"
    advice = found.process.step(case.step).advice
    return None if advice else f"{case.ref} is in {case.step}, which asks for no advice"


def _write(ctx: Context, ref: str, write: Callable[[_Now, Turn], Case]) -> CaseView:
    """Add words to a case; the journal says of all of them the same, so that it doesn't tell who raised a hand."""
    return _act(ctx, ref, Verb.WROTE_TO_CASE, lambda writer, now, here, turn: write(now, turn))


def appeal(ctx: Context, ref: str, text: str) -> CaseView:
    """Appeal against what was decided and return the case, which others hear now."""
    words = clean_lines(text)

    def act(writer: Writer, now: _Now, here: Roster, turn: Turn) -> Case:
        return running.appeal(now.process, now.today, here, turn, words)

    return _act(ctx, ref, Verb.APPEALED_CASE, act)


def withdraw(ctx: Context, ref: str, text: str) -> CaseView:
    """Take back a case of mine, with the reason, and return it."""
    words = clean_lines(text)

    def act(writer: Writer, now: _Now, here: Roster, turn: Turn) -> Case:
        return running.withdraw(now.process, now.today, turn, words)

    return _act(ctx, ref, Verb.WITHDREW_CASE, act)


def day(ctx: Context, text: str | None) -> date | None:
    """Return the day that a text names, None for no text. Raises Refused where it names none."""
    return parse_day(clean(text), ctx.today) if text and text.strip() else None
