"""What is done to a hero-board card, without an app: what is refused and why, and what it leaves behind."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.heroes import Recognition, Standard
from okrtui.rituals import heroes
from okrtui.screens.heroes.commands import PROOF, HeroCommands
from okrtui.storage.engine.store import Store
from tests.screens.fake_screen import FakeScreen
from tests.screens.team import THURSDAY, fresh
from tests.workspaces import ctx


class Board(FakeScreen):
    """A board with the cursor on one card."""

    where = "heroes"

    def __init__(self, store: Store, login: str, at: Recognition | None = None) -> None:
        super().__init__(ctx(store, login, now=THURSDAY))
        self.at = at
        self.shown: list[Recognition] = []

    def card(self) -> Recognition | None:
        return self.at

    def posted(self, card: Recognition) -> None:
        self.shown.append(card)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = fresh(tmp_path)
    yield made
    made.close()


def post(store: Store, giver: str, whom: str, *, ago: timedelta = timedelta(hours=1)) -> Recognition:
    return heroes.post(ctx(store, giver, now=THURSDAY - ago), [whom], "Sat with us", Standard.CONTRIBUTION)


def test_where_there_is_no_card_each_command_says_so(store: Store) -> None:
    commands = HeroCommands(Board(store, "ana"))
    reasons = {getattr(commands, name)() for name in dir(commands) if name.startswith("why_not")}
    assert reasons == {"select a card first"}


def test_a_giver_withdraws_and_who_is_thanked_hides(store: Store) -> None:
    card = post(store, "bob", "mei")
    giver, thanked, other = (HeroCommands(Board(store, login, card)) for login in ("bob", "mei", "ana"))
    assert giver.why_not_withdraw() is None and thanked.why_not_hide() is None
    assert other.why_not_withdraw() == "H1 is bob’s to withdraw; who is thanked on it can hide it"
    assert giver.why_not_hide() == other.why_not_own() == "H1 is about mei; only they decide over it"
    assert other.why_not_heart() is None


async def test_a_card_goes_without_trace_in_its_first_minute_and_with_a_reason_later(store: Store) -> None:
    fresh_one = Board(store, "mei", post(store, "mei", "ana", ago=timedelta(seconds=30)))
    fresh_one.answers = [False]
    await HeroCommands(fresh_one).do_withdraw()
    assert len(heroes.board(ctx(store, now=THURSDAY))) == 1
    fresh_one.answers = [True]
    await HeroCommands(fresh_one).do_withdraw()
    with pytest.raises(Refused):
        heroes.find(ctx(store), "H1")
    old = Board(store, "mei", post(store, "mei", "ana"))
    old.answers = ["it was bob"]
    await HeroCommands(old).do_withdraw()
    found = heroes.find(ctx(store), str(old.at and old.at.ref))
    assert found.withdrawn and found.reason == "it was bob"
    assert HeroCommands(Board(store, "mei", found)).why_not_heart() == f"{found.ref} was withdrawn"


async def test_an_increment_needs_evidence_and_a_new_card_is_shown(store: Store) -> None:
    screen = Board(store, "mei")
    told = {"who": "Bob", "story": "Sold", "standard": Standard.INCREMENT.value}
    screen.answers = [told, {**told, "evidence": "12 %"}]
    with pytest.raises(Refused, match=f"an increment needs evidence: {PROOF}"):
        await HeroCommands(screen).do_new()
    await HeroCommands(screen).do_new()
    assert [(card.ref, card.evidence) for card in screen.shown] == [("H1", "12 %")]
