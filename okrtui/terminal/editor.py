"""Handing text to the outside: to $VISUAL or $EDITOR and back, and to the terminal's clipboard."""

import base64
import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from okrtui.errors import Refused
from okrtui.text import clean, clean_lines

USUAL = ("editor", "vi", "nano")
"""What is tried where nobody has set an editor."""
AT_ONCE = 0.5
"""Seconds in which nobody edits a text."""


def clipboard_code(text: str, *, tmux: bool) -> str:
    """Return the OSC 52 code that puts `text` on the terminal's clipboard, wrapped so that tmux passes it on."""
    code = f"\x1b]52;c;{base64.b64encode(text.encode('utf-8', 'replace')).decode()}\x07"
    return "\x1bPtmux;" + code.replace("\x1b", "\x1b\x1b") + "\x1b\\" if tmux else code


def edit(text: str, *, suffix: str, suspended: Callable[[], AbstractContextManager[None]]) -> str | None:
    """Return `text` as the person left it in their editor, None where it was not changed.

    `suspended` gives the terminal away while the editor runs. Raises Refused where none can be run, or it fails.
    """
    command = editor()
    handle, name = tempfile.mkstemp(prefix="okrtui-", suffix=suffix)  # created 0600
    path, began = Path(name), time.monotonic()
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        with suspended():
            done = subprocess.run([*command, name], check=False)
        if done.returncode < 0:
            raise Refused(f"the editor {command[0]} was ended by a signal; the text was left as it was")
        if done.returncode:
            raise Refused(f"the editor {command[0]} ended with code {done.returncode}; the text was left as it was")
        fresh = clean_lines(path.read_text(encoding="utf-8", errors="replace"))
    except OSError as error:
        raise Refused(f"the editor {command[0]} could not be run: {error.strerror}; mend $VISUAL or $EDITOR") from None
    finally:
        path.unlink(missing_ok=True)
    if fresh != clean_lines(text):
        return fresh
    if time.monotonic() - began < AT_ONCE:
        raise Refused(
            f"the editor {command[0]} came back at once with nothing changed; one with a window of its own must wait, "
            'for example: export EDITOR="code --wait"'
        )
    return None


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
