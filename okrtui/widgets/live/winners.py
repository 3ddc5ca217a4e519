"""What a brainstorm came to, large: the groups with most votes, who carries them on, and effort against impact."""

from collections.abc import Sequence

from textual.content import Content

from okrtui.model.ideas import Idea
from okrtui.model.live import Group, View
from okrtui.rules.formatting import count
from okrtui.text import cells, clean, fit
from okrtui.widgets.drawing.bigtype import LARGE, SMALL, big
from okrtui.widgets.drawing.marks import ACCENT, GOOD, QUIET
from okrtui.widgets.drawing.wrapping import wrapped
from okrtui.widgets.live.rows import ranks
from okrtui.widgets.live.wall import GAP, LEAST, beside, share

SPACIOUS = 45
"""Lines from which on winners are as large as they go."""
SIZES = ("small", "medium", "large")
LOWEST = 14
"""Lines that the map of effort against impact has at least."""
RULE = QUIET


def results(view: View, ideas: Sequence[Idea], width: int, height: int) -> list[Content]:
    """Return the winners in large type, then all groups as bars in the order of their votes, ties as ties."""
    carried = {each.ref: each for each in ideas}
    chosen = [group for group in view.groups if group.idea]
    first = [group for group in view.groups[:1] if group.votes]
    judged = any(each.effort and each.impact for each in ideas)
    below = LOWEST if judged and height >= SPACIOUS // 2 else 0
    lines = list[Content]()
    for group in chosen or first:
        rows = LARGE if height >= SPACIOUS else SMALL
        rows = rows if len(lines) + rows + 4 + max(min(len(view.groups), 4), below) <= height else 0
        lines += [*_winner(group, carried.get(group.idea), width, rows), Content()]
    rest = height - len(lines)
    if judged and width >= 2 * LEAST + GAP:
        half = share(width, 2)
        return [*lines, *beside([_bars(view, half), matrix(ideas, half, rest)], half)]
    grid = matrix(ideas, width, min(rest - len(view.groups) - 1, LOWEST))
    return [*lines, *_bars(view, width), *([Content(), *grid] if grid else [])]


def _winner(group: Group, idea: Idea | None, width: int, rows: int) -> list[Content]:
    style = f"bold {ACCENT}"
    name = big(group.name, width, rows, style) if rows else [Content.styled(clean(group.name), style)]
    said = [count(group.votes or 0, "vote")]
    if idea is not None:
        said.append(f"{clean(idea.champion)} carries it on" if idea.champion else "nobody carries it on yet")
        sizes = (("effort", idea.effort), ("impact", idea.impact))
        said += [f"{what} {SIZES[size - 1]}" for what, size in sizes if size]
    wide = len(said) + sum(map(cells, (*said, group.idea))) + 6 * len(said) < width
    dot = "   ·   " if wide else " · "
    told = Content.styled(dot.join(said), "bold")
    mark = Content.styled(f"{group.idea}{dot}", f"bold {GOOD}") if group.idea else Content()
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


def matrix(ideas: Sequence[Idea], width: int, height: int) -> list[Content]:
    """Return the judged ideas on a map in `width` cells: effort to the right, impact upward, two by two fields.

    Who is judged medium stands on the line between. It has `height` lines or more, and is [] where nothing is judged.
    """
    inside: dict[tuple[int, int], list[Idea]] = {}
    for idea in ideas:
        if idea.effort and idea.impact:
            inside.setdefault((idea.effort, idea.impact), []).append(idea)
    if not inside:
        return []
    third = max(8, (width - 2) // 3)
    tall = max(3, (height - 3) // 3)
    lines = [Content.styled(f"impact ↑{'':{third - 8}}", QUIET)]
    for impact in (3, 2, 1):
        parts = [_field(inside.get((effort, impact), ()), effort, impact, third, tall) for effort in (1, 2, 3)]
        tallest = max(map(len, parts))
        columns = [_ruled(part, effort, impact, third, tallest) for effort, part in enumerate(parts, 1)]
        lines += [Content.styled("│", QUIET) + Content("").join(row) for row in zip(*columns, strict=True)]
    return [*lines, Content.styled(f"└{'─' * (3 * third - 9)} effort →", QUIET)]


FIELDS = {(1, 3): "quick wins", (3, 3): "big bets", (1, 1): "small things", (3, 1): "think twice"}
"""What the four fields of the map are called, by effort and impact."""


def _field(ideas: Sequence[Idea], effort: int, impact: int, width: int, height: int) -> list[Content]:
    """Return what stands at one place of the map: its field's name in a corner, and the ideas."""
    style = f"bold {GOOD}" if effort < impact else "bold"
    lines = [
        Content.assemble((f"{each.ref if not n else '':<4}", ACCENT), (line, style))
        for each in ideas
        for n, line in enumerate(wrapped(each.title, max(4, width - 5), 3))
    ]
    name = [Content.styled(FIELDS[effort, impact], QUIET)] if (effort, impact) in FIELDS else []
    blank = [Content()] * max(0, height - len(lines) - len(name))
    return [*name, *lines, *blank] if impact > 1 else [*blank, *lines, *name]


def _ruled(lines: Sequence[Content], effort: int, impact: int, width: int, height: int) -> list[Content]:
    """Return a place's lines filled up to `width`, with the lines between the fields where nothing stands on them."""
    ruled = list[Content]()
    for n in range(height):
        line = Content(" ") + lines[n] if n < len(lines) and lines[n].cell_length else Content()
        if not line and impact == 2 and n == height // 2:
            line = Content.styled("─" * width if effort != 2 else f"{'─' * (width // 2)}┼{'─' * width}"[:width], RULE)
        elif not line and effort == 2:
            line = Content.styled(" " * (width // 2) + "│", RULE)
        ruled.append(line.truncate(width, ellipsis=True, pad=True))
    return ruled
