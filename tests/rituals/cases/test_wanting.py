"""Openings that want what I know are told to me alone, until I raised my hand or they are no openings any more."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from okrtui.rituals.cases import cases
from okrtui.rituals.context import Context
from okrtui.rituals.people import members
from okrtui.rituals.week.due import due
from okrtui.rules.cases import phrases
from tests.workspaces import ctx, workspace


@pytest.fixture
def mei(tmp_path: Path) -> Iterator[Context]:
    store = workspace(tmp_path)
    here = ctx(store)
    members.edit_member(here, "mei", skills="caching, on-call")
    members.edit_member(here, "bob", skills="caching")
    members.edit_member(here, "ana", skills="design")
    ana = ctx(store, "ana")
    cases.open_case(ana, "opportunity", "lead the on-call handover")
    cases.open_case(ana, "opportunity", "a new cache", text="Caching for all tenants.")
    cases.open_case(ana, "opportunity", "interviews with customers")
    cases.open_case(ana, "support", "caching", asked="bob")
    yield here
    store.close()


def refs(here: Context) -> list[str]:
    return [each.case.ref for each in cases.wanting_me(here)]


def test_each_sees_the_openings_that_name_a_skill_of_theirs(mei: Context) -> None:
    assert refs(mei) == ["C1", "C2"]
    assert refs(ctx(mei.store, "bob")) == ["C2"]
    assert refs(ctx(mei.store, "ana")) == [], "they are her own"
    assert refs(ctx(mei.store, "stranger")) == []


def test_what_i_raised_my_hand_for_and_what_is_withdrawn_wants_me_no_more(mei: Context) -> None:
    cases.raise_hand(mei, "C1", "I was on call for a year")
    assert refs(mei) == ["C2"]
    cases.withdraw(ctx(mei.store, "ana"), "C2", "not now")
    assert refs(mei) == []


def test_what_is_due_names_openings_to_whom_they_want_and_hands_to_who_answers(mei: Context) -> None:
    bob, ana = ctx(mei.store, "bob"), ctx(mei.store, "ana")
    assert (due(mei).openings, due(bob).openings, due(ana).openings) == (("C1", "C2"), ("C2",), ())
    cases.raise_hand(mei, "C1", "I was on call for a year")
    cases.raise_hand(bob, "C2", "I know it")
    assert (due(mei).openings, due(bob).openings) == (("C2",), ())
    assert (due(ana).hands, due(mei).hands, due(bob).hands) == (("C1", "C2"), (), ())
    found = cases.find(ana, "C1")
    assert phrases.when(found, ana.today) == "1 hand to answer"
    assert phrases.when(cases.find(mei, "C1"), ana.today) == "hands to 12-03", "how many there are is for her alone"
    cases.answer(ana, "C1", "mei", "gladly, next quarter")
    assert due(ana).hands == ("C2",)
    cases.go(ana, "C2", "to choice")
    cases.go(ana, "C2", "choose", to="bob")
    assert due(ana).hands == (), "who is chosen has the answer in that"
