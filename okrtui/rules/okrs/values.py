"""A key result's values in words: what a number means depends on its kind."""

from okrtui.model.okrs import CheckIn, KeyResult, KeyResultKind, KeyResultState, Standing, Via
from okrtui.rules.formatting import count, number, tenths


def amount(kr: KeyResult, value: float | None, *, unit: bool = True) -> str:
    """Return a number of a key result as its workspace writes numbers: `1,500 ms`; a dash where there is none."""
    return number(value, kr.unit if unit else "", kr.decimal_sign)


def value_text(kr: KeyResult, value: float | None, *, unit: bool = True) -> str:
    """Return a key result's value as people say it: `104 ms`, `done`, `2 of 3`; `–` where there is none yet.

    Named milestones are counted, whatever they weigh, as the key result has them ticked; see `entry_text`.
    """
    if value is None:
        return "–"
    if kr.kind is KeyResultKind.BINARY:
        return "done" if value >= 1 else "not done"
    if kr.kind is KeyResultKind.MILESTONE:
        named = kr.milestones
        if named:
            return f"{sum(m.done for m in named)} of {len(named)}"
        return f"{amount(kr, value, unit=False)} of {amount(kr, kr.target, unit=False)}"
    return amount(kr, value, unit=unit)


_ALSO = {"%": ("percent", "per cent", "pct"), "€": ("eur", "euro"), "$": ("usd", "dollar"), "£": ("gbp", "pound")}
"""What people write for a sign."""


def without_unit(text: str, unit: str) -> str:
    """Return a value as typed without its unit behind or before it: `1 page` of what counts pages, `59 percent`, `€5`.

    What has another unit stays as it is.
    """
    one = unit.lower()
    also = _ALSO.get(unit, ())
    names = {one, *also, *(f"{each}s" for each in also)}
    if len(one) > 2:
        names |= {one.removesuffix("s"), f"{one}s"}
    for each in sorted(names - {""}, key=len, reverse=True):
        if text.lower().endswith(each):
            return text[: -len(each)].rstrip()
        if text.lower().startswith(each):
            return text[len(each) :].lstrip()
    return text


def marked(entry: CheckIn) -> str:
    """Return a check-in's note, before it that its value was pulled and not typed."""
    return f"(pulled) {entry.note}".rstrip() if entry.via is Via.PULLED else entry.note


def entry_text(kr: KeyResult, entry: CheckIn | None, *, unit: bool = True) -> str:
    """Return an entry's value as people say it, of milestones those that there were then; `–` for None."""
    if entry is not None and kr.milestones:
        return f"{len(entry.done)} of {len(entry.milestones or kr.milestones)}"
    return value_text(kr, entry.value if entry else None, unit=unit)


def entry_line(kr: KeyResult, entry: CheckIn) -> str:
    """Return an entry in one line: `KR1.1 104 ms, confidence 7 in 2026-W48, corrected`."""
    sure = "" if entry.confidence is None else f", confidence {entry.confidence}"
    return f"{entry.kr} {entry_text(kr, entry)}{sure} in {entry.week}{', corrected' if entry.revision > 1 else ''}"


def at_scale(kr: KeyResult, value: float) -> float:
    """Return a computed value with as many decimals as make sense between start and target, at most two."""
    span = abs(kr.target - kr.start)
    return round(value, 0 if span >= 20 else 1 if span >= 2 else 2)


def status_text(standing: Standing, *, score: bool = True) -> str:
    """Return how a key result stands in words: its status while it is open, else what became of it, with its score."""
    kr = standing.kr
    if kr.state is KeyResultState.OPEN:
        return standing.status.value
    return f"scored {tenths(kr.score)}" if score and kr.score is not None else kr.state.value


def goal_text(kr: KeyResult) -> str:
    """Return what a key result aims at: `180 → 90 ms`, `stays above 99.9 %`, `3 milestones`, `done`."""
    goal = amount(kr, kr.target)
    if kr.kind is KeyResultKind.BINARY:
        return "done"
    if kr.kind is KeyResultKind.MILESTONE:
        named = len(kr.milestones)
        return count(named, "milestone") if named else number(kr.target, "milestones", kr.decimal_sign)
    if kr.kind is KeyResultKind.STAY_ABOVE:
        return f"stays above {goal}"
    if kr.kind is KeyResultKind.STAY_BELOW:
        return f"stays below {goal}"
    return f"{amount(kr, kr.start, unit=False)} → {goal}"
