"""The check-in sheet as questions: what is asked of which field, in the order of the sheet."""

from collections.abc import Iterator
from dataclasses import dataclass

from okrtui.model.actions import Action
from okrtui.model.okrs import KeyResultKind, Standing, Status
from okrtui.model.week import Commitment, CommitmentState
from okrtui.rituals.week import sheet_fields
from okrtui.rituals.week.sheet_state import SheetState
from okrtui.rules.formatting import count, percent
from okrtui.rules.okrs.values import entry_text, goal_text

Choices = tuple[tuple[str, str], ...]
"""What is stored, and the word that is shown for it."""
_FATES: Choices = (("done", "done"), ("carried", "carry into this week"), ("dropped", "drop"))
_ENDS: Choices = (("done", "done"), ("open", "stays open"), ("dropped", "drop"))
_YES_NO: Choices = (("yes", "yes"), ("no", "no"))
_STATUSES: Choices = tuple((each.value, each.value) for each in (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK))
_PULSE: Choices = (("1", "bad"), ("2", "poor"), ("3", "fair"), ("4", "good"), ("5", "great"))


@dataclass(frozen=True, slots=True)
class InterviewQuestion:
    """What is asked for the sheet's field `key`.

    `part` is the heading it stands under, `about` is said before it; `same` is what `=` stands for, "" where there is
    nothing; `empty` is said in place of an empty answer; `several` asks for lines until an empty one.
    """

    key: str
    text: str
    help: str
    part: str
    about: tuple[str, ...] = ()
    choices: Choices = ()
    same: str = ""
    empty: str = ""
    several: bool = False


def all_questions(state: SheetState) -> list[InterviewQuestion]:
    """Return every question of the sheet as it is filled in now."""
    return [*_last_week(state), *_actions(state), *_key_results(state), *_this_week(state)]


def update_questions(state: SheetState) -> list[InterviewQuestion]:
    """Return those of the weekly update: the sheet's without the key results'."""
    return [*_last_week(state), *_actions(state), *_this_week(state)]


def key_result_questions(state: SheetState, ref: str) -> list[InterviewQuestion]:
    """Return those of one key result."""
    return [each for each in _key_results(state) if each.key.partition("/")[0] == ref]


def _last_week(state: SheetState) -> Iterator[InterviewQuestion]:
    for item in state.data.commitments:
        key = sheet_fields.item_key(item, "state")
        help = "1 it is done; 2 it goes on as one of this week's priorities; 3 it is given up, and you say why"
        yield InterviewQuestion(key, "What became of it?", help, "Earlier priorities", (_planned(item),), _FATES)
        if state.values[key] == CommitmentState.DROPPED:
            yield _why(sheet_fields.item_key(item, "reason"), "Earlier priorities")


def _planned(item: Commitment) -> str:
    carried = f", carried {count(item.carries, 'time')}" if item.carries else ""
    return f"{item.week[5:]} P{item.position}: {sheet_fields.as_priority(item)}{carried}"


def _actions(state: SheetState) -> Iterator[InterviewQuestion]:
    for action in state.data.actions:
        key = sheet_fields.action_key(action.ref, "state")
        help = "1 it is done; 2 you looked at it and it stays open; 3 it is given up, and you say why"
        yield InterviewQuestion(key, "What became of it?", help, "Your open actions", (_promised(action),), _ENDS)
        if state.values[key] == CommitmentState.DROPPED:
            yield _why(sheet_fields.action_key(action.ref, "reason"), "Your open actions")


def _promised(action: Action) -> str:
    return f"{action.ref}: {action.text}, by {action.due}"


def _why(key: str, part: str) -> InterviewQuestion:
    return InterviewQuestion(key, "Why is it dropped?", "a few words; they stay readable", part)


def _key_results(state: SheetState) -> Iterator[InterviewQuestion]:
    for standing in state.data.key_results:
        yield from _key_result(state, standing)


def _key_result(state: SheetState, standing: Standing) -> Iterator[InterviewQuestion]:
    kr, part = standing.kr, "Key results"

    def key(name: str) -> str:
        return sheet_fields.key(kr.ref, name)

    kept = sheet_fields.unchanged(state.data, standing)
    yield InterviewQuestion(
        key("value"),
        _ASKED.get(kr.kind, "Value"),
        f"{_measured(standing)}; = keeps {kept}" if kept != "=" else _measured(standing),
        part,
        tuple(_stands(state, standing)),
        _YES_NO if kr.kind is KeyResultKind.BINARY else (),
        kept,
        "no entry",
    )
    if not state.values[key("value")]:
        return
    seen = sheet_fields.preview(state.data, standing, state.values)
    sure = "" if standing.confidence is None else str(standing.confidence)
    yield InterviewQuestion(
        key("confidence"),
        "Confidence, 0 to 10",
        "how sure you are that the target is reached by the end of the cycle: 0 no way, 10 sure",
        part,
        (f"that is {percent(seen.progress)} done, {percent(standing.expected)} expected",),
        same=sure,
        empty=f"none, was {sure}" if sure else "none",
    )
    help = "empty leaves it to the pace and your confidence; a number sets it yourself"
    yield InterviewQuestion(key("status"), "Status", help, part, (), _STATUSES, "", f"as suggested, {seen.suggested}")
    yield InterviewQuestion(key("note"), "Note", "what moved it, what is in the way", part)


_ASKED = {KeyResultKind.BINARY: "Is it done?", KeyResultKind.MILESTONE: "Which milestones are done?"}


def _measured(standing: Standing) -> str:
    kr = standing.kr
    if kr.kind is KeyResultKind.BINARY:
        return "1 where it is done, 2 where it is not"
    if kr.kind is KeyResultKind.MILESTONE:
        return "which milestones are done, like #1,#3, or their weight as a number"
    return f"a number{f' in {kr.unit}' if kr.unit else ''}; +5 and -=5 change the value that stands"


def _stands(state: SheetState, standing: Standing) -> Iterator[str]:
    """Say of a key result what it aims at, what was last, and what others entered this week."""
    kr, last = standing.kr, sheet_fields.last_entry(state.data, standing)
    yield f"{kr.ref} {kr.title}: {goal_text(kr)}"
    for number, step in enumerate(kr.milestones, 1):
        yield f"  #{number} {step.title}{', done' if step.done else ''}"
    if last is not None:
        who = f"{last.entered_by} entered " if last.entered_by != state.data.login else ""
        sure = "" if last.confidence is None else f", confidence {last.confidence}"
        note = f": {' '.join(last.note.split())}" if last.note else ""
        yield f"{last.week[5:]}: {who}{entry_text(kr, last)}{sure}{note}"


def _this_week(state: SheetState) -> Iterator[InterviewQuestion]:
    part = "This week" if state.data.week == state.data.this_week else state.data.week
    values = state.values
    known = "; ".join(f"{ref} {title}" for ref, title in state.data.known[:4])
    tie = f"end it with a key result's ref to tie it: {known}" if known else "a few words"
    for number, name in enumerate(sheet_fields.PRIORITIES, 1):
        yield InterviewQuestion(name, f"Priority {number}", tie, part)
        if not values[name] and not any(values[each] for each in sheet_fields.PRIORITIES[number:]):
            break
    ahead = "what comes in the next four weeks, a line each"
    yield InterviewQuestion("ahead", "Next four weeks", ahead, part, several=True)
    yield InterviewQuestion("blocker", "What blocks you?", "empty where nothing does", part)
    if values["blocker"]:
        people = ", ".join(each.login for each in state.data.members[:12])
        yield InterviewQuestion("helpers", "Who can help?", f"logins with commas between: {people}", part)
    yield InterviewQuestion("wins", "Wins", "what went well, a line each", part, several=True)
    how = f"how it felt to work here; {state.data.pulse_promise}"
    yield InterviewQuestion("pulse", "Pulse", how, part, (), _PULSE)
