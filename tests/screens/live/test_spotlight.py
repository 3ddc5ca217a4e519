"""What whoever leads reads is lit on every screen and large on the projector; what was read is ticked and quieter."""

from pathlib import Path

import pytest

from okrtui.model.live import Phase
from okrtui.rituals.live import grouping, spotlight
from okrtui.screens.live.projector import PresentScreen
from okrtui.widgets.drawing.bigtype import LARGE, big
from okrtui.widgets.live.rows import LIT
from tests.screens.live_room import CARDS, Room, joined
from tests.screens.team import said, text, until


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def line_with(seen: str, words: str) -> str:
    return next((line for line in seen.splitlines() if words in line), "")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_what_the_leader_stands_on_is_lit_for_who_looks_on_and_goes_with_the_cursor(
    room: Room, size: tuple[int, int]
) -> None:
    room.start(Phase.REVEAL, *CARDS)
    leads, looks = room.app(), room.app("bob")
    async with leads.run_test(size=size) as pilot, looks.run_test(size=size) as other:
        screen = await joined(pilot)
        await joined(other)
        assert LIT not in text(looks).split("\n", 3)[-1]
        first, second = [row.key for row in screen.lists.left.rows if row.selectable][:2]
        words = {f"card {card.id}": card.text for card in room.view().cards}
        screen.lists.stand_on(first)
        await pilot.press("L")
        await until(other, lambda: LIT in line_with(text(looks), words[first]))
        assert "lit for everybody; L puts the light out" in said(leads)
        await pilot.press("j")
        await until(other, lambda: LIT in line_with(text(looks), words[second]))
        assert LIT not in line_with(text(looks), words[first])
        await pilot.press("comma")
        await until(other, lambda: "✓ read" in line_with(text(looks), words[second]))
        await until(other, lambda: LIT not in line_with(text(looks), words[second]), "the light goes on")
        await pilot.press("L")
        await until(other, lambda: not room.view("bob").room.lit and f"{LIT} " not in line_with(text(looks), "runners"))
        await other.press("L")
        assert "mei leads" in said(looks)


async def test_the_projector_shows_what_is_lit_in_large_type_and_ticks_what_was_read(room: Room) -> None:
    room.start(Phase.REVEAL, *CARDS)
    app = room.app()
    async with app.run_test(size=(160, 45)) as pilot:
        await joined(pilot)
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, PresentScreen))
        card = next(each for each in room.view().cards if "runners" in each.text)
        large = max((line.plain.strip() for line in big("buy faster runners", 154, LARGE)), key=len)
        assert large not in text(app)
        room.do(spotlight.light, room.ref, card=card.id)
        await until(pilot, lambda: large in text(app), "large")
        assert f"{LIT} buy faster runners" in text(app) or f"{LIT} █▀▄" in text(app)
        room.do(spotlight.light, room.ref)
        room.do(spotlight.mark_read, room.ref, card=card.id)
        await until(pilot, lambda: "✓ █▀▄ █ █ █ █" in text(app) or "✓ buy" in text(app))


async def test_a_group_is_lit_and_marked_as_a_whole(room: Room) -> None:
    room.start(Phase.GROUP, *CARDS)
    cards = {card.id: card.version for card in room.view().cards if "docker" in card.text}
    group = room.do(grouping.group, room.ref, cards, "Caches")
    app = room.app()
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await joined(pilot)
        screen.lists.stand_on(f"group {group}")
        await pilot.press("L")
        await until(pilot, lambda: LIT in line_with(text(app), "Caches"))
        await pilot.press("comma")
        await until(pilot, lambda: room.view().groups[0].is_read)
        await until(pilot, lambda: text(app).count("✓ read") == 2)
        await pilot.press("u")
        await until(pilot, lambda: "✓ read" not in text(app))
