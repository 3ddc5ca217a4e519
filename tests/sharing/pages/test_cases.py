"""Decisions as records, what was asked and offered by quarter, and how things are decided, in the export."""

from datetime import timedelta
from pathlib import Path

from okrtui.model.heroes import Standard
from okrtui.rituals import heroes
from okrtui.rituals.cases import cases, processes
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import cycles
from okrtui.rituals.people import members
from okrtui.sharing.export.tree import export_tree
from okrtui.sharing.pages.reports import cycle_report, week_report
from tests.workspaces import ctx, workspace


def later(me: Context, login: str, days: int) -> Context:
    return ctx(me.store, login, now=me.now + timedelta(days=days))


def told(tmp_path: Path) -> tuple[Path, Context]:
    """Export a workspace with a decision that another one supersedes, requests, an opportunity and an open question."""
    me = ctx(workspace(tmp_path))
    members.add_team(me, "Architecture")
    for login in ("bob", "ana"):
        members.edit_member(me, login, name=login.capitalize(), teams=("Architecture",))
    cases.open_case(me, "architecture", "One cache, or *two*?", text="# Three services\nask it in three ways.")
    cases.take(later(me, "ana", 1), "C1")
    cases.note(later(me, "bob", 2), "C1", "two are faster\n- by 40 ms")
    cases.go(later(me, "ana", 3), "C1", "to decision", "nobody objected")
    cases.go(later(me, "ana", 4), "C1", "accept", "One.\nIt costs 8 ms; we look again in March.")
    cases.open_case(later(me, "bob", 20), "architecture", "Two caches after all", supersedes="C1")
    cases.take(later(me, "ana", 21), "C2")
    cases.go(later(me, "ana", 22), "C2", "to decision")
    cases.go(later(me, "ana", 22), "C2", "reject", "The reasons of then hold.")
    cases.open_case(me, "support", "a reviewer", asked="bob")
    cases.go(later(me, "bob", 1), "C3", "yes", "tomorrow")
    cases.open_case(later(me, "mei", 40), "opportunity", "lead the handover")
    export_tree(later(me, "mei", 41), tmp_path / "out")
    return tmp_path / "out", me


def test_a_decision_is_a_record_that_links_what_it_supersedes_both_ways(tmp_path: Path) -> None:
    out, me = told(tmp_path)
    first, second = sorted((out / "decisions").iterdir())
    assert [first.name, second.name] == ["0001-one-cache-or-two.md", "0002-two-caches-after-all.md"]
    assert first.read_text(encoding="utf-8").partition("-->\n\n")[2] == (
        "# One cache, or \\*two\\*?\n\n"
        "- Status: accepted on 27 November 2026\n"
        "- Deciders: Ana\n"
        "- Consulted: Bob\n"
        "- Raised by Mei on 23 November 2026: C1, Architecture question\n"
        "- Superseded by [C2](0002-two-caches-after-all.md)\n\n"
        "## Context\n\n\\# Three services\\\nask it in three ways.\n\n"
        "## Options and advice\n\n"
        "- **Bob**, 25 November 2026: two are faster\\\n  \\- by 40 ms\n"
        "- **Ana**, 26 November 2026: nobody objected\n\n"
        "## Decision and consequences\n\nOne.\\\nIt costs 8 ms; we look again in March.\n"
    )
    assert "- Supersedes [C1](0001-one-cache-or-two.md)\n" in second.read_text(encoding="utf-8")
    me.store.close()


def test_what_was_asked_and_offered_stands_in_its_quarter_and_the_front_page_leads_there(tmp_path: Path) -> None:
    out, me = told(tmp_path)
    assert sorted(path.name for path in (out / "cases").iterdir()) == ["2026-Q4.md", "2027-Q1.md"]
    quarter = (out / "cases/2026-Q4.md").read_text(encoding="utf-8")
    assert "# Asked and offered in 2026-Q4\n\n## Support\n\n- C3, **Mei** asks **Bob**: a reviewer\\\n" in quarter
    assert "Open, since 23 November 2026." in quarter
    readme = (out / "README.md").read_text(encoding="utf-8")
    assert "## Decisions\n\n- [Two caches after all](decisions/0002-two-caches-after-all.md): rejected on " in readme
    assert "- [2027-Q1](cases/2027-Q1.md)" in readme and "- [How we decide](processes.md)" in readme
    decide = (out / "processes.md").read_text(encoding="utf-8")
    assert "1. **answer**, whoever is asked, 3 days: Can you, and by when?\n   - yes: the next step\n" in decide
    assert "# How we decide" in decide and "without a word: closed as given" in decide
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.md")}
    result = export_tree(later(me, "mei", 41), out)
    assert result.written == () and before == {path: path.stat().st_mtime_ns for path in out.rglob("*.md")}
    assert processes.find(me, "support").page == "request"
    me.store.close()


def test_the_weeks_report_tells_what_was_decided_and_what_is_open_to_all(tmp_path: Path) -> None:
    _, me = told(tmp_path)
    now = later(me, "mei", 60)
    assert (
        "## Decided\n\n- C1 **Ana** decided “accept”: One cache, or \\*two\\*?\\\n"
        "  One.\\\n  It costs 8 ms; we look again in March.\n"
    ) in week_report(now, "2026-W48")
    assert "## Decided" not in week_report(now, "2026-W49")
    offered = "## Open to you\n\n- C4 **Mei**, hands until 12 January 2027: lead the handover\n"
    assert offered in week_report(now, "2026-W53") and offered in week_report(now, "2027-W01")
    assert "## Open to you" not in week_report(now, "2027-W02") + week_report(now, "2026-W52")
    me.store.close()


def test_what_was_learned_stands_in_the_report_of_its_cycle_and_in_its_export(tmp_path: Path) -> None:
    me = ctx(workspace(tmp_path))
    cycles.add_cycle(me, "2026-Q4")
    for login in ("bob", "ana"):
        members.edit_member(me, login, name=login.capitalize())
    cases.open_case(me, "opportunity", "lead *the* handover")
    cases.raise_hand(later(me, "ana", 1), "C1", "gladly")
    cases.go(later(me, "mei", 2), "C1", "to choice")
    cases.go(later(me, "mei", 2), "C1", "choose", to="ana")
    then = later(me, "mei", 30)
    assert "What was learned" not in cycle_report(then, "2026-Q4")
    cases.go(later(me, "ana", 30), "C1", "done", "Two pages a night are one too many.\n# Write the runbook first")
    assert (
        "## What was learned\n\n- C1 lead \\*the\\* handover, **Ana**: Two pages a night are one too many."
        in cycle_report(then, "2026-Q4")
    )
    export_tree(then, tmp_path / "out")
    page = (tmp_path / "out" / "cases" / "2026-Q4.md").read_text(encoding="utf-8")
    assert "C1 opportunity, **Mei**" in page and "Two pages a night" in page
    cycles.add_cycle(me, "2027-Q1")
    assert "What was learned" not in cycle_report(later(me, "mei", 60), "2027-Q1"), (
        "it is of the cycle in which it ended"
    )


def test_how_a_reward_and_a_breach_go_is_told_to_all_and_nothing_of_whom_they_are_about(tmp_path: Path) -> None:
    me = ctx(workspace(tmp_path))
    for team, logins in {"Backbone": ("ana", "yusuf"), "Leads": ("lena", "priya")}.items():
        members.add_team(me, team)
        for login in logins:
            members.edit_member(me, login, teams=(team,))
    heroes.post(me, ["jing"], "carried the pager", Standard.CONTRIBUTION)
    for title in ("a nomination that waits", "a nomination that was refused", "three nights of calm"):
        cases.open_case(me, "reward", title, text="a long story", about="jing", evidence="H1")
    cases.go(later(me, "ana", 1), "C2", "not now", "one story is a thank-you")
    cases.go(later(me, "ana", 1), "C3", "yes", "calm before fast")
    cases.go(later(me, "lena", 2), "C3", "grant", "Two days off.")
    export_tree(later(me, "mei", 3), tmp_path / "out")
    pages = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "out").rglob("*.md")}
    every = "\n".join(pages.values())
    assert "nomination" not in every and "long story" not in every and "one story is" not in every
    assert not {"decisions", "cases"} & {path.name for path in (tmp_path / "out").iterdir()}
    reward = pages["processes.md"].partition("## Reward\n\n")[2].partition("\n\n## ")[0]
    assert reward == (
        "For more than a thank-you: what the team gives for it is written in its values.\n\n"
        "1. **check**, team Backbone, 5 days: Does it meet what the values say?\n"
        "   - yes: the next step\n"
        "   - not now: closed as not now\n"
        "2. **decide**, team Leads, 7 days: What is given, and why?\n"
        "   - grant: closed as granted, and a hero card\n"
        "   - not now: closed as not now\n"
        "3. **appeal**, team Leads, 10 days: Was anything not seen, or not seen rightly?\n"
        "   - it stands: closed as before\n"
        "   - grant: closed as granted, and a hero card\n"
        "   - without a word: closed as before"
    )
    breach = pages["processes.md"].partition("## Breach of an agreement\n\n")[2].partition("\n\n## ")[0]
    assert "   - reminder: closed as reminder, with a last day\n" in breach
    assert "   - without a word: closed as no action\n" in breach
    granted = "**jing**, thanked by lena in week 48 of 2026:\n\n> three nights of calm\\\n> Two days off.\n>\n"
    assert granted in pages["2026-Q4.md"], "what was granted is a hero card"
    me.store.close()
