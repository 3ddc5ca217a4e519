"""Links that others may have planted: whose they are decides whether they are followed."""

import os
import stat
from pathlib import Path

from okrtui.errors import Refused


def check_link(path: Path) -> None:
    """Raise Refused where `path` is a link that neither I nor root made: it may lead to a file I never meant.

    Raises OSError where it cannot be looked at.
    """
    info = path.lstat()
    if stat.S_ISLNK(info.st_mode) and info.st_uid not in (0, os.geteuid()):
        raise Refused(f"{path} is a link that somebody else made; name what it should lead to, or take it away")
