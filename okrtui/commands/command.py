"""What a command of the TUI is."""

from okrtui.model.frozen import frozen

EVERYWHERE = "everywhere"


@frozen
class Command:
    """One thing a person can ask for. A `do_<last part of id>` of screen, group or app does it."""

    id: str
    """Like `okrs.new`; what a keymap in the config names."""
    keys: tuple[str, ...]
    """Textual's key names; empty for a command that only the palette offers."""
    name: str
    """Two or three words for footer and palette."""
    help: str
    """One sentence."""
    where: str
    """A screen's id, or `everywhere`."""
    footer: bool = False

    @property
    def method(self) -> str:
        """The last part of the id as it stands in `do_…` and `why_not_…`."""
        return self.id.rpartition(".")[2].replace("-", "_")


@frozen
class ScreenEntry:
    """A screen that people can be sent to."""

    where: str
    """Its id, which its commands name."""
    title: str
    """What a person calls it."""
    screen: str
    """Its class below `okrtui.screens`, like `okrs.okrs.OkrsScreen`; loaded when it is first shown."""
    order: int
    """Its place among the screens."""
    go: Command | None = None
    """The command of every screen that goes there; None where something else leads there."""
