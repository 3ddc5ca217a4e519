"""The idea pool as a document: ideas by state, with whoever champions them and why they were rejected."""

from collections.abc import Sequence

from okrtui.model.ideas import IdeaState
from okrtui.rituals import ideas
from okrtui.rituals.context import Context
from okrtui.sharing.markdown.escape import inline


def ideas_page(ctx: Context, words: Sequence[str]) -> str:
    """Return the ideas that hold all words, by state."""
    lines = ["# Ideas"]
    found = ideas.ideas(ctx, words=words)
    for state in IdeaState:
        there = [each for each in found if each.state is state]
        if there:
            lines += ["", f"## {state.value.capitalize()}", ""]
            for each in there:
                champion = f"champion {inline(each.champion)}" if each.champion else ""
                more = [each.kr, champion, inline(each.reason), *each.cases]
                lines.append(f"- {each.ref} {inline(each.title)}" + "".join(f" · {part}" for part in more if part))
    return "\n".join(lines) + "\n"
