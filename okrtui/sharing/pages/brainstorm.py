"""A brainstorm as a document: the question, what is carried on by whom, and everything else that came up."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from okrtui.model.ideas import Idea, IdeaState
from okrtui.model.live import Group, Phase, View
from okrtui.rituals import ideas as idea_ritual
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rules.formatting import count, long_day
from okrtui.sharing.markdown import phrases
from okrtui.sharing.markdown.escape import inline, item
from okrtui.sharing.markdown.phrases import Names
from okrtui.sharing.pages.heroes import names_of
from okrtui.sharing.pages.session_parts import (
    asked,
    card_list,
    held,
    local,
    others,
    still_runs,
    tells,
    tied,
    with_votes,
)

SIZES = {1: "small", 2: "medium", 3: "large"}
ANONYMOUS = (
    "Who wrote and who voted was stored nowhere. Whoever carries an idea on took it up afterwards, "
    "which says nothing about who had it."
)
_STATES = {
    IdeaState.CAPTURED: "captured",
    IdeaState.SHORTLISTED: "on the shortlist",
    IdeaState.RESEARCH: "in research",
    IdeaState.PROTOTYPE: "a prototype",
    IdeaState.ADOPTED: "adopted",
    IdeaState.REJECTED: "rejected",
}


def brainstorm_page(ctx: Context, ref: str) -> str:
    """Return a brainstorm as Markdown, safe to share: no author where it is anonymous, never who voted for what.

    Of a session that still runs it tells what everybody may see by now. Raises Refused for no such session.
    """
    found = sessions.view(ctx.without_tokens(), ref)
    of, names = found.session, names_of(ctx)
    carried = {each.ref: each for each in idea_ritual.ideas(ctx) if each.session == of.ref}
    chosen = [group for group in found.groups if group.idea in carried]
    parts = [f"# {inline(of.title)}", phrases.quoted(of.question), _opening(ctx, found, names)]
    if of.anonymous:
        parts.append(ANONYMOUS)
    parts += ["## What we chose"] if chosen else []
    for group in chosen:
        parts += _carried(ctx, group, carried[group.idea], names, of.prompts)
    rest = list(others([group for group in found.groups if group.idea not in carried], found.loose, names, of.prompts))
    parts += ["## What else came up" if chosen else "## What came up", *rest] if rest else []
    parts += asked(found.polls)
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(ctx: Context, found: View, names: Names) -> str:
    of = found.session
    said = [f"A brainstorm of {held(ctx, of)}" + (f" for {of.kr}." if of.kr else ".")]
    cards, groups = len(found.cards), len(found.groups)
    if of.phase is not Phase.CLOSED:
        said.append(still_runs(of))
    if not of.anonymous:
        said.append(f"{names(of.facilitator)} led it.")
    said += tied(of)
    if cards:
        authors = len({card.author for card in found.cards if card.author})
        by = "" if of.anonymous or not authors else f" by {count(authors, 'person', 'people')}"
        said.append(f"{count(cards, 'idea')}{by}, in {count(groups, 'group')}." if groups else f"{cards} so far{by}.")
    else:
        said.append("Nothing has been written.")
    votes = sum(group.votes or 0 for group in found.groups)
    if votes:
        said.append(f"{count(votes, 'vote was', 'votes were')} given.")
    return " ".join(said)


def _carried(ctx: Context, group: Group, idea: Idea, names: Names, prompts: Sequence[str]) -> Iterator[str]:
    """Give a chosen group's heading, who carries it on and how, its steps and its cards."""
    yield f"### {inline(idea.title)}{with_votes(group, ': ')}"
    sizes = [f"{name} {SIZES[size]}" for name, size in (("effort", idea.effort), ("impact", idea.impact)) if size]
    ref = f"{idea.ref}{f' for {idea.kr}' if idea.kr else ''}"
    if idea.state in idea_ritual.ENDED:
        carried = f" {names.bold(idea.champion)} carried it on." if idea.champion else ""
        parts = [f"It was {ref} and is {_STATES[idea.state]}.{carried}"]
    else:
        who = f"{names.bold(idea.champion)} carries it on" if idea.champion else "Nobody carries it on yet"
        parts = [f"{who}: it is {ref}, {_STATES[idea.state]}."]
    parts += [f"{', '.join(sizes).capitalize()}."] if sizes else []
    yield " ".join(parts)
    steps = [_step(ctx, step.at, step.state, step.note) for step in idea.steps[1:]]
    if steps:
        yield "\n".join(steps)
    if tells(group):
        yield f"It grew out of:\n\n{card_list(group.cards, names, prompts)}"


def _step(ctx: Context, at: datetime, state: IdeaState, note: str) -> str:
    when = f"- {long_day(local(ctx, at).date())}, {_STATES[state]}"
    return item(f"{when}: ", note) if note else when
