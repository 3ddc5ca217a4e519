"""Health metrics: what a team protects while it pushes; red, amber or green per week."""

from okrtui.errors import Refused
from okrtui.model.journal import Verb
from okrtui.model.week import Health, HealthMetric
from okrtui.rituals.context import Context
from okrtui.rituals.people.members import changing, required, team_id
from okrtui.rituals.week.checkins import checked_week
from okrtui.storage.repositories import week as week_rows
from okrtui.text import clean, clean_lines, folded


def metrics(ctx: Context, week: str | None = None) -> tuple[HealthMetric, ...]:
    """Return the health metrics in use with their readings up to a week (this one)."""
    return week_rows.health_metrics(ctx.store, checked_week(ctx, week))


def find(ctx: Context, name: str) -> HealthMetric:
    """Return the metric called `name`, whatever the case. Raises Refused with the ones there are."""
    every = metrics(ctx)
    found = next((m for m in every if folded(m.name) == folded(clean(name))), None)
    if found is None:
        known = ", ".join(m.name for m in every) or "none yet"
        raise Refused(f"there is no health metric “{clean(name)}” (there are: {known})")
    return found


def add(ctx: Context, name: str, team: str = "") -> HealthMetric:
    """Make a health metric of a team, or of everyone. Raises Refused where one is called so already."""
    name = required(name, "the health metric's name")
    with changing(ctx) as writer:
        if any(folded(m.name) == folded(name) for m in metrics(ctx)):
            raise Refused(f"there is a health metric {name} already")
        of = team_id(ctx, team)
        row_id = writer.insert("health_metric", name=name, team_id=of, state="active", version=1)
        writer.describe(Verb.ADDED_HEALTH_METRIC, name, name)
    return HealthMetric(row_id, name, clean(team))


def read(ctx: Context, name: str, colour: Health, note: str = "", week: str | None = None) -> HealthMetric:
    """Enter a week's colour for a metric; a second one in a week supersedes the first."""
    with changing(ctx) as writer:
        metric, week = find(ctx, name), checked_week(ctx, week)
        week_rows.add_health_reading(writer, metric.id, week, colour, clean_lines(note))
        writer.describe(Verb.HEALTH, metric.name, f"{week}: {colour}")
    return find(ctx, name)


def retire(ctx: Context, name: str) -> None:
    """Stop showing a metric; its readings stay."""
    with changing(ctx) as writer:
        metric = find(ctx, name)
        writer.update("health_metric", metric.id, state="retired")
        writer.describe(Verb.RETIRED_HEALTH_METRIC, metric.name, metric.name)
