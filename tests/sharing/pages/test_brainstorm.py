"""A brainstorm as others read it: golden files hold every byte; an anonymous one names nobody who wrote or voted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from okrtui.model.ideas import IdeaState
from okrtui.model.live import Kind, Phase
from okrtui.rituals import ideas
from okrtui.rituals.context import Context
from okrtui.rituals.live import facilitation, grouping, sessions
from okrtui.rituals.okrs import objectives
from okrtui.sharing.export.tree import export_tree
from okrtui.sharing.pages.brainstorm import brainstorm_page
from okrtui.storage.local.tokens import Tokens
from tests.sharing import team
from tests.sharing.pages.test_reports import golden
from tests.workspaces import anybody

CARDS = {
    "mia": ("Cache the docker layers", "# faster runners | for all"),
    "tomas": ("Layers: share them *between* branches #docker", "Drop the nightly build"),
    "ana": ("Buy three machines >KR1.1",),
}


@contextmanager
def held(folder: Path, **more: object) -> Iterator[tuple[Context, str]]:
    """Give Mia's ctx and the ref of a brainstorm that was held and closed."""
    with team.workspace(folder / "w.db") as mia:
        objectives.add_objective(mia, "Guests find a table in seconds")
        objectives.add_key_result(mia, "O1", "Search answers fast", start=180, target=90, unit="ms")
        yield mia, hold(folder, mia, "Halve the build", **more)


def context_of(folder: Path, mia: Context, login: str) -> Context:
    name = team.NAMES.get(login, login)
    return Context(mia.store, login, name, mia.now, Tokens(folder / f"{login}.json"), may_add=anybody)


def hold(folder: Path, mia: Context, title: str, **more: object) -> str:
    here = {login: context_of(folder, mia, login) for login in CARDS}
    lead, question = here["mia"], "What makes the build take half as long?"
    ref = sessions.start(lead, Kind.BRAINSTORM, title, question=question, kr="KR1.1", **more).ref  # type: ignore[arg-type]
    facilitation.move(lead, ref, Phase.GATHER)
    made = {text: sessions.write_card(here[who], ref, text) for who, texts in CARDS.items() for text in texts}
    facilitation.move(lead, ref, Phase.GROUP)
    layers = [card for text, card in made.items() if "ayers" in text]
    grouping.group(here["tomas"], ref, {card.id: card.version for card in layers}, "Layers")
    facilitation.move(lead, ref, Phase.VOTE)
    groups = {group.name: group.id for group in sessions.view(lead, ref).groups}
    for who, name in (("mia", "Layers"), ("tomas", "Layers"), ("ana", "Layers"), ("ana", "Drop the nightly build")):
        grouping.vote(here[who], ref, groups[name])
    facilitation.move(lead, ref, Phase.SELECT)
    ideas.choose(lead, ref, groups["Layers"], champion="tomas", effort=1, impact=3)
    ideas.choose(lead, ref, groups["Drop the nightly build"])
    facilitation.move(lead, ref, Phase.CLOSED)
    later = Context(mia.store, "tomas", "Tomas Berg", mia.now + timedelta(days=4), may_add=anybody)
    ideas.advance(later, "I1", IdeaState.SHORTLISTED, "Two teams want it.")
    ideas.advance(later, "I2", IdeaState.REJECTED, "The auditors need it.")
    return ref


def test_a_named_brainstorm(tmp_path: Path) -> None:
    with held(tmp_path) as (mia, ref):
        golden("brainstorm.md", _stable(brainstorm_page(mia, ref)))


def test_an_anonymous_brainstorm_names_its_champion_and_nobody_else(tmp_path: Path) -> None:
    with held(tmp_path, anonymous=True) as (mia, ref):
        text = brainstorm_page(mia, ref)
        golden("brainstorm-anonymous.md", _stable(text))
        assert text == brainstorm_page(context_of(tmp_path, mia, "ana"), ref), (
            "what is mine shows in a page for everybody"
        )
    for name in ("Mia", "Ana", "mia", "ana"):
        assert name not in text
    assert [line for line in text.split("\n") if "Tomas" in line] == [
        "**Tomas Berg** carries it on: it is I1 for KR1.1, on the shortlist. Effort small, impact large."
    ]


def _stable(text: str) -> str:
    """Return a page with its list items in order: the shuffle at the reveal is by lot."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and lines[end].startswith("- ") and not lines[end][2].isdigit():
            end += 1
        lines[at:end] = sorted(lines[at:end])
        at = end + 1
    return "\n".join(lines)


def test_the_export_holds_closed_brainstorms_under_names_that_stay(tmp_path: Path) -> None:
    with held(tmp_path) as (mia, _):
        first = sessions.start(mia, Kind.BRAINSTORM, "../Über: all?").ref
        second = sessions.start(mia, Kind.BRAINSTORM, "../über. all!").ref
        facilitation.move(mia, second, Phase.CLOSED)
        result = export_tree(mia, tmp_path / "out")
        folder = tmp_path / "out/brainstorms"
        names = [path for path in result.written if path.startswith("brainstorms/")]
        assert names == ["brainstorms/2026-11-20-halve-the-build.md", "brainstorms/2026-11-20-..-über.-all.md"]
        facilitation.move(mia, first, Phase.CLOSED)
        again = export_tree(mia, tmp_path / "out")
        assert [path for path in again.written if path.startswith("brainstorms/")] == [
            "brainstorms/2026-11-20-..-über-all.md"
        ]
        assert len(list(folder.iterdir())) == 3
        assert not export_tree(mia, tmp_path / "out").written
        readme = (tmp_path / "out/README.md").read_text(encoding="utf-8")
    assert "- [Halve the build](brainstorms/2026-11-20-halve-the-build.md): 20 November 2026, What makes" in readme


def test_two_of_one_day_and_title_get_two_files(tmp_path: Path) -> None:
    with team.workspace(tmp_path / "w.db") as mia:
        for _ in range(2):
            facilitation.move(mia, sessions.start(mia, Kind.BRAINSTORM, "Again").ref, Phase.CLOSED)
        export_tree(mia, tmp_path / "out")
    assert {p.name for p in (tmp_path / "out/brainstorms").iterdir()} == {
        "2026-11-20-again.md",
        "2026-11-20-again-2.md",
    }


def test_a_running_brainstorm_shows_no_concealed_card_and_no_total(tmp_path: Path) -> None:
    with team.workspace(tmp_path / "w.db") as mia:
        ref = sessions.start(mia, Kind.BRAINSTORM, "Now").ref
        facilitation.move(mia, ref, Phase.GATHER)
        sessions.write_card(context_of(tmp_path, mia, "tomas"), ref, "a secret")
        assert "a secret" not in brainstorm_page(mia, ref)
        facilitation.move(mia, ref, Phase.VOTE)
        group = sessions.view(mia, ref).groups[0].id
        grouping.vote(mia, ref, group)
        assert "vote" not in brainstorm_page(mia, ref).replace("“vote”", "")


@pytest.mark.parametrize("text", ["# h", "- x", "1. x", "[a](b)", "<b>", "`x`", "a | b", "> q", "---", "&amp;", "@all"])
def test_no_card_changes_the_structure(text: str, tmp_path: Path) -> None:
    from markdown_it import MarkdownIt

    def outline(page: str) -> list[str]:
        return [token.type for token in MarkdownIt("commonmark").parse(page) if token.type != "inline"]

    pages = list[list[str]]()
    for words in ("plain", text):
        with team.workspace(tmp_path / f"{len(pages)}.db") as mia:
            ref = sessions.start(mia, Kind.BRAINSTORM, words, question=f"{words}?").ref
            facilitation.move(mia, ref, Phase.GATHER)
            sessions.write_card(mia, ref, words)
            facilitation.move(mia, ref, Phase.CLOSED)
            pages.append(outline(brainstorm_page(mia, ref)))
    assert pages[0] == pages[1]
