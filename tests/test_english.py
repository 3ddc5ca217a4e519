"""Texts for people are plain English: no inverted syntax, no private words, nouns that agree with their number."""

import re
from pathlib import Path

import pytest

from tests.commands.test_sentences import sentences
from tests.sources import FILES, ROOT

DOCUMENTS = [*ROOT.parent.glob("docs/*.md"), ROOT.parent / "README.md"]
DECLARED = [*ROOT.glob("commands/*.txt"), *ROOT.glob("cli/declare/*.txt")]
UNUSED = re.compile(
    r"\blies? (?:in|at|on|outside)\b|\bwhom (?:is|you|do|nobody|they)\b|\bto whom\b|\bof whom\b"
    r"|\b(?:no|not|nobody|none|never)\b[^.;:]{0,40}\bany more\b"
    r"|\bcursor stands\b|\bwhere it shall be\b|\bcomes? out of (?:S|it|this|a session)\b|\bcame out of it: "
    r"|\bis no number\b|\bwas not seen\b|\bthere is none such\b|\bnobody here is called\b"
    r"|\bgo(?:es)? on into\b|\bmakes? them who they are\b|\btaken back last\b|\bwhat is given of\b"
)
"""Words that git, gh and lazygit would not say."""


def _texts(path: Path) -> list[str]:
    return [text for text in sentences(path) if " " in text and "SELECT" not in text]


def test_no_sentence_has_words_that_are_not_used() -> None:
    found = {p.relative_to(ROOT).as_posix(): [t for t in _texts(p) if UNUSED.search(t)] for p in FILES}
    journal = {"rituals/heroes.py": ["…no … any more"]}  # is stored in journals
    assert {name: texts for name, texts in found.items() if texts and name not in journal} == {}


@pytest.mark.parametrize("path", [*DECLARED, *DOCUMENTS], ids=lambda path: path.name)
def test_no_page_has_them(path: Path) -> None:
    assert UNUSED.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "text",
    [
        "the workspace lies in /srv",
        "whom is needed",
        "there is no such topic any more",
        "the cursor stands on no health metric",
        "what is given of a member",
        "to whom you pass it on",
    ],
)
def test_an_odd_sentence_is_seen(text: str) -> None:
    assert UNUSED.search(text)


@pytest.mark.parametrize(
    "text", ["the workspace is in /srv", "say who you thank", "that topic is gone", "any more ideas?"]
)
def test_a_plain_one_is_not(text: str) -> None:
    assert not UNUSED.search(text)


NOUNS = "cards|actions|weeks|days|people|votes|groups|key results|objectives|entries|ideas|milestones|minutes|slots"
COUNTED = re.compile(rf"(?<!of )…\s(?:{NOUNS})\b(?! (?:are|were|fits|groups|at most|share|for))")
MANY = {
    "cli/output/json_live.py": "votes left of a budget of several",
    "rituals/hours.py": "lengths of slots and of what is looked ahead, of which none is one",
    "rituals/journal/verify.py": "entries where not all were looked at",
    "rules/okrs/hints.py": "more than five",
    "screens/live/card_entry.py": "several pasted lines",
    "screens/live/grouping.py": "cards that share words",
    "sharing/okrs_file/writer.py": "a format that is read back",
    "storage/maintenance/checkup.py": "minutes ahead, of which a few are none",
    "widgets/live/projector.py": "names of keys",
    "widgets/live/phase_layouts.py": "votes left of a budget of several",
    "widgets/live/rows.py": "only where there are several",
    "widgets/live/wall.py": "only where there are several",
    "widgets/retro/phase_layouts.py": "more actions than are done",
}
"""Files that put a number beside a plural, and why it is never one."""


def test_a_number_agrees_with_its_noun() -> None:
    found = {p.relative_to(ROOT).as_posix() for p in FILES if any(COUNTED.search(t) for t in _texts(p))}
    assert found - set(MANY) == set(), "count(n, 'card') writes 1 card and 2 cards"
