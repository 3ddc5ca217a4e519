"""Definitions for tests: the six that come with okrtui, and any others that hypothesis can think of."""

import json
from pathlib import Path

from hypothesis import strategies as st

from okrtui.errors import Refused
from okrtui.model.cases import Process
from okrtui.rules.cases.definition import read_process
from tests.sources import ROOT

SIX = tuple(sorted((ROOT / "rituals" / "cases" / "processes").glob("*.toml")))
NAMES = ("one", "two", "three", "four")
TEAMS = ("team:Architecture", "team:Leads", "team:Backbone")
WORDS = ("yes", "no", "later", "other")


def six() -> tuple[Process, ...]:
    """Return the definitions that come with okrtui."""
    return tuple(read_process(Path(path).read_text(encoding="utf-8")) for path in SIX)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Return a TOML text that may define a process, sound ones often enough to be worth reading."""
    person = draw(st.booleans())
    hands = not person and draw(st.booleans())
    names = NAMES[: draw(st.integers(1, len(NAMES)))]
    people = ["subject", "opener"] if person else ["opener", "asked", "dri", *(["chosen"] * hands * 2)]
    lines = ['name = "made-up"', 'title = "Made up"', 'for = "tests"']
    if person:
        needs = draw(st.sampled_from(["hero", "agreement"]))
        lines += ['about = "person"', 'sight = "parties"', f'needs = "{needs}"']
        lines += ["tells = true"] * (needs == "agreement" or draw(st.booleans()))
    lines += ["hands = true"] * hands
    decided = False
    for at, name in enumerate(names):
        owner = draw(st.sampled_from([*people, *TEAMS]))
        if hands and at == 0:
            owner = "opener"
        decides = draw(st.booleans()) and (not person or owner in TEAMS)
        decided = decided or decides
        last = at == len(names) - 1
        ways = ["close: ended", "close: settled"] * (not person or decides)
        ways += ["next", "next"] * (not last) + ["stay"] * (not decides) + ["pass on"] * (owner == "asked")
        ways += ["take"] * (owner in TEAMS and not last) + [f"step: {names[-1]}"] * (not last)
        ways += [f"step: {names[0]}"] * (not person)
        led = draw(st.lists(st.sampled_from(ways), min_size=1, max_size=3)) if ways else ["next"]
        outcomes = ", ".join(f"{word} = {json.dumps(way)}" for word, way in zip(WORDS, led, strict=False))
        lines += ["[[step]]", f'name = "{name}"', f'owner = "{owner}"', f"days = {draw(st.integers(1, 9))}"]
        lines += ['asks = "?"', f"outcomes = {{ {outcomes} }}"]
        lines += ["decides = true"] * decides + ["advice = true"] * draw(st.booleans())
        if draw(st.booleans()) or (person and owner not in TEAMS):
            silent = ["close: silent"] + ["next", "next"] * (not last)
            lines.append(f'overdue = "{draw(st.sampled_from(silent))}"')
    if decided and draw(st.booleans()):
        by = draw(st.sampled_from(["opener", "subject"] if person else ["opener"]))
        lines += ["[appeal]", f'by = "{by}"', "days = 4", f'owner = "{draw(st.sampled_from(TEAMS))}"', "hear = 3"]
        lines += ['asks = "?"', 'outcomes = { stands = "stand", drop = "close: dropped" }']
        lines.append(f'overdue = "{draw(st.sampled_from(["stand", "close: dropped"]))}"')
    return "\n".join(lines) + "\n"


def sound(text: str) -> Process | None:
    """Return the process that a text defines, None where it is refused."""
    try:
        return read_process(text)
    except Refused:
        return None


def processes() -> st.SearchStrategy[Process]:
    """Return any sound process: one of the six, or one that was made up."""
    made_up = texts().map(sound)
    return st.one_of(st.sampled_from(six()), made_up.filter(bool))
