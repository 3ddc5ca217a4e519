"""Command groups: one way to find what does a command, and groups that are tried without an app."""

from okrtui.commands.command import Command
from okrtui.screens.base.command_group import CommandGroup, Meaning, find_handler
from tests.screens.fake_screen import FakeScreen

WRITE = Command("some.write-on", ("w",), "write", "Write.", "some")


class Cards(CommandGroup[FakeScreen]):
    def do_write_on(self) -> None:
        self.screen.show_message("a card")


class Notes(CommandGroup[FakeScreen]):
    def why_not_write_on(self) -> str | None:
        return "no notes now"

    def do_write_on(self) -> None:
        self.screen.show_message("a note")

    def why_not_act(self) -> str | None:
        return None

    def do_act(self) -> None:
        self.screen.show_message("an action")


class Veto:
    def why_not_write_on(self) -> str | None:
        return "not on this screen"


def test_the_first_holder_that_does_a_command_does_it_and_gives_its_own_reason() -> None:
    screen = FakeScreen()
    cards, notes = Cards(screen), Notes(screen)
    first = find_handler(WRITE, (screen, cards, notes), {})
    assert first is not None and first.why_not() is None
    first.do()
    second = find_handler(WRITE, (screen, notes, cards), {})
    assert second is not None and second.why_not() == "no notes now"
    second.do()
    assert screen.messages == [("a card", "info"), ("a note", "info")]


def test_a_holder_before_the_one_that_does_a_command_may_say_why_not() -> None:
    handler = find_handler(WRITE, (Veto(), Cards(FakeScreen())), {})
    assert handler is not None and handler.why_not() == "not on this screen"


def test_what_nothing_does_has_no_handler() -> None:
    assert find_handler(WRITE, (FakeScreen(), Veto()), {}) is None


def test_the_first_meaning_that_applies_goes_before_every_holder() -> None:
    screen, talks = FakeScreen(), [True]
    cards, notes = Cards(screen), Notes(screen)
    meanings = {"write_on": [Meaning(lambda: False, notes), Meaning(lambda: talks[0], notes, "act")]}
    now = find_handler(WRITE, (cards, notes), meanings)
    assert now is not None and now.name == "write" and now.why_not() is None
    now.do()
    talks[0] = False
    later = find_handler(WRITE, (cards, notes), meanings)
    assert later is not None and later.name == "write"
    later.do()
    assert screen.messages == [("an action", "info"), ("a card", "info")]
