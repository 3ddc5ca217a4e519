"""What the projector shows of a retro's own phases: large, and nothing that is anybody's own."""

from collections.abc import Callable, Sequence
from datetime import date

from textual.content import Content

from okrtui.commands.keys import default_keys
from okrtui.model.actions import Action
from okrtui.model.live import Phase, Poll, PollKind
from okrtui.model.retro import Note, NoteKind, RadarQuestion, RetroView, TopicState
from okrtui.rules.formatting import count, led_in, percent, tenths
from okrtui.rules.live.agenda import MANY_ACTIONS, to_discuss
from okrtui.rules.live.polls import FEW, few, newest, question, tallied
from okrtui.rules.live.prompts import place
from okrtui.text import cells, clean, fit
from okrtui.widgets.actions.rows import action_mark
from okrtui.widgets.drawing.bigtype import SMALL, big
from okrtui.widgets.drawing.marks import ACCENT, BAD, GOOD, QUIET, WARN, Cell, columns, progress_content, spark
from okrtui.widgets.drawing.wrapping import wrapped
from okrtui.widgets.live.poll_line import COLOURS, how
from okrtui.widgets.live.rows import hue
from okrtui.widgets.live.wall import LEAST, beside, share
from okrtui.widgets.retro.action_rows import when

ROOMY = 100
"""Cells from which on there is room for a bar beside the counts."""
ITEM_ROWS = 3 * SMALL + 1
"""Rows that a question which an agenda's step asks has at most."""


def _points(text: str, width: int, mark: str, colour: str, style: str = "bold") -> list[Content]:
    lines = wrapped(text, max(8, width - 2), 3)
    return [Content.assemble((mark if not n else " ", colour), " ", (line, style)) for n, line in enumerate(lines)]


def poll_lines(poll: Poll, width: int, rows: int = 0, *, is_up: bool = False) -> list[Content]:
    """Return a question to the room, and its answers once they are shown; never mine.

    Where there are `rows` for it question and count stand in large type, unless it `is_up` already.
    """
    if poll.open:
        asks, does = question(poll), default_keys(how(poll.kind))
        people = count(poll.answered, "answer")
        if rows >= 2 * SMALL + 1:
            large = [] if is_up else big(asks, width, min(rows - SMALL - 1, 2 * SMALL + 1), f"bold {ACCENT}")
            middle = " " * max(0, (width - cells(does)) // 2)
            return [*large, Content(), Content.styled(middle + does, "bold"), Content(), *big(people, width, SMALL)]
        return [Content.styled(f"{led_in(asks)} {does}", f"bold {ACCENT}"), Content.styled(people, QUIET)]
    lines = [Content.assemble((question(poll), f"bold {ACCENT}"), (f"  {count(poll.answered, 'answer')}", QUIET))]
    if said := few(poll):
        return [*lines, Content.styled(said, QUIET)]
    told = tallied(poll)
    wide, room = max(cells(name) for name, _ in told), max(10, width // 2)
    for name, given in told:
        bar = "█" * round(given / max(1, poll.answered) * room)
        called = " " * (wide - cells(name)) + name
        lines.append(Content.assemble((f"{called} ", "bold"), (bar, COLOURS.get(name, ACCENT)), f" {given or '·'}"))
    return lines


def asked_lines(
    asked: Sequence[Poll], width: int, rows: int = 0, radar: Sequence[RadarQuestion] = (), *, is_up: bool = False
) -> list[Content]:
    """Return what the room is asked: a question, or the health radar's as a table with their trend."""
    if len(asked) < 2 and not any(each.radar for each in asked):
        return [line for each in asked for line in poll_lines(each, width, rows, is_up=is_up)]
    people = count(max(each.answered for each in asked), "answer")
    is_open = asked[-1].open
    lines = [Content.assemble(("Health radar", f"bold {ACCENT}"), (f"  {people}{' so far' * is_open}", QUIET))]
    if is_open:
        lines.append(Content.styled(default_keys(how(PollKind.RADAR)), "bold"))
    elif not any(each.counts for each in asked):
        lines.append(Content.styled(FEW, QUIET))
    trends = {each.id: each.points for each in radar}
    for each in asked:
        told, points = tallied(each), trends.get(each.radar or 0, ())
        parts = [Cell(question(each), style="bold")]
        if is_open:
            parts.append(Cell(count(each.answered, "answer"), 12, QUIET, right=True))
        if told:
            parts += [Cell(f"{given} {name}", 8, COLOURS[name], right=True) for name, given in told]
            parts += [Cell(_stacked(told, max(8, width // 5)), max(8, width // 5))] if width >= ROOMY else []
            parts.append(Cell(spark([point.mean for point in points[-8:]], 1, 3), 8, ACCENT, right=True))
        lines.append(columns(parts, width))
    return lines


def _stacked(told: Sequence[tuple[str, int]], width: int) -> Content:
    """Return answers as one bar, each in its colour; the words beside it say the same."""
    people, line, done, so_far = max(1, sum(many for _, many in told)), Content(), 0, 0
    for name, many in told:
        so_far += many
        end = round(so_far / people * width)
        line += Content.styled("█" * (end - done), COLOURS[name])
        done = end
    return line


def _action(action: Action, width: int, today: date) -> list[Content]:
    mark = action_mark(action, today)
    lines = _points(action.text, width, mark.glyph, mark.colour or ACCENT)
    tail = Content.styled(f"  {clean(action.dri)}, {when(action, today)}", mark.colour or QUIET)
    if lines[-1].cell_length + tail.cell_length <= width:
        return [*lines[:-1], lines[-1] + tail]
    return [*lines, tail.truncate(max(0, width), ellipsis=True)]


def _review(found: RetroView, width: int, today: date) -> list[Content]:
    late = [
        line
        for each in found.overdue
        for line in _points(f"{each.ref} {each.title}: {each.step} waits for {each.waits_for}", width, "!", BAD)
    ]
    if not found.actions:
        return [*late, Content("No action is open from last time.")]
    return late + [line for each in found.actions for line in _action(each, width, today)]


def _stage(found: RetroView, width: int, today: date) -> list[Content]:
    lines = asked_lines([each for each in newest(found.polls) if each.kind is not PollKind.MORE], width, 0, found.radar)
    lines += [Content()] if lines else []
    facts = found.facts
    if facts is None:
        return lines
    done = f"{facts.done} of {facts.committed} commitments done" if facts.committed else ""
    if facts.pulse:
        drawn = spark([p.mean for p in facts.pulse], 1, 5)
        done += f"{'   ·   ' if done else ''}pulse {drawn} {tenths(facts.pulse[-1].mean)}"
    lines += [Content.styled(done, "bold")] if done else []
    longest = max((cells(f"{each.kr.ref} {clean(each.kr.title)}") for each in facts.key_results), default=0)
    bar = max(10, width // 4, min(width // 2, width - 18 - longest))
    for stand in facts.key_results:
        sure = "" if stand.confidence is None else f" conf {stand.confidence}"
        name = fit(f"{stand.kr.ref} {clean(stand.kr.title)}", max(8, min(longest + 1, width - bar - 17)))
        lines.append(
            Content.assemble((name, ""), " ")
            + progress_content(stand.progress, bar)
            + Content.assemble((f" {percent(stand.progress):>5}", "bold"), (sure, QUIET))
        )
    return lines


def _discuss(found: RetroView, width: int, today: date) -> list[Content]:
    up = found.topic
    if up is None:
        waiting = to_discuss(found.topics)
        return [Content("Every topic was discussed.")] if not waiting else _topics(found, width)
    lines = list[Content]()
    if found.poll and found.poll.kind is PollKind.MORE and found.poll.group == up.group.id:
        lines += [*poll_lines(found.poll, width), Content()]
    side = share(width, 2) if width >= 2 * LEAST else width
    prompts = found.view.session.prompts
    said = [note for note in found.notes if note.group == up.group.id]
    wrote = [
        line
        for card in up.group.cards
        if card.text != up.group.name
        for line in _points(card.text, side, "·", hue(place(card.tag, prompts)) if prompts else QUIET, "")
    ]
    talk = [each.text for each in said if each.kind is NoteKind.NOTE]
    wrote += [line for text in talk for line in _points(text, side, "–", ACCENT, QUIET)]
    decided = [line for each in said if each.kind is NoteKind.DECISION for line in _points(each.text, side, "◆", GOOD)]
    acts = [line for each in found.actions if each.topic == up.group.name for line in _action(each, side, today)]
    came = [*_headed("Decided", decided), *_headed("Actions", acts)]
    if side < width and wrote and came:
        return [*lines, *beside([wrote, came], side)]
    return [*lines, *came, *([Content()] if came and wrote else []), *wrote] or _topics(found, width)


def _headed(title: str, lines: list[Content]) -> list[Content]:
    """Return lines below their heading, nothing where there are none."""
    return [Content.styled(title, f"bold underline {ACCENT}"), *lines] if lines else []


def _topics(found: RetroView, width: int) -> list[Content]:
    """Return the topics, each in a line, with where its discussion is."""
    marks = {TopicState.DISCUSSED: ("▸", ACCENT), TopicState.DONE: ("✓", GOOD), TopicState.PARKED: ("‖", WARN)}
    lines = []
    for each in found.topics:
        glyph, colour = marks.get(each.state, ("▪", ACCENT))
        style = QUIET if each.state in (TopicState.DONE, TopicState.PARKED) else "bold"
        name = fit(clean(each.group.name), max(8, width - 2), pad=False)
        lines.append(Content.assemble((f"{glyph} ", colour), (name, style)))
    return lines


def _decide(found: RetroView, width: int, today: date) -> list[Content]:
    side = share(width, 2) if width >= 2 * LEAST else width
    acts = [line for each in found.actions for line in _action(each, side, today)]
    if len(found.actions) > MANY_ACTIONS:
        acts.append(Content.styled(f"! more than {MANY_ACTIONS}: fewer are more often done", WARN))
    notes = [each for each in found.notes if each.kind is NoteKind.DECISION]
    decided = [line for each in notes for line in _points(each.text, side, "◆", GOOD)]
    made = [each for each in found.agreements if each.session == found.view.session.ref]
    agreed = [line for each in made for line in _points(each.text, side, "=", ACCENT)]
    left, right = _headed("Actions", acts), [*_headed("Decided", decided), *_headed("Working agreements", agreed)]
    if side < width and left and right:
        return beside([left, right], side)
    return [*left, *right] or [Content("Nothing is decided yet.")]


def _item(found: RetroView, width: int, today: date) -> list[Content]:
    step = found.view.session.step_id
    here = [note for note in found.notes if note.item == step and note.group is None]
    asked = [each for each in found.polls if each.item is not None and each.item == step]
    lines = asked_lines(asked, width, ITEM_ROWS, found.radar, is_up=True)
    return [*lines, *([Content()] if lines and here else []), *_said(here, width)]


def _said(notes: Sequence[Note], width: int) -> list[Content]:
    return [line for note in notes for line in _points(note.text, width, "–", ACCENT)]


def _score(found: RetroView, width: int, today: date) -> list[Content]:
    lines, longest = [], max((cells(f"{each.kr} {clean(each.title)}") for each in found.reviews), default=0)
    for each in found.reviews:
        score = tenths(each.score) if each.score is not None else "  –"
        verdict = f"  {each.verdict}" if each.verdict else ""
        name = fit(f"{each.kr} {clean(each.title)}", max(8, min(longest + 1, width - 16)))
        lines.append(Content.assemble((name, ""), (f" {score}", "bold"), (verdict, ACCENT)))
    return lines


BODIES: dict[Phase, Callable[[RetroView, int, date], list[Content]]] = {
    Phase.REVIEW: _review,
    Phase.STAGE: _stage,
    Phase.SCORE: _score,
    Phase.ITEM: _item,
    Phase.DISCUSS: _discuss,
    Phase.DECIDE: _decide,
    Phase.CLOSED: _decide,
}
"""The phases that a retro shows in its own way; in the others it is like any live session."""


def has_its_place(found: RetroView, polls: Sequence[Poll]) -> bool:
    """Tell whether a step shows by itself what the room is asked in it."""
    of = found.view.session
    return of.phase is Phase.STAGE or polls[-1].item == of.step_id


def asked(found: RetroView) -> str:
    """Return what stands in large type on top: the topic or item that is up, else the question."""
    of = found.view.session
    if of.phase is Phase.DISCUSS and found.topic is not None:
        return found.topic.group.name
    if of.phase is Phase.ITEM:
        return next((item.title for item in of.agenda if item.id == of.step_id), of.question)
    names = {
        Phase.REVIEW: "Actions of last time",
        Phase.STAGE: "Where we stand",
        Phase.SCORE: f"Key results {of.cycle}",
        Phase.DECIDE: "What we do",
        Phase.CLOSED: "What came out",
    }
    return names.get(of.phase, of.question)


def counts(found: RetroView) -> str | None:
    """Return what is counted in a step; None where it is the cards, "" where nothing is."""
    of = found.view.session
    made = count(len(found.actions), "action")
    if of.phase in (Phase.LOBBY, Phase.GATHER) and of.prompts:
        cards = len(found.view.cards)
        return f"{' / '.join(map(clean, of.prompts))}   ·   {count(cards, 'card')}"
    if of.phase is Phase.DISCUSS:
        waiting = len(to_discuss(found.topics))
        return f"{waiting} of {len(found.topics)} topics to go"
    if of.phase is Phase.SCORE:
        return f"{sum(each.score is not None for each in found.reviews)} of {len(found.reviews)} scored"
    if of.phase in (Phase.REVIEW, Phase.DECIDE, Phase.CLOSED):
        return f"{made} open" if of.phase is Phase.REVIEW else made
    return "" if of.phase in (Phase.STAGE, Phase.ITEM) else None
