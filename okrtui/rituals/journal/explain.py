"""What a journal entry changed, in words: which thing, what it was before and after."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial

from okrtui.model.journal import Activity
from okrtui.rituals.context import Context
from okrtui.rituals.journal.log import shown_to
from okrtui.rules.formatting import number
from okrtui.storage.journal.entries import find_entry
from okrtui.storage.journal.names import REFERENCES, name_of

MOST = 200
"""Things of an entry that are told one by one."""
Called = Callable[[str, object], str | None]
"""Tells what the row is called to which a column points with a number, None where it is gone."""


@dataclass(frozen=True, slots=True)
class ChangeDetail:
    """One thing that an entry changed. `how` is `new`, `changed` or `removed`; `parts` are (name, before, after)."""

    what: str
    how: str
    parts: tuple[tuple[str, str, str], ...]


_WHAT = {
    "workspace": "workspace",
    "member": "member",
    "team": "team",
    "membership": "membership",
    "cycle": "cycle",
    "objective": "objective",
    "key_result": "key result",
    "checkin": "check-in",
    "weekly_update": "weekly update",
    "commitment": "priority",
    "health_metric": "health metric",
    "health_reading": "health",
    "card_group": "group",
    "idea_step": "step",
    "action": "action item",
    "action_step": "step",
    "agenda_item": "step of the agenda",
    "proposal": "topic for the next retro",
    "retro_template": "template",
    "poll": "question",
    "radar_question": "question of the health radar",
    "agreement": "working agreement",
    "office_hours": "office hours",
    "kr_review": "look back",
    "case_entry": "line",
    "case_link": "where a case comes from",
    "booking_case": "where a case comes from",
    "follow_up": "what follows from a booking",
    "practice_case": "case",
}
_NAMES = {
    "ethos": "values",
    "ahead": "next four weeks",
    "position": "P",
    "start_day": "first day",
    "end_day": "last day",
    "carries": "carried",
    "entered_by": "entered by",
    "kr_id": "key result",
    "objective_id": "objective",
    "parent_id": "contributes to",
    "parent_kr_id": "contributes to",
    "decimal_sign": "sign before the decimals",
    "cycle_id": "cycle",
    "team_id": "team",
    "metric_id": "metric",
    "value_id": "value",
    "until": "last day",
    "group_id": "group",
    "merged_into": "merged into",
    "session_id": "session",
    "dri": "DRI",
    "at_step": "step",
    "item_id": "step",
    "radar_id": "question of the health radar",
    "topic_id": "topic",
    "topic_minutes": "minutes a topic",
    "days": "days of phases",
    "box": "time box",
    "most": "most on one",
    "skipped": "left out",
    "is_open": "open",
    "is_read": "read",
    "rounds": "more time given",
    "works": "success looks like",
    "learned": "what we learned",
    "process_id": "process",
    "case_id": "case",
    "idea_id": "idea",
    "by_day": "needed by",
    "older_id": "supersedes",
    "ends": "until",
    "to_login": "to",
    "walk_in": "came without a booking",
    "booking_id": "booking",
    "recognition_id": "hero card",
    "practice_when": "when to use it",
    "practice_how": "how",
}
_HIDDEN = frozenset({"id", "version", "uuid", "at", "created_at", "from_id", "revision", "started", "closed"})
_HIDDEN |= {"key", "place", "timer_end", "timer_left", "idea_id", "action_id", "made", "created", "items"}
_HIDDEN |= {"since", "turn", "team", "lapses", "silent", "said", "opened", "readers", "shut"}
_TOLD = {("case_link", "idea_id")}
"""What is hidden elsewhere and told of these tables."""
_YES_OR_NO = frozenset({"walk_in", "confirmed", "anonymous", "concealed", "skipped", "is_open", "is_read", "appealed"})


def explain(ctx: Context, entry: Activity) -> tuple[ChangeDetail, ...]:
    """Return what `entry` changed, thing by thing, as people say it; what is nobody's business is left out.

    So is what changed only in what people are not told: a place in a list, a timer's end. An import changes ten
    thousand things: the first are told, and how many more there are. `entry` may come without its changes.
    """
    called = cache(partial(name_of, ctx.store))
    changes = [change for each in shown_to(ctx, [find_entry(ctx.store, entry.id) or entry]) for change in each.changes]
    told = (_explain(called, change) for change in changes[:MOST])
    found = tuple(each for each in told if each.parts or each.how != "changed")
    more = len(changes) - MOST
    return (*found, ChangeDetail(f"and {more} more", "", ())) if more > 0 else found


def _explain(called: Called, change: Mapping[str, object]) -> ChangeDetail:
    before, after = change["before"], change["after"]
    was = before if isinstance(before, dict) else {}
    now = after if isinstance(after, dict) else {}
    how = "new" if before is None else "removed" if after is None else "changed"
    parts = []
    for name in dict.fromkeys((*was, *now)):
        if is_hidden(str(change["table"]), name):
            continue
        old, new = _say(called, name, was.get(name)), _say(called, name, now.get(name))
        if old != new:
            parts.append((said_of_column(name), old, new))
    return ChangeDetail(said_of_table(str(change["table"])), how, tuple(parts))


def said_of_table(table: str) -> str:
    """Return what people call a row of a table."""
    return _WHAT.get(table, table)


def said_of_column(name: str) -> str:
    """Return what people call a column."""
    return _NAMES.get(name, name)


def is_hidden(table: str, name: str) -> bool:
    """Tell whether a column is told to nobody: it is the machine's own, or says nothing to people."""
    return (name in _HIDDEN and (table, name) not in _TOLD) or (table, name) == ("session", "minutes")


def _say(called: Called, name: str, value: object) -> str:
    """Return a stored value as people read it; "" for nothing."""
    if value is None or value == "" or value == "[]":
        return ""
    if name in REFERENCES:
        return called(name, value) or "removed since"
    if name in _YES_OR_NO:
        return "yes" if value else "no"
    if name == "prompts":
        return ", ".join(json.loads(str(value)))
    if name == "milestones":
        return ", ".join(str(step[0]) for step in json.loads(str(value)))
    if name == "done":
        ticks = json.loads(str(value))
        if isinstance(ticks[0], list):
            return ", ".join(str(title) for _, title, _, done in ticks if done)
        return ", ".join(f"#{int(step) + 1}" for step in ticks)
    return number(value) if isinstance(value, float) else str(value)
