"""Ideas: from an inbox or a brainstorm through research and prototype to adopted, or rejected with a reason."""

from collections.abc import Sequence
from datetime import timedelta

from okrtui.errors import Refused
from okrtui.model.ideas import Idea, IdeaState
from okrtui.model.journal import Verb
from okrtui.model.live import Kind, Phase
from okrtui.rituals.context import Context
from okrtui.rituals.live import facilitation, sessions
from okrtui.rituals.okrs.objectives import key_result
from okrtui.rituals.people.members import assigned, changing, required
from okrtui.rules.live import phases, rounds
from okrtui.storage.journal.writer import Writer
from okrtui.storage.repositories import ideas as rows
from okrtui.text import clean, clean_lines, folded

STALE = timedelta(days=28)
INBOX = "inbox"
ENDED = (IdeaState.ADOPTED, IdeaState.REJECTED)


def drop(ctx: Context, text: str, *, who: str = "", inbox: bool = False) -> tuple[str, str]:
    """Put an idea into the running brainstorm, or into the inbox where none gathers; return (ref, where it went).

    `who` is whose idea it is, where somebody enters it for another. The newest session that takes cards gets it.
    Raises Refused where an anonymous one takes no cards now and `inbox` was not asked for: that would store a name.
    """
    there = [s for s in sessions.sessions(ctx, Kind.BRAINSTORM) if s.phase is not Phase.CLOSED and not inbox]
    now = next((s for s in there if rounds.why_not("write", s, ctx.today) is None), None)
    if now is None and any(s.anonymous for s in there):
        of = next(s for s in there if s.anonymous)
        raise Refused(f"{of.ref} is anonymous and in “{of.phase}”; --inbox puts the idea there, under your name")
    if now is not None:
        try:
            card = sessions.write_card(ctx, now.ref, text, who=who)
            return f"card {card.id}", now.title
        except Refused:
            if now.anonymous or rounds.why_not("write", sessions.find(ctx, now.ref), ctx.today) is None:
                raise
    person, words, _, kr = sessions.scribed(ctx, text)
    return capture(ctx, words, kr=kr, champion=who or person).ref, INBOX


def capture(ctx: Context, title: str, *, text: str = "", kr: str = "", champion: str = "") -> Idea:
    """Put an idea into the inbox and return it."""
    title = required(title, "the idea")
    with changing(ctx) as writer:
        idea_id = _insert(writer, ctx, title, clean_lines(text), kr, champion)
        writer.describe(Verb.CAPTURED_IDEA, f"I{idea_id}", title)
    return find(ctx, f"I{idea_id}")


def _insert(
    writer: Writer,
    ctx: Context,
    title: str,
    text: str,
    kr: str,
    champion: str,
    session_id: int | None = None,
    group_id: int | None = None,
    effort: int | None = None,
    impact: int | None = None,
) -> int:
    idea = Idea(
        0,
        title,
        text,
        IdeaState.CAPTURED,
        assigned(writer, ctx, champion),
        effort=_judged(effort),
        impact=_judged(impact),
    )
    kr_id = key_result(ctx, kr).id if kr.strip() else None
    idea_id = rows.add(writer, idea, kr_id=kr_id, session_id=session_id, group_id=group_id)
    rows.add_step(writer, idea_id, IdeaState.CAPTURED, "")
    return idea_id


def _judged(number: int | None) -> int | None:
    if number is not None and number not in (1, 2, 3):
        raise Refused(f"{number}: effort and impact are 1 (small), 2 or 3 (large)")
    return number


def choose(
    ctx: Context,
    ref: str,
    group_id: int,
    *,
    champion: str = "",
    effort: int | None = None,
    impact: int | None = None,
) -> Idea:
    """Make a group of a session an idea that lives on, with a champion; its cards become the idea's text."""
    with facilitation.as_facilitator(ctx, ref) as (writer, of):
        phases.check("choose", of.phase)
        found = next((g for g in sessions.view(ctx, ref).groups if g.id == group_id), None)
        if found is None:
            raise Refused("that group is gone")
        if found.idea:
            raise Refused(f"it is {found.idea} already")
        text = "\n".join(sorted((card.text for card in found.cards if card.text != found.name), key=str.casefold))
        idea_id = _insert(writer, ctx, found.name, text, of.kr, champion, of.id, group_id, effort, impact)
        writer.describe(Verb.CHOSE_IDEA, f"I{idea_id}", found.name)
    return find(ctx, f"I{idea_id}")


def ideas(
    ctx: Context, *, state: IdeaState | None = None, words: Sequence[str] = (), ended: bool = True
) -> tuple[Idea, ...]:
    """Return ideas, newest first; in a state, with all of `words`, without adopted and rejected ones where asked."""
    found = rows.ideas(ctx.store, state=state)
    low = [folded(word) for word in words]
    return tuple(
        each
        for each in found
        if (ended or each.state not in ENDED)
        and all(word in folded(f"{each.title}\n{each.text}\n{each.champion}\n{each.kr}") for word in low)
    )


def find(ctx: Context, ref: str) -> Idea:
    """Return the idea called `ref` (`I4`). Raises Refused where there is none."""
    digits = ref.strip().upper().removeprefix("I")
    found = rows.ideas(ctx.store, idea_id=int(digits)) if digits.isdecimal() and len(digits) < 12 else ()
    if not found:
        raise Refused(f"there is no idea {clean(ref)}; see: okrtui ideas list")
    return found[0]


def advance(ctx: Context, ref: str, to: IdeaState, note: str = "") -> Idea:
    """Bring an idea to another state, dated and noted. Raises Refused past a step, or rejected without a reason."""
    with changing(ctx) as writer:
        idea = find(ctx, ref)
        reason = phases.idea_may(idea.state, to)
        if reason is not None:
            raise Refused(f"{idea.ref}: {reason}")
        said = clean(note)
        if to is IdeaState.REJECTED and not said:
            raise Refused(f"{idea.ref} can be rejected with a reason; why?")
        writer.update("idea", idea.id, state=to.value, reason=said if to is IdeaState.REJECTED else "")
        rows.add_step(writer, idea.id, to, said)
        writer.describe(Verb.BROUGHT_IDEA, idea.ref, f"{idea.state} → {to}")
    return find(ctx, ref)


def champion(ctx: Context, ref: str, login: str) -> Idea:
    """Give an idea a champion, "" for nobody."""
    with changing(ctx) as writer:
        idea = find(ctx, ref)
        writer.update("idea", idea.id, champion=assigned(writer, ctx, login) or None)
        writer.describe(Verb.CHAMPIONED_IDEA, idea.ref, login or "nobody")
    return find(ctx, ref)


def is_stale(idea: Idea, ctx: Context) -> bool:
    """Tell whether an idea that is on its way has not moved for four weeks."""
    return idea.state not in ENDED and bool(idea.steps) and ctx.now - idea.steps[-1].at > STALE


def unchosen(ctx: Context, words: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return (session ref, text) of ended sessions' cards that contain all `words`: nothing unchosen is lost."""
    ended = {s.id: s for s in sessions.sessions(ctx) if s.phase is Phase.CLOSED}
    low = [folded(word) for word in words]
    return tuple(
        (ended[session_id].ref, text)
        for session_id, text in rows.card_texts(ctx.store)
        if session_id in ended and all(word in folded(text) for word in low)
    )
