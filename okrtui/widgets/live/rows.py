"""A live session's cards, groups and results as rows of a list; a row is made once and again only where it changed."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache, partial

from textual.content import Content

from okrtui.commands.keys import key_of
from okrtui.model.live import Card, Group, View
from okrtui.rules.live.prompts import columns, place
from okrtui.text import cells, clean, fit
from okrtui.widgets.drawing.marks import ACCENT, GOOD, HUES, QUIET, Cell
from okrtui.widgets.drawing.marks import columns as in_columns
from okrtui.widgets.drawing.wrapping import wrapped
from okrtui.widgets.lists.rows import Row

NOTHING = Content()
LINES = 3
"""So many lines a card takes at most."""
BAR = 20
READ, LIT = "✓ read", "◉"
"""What stands at a card that was read, and at what is read now."""


def card_key(card: Card) -> str:
    """Return the row key of a card."""
    return f"card {card.id}"


def key_id(key: str | None, what: str) -> int | None:
    """Return the id in a row key of this kind (`card`, `group`), None in any other."""
    kind, _, number = (key or "").partition(" ")
    return int(number) if kind == what else None


def text_row(key: str, content: Content, *, heading: bool = False) -> Row:
    """Return a row that is only read."""
    return Row(key, lambda width: content.truncate(max(0, width), ellipsis=True), selectable=not heading)


@lru_cache(maxsize=64)
def _room(number: int) -> Row:
    return text_row(f"room {number}", Content(), heading=True)


def lit_row(row: Row) -> Row:
    """Return the row of a group that is read now, with the sign of that at its end; a card's has it in front."""

    def line(width: int) -> Content | list[Content]:
        drawn = row.line(max(0, width - 2))
        first, *more = drawn if isinstance(drawn, list) else [drawn]
        first = first.truncate(max(0, width - 2), ellipsis=True, pad=True) + Content.styled(f" {LIT}", f"bold {ACCENT}")
        return [first, *more]

    return replace(row, line=line)


def roomy(rows: list[Row], page: int) -> list[Row]:
    """Return rows that end in room for more, once they fill a page.

    A list that follows its end then moves by a third of the page now and then, and not all of it for every card.
    """
    lines, step = sum(row.height for row in rows), max(1, page // 3)
    return [*rows, *map(_room, range(-lines % step))] if lines > page else rows


def paragraph_rows(key: str, text: Content, width: int) -> list[Row]:
    """Return a text as rows that are only read."""
    return [text_row(f"{key} {n}", line.rstrip(), heading=True) for n, line in enumerate(text.wrap(max(8, width)))]


def hue(place: int | None) -> str:
    """Return the colour of a question by its place, quiet for none."""
    return QUIET if place is None else HUES[place % len(HUES)]


def labels(cards: Sequence[Card], prompts: Sequence[str]) -> Content:
    """Return which questions some cards answer, with how many do where several: `Start 2 Stop`, in their colours."""
    found = [(at, len(own)) for at, own in columns(cards, prompts) if at is not None and own]
    words = [Content.styled(f"{clean(prompts[at])}{f' {many}' if many > 1 else ''}", hue(at)) for at, many in found]
    return Content(" ").join(words)


def prompt_rows(prompts: Sequence[str], width: int) -> list[Row]:
    """Return a session's questions as words in their colours."""
    words = Content("  ").join(Content.styled(f"■ {clean(each)}", hue(at)) for at, each in enumerate(prompts))
    return paragraph_rows("prompts", words, width) if prompts else []


def column_rows(
    found: Sequence[tuple[int | None, Sequence[Card]]],
    prompts: Sequence[str],
    width: int,
    me: str,
    marked: frozenset[int] = frozenset(),
    lit: str = "",
) -> list[Row]:
    """Return cards below the question that they answer, the marked ones with a tick, the `lit` one with its sign."""
    rows = list[Row]()
    for at, cards in found:
        if prompts and cards:
            words = clean(prompts[at]) if at is not None else "Without a question"
            rows.append(text_row(f"column {at}", Content.styled(f"■ {words} ({len(cards)})", hue(at)), heading=True))
        rows += card_rows(cards if at is None else [*map(_bare, cards)], width, marked, me, lit=lit)
    return rows


@lru_cache(maxsize=32768)
def _bare(card: Card) -> Card:
    """Return a card without what stands above it already."""
    return replace(card, tag="")


@lru_cache(maxsize=32768)
def card_row(
    card: Card,
    width: int,
    mark: str = "",
    *,
    indent: int = 0,
    me: str = "",
    prompts: tuple[str, ...] = (),
) -> Row:
    """Return a card as a row of up to three lines; `mark` stands before it, the author behind where it is another.

    Which of the `prompts` it answers stands behind it, too, in its colour.

    Many rows are kept, and few are seen: what is drawn is made when it is looked at.
    """
    room = max(8, width - indent - 2)
    lines = wrapped(card.text, room, LINES) or ["·"]
    at = place(card.tag, prompts)
    label = clean(prompts[at]) if at is not None else f"#{card.tag}" if card.tag else ""
    tail = [part for part in (label, f">{card.kr}" if card.kr else "") if part]
    if card.author and card.author != me:
        tail.append(clean(card.author))
    said = "  ".join(part for part in (READ if card.is_read else "", " ".join(tail)) if part)
    said = f"  {said}" if said else ""
    if len(lines) == LINES and 0 < room - cells(said) < cells(lines[-1]) and room - cells(said) >= room // 3:
        lines[-1] = fit(lines[-1].rstrip("…") + "…", room - cells(said), pad=False)  # whose it is, is not cut
    below = bool(said) and cells(lines[-1]) + cells(said) > room
    said = "" if below and len(lines) == LINES else said
    height = len(lines) + (below and bool(said))
    told = Content.styled(said, QUIET)
    before = 2 + (len(READ) + 2) * card.is_read
    told = told.stylize(hue(at), before, before + len(label)) if at is not None and said else told
    search = f"{card.text} {label}" if at is not None else card.text
    return Row(
        card_key(card),
        partial(_card, tuple(lines), told, below, mark, indent, card.is_read),
        height=height,
        search=search,
    )


def _card(
    lines: tuple[str, ...], said: Content, below: bool, mark: str, indent: int, is_read: bool, width: int
) -> list[Content]:
    """Return a card's lines, and what is said of it behind the last one or `below` it."""
    drawn = [Content(" " * indent + ("  " if n or not mark else mark + " ") + line) for n, line in enumerate(lines)]
    if mark == LIT:
        drawn = [line.stylize(f"bold {ACCENT}") for line in drawn]
    elif is_read:
        drawn = [line.stylize(QUIET) for line in drawn]
    if mark:
        drawn[0] = drawn[0].stylize(ACCENT, indent, indent + 1)
    if said and below:
        drawn.append((Content(" " * indent) + said).truncate(width, ellipsis=True))
    elif said:
        drawn[-1] += said
    return drawn


def card_rows(
    cards: Sequence[Card],
    width: int,
    marked: frozenset[int],
    me: str,
    indent: int = 0,
    prompts: tuple[str, ...] = (),
    lit: str = "",
) -> list[Row]:
    """Return cards as rows, the marked ones with a tick, the `lit` one with its sign."""
    marks = ("✓" if each.id in marked else LIT if card_key(each) == lit else "·" for each in cards)
    return [
        card_row(each, width, mark, indent=indent, me=me, prompts=prompts)
        for each, mark in zip(cards, marks, strict=True)
    ]


def group_rows(
    groups: Sequence[Group],
    width: int,
    marked: frozenset[int],
    me: str,
    folded: frozenset[int] = frozenset(),
    prompts: tuple[str, ...] = (),
    lit: str = "",
) -> list[Row]:
    """Return groups, their cards below them unless `folded`; a filter finds a group by its cards too."""
    rows = list[Row]()
    for group in groups:
        is_folded = group.id in folded
        words = " ".join((group.name, *(card.text for card in group.cards)))
        rows.append(_group_head(group.id, group.name, len(group.cards), "▸ " if is_folded else "", words))
        if not is_folded:
            rows += card_rows(group.cards, width, marked, me, 2, prompts, lit)
    return rows


@lru_cache(maxsize=16384)
def _group_head(group_id: int, name: str, cards: int, sign: str, words: str) -> Row:
    count = Cell(f"{cards}", 4, QUIET, right=True)
    head = Cell(Content.assemble((sign, ACCENT), (clean(name), "bold")))
    return Row(f"group {group_id}", lambda width: in_columns([head, count], width), search=words)


@lru_cache(maxsize=16384)
def vote_row(group_id: int, name: str, cards: int, given: int, most: int, label: Content = NOTHING) -> Row:
    """Return a group to vote on, my votes as dots before its name, `label` says which questions its cards answer."""
    dots = Content.assemble(("●" * given, f"bold {ACCENT}"), ("○" * max(0, most - given), QUIET))
    count = Cell(f"{cards} cards" if cards > 1 else "", 9, QUIET, right=True)
    head = [Cell(dots, max(3, most)), Cell(clean(name), None, "bold" if given else "")]

    def line(width: int) -> Content:
        room = min(label.cell_length, width // 4)
        told = [Cell(label.truncate(room, ellipsis=True), room)] if room else []
        return in_columns([*head, *told, count], width, 2)

    return Row(f"group {group_id}", line, search=f"{name} {label.plain}")


def vote_rows(view: View) -> list[Row]:
    """Return the groups in the order they were made: an order by votes would tell them."""
    most = view.session.votes_per_group
    return [
        vote_row(each.id, each.name, len(each.cards), each.given, most, labels(each.cards, view.session.prompts))
        for each in view.groups
    ]


def ranks(groups: Sequence[Group]) -> list[str]:
    """Return each group's place in the order of votes; who shares a place has `=` before it."""
    votes = [group.votes or 0 for group in groups]
    shared, first = Counter(votes), dict[int, int]()
    for at, each in enumerate(votes, 1):
        first.setdefault(each, at)
    return [f"={first[each]}" if shared[each] > 1 else str(first[each]) for each in votes]


def result_rows(view: View) -> list[Row]:
    """Return the groups in the order of their votes, as bars; ties are ties, and those without a vote have no place."""
    top = max((group.votes or 0 for group in view.groups), default=0)
    rows = list[Row]()
    for group, rank in zip(view.groups, ranks(view.groups), strict=True):
        rows.append(result_row(group.id, group.name, group.votes or 0, top, rank, group.idea))
    return rows


@lru_cache(maxsize=16384)
def result_row(group_id: int, name: str, votes: int, top: int, rank: str, idea: str) -> Row:
    """Return one result: place, votes, bar, name, and the idea it became."""
    return Row(f"group {group_id}", partial(_result, name, votes, top, rank if votes else "", idea), search=name)


def _result(name: str, votes: int, top: int, rank: str, idea: str, width: int) -> Content:
    bar = BAR if width >= 70 else 10
    full = "█" * max(1, round(votes / top * bar)) if votes else ""
    chosen = Content.styled(f"→ {idea}", GOOD) if idea else Content()
    title = Cell(clean(name), None, "bold" if idea else "")
    cells_ = [Cell(rank, 3, QUIET, right=True), Cell(str(votes), 4, "bold", right=True), Cell(full, bar, ACCENT)]
    return in_columns([*cells_, title, Cell(chosen, 7)], width)


def cards_read(group: Group, with_keys: Callable[[str], str], prompts: Sequence[str] = ()) -> list[Content]:
    """Return a group's cards, whole, with the question each answers and who wrote it where that is told."""
    lines = list[Content]()
    for card in group.cards:
        at = place(card.tag, prompts)
        label = clean(prompts[at]) if at is not None else f"#{card.tag}" if card.tag else ""
        said = "  ".join(each for each in (f">{card.kr}" if card.kr else "", clean(card.author)) if each)
        told = Content.assemble((f"  {label}" if label else "", hue(at)), (f"  {said}" if said else "", QUIET))
        lines.append(Content.assemble(("· ", ACCENT), clean(card.text)) + told)
    if group.idea:
        lines += [
            Content(),
            Content.assemble(
                (f"→ {group.idea}", GOOD), (with_keys(f" among the ideas; {key_of('go.ideas')} shows it"), QUIET)
            ),
        ]
    return lines
