"""Progress, pace and suggested status; the formulas and their vectors are those of the design, section 3."""

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, tzinfo

from okrtui.errors import Refused
from okrtui.model.frozen import replace
from okrtui.model.okrs import (
    CheckIn,
    Cycle,
    CycleStanding,
    KeyResult,
    KeyResultKind,
    KeyResultState,
    Objective,
    ObjectiveStanding,
    ObjectiveState,
    Standing,
    Status,
)
from okrtui.rules.formatting import tenth
from okrtui.rules.okrs.milestones import restated, ticked, weigh
from okrtui.rules.weeks import sunday, week_of, weeks_between

PLACES = 9
"""Decimals that are compared: no limit is missed by a float's hair."""
TOO_EARLY_BELOW = 0.1
ON_TRACK_FROM = 0.9
AT_RISK_FROM = 0.7
LOW_CONFIDENCE = 3
FALL = 3
FALL_WEEKS = 3
STALE_DAYS = 14
WEAKEST_FIRST = tuple(Status)
BANDS = (0.7, 0.4)


def clamp01(x: float) -> float:
    """Return `x` held between 0 and 1."""
    return 0.0 if x <= 0 else 1.0 if x >= 1 else x


def progress(start: float, target: float, current: float) -> float:
    """Return how far `current` is from `start` to `target`, 0-1, whatever the direction.

    Raises Refused where start = target: such a key result measures nothing.
    """
    if start == target:
        raise Refused("start and target are the same number: nothing would be measured")
    return clamp01((current - start) / (target - start))


def key_result_progress(kr: KeyResult, current: float | None) -> float:
    """Return the progress of a key result of any kind at its latest value, 0 before the first check-in."""
    if current is None:
        return 0.0
    if kr.kind is KeyResultKind.STAY_ABOVE:
        return 1.0 if current >= kr.target else 0.0
    if kr.kind is KeyResultKind.STAY_BELOW:
        return 1.0 if current <= kr.target else 0.0
    if kr.kind is KeyResultKind.BINARY:
        return 1.0 if current >= 1 else 0.0
    return progress(kr.start, kr.target, current)


def weighted(parts: Iterable[tuple[float, float]]) -> float:
    """Return the mean of (weight, progress) pairs without a float's hair; 0 where none weighs anything.

    It is 1 only where all are, and 0 only where all are.
    """
    pairs = [(weight, value) for weight, value in parts if weight]
    total = math.fsum(weight for weight, _ in pairs)
    mean = math.fsum(weight * value for weight, value in pairs) / total if total else 0.0
    if pairs and all(value == pairs[0][1] for _, value in pairs):
        return pairs[0][1]
    found = round(mean, 12)
    return found if not pairs or 0 < found < 1 else math.nextafter(found, 0.5)


def score_of(found: ObjectiveStanding) -> float | None:
    """Return the weighted mean of an objective's scores, None where none of its key results has one."""
    krs = [s.kr for s in found.key_results if s.kr.state is not KeyResultState.CANCELLED]
    scored = [(kr.weight, kr.score) for kr in krs if kr.score is not None]
    return weighted(scored) if scored else None


def mean_score(objectives: Iterable[ObjectiveStanding]) -> float | None:
    """Return the weighted mean of the objectives' scores, None where nothing is scored."""
    scored = [(o.objective.weight, score) for o in objectives if (score := score_of(o)) is not None]
    return weighted(scored) if scored else None


def expected(cycle: Cycle, today: date) -> float:
    """Return the share of the cycle's days that have gone by, 0-1; the last day is part of the cycle."""
    return clamp01((today - cycle.start).days / ((cycle.end - cycle.start).days + 1))


def pace(done: float, due: float) -> float | None:
    """Return progress over expected, None while it is too early to tell (expected below 0.1)."""
    return None if round(due, PLACES) < TOO_EARLY_BELOW else done / due


def confidence_fell(history: Sequence[CheckIn]) -> bool:
    """Tell whether confidence fell by 3 or more within the three weeks up to the latest check-in."""
    if not history or history[-1].confidence is None:
        return False
    latest = history[-1]
    return any(
        entry.confidence is not None
        and latest.confidence is not None
        and entry.confidence - latest.confidence >= FALL
        and weeks_between(entry.week, latest.week) <= FALL_WEEKS
        for entry in history[:-1]
    )


def suggest(at_pace: float | None, confidence: int | None, fell: bool) -> Status:
    """Return the status that pace suggests; low or falling confidence makes it at best at risk."""
    if at_pace is None:
        status = Status.TOO_EARLY
    elif round(at_pace, PLACES) >= ON_TRACK_FROM:
        status = Status.ON_TRACK
    else:
        status = Status.AT_RISK if round(at_pace, PLACES) >= AT_RISK_FROM else Status.OFF_TRACK
    doubtful = fell or (confidence is not None and confidence <= LOW_CONFIDENCE)
    return Status.AT_RISK if doubtful and status is not Status.OFF_TRACK else status


def counted(history: Sequence[CheckIn], cycle: Cycle, day: date) -> tuple[CheckIn, ...]:
    """Return the check-ins that count on a day, by their week; from the cycle's end on all, late ones too."""
    if not history or day >= cycle.end or history[-1].week <= (week := week_of(day)):
        return tuple(history)
    return tuple(entry for entry in history if entry.week <= week)


def standing(
    kr: KeyResult, history: Sequence[CheckIn], cycle: Cycle, day: date, zone: tzinfo = UTC, *, then: bool = False
) -> Standing:
    """Return a key result's standing on `day`, its milestones' ticks too: the one answer that everything shows.

    `history` is the latest revision of each week, oldest first; later weeks are left out. `zone` is the workspace's.
    `then` takes the milestones that there were at the time, else today's.
    """
    history = counted(history, cycle, day)
    latest = history[-1] if history else None
    if kr.milestones:
        if then and latest and latest.milestones:
            kr = replace(kr, milestones=latest.milestones, target=weigh(latest.milestones))
        latest = restated(kr, latest) if latest else None
        kr = replace(kr, milestones=ticked(kr.milestones, latest.done if latest else ()))
    current = latest.value if latest else None
    done, due = key_result_progress(kr, current), expected(cycle, day)
    at_pace = pace(done, due) if latest else None
    confidence = next((entry.confidence for entry in reversed(history) if entry.confidence is not None), None)
    suggested = suggest(at_pace, confidence, confidence_fell(history)) if latest else Status.NO_DATA
    return Standing(
        kr=kr,
        current=current,
        progress=done,
        expected=due,
        pace=at_pace,
        confidence=confidence,
        suggested=suggested,
        status=latest.status if latest and latest.status else suggested,
        stale=kr.state is KeyResultState.OPEN
        and cycle.start <= day <= cycle.end
        and (day - _seen_on(kr, latest, cycle, zone)).days >= STALE_DAYS,
        latest=latest,
        history=history,
    )


def _seen_on(kr: KeyResult, latest: CheckIn | None, cycle: Cycle, zone: tzinfo) -> date:
    """Return the day somebody last looked at a key result: an entry for a week gone by counts for that week."""
    if latest is not None:
        return min(latest.at.astimezone(zone).date(), sunday(latest.week))
    return max(cycle.start, kr.created.astimezone(zone).date()) if kr.created else cycle.start


def then(now: CycleStanding, day: date, zone: tzinfo, ended: Mapping[str, str]) -> CycleStanding:
    """Return a cycle as it stood on a day gone by; `now` has its whole history. Texts and targets are today's.

    `ended` are the weeks in which key results and objectives were closed, by ref. What was made later is left out.
    """
    found = []
    for each in now.objectives:
        o = each.objective
        over = _over(o, now.cycle, day, ended)
        stood = (standing_then(s.kr, o, s.history, now.cycle, day, zone, ended) for s in each.key_results)
        krs = [s for s in stood if s is not None]
        if not over and o.state is not ObjectiveState.DRAFT:
            o = replace(o, state=ObjectiveState.ACTIVE, comment="")
        found.append(objective_standing(o, krs))
    return cycle_standing(now.cycle, found, day)


def standing_then(
    kr: KeyResult,
    above: Objective,
    history: Sequence[CheckIn],
    cycle: Cycle,
    day: date,
    zone: tzinfo,
    ended: Mapping[str, str],
) -> Standing | None:
    """Return how a key result stood on a day gone by, open where it was closed later; None where it was not there yet.

    One that was entered later, by a document, tells by its check-ins that it was there.
    """
    there = not kr.created or kr.created.astimezone(zone).date() <= day or bool(counted(history, cycle, day))
    if not there:
        return None
    over = _over(above, cycle, day, ended) or ended.get(kr.ref, "W") <= week_of(day)
    if not over and (kr.state, kr.score, kr.comment) != (KeyResultState.OPEN, None, ""):
        kr = replace(kr, state=KeyResultState.OPEN, score=None, comment="")
    return standing(kr, history, cycle, day, zone, then=True)


def _over(objective: Objective, cycle: Cycle, day: date, ended: Mapping[str, str]) -> bool:
    """Tell whether an objective had ended by a day; one whose end nobody wrote down ended with its cycle."""
    return ended.get(objective.ref, week_of(cycle.end)) <= week_of(day)


def objective_standing(objective: Objective, standings: Sequence[Standing]) -> ObjectiveStanding:
    """Return an objective's progress (weighted mean) and status (its weakest's); cancelled key results don't count.

    One without a check-in counts into progress as it stands, into the status only where there is no other.
    """
    counted = [s for s in standings if s.kr.state is not KeyResultState.CANCELLED]
    return ObjectiveStanding(
        objective=objective,
        progress=weighted((s.kr.weight, s.progress) for s in counted),
        status=min((s.status for s in counted), key=WEAKEST_FIRST.index, default=None),
        key_results=tuple(standings),
    )


def cycle_standing(cycle: Cycle, objectives: Sequence[ObjectiveStanding], today: date) -> CycleStanding:
    """Return a cycle's progress over its objectives that are neither drafts nor cancelled."""
    left_out = (ObjectiveState.DRAFT, ObjectiveState.CANCELLED)
    counted = [o for o in objectives if o.objective.state not in left_out]
    return CycleStanding(
        cycle=cycle,
        progress=weighted((o.objective.weight, o.progress) for o in counted),
        expected=expected(cycle, today),
        objectives=tuple(objectives),
    )


def suggest_score(done: float) -> float:
    """Return the score that progress suggests at closing: one decimal, half up."""
    return tenth(clamp01(done))


def score_band(score: float, bands: tuple[float, float] = BANDS) -> str:
    """Return `green`, `amber` or `red` for a score, as it is shown; `bands` are where green and amber begin."""
    score = tenth(score)
    return "green" if score >= bands[0] else "amber" if score >= bands[1] else "red"


def closing_state(score: float) -> ObjectiveState:
    """Return the state an objective closes in: achieved, partial or missed by the band of its score."""
    band = score_band(score)
    if band == "green":
        return ObjectiveState.ACHIEVED
    return ObjectiveState.PARTIAL if band == "amber" else ObjectiveState.MISSED


def week_in_cycle(cycle: Cycle, today: date) -> tuple[int, int]:
    """Return (which week of the cycle it is, how many it has), both from 1; held inside the cycle."""
    first, last = week_of(cycle.start), week_of(cycle.end)
    total = weeks_between(first, last) + 1
    return min(max(weeks_between(first, week_of(today)) + 1, 1), total), total
