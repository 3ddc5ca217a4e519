"""The JSON shapes that scripts rely on."""

from okrtui.cli.output.printing import shape
from okrtui.model.journal import Activity
from okrtui.model.okrs import CheckIn, Cycle, ObjectiveStanding, Standing
from okrtui.model.people import Member
from okrtui.model.week import Commitment, WeeklyUpdate

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands draw no numbers
    from okrtui.rituals.documents.report_data import CycleReading
    from okrtui.rules.okrs.forecast import Forecast
    from okrtui.rules.okrs.foretold import Foretold


def objective(stand: ObjectiveStanding) -> dict[str, object]:
    """Return an objective with its key results; progress is 0-1, unrounded."""
    names = "ref title cycle dri? state progress status kind team? parent? weight why comment"
    return {**shape(names, stand.objective, stand), "key_results": [key_result(each) for each in stand.key_results]}


def key_result(stand: Standing) -> dict[str, object]:
    """Return a key result as it stands; `current`, `pace` and `confidence` are null while there is nothing to tell."""
    names = "ref title kind start target current progress expected pace confidence suggested_status=suggested status "
    names += "dri? state unit weight stale score comment note"
    steps = [shape("title weight done", each) for each in stand.kr.milestones]
    return {**shape(names, stand.kr, stand), "milestones": steps}


def forecast(found: "Forecast | None") -> dict[str, object] | None:
    """Return where a key result may end, None where that cannot be told."""
    return None if found is None else shape("low high chance weeks changes", found)


def check_in(entry: CheckIn) -> dict[str, object]:
    """Return one check-in."""
    return shape("kr week revision value confidence note status who entered_by at via", entry)


def commitment(item: Commitment) -> dict[str, object]:
    """Return one commitment."""
    return shape("who week position text kr? state carries reason", item)


def update(item: WeeklyUpdate) -> dict[str, object]:
    """Return a weekly update without its pulse, which is nobody's but the team's mean."""
    said = shape("who week revision ahead blocker helpers wins at", item)
    return {**said, "priorities": [commitment(each) for each in item.commitments]}


def activity(entry: Activity) -> dict[str, object]:
    """Return one journal entry."""
    return shape("id at who verb ref summary changes undoes", entry)


def cycle_reading(found: "CycleReading") -> dict[str, object]:
    """Return what a cycle's report says, but for its thanks, which `heroes list` prints."""
    stand = found.standing
    return {
        **cycle(stand.cycle),
        **shape("progress expected score over", stand, found),
        "objectives": [objective(each) for each in stand.objectives],
        "foretold": _foretold(found.foretold),
        "wins": [{**shape("who week", each), "text": each.wins} for each in found.wins],
        "learned": [{**shape("ref title", each.case), **shape("who day text", said)} for each, said in found.learned],
        "pulse": [{"week": each.week, "mean": each.mean, "answers": each.count} for each in found.pulse],
    }


def _foretold(found: "Foretold | None") -> dict[str, object] | None:
    if found is None:
        return None
    return {
        **shape("said expected met sureness", found),
        "buckets": [shape("low high said met", each) for each in found.buckets],
    }


def cycle(of: Cycle) -> dict[str, object]:
    """Return one cycle."""
    return shape("name start end state", of)


def member(of: Member) -> dict[str, object]:
    """Return one member."""
    return shape("login name teams skills state", of)
