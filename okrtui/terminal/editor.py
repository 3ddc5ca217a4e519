"""Handing text to the outside: to $VISUAL or $EDITOR and back, and to the terminal's clipboard."""

import base64
import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from okrtui.errors import Refused
from okrtui.text import clean, clean_lines


def clipboard_code(text: str, *, tmux: bool) -> str:
    """Return the OSC 52 code that puts `text` on the terminal's clipboard, wrapped so that tmux passes it on."""
    code = f"\x1b]52;c;{base64.b64encode(text.encode('utf-8', 'replace')).decode()}\x07"
    return "\x1bPtmux;" + code.replace("\x1b", "\x1b\x1b") + "\x1b\\" if tmux else code


def edit(text: str, *, suffix: str, suspended: Callable[[], AbstractContextManager[None]]) -> str | None:
    """Return `text` as the person left it in their editor, None where it was not changed.

    `suspended` gives the terminal away while the editor runs. Raises Refused where no editor is set or it fails.
    """
    wanted = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        command = shlex.split(wanted)
    except ValueError as error:
        raise Refused(f"the editor {clean(wanted)} could not be run: {error}; mend $VISUAL or $EDITOR") from None
    if not command:
        raise Refused("no editor is set; put one into $VISUAL or $EDITOR, for example: export EDITOR=nano")
    handle, name = tempfile.mkstemp(prefix="okrtui-", suffix=suffix)  # created 0600
    path = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        with suspended():
            done = subprocess.run([*command, name], check=False)
        if done.returncode:
            raise Refused(f"the editor {command[0]} ended with code {done.returncode}; the text was left as it was")
        fresh = clean_lines(path.read_text(encoding="utf-8", errors="replace"))
    except OSError as error:
        raise Refused(f"the editor {command[0]} could not be run: {error.strerror}") from None
    finally:
        path.unlink(missing_ok=True)
    return None if fresh == clean_lines(text) else fresh
