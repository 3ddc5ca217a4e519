"""The storage thread's feed: what others write from the opening on, and nothing of the years before."""

from pathlib import Path

from okrtui.desk import Desk
from okrtui.rituals import okrs
from okrtui.storage.store import open_store
from tests.desk import MONDAY, seat, workspace


async def test_the_feed_begins_when_the_workspace_is_opened(tmp_path: Path) -> None:
    theirs = workspace(tmp_path)
    okrs.add_objective(seat(theirs), "From before")
    desk = Desk(lambda: open_store(theirs.path), "mei", "Mei", lambda: MONDAY)
    assert await desk.sit(lambda here: here.store.workspace().name) == "Acme"
    okrs.add_objective(seat(theirs), "From now")
    assert [each.ref for each in await desk.news()] == ["O2"]
    assert await desk.news() == ()
    await desk.close()
    theirs.close()


async def test_the_feed_of_a_workspace_just_made_begins_behind_its_making(tmp_path: Path) -> None:
    desk = Desk(lambda: open_store(tmp_path / "none"), "mei", "Mei", lambda: MONDAY)
    await desk.adopt(lambda: workspace(tmp_path))
    assert await desk.news() == ()
    await desk.close()
