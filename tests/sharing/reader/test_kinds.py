"""Documents of other languages and shapes, each the smallest of its kind."""

from datetime import date

import pytest

from okrtui.model.okrs import KeyResultKind
from okrtui.sharing.reader.reader import read_document
from tests.sharing.reader.documents import counts, key_results, left, objectives, titles

GERMAN = """\
# OKRs Team Plattform – 2. Quartal 2026
## Ziel 1: Wir liefern schneller
Verantwortlich: @anna
- Schlüsselergebnis 1.1: Durchlaufzeit von 4,5 Tagen auf 2 Tage senken
- Schlüsselergebnis 1.2: Höchstens 3 Rollbacks im Quartal
"""
FRENCH = """\
# OKR T1 2026
## OBJECTIF 1 : Croître durablement
**Résultats clés :**
- Augmenter le revenu de 10 000 € à 15 000 €
- Taux d'attrition < 2 %

**Initiatives :**
- Salon professionnel
## OBJECTIF 2 : Une équipe sereine
| Résultat clé | Valeur initiale | Cible | Responsable |
|---|---|---|---|
| Incidents par mois | 12 | ≤ 3 | @eve |
"""
SPANISH = """\
# Objetivos 2026 H1
### Objetivo 1: Mejorar la experiencia
- **Resultado clave 1.1**: Reducir el tiempo de carga de 3,2 s a 1,5 s
- **Resultado clave 1.2**: NPS superior a 50
  - **Línea base**: 35
  - **Responsable**: María López
"""
ITALIAN = """\
# OKR 2º trimestre 2026
## Obiettivo 1: Crescere
- Risultato chiave 1: Aumentare i clienti da 1.200 a 2.000
- Risultato chiave 2: Ridurre i reclami a meno di 10
"""
DUTCH = """\
# OKR's 1e kwartaal 2026
## Doelstelling 1: Snellere levering
- Kernresultaat 1: Doorlooptijd van 10 dagen naar 5 dagen
- Kernresultaat 2: Minstens 90 % van de builds groen
"""
JAPANESE = """\
# 2026年度 Q3 OKR
## 目標1：顧客満足を高める
- 主要な成果1：NPSを30から50に
- キーリザルト2: 応答時間を200ms以下に
"""
KOREAN = """\
# 2026년 2분기 OKR
## 목표 1: 성장
- 핵심 결과 1: 사용자 1,000명 달성
- 핵심 결과 2: 이탈률 5% 이하
"""
VIETNAMESE = """\
# OKR Quý 3/2026
## Mục tiêu 1: Tăng trưởng
- Kết quả then chốt 1: Tăng người dùng từ 1.000 lên 2.500
- Kết quả then chốt 2: Tỷ lệ lỗi dưới 1 %
"""


@pytest.mark.parametrize(
    ("text", "cycle", "first", "numbers"),
    [
        (GERMAN, "2026-Q2", "Wir liefern schneller", [(4.5, 2.0), (None, 3.0)]),
        (FRENCH, "2026-Q1", "Croître durablement", [(10_000.0, 15_000.0), (None, 2.0), (12.0, 3.0)]),
        (SPANISH, "2026-H1", "Mejorar la experiencia", [(3.2, 1.5), (35.0, 50.0)]),
        (ITALIAN, "2026-Q2", "Crescere", [(1200.0, 2000.0), (None, 10.0)]),
        (DUTCH, "2026-Q1", "Snellere levering", [(10.0, 5.0), (None, 90.0)]),
        (JAPANESE, "2026-Q3", "顧客満足を高める", [(30.0, 50.0), (None, 200.0)]),
        (KOREAN, "2026-Q2", "성장", [(None, 1000.0), (None, 5.0)]),
        (VIETNAMESE, "2026-Q3", "Tăng trưởng", [(1000.0, 2500.0), (None, 1.0)]),
    ],
)
def test_other_languages_are_read(
    text: str, cycle: str, first: str, numbers: list[tuple[float | None, float | None]]
) -> None:
    document = read_document(text)
    assert [each.name for each in document.cycles] == [cycle]
    assert objectives(text)[0].title == first
    assert [(kr.start, kr.target) for kr in key_results(text)] == numbers


def test_attributes_of_other_languages_fill_their_fields() -> None:
    assert objectives(GERMAN)[0].dri == "anna"
    assert key_results(SPANISH)[1].dri == "María López"
    assert key_results(FRENCH)[2].kind is KeyResultKind.DECREASE
    assert left(FRENCH) == [7, 8]


@pytest.mark.parametrize(
    ("heading", "name", "start", "end"),
    [
        ("H2 2027", "2027-H2", date(2027, 7, 1), date(2027, 12, 31)),
        ("2026 H1", "2026-H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("Oct 2026", "2026-10", date(2026, 10, 1), date(2026, 10, 31)),
        ("Jan – Mar 2026", "2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("Oct 2025 - Jan 2026", "2025-10-01 to 2026-01-31", date(2025, 10, 1), date(2026, 1, 31)),
        ("1Q2018", "2018-Q1", date(2018, 1, 1), date(2018, 3, 31)),
        ("OKRs Q4'26", "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026年Q2", "2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
        ("2. Quartal 2026", "2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
        ("OKRs 2026-02-02 – 2026-04-30", "2026-02-02 to 2026-04-30", date(2026, 2, 2), date(2026, 4, 30)),
        ("Marketing Q1/2026", "2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026", "2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("FY21-Q1 OKRs", "FY21-Q1", None, None),
        ("2026 Q1 OKR", "2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
    ],
)
def test_a_cycle_is_named_and_dated(heading: str, name: str, start: date | None, end: date | None) -> None:
    (cycle,) = read_document(f"# {heading}\n## Objective: x\n- KR: y\n").cycles
    assert (cycle.name, cycle.start, cycle.end) == (name, start, end)


def test_a_quarter_takes_its_year_from_the_heading_above() -> None:
    text = "# Team OKRs 2026\n## Q1\n### Objective 1: A\n- KR1: 5 demos\n## Q2\n### Objective 1: B\n- KR1: 7 demos\n"
    assert counts(read_document(text)) == [("2026-Q1", [1]), ("2026-Q2", [1])]
    assert [cycle.name for cycle in read_document("# Q2\n## Objective: x\n- KR: y\n").cycles] == ["Q2"]


@pytest.mark.parametrize(
    "line",
    [
        "O1 · Grow",
        "R0-O1: Grow",
        "1) Objective 1: Grow",
        "Objetivo 1: Grow",
        "OBJECTIF 1 : Grow",
        "Objective 1 Grow",
        "!WIP! Objective: Grow",
        "`O-1` Grow",
        "Company Objective 1 – Grow",
    ],
)
def test_a_label_is_no_part_of_an_objectives_title(line: str) -> None:
    assert [o.title for o in objectives(f"# 2026-Q1\n## {line}\n- KR1: Launch\n")] == ["Grow"]


@pytest.mark.parametrize(
    "line", ["KR1.1 Launch", "`KR-1-1` Launch", "BPS KR 1.1: Launch", "R0-O1-KR1: Launch", "**KR 1**: Launch"]
)
def test_a_label_is_no_part_of_a_key_results_title(line: str) -> None:
    assert [kr.title for kr in key_results(f"# 2026-Q1\n## Objective: Grow\n- {line}\n")] == ["Launch"]
    assert [kr.title for kr in key_results(f"# 2026-Q1\n## Objective: Grow\n\n| KR |\n|---|\n| {line} |\n")] == [
        "Launch"
    ]


def test_a_column_of_ids_leaves_the_words_to_the_other_column() -> None:
    text = "# 2026-Q1\n## Objective: Up\n\n| KR | Target | Owner |\n|--|--|--|\n| KR 1.1 | p95 < 250 ms | @b |\n"
    (kr,) = key_results(text)
    assert (kr.title, kr.ref, kr.target, kr.dri) == ("p95 < 250 ms", "KR1.1", 250.0, "b")


def test_who_says_objective_once_says_it_each_time() -> None:
    text = """\
# Engineering OKRs
## Context
- Too many incidents
- 3 people left
## Q1 2027
### O1 · Make deploys boring
- KR 1: Deploy time below 10 min
## Success metrics
- 95% happy
## Archive
### Objective 1: Old
- KR 1: 20 things
"""
    assert titles(text) == {"Make deploys boring": ["Deploy time below 10 min"]}
    assert {2, 3, 4, 8, 9, 10, 11, 12} <= set(left(text))


def test_what_folds_away_an_older_period_stays_out_and_a_folded_key_result_is_read() -> None:
    older = "<details>\n<summary>Q4 2026</summary>\n\n### Objective 1: Old\n- KR 1: 20 things\n\n</details>\n"
    text = f"# Q1 2027\n## Objective 1: New\n- KR 1: 5 demos\n\n{older}"
    assert titles(text) == {"New": ["5 demos"]}
    folded = "# H2 2027\n## Objective 1: Fast\n"
    folded += "<details>\n<summary>KR 1.1: Build below 5 min</summary>\n\n- **Owner**: @max\n\n</details>\n"
    (kr,) = key_results(folded)
    assert (kr.title, kr.dri, kr.target) == ("Build below 5 min", "max", 5.0)
    assert left(folded) == []


def test_bold_names_below_a_key_result_are_attributes_and_no_milestones() -> None:
    text = """\
# 2026-Q1
## Objective 1: Up
### KR 1.1: Uptime
- **Meta**: 99,5 %
- **Baseline**: 85 %
- **Active from**: May
- **Tracking**: Grafana
- **Constraints:**
  - no new hardware
- [ ] alarms
"""
    (kr,) = key_results(text)
    assert (kr.start, kr.target, [m.title for m in kr.milestones]) == (85.0, 99.5, ["alarms"])
    assert kr.note.split("\n") == ["Active from: May", "Tracking: Grafana", "Constraints:", "- no new hardware"]


def test_bare_headings_and_bullets_without_a_space_are_read() -> None:
    text = "## 2027 Q1 OKR\n## O\nPay off debt\n## KR\n-remove the legacy API\n-cut build time from 12 min to 4 min\n"
    assert titles(text) == {"Pay off debt": ["remove the legacy API", "cut build time from 12 min to 4 min"]}


def test_a_template_is_no_objective() -> None:
    assert read_document("# OKRs\n## Objective: [Title]\n- KR1: [metric] from X to Y\n").cycles == ()
