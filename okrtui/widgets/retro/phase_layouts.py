"""What each phase of a retro shows: the brainstorm's layouts where it is the same, its own where it is not."""

from collections.abc import Callable, Mapping
from datetime import date

from textual.content import Content

from okrtui.commands.keys import key_of
from okrtui.model.live import Phase, View
from okrtui.model.retro import Note, NoteKind, PollKind, RetroView
from okrtui.rules.live.agenda import MANY_ACTIONS, minutes_of, to_discuss
from okrtui.rules.live.polls import newest
from okrtui.text import clean
from okrtui.widgets.drawing.marks import QUIET, WARN
from okrtui.widgets.lists.rows import Row
from okrtui.widgets.live.phase_layouts import BRAINSTORM, PhaseLayout, Viewer, people, promise_rows
from okrtui.widgets.live.rows import card_rows, paragraph_rows, prompt_rows, text_row
from okrtui.widgets.retro import rows as draw
from okrtui.widgets.retro.action_rows import act_rows, overdue_rows


def _retro(viewer: Viewer) -> RetroView:
    assert viewer.retro is not None  # a retro's screen reads it with the session
    return viewer.retro


def _today(view: View, viewer: Viewer) -> date:
    return viewer.today or view.session.started.date()


# -- lobby and agenda


def lobby(view: View, viewer: Viewer, width: int) -> list[Row]:
    """Return the question, the agenda to change, and what is promised about names."""
    of = view.session
    asked = paragraph_rows("question", Content.styled(clean(of.question), "bold"), width)
    return [
        *asked,
        *prompt_rows(of.prompts, width),
        draw.gap("agenda"),
        *draw.agenda_rows(of),
        *promise_rows(view, width),
    ]


def agenda(view: View, viewer: Viewer, width: int) -> list[Row]:
    """Return the agenda alone."""
    return draw.agenda_rows(view.session)


def agenda_title(view: View, viewer: Viewer) -> str:
    """Return the agenda's heading."""
    return f"Agenda · {minutes_of(view.session.agenda)} min"


def agenda_aside(view: View, viewer: Viewer) -> str:
    """Return whether it fits the time box."""
    of, said = view.session, draw.fits(_retro(viewer).over)
    return f"{said}{f' of {of.time_box}' if of.time_box and said != 'fits' else ''}" if said else ""


AGENDA = PhaseLayout(agenda, agenda_title, agenda_aside, "The agenda is empty.", share=100)
"""Shown in any phase while the agenda is looked at."""


# -- review and stage


def review(view: View, viewer: Viewer, width: int) -> list[Row]:
    """Return the cases that are overdue, and the open actions of earlier retros."""
    late = overdue_rows(_retro(viewer).overdue, _today(view, viewer))
    return late + act_rows(_retro(viewer).actions, _today(view, viewer), viewer.me, width)


def agreements(view: View, viewer: Viewer, width: int) -> list[Row]:
    """Return what was agreed, and what was noted here."""
    found = _retro(viewer)
    rows = draw.agreement_rows(found.agreements, width)
    here = _noted_here(view, found)
    notes = draw.note_rows(here, width, viewer.me)
    return [*rows, *([draw.gap("notes"), draw.head("notes", "Notes")] if rows and notes else []), *notes]


def _noted_here(view: View, found: RetroView) -> list[Note]:
    return [note for note in found.notes if note.group is None and note.item == view.session.step_id]


def stage(view: View, viewer: Viewer, width: int) -> list[Row]:
    """Return how the key results stand."""
    facts = _retro(viewer).facts
    return draw.facts_rows(facts, width) if facts else []


def mood(view: View, viewer: Viewer, width: int) -> list[Row]:
    """Return the question to the room, what was done, how it felt, who was thanked, and the notes."""
    found = _retro(viewer)
    asked = [each for each in newest(found.polls) if each.kind is not PollKind.MORE]
    rows = draw.asked_rows(asked, width, viewer.with_keys, view.session, found.radar)
    rows += [draw.gap("facts")] if rows else []
    rows += draw.mood_rows(found.facts, width) if found.facts else []
    notes = draw.note_rows(_noted_here(view, found), width, viewer.me)
    return [*rows, *([draw.gap("notes"), draw.head("notes", "Notes")] if notes else []), *notes]


# -- an item of its own


def item(view: View, viewer: Viewer, width: int) -> list[Row]:
    """Return what an item asks the room, and what was noted about it."""
    found, of = _retro(viewer), view.session
    asked = [each for each in found.polls if each.item is not None and each.item == of.step_id]
    rows = draw.asked_rows(asked, width, viewer.with_keys, of, found.radar)
    notes = draw.note_rows(_noted_here(view, found), width, viewer.me)
    return [*rows, *([draw.gap("notes")] if rows and notes else []), *notes]


def item_title(view: View, viewer: Viewer) -> str:
    """Return what the item is called."""
    here = next((step for step in view.session.agenda if step.id == view.session.step_id), None)
    return clean(here.title) if here else "Item"


# -- discuss


def topics(view: View, viewer: Viewer, width: int) -> list[Row]:
    """Return the topics, and the parking lot below them."""
    found = _retro(viewer)
    parked = [note for note in found.notes if note.kind is NoteKind.PARKED]
    rows = [draw.topic_row(each, view.session.phase is Phase.CLOSED) for each in found.topics]
    if parked:
        rows += [draw.gap("lot"), draw.head("lot", f"Parking lot ({len(parked)})")]
    return [*rows, *draw.note_rows(parked, width, viewer.me)]


def topic(view: View, viewer: Viewer, width: int) -> list[Row]:
    """Return the topic that is up: the question to the room, its cards, its notes, its actions."""
    found = _retro(viewer)
    up = found.topic
    if up is None:
        return []
    more = found.poll if found.poll and found.poll.kind is PollKind.MORE else None  # others have a line of their own
    asked = more if more is not None and more.group == up.group.id else None
    rows = [*draw.poll_rows(asked, width, viewer.with_keys, view.session), draw.gap("poll")] if asked else []
    rows += [*card_rows(up.group.cards, width, frozenset(), viewer.me, prompts=view.session.prompts)]
    notes = [note for note in found.notes if note.group == up.group.id and note.kind is not NoteKind.PARKED]
    if notes:
        rows += [draw.gap("notes"), draw.head("notes", "Notes"), *draw.note_rows(notes, width, viewer.me)]
    made = [each for each in found.actions if each.topic == up.group.name]
    if made:
        rows += [
            draw.gap("acts"),
            draw.head("acts", "Actions"),
            *act_rows(made, _today(view, viewer), viewer.me, width),
        ]
    return rows


def topic_title(view: View, viewer: Viewer) -> str:
    """Return what is talked about."""
    up = _retro(viewer).topic
    return f"“{clean(up.group.name)}”" if up else "No topic is up"


def _left(view: View, viewer: Viewer) -> str:
    waiting = len(to_discuss(_retro(viewer).topics))
    return f"{waiting} to go" if waiting else "all discussed"


# -- decide


def said(view: View, viewer: Viewer, width: int) -> list[Row]:
    """Return decisions and notes below their topics, for actions to be made of them."""
    found = _retro(viewer)
    names = {each.group.id: each.group.name for each in found.topics}
    rows = list[Row]()
    for group in [*names, None]:
        notes = [n for n in found.notes if n.group == group and n.kind is not NoteKind.PARKED]
        if notes:
            title = clean(names[group]) if group is not None else "Outside of the topics"
            rows.append(draw.head(f"of {group}", title))
            rows += draw.note_rows(sorted(notes, key=lambda n: n.kind is not NoteKind.DECISION), width, viewer.me)
    return rows


def decided(view: View, viewer: Viewer, width: int) -> list[Row]:
    """Return the actions of this retro and its agreements; past three a warning."""
    found = _retro(viewer)
    ref = view.session.ref
    rows = list[Row]()
    if len(found.actions) > MANY_ACTIONS:
        warned = f"! {len(found.actions)} actions: fewer than {MANY_ACTIONS + 1} are more often done"
        rows += [text_row("many", Content.styled(warned, WARN), heading=True)]
    rows += act_rows(found.actions, _today(view, viewer), viewer.me, width)
    made = [each for each in found.agreements if each.session == ref]
    if made:
        rows += [*([draw.gap("agreed")] if rows else []), draw.head("agreed", "Working agreements")]
        rows += draw.agreement_rows(made, width)
    return rows


# -- score, closed


def scores(view: View, viewer: Viewer, width: int) -> list[Row]:
    """Return the cycle's key results."""
    return [draw.review_row(each) for each in _retro(viewer).reviews]


def _scored(view: View, viewer: Viewer) -> str:
    reviews = _retro(viewer).reviews
    return f"{sum(each.score is not None for each in reviews)} of {len(reviews)} scored"


def came_out(view: View, viewer: Viewer, width: int) -> list[Row]:
    """Return what came out: decisions, actions, agreements."""
    found, ref = _retro(viewer), view.session.ref
    decisions = [note for note in found.notes if note.kind is NoteKind.DECISION]
    made = [each for each in found.agreements if each.session == ref]
    parts = {
        "Decisions": draw.note_rows(decisions, width, viewer.me),
        "Actions": act_rows(found.actions, _today(view, viewer), viewer.me, width),
        "Working agreements": draw.agreement_rows(made, width),
    }
    rows = list[Row]()
    for title, part in parts.items():
        if part:
            rows += [*([draw.gap(title)] if rows else []), draw.head(title, title), *part]
    return rows or [text_row("nothing", Content.styled("Nothing was decided.", QUIET), heading=True)]


def _plain(words: str) -> Callable[[View, Viewer], str]:
    return lambda view, viewer: words


RETRO: Mapping[Phase, PhaseLayout] = {
    Phase.LOBBY: PhaseLayout(
        lobby,
        agenda_title,
        agenda_aside,
        right=people,
        right_title=lambda view, viewer: f"Here ({len(view.room.people)})",
        right_empty="Nobody yet.",
        share=70,
    ),
    Phase.REVIEW: PhaseLayout(
        review,
        lambda view, viewer: f"Actions of last time ({len(_retro(viewer).actions)})",
        lambda view, viewer: "",
        f"No action is open. {key_of('.next')} goes on.",
        agreements,
        _plain("Working agreements"),
        right_empty=f"None yet; {key_of('.agree')} makes one.",
        share=64,
    ),
    Phase.STAGE: PhaseLayout(
        stage,
        _plain("Key results"),
        lambda view, viewer: "progress · confidence",
        "There is no key result.",
        mood,
        _plain("How it was"),
        right_empty="",
        share=58,
    ),
    Phase.SCORE: PhaseLayout(
        scores, lambda view, viewer: f"Key results of {view.session.cycle}", _scored, "Nothing to score."
    ),
    Phase.ITEM: PhaseLayout(item, item_title, empty=f"{key_of('.write')} writes down what is said.", shows_line=True),
    Phase.GATHER: BRAINSTORM[Phase.GATHER],
    Phase.GROUP: BRAINSTORM[Phase.GROUP],
    Phase.VOTE: BRAINSTORM[Phase.VOTE],
    Phase.DISCUSS: PhaseLayout(
        topics,
        _plain("Topics"),
        _left,
        "There is no topic: nobody wrote a card.",
        topic,
        topic_title,
        right_empty=f"{key_of('.next')} goes on.",
        share=42,
        shows_line=True,
    ),
    Phase.DECIDE: PhaseLayout(
        said,
        _plain("What was said"),
        lambda view, viewer: f"{key_of('.make')}: action",
        f"Nothing was noted. {key_of('.make')} makes an action all the same.",
        decided,
        lambda view, viewer: f"Actions ({len(_retro(viewer).actions)})",
        right_empty=f"None yet: {key_of('.make')} makes one.",
        share=52,
    ),
    Phase.CLOSED: PhaseLayout(
        came_out,
        _plain("What came out"),
        right=topics,
        right_title=_plain("Topics"),
        right_empty="There was no topic.",
        share=60,
    ),
}
