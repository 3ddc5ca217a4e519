"""What reports say of key results: what moved, what is at risk and why, how it ended, and the table."""

from collections.abc import Iterable, Sequence

from okrtui.model.okrs import (
    CheckIn,
    CycleStanding,
    KeyResultState,
    Objective,
    ObjectiveStanding,
    ObjectiveState,
    Standing,
)
from okrtui.rituals.documents.report_data import WeekReading
from okrtui.rituals.okrs.closing import CLOSED
from okrtui.rules.formatting import percent, tenths
from okrtui.rules.okrs.foretold import MET_MEANS, Foretold, bucket_text, foretold_text
from okrtui.rules.okrs.progress import score_of
from okrtui.rules.okrs.values import goal_text, status_text
from okrtui.sharing.markdown import phrases
from okrtui.sharing.markdown.escape import inline, item, table
from okrtui.sharing.markdown.phrases import Names


def live(found: Iterable[CycleStanding]) -> list[Standing]:
    """Return the standings of the objectives that are pursued."""
    out = (ObjectiveState.DRAFT, ObjectiveState.CANCELLED)
    live = [o for c in found for o in c.objectives if o.objective.state not in out]
    return [s for o in live for s in o.key_results if s.kr.state is not KeyResultState.CANCELLED]


def every(found: Iterable[CycleStanding]) -> list[Standing]:
    """Return the standings of all key results."""
    return [s for c in found for o in c.objectives for s in o.key_results]


def _previous(standing: Standing) -> CheckIn | None:
    return standing.history[-2] if len(standing.history) > 1 else None


def moved(found: WeekReading, names: Names) -> list[str]:
    """Return what moved in a week, or was noted though it did not."""
    lines = []
    for s in live(found.cycles):
        before = _previous(s)
        if s.latest is None or s.latest.week != found.week:
            continue
        troubled = phrases.worries(s)
        if _before(s) == (s.latest.value, s.latest.done) and (troubled or not s.latest.note):
            continue
        lead = f"{phrases.titled(s.kr)} {phrases.moved(s, before)}."
        if troubled:  # its confidence and note stand where it is said why
            lines.append(f"- {lead}")
        else:
            lines.append(phrases.with_note(f"{lead}{phrases.sure(s, before)}", s.latest, found.week, names))
    return lines


def moved_since_start(found: CycleStanding, week: str, names: Names) -> list[str]:
    """Return how far each key result has come since its start."""
    lines = []
    for s in live([found]):
        if s.latest is None or (s.latest.value == s.kr.start and phrases.worries(s)):
            continue
        told = phrases.worries(s) or bool(s.kr.comment)
        lead = f"{phrases.titled(s.kr)} {phrases.moved(s, None)}."
        said = f"{lead}{phrases.sure(s, None)}"
        lines.append(f"- {lead}" if told else phrases.with_note(said, s.latest, week, names))
    return lines


def at_risk(found: Sequence[CycleStanding], week: str, names: Names) -> list[str]:
    """Return what is at risk or off track, and why."""
    lines = []
    for s in worried(found):
        lead = f"{phrases.titled(s.kr)} {phrases.worry(s, names)}{phrases.sure(s, _previous(s))}"
        lines.append(phrases.with_note(lead, s.latest, week, names))
    return lines


def worried(found: Iterable[CycleStanding]) -> list[Standing]:
    """Return the standings that are at risk or off track."""
    return [s for s in live(found) if phrases.worries(s)]


def changed(found: WeekReading) -> list[Standing]:
    """Return the standings whose value this week's check-in changed."""
    here = [s for s in live(found.cycles) if s.latest and s.latest.week == found.week]
    return [s for s in here if s.latest and (s.latest.value, s.latest.done) != _before(s)]


def _before(s: Standing) -> tuple[float, tuple[int, ...]]:
    before = _previous(s)
    return (before.value, before.done) if before else (s.kr.start, ())


def quiet(found: Sequence[CycleStanding]) -> list[str]:
    """Return what nobody has checked in for two weeks, unless it is at risk already."""
    lines = []
    for s in live(found):
        if s.stale and not phrases.worries(s):
            since = f"last check-in in {phrases.in_week(s.latest.week)}" if s.latest else "no check-in yet"
            lines.append(f"- {phrases.titled(s.kr)}: {since}.")
    return lines


def tables(found: Sequence[CycleStanding], names: Names) -> list[str]:
    """Return one table of key results a cycle; the cycle is named where there are several."""
    filled = [each for each in found if each.objectives]
    parts = []
    for each in filled:
        title = f"{inline(each.cycle.name)}: {phrases.how_far(each)}.\n\n" if len(filled) > 1 else ""
        parts.append(title + _table(each, names))
    return ["\n\n".join(parts)] if parts else []


def _table(found: CycleStanding, names: Names) -> str:
    scored = any(s.kr.score is not None for s in every([found]))
    heads = ["Key result", "DRI", "Goal", "Now", "Progress", "Score" if scored else "Confidence", "Status"]
    rows = list[list[str]]()
    for o in found.objectives:
        score = score_of(o)
        last = tenths(score) if scored else ""
        title = f"**{o.objective.ref} {inline(o.objective.title)}**"
        rows.append([title, names(o.objective.dri), "", "", percent(o.progress), last, _objective_status(o)])
        for s in o.key_results:
            number = s.kr.score if scored else s.confidence
            rows.append(
                [
                    f"{s.kr.ref} {inline(s.kr.title)}",
                    names(s.kr.dri or o.objective.dri),
                    inline(goal_text(s.kr)),
                    phrases.value(s.kr, s.latest),
                    percent(s.progress),
                    tenths(number) if scored else "" if number is None else str(number),
                    status_text(s, score=False),
                ]
            )
    return table(heads, rows, right=(4, 5))


def _objective_status(found: ObjectiveStanding) -> str:
    state = found.objective.state
    return str(found.status or "") if state is ObjectiveState.ACTIVE else str(state)


def endings(found: CycleStanding) -> list[str]:
    """Return how closed objectives ended, with what was said at closing."""
    lines = []
    for o in found.objectives:
        score = score_of(o)
        with_score = f" with a score of {tenths(score)}" if score is not None else ""
        if o.objective.state in CLOSED:
            lead = f"- {_objective(o.objective)} {_ended(o.objective)}{with_score}."
            lines.append(item(f"{lead} ", o.objective.comment) if o.objective.comment else lead)
            lines += [
                item(f"- {s.kr.ref} {inline(s.kr.title)}: ", s.kr.comment, "  ") for s in o.key_results if s.kr.comment
            ]
    return lines


def confidence(told: Foretold | None) -> list[str]:
    """Return how well the team's confidence foretold the end of a cycle that is over, [] where nothing can be told."""
    if told is None:
        return []
    lines = [f"- {bucket_text(each)}" for each in told.buckets]
    return [f"{foretold_text(told)} {MET_MEANS}", *([""] if lines else []), *lines]


def _objective(objective: Objective) -> str:
    return f"**{objective.ref} {inline(objective.title)}**"


def _ended(objective: Objective) -> str:
    words = {
        ObjectiveState.ACHIEVED: "was achieved",
        ObjectiveState.PARTIAL: "was reached in part",
        ObjectiveState.MISSED: "was missed",
        ObjectiveState.CANCELLED: "was cancelled",
    }
    return words[objective.state]
