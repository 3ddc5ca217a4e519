"""A milestone is itself through edits: ticks follow it, and an entry keeps what was true then."""

from hypothesis import given
from hypothesis import strategies as st

from okrtui.model.okrs import Milestone
from okrtui.rules.okrs.milestones import as_then, done_weight, identified, positions, weigh

WORDS = st.lists(st.text("abc", min_size=1, max_size=3), unique=True, max_size=6)


def named(*titles: str) -> tuple[Milestone, ...]:
    return identified([Milestone(title) for title in titles], ())


def ids(found: tuple[Milestone, ...]) -> dict[str, int]:
    return {m.title: m.id for m in found}


def test_words_keep_their_milestone_and_new_ones_get_a_number_of_their_own() -> None:
    old = named("alpha", "beta", "gamma")
    assert [m.id for m in old] == [0, 1, 2]
    new = identified([Milestone(t) for t in ("zero", "ALPHA", "gamma ", "beta")], old)
    assert [m.id for m in new] == [3, 0, 2, 1]
    assert identified([Milestone("delta")], named("alpha"), used={7})[0].id == 8, "no id comes a second time"


def test_a_new_wording_between_the_same_neighbours_is_the_same_milestone() -> None:
    old = named("Choose a vendor", "Move ten tenants", "The rest")
    new = identified([Milestone(t) for t in ("Choose a vendor", "Move twelve tenants", "The rest")], old)
    assert ids(new)["Move twelve tenants"] == 1
    other = identified([Milestone(t) for t in ("Choose a vendor", "Write the docs", "The rest")], old)
    assert ids(other)["Write the docs"] == 3, "something else stands in its place"
    assert [m.id for m in identified([Milestone("same"), Milestone("same")], named("same", "same"))] == [0, 1]


@given(WORDS, WORDS)
def test_whoever_stays_keeps_its_id_and_no_two_share_one(before: list[str], after: list[str]) -> None:
    old = named(*before)
    new = identified([Milestone(title) for title in after], old)
    assert len({m.id for m in new}) == len(new)
    assert all(ids(new)[title] == ids(old)[title] for title in before if title in after)
    assert identified(new, new) == new


@given(st.lists(st.sampled_from((1.0, 2.0, 0.1, 0.2, 0.7)), min_size=1, max_size=6), st.data())
def test_all_of_it_is_done_whatever_the_order_they_are_added_in(weights: list[float], data: st.DataObject) -> None:
    steps = identified([Milestone(str(at), weight) for at, weight in enumerate(weights)], ())
    order = data.draw(st.permutations([m.id for m in steps]))
    assert done_weight(steps, order) == weigh(steps)
    some = order[: len(order) // 2]
    assert positions(steps, some) == tuple(sorted(id + 1 for id in some))


def test_milestones_that_are_gone_are_counted_still() -> None:
    then = as_then(named("a", "b"), (1,), 2, 3)
    assert [m.done for m in then] == [True, True, False] and weigh(then) == 3
    assert weigh(as_then((), (), 1.5, 4)) == 4
