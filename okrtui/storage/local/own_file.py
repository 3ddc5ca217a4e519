"""Whether a file that says what okrtui runs is mine alone to write."""

import os
import stat
from pathlib import Path

from okrtui.errors import Refused


def refuse_foreign(path: Path, *, links: bool = False) -> None:
    """Raise Refused where somebody else can write a file, or put another one in its place; it need not be there.

    A link is refused too, unless `links` says that people keep this file elsewhere: then what it leads to is asked.
    """
    if path.is_symlink():
        if not links:
            raise Refused(f"{path} is a link; okrtui runs commands only from a file of yours")
        refuse_foreign(path.resolve())
    for each in (path.parent, path):
        try:
            info = each.stat()
        except FileNotFoundError:
            continue
        except OSError as error:
            raise Refused(f"{each} cannot be looked at: {error.strerror}") from None
        foreign = info.st_mode & 0o022 and not (stat.S_ISDIR(info.st_mode) and info.st_mode & stat.S_ISVTX)
        if info.st_uid not in (os.getuid(), 0) or foreign:
            raise Refused(
                f"others can write {each}, which says what okrtui runs; look into it, then: chmod go-w {each}"
            )
