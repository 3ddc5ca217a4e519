"""When the sample team's story happens: two quarters up to now, in the workspace's timezone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from okrtui.rituals.context import zone
from okrtui.rules.weeks import monday, quarter_dates, quarter_of, shift, week_of, weeks_between

CURRENT, PREVIOUS = "current", "previous"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Turns weeks and clock times into moments; `first` and `last` days go by `current` and `previous`."""

    now: datetime
    zone: tzinfo
    week: str
    names: dict[str, str]
    first: dict[str, date]
    last: dict[str, date]

    @classmethod
    def of(cls, now: datetime, timezone: str) -> "Calendar":
        """Return the calendar of somebody who opens the sample `now`."""
        here = zone(timezone)
        today = now.astimezone(here).date()
        name = quarter_of(today)
        dates = quarter_dates(name)
        assert dates is not None  # quarter_of returns a quarter's name
        before = dates[0] - timedelta(days=1)
        earlier = quarter_dates(quarter_of(before))
        assert earlier is not None
        return cls(
            now=now.astimezone(UTC),
            zone=here,
            week=week_of(today),
            names={CURRENT: name, PREVIOUS: quarter_of(before)},
            first={CURRENT: dates[0], PREVIOUS: earlier[0]},
            last={CURRENT: dates[1], PREVIOUS: earlier[1]},
        )

    def at(self, day: date, clock: str, minutes: int = 0) -> datetime:
        """Return the moment `minutes` after a clock time of the workspace's timezone, in UTC."""
        local = datetime.combine(day, time.fromisoformat(clock), tzinfo=self.zone)
        return local.astimezone(UTC) + timedelta(minutes=minutes)

    def founding(self, clock: str) -> datetime:
        """Return a moment of the day on which the team began: the week before its first cycle."""
        return self.at(self.first[PREVIOUS] - timedelta(days=6), clock)

    def planning(self, cycle: str) -> datetime:
        """Return when a cycle was planned: the current one shortly before the end of the one before."""
        return (
            self.founding("13:30") if cycle == PREVIOUS else self.at(self.first[CURRENT] - timedelta(days=8), "14:00")
        )

    def closing(self, minutes: int) -> datetime:
        """Return a moment of the previous cycle's last working day, from 15:00 on."""
        day = self.last[PREVIOUS]
        return self.at(day - timedelta(days=max(0, day.weekday() - 4)), "15:00", minutes)

    def back(self, week: str) -> int:
        """Return how many weeks ago `week` was."""
        return weeks_between(week, self.week)

    def ago(self, weeks: int) -> str:
        """Return the week that many weeks ago."""
        return shift(self.week, -weeks)

    def index(self, cycle: str, week: str) -> int:
        """Return which week of a cycle it is, from 0."""
        return weeks_between(week_of(self.first[cycle]), week)

    def weeks(self) -> Iterator[str]:
        """Yield every week of the two cycles up to this one."""
        for back in range(self.back(week_of(self.first[PREVIOUS])), -1, -1):
            yield self.ago(back)

    def cycle(self, moment: datetime) -> str:
        """Return which cycle people check in to at a moment; "" while the old one is being closed or none has begun."""
        if moment < self.closing(0):
            return PREVIOUS if moment.astimezone(self.zone).date() >= self.first[PREVIOUS] else ""
        return CURRENT if moment.astimezone(self.zone).date() >= self.first[CURRENT] else ""

    def moment(self, week: str, day: int, clock: str, *, early: bool) -> datetime | None:
        """Return when somebody with the habit of checking in on `day` at `clock` did so, None where not yet.

        Whoever is `early` has this week's behind them even if the week is only minutes old.
        """
        habit = self.at(monday(week) + timedelta(days=day), clock, minutes=self.back(week) * 7 % 23)
        if week != self.week:
            return habit
        if not early:
            return None
        if habit <= self.now:
            return habit
        start = self.at(monday(week), "00:00")
        return start + (self.now - start) * (0.5 + day / 10)
