"""Any live session as Markdown."""

from okrtui.errors import Refused
from okrtui.model.live import Kind
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rituals.live.grouping import NO_PROXY
from okrtui.rules.formatting import count
from okrtui.rules.live import phases
from okrtui.rules.live.sheets import EXAMPLE
from okrtui.sharing.markdown import phrases
from okrtui.sharing.markdown.escape import inline, table
from okrtui.sharing.pages.brainstorm import brainstorm_page
from okrtui.sharing.pages.retro import retro_page


def session_page(ctx: Context, ref: str) -> str:
    """Return a brainstorm or retro as Markdown, safe to share. Raises Refused for no such session."""
    page = retro_page if sessions.find(ctx, ref).kind is Kind.RETRO else brainstorm_page
    return page(ctx, ref)


def vote_sheet(ctx: Context, ref: str) -> str:
    """Return a sheet of paper to vote on, as Markdown that is read as plain text, too: each group with its number.

    Raises Refused where there is no voting now, and in an anonymous session.
    """
    found = sessions.view(ctx.without_tokens(), ref)
    of = found.session
    phases.check("vote", of.phase, of.kind)
    if of.anonymous:
        raise Refused(NO_PROXY)
    most = min(of.votes_per_group, found.budget)
    boxes = " ".join("☐" * most) if most <= 9 else "____"
    rows = [(str(group.id), boxes, inline(group.name)) for group in found.groups]
    parts = [
        f"# Vote: {inline(of.title)}",
        phrases.quoted(of.question),
        f"You have {count(found.budget, 'vote')}, at most {most} for one. A mark is a vote.",
        "Name: ____________________",
        table(("No.", "Votes", "What"), rows, right=(0,)),
        f"{inline(of.facilitator)} enters it: okrtui {of.kind} vote --sheet -, a line a person, like {EXAMPLE}",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"
