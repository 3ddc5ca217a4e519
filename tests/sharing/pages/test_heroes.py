"""The board as documents: a page people would frame, the practices, Friday's report; nothing hidden, nobody counted."""

from dataclasses import replace
from functools import partial
from pathlib import Path

from okrtui.model.heroes import Reaction, Standard
from okrtui.rituals import heroes
from okrtui.rituals.context import Context
from okrtui.sharing.export.tree import export_tree
from okrtui.sharing.pages.heroes import MOST_IN_REPORT, board_page, hero_pages, person_page, practices_page
from okrtui.sharing.pages.reports import cycle_report, week_report
from tests.sharing.pages.test_reports import golden
from tests.sharing.team import ctx, fill, workspace

HELP, HONOR, GROWTH = Standard.CONTRIBUTION, Standard.HONOR, Standard.INCREMENT


def thank(mia: Context) -> None:
    """Put a few weeks of thanks on the board."""
    tomas, ana, jun = (partial(ctx, mia.store, who) for who in ("tomas", "ana", "jun"))
    first = heroes.post(tomas(5), ["jun"], "Took the pager on my daughter's birthday.", HELP)
    heroes.mark_practice(ana(4), first.ref, "somebody's on-call falls on a family day", "Ask in the channel\n- swap it")
    talk = heroes.post(ana(3), ["tomas", "mia"], "Their talk filled the hall.\n\n# Twice!", HONOR)
    heroes.in_own_words(ctx(mia.store, "mia"), talk.ref, "It was Jun's *demo* that did it.\nReally.")
    heroes.post(
        jun(1), ["ana"], "Osteria Lupo | renewed [for two years](http://x)", GROWTH, evidence="+12 %", kr="KR2.1"
    )
    leak = heroes.post(ana(0), ["jun", "mia", "tomas"], "Found the leak in the proxy at 2 am.", HELP, evidence="PR 512")
    heroes.react(tomas(0), leak.ref, Reaction.HEART)
    hidden = heroes.post(ana(0), ["jun"], "Not for everybody", HELP)
    heroes.hide(jun(0), hidden.ref)
    gone = heroes.post(tomas(2), ["jun"], "A mistake", HELP)
    heroes.withdraw(tomas(1), gone.ref, "it was Mia")


def test_the_cycles_page_and_the_practices(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        thank(mia)
        golden("heroes.md", hero_pages(mia)["2026-Q4"])
        golden("practices.md", practices_page(mia))


def test_friday_carries_the_weeks_heroes(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        plain = week_report(mia), cycle_report(mia)
        thank(mia)
        week, cycle = week_report(mia), cycle_report(mia)
        line = (
            "- **Jun Ito**, **Mia Keller** and **Tomas Berg**, thanked by Ana Sousa for helping others: "
            "Found the leak in the proxy at 2 am. (PR 512)"
        )
        assert f"## Heroes\n\n{line}\n\n## Wins" in week and "Heroes" not in plain[0] + plain[1]
        assert cycle.index("in week 42 for helping others") < cycle.index("in week 46 for growth")
        assert "Not for everybody" not in week + cycle and "A mistake" not in week + cycle
        assert line not in week_report(mia, scope="me").replace("Mia Keller", "nobody")
        assert line in week_report(mia, scope="me") and "Found" not in week_report(mia, "2026-W46")


def test_the_export_writes_heroes_and_practices(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        thank(mia)
        heroes.post(replace(mia, now=mia.now.replace(year=2024)), ["ana"], "Before any cycle", HELP)
        result = export_tree(mia, tmp_path / "out")
        assert {p for p in result.written if p.startswith("heroes/")} == {
            "heroes/2024-Q4.md",
            "heroes/2026-Q4.md",
            "heroes/practices.md",
        }
        page = (tmp_path / "out/heroes/2026-Q4.md").read_text(encoding="utf-8")
        assert page.startswith("<!-- okrtui heroes") and page.endswith(hero_pages(mia)["2026-Q4"])
        readme = (tmp_path / "out/README.md").read_text(encoding="utf-8")
        assert "## Heroes\n\n- [2026-Q4](heroes/2026-Q4.md)\n" in readme
        assert export_tree(mia, tmp_path / "out").written == ()


def test_a_persons_page_is_told_in_the_order_of_time(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        thank(mia)
        page = person_page(mia, "jun")
        assert page.startswith("# What Jun Ito was thanked for\n\n")
        assert page.index("pager") < page.index("leak") and "Not for everybody" not in page
        assert board_page(mia, heroes.board(mia), hidden=False).count("Not for everybody") == 0


def test_a_cycle_of_many_thanks_says_where_they_are(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        for n in range(MOST_IN_REPORT + 1):
            heroes.post(mia, ["jun"], f"Story {n}", HELP)
        assert "which the export writes into `heroes/`" in cycle_report(mia)
        assert hero_pages(mia)["2026-Q4"].count("Story") == MOST_IN_REPORT + 1
