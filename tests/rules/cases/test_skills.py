"""An opening wants a skill where its words name it: whole words, no score, nobody's own."""

import pytest

from okrtui.rules.cases.skills import wants


@pytest.mark.parametrize(
    ("skills", "text", "found"),
    [
        ("proxy, caching, Go", "rewrite the proxy", True),
        ("proxy, caching", "Caching for every tenant", True),
        ("research with customers", "Research with customers, two hours a week", True),
        ("research with customers", "research about customers", False),
        ("C++", "somebody who reads C++", True),
        ("Go", "we go on with it", False),
        ("Go", "a tool in Go", True),
        ("CI", "circles and decisions", False),
        ("pro", "a proxy", False),
        ("", "anything", False),
        (" , ;", "a , b", False),
        ("评测", "会写 评测 的人", True),
    ],
)
def test_a_skill_is_wanted_where_its_words_stand(skills: str, text: str, found: bool) -> None:
    assert wants(skills, text) is found
