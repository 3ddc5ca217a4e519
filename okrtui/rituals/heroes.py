"""The hero board: thanks in public, for three standards, never a ranking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from okrtui.errors import Refused
from okrtui.model.heroes import Reaction, Recipient, Recognition, Standard
from okrtui.model.journal import Verb
from okrtui.model.people import Member
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import cycles
from okrtui.rituals.okrs.objectives import key_result
from okrtui.rituals.people import members
from okrtui.rituals.people.members import changing, required
from okrtui.rituals.people.values import find as find_value
from okrtui.rituals.people.values import held
from okrtui.rules.weeks import quarter_dates, quarter_of, week_of
from okrtui.storage.journal.writer import write
from okrtui.storage.repositories import heroes as rows
from okrtui.storage.repositories import okrs as okr_rows
from okrtui.text import clean, clean_lines

GRACE = timedelta(minutes=1)
"""How long a card can be taken back without a trace."""
WEEK, QUARTER, ALL = "week", "quarter", "all"


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the board is shown; empty means everything. `words` must all stand on the card."""

    period: str = QUARTER
    person: str = ""
    team: str = ""
    words: tuple[str, ...] = ()


def post(
    ctx: Context,
    recipients: Sequence[str],
    story: str,
    standard: Standard,
    *,
    evidence: str = "",
    kr: str = "",
    value: str = "",
) -> Recognition:
    """Thank one or more people in public and return the card; `kr` is what it moved, `value` the value that it shows.

    Raises Refused without recipients or story, for thanks to oneself, and for an increment without evidence.
    """
    story, evidence = clean_lines(story), clean(evidence)
    if not story.strip():
        raise Refused("the story is empty; say what they did, and who it helped")
    if standard is Standard.INCREMENT and not evidence:
        raise Refused("an increment needs evidence: a link, a commit, a ticket or a number (--evidence)")
    with changing(ctx) as writer:
        logins = tuple(dict.fromkeys(members.introduced(ctx, login) for login in recipients if login.strip()))
        if not logins:
            raise Refused("who do you want to thank? name one or more people by login")
        if ctx.login in logins:
            raise Refused("you can't thank yourself; what you did yourself belongs into your wins")
        moved = key_result(ctx, kr) if kr.strip() else None
        shown = held(ctx, value) if value.strip() else None
        card = Recognition(
            id=0,
            giver=ctx.login,
            standard=standard,
            story=story,
            at=ctx.now,
            week=ctx.week,
            recipients=tuple(Recipient(login) for login in logins),
            evidence=evidence,
            kr=moved.ref if moved else "",
            value=shown.ref if shown else "",
            across=_across(ctx, logins),
        )
        card_id = rows.add(writer, card, kr_id=moved.id if moved else None, value_id=shown.id if shown else None)
        writer.describe(Verb.THANKED, f"H{card_id}", standard.value)
    return find(ctx, f"H{card_id}")


def _across(ctx: Context, logins: Sequence[str]) -> bool:
    """Tell whether thanks go from one team to another: giver and somebody thanked have teams, and share none."""
    teams = {m.login: set(m.teams) for m in members.members(ctx, left=True)}
    mine = teams.get(ctx.login, set())
    return any(mine and teams.get(login) and not mine & teams[login] for login in logins)


def movable(ctx: Context) -> tuple[tuple[str, str], ...]:
    """Return the current cycle's key results, which a card may say it moved, as (ref, title)."""
    cycle = cycles.current(ctx)
    found = okr_rows.key_results(ctx.store, cycles_named=[cycle.name]) if cycle else ()
    return tuple((kr.ref, kr.title) for kr in found)


def find(ctx: Context, ref: str) -> Recognition:
    """Return the card called `ref` (`H7`), withdrawn ones too. Raises Refused where there is none."""
    digits = ref.strip().upper().removeprefix("H")
    found = rows.cards(ctx.store, ids=[int(digits)], withdrawn=True) if digits.isdecimal() and len(digits) < 12 else ()
    if not found:
        raise Refused(f"there is no card {clean(ref)}; see: okrtui heroes list")
    return found[0]


def visible(ctx: Context, card: Recognition) -> bool:
    """Tell whether a card is on my board: hidden ones only for their giver and the people on them."""
    return not card.hidden or ctx.login == card.giver or any(r.login == ctx.login for r in card.recipients)


def board(
    ctx: Context,
    of: Filter | None = None,
    *,
    standard: Standard | None = None,
    below: int | None = None,
    limit: int | None = None,
) -> tuple[Recognition, ...]:
    """Return the board's cards, newest first, of one standard where named; `below` and `limit` page through them."""
    of = of or Filter()
    since, until = span(ctx, of.period)
    return rows.cards(
        ctx.store,
        since=since,
        until=until,
        standard=standard,
        person=of.person or None,
        logins=[m.login for m in members.members(ctx, team=of.team)] if _team(ctx, of.team) else None,
        words=of.words,
        shown_to=ctx.login,
        below=below,
        limit=limit,
    )


def _team(ctx: Context, name: str) -> bool:
    members.team_id(ctx, name)
    return bool(name)


def span(ctx: Context, period: str) -> tuple[str | None, str | None]:
    """Return first and last ISO week of `week`, `quarter`, `all`, or of a cycle by its name. Raises Refused."""
    if period == ALL:
        return None, None
    if period == WEEK:
        return ctx.week, ctx.week
    if period == QUARTER:
        cycle = cycles.current(ctx)
        dates = (cycle.start, cycle.end) if cycle else quarter_dates(quarter_of(ctx.today))
    else:
        cycle = cycles.find(ctx, period)
        dates = (cycle.start, cycle.end)
    assert dates is not None  # a quarter's own name always has dates
    return week_of(dates[0]), week_of(dates[1])


def exported(ctx: Context, since: str | None = None, until: str | None = None) -> tuple[Recognition, ...]:
    """Return what everybody may read, of some weeks or all, oldest first: nothing hidden, nothing withdrawn."""
    return rows.cards(ctx.store, since=since, until=until, shown_to="")[::-1]


def of_week(ctx: Context, week: str) -> tuple[Recognition, ...]:
    """Return a week's cards, newest first, without hidden ones."""
    return rows.cards(ctx.store, since=week, until=week, shown_to="")


def about(ctx: Context, login: str) -> tuple[Recognition, ...]:
    """Return what a person was thanked for, oldest first: a story to be told, not to be counted."""
    found = rows.cards(ctx.store, person=login)
    return tuple(c for c in reversed(found) if any(r.login == login for r in c.recipients) and visible(ctx, c))


def practices(ctx: Context, words: Sequence[str] = ()) -> tuple[Recognition, ...]:
    """Return the cards marked as worth copying, newest first, which contain all `words`."""
    return tuple(c for c in rows.cards(ctx.store, practices=True, words=words) if not c.hidden)


def showing(ctx: Context, ref: str) -> tuple[Recognition, ...]:
    """Return the cards that show a value and that I may read, oldest first: its stories. Raises Refused."""
    return rows.cards(ctx.store, value=find_value(ctx, ref).id, shown_to=ctx.login)[::-1]


# -- what happens to a card


def withdraw(ctx: Context, ref: str, reason: str = "") -> None:
    """Take back a card of mine: within a minute without a trace, later visibly and with a reason."""
    with write(ctx.store, ctx.login, ctx.now) as writer:
        card = _mine(ctx, ref)
        if ctx.now - card.at < GRACE:
            rows.remove(ctx.store, card.id)
            writer.redact(card.ref)
            return
        if not clean(reason):
            raise Refused(f"{card.ref} is older than a minute: it is withdrawn visibly, with a reason; why?")
        writer.update("recognition", card.id, withdrawn=1, reason=clean(reason))
        writer.describe(Verb.WITHDREW, card.ref, clean(reason))


def _mine(ctx: Context, ref: str) -> Recognition:
    card = find(ctx, ref)
    if card.giver != ctx.login:
        raise Refused(f"{card.ref} is {card.giver}'s to withdraw; a recipient can hide it")
    return card


def react(ctx: Context, ref: str, kind: Reaction) -> bool:
    """Put my reaction on a card, or take it off again; return whether it is there now."""
    with changing(ctx) as writer:
        card = _posted(ctx, ref)
        there = rows.reaction_row(ctx.store, card.id, ctx.login, kind)
        if there is None:
            writer.insert("reaction", recognition_id=card.id, who=ctx.login, kind=kind.value)
        else:
            writer.remove("reaction", there)
        writer.describe(Verb.REACTED_TO, card.ref, kind.value if there is None else f"no {kind.value} any more")
    return there is None


def reply(ctx: Context, ref: str, text: str) -> None:
    """Write below a card."""
    text = required(text, "the reply")
    with changing(ctx) as writer:
        card = _posted(ctx, ref)
        writer.insert("reply", recognition_id=card.id, who=ctx.login, text=text, at=writer.at)
        writer.describe(Verb.REPLIED_TO, card.ref, text)


def mark_practice(ctx: Context, ref: str, when: str, how: str) -> None:
    """Mark a card as a practice worth copying: when to use it, and how; both empty take the mark away."""
    with changing(ctx) as writer:
        card = _posted(ctx, ref)
        writer.update("recognition", card.id, practice_when=clean_lines(when), practice_how=clean_lines(how))
        writer.describe(Verb.MARKED_AS_PRACTICE, card.ref, clean(when) or clean(how) or "no longer")


def hide(ctx: Context, ref: str, hidden: bool = True) -> None:
    """Take a card about me off the board and every export, or put it back; its giver sees that."""
    with write(ctx.store, ctx.login, ctx.now) as writer:
        card = find(ctx, ref)
        writer.update("recipient", _about_me(ctx, card), hidden=int(hidden))
        writer.describe(Verb.HID if hidden else Verb.SHOWED, card.ref, "a card about them")


def in_own_words(ctx: Context, ref: str, words: str) -> None:
    """Put my own words beside the giver's on a card about me."""
    with write(ctx.store, ctx.login, ctx.now) as writer:
        card = _posted(ctx, ref)
        writer.update("recipient", _about_me(ctx, card), words=clean_lines(words))
        writer.describe(Verb.TOLD_IN_OWN_WORDS, card.ref, clean(words))


def _about_me(ctx: Context, card: Recognition) -> int:
    row_id = rows.recipient_row(ctx.store, card.id, ctx.login)
    if row_id is None:
        raise Refused(f"{card.ref} is about somebody else; only they decide over it")
    return row_id


def _posted(ctx: Context, ref: str) -> Recognition:
    card = find(ctx, ref)
    if card.withdrawn:
        raise Refused(f"{card.ref} was withdrawn: {card.reason}")
    return card


def not_thanked_yet(ctx: Context) -> tuple[Member, ...]:
    """Return, for my eyes only, people I worked with on a key result whom nobody has thanked this quarter, by login."""
    since, _ = span(ctx, QUARTER)
    assert since is not None  # a quarter has a first week
    waiting = rows.worked_with(ctx.store, ctx.login, since) - rows.thanked(ctx.store, since)
    return tuple(m for m in members.members(ctx) if m.login in waiting)
