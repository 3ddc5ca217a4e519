"""What became of action items in one week, as it was at the week's end: read from their histories."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import tzinfo

from okrtui.model.actions import Action, ActionState, ActionStep
from okrtui.rules.weeks import week_of

_STATES = {
    "made": ActionState.OPEN,
    "reopened": ActionState.OPEN,
    "done": ActionState.DONE,
    "dropped": ActionState.DROPPED,
}


@dataclass(frozen=True, slots=True)
class Settled:
    """An action that was done or dropped, and what was said of it then."""

    action: Action
    note: str


@dataclass(frozen=True, slots=True)
class ActionWeek:
    """A week's actions by the day they are due; `waiting` are open at its end although their day is in it or before."""

    new: tuple[Action, ...] = ()
    done: tuple[Settled, ...] = ()
    dropped: tuple[Settled, ...] = ()
    waiting: tuple[Action, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.done or self.dropped or self.waiting)


def action_week(
    actions: Iterable[Action], histories: Mapping[int, tuple[ActionStep, ...]], week: str, zone: tzinfo
) -> ActionWeek:
    """Return what became of actions in a week; words, DRI and day are today's, states those of the week's end."""
    new, waiting = list[Action](), list[Action]()
    settled = {ActionState.DONE: list[Settled](), ActionState.DROPPED: list[Settled]()}
    for action in actions:
        steps = [
            (week_of(step.at.astimezone(zone).date()), step)
            for step in histories.get(action.id, ())
            if step.what in _STATES
        ]
        by_then = [(when, step) for when, step in steps if when <= week]
        if not by_then:
            continue
        when, last = by_then[-1]
        state = _STATES[last.what]
        if state is not ActionState.OPEN:
            if when == week:
                settled[state].append(Settled(action, last.note))
        elif week_of(action.due) <= week:
            waiting.append(action)
        elif by_then[0][0] == week:
            new.append(action)
    return ActionWeek(tuple(new), tuple(settled[ActionState.DONE]), tuple(settled[ActionState.DROPPED]), tuple(waiting))
