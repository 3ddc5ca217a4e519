"""A retro as others read it: golden files hold every byte; an anonymous one names nobody who wrote or noted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from okrtui.model.live import Phase
from okrtui.model.retro import NoteKind, PollKind, Verdict
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.live import facilitation, grouping, polls, sessions
from okrtui.rituals.okrs import objectives
from okrtui.rituals.retro import agenda, cycle_review, discussion, retro
from okrtui.rituals.week import checkins
from okrtui.sharing.export.tree import export_tree
from okrtui.sharing.pages.retro import retro_page
from tests.sharing import team
from tests.sharing.pages.test_brainstorm import context_of
from tests.sharing.pages.test_reports import golden


@contextmanager
def held(folder: Path, **more: object) -> Iterator[tuple[Context, str]]:
    """Give Mia's ctx and the ref of a retro that was held and closed."""
    with team.workspace(folder / "w.db") as mia:
        objectives.add_objective(mia, "Guests find a table in seconds")
        objectives.add_key_result(mia, "O1", "Search answers fast", start=180, target=90, unit="ms")
        checkins.check_in(mia, "KR1.1", 120, confidence=6)
        agenda.propose(context_of(folder, mia, "ana"), "who answers the pager")
        ref = retro.start(mia, "Friday retro", **more).ref  # type: ignore[arg-type]
        hold(folder, mia, ref)
        yield mia, ref


def hold(folder: Path, mia: Context, ref: str) -> None:
    lead, tomas, ana = (context_of(folder, mia, login) for login in ("mia", "tomas", "ana"))
    facilitation.move(lead, ref, Phase.STAGE)
    polls.ask(lead, ref, PollKind.FIST)
    for here, number in ((lead, 4), (tomas, 4), (ana, 2)):
        polls.answer(here, ref, number)
    polls.show(lead, ref)
    facilitation.move(lead, ref, Phase.ITEM)
    discussion.write_note(ana, ref, "whoever is awake, until Monday")
    facilitation.move(lead, ref, Phase.GATHER)
    for here, text in ((tomas, "# flaky tests | rerun #stop"), (ana, "pair on Mondays #start"), (ana, "cake")):
        sessions.write_card(here, ref, text)
    facilitation.move(lead, ref, Phase.VOTE)
    groups = {group.name: group.id for group in sessions.view(lead, ref).groups}  # an anonymous session's are shuffled
    for here, name in ((lead, "# flaky tests | rerun"), (tomas, "# flaky tests | rerun"), (ana, "pair on Mondays")):
        grouping.vote(here, ref, groups[name])
    facilitation.move(lead, ref, Phase.DISCUSS)
    discussion.write_note(ana, ref, "- nobody *owns* the suite")
    discussion.write_note(tomas, ref, "a quarantine list with an owner", NoteKind.DECISION)
    discussion.next_topic(lead, ref)
    discussion.park_topic(lead, ref)
    discussion.next_topic(lead, ref, groups["cake"])
    discussion.write_note(ana, ref, "office chairs", NoteKind.PARKED)
    facilitation.move(lead, ref, Phase.DECIDE)
    day = date(2026, 11, 27)
    works = "a week without reruns"
    actions.add(lead, "quarantine list", dri="tomas", due=day, source=ref, works=works)
    actions.drop(lead, actions.add(lead, "buy chairs", dri="ana", due=day, source=ref).ref, "no budget")
    discussion.agree(lead, "no meetings on Wednesday", ref)
    facilitation.move(lead, ref, Phase.CLOSED)


def test_a_named_retro(tmp_path: Path) -> None:
    with held(tmp_path) as (mia, ref):
        golden("retro.md", retro_page(mia, ref))


def test_an_anonymous_retro_names_who_has_an_action_and_nobody_else(tmp_path: Path) -> None:
    with held(tmp_path, anonymous=True) as (mia, ref):
        text = retro_page(mia, ref)
        golden("retro-anonymous.md", text)
        assert retro_page(mia, ref) == retro_page(context_of(tmp_path, mia, "ana"), ref), "what is mine shows"
    assert "Mia" not in text
    assert [line for line in text.split("\n") if "tomas" in line or "Ana" in line] == [
        "- [ ] A1 **tomas**, by 27 November 2026: quarantine list\\",
        "- [x] A2 **Ana Sousa**, by 27 November 2026: buy chairs\\",
    ]


def test_the_retro_of_a_cycles_end_tells_what_became_of_each_key_result(tmp_path: Path) -> None:
    with team.workspace(tmp_path / "w.db") as mia:
        objectives.add_objective(mia, "Guests find a table in seconds")
        objectives.add_key_result(mia, "O1", "Search answers fast", start=180, target=90, unit="ms")
        objectives.add_key_result(mia, "O1", "No double bookings", start=9, target=0)
        ref = retro.start(mia, "End of Q4", template="okr").ref
        facilitation.move(mia, ref, Phase.SCORE)
        cycle_review.review_kr(
            mia, ref, "KR1.1", score=0.7, comment="Nearly.", learned="Caches lie.", verdict=Verdict.CHANGE
        )
        text = retro_page(mia, ref)
    assert (
        "- **KR1.1 Search answers fast** (Mia Keller): 0.7. We change it.\\\n"
        "  Nearly.\\\n  What we learned: Caches lie.\n"
        "- **KR1.2 No double bookings** (Mia Keller): no score yet, 0 % of the way"
    ) in text


def test_an_export_holds_closed_retros_and_its_front_page_lists_them(tmp_path: Path) -> None:
    with held(tmp_path) as (mia, ref):
        retro.start(mia, "Runs still")
        result = export_tree(mia, tmp_path / "out")
        name = next(path for path in result.written if path.startswith("retros/"))
        assert name == "retros/2026-11-20-friday-retro.md"
        assert retro_page(mia, ref) in (tmp_path / "out" / name).read_text(encoding="utf-8")
        assert f"## Retros\n\n- [Friday retro]({name})" in (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
        assert not [path for path in result.written if "runs-still" in path]
        assert export_tree(mia, tmp_path / "out").written == ()


@pytest.mark.parametrize("text", ["# head", "| cell |", "[x](javascript:1)", "- [ ] not mine", "](x)"])
def test_what_people_write_changes_nothing_of_the_documents_structure(tmp_path: Path, text: str) -> None:
    from markdown_it import MarkdownIt

    with team.workspace(tmp_path / "w.db") as mia:
        ref = retro.start(mia, text, question=text).ref
        facilitation.move(mia, ref, Phase.STAGE)
        for kind in NoteKind:
            discussion.write_note(mia, ref, text, kind)
        agenda.add_item(mia, ref, text)
        actions.add(mia, text, source=ref, works=text)
        discussion.agree(mia, text, ref)
        tokens = MarkdownIt().enable("table").parse(retro_page(mia, ref))
    assert {token.tag for token in tokens if token.type == "heading_open"} == {"h1", "h2"}
    kinds = {child.type for token in tokens for child in token.children or ()}
    assert not kinds & {"link_open", "image", "html_inline"}
