"""The first run: three questions, or the sample team at one key."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Founding:
    """What a person said about the workspace to be made; `sample` asks for the sample team instead."""

    workspace: str
    person: str
    timezone: str
    sample: bool = False
