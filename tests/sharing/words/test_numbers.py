"""Numbers in a title are proposed as targets only where they measure something."""

import pytest

from okrtui.model.okrs import KeyResultKind
from okrtui.sharing.words.numbers import Separators, amount, propose, separators
from tests.sharing.reader.documents import key_results


@pytest.mark.parametrize(
    ("title", "start", "target", "unit"),
    [
        ("Cut CI time by 50% (2x)", None, 50.0, "%"),
        ("A Daemon runs for 10 days without a crash", None, 10.0, "days"),
        ("handles 1TB of data", None, 1.0, "TB"),
        ("Testbed (50k+ nodes)", None, 50000.0, "nodes"),
        ("Onboard 2 new full time contributors", None, 2.0, "contributors"),
        ("p95 from 180 ms to 90 ms", 180.0, 90.0, "ms"),
        ("signups from 10 to 20", 10.0, 20.0, ""),
        ("50,000 registered farmers", None, 50000.0, "farmers"),
        ("$300K MRR", None, 300000.0, "$"),
        ("p95 latency < 250ms", None, 250.0, "ms"),
        ("日活提升到100万", None, 1_000_000.0, ""),
    ],
)
def test_a_measure_is_proposed(title: str, start: float | None, target: float, unit: str) -> None:
    found = propose(title)
    assert (found.start, found.target, found.unit) == (start, target, unit)


@pytest.mark.parametrize(
    "title",
    [
        "multistream 2.0 is implemented",
        "Move to it in 2024",
        "Ready by 2026-05-15",
        "Ready by March 15",
        "Close issue #12",
        "See https://example.org/50%/10 days",
        "Plan for Q3",
        "Ship v2",
        "24/7 support",
        "ready in 3 months",
        "Rewrite all Python 3 scripts",
        "3-5 signed contracts",
    ],
)
def test_versions_dates_and_numbers_of_things_are_not(title: str) -> None:
    assert propose(title).target is None


def test_a_cell_that_is_a_value_is_read_and_words_are_not() -> None:
    assert (amount("< 200ms").target, amount("< 200ms").unit) == (200.0, "ms")
    assert (amount("10 → 20").start, amount("10 → 20").target) == (10.0, 20.0)
    assert amount("-5").target == -5.0
    assert amount("TBD").target is None
    assert amount("2024-03-01").target is None


BELOW, ABOVE = KeyResultKind.STAY_BELOW, KeyResultKind.STAY_ABOVE
DOWN, UP = KeyResultKind.DECREASE, KeyResultKind.INCREASE


@pytest.mark.parametrize(
    ("title", "kind", "start", "target", "unit"),
    [
        ("Reduce p99 latency below 200 ms", BELOW, None, 200.0, "ms"),
        ("fewer than 5 rollbacks", BELOW, None, 5.0, "rollbacks"),
        ("p95 ≤ 300 ms", BELOW, None, 300.0, "ms"),
        ("No more than 2 regressions per release", BELOW, None, 2.0, "regressions"),
        ("Reduce p95 to 200 ms", BELOW, None, 200.0, "ms"),
        ("Churn 2%", BELOW, None, 2.0, "%"),
        ("Zero incidentes críticos", BELOW, None, 0.0, "incidentes"),
        ("réduire le taux d'erreur à moins de 2 %", BELOW, None, 2.0, "%"),
        ("höchstens 3 Ausfälle", BELOW, None, 3.0, ""),
        ("错误率降低到 1% 以下", BELOW, None, 1.0, "%"),
        ("오류율 1% 미만", BELOW, None, 1.0, "%"),
        ("Keep error budget above 20%", ABOVE, None, 20.0, "%"),
        ("at least 4.5/5 rating", ABOVE, None, 4.5, "of 5"),
        ("At least 5 customers", None, None, 5.0, "customers"),
        ("Reduce churn from 5 % to 2 %", DOWN, 5.0, 2.0, "%"),
        ("Senkung der Ladezeit von 4,5 s auf 2 s", DOWN, 4.5, 2.0, "s"),
        ("从 5 天缩短到 2 天", DOWN, 5.0, 2.0, "天"),
        ("Halve MTTR: 4 h to 2 h", DOWN, 4.0, 2.0, "h"),
        ("Increase NPS to 40 (was 25)", UP, 25.0, 40.0, ""),
        ("Doblar ingresos de 100 mil a 200 mil", UP, 100_000.0, 200_000.0, ""),
    ],
)
def test_words_and_signs_choose_the_direction(
    title: str, kind: KeyResultKind | None, start: float | None, target: float, unit: str
) -> None:
    found = propose(title)
    assert (found.kind, found.start, found.target, found.unit) == (kind, start, target, unit)


@pytest.mark.parametrize(
    ("title", "target", "unit"),
    [
        ("10 000 users", 10_000.0, "users"),
        ("10'000 users", 10_000.0, "users"),
        ("5 out of 8 teams use it", 5.0, "teams"),
        ("1,000 people (> 3 hours)", 1000.0, "people"),
        ("Reach 300 (+100 % growth)", 300.0, ""),
        ("99.999% uptime", 99.999, "%"),
        ("Launch in 3 markets", 3.0, "markets"),
        ("Custo por transação ≤ R$ 0.40", 0.4, "R$"),
        ("Volume ≥ R$ 150 milhões/mês", 150_000_000.0, "R$"),
    ],
)
def test_a_number_is_read_whole(title: str, target: float, unit: str) -> None:
    found = propose(title)
    assert (found.target, found.unit) == (target, unit)


@pytest.mark.parametrize(
    "title",
    ["Import 1M entries in under 1 minute", "50.000 users", "Reduce bugs from 5 to 10", "2 SDRs and 3 managers"],
)
def test_two_readings_propose_nothing_and_say_so(title: str) -> None:
    found = propose(title)
    assert (found.target, found.start) == (None, None)
    assert "two ways" in found.doubt


def test_an_assignment_is_no_number() -> None:
    assert propose("T=1001").target is None
    assert amount("T=1001").target is None


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("Reach 99,9 % of users", ","),
        ("Reach 1.000.000 users", ","),
        ("Reach 1,000,000 users", "."),
        ("Processar os saques dos clientes em um mês", ","),
        ("Die Kunden sind mit der Leistung zufrieden", ","),
        ("All of the users are on the new plan", "."),
    ],
)
def test_a_document_decides_its_separators(text: str, decimal: str) -> None:
    assert separators(text).decimal == decimal


def test_a_dot_groups_thousands_in_a_language_that_writes_so() -> None:
    assert propose("50.000+ saques", Separators(",")).target == 50_000.0
    assert propose("1.500 EUR", Separators(",")).target == 1500.0
    assert propose("1,500 EUR", Separators(",")).target is None  # 1.5 or 1500: the document does not say
    assert propose("1,500 EUR", Separators(",", proved=True)).target == 1.5


def test_lines_below_a_key_result_are_its_numbers_and_decide_its_kind() -> None:
    (kr,) = key_results("# 2026-Q1\n## Objective 1: Fast\n### KR1: Latency\n- Baseline: 1.5 %\n- Target: ≤ 0.2 %\n")
    assert (kr.kind, kr.start, kr.target, kr.unit) == (DOWN, 1.5, 0.2, "%")
    (kr,) = key_results("# 2026-Q1\n## Objective 1: Fast\n### KR1: Latency\n- Target: < 2 %\n")
    assert (kr.kind, kr.start, kr.target) == (BELOW, None, 2.0)
