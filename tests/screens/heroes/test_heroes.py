"""The hero board by keyboard: posted in seconds, answered by a key, filtered, in place when others write."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from okrtui.app.app import OkrApp
from okrtui.model.heroes import Reaction, Recognition, Standard
from okrtui.rituals import heroes
from okrtui.screens.heroes.board import HeroesScreen
from okrtui.screens.heroes.card import HeroScreen
from okrtui.screens.heroes.practices import PracticesScreen
from okrtui.screens.heroes.story import StoryScreen
from okrtui.storage.engine.store import Store
from okrtui.storage.open import open_store
from okrtui.widgets.forms.form import Form
from okrtui.widgets.heroes.cards import CardColumn
from tests.screens.team import THURSDAY, fresh, program, said, text, until
from tests.workspaces import ctx

SIZES = [(80, 24), (120, 36)]
HELP, HONOR, GROWTH = Standard.CONTRIBUTION, Standard.HONOR, Standard.INCREMENT


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = fresh(tmp_path)
    bob, ana = ctx(made, "bob"), ctx(made, "ana")
    heroes.post(
        bob, ["mei"], "Sat with us [b]two[/b] nights [@click=app.quit]x[/]", HELP, evidence="PR 512", kr="KR1.1"
    )
    heroes.post(ana, ["mei", "bob"], "缓存命中率提高了两成 🎉", GROWTH, evidence="https://graphs/1")
    heroes.post(bob, ["ana"], "Her talk", HONOR)
    yield made
    made.close()


def board(app: OkrApp) -> HeroesScreen:
    screen = next(each for each in reversed(app.screen_stack) if isinstance(each, HeroesScreen))
    return screen


async def shown(pilot: Pilot[int]) -> HeroesScreen:
    """Return the board once its cards are read."""
    app = pilot.app
    assert isinstance(app, OkrApp)
    await until(pilot, lambda: isinstance(app.screen, HeroesScreen) and board(app).seen is not None, "the board")
    return board(app)


def on_board(store: Store, login: str = "mei") -> tuple[Recognition, ...]:
    return heroes.board(ctx(store, login, now=THURSDAY))


async def test_a_wide_terminal_shows_three_columns(store: Store) -> None:
    app = program(store, first="heroes")
    async with app.run_test(size=(120, 36)) as pilot:
        await shown(pilot)
        seen = text(app)
    for part in (
        "Heroes · 2026-Q4 · everyone",
        "Contribution",
        "helped others",
        "Honor",
        "Increment",
        "bob → mei",
        "Sat with us [b]two[/b] nights",
        "⌁ PR 512  KR1.1",
        "ana → mei, bob",
        "缓存命中率提高了两成 🎉",
        "⌁ graphs/1",
        "across teams",
        "W48",
    ):
        assert part in seen, f"{part!r} is not in\n{seen}"


async def test_boxes_line_up_whatever_the_script(store: Store) -> None:
    app = program(store, first="heroes")
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await shown(pilot)
        column = screen.query_one("#increment", CardColumn)
        edges = {strip.cell_length for strip in (column.render_line(y) for y in range(5))}
        assert len(edges) == 1
        assert all(column.render_line(y).text.rstrip()[-1] in "╮│╯" for y in range(4))


async def test_a_narrow_terminal_shows_one_column_with_tabs(store: Store) -> None:
    app = program(store, first="heroes")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        assert "▸Contribution◂  Honor   Increment   helped others" in text(app)
        assert "Sat with us" in text(app) and "Her talk" not in text(app)
        await pilot.press("l")
        assert "▸Honor◂" in text(app) and "Her talk" in text(app) and "Sat with us" not in text(app)
        await pilot.press("right", "l")
        assert "▸Increment◂" in text(app) and "缓存" in text(app)
        await pilot.press("h", "left", "h")
        assert "▸Contribution◂" in text(app)
        await pilot.resize_terminal(120, 36)
        await until(pilot, lambda: "Her talk" in text(app) and "缓存" in text(app), "three columns")


async def test_a_card_is_posted_by_a_few_keys(store: Store) -> None:
    app = program(store, first="heroes")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await shown(pilot)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Form), "the form")
        await pilot.press(*"ana,bo")
        await until(pilot, lambda: "ana,bob" in text(app), "the rest of the name")
        await pilot.press("right", "tab", *"Fixed it", "tab", "h", "f2")
        await until(pilot, lambda: app.screen is screen and "is on the board" in said(app), "the card")
        card = on_board(store)[0]
        assert ([r.login for r in card.recipients], card.story, card.standard) == (["ana", "bob"], "Fixed it", HONOR)
        assert screen.card() == card and "mei → ana, bob" in text(app)


async def test_reactions_are_one_key_and_replies_one_line(store: Store) -> None:
    app = program(store, first="heroes")
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await shown(pilot)
        await pilot.press("+", "*", "!")
        await until(pilot, lambda: "♥1 ✦1 ◆1" in text(app), "three reactions")
        await pilot.press("*")
        await until(pilot, lambda: "♥1 ◆1" in text(app), "one reaction less")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Form), "the form")
        await pilot.press(*"Gladly", "f2")
        await until(pilot, lambda: app.screen is screen and "♥1 ◆1 ↳1" in text(app), "the reply")
    card = heroes.find(ctx(store), "H1")
    assert card.reactions == ((Reaction.HEART, ("mei",)), (Reaction.WOW, ("mei",)))
    assert [(r.who, r.text) for r in card.replies] == [("mei", "Gladly")]


async def test_who_is_thanked_hides_a_card_and_its_giver_sees_that(store: Store) -> None:
    app = program(store, first="heroes")
    async with app.run_test(size=(120, 36)) as pilot:
        await shown(pilot)
        await pilot.press("H")
        await until(pilot, lambda: "hidden by you" in text(app), "the mark")
        assert "only you and bob see H1 now" in said(app)
    for login, sees in (("bob", "hidden by mei"), ("ana", "")):
        app = program(store, login, first="heroes")
        async with app.run_test(size=(120, 36)) as pilot:
            await shown(pilot)
            assert ("Sat with us" in text(app), sees in text(app)) == (bool(sees), True)


async def test_the_whole_story_opens_and_hears_of_replies(store: Store) -> None:
    heroes.in_own_words(ctx(store), "H1", "We did it\ntogether")
    heroes.mark_practice(ctx(store), "H1", "before a release", "two people, one keyboard")
    app = program(store, first="heroes")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, HeroScreen) and "Bob thanks 梅 Mei" in text(app), "the card")
        for part in ("[@click=app.quit]x[/]", "In 梅 Mei’s own words", "together", "before a release", "moved KR1.1"):
            assert part in text(app), part
        await pilot.press("+")
        await until(pilot, lambda: "♥ 梅 Mei" in text(app), "my heart")
        other = open_store(store.path)
        heroes.reply(ctx(other, "ana"), "H1", "谢谢 from Search")
        other.close()
        await until(pilot, lambda: "Ana 🦊: 谢谢 from Search" in text(app), "the reply")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HeroesScreen) and "practice" in text(app), "the board")


@pytest.mark.parametrize(
    ("typed", "stays", "goes"),
    [
        ("person:ana", ["Her talk", "缓存"], ["Sat with"]),
        ("team:sea", ["Her talk", "缓存"], ["Sat with"]),
        ("standard:hon", ["Her talk"], ["Sat with", "缓存"]),
        ("NIGHTS two", ["Sat with"], ["Her talk", "缓存"]),
        ("person:bob talk", ["Her talk"], ["Sat with", "缓存"]),
    ],
)
async def test_the_filter_knows_people_teams_standards_and_words(
    store: Store, typed: str, stays: list[str], goes: list[str]
) -> None:
    app = program(store, first="heroes")
    async with app.run_test(size=(120, 36)) as pilot:
        await shown(pilot)
        await pilot.press("/", *typed, "enter")
        await until(pilot, lambda: not any(each in text(app) for each in goes), "the filter")
        assert all(each in text(app) for each in stays)
        assert f"everyone · {typed}" in text(app).split("\n")[0]
        await pilot.press("escape")
        await until(pilot, lambda: all(each in text(app) for each in [*stays, *goes]), "everything")


async def test_the_board_goes_through_periods_teams_and_mine(store: Store) -> None:
    heroes.post(ctx(store, "ana", weeks=-30), ["bob"], "Long ago", HELP)
    app = program(store, first="heroes")
    async with app.run_test(size=(120, 36)) as pilot:
        await shown(pilot)
        assert "Long ago" not in text(app)
        await pilot.press("s")
        await until(pilot, lambda: "Long ago" in text(app) and "Heroes · all time" in text(app), "all time")
        await pilot.press("s")
        await until(pilot, lambda: "Heroes · 2026-W48" in text(app) and "Long ago" not in text(app), "the week")
        await pilot.press("s", "m")
        await until(pilot, lambda: "mine" in text(app) and "Her talk" not in text(app), "mine")
        await pilot.press("m", "t", "t")
        await until(pilot, lambda: "· Search" in text(app) and "Sat with" not in text(app), "a team")


async def test_a_card_of_others_comes_in_place_beneath_a_half_typed_one(store: Store) -> None:
    for n in range(30):
        heroes.post(ctx(store, "ana"), ["bob"], f"Story {n}", HELP)
    app = program(store, first="heroes")
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await shown(pilot)
        await pilot.press(*"jjjjjjjj")
        column = screen.column
        assert column is not None and column.cursor_key == "H25"
        above = text(app).split("\n").index(next(line for line in text(app).split("\n") if "Story 21" in line))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Form), "the form")
        await pilot.press(*"ana", "tab", *"Half a sto")
        other = open_store(store.path)
        heroes.post(ctx(other, "ana"), ["bob"], "Brand new", HELP)
        other.close()
        await until(pilot, lambda: column.cards[0].story == "Brand new", "the new card")
        assert app.screen.query_one(TextArea).text == "Half a sto"
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is screen, "the board")
        assert column.cursor_key == "H25" and "Story 21" in text(app).split("\n")[above]


async def test_who_looks_at_the_top_sees_a_new_card_come_in(store: Store) -> None:
    app = program(store, first="heroes")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await shown(pilot)
        other = open_store(store.path)
        card = heroes.post(ctx(other, "ana"), ["bob"], "Brand new", HELP)
        await until(pilot, lambda: "Brand new" in text(app), "the new card")
        assert screen.card() is not None and screen.card().ref == "H1"  # type: ignore[union-attr]
        heroes.withdraw(ctx(other, "ana"), card.ref)
        other.close()
        await until(pilot, lambda: "Brand new" not in text(app), "its end without a trace")


async def test_older_cards_come_as_the_cursor_nears_the_end(store: Store) -> None:
    for n in range(90):
        heroes.post(ctx(store, "ana"), ["bob"], f"Story {n}", HELP)
    app = program(store, first="heroes")
    async with app.run_test(size=(80, 24)) as pilot:
        column = (await shown(pilot)).column
        assert column is not None and len(column.cards) == 40
        for have in (80, 91):
            await pilot.press("G")
            await until(pilot, lambda have=have: len(column.cards) == have, "the next page")  # type: ignore[misc]
        await pilot.press("G")
        assert "Sat with us" in text(app)


async def test_practices_are_marked_listed_and_searched(store: Store) -> None:
    app = program(store, first="heroes")
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await shown(pilot)
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, Form), "the form")
        await pilot.press(*"a red build", "tab", *"sit together", "f2")
        await until(pilot, lambda: app.screen is screen and "practice" in text(app), "the mark")
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, PracticesScreen) and "a red build" in text(app), "the list")
        assert "sit together" in text(app) and "bob → mei" in text(app)
        await pilot.press("/", *"holiday", "enter")
        await until(pilot, lambda: "nothing matches “holiday”" in text(app), "no match")
        await pilot.press("escape")
        await until(pilot, lambda: "a red build" in text(app), "everything")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, HeroScreen), "the card")


async def test_a_persons_page_tells_it_in_words_and_counts_nothing(store: Store) -> None:
    app = program(store, "ana", first="heroes")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("P")
        await until(pilot, lambda: "Whose story?" in text(app), "the choice")
        await pilot.press("enter")  # who is thanked on the card under the cursor comes first
        await until(pilot, lambda: isinstance(app.screen, StoryScreen) and "缓存" in text(app), "the page")
        seen = text(app)
        assert "What 梅 Mei was thanked for" in seen
        assert seen.index("Sat with us") < seen.index("缓存")
        assert " 2 " not in " ".join(seen.split("\n")[1:-1])


async def test_the_quiet_line_names_who_waits_for_thanks_and_goes_by_a_key(store: Store) -> None:
    from okrtui.rituals.week import checkins

    checkins.check_in(ctx(store, "tom"), "KR1.1", 110)
    app = program(store, first="heroes")
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        assert "Nobody has thanked tom this quarter" in text(app)
        await pilot.press("d")
        await until(pilot, lambda: "Nobody has thanked" not in text(app), "the line's end")
        await pilot.press("d")
        assert "there is nothing to hide" in said(app)


@pytest.mark.parametrize("size", SIZES)
async def test_an_empty_board_says_which_key_fills_it(tmp_path: Path, size: tuple[int, int]) -> None:
    store = fresh(tmp_path)
    app = program(store, first="heroes")
    async with app.run_test(size=size) as pilot:
        await shown(pilot)
        flat = " ".join(text(app).split())
        assert "Who helped you, or others?" in flat and "n writes the first" in flat
    store.close()


async def test_the_board_is_copied_as_markdown_without_what_is_hidden(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    heroes.hide(ctx(store), "H1")
    app = program(store, first="heroes")
    copied: list[str] = []
    monkeypatch.setattr(app, "copy", copied.append)
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(pilot)
        await pilot.press("y")
        await until(pilot, lambda: copied, "the Markdown")
    assert "## Honor" in copied[0] and "> Her talk" in copied[0] and "Sat with" not in copied[0]


@pytest.mark.parametrize("size", SIZES)
async def test_the_home_screen_carries_this_weeks_heroes(store: Store, size: tuple[int, int]) -> None:
    app = program(store)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "Heroes this week" in text(app), "the heroes")
        seen = text(app)
        for part in ("honor", "bob → ana", "Her talk", "ana → mei, bob", "缓存", "Found the leak", "root on staging"):
            assert part in seen, part
        assert "4 shows" in seen and len(seen.split("\n")) == size[1]
        await pilot.press("4")
        await until(pilot, lambda: "Sat with us" in text(app), "the board")


def test_the_command_line_tells_the_weeks_heroes(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    from okrtui.cli.main import main

    assert main(["-w", str(store.path), "week", "2026-W48"], now=THURSDAY) == 0
    assert "Heroes\n  H3 honor  bob → ana: Her talk\n" in capsys.readouterr().out
