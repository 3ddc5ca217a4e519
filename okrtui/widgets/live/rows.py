"""A live session's cards, groups and results as rows of a list; a row is made once and again only where it changed."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache, partial

from textual.content import Content

from okrtui.commands.keys import key_of
from okrtui.model.live import Card, Group, View
from okrtui.text import cells, clean, fit
from okrtui.widgets.drawing.marks import ACCENT, GOOD, QUIET, Cell, columns
from okrtui.widgets.drawing.wrapping import wrapped
from okrtui.widgets.lists.rows import Row

LINES = 3
"""So many lines a card takes at most."""
BAR = 20


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


def roomy(rows: list[Row], page: int) -> list[Row]:
    """Return rows that end in room for more, once they fill a page.

    A list that follows its end then moves by a third of the page now and then, and not all of it for every card.
    """
    lines, step = sum(row.height for row in rows), max(1, page // 3)
    return [*rows, *map(_room, range(-lines % step))] if lines > page else rows


def paragraph_rows(key: str, text: Content, width: int) -> list[Row]:
    """Return a text as rows that are only read."""
    return [text_row(f"{key} {n}", line.rstrip(), heading=True) for n, line in enumerate(text.wrap(max(8, width)))]


@lru_cache(maxsize=32768)
def card_row(card: Card, width: int, mark: str = "", *, indent: int = 0, me: str = "") -> Row:
    """Return a card as a row of up to three lines; `mark` stands before it, the author behind where it is another.

    Many rows are kept, and few are seen: what is drawn is made when it is looked at.
    """
    room = max(8, width - indent - 2)
    lines = wrapped(card.text, room, LINES) or ["·"]
    tail = [part for part in (f"#{card.tag}" if card.tag else "", f">{card.kr}" if card.kr else "") if part]
    if card.author and card.author != me:
        tail.append(clean(card.author))
    said = "  " + " ".join(tail) if tail else ""
    if len(lines) == LINES and 0 < room - cells(said) < cells(lines[-1]) and room - cells(said) >= room // 3:
        lines[-1] = fit(lines[-1].rstrip("…") + "…", room - cells(said), pad=False)  # whose it is, is not cut
    below = bool(said) and cells(lines[-1]) + cells(said) > room
    said = "" if below and len(lines) == LINES else said
    height = len(lines) + (below and bool(said))
    return Row(card_key(card), partial(_card, tuple(lines), said, below, mark, indent), height=height, search=card.text)


def _card(lines: tuple[str, ...], said: str, below: bool, mark: str, indent: int, width: int) -> list[Content]:
    """Return a card's lines, and what is said of it behind the last one or `below` it."""
    drawn = [Content(" " * indent + ("  " if n or not mark else mark + " ") + line) for n, line in enumerate(lines)]
    if mark:
        drawn[0] = drawn[0].stylize(ACCENT, indent, indent + 1)
    if said and below:
        drawn.append(Content.styled(" " * indent + said, QUIET).truncate(width, ellipsis=True))
    elif said:
        drawn[-1] += Content.styled(said, QUIET)
    return drawn


def card_rows(cards: Sequence[Card], width: int, marked: frozenset[int], me: str, indent: int = 0) -> list[Row]:
    """Return cards as rows, the marked ones with a tick."""
    return [card_row(each, width, "✓" if each.id in marked else "·", indent=indent, me=me) for each in cards]


def group_rows(
    groups: Sequence[Group], width: int, marked: frozenset[int], me: str, folded: frozenset[int] = frozenset()
) -> list[Row]:
    """Return groups, their cards below them unless `folded`; a filter finds a group by its cards too."""
    rows = list[Row]()
    for group in groups:
        is_folded = group.id in folded
        words = " ".join((group.name, *(card.text for card in group.cards)))
        rows.append(_group_head(group.id, group.name, len(group.cards), "▸ " if is_folded else "", words))
        if not is_folded:
            rows += card_rows(group.cards, width, marked, me, 2)
    return rows


@lru_cache(maxsize=16384)
def _group_head(group_id: int, name: str, cards: int, sign: str, words: str) -> Row:
    count = Cell(f"{cards}", 4, QUIET, right=True)
    head = Cell(Content.assemble((sign, ACCENT), (clean(name), "bold")))
    return Row(f"group {group_id}", lambda width: columns([head, count], width), search=words)


@lru_cache(maxsize=16384)
def vote_row(group_id: int, name: str, cards: int, given: int, most: int) -> Row:
    """Return a group to vote on, my votes as dots before its name."""
    dots = Content.assemble(("●" * given, f"bold {ACCENT}"), ("○" * max(0, most - given), QUIET))
    count = Cell(f"{cards} cards" if cards > 1 else "", 9, QUIET, right=True)
    wide = max(3, most)
    return Row(
        f"group {group_id}",
        lambda width: columns([Cell(dots, wide), Cell(clean(name), None, "bold" if given else ""), count], width, 2),
        search=name,
    )


def vote_rows(view: View) -> list[Row]:
    """Return the groups in the order they were made: an order by votes would tell them."""
    most = view.session.votes_per_group
    return [vote_row(each.id, each.name, len(each.cards), each.given, most) for each in view.groups]


def ranks(groups: Sequence[Group]) -> list[str]:
    """Return each group's place in the order of votes; who shares a place has `=` before it."""
    votes = [group.votes or 0 for group in groups]
    shared, first = Counter(votes), dict[int, int]()
    for place, each in enumerate(votes, 1):
        first.setdefault(each, place)
    return [f"={first[each]}" if shared[each] > 1 else str(first[each]) for each in votes]


def result_rows(view: View) -> list[Row]:
    """Return the groups in the order of their votes, as bars; ties are ties, and those without a vote have no place."""
    top = max((group.votes or 0 for group in view.groups), default=0)
    rows = list[Row]()
    for group, place in zip(view.groups, ranks(view.groups), strict=True):
        rows.append(result_row(group.id, group.name, group.votes or 0, top, place, group.idea))
    return rows


@lru_cache(maxsize=16384)
def result_row(group_id: int, name: str, votes: int, top: int, place: str, idea: str) -> Row:
    """Return one result: place, votes, bar, name, and the idea it became."""
    return Row(f"group {group_id}", partial(_result, name, votes, top, place if votes else "", idea), search=name)


def _result(name: str, votes: int, top: int, place: str, idea: str, width: int) -> Content:
    bar = BAR if width >= 70 else 10
    full = "█" * max(1, round(votes / top * bar)) if votes else ""
    chosen = Content.styled(f"→ {idea}", GOOD) if idea else Content()
    title = Cell(clean(name), None, "bold" if idea else "")
    cells_ = [Cell(place, 3, QUIET, right=True), Cell(str(votes), 4, "bold", right=True), Cell(full, bar, ACCENT)]
    return columns([*cells_, title, Cell(chosen, 7)], width)


def cards_read(group: Group, with_keys: Callable[[str], str]) -> list[Content]:
    """Return a group's cards, whole, with who wrote each where that is told."""
    lines = list[Content]()
    for card in group.cards:
        tail = [f"#{card.tag}" if card.tag else "", f">{card.kr}" if card.kr else "", clean(card.author)]
        said = "  ".join(each for each in tail if each)
        lines.append(Content.assemble(("· ", ACCENT), clean(card.text), (f"  {said}" if said else "", QUIET)))
    if group.idea:
        lines += [
            Content(),
            Content.assemble(
                (f"→ {group.idea}", GOOD), (with_keys(f" among the ideas; {key_of('go.ideas')} shows it"), QUIET)
            ),
        ]
    return lines
