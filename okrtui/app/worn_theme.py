"""Which theme is worn: the configured one, the terminal's while the person has chosen none, or the next one."""

from typing import TYPE_CHECKING, Any

from textual.app import App

from okrtui.app.themes import DARK, NAMES, THEMES, next_theme
from okrtui.errors import Refused

if TYPE_CHECKING:
    from textual.theme import Theme

    from okrtui.terminal.background import BackgroundQuestion


class WornTheme:
    """Puts a theme on before the start; with a question to the terminal it follows what that says later, too.

    `typed_ahead` and `modes_before` are for the driver: what came in beside the answer, and the terminal's own modes.
    """

    def __init__(self, app: App[Any], theme: str, question: "BackgroundQuestion | None") -> None:
        self._app = app
        self.follows = question is not None
        self.typed_ahead = question.typed if question else b""
        self.modes_before = question.before if question else None
        for each in THEMES:
            app.register_theme(each)
        if theme not in NAMES and (own := _own(theme)) is not None:
            app.register_theme(own)
        name = NAMES.get(theme, theme if theme in app.available_themes else DARK)
        app.set_reactive(App.theme, name)  # by plain assignment all styles would be parsed a second time
        app.add_class(f"-theme-{name}", "-dark-mode" if app.current_theme.dark else "-light-mode")
        app.stylesheet.set_variables(app.get_css_variables())

    def turn(self, *, light: bool) -> None:
        """Follow the terminal from light to dark and back, until the person has chosen."""
        if self.follows:
            self._app.theme = NAMES["light" if light else "dark"]

    def next(self) -> None:
        """Put on the next one; from now on it is the person's choice."""
        self.follows = False
        self._app.ansi_color = None  # as the theme says
        self._app.theme = next_theme(self._app.theme)


def _own(name: str) -> "Theme | None":
    """Return a theme of the person's own, None where there is none or it cannot be read: what is wrong is told."""
    if not name:
        return None
    from okrtui.app.own_theme import own_theme  # few have one

    try:
        return own_theme(name)
    except Refused:
        return None
