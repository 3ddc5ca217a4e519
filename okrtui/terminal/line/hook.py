"""Where the line to the terminal hooks into Textual, and why it does not where it does not."""

import os
from collections.abc import Callable, Mapping
from inspect import signature
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from textual.app import App
from textual.screen import Screen

if TYPE_CHECKING:
    from okrtui.terminal.line.line import Line

VARIABLE = "OKRTUI_DRIVER"
PLAIN = "plain"


def why_plain(environ: Mapping[str, str] = os.environ) -> str:
    """Return why updates are written as Textual draws them, "" where only what differs is."""
    if environ.get(VARIABLE) == PLAIN:
        return f"{VARIABLE}={PLAIN} is set"
    try:
        from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate

        known: dict[Callable[..., Any], str] = {
            App._display: "self screen renderable",
            LayoutUpdate.__init__: "self strips region",
            ChopsUpdate.__init__: "self chops spans chop_ends",
            CompositorUpdate.render_segments: "self console",
        }
    except (ImportError, AttributeError):
        known = {}
    if not known or any(" ".join(signature(each).parameters) != names for each, names in known.items()):
        from textual import __version__

        return f"Textual {__version__} hands its updates over in another way"
    return ""


def hook(app: App[Any]) -> "Line | None":
    """Have this app display only what differs, and return what remembers its screen; None where it can't or mustn't."""
    if why_plain():
        return None
    from okrtui.terminal.line.line import Line, erases_tinted

    line, display = Line(app.console, erases_tinted()), app._display

    def changed(screen: Screen[Any], renderable: RenderableType | None) -> None:
        display(screen, line.update(renderable, app.cursor_position))

    app._display = changed  # type: ignore[method-assign]  # the one place; its own names are looked at above
    return line
