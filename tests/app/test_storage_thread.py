"""The storage thread's feed: what others write from the opening on, and nothing of the years before."""

from pathlib import Path

from okrtui.app.storage_thread import StorageThread
from okrtui.rituals.okrs import objectives
from okrtui.storage.engine.change import Change
from okrtui.storage.open import open_store
from tests.workspaces import MONDAY, ctx, workspace


async def test_the_feed_begins_when_the_workspace_is_opened(tmp_path: Path) -> None:
    theirs = workspace(tmp_path)
    objectives.add_objective(ctx(theirs), "From before")
    thread = StorageThread(lambda: open_store(theirs.path), "mei", "Mei", lambda: MONDAY)
    assert await thread.run(lambda here: here.store.workspace().name) == "Acme"
    objectives.add_objective(ctx(theirs), "From now")
    assert [each.ref for each in await thread.news()] == ["O2"]
    assert await thread.news() == ()
    await thread.close()
    theirs.close()


async def test_the_feed_of_a_workspace_just_made_begins_behind_its_making(tmp_path: Path) -> None:
    thread = StorageThread(lambda: open_store(tmp_path / "none"), "mei", "Mei", lambda: MONDAY)
    await thread.adopt(lambda: workspace(tmp_path))
    assert await thread.news() == ()
    await thread.close()


async def test_it_is_quiet_until_somebody_writes_and_again_once_that_was_read(tmp_path: Path) -> None:
    theirs = workspace(tmp_path)
    thread = StorageThread(lambda: open_store(theirs.path), "mei", "Mei", lambda: MONDAY)
    assert thread.heard() is None
    await thread.run(lambda here: None)
    await thread.news()
    assert thread.heard() is Change.PRESENCE  # what came before it first listened cannot be told apart
    assert thread.heard() is Change.NOTHING
    objectives.add_objective(ctx(theirs), "One")
    assert [thread.heard(), thread.heard()] == [Change.NEWS] * 2
    assert [each.ref for each in await thread.news()] == ["O1"]
    assert thread.heard() is Change.NOTHING
    with theirs.transaction():
        theirs.run("UPDATE workspace SET vision = ?", ("Calm",))  # nothing that the journal tells
    assert [thread.heard(), thread.heard()] == [Change.PRESENCE, Change.NOTHING]
    objectives.add_objective(ctx(theirs), "Two")
    assert thread.heard() is Change.NEWS
    await thread.close()
    assert thread.heard() is None
    theirs.close()


async def test_what_news_are_about_is_read_in_the_same_go(tmp_path: Path) -> None:
    theirs = workspace(tmp_path)
    thread = StorageThread(lambda: open_store(theirs.path), "mei", "Mei", lambda: MONDAY)
    await thread.run(lambda here: None)
    assert await thread.news_and(lambda here, news: len(news)) == ((), None)
    objectives.add_objective(ctx(theirs), "One")
    news, read = await thread.news_and(lambda here, news: [each.ref for each in news])
    assert [each.ref for each in news] == read == ["O1"]
    await thread.close()
    theirs.close()
