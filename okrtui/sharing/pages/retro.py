"""A retro as a document: where we stood, what was decided, who does what until when, and all that was said."""

from collections.abc import Iterator, Sequence

from okrtui.model.live import Group, Phase, Session
from okrtui.model.retro import Facts, KrReview, Note, NoteKind, RetroView, TopicState, Verdict
from okrtui.rituals.context import Context
from okrtui.rituals.people.agreements import agreements
from okrtui.rituals.retro.agenda import proposed
from okrtui.rituals.retro.retro import facts as facts_of
from okrtui.rituals.retro.retro import retro_view
from okrtui.rules.formatting import count, listed, long_days, percent, tenths
from okrtui.rules.live.polls import FEW, tallied
from okrtui.sharing.markdown import phrases
from okrtui.sharing.markdown.escape import cell, inline, item, opening, table
from okrtui.sharing.markdown.phrases import Names
from okrtui.sharing.pages.actions import task
from okrtui.sharing.pages.heroes import names_of
from okrtui.sharing.pages.session_parts import asked, card_list, held, others, still_runs, tells, tied, with_votes

ANONYMOUS = (
    "Who wrote, voted, noted or answered was stored nowhere. Whoever has an action took it on in the open, "
    "which says nothing about who asked for it."
)
RADAR_BEFORE = 5
"""Earlier retros that a radar's page tells of."""
_VERDICTS = {Verdict.KEEP: "We keep it.", Verdict.CHANGE: "We change it.", Verdict.STOP: "We stop it."}


def retro_page(ctx: Context, ref: str) -> str:
    """Return a retro as Markdown, safe to share: no author where it is anonymous, never who voted or answered what.

    Of a retro that still runs it tells what everybody may see by now. Raises Refused for no such retro.
    """
    found = retro_view(ctx.without_tokens(), ref)
    of, names = found.view.session, names_of(ctx)
    looked_back = facts_of(ctx, of) if of.phase is not Phase.LOBBY else None
    discussed = [t.group for t in found.topics if t.state is not TopicState.WAITING]
    ids = {group.id for group in discussed}
    parts = [f"# {inline(of.title)}", phrases.quoted(of.question), _opening(ctx, found, names)]
    parts += [ANONYMOUS] if of.anonymous else []
    parts += _under("Decisions", _decisions(found))
    parts += _under("Actions", _actions(found, names))
    parts += _under("Working agreements", _agreements(found))
    parts += _under("Topics", [each for group in discussed for each in _topic(group, found, names)])
    parts += _under("Key result by key result", _reviews(found.reviews, names))
    parts += _under("Parking lot", _parked(found, names))
    rest = [group for group in found.view.groups if group.id not in ids]
    parts += _under("What else came up", list(others(rest, found.view.loose, names, of.prompts)))
    parts += _under("Health radar", _radar(found))
    parts += asked(found.polls)
    parts += _under("Where we stood", _stood(looked_back, of, names) if looked_back else [])
    parts += _under("Agenda", _agenda(found, names))
    return "\n\n".join(part for part in parts if part) + "\n"


def coming_page(ctx: Context) -> str:
    """Return what the next retro is to talk about, and what was agreed in those before."""
    parts = ["# Retros"]
    for head, said in (("On the next agenda", proposed(ctx)), ("Working agreements", agreements(ctx))):
        parts += [f"## {head}", "\n".join(f"- {opening(each.text)}" for each in said)] if said else []
    return "\n\n".join(parts) + "\n"


def _under(head: str, parts: Sequence[str]) -> list[str]:
    return [f"## {head}", *parts] if parts else []


def _opening(ctx: Context, found: RetroView, names: Names) -> str:
    of = found.view.session
    whose = f" of {inline(of.team)}" if of.team else ""
    said = [f"A retro{whose} of {held(ctx, of)}" + (f", looking back on {inline(of.cycle)}." if of.cycle else ".")]
    if of.phase is not Phase.CLOSED:
        said.append(still_runs(of))
    if not of.anonymous:
        said.append(f"{names(of.facilitator)} led it.")
    said += tied(of)
    cards, groups = found.view.cards, found.view.groups
    if cards:
        authors = len({card.author for card in cards if card.author})
        by = f" by {count(authors, 'person', 'people')}" if authors and not of.anonymous else ""
        into = f", in {count(len(groups), 'group')}" if groups else ""
        said.append(f"{count(len(cards), 'card')}{by}{into}.")
    else:
        said.append("Nothing has been written.")
    votes = sum(group.votes or 0 for group in groups)
    if votes:
        said.append(f"{count(votes, 'vote was', 'votes were')} given.")
    return " ".join(said)


# -- what came out


def _decisions(found: RetroView) -> list[str]:
    decided = [f"- {opening(note.text)}" for note in found.notes if note.kind is NoteKind.DECISION]
    return ["\n".join(decided)] if decided else []


def _actions(found: RetroView, names: Names) -> list[str]:
    """Return the actions that came out of it as a task list; in the review the page tells of none that are older."""
    mine = [each for each in found.actions if each.source == found.view.session.ref]
    return ["\n".join(task(each, names) for each in sorted(mine, key=lambda each: each.id))] if mine else []


def _agreements(found: RetroView) -> list[str]:
    ref = found.view.session.ref
    made = [f"- {opening(each.text)}" for each in found.agreements if each.session == ref]
    return ["\n".join(made)] if made else []


# -- what was said


def _topic(group: Group, found: RetroView, names: Names) -> Iterator[str]:
    yield f"### {inline(group.name)}{with_votes(group, ': ')}"
    if tells(group) or any(card.author or card.tag for card in group.cards):
        yield card_list(group.cards, names, found.view.session.prompts)
    notes = [note for note in found.notes if note.group == group.id and note.kind is NoteKind.NOTE]
    if notes:
        yield "What was said:"
        yield "\n".join(_note(note, names) for note in notes)


def _note(note: Note, names: Names) -> str:
    return f"- {opening(note.text)}" + (f" ({names(note.who)})" if note.who else "")


def _parked(found: RetroView, names: Names) -> list[str]:
    topics = [f"- {opening(t.group.name)}" for t in found.topics if t.state is TopicState.PARKED]
    notes = [_note(note, names) for note in found.notes if note.kind is NoteKind.PARKED]
    return ["\n".join([*topics, *notes])] if topics or notes else []


def _reviews(reviews: Sequence[KrReview], names: Names) -> list[str]:
    return ["\n".join(_review(each, names) for each in reviews)] if reviews else []


def _review(each: KrReview, names: Names) -> str:
    score = tenths(each.score) if each.score is not None else f"no score yet, {percent(each.progress)} of the way"
    said = [f"{_VERDICTS[each.verdict]}" if each.verdict else ""]
    said += [f"{each.comment}" if each.comment else "", f"What we learned: {each.learned}" if each.learned else ""]
    lead = f"- **{each.kr} {inline(each.title)}** ({names(each.dri)}): {score}"
    told = "\n".join(line for line in said if line)
    return item(f"{lead}. ", told) if told else lead


# -- what it stood on


def _radar(found: RetroView) -> list[str]:
    """Return the health radar as a table: what each question came to here, and its mean in the retros before."""
    of, rows = found.view.session, []
    polls = {poll.radar: poll for poll in found.polls if poll.radar is not None and not poll.open and poll.answered}
    trends = {each.id: each.points for each in found.radar}
    for number, poll in polls.items():
        told, points = dict(tallied(poll)), trends.get(number or 0, ())
        before = [point for point in points if int(point.session[1:]) < of.id][-RADAR_BEFORE:]
        counts = [str(told.get(name, "")) for name in ("green", "amber", "red")]
        rows.append((cell(poll.question), *counts, ", ".join(f"{tenths(each.mean)} on {each.day}" for each in before)))
    if not rows:
        return []
    few_said = [FEW[0].upper() + FEW[1:] + "."] if not any(row[1] for row in rows) else []
    how = "The mean of a question goes from 1.0, all red, to 3.0, all green." if any(row[4] for row in rows) else ""
    parts = [*few_said, how, table(("question", "green", "amber", "red", "mean before"), rows, right=(1, 2, 3))]
    return [part for part in parts if part]


def _stood(facts: Facts, of: Session, names: Names) -> list[str]:
    lines = [f"- {count(facts.done, 'commitment')} done of {facts.committed}"] if facts.committed else []
    if facts.pulse:
        lines.append("- Pulse " + ", ".join(f"{tenths(p.mean)} in {phrases.in_week(p.week)}" for p in facts.pulse))
    parts = [f"From {long_days(facts.since, facts.until)}." if facts.since < facts.until else ""]
    parts += ["\n".join(lines)] if lines else []
    if facts.key_results:
        rows = [
            (
                f"{stand.kr.ref} {cell(stand.kr.title)}",
                percent(stand.progress),
                "" if stand.confidence is None else str(stand.confidence),
            )
            for stand in facts.key_results
        ]
        parts.append(table(("key result", "progress", "confidence"), rows, right=(1, 2)))
    if facts.heroes:
        parts.append(_heroes(facts, of, names))
    return [part for part in parts if part]


def _heroes(facts: Facts, of: Session, names: Names) -> str:
    if of.anonymous:
        return f"{count(len(facts.heroes), 'card', 'cards')} of thanks stood on the hero board."
    told = [
        item(f"- {names(card.giver)} → {listed(names(each.login) for each in card.recipients)}: ", card.story)
        for card in facts.heroes
        if not card.hidden
    ]
    return "\n".join(["Who was thanked:", "", *told]) if told else ""


def _agenda(found: RetroView, names: Names) -> list[str]:
    of = found.view.session
    steps = [step for step in of.agenda if not step.skipped]
    if not steps:
        return []
    told = []
    for step in steps:
        who = f" ({names(step.who)})" if step.who and not of.anonymous else ""
        notes = [note for note in found.notes if note.item == step.id and note.kind is NoteKind.NOTE]
        minutes = f", {step.minutes} min" if step.minutes else ""
        told += [f"- {opening(step.title)}{who}{minutes}", *(f"  {_note(note, names)}" for note in notes)]
    return ["\n".join(told)]
