"""In which order key results and objectives are listed."""

from okrtui.model.okrs import KeyResultState, ObjectiveStanding, Standing, Status

SORTS = ("ref", "status", "stale", "dri")
_ORDER = list(Status)


def key_results_by(how: str, of: ObjectiveStanding, standing: Standing) -> tuple[object, ...]:
    """Return what a key result is sorted by: weakest first, longest without a check-in first, by DRI, or by ref."""
    kr = standing.kr
    ref = (kr.objective, kr.number)
    if how == "status":
        return (kr.state is not KeyResultState.OPEN, _ORDER.index(standing.status), ref)
    if how == "stale":
        week = standing.latest.week if standing.latest else ""
        return (kr.state is not KeyResultState.OPEN, week, ref)
    if how == "dri":
        return (not (kr.dri or of.objective.dri), kr.dri or of.objective.dri, ref)
    return ref


def objectives_by(how: str, of: ObjectiveStanding) -> tuple[object, ...]:
    """Return what an objective is sorted by: as its key result that comes first, or by its own DRI."""
    number = of.objective.number
    if how == "dri":
        return (not of.objective.dri, of.objective.dri, number)
    if how == "ref" or not of.key_results:
        return (how != "ref", (), number) if how != "ref" else (False, (), number)
    return (False, min(key_results_by(how, of, each) for each in of.key_results), number)
