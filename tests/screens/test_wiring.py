"""Every command of the catalogue is done by something on its screen, and nothing does what no command asks for."""

from typing import cast

import pytest

from okrtui.app.app import OkrApp
from okrtui.screens.base.command_group import find_handler
from okrtui.screens.base.host import Host
from okrtui.screens.base.ritual_screen import RitualScreen
from tests.screens.small_app import shell


def made(where: str) -> RitualScreen:
    """Return a screen that is not shown."""
    return cast(RitualScreen, OkrApp.RITUALS[where]())


@pytest.mark.parametrize("where", OkrApp.RITUALS)
def test_every_command_of_a_screen_is_done_by_something(where: str) -> None:
    app = shell()
    with app._context():
        screen = made(where)
        for each in app.commands(where):
            always = find_handler(each, screen.holders(cast(Host, app)), {})
            assert always or screen.meanings.get(each.method), each.id


def test_nothing_does_what_no_command_asks_for() -> None:
    """By the class that a method is written in: a screen need not have all the commands of a group that it holds."""
    app, ready, asked = shell(), set[str](), set[str]()
    with app._context():
        for where in OkrApp.RITUALS:
            screen = made(where)
            meanings = [each for every in screen.meanings.values() for each in every]
            methods = {each.method for each in app.commands(where)} | {each.method for each in meanings}
            for holder in (*screen.holders(cast(Host, app)), *(each.group for each in meanings)):
                for kind in type(holder).__mro__:
                    names = {name.removeprefix("do_") for name in vars(kind) if name.startswith("do_")}
                    ready |= {f"{kind.__name__}.{name}" for name in names}
                    asked |= {f"{kind.__name__}.{name}" for name in names & methods}
    assert ready == asked and len(ready) > 100
