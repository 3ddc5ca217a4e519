"""Running the TUI in this terminal: look, hang-up guard, drafts, and an exit code whatever happens."""

import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from okrtui.errors import Refused
from okrtui.text import clean

if TYPE_CHECKING:
    from okrtui.app.app import OkrApp
    from okrtui.screens.base.firstrun import Founding
    from okrtui.screens.base.host import Drafts
    from okrtui.storage.engine.store import Store
    from okrtui.storage.local.last_seen import JournalCheckpoints
    from okrtui.storage.local.notes import PrivateNotes
    from okrtui.storage.local.sources import OwnSources
    from okrtui.storage.local.tokens import Tokens
    from okrtui.terminal.background import BackgroundQuestion
    from okrtui.terminal.capabilities import Look


def now() -> datetime:
    """Return the time it is, aware and in UTC."""
    return datetime.now(UTC)


def theme_for(configured: str, seen: "Look", light: bool | None = None) -> str:
    """Return the theme to wear: the configured one, else what fits the terminal; NO_COLOR is stronger than both.

    `light` is what the terminal itself says of its background, None where it says nothing.
    """
    if seen.colours == 0:
        return "16"
    fits = "light" if (seen.light if light is None else light) else "dark"
    return configured or ("16" if seen.colours <= 16 else fits)


def _terminal() -> "Look":
    """Return what the terminal can show. Raises Refused where that is too little."""
    from okrtui.terminal.capabilities import check_terminal, look, use_utf8

    check_terminal()
    use_utf8()
    return look()


def _asked(theme: str, terminal: "Look") -> "BackgroundQuestion | None":
    """Ask the terminal for its background where that decides the theme: the answer comes while the rest is loaded."""
    if theme or terminal.colours <= 16:
        return None
    from okrtui.terminal.background import ask

    return ask()


def run_tui(
    place: str,
    *,
    login: str,
    person: str,
    clock: Callable[[], datetime] = now,
    drafts: "Drafts | None" = None,
    tokens: "Tokens | None" = None,
    sources: "OwnSources | None" = None,
    notes: "PrivateNotes | None" = None,
    seen: "JournalCheckpoints | None" = None,
    theme: str = "",
    bell: bool = False,
    keymap: Mapping[str, str] | None = None,
    found: "Callable[[str, Founding], Store] | None" = None,
    crash_file: Path | None = None,
    first: str = "week",
    notice: str = "",
) -> int:
    """Run okrtui on the workspace at `place` until the person leaves, and return the process's exit code.

    `found(place, founding)` makes the workspace at first run and returns its open Store; without it a missing
    workspace is refused. `first` is the screen to begin at, as the bench does in a session; `notice` is said there.

    Raises Refused where the terminal cannot show it, or the workspace could not be opened.
    """
    from okrtui.terminal.machine import hurry, machine_timezone, wait_for_sequences

    hurry()
    wait_for_sequences()
    terminal = _terminal()
    question = _asked(theme, terminal)
    try:
        from okrtui.app.app import OkrApp

        app = OkrApp(
            place,
            login=login,
            person=person,
            clock=clock,
            drafts=drafts,
            tokens=tokens,
            sources=sources,
            notes=notes,
            seen=seen,
            theme=theme_for(theme, terminal, question.answer() if question else None),
            question=question,
            keymap=keymap,
            rings=bell,
            found=found,
            crash_file=crash_file,
            timezone=machine_timezone(),
            first=first,
            notice=notice,
        )
        return _until_gone(app, drafts)
    finally:
        if question is not None:
            question.give_back()


def _until_gone(app: "OkrApp", drafts: "Drafts | None") -> int:
    """Run the app behind its hang-up guard and return the exit code. Raises Refused with the sentence it ended with."""
    from okrtui.terminal.hangup import HangupGuard

    guard = HangupGuard(before=app.worn.modes_before)

    def leave(code: int) -> None:
        app.call_later(app.lifecycle.end, code)

    def save() -> None:
        app.lifecycle.keep_editing()
        if drafts is not None and drafts.flush() is False:
            raise OSError(getattr(drafts, "problem", ""))

    guard.start(save, leave)
    try:
        app.run()
    finally:
        guard.stop()
    if guard.code is not None:
        if guard.problem:
            sys.stderr.write(f"okrtui: {clean(guard.problem)}\n")
        return guard.code
    if app.lifecycle.parting:
        raise Refused(app.lifecycle.parting)
    # None is what a crash leaves too
    return 1 if app.return_code is None else app.return_code
