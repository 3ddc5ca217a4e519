"""What the check-in screen shows of a sheet that is being filled in: from stored and typed values to words."""

from collections.abc import Mapping
from datetime import datetime

from okrtui.model.okrs import CheckIn, KeyResultKind, Standing
from okrtui.rituals.week import sheet_fields
from okrtui.rituals.week.sheet_model import SheetData
from okrtui.rituals.week.sheet_state import SheetState
from okrtui.rituals.week.updates import tied
from okrtui.rules.formatting import clock, weekday_clock
from okrtui.rules.weeks import shift
from okrtui.text import clean
from okrtui.widgets.drawing.marks import GOOD, QUIET, WARN
from okrtui.widgets.week.checkin_fields import Hints, Pairs
from okrtui.widgets.week.checkin_lines import CheckinPlan, KrView


def pairs(data: SheetData) -> tuple[Pairs, Pairs]:
    """Return what fields complete: key results and members."""
    return data.known, tuple((each.login, each.name) for each in data.members)


def plan_of(
    state: SheetState, now: datetime, *, wrong: Mapping[str, str], here: str, no_key_results: str
) -> CheckinPlan:
    """Return the sheet as it is drawn; `here` is the field that has the focus."""
    data, shown = state.data, views(state, now)
    return CheckinPlan(
        last_week=shift(data.week, -1),
        status=_status(state),
        commitments=data.commitments,
        actions=data.actions,
        ideas=data.ideas,
        asked=data.asked,
        today=now.astimezone(data.zone).date(),
        key_results=shown,
        no_key_results=no_key_results,
        values={**state.values, **_ticks(shown)},
        notes=_notes(state, here),
        wrong=wrong,
    )


def views(state: SheetState, now: datetime) -> tuple[KrView, ...]:
    """Return the key results beside their fields."""
    return tuple(_view(state, standing, now) for standing in state.data.key_results)


def hints(state: SheetState, now: datetime) -> Hints:
    """Return what is said in one line of the field that has the focus."""
    return Hints(views(state, now), *pairs(state.data), state.values, state.data.pulse_promise)


def _view(state: SheetState, standing: Standing, now: datetime) -> KrView:
    data, kr = state.data, standing.kr
    entered, seen = data.entered.get(kr.ref), sheet_fields.preview(data, standing, state.values)
    mine = sheet_fields.own_entry(data, kr.ref) is not None
    return KrView(
        kr=kr,
        last=sheet_fields.last_entry(data, standing),
        expected=standing.expected,
        progress=seen.progress,
        pace=seen.pace,
        suggested=seen.suggested,
        status=seen.status,
        kept=sheet_fields.kept(data, standing),
        confidence=standing.confidence,
        done=seen.done,
        news=_news(data, standing, entered, mine, now) if entered else "",
        mine=mine,
    )


def _news(data: SheetData, standing: Standing, entry: CheckIn, mine: bool, now: datetime) -> str:
    """Return who entered what this week: mine with its revision, somebody else's with their login."""
    value = sheet_fields.value_text(standing.kr, entry.value, entry.done)
    local = entry.at.astimezone(data.zone)
    at = clock(local) if local.date() == now.astimezone(data.zone).date() else weekday_clock(local)
    if not mine:
        return f"{clean(entry.entered_by)} entered {value} at {at}"
    return f"entered {value} at {at}" + (f", revision {entry.revision}" if entry.revision > 1 else "")


def _status(state: SheetState) -> str:
    data, update = state.data, state.data.update
    week = "" if data.week == data.this_week else f"the sheet of {data.week} · "
    if update is None or update.at is None:
        return f"{week}not submitted yet"
    changed = " · changed since" if state.typed else ""
    return f"{week}submitted {weekday_clock(update.at.astimezone(data.zone))}, revision {update.revision}{changed}"


def _notes(state: SheetState, here: str) -> dict[str, tuple[str, str]]:
    """Return what stands beside priorities and helpers: what they mean."""
    titles, notes = dict(state.data.known), dict[str, tuple[str, str]]()
    for name in sheet_fields.PRIORITIES:
        text, ref = tied(state.values.get(name, ""))
        if ref:
            notes[name] = (f"{ref} {titles[ref]}", GOOD) if ref in titles else (f"{ref} is not open", WARN)
        elif text:
            notes[name] = ("no key result", QUIET)
    names = {each.login: each.name for each in state.data.members}
    helpers = sheet_fields.logins(state.values.get("helpers", ""))
    new = [login for login in helpers if login not in names]
    if new and here != "helpers":
        notes["helpers"] = (f"{', '.join(new)}: new here", WARN)
    elif helpers:
        notes["helpers"] = (", ".join(names.get(login, login) for login in helpers), QUIET)
    return notes


def _ticks(shown: tuple[KrView, ...]) -> dict[str, str]:
    return {
        f"{view.kr.ref}/#{position}": "✓" if step.id in view.done else ""
        for view in shown
        if view.kr.kind is KeyResultKind.MILESTONE
        for position, step in enumerate(view.kr.milestones, 1)
    }


def when(at: object, data: SheetData) -> str:
    """Return ` Mon 10:42` for the time a draft was kept, "" where it does not say."""
    try:
        moment = datetime.fromisoformat(str(at))
    except ValueError:
        return ""
    return f" {weekday_clock(moment.astimezone(data.zone))}"
