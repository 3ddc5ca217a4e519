"""Whose votes count where: through every merge, never above what is allowed, and all of them again after an undo."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from okrtui.rules.live.tally import changed, home, tally

GROUPS = range(1, 6)
ONE = "somebody"
CHAINS = st.dictionaries(st.sampled_from(GROUPS), st.sampled_from(GROUPS), max_size=5)
OWN = st.dictionaries(st.sampled_from(GROUPS), st.integers(1, 3), max_size=5)


def counted(own: dict[int, int], merged: dict[int, int], here: set[int], most: int) -> dict[int, int]:
    return tally([(ONE, group, number) for group, number in own.items()], merged, here, most).get(ONE, {})


def test_a_vote_counts_for_the_group_that_holds_its_cards_now() -> None:
    merged = {1: 2, 2: 3}
    assert [home(group, merged, {3, 4}) for group in (1, 2, 3, 4, 5)] == [3, 3, 3, 4, None]
    assert home(1, merged, {2, 3}) == 2
    assert home(1, {1: 2, 2: 1}, {3}) is None


def test_what_is_above_the_most_sleeps_and_is_given_again_before_it_is_more_than_the_budget() -> None:
    own, merged = {1: 2, 2: 2}, {1: 2}
    assert counted(own, merged, {2, 3}, 2) == {2: 2}
    assert changed(own, 3, 1, merged, {2, 3}, 2, 5) == {3: 1}
    assert changed(own, 3, 1, merged, {2, 3}, 2, 4) == {3: 1, 2: 1}
    assert changed({1: 2, 3: 1}, 3, 1, {}, {3}, 2, 3) == {3: 2, 1: 1}


def test_a_vote_that_is_taken_back_counts_one_less_however_many_sleep() -> None:
    assert changed({1: 2, 2: 2}, 2, -1, {1: 2}, {2}, 2, 5) == {2: 0, 1: 1}
    assert changed({1: 2, 2: 1}, 2, -1, {1: 2}, {2}, 3, 5) == {2: 0}


@given(
    own=OWN, merged=CHAINS, here=st.sets(st.sampled_from(GROUPS), min_size=1), most=st.integers(1, 3), data=st.data()
)
def test_one_more_is_one_more_and_all_of_them_stay_within_the_budget(
    own: dict[int, int], merged: dict[int, int], here: set[int], most: int, data: st.DataObject
) -> None:
    """Whatever was merged, dissolved or put there past okrtui: in any order of undo no more than the budget count."""
    before = counted(own, merged, here, most)
    budget = data.draw(st.integers(1, 20))
    group = data.draw(st.sampled_from(sorted(here)))
    for by in (1, -1):
        may = before.get(group, 0) < most and sum(before.values()) < budget if by > 0 else before.get(group, 0) > 0
        if may:
            after = {**own, **changed(own, group, by, merged, here, most, budget)}
            goal = {**before, group: before.get(group, 0) + by}
            assert Counter(counted(after, merged, here, most)) == Counter(goal)
            assert sum(after.values()) <= (budget if by > 0 else sum(own.values()))
            assert min(after.values()) >= 0
