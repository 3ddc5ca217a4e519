"""What the projector shows of a live session: large, and nothing that is anybody's own."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from textual.content import Content

from okrtui.commands.keys import default_keys, key_of
from okrtui.model.live import Card, Group, Kind, Phase, View
from okrtui.rules.formatting import count, countdown
from okrtui.rules.live import phases
from okrtui.text import cells, clean, fit
from okrtui.widgets.drawing.bigtype import LARGE, SMALL, big_line, width_of
from okrtui.widgets.drawing.marks import ACCENT, GOOD, QUIET, WARN
from okrtui.widgets.drawing.wrapping import wrapped
from okrtui.widgets.live.clock import Clock
from okrtui.widgets.live.rows import ranks

JOIN = default_keys(f"join: okrtui, then {key_of('go.live')}")
DROP = {Kind.BRAINSTORM: "   ·   from any shell: okrtui idea", Kind.RETRO: "   ·   or: okrtui retro card"}
AFTER = {
    Kind.BRAINSTORM: default_keys(f"okrtui, then {key_of('go.ideas')}: the ideas go on there"),
    Kind.RETRO: default_keys(f"okrtui, then {key_of('go.actions')}: the actions go on there"),
}


def public(view: View) -> View:
    """Return what everybody in the room may see: no votes of mine, no card that is still concealed, mine neither."""
    hidden = phases.concealed(view.session)

    def shown(group: Group) -> Group:
        return replace(group, given=0, cards=tuple(replace(card, mine=False) for card in group.cards))

    def bare(card: Card) -> Card:
        if hidden:
            return replace(card, mine=False, text="", author="", tag="", kr="", shown=False)
        return replace(card, mine=False) if card.mine else card

    cards = tuple(map(bare, view.cards))
    return replace(view, cards=cards, groups=tuple(shown(group) for group in view.groups), votes_left=0)


class BigClock(Clock):
    """The countdown in large digits."""

    DEFAULT_CSS = "BigClock { width: 1fr; height: 5; }"

    def face(self) -> Content:
        """Return what the clock shows, centred."""
        left, of, width, height = self.left(), self._of, self.size.width, self.size.height
        if left is None or of is None or width <= 0:
            return Content()
        rows = LARGE if height >= LARGE else SMALL
        text, style = countdown(left), "bold"
        if left == 0:
            text, style = "timer over", f"bold {WARN}"
        elif of.timer_left is not None:
            text, style = f"{text} paused", QUIET
        if width_of(text, rows) > width:
            rows = SMALL
        lines = big_line(text, rows)
        blank = " " * max(0, (width - width_of(text, rows)) // 2)
        return Content.styled("\n".join(blank + line for line in lines), style)

    def render(self) -> Content:
        """Return the clock."""
        return self.face()


def facts(view: View, finished: int, voters: int, told: str | None = None) -> str:
    """Return the counts that matter now; `told` is what a ritual counts in a step of its own, in place of cards."""
    of, room = view.session, view.room
    noun = "idea" if of.kind is Kind.BRAINSTORM else "card"
    ideas = count(len(view.cards), noun) if told is None else told
    if of.phase is Phase.VOTE:
        votes = f"{count(view.budget, 'vote')} each"
        return f"{count(len(view.groups), 'group')}   ·   {votes}   ·   {finished} of {voters} have finished"
    if of.phase is Phase.CLOSED:
        chosen = f"{sum(bool(group.idea) for group in view.groups)} go on"
        return f"{ideas}   ·   {chosen}" if of.kind is Kind.BRAINSTORM else ideas
    ready = f"{len(room.ready)} of {len(room.people)} ready"
    return f"{ideas}   ·   {ready}" if ideas else ready


def question_rows(view: View, rest: int, shown: int) -> int:
    """Return the rows that what is asked may take of `rest`, where there are `shown` lines to read below it.

    While cards come it is always the same: what is read must not jump.
    """
    comes = view.session.phase is Phase.GATHER and not phases.concealed(view.session)
    least = 3 if rest >= 8 else max(1, rest // 2)  # in a small window what is read comes first
    return max(least, rest // 2 if comes else rest - max(3, shown))


def join_line(view: View) -> str:
    """Return how one gets here, and how one drops a card from a shell while cards are taken."""
    if view.session.phase is Phase.CLOSED:
        return AFTER[view.session.kind]
    takes = view.session.phase is Phase.LOBBY or phases.why_not("write", view.session.phase, view.session.kind) is None
    return JOIN + DROP[view.session.kind] if takes else JOIN


def body(view: View, width: int, own: list[Content] | None = None) -> list[Content]:
    """Return what a phase has to show, `own` where a ritual has its own."""
    return _BODIES.get(view.session.phase, _cards)(view, width) if own is None else own


def aired(lines: list[Content], height: int, bars: bool = False) -> list[Content]:
    """Return lines with air between them where all of them fit so; a line that goes on with another stays at it."""
    if len(lines) > height:
        return lines
    spaced = list[Content]()
    for line in lines:
        text = line.plain
        if spaced and spaced[-1].plain.strip() and text.strip() and (bars or not text.startswith("  ")):
            spaced.append(Content())
        spaced.append(line)
    return spaced if len(spaced) <= height else lines


def _lobby(view: View, width: int) -> list[Content]:
    of = view.session
    names = "anonymous: who wrote what is never stored" if of.anonymous else "named: each card says who wrote it"
    cards = "concealed until the reveal" if of.concealed else "open: everybody reads each card as it comes"
    people = [clean(login) for login in view.room.people]
    lines = [Content.styled(line, "bold") for line in wrapped(f"Here: {', '.join(people)}", width, 3)]
    return [*lines, Content(), Content(names), Content(cards)]


def _cards(view: View, width: int) -> list[Content]:
    """Return the cards that may be read, in the order in which they came; a ▪ for each that may not."""
    hidden = [card for card in view.cards if not card.shown]
    if hidden:
        return [Content.styled(line, ACCENT) for line in wrapped(" ".join("▪" * len(view.cards)), width, 99)]
    return [line for card in view.cards for line in _card(card.text, width)]


@lru_cache(maxsize=8192)  # when a card comes, thousands are there already
def _card(text: str, width: int) -> tuple[Content, ...]:
    lines = wrapped(text, max(8, width - 2), 3)
    return tuple(Content.assemble(("  " if n else "▪ ", ACCENT), (line, "bold")) for n, line in enumerate(lines))


def _groups(view: View, width: int) -> list[Content]:
    """Return the groups with how many cards they hold, and the loose cards below."""
    lines = list[Content]()
    for group in view.groups:
        many = f"  {len(group.cards)} cards" if len(group.cards) > 1 else ""
        name = fit(clean(group.name), width - len(many) - 2, pad=False)
        lines.append(Content.assemble(("■ ", ACCENT), (name, "bold"), (many, QUIET)))
        if view.session.phase is Phase.GROUP:
            others = [card.text for card in group.cards if card.text != group.name]
            lines += [Content.styled(f"    {line}", QUIET) for text in others for line in wrapped(text, width - 4, 2)]
    for card in view.loose:
        lines += [Content(f"  {line}") for line in wrapped(card.text, width - 2, 2)]
    return lines


def _results(view: View, width: int) -> list[Content]:
    """Return the results: the first in large type where it fits, all of them as bars, ties as ties."""
    top = max((group.votes or 0 for group in view.groups), default=0)
    lines = list[Content]()
    places = ranks(view.groups)
    longest = max((cells(clean(group.name)) for group in view.groups), default=0)
    bar = min(max(10, width - 11 - longest), width // 3)  # words matter more than the length of bars
    for group, place in zip(view.groups, places, strict=True):
        votes = group.votes or 0
        full = "█" * max(1, round(votes / top * bar)) if votes else ""
        chosen = f"  → {group.idea}" if group.idea else ""
        name = fit(clean(group.name), max(8, width - bar - 11 - len(chosen)), pad=False)
        lead = Content.assemble((f"{place if votes else '':>3} ", QUIET), (f"{votes:>3} ", "bold"))
        lines.append(lead + Content.assemble((full.ljust(bar), ACCENT), " ", (name, "bold"), (chosen, GOOD)))
    return lines


_BODIES: dict[Phase, Callable[[View, int], list[Content]]] = {
    Phase.LOBBY: _lobby,
    Phase.GROUP: _groups,
    Phase.VOTE: _groups,
    Phase.SELECT: _results,
    Phase.CLOSED: _results,
}
