"""Every shape of OKR document seen in the wild is read; what is no OKR is left."""

from okrtui.sharing.reader.reader import read_document
from tests.sharing.reader.documents import counts, key_results, left, objectives, titles

TABLE = """\
# Team OKRs Q3 2024

## Objective 1: Grow the platform
**Owner:** @amy

| KR | Target | Current |
|----|--------|---------|
| Weekly active users | 1,000 users | 400 |
| KR1.2: p95 latency | < 200ms | 340ms |

## Roadmap

| Milestone | Date |
|---|---|
| Beta | 2024-08-01 |

## Scoring guide

| Score | Meaning |
|---|---|
| 0.7 | Good |
"""

CHINESE = """\
# 2024年第三季度 OKR

## Objective 1：提升用户体验

- KR1：转化率从10%提升到20%
- KR2：完成5个客户访谈（负责人：小王）

## 目标二：扩大团队

### 关键结果

1. 招聘3名工程师
2. 建立导师制度
"""

LEVEL4 = """\
# Q3 Plan

### Engineering

#### **Improve reliability of the API**

- Uptime at 99.9%
- Zero sev1 incidents

**Owner**: Jane Doe
**Status**: On track

#### **Delight developers**

- Docs rewritten
- NPS to 40

**Owner**: @bob

**Status**: At risk
"""

FENCE = """\
```markdown
# OKRs 2024 Q1

## Objective: Ship it

- KR1: 10 customers live
- KR2: Churn below 2%
```
"""

INDENT = """\
# Objectives 2023 Q2

Objective 1: Make onboarding easy

    - KR1: Time to first commit from 5 days to 1 day
    - KR2: 90% of new hires say so

        * Objective 2: Do less
            * KR: Close 3 projects
"""

NONE = """\
# OKRs

We set our OKRs each quarter.

## How we work

- We meet on 2 Mondays
- Three objectives at most
"""

O1 = """\
## 2025-Q1

### O1 – Win the market
Because we can.

1. KR1: Sign 20 customers - @amy
2. KR2: Reach $2M ARR (@bob)
   - Owner: carol
   - Target: 2.5M
   - pricing done
   - [x] launch done

### O2 – Second
- [x] Done thing DRI: @x
- [ ] Other thing
"""

BOLDOBJ = """\
**Objective:** Become fast

**Key Results:**

- p95 from 180 ms to 90 ms
- boot below 2 s

**Initiatives:**

- rewrite in rust

**Objective:** Become loved
**Key Results:**
- NPS 50
"""

EMOJI = """\
# OKR: CNN

## 📌 Objective
- Build CNN for VVC

## 🎯 Key Results
- [ ] reduce 25%
- [ ] loss below 1%

## 🗓️ Schedule

| When | What |
|---|---|
| May | x |

## Background
- foo
"""

NESTED = """\
# 2024 Q4

- Grow revenue
  - Close 10 deals
  - Launch in 3 regions
- Ship v2
  - Beta with 5 teams
"""

KRHEADS = """\
# OKRs
## Objective 1
Make it great
### KR1: Cut cost by 20%
Owner: @dd
- do a
- do b
### KR2: Hire 3 engineers
Some words.
"""

SUTRA = """\
# Sutra OKRs

**Period**: Q2 2026 (April - June)

## Charter: Speed

**Objective**: Ship features faster
**DRI**: Sutra Core
**KPI**: V

### KRAs (Key Result Areas)
- Session startup latency

### KPIs (Always-on Metrics)
| Metric | Current | Target |
|--------|----|---|
| V_L2 | 24.7 | < 20 |

### OKRs (Q2 2026: Apr-Jun)
| KR | Target | Current Score | Status |
|----|--------|--------------|--------|
| Lazy loading | All deferred | 0.0 | Not started |

### Roadmap
| # | Action |
|---|--------|
| 1 | Lazy |

## Charter: Simple

**Objective**: Reduce

### OKRs (Q2 2026: Apr-Jun)
| KR | Target |
|----|--------|
| Run | 20% |
"""

GLOSS = """\
# OKRs
- **Objective**: What we want to achieve, a goal.
- **Key Result**: How we measure results.
"""

FLAT = """\
Objective 1: Grow
KR1: 10 users
continues here
KR2: 20 users

Objective 2: Shrink

KR1: fewer

thanks for reading
"""

WEAK = """\
# Platform OKRs

## Make deploys boring
- Deploy time from 40 min to 10 min
- Zero rollbacks

## Notes
- lunch at 12
"""


def test_key_results_are_read_from_a_tables_rows() -> None:
    first, second = key_results(TABLE)
    assert (first.title, first.target, first.current, first.unit) == ("Weekly active users", 1000.0, 400.0, "users")
    assert (second.title, second.ref, second.target, second.unit) == ("p95 latency", "KR1.2", 200.0, "ms")


def test_a_roadmap_and_a_scoring_guide_are_left() -> None:
    assert left(TABLE) == [11, 13, 15, 17, 19, 21]


def test_chinese_labels_with_a_full_width_colon_are_read() -> None:
    assert counts(read_document(CHINESE)) == [("2024-Q3", [2, 2])]
    first, second, *_ = key_results(CHINESE)
    assert (first.title, first.start, first.target, first.unit) == ("转化率从10%提升到20%", 10.0, 20.0, "%")
    assert (second.title, second.dri) == ("完成5个客户访谈", "小王")
    assert left(CHINESE) == []


def test_level_four_headings_in_bold_take_owner_and_status_after_the_list() -> None:
    first, second = objectives(LEVEL4)
    assert (first.title, first.dri, first.note) == ("Improve reliability of the API", "Jane Doe", "Status: On track")
    assert (second.title, second.dri, len(second.key_results)) == ("Delight developers", "bob", 2)
    assert left(LEVEL4) == [3]


def test_a_whole_document_inside_a_fence_is_read() -> None:
    assert counts(read_document(FENCE)) == [("2024-Q1", [2])]
    assert left(FENCE) == []


def test_a_fence_beside_real_objectives_is_an_example_and_left() -> None:
    text = "## O1: Real\n- KR1: yes\n\n```\n## O2: Template\n- KR1: fill in\n```\n"
    assert titles(text) == {"Real": ["yes"]}
    assert left(text) == [5, 6]


def test_lists_indented_into_code_are_read() -> None:
    assert titles(INDENT) == {
        "Make onboarding easy": ["Time to first commit from 5 days to 1 day", "90% of new hires say so"],
        "Do less": ["Close 3 projects"],
    }
    assert left(INDENT) == []


def test_a_document_without_an_okr_has_no_cycle_and_everything_is_left() -> None:
    document = read_document(NONE)
    assert document.cycles == ()
    assert left(NONE) == [1, 3, 5, 7, 8]


def test_an_introduction_that_explains_the_words_is_no_okr() -> None:
    assert read_document(GLOSS).cycles == ()


def test_handles_boxes_attributes_and_milestones_are_taken_from_their_key_result() -> None:
    assert counts(read_document(O1)) == [("2025-Q1", [2, 2])]
    first, second, third, fourth = key_results(O1)
    assert (first.dri, second.dri, third.dri, fourth.dri) == ("amy", "bob", "x", "")
    assert (third.done, fourth.done) == (True, False)
    assert second.target == 2_500_000.0
    assert [(m.title, m.done) for m in second.milestones] == [("pricing done", False), ("launch done", True)]
    assert second.note == "Owner: carol"
    assert objectives(O1)[0].why == "Because we can."


def test_labels_in_bold_paragraphs_are_read_and_initiatives_left() -> None:
    assert titles(BOLDOBJ) == {
        "Become fast": ["p95 from 180 ms to 90 ms", "boot below 2 s"],
        "Become loved": ["NPS 50"],
    }
    assert left(BOLDOBJ) == [8, 10]


def test_a_bare_heading_takes_its_title_from_what_follows() -> None:
    assert titles(EMOJI) == {"Build CNN for VVC": ["reduce 25%", "loss below 1%"]}
    assert [o.title for o in objectives(KRHEADS)] == ["Make it great"]


def test_key_results_may_be_headings_with_their_words_below() -> None:
    first, second = key_results(KRHEADS)
    assert (first.dri, [m.title for m in first.milestones]) == ("dd", ["do a", "do b"])
    assert second.note == "Some words."


def test_nested_lists_under_a_cycle_are_objectives_and_key_results() -> None:
    assert counts(read_document(NESTED)) == [("2024-Q4", [2, 1])]


def test_tables_of_metrics_are_no_key_results_and_words_as_target_go_to_the_note() -> None:
    assert titles(SUTRA) == {"Ship features faster": ["Lazy loading"], "Reduce": ["Run"]}
    kr = key_results(SUTRA)[0]
    assert (kr.target, kr.note) == (None, "Target: All deferred\nCurrent Score: 0.0\nStatus: Not started")
    assert {12, 15, 17, 27} <= set(left(SUTRA))


def test_lines_of_a_plain_paragraph_are_read_by_their_labels() -> None:
    assert titles(FLAT) == {"Grow": ["10 users continues here", "20 users"], "Shrink": ["fewer"]}
    assert left(FLAT) == [10]


def test_unlabelled_headings_are_objectives_where_nothing_better_is_said_and_numbers_speak() -> None:
    assert list(titles(WEAK)) == ["Make deploys boring"]
    assert left(WEAK) == [1, 7, 8]


def test_nothing_unsafe_passes() -> None:
    (kr,) = key_results("# O1: \x1b[31mred\n- KR1: a\u202eb\x07c\n")
    assert kr.title == "abc"
    assert objectives("# O1: \x1b[31mred\n- KR1: a\n")[0].title == "[31mred"
