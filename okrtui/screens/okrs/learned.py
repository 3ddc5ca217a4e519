"""What was learned in a cycle, to read at any time: of key results that were scored and of openings that ended."""

from textual.content import Content

from okrtui.model.okrs import Cycle
from okrtui.rituals.context import Context
from okrtui.rituals.documents import report_data
from okrtui.screens.base.command_group import CommandGroup
from okrtui.screens.okrs.commands import OkrTreeScreen
from okrtui.text import clean
from okrtui.widgets.drawing.marks import ACCENT, QUIET
from okrtui.widgets.forms.reader import Reader

Learned = tuple[str, str, str, str]
"""Ref, title, whose words they are or "", and the words."""


def read_learned(ctx: Context, name: str) -> tuple[Learned, ...]:
    """Return what the report of a cycle tells as learned: comments of its key results' scores, then its openings."""
    found = report_data.read_cycle(ctx, name)
    krs = [each.kr for o in found.standing.objectives for each in o.key_results if each.kr.comment]
    scored = [(kr.ref, kr.title, "", kr.comment) for kr in krs]
    return (*scored, *((each.case.ref, each.case.title, said.who, said.text) for each, said in found.learned))


def learned_lines(found: tuple[Learned, ...]) -> list[Content]:
    """Return the lines of the dialog; one sentence where there is nothing yet."""
    if not found:
        return [Content("Nothing yet: what is said where a key result is scored or an opening ends stands here.")]
    lines: list[Content] = []
    for ref, title, who, text in found:
        head = ((f"{ref} ", ACCENT), (clean(title), "bold"), (f"  {clean(who)}" if who else "", QUIET))
        lines += [Content.assemble(*head), *(Content(f"  {clean(line)}") for line in text.split("\n")), Content()]
    return lines[:-1]


class LearnedCommands(CommandGroup[OkrTreeScreen]):
    """Reading what a cycle taught."""

    def why_not_learned(self) -> str | None:
        """There must be a cycle."""
        return None if self.screen.here_cycle else "there is no cycle here"

    async def do_learned(self) -> None:
        """Show what was learned in the cycle under the cursor."""
        cycle: Cycle | None = self.screen.here_cycle
        if cycle is not None:
            found = await self.screen.ask(read_learned, cycle.name)
            self.screen.app.push_screen(Reader(f"What was learned in {cycle.name}", learned_lines(found)))
