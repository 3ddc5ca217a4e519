"""What a crash leaves: a file with the traceback and one sentence; never local variables, they hold people's text."""

import contextlib
import os
import traceback
from pathlib import Path

from okrtui.text import clean, clean_lines

_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW


def write_crash(file: Path | None, kept: str = "; what you had typed is kept as a draft") -> str:
    """Write the exception being handled to `file` (mode 0600) and return the sentence for the person."""
    import sys

    error = sys.exc_info()[1]
    what = f"{type(error).__name__}: {clean(str(error), limit=200)}" if error else "unknown error"
    where = ""
    if file is not None:
        with contextlib.suppress(OSError):
            for folder in (file.parent.parent, file.parent):
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            file.unlink(missing_ok=True)  # never into one that somebody else laid there, or can read
            with os.fdopen(os.open(file, _WRITE, 0o600), "w", encoding="utf-8") as out:
                out.write(clean_lines(traceback.format_exc()) + "\n")
            where = f"; the details are in {file}"
    return f"okrtui: something went wrong inside okrtui ({what}){kept}{where}"
