"""What reports say of people together: help, wins, commitments, health, pulse; in order of name, never of rank."""

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import groupby

from okrtui.model.heroes import Recognition
from okrtui.model.week import Commitment, CommitmentState, HealthMetric, PulsePoint, WeeklyUpdate
from okrtui.rules.formatting import listed, tenths
from okrtui.sharing.markdown import phrases
from okrtui.sharing.markdown.escape import inline, item, opening
from okrtui.sharing.markdown.phrases import Names

MOST_WINS = 60
"""A cycle's report lists this many wins; more are in the weeks' reports."""


def help_wanted(updates: Iterable[WeeklyUpdate], names: Names) -> list[str]:
    """Return who is blocked by what, and whom they ask."""
    lines = []
    for u in updates:
        if u.blocker:
            asks = f" asks {listed(names(h) for h in u.helpers)} for help" if u.helpers else " is blocked"
            lines.append(item(f"- {names.bold(u.who)}{asks}: ", u.blocker))
    return lines


def _by_person(commitments: Iterable[Commitment], names: Names, line: Callable[[Commitment], str]) -> list[str]:
    lines = []
    for who, theirs in groupby(commitments, key=lambda c: c.who):
        lines.append(f"- {names.bold(who)}")
        lines += [f"  {line(c)}" for c in theirs]
    return lines


def settled(commitments: Sequence[Commitment], names: Names) -> list[str]:
    """Return what became of commitments, person by person."""

    def line(c: Commitment) -> str:
        text = f"{inline(c.text)}{f' ({c.kr})' if c.kr else ''}"
        if c.state is CommitmentState.CARRIED:
            again = f", {phrases.times(c.carries + 1)}" if c.carries else ""
            return f"- carried on{again}: {text}"
        if c.state is CommitmentState.DROPPED:
            return f"- dropped: {text}, because: {inline(c.reason)}"
        return f"- {'done' if c.state is CommitmentState.DONE else 'open still'}: {text}"

    return _by_person(commitments, names, line)


def planned(commitments: Sequence[Commitment], names: Names) -> list[str]:
    """Return what people committed to."""

    def line(c: Commitment) -> str:
        tied = f" ({c.kr})" if c.kr else ""
        done = f", {c.state}" if c.state is not CommitmentState.OPEN else ""
        return f"{c.position}. {opening(c.text)}{tied}{done}"

    return _by_person(commitments, names, line)


def thanked(cards: Iterable[Recognition], logins: Collection[str] | None, names: Names) -> list[str]:
    """Return whom cards thank, each once, in order of name; only these people where they are named."""
    every = {each.login for card in cards for each in card.recipients if not each.hidden}
    found = every if logins is None else every & {*logins}
    return sorted((names(login) for login in found), key=str.casefold)


def all_wins(updates: Sequence[WeeklyUpdate], names: Names) -> list[str]:
    """Return the wins of a cycle with their weeks, or where to find them where they are many."""
    won = [u for u in updates if u.wins]
    if len(won) > MOST_WINS:
        return [f"{len(won)} updates tell of wins; the weeks’ reports have them all."]
    return [item(f"- {phrases.in_week(u.week).capitalize()}, {names.bold(u.who)}: ", u.wins) for u in won]


def health(metrics: Iterable[HealthMetric]) -> list[str]:
    """Return the health metrics that were ever read; an older colour says its week."""
    lines = []
    for m in metrics:
        if m.colour is None:
            if m.previous is not None:
                lines.append(
                    f"- **{inline(m.name)}** has no colour yet; it was {m.previous} in {phrases.in_week(m.read)}."
                )
            continue
        was = f", was {m.previous}" if m.previous and m.previous is not m.colour else ""
        lead = f"- **{inline(m.name)}** is {m.colour}{was}."
        lines.append(item(f"{lead} ", m.note) if m.note else lead)
    return lines


def pulse(points: Sequence[PulsePoint], week: str) -> list[str]:
    """Return the team's mean pulse of the week, nothing where too few answered."""
    if not points or points[-1].week != week:
        return []
    after = f", after {tenths(points[0].mean)} the week before" if len(points) > 1 else ""
    return [f"- The team’s pulse is {tenths(points[-1].mean)} of 5{after}."]


def pulse_trend(points: Sequence[PulsePoint]) -> list[str]:
    """Return where the team's mean pulse came from and went to."""
    if not points:
        return []
    first, last = points[0], points[-1]
    if first is last:
        return [f"The team’s pulse was {tenths(last.mean)} of 5 in {phrases.in_week(last.week)}."]
    began = f"{tenths(first.mean)} of 5 in {phrases.in_week(first.week)}"
    return [f"The team’s pulse went from {began} to {tenths(last.mean)} in {phrases.in_week(last.week)}."]
