"""Reports read as a person would write them; golden files hold every byte."""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from okrtui.errors import Refused
from okrtui.model.okrs import ObjectiveState
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.documents import report_data
from okrtui.rituals.okrs import closing, objectives
from okrtui.rituals.people import members
from okrtui.rituals.week import checkins, updates
from okrtui.sharing.markdown.escape import one_line
from okrtui.sharing.pages.actions import actions_outline
from okrtui.sharing.pages.reports import cycle_report, week_digest, week_report
from okrtui.text import clean_lines
from tests.examples import examples
from tests.sharing import team
from tests.sharing.markdown.test_escape import nasty

GOLDEN = Path(__file__).parent / "golden"


def golden(name: str, text: str) -> None:
    """Hold `text` against a golden file; OKRTUI_GOLDEN=write renews it (look at the diff before you keep it)."""
    path = GOLDEN / name
    if os.environ.get("OKRTUI_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def close_all(ctx: Context) -> None:
    for ref, score in (("KR1.1", 0.8), ("KR1.2", 0.3), ("KR1.3", 1.0), ("KR2.1", 0.7)):
        closing.close_key_result(ctx, ref, score, "Worth doing again.\nSmaller." if ref == "KR1.2" else "")
    closing.close_objective(ctx, "O1", "Speed came from the cache, not from the rewrite.")
    closing.close_objective(ctx, "O2", "Legal took the quarter.", suggested=True)
    closing.close_cycle(ctx, "2026-Q4")


def test_the_week(tmp_path: Path) -> None:
    with team.workspace(tmp_path / "w.db") as mia:
        team.fill(mia)
        golden("week.md", week_report(mia))


@pytest.mark.parametrize("name", ["Bob", " bob ", "ＢＯＢ", "bob"])
def test_two_people_of_one_name_are_told_apart_by_their_logins(name: str, tmp_path: Path) -> None:
    """Anybody may set a display name: a page of names alone would say that somebody else did it."""
    with team.workspace(tmp_path / "w.db") as mia:
        for login, called in (("bob", "Bob"), ("eve", name)):
            members.edit_member(mia, login, name=called)
        done = [actions.add(mia, f"of {login}", dri=login, due=mia.today) for login in ("bob", "eve")]
        page = actions_outline(mia, done)
    assert "(bob)**" in page and "(eve)**" in page


def test_names_that_somebody_else_changed_have_their_logins_until_who_bears_them_changes_them(tmp_path: Path) -> None:
    """Two swapped names are no name twice."""
    with team.workspace(tmp_path / "w.db") as mia:
        for login, called in (("bob", "Bob"), ("eve", "Eve")):
            members.edit_member(mia, login, name=called)
        assert {"Bob", "Eve"} <= set(members.display_names(mia).values())
        for login, called in (("bob", "Hal"), ("eve", "Bob"), ("bob", "Eve")):
            members.edit_member(mia, login, name=called)
        names = members.display_names(mia)
        assert (names["bob"], names["eve"]) == ("Eve (bob)", "Bob (eve)")
        members.edit_member(replace(mia, login="eve"), "eve", name="Eva")
        assert members.display_names(mia)["eve"] == "Eva"


def test_an_older_week_of_one_person(tmp_path: Path) -> None:
    with team.workspace(tmp_path / "w.db") as mia:
        team.fill(mia)
        golden("week-me.md", week_report(mia, "2026-W46", "me"))


def test_the_cycle(tmp_path: Path) -> None:
    with team.workspace(tmp_path / "w.db") as mia:
        team.fill(mia)
        golden("cycle.md", cycle_report(mia))


def test_a_closed_cycle(tmp_path: Path) -> None:
    with team.workspace(tmp_path / "w.db") as mia:
        team.fill(mia)
        close_all(mia)
        golden("cycle-closed.md", cycle_report(mia, "2026-Q4"))


def test_a_cycle_that_is_over_tells_what_the_teams_confidence_foretold(tmp_path: Path) -> None:
    """Nothing while it runs: what ends early ends well. And nothing of who gave it."""
    with team.workspace(tmp_path / "w.db") as mia:
        team.fill(mia)
        for ref, login, sure in (("KR1.2", "tomas", 8), ("KR1.3", "jun", 8), ("KR2.1", "ana", 9)):
            checkins.check_in(team.ctx(mia.store, login, 1), ref, "#1" if ref == "KR2.1" else 99, confidence=sure)
        checkins.check_in(team.ctx(mia.store, "jun", 1), "KR2.2", 0, confidence=2)
        checkins.check_in(team.ctx(mia.store, "mia", 1), "KR1.1", 120, confidence=7)
        for ref, score in (("KR1.1", 0.8), ("KR1.2", 0.3), ("KR1.3", 1.0), ("KR2.1", 0.5), ("KR2.2", 0.0)):
            closing.close_key_result(mia, ref, score)
        assert "foretold" not in cycle_report(mia)
        after = replace(mia, now=mia.now + timedelta(weeks=7))
        told = (
            "## What our confidence foretold\n\n"
            "Half-way through, the team’s confidence added up to 3.4 of 5 key results; 1 was met. It was too sure. "
            "Met means a score of 1.0, of 0.7 where the objective is aspirational.\n\n"
            "- When we said 7–8 of 10, 1 of 3 was met.\n\n"
            "## What moved"
        )
        assert told in cycle_report(after, "2026-Q4")
        for ref in ("O1", "O2"):
            closing.close_objective(mia, ref)
        closing.close_cycle(mia, "2026-Q4")
        assert told in cycle_report(mia, "2026-Q4")


def test_what_comes_later_does_not_change_an_older_week(tmp_path: Path) -> None:
    with team.workspace(tmp_path / "w.db") as mia:
        team.fill(mia)
        before = week_report(mia, "2026-W46")
        later = replace(mia, now=mia.now + timedelta(weeks=2))
        checkins.check_in(later, "KR1.1", 90, confidence=10)
        members.edit_member(later, "newcomer", name="New Comer")
        updates.submit(later, wins="done", pulse=5)
        close_all(later)
        assert week_report(later, "2026-W46") == before


def test_a_running_week_is_as_of_today_and_one_gone_by_as_of_its_last_day(tmp_path: Path) -> None:
    with team.workspace(tmp_path / "w.db") as mia:
        team.fill(mia)
        sunday, later = (replace(mia, now=mia.now + timedelta(days=days)) for days in (2, 3))
        assert "38 % done, 54 % expected" in week_report(mia)
        assert "38 % done, 57 % expected" in week_report(sunday)
        assert week_report(later, "2026-W47") == week_report(sunday)


def test_an_empty_week_has_no_empty_headings(tmp_path: Path) -> None:
    with team.workspace(tmp_path / "w.db") as mia:
        assert week_report(mia) == (
            "# Booking, week 47 (16–22 November 2026)\n\nNothing has been written for this week yet.\n"
        )


def test_a_team_sees_its_own(tmp_path: Path) -> None:
    with team.workspace(tmp_path / "w.db") as mia:
        team.fill(mia)
        members.add_team(mia, "Élan")
        members.edit_member(mia, "jun", teams=("Élan",))
        report = week_report(mia, scope="élan")
        assert "KR1.3" in report and "KR1.1" not in report and "Tomas Berg" not in report


def test_drafts_and_cancelled_objectives_are_no_risk(tmp_path: Path) -> None:
    with team.workspace(tmp_path / "w.db") as mia:
        team.fill(mia)
        objectives.edit_objective(mia, "O1", state=ObjectiveState.DRAFT)
        assert "## At risk\n\n- **KR2.2" in week_report(mia)


def test_nobody_is_counted_or_ranked(tmp_path: Path) -> None:
    with team.workspace(tmp_path / "w.db") as mia:
        team.fill(mia)
        text = week_report(mia)
        assert text.index("**Ana Sousa**") < text.index("**Mia Keller**: Search")
        assert "pulse is 3.7 of 5" in text


@pytest.mark.parametrize(("week", "words"), [("2026-W48", "has not begun"), ("2027-W53", "no week 2027-W53")])
def test_no_such_week_is_one_sentence(tmp_path: Path, week: str, words: str) -> None:
    with team.workspace(tmp_path / "w.db") as mia, pytest.raises(Refused, match=words):
        week_report(mia, week)


def test_no_cycle_yet_says_what_to_do(tmp_path: Path) -> None:
    with team.workspace(tmp_path / "w.db") as mia, pytest.raises(Refused, match="objective add"):
        cycle_report(mia)


@given(nasty.filter(one_line), nasty)
@settings(max_examples=examples(10, dear=10), deadline=None)
def test_what_people_write_never_becomes_structure(title: str, text: str) -> None:
    with TemporaryDirectory() as place, team.workspace(Path(place) / "w.db", name=title) as mia:
        objective = objectives.add_objective(mia, title, why=text)
        kr = objectives.add_key_result(mia, objective.ref, title, target=10, unit=text)
        checkins.check_in(mia, kr.ref, 1, confidence=2, note=text)
        updates.submit(mia, priorities=[(title, kr.ref)], ahead=text, blocker=text, wins=text, helpers=["jun"])
        for report in (week_report(mia), cycle_report(mia)):
            assert clean_lines(report) == report.rstrip("\n")
            tokens = MarkdownIt("commonmark").enable("table").parse(report)
            found = {child.type for token in tokens for child in (token, *(token.children or ()))}
            assert not found & {"html_block", "html_inline", "link_open", "image", "code_inline", "fence", "code_block"}
            heads = [tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open"]
            assert len(heads) == report.count("\n## ") + 1
            cells = [token.type for token in tokens].count("td_open")
            assert cells == 14  # an objective and its key result, seven columns each


def test_a_weeks_digest_has_at_most_eight_lines_and_begins_with_the_headline(tmp_path: Path) -> None:
    with team.workspace(tmp_path / "w.db") as mia:
        team.fill(mia)
        lines = week_digest(mia).splitlines()
        report = week_report(mia).splitlines()
        assert len(lines) <= 8
        headline = "2 key results at risk or off track, 4 moved this week; 1 person asks for help."
        assert lines[0] == f"**Booking, week 47**: {headline}" and report[2] == f"**{headline}**"
        assert lines[1].startswith("- At risk: KR1.2 Restaurants on live availability (11 restaurants, 28 %)")
        assert "- Help wanted: Tomas Berg" in lines
        quiet = week_digest(mia, "2026-W40").splitlines()
        assert len(quiet) >= 1


@pytest.mark.parametrize("weeks", [0, 1, 8])
def test_a_teams_report_says_of_every_week_what_the_whole_of_it_says(weeks: int, tmp_path: Path) -> None:
    """It reads the team's history alone; of all else only what the cycle's progress was reckoned from."""
    with team.workspace(tmp_path / "w.db") as mia:
        team.fill(mia)
        members.add_team(mia, "Hosts")
        objectives.edit_objective(mia, "O2", team="Hosts")
        later = replace(mia, now=mia.now + timedelta(weeks=weeks))
        checkins.check_in(later, "KR1.1", 100, week="2026-W45")
        reader = report_data.reader(later)
        for week in report_data.written_weeks(later):
            for scope in ("me", "Booking", "Hosts"):
                found = reader.week(week, scope)
                logins = {member.login for member in found.members}
                whole = reader.week(week).cycles
                assert found.cycles == tuple(report_data.of_circle(each, scope, logins) for each in whole), (
                    week,
                    scope,
                )
                assert found.cycles[0].progress == whole[0].progress > 0 or week < "2026-W42"
