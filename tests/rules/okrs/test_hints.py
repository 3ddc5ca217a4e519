"""Hints are gentle sentences about what a key result measures."""

from okrtui.model.okrs import KeyResultKind
from okrtui.rules.okrs.hints import key_result_hints, objective_hints, same_work


def said(hints: list[str], word: str) -> bool:
    return any(word in hint for hint in hints)


def test_a_key_result_without_number_or_outcome_reads_like_a_task() -> None:
    assert said(key_result_hints("Write the guide", None, None, None), "task")
    assert not said(key_result_hints("Cut the build to 5 minutes", None, None, None), "task")
    assert not said(key_result_hints("Write the guide", KeyResultKind.INCREASE, 0, 10), "task")


def test_more_than_five_key_results_are_told() -> None:
    assert said(key_result_hints("p99", None, 180, 90, siblings=5), "number 6")
    assert not said(key_result_hints("p99", None, 180, 90, siblings=4), "five")


def test_nobody_is_dri_is_told() -> None:
    assert said(key_result_hints("p99", None, 180, 90, dri=""), "DRI")
    assert said(objective_hints("Boring", dri=""), "DRI")
    assert not objective_hints("Boring", dri="mei")


def test_a_target_that_is_met_already_is_told() -> None:
    assert said(key_result_hints("p99", KeyResultKind.DECREASE, 80, 90), "met already")
    assert said(key_result_hints("p99", None, 180, 90, current=85), "met already")
    assert not said(key_result_hints("p99", None, 180, 90, current=120), "met already")


def test_words_of_a_kpi_are_told() -> None:
    for title in ("Maintain 99 % uptime", "Keep doing code review", "保持可用性"):
        assert said(key_result_hints(title, None, 0, 1), "KPI"), title


def test_the_same_work_twice_is_found_by_shared_words() -> None:
    titles = [
        ("KR1.1", "Cut p99 latency of the proxy to 90 ms"),
        ("KR2.1", "p99 latency of the edge proxy under 100 ms"),
        ("KR2.2", "Three user interviews a month"),
        ("KR3.1", "降低代理延迟到九十毫秒"),
        ("KR3.2", "代理延迟降低"),
    ]
    assert same_work(titles) == [("KR1.1", "KR2.1"), ("KR3.1", "KR3.2")]
