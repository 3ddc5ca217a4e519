"""The tree's filter language: read, written back, and said."""

import pytest

from okrtui.errors import Refused
from okrtui.rules.okrs.filter import OkrFilter, check_status, is_dri, parse_filter


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", OkrFilter()),
        ("p99 proxy", OkrFilter(words=("p99", "proxy"))),
        ("team:edge dri:mei status:risk", OkrFilter(team="edge", dri="mei", status="risk")),
        ('TEAM:"Core Platform" x', OkrFilter(words=("x",), team="Core Platform")),
        ('team:"half', OkrFilter(team="half")),
        ("dri: kind:asp", OkrFilter(kind="asp")),
        ("url:http://x", OkrFilter(words=("url:http://x",))),
        ("dri:bob dri:mei", OkrFilter(dri="mei")),
    ],
)
def test_text_is_read_and_read_back(text: str, found: OkrFilter) -> None:
    assert parse_filter(text) == found
    assert parse_filter(found.text) == found
    assert bool(found) is bool(found.text)


def test_the_heading_says_what_is_kept() -> None:
    told = parse_filter('team:"Core Platform" dri:me status:risk p99').told
    assert told == "team Core Platform · DRI me · at risk · “p99”"


@pytest.mark.parametrize(
    ("login", "wanted", "is_one"),
    [("mei", "me", True), ("mel", "me", False), ("mel", "ME", False), ("", "nobody", True), ("mel", "@mel", True)],
)
def test_me_is_who_sits_here_and_nobody_is_nobody(login: str, wanted: str, is_one: bool) -> None:
    assert is_dri(login, wanted, "mei") is is_one


@pytest.mark.parametrize("word", ["", "risk", "At Risk", "stale", "achieved", "no data"])
def test_a_status_is_asked_for_by_part(word: str) -> None:
    check_status(word)


@pytest.mark.parametrize("word", ["nonsense", "done", "at  risk\x1b[31m"])
def test_a_status_that_nothing_ever_has_is_told_with_those_there_are(word: str) -> None:
    with pytest.raises(Refused, match="there are: off track, at risk") as refusal:
        check_status(word)
    assert "\x1b" not in str(refusal.value)
