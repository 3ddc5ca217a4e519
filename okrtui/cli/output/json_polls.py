"""Questions to the room and the health radar as commands show them: lines for people and shapes for scripts."""

from okrtui.cli.output.printing import shape
from okrtui.model.live import Poll, PollKind
from okrtui.model.retro import RadarQuestion
from okrtui.rules.formatting import count, led_in, tenths
from okrtui.rules.live.polls import SCALES, few, mine, question, tallied
from okrtui.text import clean


def poll_shape(poll: Poll) -> dict[str, object]:
    """Return a question to the room as scripts see it; `counts` are by number, `words` what was written."""
    counts = {str(number): many for number, many in poll.counts} if SCALES[poll.kind] else {}
    more = {"question": question(poll), "answers": {str(n): name for n, name in SCALES[poll.kind].items()}}
    words = dict(poll.words) or None
    shown = shape("id kind about? open minutes? mine my_word? answered item radar", poll)
    return {**shown, **more, "counts": counts or None, "words": words}


def radar_shape(each: RadarQuestion) -> dict[str, object]:
    """Return a question of the health radar with its trend, oldest first, as scripts see it."""
    points = [{**shape("session day green amber red", point), "mean": round(point.mean, 2)} for point in each.points]
    return {**shape("id text team?", each), "trend": points}


def poll_line(poll: Poll) -> str:
    """Return a question to the room in one line: how many have answered, or what they answered."""
    asks = question(poll)
    asks = led_in(asks if poll.question else asks.lower())
    people = count(poll.answered, "answer")
    if poll.open:
        given = f", yours is {mine(poll)}" if poll.mine is not None else ""
        return f"{asks} {people} so far{given}"
    if said := few(poll):
        return f"{asks} {said}"
    told = tallied(poll)
    if poll.kind is PollKind.MORE:
        return f"{asks} {told[0][1]} for it, {told[1][1]} for the next topic"
    return f"{asks} {people}" + "".join(f" · {name} × {many}" for name, many in told if many)


def radar_row(place: int, each: RadarQuestion) -> tuple[str, ...]:
    """Return a question of the radar with its number, what it came to last, and how that was before."""
    if not each.points:
        return str(place), clean(each.text), "not asked yet", ""
    last = each.points[-1]
    said = f"{last.green} green, {last.amber} amber, {last.red} red on {last.day}"
    before = " ".join(tenths(point.mean) for point in each.points[-8:])
    return str(place), clean(each.text), said, before
