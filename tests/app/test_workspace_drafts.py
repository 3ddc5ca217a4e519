"""What is typed for one workspace and never offered in another."""

from okrtui.app.workspace_drafts import WorkspaceDrafts
from tests.screens.small_app import FakeDrafts


def test_a_form_of_the_same_name_in_another_workspace_is_empty() -> None:
    every = FakeDrafts()
    here, there = WorkspaceDrafts(every, "aa-11"), WorkspaceDrafts(every, "bb-22")
    here.put("retro.title.2", {"title": "layoffs"})
    assert there.get("retro.title.2") is None
    there.put("retro.title.2", {"title": "cake"})
    there.drop("retro.title.2")
    assert here.get("retro.title.2") == {"title": "layoffs"}


def test_what_is_named_after_its_workspace_keeps_its_name() -> None:
    every = FakeDrafts()
    WorkspaceDrafts(every, "aa-11").put("checkin/aa-11/2026-W47/mei", "half")
    assert every.kept == {"checkin/aa-11/2026-W47/mei": "half"}
