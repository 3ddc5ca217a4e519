"""What a brainstorm came to, large: the groups with most votes, who carries them on, and effort against impact."""

from collections.abc import Mapping, Sequence

from textual.content import Content

from okrtui.model.ideas import Idea
from okrtui.model.live import Group, View
from okrtui.rules.formatting import count
from okrtui.text import cells, clean, fit
from okrtui.widgets.drawing.bigtype import LARGE, SMALL, big
from okrtui.widgets.drawing.marks import ACCENT, GOOD, QUIET
from okrtui.widgets.live.rows import ranks
from okrtui.widgets.live.wall import GAP, LEAST, beside

SPACIOUS = 45
"""Lines from which on winners are as large as they go."""
SIZES = ("small", "medium", "large")
CELL = 12
"""Cells of one field of effort against impact."""


def results(view: View, ideas: Sequence[Idea], width: int, height: int) -> list[Content]:
    """Return the winners in large type, then all groups as bars in the order of their votes, ties as ties."""
    carried = {each.ref: each for each in ideas}
    chosen = [group for group in view.groups if group.idea]
    first = [group for group in view.groups[:1] if group.votes]
    lines = list[Content]()
    for group in chosen or first:
        rows = LARGE if height >= SPACIOUS else SMALL
        rows = rows if len(lines) + rows + 4 + min(len(view.groups), 4) <= height else 0
        lines += [*_winner(group, carried.get(group.idea), width, rows), Content()]
    grid = matrix(ideas)
    if grid and width >= LEAST + GAP + cells(grid[0].plain):
        bars = width - GAP - grid[0].cell_length
        return [*lines, *beside([_bars(view, bars), grid], bars)]
    return [*lines, *_bars(view, width), *([Content(), *grid] if grid else [])]


def _winner(group: Group, idea: Idea | None, width: int, rows: int) -> list[Content]:
    style = f"bold {ACCENT}"
    name = big(group.name, width, rows, style) if rows else [Content.styled(clean(group.name), style)]
    said = [count(group.votes or 0, "vote")]
    if idea is not None:
        said.append(f"{clean(idea.champion)} carries it on" if idea.champion else "nobody carries it on yet")
        sizes = (("effort", idea.effort), ("impact", idea.impact))
        said += [f"{what} {SIZES[size - 1]}" for what, size in sizes if size]
    told = Content.styled("   ·   ".join(said), "bold")
    mark = Content.styled(f"{group.idea}   ·   ", f"bold {GOOD}") if group.idea else Content()
    line = (mark + told).truncate(max(1, width), ellipsis=True)
    blank = Content(" " * max(0, (width - line.cell_length) // 2)) if rows else Content("  ")
    return [*name, blank + line]


def _bars(view: View, width: int) -> list[Content]:
    top = max((group.votes or 0 for group in view.groups), default=0)
    bar = max(10, min(width // 3, 30))
    lines = []
    for group, place in zip(view.groups, ranks(view.groups), strict=True):
        votes = group.votes or 0
        full = "█" * max(1, round(votes / top * bar)) if votes else ""
        chosen = f"  → {group.idea}" if group.idea else ""
        name = fit(clean(group.name), max(8, width - bar - 11 - len(chosen)), pad=False)
        lead = Content.assemble((f"{place if votes else '':>3} ", QUIET), (f"{votes:>3} ", "bold"))
        lines.append(lead + Content.assemble((full.ljust(bar), ACCENT), " ", (name, "bold"), (chosen, GOOD)))
    return lines


def matrix(ideas: Sequence[Idea]) -> list[Content]:
    """Return the judged ideas by effort (to the right) and impact (upward), [] where none is judged."""
    inside: dict[tuple[int, int], list[str]] = {}
    for idea in ideas:
        if idea.effort and idea.impact:
            inside.setdefault((idea.effort, idea.impact), []).append(idea.ref)
    if not inside:
        return []
    lines = [Content.styled("impact" + " " * (3 * CELL + 4), QUIET)]
    for impact in (3, 2, 1):
        row = [_field(inside, effort, impact) for effort in (1, 2, 3)]
        lines.append(Content.styled(f"{SIZES[impact - 1]:>7} │", QUIET) + Content("").join(row))
    lines.append(Content.styled(f"        └{'─' * (3 * CELL)}", QUIET))
    lines.append(Content.styled(" effort   " + "".join(f"{size:<{CELL}}" for size in SIZES), QUIET))
    return lines


def _field(inside: Mapping[tuple[int, int], Sequence[str]], effort: int, impact: int) -> Content:
    refs = " ".join(inside.get((effort, impact), ()))
    best = effort < impact
    return Content.styled(f" {fit(refs or '·', CELL - 1)}", (f"bold {GOOD}" if best else "bold") if refs else QUIET)
