"""Reads the sample team's story from its file and puts the person who opens it into the place of one of the eight."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from okrtui.demo.thanks import Thanks, read_thanks

ME = "me"


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
    values: str
    people: dict[str, SamplePerson]
    health: list[Metric]
    goals: list[Goal]
    thanks: list[Thanks]


def read_story(login: str, name: str) -> SampleStory:
    """Return the story with `login`, called `name`, as the one who opens it.

    A sample person who has that login already makes room for somebody else.
    """
    raw = tomllib.loads(files(__package__).joinpath("acme.toml").read_text(encoding="utf-8"))
    stands_for = {ME: (login, name)} | {
        p["login"]: (raw["spare"]["login"], raw["spare"]["name"])
        for p in raw["people"]
        if p["login"] == login and login != ME
    }
    people = [_person(each, stands_for) for each in raw["people"]]
    return SampleStory(
        name=raw["name"],
        vision=raw["vision"].strip(),
        values=raw["values"].strip(),
        people={p.login: p for p in people},
        health=[Metric(**_with(each, stands_for, "by")) for each in raw["health"]],
        goals=[_goal(each, stands_for) for each in raw["objectives"]],
        thanks=read_thanks({login: person[0] for login, person in stands_for.items()}),
    )


def _login(login: str, stands_for: Mapping[str, tuple[str, str]]) -> str:
    return stands_for[login][0] if login in stands_for else login


def _with(raw: dict[str, Any], stands_for: Mapping[str, tuple[str, str]], *names: str) -> dict[str, Any]:
    """Return `raw` with the logins under `names` replaced by whom they stand for."""
    return raw | {name: _login(raw[name], stands_for) for name in names if name in raw}


def _person(raw: dict[str, Any], stands_for: Mapping[str, tuple[str, str]]) -> SamplePerson:
    blockers = {week: (text, _logins(helpers, stands_for)) for week, (text, helpers) in raw.get("blockers", {}).items()}
    login, name = stands_for.get(raw["login"], (raw["login"], raw.get("name", "")))
    return SamplePerson(**raw | {"login": login, "name": name, "blockers": blockers})


def _logins(logins: Iterable[str], stands_for: Mapping[str, tuple[str, str]]) -> list[str]:
    return [_login(login, stands_for) for login in logins]


def _goal(raw: dict[str, Any], stands_for: Mapping[str, tuple[str, str]]) -> Goal:
    measures = [Measure(**_with(each, stands_for, "dri", "by")) for each in raw["key_results"]]
    return Goal(**_with(raw, stands_for, "dri") | {"key_results": measures})
