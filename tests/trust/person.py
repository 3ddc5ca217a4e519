"""A program as another person of this machine runs it: `python -m tests.trust.person LOGIN BEAT SPREAD MODULE [WORD]…`.

Everything is imported while it may be read, then it is that person's process, in their groups. `BEAT` and `SPREAD` are
the seconds after which what is said without a name goes in.
"""

import codecs
import importlib
import os
import pkgutil
import pwd
import runpy
import sys

import okrtui
from okrtui.rules.live import promises
from tests.warm import ALSO


def main(login: str, beat: str, spread: str, module: str, *words: str) -> None:
    """Become the person and run the module."""
    for found in pkgutil.walk_packages(okrtui.__path__, "okrtui."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    for name in ALSO:
        importlib.import_module(name)
    for name in ("ascii", "latin-1", "utf-8"):
        codecs.lookup(name)
    promises.BEAT, promises.SPREAD = float(beat), float(spread)
    entry = pwd.getpwnam(login)
    os.setgroups(os.getgrouplist(login, entry.pw_gid))
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)
    os.umask(0o022)
    sys.argv = [module, *words]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
