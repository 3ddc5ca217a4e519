"""Cards and groups side by side, as they hang on a wall: in as many columns as are wide enough to be read."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import zip_longest

from textual.content import Content

from okrtui.model.live import Card, Group, Phase, View
from okrtui.rules.live.prompts import columns, place
from okrtui.text import clean, fit
from okrtui.widgets.drawing.bigtype import large
from okrtui.widgets.drawing.marks import ACCENT, QUIET
from okrtui.widgets.drawing.wrapping import wrapped
from okrtui.widgets.live.rows import LIT, card_key, hue, labels

LEAST = 44
"""Cells that a column has at least."""
GAP = 3
"""Cells between two columns."""
BROAD, FEW = 72, 24
"""Cells that a column of large type has at least, and so many blocks are tried in it at most."""
HALL = (100, 20)
"""Cells and lines from which on there is large type: on less it would leave room for one or two cards."""

Block = Sequence[Content]
Made = Callable[[int], list[Block]]
"""Blocks for a width."""


def beside(parts: Sequence[Sequence[Content]], width: int) -> list[Content]:
    """Return lines of several parts side by side, all but the last filled up to `width`."""
    lines = list[Content]()
    for row in zip_longest(*parts, fillvalue=Content()):
        line = Content()
        for at, part in enumerate(row):
            blank = " " * (max(0, width - part.cell_length) + GAP) if at + 1 < len(row) else ""
            line += part + Content(blank)
        lines.append(line)
    return lines


def share(width: int, among: int) -> int:
    """Return the cells of each of so many columns."""
    return (width - GAP * (among - 1)) // among


def wall(made: Made, width: int, height: int, larger: Made | None = None) -> list[Content]:
    """Return blocks in as many columns as are wide enough, each as long as the others, with air where there is room.

    Where all of them fit in large type they are `larger`. Where not all are seen there are more lines than `height`:
    whoever leads scrolls.
    """
    for most in range((width + GAP) // (BROAD + GAP), 0, -1):
        blocks = larger(share(width, most)) if larger is not None and width >= HALL[0] and height >= HALL[1] else []
        if blocks and len(blocks) <= FEW and _filled(blocks, most, height, 1) is not None:
            return _even(blocks, most, width, height)
    most = max(1, (width + GAP) // (LEAST + GAP))
    blocks = made(share(width, most))
    if len(blocks) < most:  # few blocks have all the room
        most = max(1, len(blocks))
        blocks = made(share(width, most))
    return _even(blocks, most, width, height)


def _even(blocks: Sequence[Block], most: int, width: int, height: int) -> list[Content]:
    """Return blocks in so many columns of about the same length."""
    air = 1 if _filled(blocks, most, height, 1) is not None else 0
    low = max((len(block) for block in blocks), default=1)
    limit = max(low, (sum(map(len, blocks)) + air * len(blocks)) // most - 1)
    while (found := _filled(blocks, most, limit, air)) is None:
        limit += 1
    return beside([_column(each, air) for each in found], share(width, most))


def _filled(blocks: Sequence[Block], number: int, height: int, air: int) -> list[list[Block]] | None:
    """Return the blocks one column after the other, None where they do not fit."""
    found, used = [list[Block]()], 0
    for block in blocks:
        more = len(block) + (air if found[-1] else 0)
        if used + more > height and found[-1]:
            if len(found) == number:
                return None
            found.append([])
            used, more = 0, len(block)
        found[-1].append(block)
        used += more
    return found if used <= height and all(found) else None if blocks else [[]]


def _column(blocks: Sequence[Block], air: int) -> list[Content]:
    lines = list[Content]()
    for block in blocks:
        lines += [*([Content()] * air if lines else ()), *block]
    return lines


@lru_cache(maxsize=16384)  # when a card comes, thousands are there already
def card_block(card: Card, width: int, colour: str = ACCENT, is_lit: bool = False) -> tuple[Content, ...]:
    """Return a card in up to three lines, and who wrote it where that is told; quieter once it was read."""
    words, sign = wrapped(card.text, max(8, width - 2), 3), LIT if is_lit else "✓" if card.is_read else "▪"
    style = f"bold {ACCENT}" if is_lit else QUIET if card.is_read else "bold"
    lines = [Content.assemble(("  " if n else f"{sign} ", colour), (line, style)) for n, line in enumerate(words)]
    if card.author:
        tail = Content.styled(f"  {clean(card.author)}", QUIET)
        if lines and lines[-1].cell_length + tail.cell_length <= width:
            lines[-1] += tail
        else:
            lines.append(tail.truncate(max(1, width), ellipsis=True))
    return tuple(lines)


def cards_wall(
    cards: Sequence[Card], prompts: Sequence[str], width: int, height: int, lit: str = "", *, still: bool = False
) -> list[Content]:
    """Return cards as a wall; with questions each has columns of its own, with its words on top, in its colour.

    `still`: no more of them come, and few may be large without anything jumping while it is read.
    """
    found = [each for each in columns(cards, prompts) if each[1]]
    if not prompts or not found:

        def made(room: int) -> list[Block]:
            return [_block(card, room, ACCENT, lit) for card in cards]

        def larger(room: int) -> list[Block]:
            return [_large(card, room, ACCENT, lit) for card in cards]

        return wall(made, width, height, larger if still and len(cards) <= FEW else None)
    side_by_side = len(found) <= max(1, (width + GAP) // (LEAST + GAP))
    room = share(width, len(found)) if side_by_side else width
    parts = [_below(prompts, at, own, room, height - 2 if side_by_side else 0, lit) for at, own in found]
    return beside(parts, room) if side_by_side else [line for part in parts for line in part]


def _block(card: Card, width: int, colour: str, lit: str) -> tuple[Content, ...]:
    return card_block(card, width, colour, card_key(card) == lit)


def _large(card: Card, width: int, colour: str, lit: str) -> Block:
    """Return a card in large type, and who wrote it below; as it is elsewhere where it cannot be drawn so."""
    is_lit = card_key(card) == lit
    style = f"bold {ACCENT}" if is_lit else QUIET if card.is_read else "bold"
    lines = large(card.text, width - 2, style)
    if not lines:
        return _block(card, width, colour, lit)
    who = [Content.styled(f"  {clean(card.author)}", QUIET)] if card.author else []
    return [*_signed(lines, LIT if is_lit else "✓" if card.is_read else "▪", colour), *who]


def _signed(lines: Sequence[Content], sign: str, colour: str) -> list[Content]:
    return [Content.styled("  " if n else f"{sign} ", colour) + line for n, line in enumerate(lines)]


def _below(
    prompts: Sequence[str], at: int | None, cards: Sequence[Card], width: int, height: int, lit: str
) -> list[Content]:
    """Return the cards of one question below its words."""
    words = clean(prompts[at]) if at is not None else "Without a question"
    head = Content.styled(f"■ {fit(words, max(4, width - 8), pad=False)} ({len(cards)})", f"bold {hue(at)}")
    rule = [Content.styled("─" * width, hue(at))] if height else []
    found = wall(lambda room: [_block(card, room, hue(at), lit) for card in cards], width, max(1, height))
    return [head, *rule, *found]


def groups_wall(view: View, width: int, height: int) -> list[Content]:
    """Return the groups as a wall, while they are made with their cards, then the cards that are in none.

    While there is no group yet each card stands below its question still.
    """
    shows, lit = view.session.phase is Phase.GROUP, view.room.lit
    prompts = view.session.prompts
    if prompts and not view.groups:
        return cards_wall(view.loose, prompts, width, height, lit, still=True)

    def made(room: int) -> list[Block]:
        return [
            *(_group(group, prompts, room, shows, lit) for group in view.groups),
            *(_block(card, room, hue(place(card.tag, prompts)) if prompts else ACCENT, lit) for card in view.loose),
        ]

    def larger(room: int) -> list[Block]:
        loose = (_large(card, room, hue(place(card.tag, prompts)) if prompts else ACCENT, lit) for card in view.loose)
        return [*(_large_group(group, prompts, room, shows, lit) for group in view.groups), *loose]

    return wall(made, width, height, larger if len(view.groups) + len(view.loose) <= FEW else None)


def _large_group(group: Group, prompts: Sequence[str], width: int, shows: bool, lit: str) -> Block:
    """Return a group with its name in large type, where it can be drawn so."""
    is_lit = lit == f"group {group.id}"
    lines = large(group.name, width - 2, QUIET if group.is_read and not is_lit else f"bold {ACCENT}")
    if not lines:
        return _group(group, prompts, width, shows, lit)
    many = [Content.styled(f"  {len(group.cards)} cards", QUIET)] if len(group.cards) > 1 else []
    sign = LIT if is_lit else "✓" if group.is_read else "■"
    return [*_signed(lines, sign, ACCENT), *many, *_inside(group, prompts, width, shows, lit)]


def _group(group: Group, prompts: Sequence[str], width: int, shows: bool, lit: str) -> list[Content]:
    many = f"  {len(group.cards)} cards" if len(group.cards) > 1 else ""
    names = wrapped(group.name, max(4, width - len(many) - 2), 3)
    is_lit = lit == f"group {group.id}"
    sign, style = (LIT if is_lit else "✓" if group.is_read else "■"), f"bold {ACCENT}" if shows or is_lit else "bold"
    style = QUIET if group.is_read and not is_lit else style
    lines = [Content.assemble(("  " if n else f"{sign} ", ACCENT), (name, style)) for n, name in enumerate(names)]
    lines[-1:] = [each + Content.styled(many, QUIET) for each in lines[-1:]]
    return [*lines, *_inside(group, prompts, width, shows, lit)]


def _inside(group: Group, prompts: Sequence[str], width: int, shows: bool, lit: str) -> list[Content]:
    """Return what stands below a group's name: its cards, or which questions they answer."""
    if not shows:
        said = labels(group.cards, prompts)
        return [(Content("  ") + said).truncate(max(1, width), ellipsis=True)] if said.cell_length else []
    lines = list[Content]()
    for card in group.cards:
        if card.text != group.name:
            colour = hue(place(card.tag, prompts)) if prompts else QUIET
            words = wrapped(card.text, max(8, width - 4), 2)
            mark, style = f"  {LIT if card_key(card) == lit else '·'} ", f"bold {ACCENT}" * (card_key(card) == lit)
            style = style or QUIET * card.is_read
            lines += [Content.assemble((" " * 4 if n else mark, colour), (line, style)) for n, line in enumerate(words)]
    return lines
