"""The JSON shapes that scripts rely on."""

from okrtui.model.journal import Activity
from okrtui.model.okrs import CheckIn, Cycle, ObjectiveStanding, Standing
from okrtui.model.people import Member
from okrtui.model.week import Commitment, WeeklyUpdate


def objective(stand: ObjectiveStanding) -> dict[str, object]:
    """Return an objective with its key results; progress is 0-1, unrounded."""
    of = stand.objective
    return {
        "ref": of.ref,
        "title": of.title,
        "cycle": of.cycle,
        "dri": of.dri or None,
        "state": of.state.value,
        "progress": stand.progress,
        "status": stand.status.value if stand.status else None,
        "kind": of.kind.value,
        "team": of.team or None,
        "parent": of.parent or None,
        "weight": of.weight,
        "why": of.why,
        "comment": of.comment,
        "key_results": [key_result(each) for each in stand.key_results],
    }


def key_result(stand: Standing) -> dict[str, object]:
    """Return a key result as it stands; `current`, `pace` and `confidence` are null while there is nothing to tell."""
    of = stand.kr
    return {
        "ref": of.ref,
        "title": of.title,
        "kind": of.kind.value,
        "start": of.start,
        "target": of.target,
        "current": stand.current,
        "progress": stand.progress,
        "pace": stand.pace,
        "confidence": stand.confidence,
        "suggested_status": stand.suggested.value,
        "status": stand.status.value,
        "dri": of.dri or None,
        "state": of.state.value,
        "unit": of.unit,
        "weight": of.weight,
        "stale": stand.stale,
        "score": of.score,
        "comment": of.comment,
        "note": of.note,
        "milestones": [{"title": m.title, "weight": m.weight, "done": m.done} for m in of.milestones],
    }


def check_in(entry: CheckIn) -> dict[str, object]:
    """Return one check-in."""
    return {
        "kr": entry.kr,
        "week": entry.week,
        "revision": entry.revision,
        "value": entry.value,
        "confidence": entry.confidence,
        "note": entry.note,
        "status": entry.status.value if entry.status else None,
        "who": entry.who,
        "entered_by": entry.entered_by,
        "at": entry.at.isoformat(),
    }


def commitment(item: Commitment) -> dict[str, object]:
    """Return one commitment."""
    return {
        "who": item.who,
        "week": item.week,
        "position": item.position,
        "text": item.text,
        "kr": item.kr or None,
        "state": item.state.value,
        "carries": item.carries,
        "reason": item.reason,
    }


def update(item: WeeklyUpdate) -> dict[str, object]:
    """Return a weekly update without its pulse, which is nobody's but the team's mean."""
    return {
        "who": item.who,
        "week": item.week,
        "revision": item.revision,
        "ahead": item.ahead,
        "blocker": item.blocker,
        "helpers": list(item.helpers),
        "wins": item.wins,
        "at": item.at.isoformat() if item.at else None,
        "priorities": [commitment(each) for each in item.commitments],
    }


def activity(entry: Activity) -> dict[str, object]:
    """Return one journal entry."""
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "who": entry.who,
        "verb": entry.verb,
        "ref": entry.ref,
        "summary": entry.summary,
        "changes": list(entry.changes),
        "undoes": entry.undoes,
    }


def cycle(of: Cycle) -> dict[str, object]:
    """Return one cycle."""
    return {"name": of.name, "start": of.start.isoformat(), "end": of.end.isoformat(), "state": of.state.value}


def member(of: Member) -> dict[str, object]:
    """Return one member."""
    return {
        "login": of.login,
        "name": of.name,
        "teams": list(of.teams),
        "skills": of.skills,
        "state": of.state.value,
    }
