"""People and filters are found by what one types of them."""

import pytest

from okrtui.rules.heroes.filter import HeroFilter, parse
from okrtui.rules.naming import candidates, logins, parts

PEOPLE = [("ana", "Ana Sousa"), ("jing", "陈静 Chen Jing"), ("jun", "Jun Ito"), ("mia", "Mia Keller")]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("jing", ["jing"]),
        ("@JING", ["jing"]),
        ("陈", ["jing"]),
        ("chen", ["jing"]),
        ("Mia Keller", ["mia"]),
        ("j", ["jing", "jun"]),
        ("sou", ["ana"]),
        ("nobody", []),
    ],
)
def test_a_person_is_found_by_login_name_or_a_beginning(typed: str, found: list[str]) -> None:
    assert [login for login, _ in candidates(typed, PEOPLE)] == found


def test_a_line_of_people_keeps_what_cannot_be_told_apart() -> None:
    assert parts(" ana, @jing，jun ,, ") == ["ana", "jing", "jun"]
    assert logins("Sousa, 陈静, j, stranger", PEOPLE) == ["ana", "jing", "j", "stranger"]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("", HeroFilter()),
        ("proxy leak", HeroFilter(words=("proxy", "leak"))),
        ("person:bob team:Search", HeroFilter("bob", "Search")),
        ('TEAM:"Data Platform" 缓存 standard:hon', HeroFilter(team="Data Platform", standard="hon", words=("缓存",))),
        ("person:@bob person:ana", HeroFilter("ana")),
        ('"at 2 am" team:', HeroFilter(words=("at 2 am",))),
        ('half "typed', HeroFilter(words=("half", "typed"))),
    ],
)
def test_a_filter_is_words_and_what_stands_behind_a_colon(typed: str, wanted: HeroFilter) -> None:
    assert parse(typed) == wanted
