"""How reports put things: days, names, how a key result moved and why it worries. Markdown out, safe to paste."""

from collections.abc import Mapping
from datetime import date

from okrtui.model.okrs import CheckIn, CycleStanding, KeyResult, KeyResultKind, KeyResultState, Standing, Status
from okrtui.rules.formatting import listed, long_days, percent
from okrtui.rules.okrs.progress import key_result_progress
from okrtui.rules.okrs.values import amount, entry_text
from okrtui.rules.weeks import monday
from okrtui.sharing.markdown.escape import block, inline, item

WORRIES = (Status.OFF_TRACK, Status.AT_RISK)
_LINES = {KeyResultKind.STAY_ABOVE: ("at or above", "below"), KeyResultKind.STAY_BELOW: ("at or below", "above")}
_TIMES = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def week_days(week: str) -> str:
    """Return the days of a week: `16–22 November 2026`."""
    return long_days(monday(week), date.fromordinal(monday(week).toordinal() + 6))


def in_week(week: str) -> str:
    """Return a week as it is called in a sentence: `week 47`."""
    return f"week {int(week[6:])}"


def how_far(found: CycleStanding) -> str:
    """Return how far a cycle is, beside how much of it has gone by."""
    return f"{percent(found.progress)} done, {percent(found.expected)} expected"


def quoted(text: str) -> str:
    """Return a text as a quotation, "" for none."""
    return "\n".join(f"> {line}".rstrip() for line in block(text).split("\n")) if text else ""


def times(count: int) -> str:
    """Return `for the third time`."""
    return f"for the {_TIMES[count] if 0 < count < len(_TIMES) else f'{count}th'} time"


class Names:
    """Display names by login, ready for Markdown."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def __call__(self, login: str) -> str:
        """Return a person's display name, `nobody` for none."""
        return inline(self._names.get(login, "") or login) or "nobody"

    def bold(self, login: str) -> str:
        """Return a name in bold, for the head of a list item."""
        return f"**{self(login)}**"


def titled(kr: KeyResult) -> str:
    """Return a key result's ref and title in bold."""
    return f"**{kr.ref} {inline(kr.title)}**"


def value(kr: KeyResult, entry: CheckIn | None) -> str:
    """Return an entry's value as people say it; milestones are counted, whatever they weigh."""
    return inline(entry_text(kr, entry))


def moved(standing: Standing, before: CheckIn | None) -> str:
    """Return how a key result moved since `before` (its start where None), as the rest of a sentence."""
    kr, latest = standing.kr, standing.latest
    if latest is None:
        return "has no check-in yet"
    was = before.value if before else kr.start
    now = value(kr, latest)
    if kr.kind is KeyResultKind.BINARY:
        return "is done" if latest.value >= 1 else "is not done again" if was >= 1 else "is not done yet"
    if kr.kind in _LINES:
        within, beyond = _LINES[kr.kind]
        held = f"stays {within}" if standing.progress >= 1 else f"is {beyond}"
        return f"{held} {amount(kr, kr.target, unit=False)} (now {now})"
    if kr.kind is KeyResultKind.MILESTONE:
        return _milestones(standing, before, now)
    goal = (
        ""
        if standing.progress < 1
        else ", and that is its target"
        if latest.value == kr.target
        else ", past its target"
    )
    if was == latest.value:
        return f"stays at {now}{goal}"
    back = "went back" if key_result_progress(kr, latest.value) < key_result_progress(kr, was) else "moved"
    way = f"{back} from {amount(kr, was, unit=False)} to {now}"
    return f"{way}{goal or f' on the way to {amount(kr, kr.target, unit=False)}'}"


def _milestones(standing: Standing, before: CheckIn | None, now: str) -> str:
    kr, latest = standing.kr, standing.latest
    had = set(before.done) if before else set[int]()
    now_done = set(latest.done if latest else ()) - had
    fresh = [m.title for m in (latest and latest.milestones) or kr.milestones if m.id in now_done]
    if not fresh:
        return f"stays at {now}" if before and latest and before.value == latest.value else f"is at {now}"
    return f"is at {now}; done: {listed(f'“{inline(title)}”' for title in fresh)}"


def sure(standing: Standing, before: CheckIn | None) -> str:
    """Return a sentence on confidence with a blank before it, "" where nobody gave one."""
    latest = standing.latest
    now = latest.confidence if latest else None
    if now is None:
        return ""
    was = before.confidence if before else None
    if was is None or was == now:
        return f" Confidence {now}."
    return f" Confidence {now}, {'up' if now > was else 'down'} from {was}."


def worry(standing: Standing, names: Names) -> str:
    """Return why a key result is at risk or off track, as the rest of a sentence and perhaps another."""
    kr, latest = standing.kr, standing.latest
    if latest is None:
        return "has no data yet."
    quiet = f" No check-in since {in_week(latest.week)}." if standing.stale else ""
    if latest.status is not None and latest.status is not standing.suggested:
        verb = f"is called {standing.status} by {names(latest.who)}"
    else:
        verb = f"is {standing.status}"
    due = f"{percent(standing.expected)} was due"
    if kr.kind in _LINES:
        where = f"{value(kr, latest)}, {_LINES[kr.kind][standing.progress < 1]} {amount(kr, kr.target, unit=False)}"
    elif kr.kind is KeyResultKind.BINARY:
        where = "done" if latest.value >= 1 else f"not done where {due}"
    else:
        where = f"{value(kr, latest)}, {percent(standing.progress)} of the way where {due}"
    return f"{verb}: {where}.{quiet}"


def short(standing: Standing) -> str:
    """Return a key result in a few words for a chat: `KR1.2 Restaurants live (11 restaurants, 28 %)`."""
    kr = standing.kr
    return f"{kr.ref} {inline(kr.title)} ({value(kr, standing.latest)}, {percent(standing.progress)})"


def worries(standing: Standing) -> bool:
    """Tell whether a key result that is being worked on is at risk or off track."""
    return standing.status in WORRIES and standing.kr.state is KeyResultState.OPEN


def with_note(lead: str, entry: CheckIn | None, week: str, names: Names) -> str:
    """Return a list item of Markdown with an entry's note after it; an older note says its week."""
    if entry is None or not entry.note:
        return f"- {lead}"
    when = "" if entry.week == week else f" ({in_week(entry.week)})"
    return item(f"- {lead} {names(entry.who)}{when}: ", entry.note)
