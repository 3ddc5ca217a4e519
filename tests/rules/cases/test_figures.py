"""Nothing that is computed of progress, pace, score, confidence, pulse, carries or check-ins can enter a case."""

import ast

import pytest

from okrtui.errors import Refused
from okrtui.model.cases import About, Case, CaseStep, Entry, Process
from okrtui.rules.cases.person import AGREEMENT, HERO, evidence_refs
from okrtui.storage.tables import columns_of
from tests.rules.cases.definitions import six
from tests.sources import FILES, ROOT, nodes_of
from tests.test_architecture import dotted, needed

FIGURES = {"progress", "pace", "score", "confidence", "pulse", "carries", "missed", "count", "rank", "points", "votes"}
FORBIDDEN = (
    "rules.okrs",
    "rules.live",
    "rituals.week",
    "rituals.okrs.standings",
    "rituals.okrs.closing",
    "rituals.retro",
    "rituals.documents",
    "storage.repositories.week",
    "storage.repositories.okrs",
    "storage.repositories.retro",
)
"""Where figures about the work of people are computed or kept."""
ROOMS = ("model.cases", "rules.cases", "storage.repositories.cases", "rituals.cases")


def of_cases() -> list[str]:
    return [name for name in needed() if any(name == room or name.startswith(f"{room}.") for room in ROOMS)]


def test_cases_import_nothing_that_computes_a_figure() -> None:
    assert len(of_cases()) > 8
    for module in of_cases():
        wrong = {each for each in needed()[module] if each.startswith(FORBIDDEN)}
        assert not wrong, f"{module} imports {wrong}"


def test_of_the_okrs_a_case_knows_only_a_ref() -> None:
    """Which key result waits for a request: its ref, and nothing that stands behind it."""
    asked = set[str]()
    for path in FILES:
        if dotted(path) in of_cases():
            for node in nodes_of(path):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("okrtui.rituals.okrs"):
                    asked |= {alias.name for alias in node.names}
                if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "waits":
                    assert node.attr in ("id", "ref"), f"{path.relative_to(ROOT)}:{node.lineno}"
    assert asked == {"key_result"}


def test_of_a_hero_card_a_case_knows_whom_it_thanks_and_its_story() -> None:
    """A card may name the key result that it moved; a case about a person does not follow it there."""
    seen = set[str]()
    for path in FILES:
        if dotted(path) in of_cases():
            for node in nodes_of(path):
                if isinstance(node, ast.ImportFrom) and node.module == "okrtui.rituals":
                    assert {alias.name for alias in node.names} <= {"heroes"}, path
                if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("card", "held"):
                    seen.add(node.attr)
    assert seen == {"withdrawn", "recipients", "giver", "story", "dri", "text", "since"}


def test_a_case_about_a_person_takes_neither_objective_nor_key_result() -> None:
    for process in six():
        for evidence in ("O1", "KR1.1", "0.7", "72 %", "S1", "2026-W48", "H1 KR1.1", "W1 O1"):
            with pytest.raises(Refused):
                evidence_refs(process, evidence)
        if process.about is About.PERSON:
            assert process.needs in (HERO, AGREEMENT), "by nothing else can anybody be rewarded or reproached"


def test_no_field_of_a_case_holds_a_figure() -> None:
    names = {*Case.__match_args__, *CaseStep.__match_args__, *Entry.__match_args__, *Process.__match_args__}
    names |= {*columns_of("practice_case"), *columns_of("case_entry"), *columns_of("process")}
    assert not names & FIGURES
