"""A small app with a hang-up guard, run by the tests on a real pty: `hangup_app.py DIRECTORY [HOW]`."""

import asyncio
import signal
import sys
import threading
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import Static

from okrtui.terminal.driver import SturdyDriver
from okrtui.terminal.hangup import HangupGuard


class Small(App[None]):
    """Shows what it heard; keeps a draft; can be made to misbehave."""

    def __init__(self, guard: HangupGuard, directory: Path, how: str) -> None:
        super().__init__(driver_class=SturdyDriver)
        self.guard, self.directory, self.how = guard, directory, how
        self.heard = ""

    def compose(self) -> ComposeResult:
        """One line."""
        yield Static("ready")

    def on_mount(self) -> None:
        """Listen for the end."""
        loop = asyncio.get_running_loop()
        self.guard.start(self.save, lambda code: loop.call_soon_threadsafe(self.exit, None, code))
        if self.how == "deaf":  # as if nohup had us: only the look at the terminal tells
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
        if self.how == "flood":
            self.set_interval(1 / 50, self.flood)

    def save(self) -> None:
        """Store the draft, or fail as told."""
        if self.how == "full":
            raise OSError("No space left on device")
        (self.directory / "draft").write_text("typed by me", encoding="utf-8")

    def flood(self) -> None:
        """Paint more than a terminal that nobody reads takes."""
        self.heard = "y" if self.heard == "x" else "x"
        self.query_one(Static).update(self.heard * 2000)

    def on_key(self, event: object) -> None:
        """Tell which key came; `!` freezes the event loop as a bug would."""
        character = getattr(event, "character", None) or ""
        if character == "!":
            self.freeze()
        self.heard += character
        self.query_one(Static).update(f"heard {self.heard}")

    def freeze(self) -> None:
        """Never come back."""
        (self.directory / "frozen").touch()
        threading.Event().wait()


if __name__ == "__main__":
    guard = HangupGuard()
    app = Small(guard, Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
    app.run()
    guard.stop()
    if guard.problem:
        sys.stderr.write(guard.problem)
    sys.exit(app.return_code)
