"""Text is one, however a system spells it: NFC on the way in, and searches that know no case."""

import unicodedata
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.heroes import Standard
from okrtui.rituals import heroes, ideas
from okrtui.rituals.journal import log
from okrtui.rituals.okrs import objectives
from okrtui.rituals.people import members
from okrtui.sharing.importing.importing import plan_import
from okrtui.text import clean, clean_lines, folded
from okrtui.widgets.lists.rows import Row, matching
from tests.workspaces import ctx, workspace

NFD = unicodedata.normalize("NFD", "Größe für Łódź é 한글")
NFC = unicodedata.normalize("NFC", NFD)


def test_text_comes_in_composed() -> None:
    assert clean(NFD) == clean_lines(NFD) == NFC != NFD
    assert folded(NFD) == folded(NFC.upper()) == folded(clean(NFD))


def test_a_name_is_there_once_however_it_is_spelled(tmp_path: Path) -> None:
    mei = ctx(workspace(tmp_path))
    members.add_team(mei, "Größe")
    with pytest.raises(Refused, match=r"there is a team .* already"):
        members.add_team(mei, unicodedata.normalize("NFD", "GRÖSSE"))


@pytest.mark.parametrize("word", ["größe", "GRÖSSE", unicodedata.normalize("NFD", "größe"), "łódź", "ŁÓDŹ", "한글"])
def test_every_search_finds_it(tmp_path: Path, word: str) -> None:
    mei = ctx(workspace(tmp_path))
    heroes.post(mei, ["bob"], NFD, Standard.CONTRIBUTION)
    ideas.capture(mei, NFD)
    objectives.add_objective(mei, NFD)
    assert [c.ref for c in heroes.board(mei, heroes.Filter(words=(word,)))] == ["H1"]
    assert [i.ref for i in ideas.ideas(mei, words=[word])] == ["I1"]
    assert {e.ref for e in log.log(mei, text=word)} == {"I1", "O1"}
    assert matching([Row("a", lambda width: [], search=NFC)], word)


def test_what_was_written_in_another_spelling_is_no_change_to_an_import(tmp_path: Path) -> None:
    mei = ctx(workspace(tmp_path))
    objectives.add_objective(mei, NFC, cycle="2026-Q4")
    objectives.add_key_result(mei, "O1", f"{NFC} grows", target=10)
    document = unicodedata.normalize("NFD", f"# OKRs 2026 Q4\n\n## {NFC}\n\n- {NFC} grows from 0 to 10\n")
    assert not [plan for cycle in plan_import(mei, document).cycles for plan in cycle.objectives if plan.have is None]
