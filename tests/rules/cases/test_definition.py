"""A definition is read whole or refused: what is wrong is told with the line that it is on."""

import pytest
from hypothesis import given, settings

from okrtui.errors import Refused
from okrtui.model.cases import About, Process, Sight
from okrtui.rules.cases.definition import read_process
from okrtui.rules.cases.soundness import unsound
from tests.examples import examples
from tests.rules.cases.definitions import SIX, processes, six, texts
from tests.sources import ROOT

GOOD = """\
name = "on-call"
title = "On call"
for = "who is woken at night"

[[step]]
name = "ask"
owner = "opener"
days = 3
advice = true
asks = "Who?"
outcomes = { on = "next", off = "close: none" }

[[step]]
name = "decide"
owner = "team:Leads"
days = 5
decides = true
asks = "Is it so?"
outcomes = { yes = "close: done", no = "step: ask" }

[appeal]
by = "opener"
days = 4
owner = "team:Leads"
hear = 3
asks = "Rightly?"
outcomes = { stands = "stand" }
overdue = "stand"
"""


def test_the_six_are_read() -> None:
    assert [each.name for each in six()] == [path.stem for path in SIX]
    assert {each.name for each in six() if each.about is About.PERSON} == {"reward", "breach"}
    assert {each.name for each in six() if each.sight is Sight.PARTIES} == {"reward", "breach"}


def test_a_definition_is_read_as_it_is_written() -> None:
    found = read_process(GOOD)
    assert (found.name, found.title, found.purpose) == ("on-call", "On call", "who is woken at night")
    ask, decide = found.steps
    assert (ask.owner, ask.days, ask.asks, ask.advice, ask.decides) == ("opener", 3, "Who?", True, False)
    assert (decide.team, decide.outcomes) == ("Leads", (("yes", "close: done"), ("no", "step: ask")))
    assert found.appeal is not None and (found.appeal.by, found.appeal.days, found.appeal.heard.days) == (
        "opener",
        4,
        3,
    )


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('title = "On call"', 'title = "On call', "line 2: this is no TOML: Illegal character '\\n'"),
        ('name = "on-call"', 'name = "On call"', "line 1: “On call” can't name a process"),
        ('for = "who is woken at night"', 'fro = "night"', "line 3: “fro” means nothing here; there are: name, title"),
        ('title = "On call"\n', "", "line 1: title is missing"),
        ("days = 3", 'days = "3"', "line 8: the step's days must be a whole number from 1 to 366"),
        ("days = 5", "days = 0", "line 16: the step's days must be"),
        ('owner = "opener"', 'owner = "boss"', "line 7: “boss” owns no step; there are: opener, asked"),
        ('owner = "opener"', 'owner = "chosen"', "line 7: nobody can be chosen where no hands are raised"),
        ('owner = "opener"', 'owner = "dri"', "line 7: nobody is the DRI yet"),
        ('owner = "opener"', 'owner = "subject"', "line 7: only a case about a person has a subject"),
        ('on = "next"', 'on = "onward"', "line 11: of ask, “on” leads to “onward”; write next, step: NAME"),
        ('on = "next"', 'on = "step: dekide"', "line 11: of ask, “on” leads to a step “dekide” that is not there"),
        ('on = "next"', 'on = "pass on"', "line 11: of ask, “on” leads to “pass on”, which is for a step of the asked"),
        ('no = "step: ask"', 'no = "next"', "line 19: of decide, “no” leads to “next”, and there is no step after it"),
        ('yes = "close: done", no = "step: ask"', 'no = "stay"', "line 19: no way from decide ends"),
        ('on = "next", off = "close: none"', 'off = "close: none"', "line 14: no way leads to decide"),
        ('name = "decide"', 'name = "ask"', "line 14: there is a step “ask” already"),
        ('asks = "Is it so?"', 'asks = "Is it so?"\noverdue = "step: ask"', "line 19: silence in decide leads back"),
        ('asks = "Is it so?"', 'asks = "?"\nends = ["no"]', "line 19: “no” is no outcome that closes the case"),
        ('by = "opener"', 'by = "subject"', "line 22: an appeal is by the opener, not by “subject”"),
        ('stands = "stand"', 'stands = "next"', "line 27: “stands” leads to “next”; an appeal ends"),
        ('overdue = "stand"', 'overdue = "next"', "line 28: “overdue” leads to “next”; an appeal ends"),
        ("decides = true\n", "", "line 21: nobody decides, so there is nothing to appeal against"),
        ("hear = 3\n", "", "line 21: the appeal's hear must be a whole number"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(was: str, becomes: str, said: str) -> None:
    assert was in GOOD
    with pytest.raises(Refused) as refused:
        read_process(GOOD.replace(was, becomes, 1))
    assert said in str(refused.value)


def test_all_that_is_wrong_is_told_at_once() -> None:
    text = (
        GOOD.replace('title = "On call"', "title = 3").replace("days = 3", "days = 0").replace("hear = 3", "hear = 0")
    )
    with pytest.raises(Refused) as refused:
        read_process(text.replace('asks = "Is it so?"', 'colour = "red"'))
    told = str(refused.value).split("; line ")
    assert [part.partition(":")[0] for part in told] == ["line 2", "8", "13", "18", "25"], told
    with pytest.raises(Refused, match=r"line 1: .*steps are missing.*; line 2: title is a text"):
        read_process('name = "x-y"\ntitle = 3\nfor = "x"\n')


BREACH = next(each for each in six() if each.name == "breach").text


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('sight = "parties"', 'sight = "open"', "line 6: what is about a person is between its parties"),
        ('needs = "agreement"', "", "line 1: what is about a person needs evidence"),
        ("tells = true", "tells = false", "line 8: who is said to have broken an agreement is told at once"),
        ('owner = "subject"', 'owner = "opener"', "who is said to have broken an agreement speaks first"),
        ('said = "next"', 'said = "close: heard"', "“said” closes a case about a person; write decides = true"),
        ('owner = "team:Leads"', 'owner = "opener"', "decide is decided by a team, not by the opener"),
        ('"close: to a retro"', '"step: hear"', "“to a retro” leads back; a case about a person only goes on"),
        ('overdue = "next"\n', "", "hear waits for one person and may wait for ever"),
        ('needs = "agreement"', 'needs = "agreement"\nhands = true', "nobody raises a hand for a case about a person"),
    ],
)
def test_a_case_about_a_person_is_fair_or_its_process_is_refused(was: str, becomes: str, said: str) -> None:
    assert was in BREACH
    with pytest.raises(Refused) as refused:
        read_process(BREACH.replace(was, becomes, 1))
    assert said in str(refused.value)


def test_silence_neither_chooses_a_hand_nor_leaves_one_without_an_answer() -> None:
    text = next(each for each in six() if each.name == "opportunity").text
    for silent in ("next", "close: nobody"):
        with pytest.raises(Refused) as refused:
            read_process(text.replace('asks = "Who does it?', f'overdue = "{silent}"\nasks = "Who does it?'))
        assert "a raised hand gets an answer; silence may not end it or choose" in str(refused.value)


@given(texts())
@settings(max_examples=examples(150), deadline=None)
def test_any_text_is_read_or_refused_with_a_line(text: str) -> None:
    try:
        assert unsound(read_process(text)) == []
    except Refused as refused:
        lines = [part.partition(":")[0] for part in str(refused).split("; line")]
        assert all(part.removeprefix("line").strip().isdecimal() for part in lines)
        assert all(1 <= int(part.removeprefix("line")) <= len(text.splitlines()) for part in lines)


@given(processes())
@settings(max_examples=examples(60), deadline=None)
def test_a_process_says_again_what_it_was_read_from(process: Process) -> None:
    assert read_process(process.text) == process


def test_the_definition_that_the_documents_show_is_one() -> None:
    page = (ROOT.parent / "docs" / "deciding.md").read_text(encoding="utf-8")
    assert read_process(page.partition("```toml\n")[2].partition("```")[0]).name == "on-call"
