"""What I did in a week: only mine, only of that week, each with its evidence, proposed once."""

import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.heroes import Standard
from okrtui.rituals import heroes
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.week.evidence import MOST, Evidence, of_git, of_github, of_workspace, propose, without_merged
from okrtui.rituals.week.sheet import sheet
from okrtui.rituals.week.sheet_state import SheetState
from tests.workspaces import ctx, workspace

WEEK = "2026-W48"


@pytest.fixture
def me(tmp_path: Path) -> Iterator[Context]:
    store = workspace(tmp_path)
    yield ctx(store)
    store.close()


def test_actions_that_i_finished_and_cards_that_thank_me(me: Context) -> None:
    bob, before = ctx(me.store, "bob"), ctx(me.store, weeks=-1)
    for who, text in ((me, "quarantine list"), (bob, "bob's own"), (before, "last week's"), (me, "open still")):
        actions.add(who, text, dri=who.login, due=me.today + timedelta(days=9))
    actions.done(me, "A1")
    actions.done(bob, "A2")
    actions.done(before, "A3")
    heroes.post(bob, ["mei"], "found the leak\nat 2 am", Standard.CONTRIBUTION)
    heroes.post(me, ["bob"], "helped me", Standard.CONTRIBUTION)
    heroes.post(ctx(me.store, "bob", weeks=-1), ["mei"], "last week", Standard.CONTRIBUTION)
    assert [each.line for each in of_workspace(me, WEEK)] == [
        "quarantine list (A1)",
        "thanked by bob: found the leak at 2 am (H1)",
    ]
    assert [each.ref for each in of_workspace(me, "2026-W47")] == ["A3", "H3"]


def git(folder: Path, *words: str, at: str = "2026-11-24T10:00:00Z", who: str = "mei@acme.dev") -> None:
    me = {"AUTHOR": who, "COMMITTER": who}
    names = {
        f"GIT_{role}_{part}": value for role, mail in me.items() for part, value in (("NAME", "M"), ("EMAIL", mail))
    }
    dates = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
    subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, env={**os.environ, **names, **dates})


def commit(folder: Path, subject: str, **more: str) -> None:
    git(folder, "commit", "--allow-empty", "-m", subject, **more)


@pytest.fixture
def proxy(tmp_path: Path) -> Path:
    """A repository in which git is told that I am mei@acme.dev."""
    folder = tmp_path / "src" / "proxy"
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "user.email", "mei@acme.dev")
    return folder


def test_my_commits_of_the_week_once_each(proxy: Path) -> None:
    commit(proxy, "Before", at="2026-11-22T23:59:59Z")
    commit(proxy, "Warm the pool", at="2026-11-23T00:00:01Z")
    commit(proxy, "Somebody else", who="mei@acme.dev.example")
    git(proxy, "checkout", "-q", "-b", "side")
    commit(proxy, "Cut the \x1b[31mtail")
    git(proxy, "checkout", "-q", "main")
    commit(proxy, "Cut the \x1b[31mtail")
    git(proxy, "merge", "-q", "--no-ff", "-m", "Merge side", "side")
    commit(proxy, "After", at="2026-11-30T00:00:00Z")
    found = of_git(proxy, WEEK, UTC)
    assert [each.text.replace("\x1b", "") for each in found] == ["Warm the pool", "Cut the [31mtail"]
    assert all(each.ref.startswith("proxy ") for each in found)
    assert "\x1b" not in found[1].line
    assert [each.text for each in of_git(proxy.parent, WEEK, UTC)] == [each.text for each in found], "the folder above"


def test_a_repositorys_own_config_runs_nothing(proxy: Path, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    for name in ("gpg.program", "core.fsmonitor", "core.pager", "diff.external"):
        git(proxy, "config", name, str(trap))
    git(proxy, "config", "log.showSignature", "true")
    commit(proxy, "Signed, it says")
    (tmp_path / "sprung").unlink(missing_ok=True)
    assert [each.text for each in of_git(proxy, WEEK, UTC)] == ["Signed, it says"]
    assert not (tmp_path / "sprung").exists()


def test_of_very_many_commits_the_last_ones(proxy: Path) -> None:
    for number in range(MOST + 3):
        commit(proxy, f"Step {number}")
    found = of_git(proxy, WEEK, UTC)
    assert (len(found), found[-1].text) == (MOST, f"Step {MOST + 2}")


def test_what_cannot_be_read_is_told(proxy: Path, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="is no git repository"):
        of_git(tmp_path / "nowhere", WEEK, UTC)
    git(proxy, "config", "user.email", "")
    with pytest.raises(Refused, match="git does not know your address"):
        of_git(proxy, WEEK, UTC)


def test_merged_pull_requests_stand_for_their_commits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gh = tmp_path / "bin" / "gh"
    gh.parent.mkdir()
    answer = '[{"title": "Cut the tail", "number": 512, "repository": {"nameWithOwner": "acme/app"}}]'
    gh.write_text(f"#!/bin/sh\necho \"$@\" >{tmp_path}/asked\ncat <<'X'\n{answer}\nX\n")
    gh.chmod(0o755)
    monkeypatch.setenv("PATH", f"{gh.parent}:/usr/bin:/bin")
    merged = of_github(WEEK)
    assert [each.line for each in merged] == ["Cut the tail (acme/app#512)"]
    assert "--author=@me --merged --merged-at=2026-11-23..2026-11-29" in (tmp_path / "asked").read_text()
    commits = [Evidence("Cut the tail (#512)", "app a1"), Evidence("Other (#51)", "app a2")]
    assert without_merged(commits, merged) == commits[1:]
    assert without_merged(commits, []) == commits
    for script, why in (("echo 'not logged in' >&2; exit 4", "gh: not logged in"), ("echo '[{}]'", "no list of pull")):
        gh.write_text(f"#!/bin/sh\n{script}\n")
        with pytest.raises(Refused, match=why):
            of_github(WEEK)


def test_each_ref_is_proposed_once_and_my_words_stay(me: Context) -> None:
    state = SheetState(sheet(me), {"wins": "demo went well\nthe list is there, at last (A1)"})
    found = [Evidence("quarantine list", "A1"), Evidence("thanked", "H1"), Evidence("x" * 500, "H2")]
    assert [each.ref for each in propose(state, found)] == ["H1", "H2"]
    lines = state.values["wins"].split("\n")
    assert lines[:3] == ["demo went well", "the list is there, at last (A1)", "thanked (H1)"]
    assert len(lines[3]) < 200 and lines[3].endswith("… (H2)")
    assert propose(state, found) == []
