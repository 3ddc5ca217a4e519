"""What the projector shows of a live session: large, and nothing that is anybody's own."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from textual.content import Content

from okrtui.commands.keys import default_keys, key_of
from okrtui.model.ideas import Idea
from okrtui.model.live import Card, Group, Kind, Phase, Round, View
from okrtui.rules.formatting import count, countdown, weekday_day
from okrtui.rules.live import phases
from okrtui.rules.live.rounds import counted, until
from okrtui.text import clean, fit
from okrtui.widgets.drawing.bigtype import LARGE, SMALL, big_line, width_of
from okrtui.widgets.drawing.marks import ACCENT, QUIET, WARN
from okrtui.widgets.drawing.wrapping import wrapped
from okrtui.widgets.live.clock import Clock
from okrtui.widgets.live.rows import card_key, hue
from okrtui.widgets.live.wall import cards_wall, groups_wall
from okrtui.widgets.live.winners import results

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
        if of is None or width <= 0:
            return Content()
        rows = LARGE if height >= LARGE else SMALL
        if left is None:
            text, is_over = self.day()
            style = f"bold {WARN}" if is_over else "bold"
            if width_of(text, SMALL) > width:  # the day alone, or that it is over, has room
                text = "over" if is_over else text.removeprefix("until ")
        else:
            text, style = countdown(left), "bold"
        if left == 0:
            over = self.over()
            text, style = f"over +{over}" if over else "over", f"bold {WARN}"
        elif of.timer_left is not None:
            text, style = f"{text} paused", QUIET
        if width_of(text, rows) > width:
            rows = SMALL
        fits = width_of(text, rows) <= width
        lines = big_line(text, rows) if fits else [text]
        blank = " " * max(0, (width - (width_of(text, rows) if fits else len(text))) // 2)
        return Content.styled("\n".join(blank + line for line in lines), style)

    def render(self) -> Content:
        """Return the clock."""
        return self.face()


def facts(view: View, finished: int, voters: int, told: str | None = None, now: Round | None = None) -> str:
    """Return the counts that matter now; `told` is what a ritual counts in a step of its own, in place of cards.

    `now` is how a phase that lasts over days stands: then who is there does not matter.
    """
    of, room = view.session, view.room
    noun = "idea" if of.kind is Kind.BRAINSTORM else "card"
    ideas = count(len(view.cards), noun) if told is None else told
    if of.phase is Phase.VOTE:
        votes = f"{count(view.budget, 'vote')} each"
        done = counted(of, now) if now is not None else f"{finished} of {voters} have finished"
        return f"{count(len(view.groups), 'group')}   ·   {votes}   ·   {done}"
    if of.phase is Phase.CLOSED:
        chosen = f"{sum(bool(group.idea) for group in view.groups)} go on"
        return f"{ideas}   ·   {chosen}" if of.kind is Kind.BRAINSTORM else ideas
    ready = counted(of, now) if now is not None else f"{len(room.ready)} of {len(room.people)} ready"
    return f"{ideas}   ·   {ready}" if ideas else ready


LARGE_QUESTION = (Phase.LOBBY, Phase.GATHER, Phase.ITEM, Phase.DISCUSS)
"""The phases in which what is asked, or talked about, stands in large type; in all others it takes a line."""

NOW: dict[Phase, str] = {
    Phase.LOBBY: f"Come in: okrtui, then {key_of('go.live')}",
    Phase.REVIEW: "Each action of last time: done, open or dropped?",
    Phase.STAGE: "Look at the facts, and say how it felt",
    Phase.SCORE: "Score each key result; its DRI decides",
    Phase.ITEM: "Talk about it",
    Phase.GATHER: "Write one idea a card, in silence",
    Phase.REVEAL: "Read along: every card is read aloud",
    Phase.GROUP: "Put what belongs together into one group",
    Phase.VOTE: "Vote for what matters most to you",
    Phase.SELECT: "Choose what goes on, and who carries it",
    Phase.DISCUSS: "Talk about this topic until the clock is over",
    Phase.DECIDE: "Few actions, each with one DRI and a day",
    Phase.CLOSED: "Thank you",
}
"""What the room does now, said to it."""


def now_line(view: View, with_keys: Callable[[str], str]) -> str:
    """Return what the room does now, with the keys that do it."""
    of, said = view.session, with_keys(NOW[view.session.phase])
    if of.phase is Phase.VOTE:
        said += with_keys(f": {count(view.budget, 'vote')} each, {key_of('brainstorm.mark')} gives one")
    elif of.phase is Phase.GROUP:
        said += with_keys(f": {key_of('brainstorm.mark')} marks, {key_of('brainstorm.group')} groups")
    elif of.phase is Phase.GATHER and of.prompts:
        said += f", for {count(len(of.prompts), 'question')}: tab goes on"
    if day := until(of):
        said += f", until {weekday_day(day)}"
    return said


def phase_lines(view: View, width: int, rows: int) -> list[Content]:
    """Return the name of the phase in large type of so many rows, as it is in the steps where it is too wide."""
    words = view.session.phase.value
    if width_of(words, rows) > width:
        return [Content.styled(words, f"bold {ACCENT}")]
    return [Content.styled(line, f"bold {ACCENT}") for line in big_line(words, rows)]


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


def body(view: View, width: int, height: int, ideas: Sequence[Idea] = ()) -> list[Content]:
    """Return what a phase has to show in `width` × `height`, where a ritual has nothing of its own; it may be more."""
    of = view.session
    if of.phase is Phase.LOBBY:
        return _lobby(view, width)
    if of.phase in (Phase.GROUP, Phase.VOTE):
        return groups_wall(view, width, height)
    if of.phase in (Phase.SELECT, Phase.CLOSED):
        return results(view, ideas, width, height)
    if any(not card.shown for card in view.cards):
        return [Content.styled(line, ACCENT) for line in wrapped(" ".join("▪" * len(view.cards)), width, 99)]
    still = of.phase is not Phase.GATHER
    return cards_wall(view.cards, of.prompts, width, height, view.room.lit, still=still)


def aired(lines: list[Content], height: int) -> list[Content]:
    """Return lines with air between them where all of them fit so; a line that goes on with another stays at it."""
    if len(lines) > height:
        return lines
    spaced = list[Content]()
    for line in lines:
        text = line.plain
        if spaced and spaced[-1].plain.strip() and text.strip() and not text.startswith("  "):
            spaced.append(Content())
        spaced.append(line)
    return spaced if len(spaced) <= height else lines


def _lobby(view: View, width: int) -> list[Content]:
    of = view.session
    names = "anonymous: who wrote what is never stored" if of.anonymous else "named: each card says who wrote it"
    cards = "concealed until the reveal" if of.concealed else "open: everybody reads each card as it comes"
    people = [clean(login) for login in view.room.people]
    lines = [Content.styled(line, "bold") for line in wrapped(f"Here: {', '.join(people)}", width, 3)]
    return [*lines, Content(), *prompt_lines(of.prompts, width), Content(names), Content(cards)]


def lit_words(view: View) -> str:
    """Return the words of what is read now, "" where nothing is lit."""
    lit = view.room.lit
    found = [card.text for card in view.cards if card_key(card) == lit and card.shown]
    return next(iter([*found, *(group.name for group in view.groups if f"group {group.id}" == lit)]), "")


def prompt_lines(prompts: Sequence[str], width: int) -> list[Content]:
    """Return a session's questions in their colours, one a line, with air below them."""
    words = [f"■ {fit(clean(each), width - 2, pad=False)}" for each in prompts]
    lines = [Content.styled(each, f"bold {hue(at)}") for at, each in enumerate(words)]
    return [*lines, *([Content()] if lines else [])]
