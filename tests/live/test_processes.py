"""Real clients in one session at once: every card once, no budget exceeded, nothing acknowledged is lost."""

import signal
from pathlib import Path

import pytest

from bench import live as bench
from bench import many
from okrtui.model.live import Phase
from okrtui.rituals.live import facilitation
from tests.live import crowd, terminal_crowd


@pytest.mark.long
@pytest.mark.parametrize("more", [{"anonymous": True}, {"budget": 4, "most": 2}], ids=["anonymous", "named"])
def test_a_crowd_writes_moves_and_votes_at_once(tmp_path: Path, more: dict[str, object]) -> None:
    """`python -m tools.soak` does it with 50 people and 200 cards each."""
    people, cards = 8, 20
    outcome = crowd.hold(tmp_path, people, cards, more)
    assert outcome.wrong == []
    assert sorted(outcome.acknowledged) == sorted(outcome.stored.elements())
    assert len(outcome.acknowledged) == people * cards
    assert outcome.votes > 0 and outcome.groups > 0


@pytest.mark.long
@pytest.mark.parametrize("anonymous", [True, False])
def test_a_killed_client_loses_nothing_that_it_had_acknowledged(tmp_path: Path, anonymous: bool) -> None:
    store = crowd.start(tmp_path, anonymous=anonymous)
    others = crowd.client(tmp_path, store, 10, "steady0", "steady1")
    told = crowd.Outcome()
    try:
        for round_ in range(4):
            victim = crowd.client(tmp_path, store, 10_000, f"victim{round_}")
            assert victim.stdout is not None
            first = [victim.stdout.readline() for _ in range(1 + 3 * round_)]
            victim.send_signal(signal.SIGKILL)
            rest, _ = victim.communicate()
            lines = [*first, *(line for line in rest.splitlines(keepends=True) if line.endswith("\n"))]
            told.acknowledged += [line.strip() for line in lines]
        crowd.until(lambda: store.sql("SELECT COUNT(*) FROM card WHERE text LIKE 'steady%'") == [(20,)], "all", 60)
        facilitation.move(crowd.ctx(store, crowd.LEAD, tmp_path), "S1", Phase.CLOSED)
    except BaseException:
        crowd.stop(others)
        raise
    crowd.finish(told, others, *others.communicate(timeout=120))
    crowd.check(told, store, tmp_path)
    store.close()
    assert told.wrong == []
    assert len(told.acknowledged) >= 20 + 4 + 3 * 6


@pytest.mark.long
def test_a_crowd_at_real_terminals_types_groups_and_votes_at_once_and_one_is_killed(tmp_path: Path) -> None:
    """`python -m tools.soak --only terminals` does it with 50 people and 200 cards each."""
    people, cards = 4, 6
    held = terminal_crowd.hold(tmp_path, people, cards)
    assert held.wrong == []
    assert held.killed == 1 and len(held.acknowledged) > people * cards
    assert held.groups > 0 and held.votes == (people + 1) * terminal_crowd.BUDGET


def test_the_bench_of_a_session_measures_every_card_at_every_client(tmp_path: Path) -> None:
    """Three clients stand for the fifty of `make bench`; how long it takes is the bench's to judge."""
    (seen,) = bench.propagation(tmp_path / "seen.db", 3, 4)
    (written,) = bench.throughput(tmp_path / "written.db", 3, 4)
    assert seen.measured and seen.limit == bench.SEEN and "12 times" in seen.against
    assert written.measured and written.holds


@pytest.mark.long
def test_the_bench_of_terminals_measures_every_card_and_key(tmp_path: Path) -> None:
    """Two terminals stand for the fifty, forty cards for the two thousand."""
    card, idle = bench.painted(tmp_path / "painted.db", 2, 2, idle=0.5)
    assert card.measured and "2 times" in card.against
    assert 0 < idle.value < 100
    place = many.Place("group", Phase.GROUP, (), many.MOVES)
    time, size, changed, *_ = many.measure(40, [place], [place])
    assert 0 < changed.value <= many.CHANGED, "a changed card, seen in its column"
    assert time.value > 1, "a key in a session costs more than one that is only counted"
    assert size.value > 0 and size.holds
