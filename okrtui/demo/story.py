"""Reads the sample team's story from its files and puts the person who opens it into the place of one of the eight."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

ME = "me"
_FILES = ("acme.toml", "cards.toml", "cases.toml", "sessions.toml")


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """One of the eight. Lists and digits go by weeks back from now: index 0 is this week, 1 the one before.

    They check in on `day` (Monday is 0) at `clock`; who is `early` has done so this week already.
    A priority is (text, key of a key result, what became of it: done, carry, or `drop: why`).
    """

    login: str
    name: str
    team: str
    skills: str
    day: int
    clock: str
    pulse: str
    priorities: list[list[str]]
    wins: list[str]
    ahead: list[str]
    early: bool = False
    away: list[int] = field(default_factory=list)
    now: list[list[str]] = field(default_factory=list)
    blockers: dict[str, tuple[str, list[str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Metric:
    """A health metric and its colours by their first letter, newest week first."""

    name: str
    team: str
    by: str
    colours: str
    notes: list[str]


@dataclass(frozen=True, slots=True)
class Measure:
    """A key result with its whole history: `values` and `confidence` by week of the cycle, notes by the same index.

    Values of milestones count the steps done. `slip` is a wrong value and what its author says when correcting it.
    """

    key: str
    title: str
    values: list[float]
    confidence: list[int]
    dri: str
    notes: list[tuple[int, str]]
    kind: str | None = None
    start: float | None = None
    target: float | None = None
    unit: str = ""
    weight: float = 1.0
    priority: str = ""
    by: str = ""
    steps: list[str] = field(default_factory=list)
    lately: list[tuple[int, str]] = field(default_factory=list)
    word: str | None = None
    slip: tuple[float, str] | None = None
    stale: bool = False
    until: int = 99
    score: float = 0.0
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """An objective of the `current` or the `previous` cycle; `parent` is another's key."""

    key: str
    cycle: str
    title: str
    why: str
    dri: str
    key_results: list[Measure]
    team: str = ""
    kind: str = "committed"
    parent: str = ""
    weight: float = 1.0
    cancelled: bool = False
    comment: str = ""


@dataclass(frozen=True, slots=True)
class SampleStory:
    """The whole sample team."""

    name: str
    vision: str
    values: list[dict[str, Any]]
    """What they hold to: `text`, `keeper`, and for how many `days` from now it is kept."""
    hours: list[dict[str, Any]]
    """Office hours: `host`, `day` (Monday is 0), `times`, `slot`, `place`, and `booked`, which are (guest, slot from
    the first that comes, need)."""
    people: dict[str, SamplePerson]
    health: list[Metric]
    goals: list[Goal]
    cards: list[dict[str, Any]]
    """Of the hero board: `back` counts weeks from now, `felt` is who by kind of reaction."""
    ideas: list[dict[str, Any]]
    sessions: list[dict[str, Any]]
    circles: list[dict[str, Any]]
    """Teams that decide, of people who work in other ones."""
    cases: list[dict[str, Any]]


def read_story(login: str, name: str) -> SampleStory:
    """Return the story with `login`, called `name`, as the one who opens it.

    A sample person who has that login already makes room for somebody else.
    """
    raw = {key: value for name in _FILES for key, value in _read(name).items()}
    stands_for = {ME: login}
    if login != ME and any(each["login"] == login for each in raw["people"]):
        stands_for[login] = raw["spare"]["login"]
    raw = _cast(raw, stands_for)
    names = {raw["spare"]["login"]: raw["spare"]["name"], login: name}
    people = [SamplePerson(**each | {"name": names.get(each["login"], each.get("name"))}) for each in raw["people"]]
    return SampleStory(
        name=raw["name"],
        vision=raw["vision"].strip(),
        values=raw["values"],
        hours=raw["hours"],
        people={p.login: p for p in people},
        health=[Metric(**each) for each in raw["health"]],
        goals=[
            Goal(**each | {"key_results": [Measure(**m) for m in each["key_results"]]}) for each in raw["objectives"]
        ],
        cards=raw["cards"],
        ideas=raw["ideas"],
        sessions=raw["sessions"],
        circles=raw["circles"],
        cases=raw["cases"],
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def _cast(raw: Any, stands_for: Mapping[str, str]) -> Any:
    """Return the story with logins replaced by those that they stand for; no other word of it is a login alone."""
    if isinstance(raw, dict):
        return {stands_for.get(key, key): _cast(value, stands_for) for key, value in raw.items()}
    if isinstance(raw, list):
        return [_cast(each, stands_for) for each in raw]
    return stands_for.get(raw, raw) if isinstance(raw, str) else raw
