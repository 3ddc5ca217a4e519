"""A login is changed, two are made one, one is removed: all that is theirs follows, and undo brings it back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.heroes import Reaction, Standard
from okrtui.model.live import Kind, Phase
from okrtui.rituals import heroes, ideas
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log
from okrtui.rituals.live import facilitation, sessions
from okrtui.rituals.okrs import objectives, standings
from okrtui.rituals.people import logins, members
from okrtui.rituals.week import checkins, updates
from okrtui.storage.engine.store import Store
from okrtui.storage.repositories import week as week_rows
from okrtui.storage.repositories.logins import PLACES
from okrtui.storage.tables import columns_of
from tests.workspaces import columns, ctx, unsound, workspace


def ground(store: Store, who: str) -> None:
    """Have somebody do a bit of everything."""
    at = ctx(store, who)
    members.edit_member(at, who, name=who.title(), teams=("Edge",))
    made = objectives.add_objective(at, f"Boring {who}")
    kr = objectives.add_key_result(at, made.ref, "p99", start=180, target=90)
    checkins.check_in(at, kr.ref, "120")
    updates.submit(at, priorities=[(f"{who} writes", "")], blocker="the fleet", helpers=["mei", "bob"])
    heroes.post(at, ["mei"], "helped", Standard.CONTRIBUTION)
    heroes.react(at, "H1", Reaction.HEART)
    actions.add(at, f"{who} acts")
    ideas.capture(at, f"{who} thinks", champion=who)
    ref = sessions.start(at, Kind.BRAINSTORM, f"{who} asks").ref
    facilitation.move(at, ref, Phase.GATHER)
    sessions.write_card(at, ref, "cache")
    facilitation.move(at, ref, Phase.CLOSED)


@pytest.fixture
def mei(tmp_path: Path) -> Iterator[Context]:
    store = workspace(tmp_path)
    members.add_team(ctx(store), "Edge")
    for who in ("bob", "bobb"):
        ground(store, who)
    yield ctx(store)
    assert unsound(store) == []
    store.close()


def everything(at: Context) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows that are about work, without versions and presence."""
    found = {}
    for table in {table for table, _ in PLACES} | {"member"}:
        names = [name for name in columns_of(table) if name != "version"]
        listed = ", ".join(f'"{name}"' for name in names)
        found[table] = at.store.sql(f'SELECT {listed} FROM "{table}" ORDER BY id')
    return found


def test_every_place_of_a_login_is_known(mei: Context) -> None:
    if mei.store.member:
        return
    asked = [
        (table, row[3])
        for table in sorted({table for table, _ in columns(mei.store)})
        for row in mei.store.sql(f"PRAGMA foreign_key_list({table})")
        if row[2] == "member"
    ]
    assert {*asked} - {("attendance", "login")} == {*PLACES}


def test_a_login_is_renamed_with_all_that_is_theirs(mei: Context) -> None:
    before = everything(mei)
    renamed = logins.rename(mei, "bobb", "Robert")
    assert (renamed.login, renamed.name, renamed.teams) == ("Robert", "Bobb", ("Edge",))
    assert "'bobb'" not in str(everything(mei))
    assert objectives.objective(mei, "O2").dri == "Robert"
    assert [e.summary for e in log.log(mei, limit=1)] == ["was bobb"]
    assert log.log(mei, who="bobb"), "the journal keeps the name they had then"
    log.undo(mei)
    assert everything(mei) == before
    log.redo(mei)
    assert members.member(mei, "robert").login == "Robert"


def test_two_are_made_one(mei: Context) -> None:
    before = everything(mei)
    logins.merge(mei, "bobb", "bob")
    assert [m.login for m in members.members(mei)] == ["bob", "mei"]
    assert [o.dri for o in objectives.objectives(mei)] == ["bob", "bob"]
    assert "'bobb'" not in str(everything(mei))
    assert [c.text for c in week_rows.commitments(mei.store, week=mei.week)] == ["bob writes", "bobb writes"]
    revisions = [u.revision for u in week_rows.updates(mei.store, week=mei.week, who="bob")]
    assert revisions == sorted(revisions)
    assert standings.standing(mei, objectives.key_result(mei, "KR2.1")).latest is not None
    log.undo(mei)
    assert everything(mei) == before


def test_what_cannot_be_is_refused(mei: Context) -> None:
    with pytest.raises(Refused, match="bob is a member already; to make one of two"):
        logins.rename(mei, "bobb", "BOB")
    with pytest.raises(Refused, match="can't be a login"):
        logins.rename(mei, "bobb", "b b")
    with pytest.raises(Refused, match="mei is you"):
        logins.rename(mei, "mei", "may")
    with pytest.raises(Refused, match="one person already"):
        logins.merge(mei, "bob", "BOB")
    with pytest.raises(Refused, match="there is nobody called bo; did you mean bob"):
        logins.merge(mei, "bob", "bo")
    with pytest.raises(Refused, match=r"bobb has objectives, key results, check-ins, .* member merge bobb LOGIN"):
        logins.remove(mei, "bobb")
    sessions.start(ctx(mei.store, "bobb"), Kind.BRAINSTORM, "again")
    with pytest.raises(Refused, match="bobb is in S3, which is not over"):
        logins.merge(mei, "bobb", "bob")


def test_who_should_never_have_been_is_removed(mei: Context) -> None:
    members.edit_member(mei, "typo", teams=("Edge",))
    logins.remove(mei, "typo")
    assert [m.login for m in members.members(mei, left=True)] == ["bob", "bobb", "mei"]
    log.undo(mei)
    assert members.member(mei, "typo").teams == ("Edge",)
