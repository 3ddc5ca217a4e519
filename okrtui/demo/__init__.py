"""The sample team: a throw-away workspace with two quarters told through the rituals, as life would have."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from okrtui.storage.engine.store import Store


def make_sample(path: Path, *, login: str, person: str, now: datetime, timezone: str = "UTC") -> "Store":
    """Make the sample team's workspace at `path`, with `login` as one of its eight, and return its Store.

    Everything in it happened before `now`, which is aware; the same `now` gives the same content. Raises Refused
    where something lies at `path` already.
    """
    from okrtui.demo.calendar import Calendar
    from okrtui.demo.player import StoryPlayer
    from okrtui.demo.story import read_story
    from okrtui.rituals.people.members import make_workspace

    story = read_story(login, person)
    calendar = Calendar.of(now, timezone)
    store = make_workspace(
        path, name=story.name, timezone=timezone, login=login, person=person, now=calendar.founding("08:45")
    )
    try:
        with store.transaction():
            StoryPlayer(store, story, calendar, login).play()
    except BaseException:
        store.close()
        raise
    return store
