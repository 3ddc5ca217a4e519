"""Somebody with psql around cases about a person: only whom they concern read them, and nobody decides out of turn."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.cases import CaseState
from okrtui.model.heroes import Standard
from okrtui.rituals import heroes
from okrtui.rituals.cases import cases
from okrtui.rituals.context import Context
from okrtui.rituals.documents.search_index import places
from okrtui.rituals.journal import log
from okrtui.rituals.people import members
from okrtui.rituals.retro import discussion
from okrtui.rituals.week.due import due
from okrtui.sharing.export.tree import export_tree
from okrtui.sharing.pages.reports import week_report
from okrtui.storage.engine.store import Store
from okrtui.storage.maintenance import transfer
from okrtui.storage.maintenance.verify import verify_journal
from okrtui.storage.open import open_store
from okrtui.storage.postgres.access import grant
from tests.postgres.psql import Psql
from tests.postgres.server import server
from tests.workspaces import ctx, on_server

DAY = 1 / 7
SECRET = "pushed past the freeze"
TEAMS = {"Leads": ("lena", "priya", "tomas"), "Backbone": ("yusuf", "ana")}
CONCERNED, OTHERS = ("bob", "jing", "kim"), ("eve", "ana", "yusuf", "lena", "priya", "tomas")
"""At the beginning, when jing is to speak and kim stands by them."""


def of(store: Store, login: str, days: float = 0) -> Context:
    return ctx(store, login, weeks=days * DAY)


@pytest.fixture
def store() -> Iterator[Store]:
    """Bob says that jing broke W1, and jing has named kim; eve and the deciders look."""
    made = on_server()
    mei = ctx(made)
    for login in ("bob", "jing", "kim", "eve"):
        members.edit_member(mei, login)
    for team, logins in TEAMS.items():
        members.add_team(mei, team)
        for login in logins:
            members.edit_member(mei, login, teams=(team,))
    discussion.agree(mei, "no deploy in the freeze", dri="lena")
    bob = of(made, "bob", 3)
    cases.open_case(bob, "breach", SECRET, about="jing", evidence="W1", happened=date(2026, 11, 25))
    cases.name_companion(of(made, "jing", 3), "C1", "kim")
    for login in (*CONCERNED, *OTHERS):
        of(made, login, 3)
    yield made
    found = verify_journal(made)
    assert (found.broken, found.strange) == ((), ())
    made.close()


def reads(store: Store, login: str) -> bool:
    """Tell whether somebody reads case, lines and journal with psql; nothing of it or all of it."""
    psql = Psql(store, login)
    found = [
        psql("SELECT title FROM okrtui.practice_case WHERE id = 1"),
        psql("SELECT subject FROM okrtui.practice_case WHERE id = 1"),
        psql("SELECT text FROM okrtui.case_entry WHERE case_id = 1"),
        psql("SELECT changes FROM okrtui_seen.activity WHERE ref = 'C1' AND changes <> '[]'"),
        psql("SELECT who FROM okrtui_seen.activity WHERE ref = 'C1' AND who <> ''"),
    ]
    assert len({bool(each) for each in found}) == 1, (login, found)
    return bool(found[0])


def test_only_whom_it_concerns_read_it_in_the_tables_themselves(store: Store) -> None:
    assert [login for login in (*CONCERNED, *OTHERS) if reads(store, login)] == [*CONCERNED]
    eve = Psql(store, "eve")
    assert eve("SELECT COUNT(*) FROM okrtui.practice_case") == [(0,)]
    everything = "SELECT row_to_json(a)::text FROM okrtui_seen.activity a"
    assert not [row for row in eve(everything) if "freeze" in str(row) and "W1" not in str(row) and SECRET in str(row)]
    told = eve("SELECT who, verb, summary, changes, salt FROM okrtui_seen.activity WHERE ref = 'C1'")
    assert told == [("", "wrote to case", "", "[]", "")] * 2, "neither who, nor what, nor whether it was an appeal"
    peeking = [
        "SELECT who FROM okrtui.activity",
        "SELECT changes FROM okrtui.activity",
        "SELECT 1 FROM okrtui.practice_case WHERE subject = 'jing'",
        "SELECT 1 FROM okrtui.case_entry WHERE case_id = 1",
        "SELECT 1 FROM okrtui_seen.activity WHERE changes LIKE '%jing%' AND ref = 'C1'",
        "UPDATE okrtui.practice_case SET title = title WHERE id = 1",
        "INSERT INTO okrtui.case_entry (case_id, kind, who, at, day, step, outcome, text) "
        "VALUES (1, 'note', 'eve', 1, '2026-11-26', 'hear', '', 'let me in')",
        "UPDATE okrtui.practice_case SET readers = readers || E'\\n2026-01-01 eve'",
        "SET ROLE bob",
    ]
    assert eve.allowed(peeking) == []
    eve("INSERT INTO okrtui.membership (login, team_id) SELECT 'eve', id FROM okrtui.team")
    assert not reads(store, "eve"), "whoever comes into a team later is not concerned by what runs"
    store.run("DELETE FROM membership WHERE login = 'eve'")


def test_outsiders_are_told_that_case_1_was_written_to_and_when_and_no_more(store: Store) -> None:
    """The number, the moment, how often, as SECURITY.md says; neither who, nor which lines, nor their kind."""
    eve = Psql(store, "eve")
    asked = "SELECT DISTINCT verb, ref, at > 0 FROM okrtui_seen.activity WHERE ref LIKE 'C%'"
    assert eve(asked) == [("wrote to case", "C1", True)]
    touched = "SELECT touched FROM okrtui.unread(1, 99)"
    assert "practice_case" not in str(eve(touched)) and "case_entry" not in str(eve(touched))
    assert eve("SELECT okrtui.next_id('okrtui.practice_case') > 1") == [(True,)], "that there is one shows in numbers"


def test_a_journal_entry_of_ones_own_about_a_case_opens_nothing(store: Store) -> None:
    eve = Psql(store, "eve")
    eve(
        "INSERT INTO okrtui_seen.activity (id, at, who, verb, ref, summary, changes, undoes, salt, digest, chain) "
        "VALUES (okrtui.next_id('okrtui.activity'), 1, 'eve', 'wrote to case', 'C1', '', '[]', NULL, '', '', '')"
    )
    assert not eve("SELECT 1 FROM okrtui.practice_case")
    assert not eve("SELECT 1 FROM okrtui_seen.activity WHERE ref = 'C1' AND who = 'bob'")
    store.run("DELETE FROM activity WHERE who = 'eve' AND ref = 'C1'")


def test_the_turn_brings_sight_and_the_last_day_takes_it(store: Store) -> None:
    def readers(day: float) -> list[str]:
        for login in (*CONCERNED, *OTHERS):
            of(store, login, day)  # the server's clock goes with it
        return [login for login in (*CONCERNED, *OTHERS) if reads(store, login)]

    assert readers(3) == [*CONCERNED]
    assert readers(9) == [*CONCERNED, "lena", "priya", "tomas"], "five days of silence: it is for the Leads, and told"
    lena = of(store, "lena", 9)
    assert cases.find(lena, "C1").mine
    cases.go(lena, "C1", "reminder", "the freeze is for all", until=date(2026, 12, 20))
    assert readers(10) == [*CONCERNED, "lena"], "who did not decide sees no more of it"
    jing = of(store, "jing", 11)
    assert cases.find(jing, "C1").appeal == date(2026, 12, 12)
    cases.appeal(jing, "C1", "it was the rollback that the freeze allows")
    assert readers(12) == [*CONCERNED, "lena", "priya", "tomas"]
    with pytest.raises(Refused, match="party to C1, or decided in it before"):
        cases.go(of(store, "lena", 12), "C1", "drop", "well")
    cases.go(of(store, "priya", 12), "C1", "it stands", "a rollback is announced")
    ended = cases.find(of(store, "jing", 12), "C1")
    assert (ended.case.state, ended.case.outcome, ended.case.ends) == (CaseState.CLOSED, "reminder", date(2026, 12, 20))
    assert readers(27) == [*CONCERNED, "lena", "priya"]
    assert readers(30) == ["jing"], "after its last day it is jing's alone, in the journal, too"
    assert cases.find(of(store, "jing", 30), "C1").seen_by == ("jing",)
    for login in ("bob", "lena"):
        with pytest.raises(Refused, match="there is no case C1"):
            cases.find(of(store, login, 30), "C1")
        assert verify_journal(of(store, login, 30).store).strange == ()


def test_nothing_else_tells_of_it(store: Store, tmp_path: Path) -> None:
    for login in ("eve", "priya"):
        here = of(store, login, 4)
        assert cases.open_cases(here) == () == cases.past_cases(here)
        with pytest.raises(Refused, match="there is no case C1"):
            cases.find(here, "C1")
        told = [
            log.log(here),
            log.log(here, ref="C1"),
            due(here),
            places(here),
            week_report(here, here.week),
        ]
        export_tree(here, tmp_path / login)
        told += [path.read_text() for path in (tmp_path / login).rglob("*.md")]
        assert "C1" not in str(told) and SECRET not in str(told)
    export_tree(of(store, "bob", 4), tmp_path / "bob")
    assert not [path for path in (tmp_path / "bob").rglob("*.md") if SECRET in path.read_text()], "of nobody's export"
    assert "C1" in str(due(of(store, "jing", 4)))


def test_parties_decide_nothing_and_nobody_speaks_for_another(store: Store) -> None:
    line = (
        "INSERT INTO okrtui.case_entry (case_id, kind, who, at, day, step, outcome, text) "
        "VALUES (1, '{}', '{}', 1, '2026-11-26', 'decide', 'no action', 'x')"
    )
    closing = "UPDATE okrtui.practice_case SET state = 'closed', outcome = 'no action', closed = '2026-11-26', said = 2"
    for login in CONCERNED:
        psql = Psql(store, login)
        forged = [
            line.format("decision", login),
            line.format("taken", login),
            line.format("silence", login),
            line.format("appealed", login),
            line.format("note", "lena"),
            closing,
            "UPDATE okrtui.practice_case SET ends = '2026-11-26'",
            "UPDATE okrtui.practice_case SET step = 'decide', turn = NULL, team = 'Leads'",
            "UPDATE okrtui.practice_case SET readers = readers || E'\\n2026-01-01 eve'",
            "UPDATE okrtui.practice_case SET title = 'nothing'",
            "UPDATE okrtui.practice_case SET evidence = 'W2'",
            "UPDATE okrtui.practice_case SET subject = 'eve'",
            "UPDATE okrtui.practice_case SET happened = '2026-11-01'",
            "UPDATE okrtui.case_entry SET text = 'no'",
            "DELETE FROM okrtui.case_entry",
            "DELETE FROM okrtui.practice_case",
        ]
        forged += [line.format("withdrawn", login)] * (login != "bob") + [line.format("moved", login)] * (
            login != "jing"
        )
        forged += ["UPDATE okrtui.practice_case SET companion = 'eve'"] * (login != "jing")
        assert psql.allowed(forged) == [], login
    bob = Psql(store, "bob")
    bob(line.format("note", "bob"))  # a note moves nothing
    assert bob.allowed([closing, "UPDATE okrtui.practice_case SET said = 2, turn = 'bob'"]) == []
    bob("DELETE FROM okrtui.case_entry WHERE who = 'bob'")
    fresh = (
        "INSERT INTO okrtui.practice_case (process_id, title, text, opener, opened, subject, evidence, step, since, "
        "team, lapses, state, outcome, appealed, said, version, readers) "
        "VALUES (1, 'x', '', '{}', '2026-11-26', '{}', 'W1', 'decide', '2026-11-26', '', 0, '{}', '{}', 0, 0, 1, '')"
    )
    forged = [fresh.format("lena", "jing", "open", ""), fresh.format("bob", "jing", "closed", "reminder")]
    assert bob.allowed([*forged, fresh.format("bob", "bob", "open", "")]) == []


def test_who_decided_never_hears_the_appeal_in_the_tables_either(store: Store) -> None:
    cases.go(of(store, "jing", 4), "C1", "said", "it was a rollback")
    cases.go(of(store, "lena", 5), "C1", "talk", "a word between us", until=date(2026, 12, 1))
    cases.appeal(of(store, "jing", 6), "C1", "not so")
    line = (
        "INSERT INTO okrtui.case_entry (case_id, kind, who, at, day, step, outcome, text) "
        "VALUES (1, 'decision', '{}', 1, '2026-11-29', 'appeal', 'it stands', 'x')"
    )
    assert Psql(store, "lena").refused(line.format("lena"))
    assert Psql(store, "jing").refused(line.format("jing"))
    assert not Psql(store, "tomas").refused(line.format("tomas"))
    store.run("DELETE FROM case_entry WHERE who = 'tomas'")


def test_a_case_that_was_taken_back_leaves_nothing_to_read(store: Store) -> None:
    bob = of(store, "bob", 4)
    cases.open_case(bob, "breach", "a second one", about="jing", evidence="W1", happened=date(2026, 11, 26))
    log.undo(bob)
    eve = Psql(store, "eve")
    assert not eve("SELECT 1 FROM okrtui.practice_case WHERE id = 2")
    told = eve("SELECT who, summary, changes FROM okrtui_seen.activity WHERE ref = 'C2'")
    assert told == [("", "", "[]")] * 2
    assert log.log(of(store, "eve", 4), ref="C2") == ()
    assert "second" not in str(eve("SELECT row_to_json(a)::text FROM okrtui_seen.activity a"))


def test_steps_are_undone_and_done_again_by_whoever_took_them(store: Store) -> None:
    jing = of(store, "jing", 4)
    cases.go(jing, "C1", "said", "it was a rollback")
    log.undo(jing)
    assert cases.find(jing, "C1").turn == "jing"
    log.redo(jing)
    lena = of(store, "lena", 5)
    cases.go(lena, "C1", "reminder", "all the same", until=date(2026, 12, 20))
    log.undo(lena)
    assert (cases.find(lena, "C1").turn, cases.find(lena, "C1").case.outcome) == ("team:Leads", "")
    assert reads(store, "priya")
    log.redo(lena)
    assert not reads(store, "priya")
    cases.appeal(of(store, "jing", 6), "C1", "not so")
    with pytest.raises(Refused, match="something newer depends on it"):
        log.undo(of(store, "lena", 6))
    log.undo(of(store, "jing", 6))
    assert cases.find(of(store, "jing", 6), "C1").word.startswith("reminder, appeal until")


def test_a_nomination_is_told_to_nobody_until_it_is_granted_and_then_to_all_as_a_hero_card(store: Store) -> None:
    heroes.post(of(store, "bob", 3), ["jing"], "carried the pager for three", Standard.CONTRIBUTION)
    cases.open_case(of(store, "bob", 3), "reward", "a week of quiet", about="jing", evidence="h1")

    def reading() -> list[str]:
        asked = "SELECT title FROM okrtui.practice_case WHERE id = 2"
        return [login for login in ("bob", "jing", "eve", "ana", "yusuf", "lena") if Psql(store, login)(asked)]

    assert reading() == ["bob", "ana", "yusuf"]
    cases.go(of(store, "yusuf", 4), "C2", "yes", "V1 in one story")
    assert reading() == ["bob", "yusuf", "lena"], "ana has said nothing, and it is past her"
    cases.go(of(store, "lena", 5), "C2", "grant", "Two days off, when she wants")
    assert reading() == ["bob", "jing", "yusuf", "lena"]
    card = heroes.find(of(store, "eve", 5), "H2")
    assert (card.giver, [each.login for each in card.recipients], card.evidence) == ("lena", ["jing"], "H1")
    assert card.story == "a week of quiet\nTwo days off, when she wants"
    assert "H2" in str(log.log(of(store, "eve", 5))) and "C2" not in str(log.log(of(store, "eve", 5)))


def test_a_breach_moves_to_no_file_and_to_another_server_with_all_that_guards_it(store: Store, tmp_path: Path) -> None:
    transfer.export_whole(store, tmp_path / "whole.json")
    with (tmp_path / "whole.json").open("rb") as file, pytest.raises(Refused, match="C1, which is for those alone"):
        transfer.import_whole(str(tmp_path / "whole.db"), file, "whole.json")
    assert not (tmp_path / "whole.db").exists()
    address = server().url(server().database())
    with (tmp_path / "whole.json").open("rb") as file:
        transfer.import_whole(address, file, "whole.json")
    with closing(open_store(address)) as moved:
        for login in (*CONCERNED, *OTHERS):
            grant(moved, login)
        assert [login for login in (*CONCERNED, *OTHERS) if reads(moved, login)] == [*CONCERNED]
