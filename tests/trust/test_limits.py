"""Accounts that change: a uid that somebody else gets, a member who leaves and comes back."""

import os
import pwd
from pathlib import Path

import pytest

from okrtui.config import identity
from okrtui.errors import Refused
from okrtui.model.people import MemberState
from okrtui.rituals.context import Context, who_is
from okrtui.rituals.journal import log
from okrtui.rituals.okrs import objectives
from okrtui.rituals.people import members
from tests.workspaces import ctx, workspace

NOBODY = 65534


def test_a_uid_that_another_login_has_now_is_another_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = workspace(tmp_path)
    objectives.add_objective(ctx(store, "ana"), "Ana's")
    entry = pwd.struct_passwd(("zoe", "x", os.getuid(), os.getgid(), "Zoe", "/nonexistent", "/bin/sh"))
    monkeypatch.setattr(pwd, "getpwuid", lambda uid: entry)  # ana was removed, and zoe got her uid
    me = Context(store, *who_is(store, *identity()), ctx(store).now)
    assert me.login == "zoe"
    with pytest.raises(Refused, match="you have nothing to undo"):
        log.undo(me)
    objectives.add_objective(me, "Zoe's")
    assert [entry.who for entry in log.log(me, limit=3)] == ["zoe", "zoe", "ana"]
    assert objectives.objective(me, "O1").dri == "ana", "what was hers stays hers"
    store.close()


def test_a_member_who_left_and_comes_back_is_the_same(tmp_path: Path) -> None:
    store = workspace(tmp_path)
    mei, ana = ctx(store), ctx(store, "ana")
    objectives.add_objective(ana, "Ana's")
    members.edit_member(mei, "ana", state=MemberState.LEFT)
    assert members.member(mei, "ana").state is MemberState.LEFT
    objectives.add_objective(ana, "Ana's second")
    assert [each.who for each in log.log(mei, limit=1)] == ["ana"], "a file lets in whoever its permissions let in"
    members.edit_member(mei, "ana", state=MemberState.ACTIVE)
    assert members.member(mei, "ana").state is MemberState.ACTIVE
    store.close()
