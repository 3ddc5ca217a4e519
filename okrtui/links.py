"""Links that others may have planted: whose they are decides whether they are followed."""

import os
import stat
from pathlib import Path

from okrtui.errors import Refused


def is_my_link(path: Path) -> bool:
    """Tell whether `path` is no link, or one that I or root made. Raises OSError where it cannot be looked at."""
    info = path.lstat()
    return not stat.S_ISLNK(info.st_mode) or info.st_uid in (0, os.geteuid())


def check_link(path: Path) -> None:
    """Raise Refused where `path` is a link that neither I nor root made: it may lead to a file I never meant.

    Raises OSError where it cannot be looked at.
    """
    if not is_my_link(path):
        raise Refused(f"{path} is a link that somebody else made; name what it should lead to, or take it away")
