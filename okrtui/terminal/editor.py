"""Handing text to the outside: to $VISUAL or $EDITOR and back, and to the terminal's clipboard."""

import base64
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from okrtui.errors import Refused
from okrtui.text import clean, clean_lines

USUAL = ("editor", "vi", "nano")
"""What is tried where nobody has set an editor."""
PIECE = 240
"""Characters that GNU screen hands on at once; of its own it has had room for 256."""
AT_ONCE = 0.5
"""Seconds in which nobody edits a text."""


def clipboard_code(text: str, *, tmux: bool, screen: bool = False) -> str:
    """Return the OSC 52 code that puts `text` on the terminal's clipboard, wrapped so that tmux or GNU screen pass it.

    GNU screen takes strings of a few hundred characters, so it gets the code in pieces: else it paints what is left.
    """
    held = base64.b64encode(text.encode("utf-8", "replace")).decode()
    code = f"\x1b]52;c;{held}\x07"
    if tmux:
        return "\x1bPtmux;" + code.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    if not screen:
        return code
    return "".join(f"\x1bP{code[at : at + PIECE]}\x1b\\" for at in range(0, len(code), PIECE))


class EditorSession:
    """A text that lies in an editor: `saved` can be asked at any time, by any thread, what of it is on disk."""

    def __init__(self, path: Path, text: str, keep: Callable[[str], None]) -> None:
        self._path, self._text, self._keep = path, clean_lines(text), keep

    def saved(self) -> str | None:
        """Return what was saved, None where that is what it was before."""
        try:
            fresh = clean_lines(self._path.read_text(encoding="utf-8", errors="replace"))
        except OSError:
            return None
        return None if fresh == self._text else fresh

    def keep(self) -> None:
        """Keep what was saved as a draft: the terminal has gone, and whoever edits with it."""
        if (fresh := self.saved()) is not None:
            self._keep(fresh)
        self._path.unlink(missing_ok=True)


def edit(
    text: str,
    *,
    suffix: str,
    suspended: Callable[[], AbstractContextManager[None]],
    keep: Callable[[str], None] | None = None,
    began: Callable[[EditorSession | None], None] | None = None,
) -> str | None:
    """Return `text` as the person left it in their editor, None where it was not changed.

    `suspended` gives the terminal away while the editor runs. `began` gets what can be asked what is saved meanwhile,
    None once it is over; `keep` gets what was saved where the terminal goes away. Raises Refused where no editor can be
    run, or it fails.
    """
    command = editor()
    handle, name = tempfile.mkstemp(prefix="okrtui-", suffix=suffix)  # created 0600
    path, at = Path(name), time.monotonic()
    here = EditorSession(path, text, keep or (lambda fresh: None))
    tell = began or (lambda editing: None)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        tell(here)
        there = not _terminal_is_gone()
        with suspended():
            done = subprocess.run([*command, name], check=False)
            if done.returncode and there and _terminal_is_gone():
                here.keep()
        if done.returncode < 0 and here.saved() is None:
            raise Refused(f"the editor {command[0]} was ended by a signal; the text was left as it was")
        if done.returncode > 0:
            raise Refused(f"the editor {command[0]} ended with code {done.returncode}; the text was left as it was")
        fresh = clean_lines(path.read_text(encoding="utf-8", errors="replace"))
    except OSError as error:
        raise Refused(f"the editor {command[0]} could not be run: {error.strerror}; mend $VISUAL or $EDITOR") from None
    finally:
        tell(None)
        path.unlink(missing_ok=True)
    if fresh != clean_lines(text):
        return fresh
    if time.monotonic() - at < AT_ONCE:
        raise Refused(
            f"the editor {command[0]} came back at once with nothing changed; one with a window of its own must wait, "
            'for example: export EDITOR="code --wait"'
        )
    return None


def _terminal_is_gone() -> bool:
    try:
        termios.tcgetattr(sys.__stdin__.fileno() if sys.__stdin__ is not None else 0)
    except (termios.error, OSError, ValueError):
        return True
    return False


def editor() -> list[str]:
    """Return the words that run the person's editor: $VISUAL, $EDITOR, else what machines have.

    Raises Refused where that is no program.
    """
    name = next((each for each in ("VISUAL", "EDITOR") if os.environ.get(each, "").strip()), "")
    if not name:
        found = next(filter(shutil.which, USUAL), None)
        if found is None:
            raise Refused("no editor is set; put one into $VISUAL or $EDITOR, for example: export EDITOR=nano")
        return [found]
    wanted = os.environ[name]
    try:
        command = shlex.split(wanted)
    except ValueError as error:
        raise Refused(f"${name} is “{clean(wanted)}”, which no shell can read ({error}); mend it") from None
    if not command or shutil.which(command[0]) is None:
        raise Refused(f"${name} is “{clean(wanted)}”, and there is no such program; for example: export {name}=nano")
    return command
