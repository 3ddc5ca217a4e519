"""Any live session as Markdown."""

from okrtui.model.live import Kind
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.sharing.pages.brainstorm import brainstorm_page
from okrtui.sharing.pages.retro import retro_page


def session_page(ctx: Context, ref: str) -> str:
    """Return a brainstorm or retro as Markdown, safe to share. Raises Refused for no such session."""
    page = retro_page if sessions.find(ctx, ref).kind is Kind.RETRO else brainstorm_page
    return page(ctx, ref)
