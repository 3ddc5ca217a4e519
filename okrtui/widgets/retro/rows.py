"""What a retro has beside its live session, as rows of a list: agenda, facts, topics, notes, questions, scores."""

from collections.abc import Callable, Sequence

from textual.content import Content

from okrtui.model.live import AgendaItem, Poll, PollKind, Session
from okrtui.model.okrs import Standing
from okrtui.model.retro import Agreement, Facts, KrReview, Note, NoteKind, RadarQuestion, Topic, TopicState, Verdict
from okrtui.rules.formatting import count, month_day, percent, tenths
from okrtui.rules.live import phases
from okrtui.rules.live.polls import CALLED, FEW, few, mine, question, tallied
from okrtui.rules.live.promises import BY_NAME
from okrtui.text import cells, clean
from okrtui.widgets.drawing.marks import ACCENT, GOOD, QUIET, WARN, Cell, columns, progress_content, spark, status_mark
from okrtui.widgets.drawing.wrapping import wrapped
from okrtui.widgets.lists.rows import Row
from okrtui.widgets.live.poll_line import COLOURS, how
from okrtui.widgets.live.rows import paragraph_rows, text_row

NARROW = 34
"""Cells below which a question to the room is put in fewer words."""
LINES = 4
"""So many lines a note takes at most."""


def head(key: str, words: str, aside: str = "") -> Row:
    """Return a heading inside a list."""
    said = Content.assemble((words, f"bold {ACCENT}"), (f"  {aside}" if aside else "", QUIET))
    return text_row(f"head {key}", said, heading=True)


def gap(key: str) -> Row:
    """Return an empty row."""
    return text_row(f"gap {key}", Content(), heading=True)


# -- the agenda


def fits(over: int | None) -> str:
    """Return whether an agenda fits its time box, in a few words."""
    if over is None:
        return ""
    return "fits" if over == 0 else f"{over} min over" if over > 0 else f"{-over} min to spare"


def agenda_rows(of: Session) -> list[Row]:
    """Return the agenda's steps: what is done, what is on, what is left out, each with its minutes."""
    now = phases.here(of)
    return [_step_row(step, at - now) for at, step in enumerate(phases.steps(of)) if step.id]


def _step_row(step: AgendaItem, ahead: int) -> Row:
    glyph, colour = ("▸", f"bold {ACCENT}") if ahead == 0 else ("✓", GOOD) if ahead < 0 else ("·", QUIET)
    if step.skipped:
        glyph, colour = "–", QUIET
    minutes = "left out" if step.skipped else f"{step.minutes} min" if step.minutes else "no clock"
    said = Content.styled(clean(step.title), QUIET if step.skipped else "bold" if ahead == 0 else "")
    if step.asks:
        said += Content.styled(f"  asks: {CALLED[step.asks]}", QUIET)
    if step.who:
        said += Content.styled(f"  by {clean(step.who)}", QUIET)
    row = [Cell(glyph, 1, colour), Cell(minutes, 8, QUIET, right=True), Cell(said)]
    return Row(f"item {step.id}", lambda width: columns(row, width), search=step.title)


# -- the facts


def facts_rows(facts: Facts, width: int) -> list[Row]:
    """Return how the key results stood."""
    rows = [_kr_row(stand) for stand in facts.key_results]
    return rows or [text_row("no kr", Content.styled("No key result was being worked on.", QUIET), heading=True)]


def _kr_row(stand: Standing) -> Row:
    mark, ref, title, progress = status_mark(stand.status), stand.kr.ref, stand.kr.title, stand.progress

    def line(width: int) -> Content:
        bar = 10 if width >= 60 else 6
        sure = "" if stand.confidence is None else str(stand.confidence)
        return columns(
            [
                Cell(ref, 6, QUIET),
                Cell(clean(title)),
                Cell(progress_content(progress, bar), bar),
                Cell(percent(progress), 5, "", right=True),
                Cell(sure, 2, QUIET, right=True),
                Cell(mark.glyph, 1, mark.colour),
            ],
            width,
        )

    return Row(f"kr {ref}", line, search=f"{ref} {title}")


def mood_rows(facts: Facts, width: int) -> list[Row]:
    """Return what was done, how it felt, and who was thanked."""
    rows = [head("period", "The period", f"{month_day(facts.since)} to {month_day(facts.until)}")]
    done = f"{facts.done} of {facts.committed} done" if facts.committed else "none"
    rows.append(text_row("committed", Content.assemble(("commitments  ", QUIET), (done, "bold")), heading=True))
    if facts.pulse:
        drawn = spark([point.mean for point in facts.pulse], 1, 5)
        last = f"{tenths(facts.pulse[-1].mean)} of 5"
        told = Content.assemble(("pulse        ", QUIET), (drawn, ACCENT), " ", (last, "bold"))
    else:
        told = Content.assemble(("pulse        ", QUIET), ("too few answers", QUIET))
    rows += [text_row("pulse", told, heading=True)]
    if facts.heroes:
        rows += [gap("heroes"), head("heroes", "Heroes")]
    for number, card in enumerate(facts.heroes[:8]):
        who = f"{clean(card.giver)} → {', '.join(clean(each.login) for each in card.recipients)}  "
        story = clean(card.story)
        rows.append(text_row(f"hero {number}", Content.assemble((who, "bold"), (story, QUIET)), heading=True))
    return rows


# -- questions to the room


def asked_rows(
    asked: Sequence[Poll], width: int, with_keys: Callable[[str], str], of: Session, radar: Sequence[RadarQuestion] = ()
) -> list[Row]:
    """Return a question, or the health radar's: the one that I am asked now while they are open, then all of them."""
    if len(asked) < 2 and not any(each.radar for each in asked):
        return [row for each in asked for row in poll_rows(each, width, with_keys, of)]
    now = next((each for each in asked if each.open and each.mine is None), None)
    answered = max((each.answered for each in asked), default=0)
    people = f"{count(answered, 'answer')} so far" if asked[-1].open else count(answered, "answer")
    rows = [head("radar", "Health radar", people)]
    if asked[-1].open:
        done = sum(each.mine is not None for each in asked)
        said = with_keys(how(PollKind.RADAR)) if now is not None else "all yours are in"
        rows.append(text_row("radar how", Content.styled(f"{done} of {len(asked)} · {said}", "bold"), heading=True))
    trends = {each.id: each for each in radar}
    for each in asked:
        rows.append(_radar_row(each, trends.get(each.radar or 0), each is now))
    if not asked[-1].open and not any(each.counts for each in asked):
        rows += paragraph_rows("radar few", Content.styled(FEW, QUIET), width)
    return rows


def _radar_row(poll: Poll, kept: RadarQuestion | None, is_now: bool) -> Row:
    told = dict(tallied(poll))
    mark = "▸" if is_now else " "
    cells = [Cell(mark, 1, ACCENT), Cell(question(poll), style="bold" if is_now else "")]
    if poll.open:
        cells.append(Cell(mine(poll), 6, COLOURS.get(mine(poll), QUIET)))
    elif told:
        trend = spark([point.mean for point in kept.points[-8:]], 1, 3) if kept is not None else ""
        cells += [Cell(trend, 8, ACCENT, right=True)]
        cells += [Cell(f"{told[name]} {name}", 8, colour, right=True) for name, colour in COLOURS.items()]
    return Row(f"poll {poll.id}", lambda width: columns(cells, width), search=question(poll))


def poll_rows(poll: Poll, width: int, with_keys: Callable[[str], str], of: Session) -> list[Row]:
    """Return a question: how many have answered, and once they are shown, how many of each, as bars."""
    asks = question(poll)
    answers = with_keys(how(poll.kind, brief=width < NARROW))
    people = count(poll.answered, "answer")
    if width < NARROW:
        people = str(poll.answered)
    if poll.open:
        said = f"yours is {mine(poll)}" if poll.mine is not None else answers
        rows = [head("poll", asks, f"{people} so far")]
        return [
            *rows,
            text_row("poll mine", Content.styled(said, "bold" if poll.mine is None else QUIET), heading=True),
            *([] if of.anonymous else paragraph_rows("poll named", Content.styled(BY_NAME, QUIET), width)),
        ]
    rows = [head("poll", asks, people)]
    if said := few(poll):
        return [*rows, *paragraph_rows("poll few", Content.styled(said, QUIET), width)]
    told = tallied(poll)
    wide = max(cells(name) for name, _ in told)
    room = max(4, width - wide - 6)
    for number, (name, given) in enumerate(told):
        bar = "█" * round(given / max(1, poll.answered) * min(room, 24)) if given else ""
        called = " " * (wide - cells(name)) + name
        tail = f" {given}" if given else " ·"
        line = Content.assemble((f"{called} ", QUIET), (bar, COLOURS.get(name, ACCENT)), tail)
        rows.append(text_row(f"poll {number}", line, heading=True))
    return rows


# -- topics and notes

_TOPICS = {
    TopicState.DISCUSSED: ("●", f"bold {ACCENT}"),
    TopicState.DONE: ("✓", GOOD),
    TopicState.PARKED: ("‖", WARN),
    TopicState.WAITING: ("·", QUIET),
}


def topic_row(topic: Topic, over: bool = False) -> Row:
    """Return a topic with its votes and where it is; none is up once the retro is `over`."""
    state = TopicState.DONE if over and topic.state is TopicState.DISCUSSED else topic.state
    glyph, colour = _TOPICS[state]
    style = "bold" if state is TopicState.DISCUSSED else QUIET if state is TopicState.DONE and not over else ""
    votes = str(topic.group.votes) if topic.group.votes else "–"
    word = {TopicState.PARKED: "parked", TopicState.DONE: "done", TopicState.DISCUSSED: "now"}.get(state, "")

    def line(width: int) -> Content:
        told = [Cell(word, 6, QUIET)] if width >= 36 else []
        row = [Cell(glyph, 1, colour), Cell(votes, 3, "bold", right=True), Cell(clean(topic.group.name), None, style)]
        return columns([*row, *told], width)

    return Row(f"group {topic.group.id}", line, search=topic.group.name)


_NOTES = {NoteKind.NOTE: ("·", QUIET, ""), NoteKind.DECISION: ("◆", GOOD, "bold"), NoteKind.PARKED: ("‖", WARN, QUIET)}


def note_row(note: Note, width: int, me: str = "") -> Row:
    """Return a note in up to four lines, a decision and what is parked with their own signs."""
    glyph, colour, style = _NOTES[note.kind]
    lines = wrapped(note.text, max(8, width - 2), LINES)
    drawn = [Content.assemble((f"{glyph} " if not n else "  ", colour), (line, style)) for n, line in enumerate(lines)]
    if note.who and note.who != me:
        _add_tail(drawn, clean(note.who), width)
    return Row(f"note {note.id}", lambda _: drawn, height=len(drawn), search=note.text)


def _add_tail(drawn: list[Content], said: str, width: int) -> None:
    """Put a quiet word behind the last line, or below it where it has no room there."""
    if drawn and drawn[-1].cell_length + 2 + cells(said) <= width:
        drawn[-1] += Content.styled(f"  {said}", QUIET)
    else:
        drawn.append(Content.styled(f"  {said}", QUIET).truncate(max(0, width), ellipsis=True))


def note_rows(notes: Sequence[Note], width: int, me: str = "") -> list[Row]:
    """Return notes as rows."""
    return [note_row(each, width, me) for each in notes]


def notes_read(notes: Sequence[Note]) -> list[Content]:
    """Return notes whole, for a dialog."""
    lines = []
    for note in notes:
        glyph, colour, style = _NOTES[note.kind]
        who = f"  {clean(note.who)}" if note.who else ""
        lines.append(Content.assemble((f"{glyph} ", colour), (clean(note.text), style), (who, QUIET)))
    return lines


def agreement_rows(agreements: Sequence[Agreement], width: int) -> list[Row]:
    """Return the working agreements that hold, whole."""
    return [_agreement_row(each, width) for each in agreements if each.active]


def _agreement_row(agreement: Agreement, width: int) -> Row:
    lines = wrapped(agreement.text, max(8, width - 2), LINES)
    drawn = [Content.assemble(("= " if not n else "  ", ACCENT), line) for n, line in enumerate(lines)]
    _add_tail(drawn, month_day(agreement.since), width)
    return Row(f"agreement {agreement.id}", lambda _: drawn, height=len(drawn), search=agreement.text)


# -- the key results of a cycle's end

VERDICTS = {Verdict.KEEP: ("→ keep", GOOD), Verdict.CHANGE: ("~ change", WARN), Verdict.STOP: ("✗ stop", QUIET)}


def review_row(each: KrReview) -> Row:
    """Return a cycle's key result with progress, score (the suggested one in brackets) and what becomes of it."""
    done = each.score is not None
    score = tenths(each.score) if each.score is not None else f"({tenths(each.suggested)})"
    verdict, colour = VERDICTS[each.verdict] if each.verdict else ("", "")

    def line(width: int) -> Content:
        bar = 10 if width >= 60 else 6
        return columns(
            [
                Cell("✓" if done else "·", 1, GOOD if done else QUIET),
                Cell(each.kr, 6, QUIET),
                Cell(clean(each.title)),
                Cell(clean(each.dri), 8, QUIET),
                Cell(progress_content(each.progress, bar), bar),
                Cell(score, 5, "bold" if done else QUIET, right=True),
                Cell(verdict, 8, colour),
            ],
            width,
        )

    return Row(f"kr {each.kr}", line, search=f"{each.kr} {each.title}")
