"""A case that is worked out in a live session: what the session is tied to, and its cards that come back as advice."""

from okrtui.errors import Refused
from okrtui.model.cases import CaseLink, Sight
from okrtui.model.live import View
from okrtui.rituals.cases import cases
from okrtui.rituals.context import Context
from okrtui.rules.formatting import count
from okrtui.storage.journal.entries import entries
from okrtui.storage.journal.undo import undo_if_bare
from okrtui.storage.journal.writer import Writer
from okrtui.storage.repositories import cases as rows


def begin(ctx: Context, writer: Writer, ref: str, session_id: int) -> None:
    """Tie a session that begins to the case that it works out. Raises Refused where that asks for no advice now."""
    found = cases.find(ctx, ref)
    if reason := cases.why_not_live(found):
        raise Refused(reason)
    rows.add_link(writer, found.case.id, CaseLink.WORKED_OUT, session_id=session_id)


def bring_back(ctx: Context, view: View) -> None:
    """Write what a session's cards say to the case that it works out: as advice, by whoever closes it.

    In an entry of its own, which `take_back` takes back with the closing. Without a card, or where the case is not
    everybody's to see any more or has these words, nothing is written.
    """
    of = view.session
    text = told(view)
    if not of.case or not text:
        return
    found = cases.find(ctx, of.case)
    if found.process.sight is Sight.OPEN and text not in (each.text for each in found.case.entries):
        cases.note(ctx, of.case, text)


def take_back(ctx: Context, view: View, closing: int) -> None:
    """Take back what the journal's entry `closing` brought back to a case, unless something came after it there."""
    of, text = view.session, told(view)
    last = entries(ctx.store, who=ctx.login, ref=of.case, before=closing, limit=1) if of.case and text else ()
    rows_said = [change["after"] for change in last[0].changes] if last else []
    if any(isinstance(row, dict) and row.get("text") == text for row in rows_said):
        undo_if_bare(ctx.store, ctx.login, ctx.now, last[0].id)


def told(view: View) -> str:
    """Return what a session's cards say, groups with most votes first, "" where there are none; nobody is named."""
    lines = []
    for group in view.groups:
        votes = f" ({count(group.votes, 'vote')})" if group.votes else ""
        more = [each.text for each in group.cards if each.text and each.text != group.name]
        if group.cards:
            lines.append(f"- {group.name}{votes}" + (f": {'; '.join(more)}" if more else ""))
    lines += [f"- {each.text}" for each in view.cards if each.group is None and each.text]
    return "\n".join([f"Worked out in {view.session.ref}, “{view.session.title}”:", *lines]) if lines else ""
