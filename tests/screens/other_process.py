"""Another process that works on the same workspace: does what it is told, or holds the writers' lock."""

import fcntl
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import IO, Self

from okrtui.rituals.context import Context
from okrtui.storage.engine.lock import lock_path
from okrtui.storage.local.tokens import Tokens
from okrtui.storage.open import open_store
from tests.workspaces import MONDAY, anybody

RITUALS = {
    "actions": "actions.actions",
    "agenda": "retro.agenda",
    "checkins": "week.checkins",
    "closing": "okrs.closing",
    "discussion": "retro.discussion",
    "grouping": "live.grouping",
    "health": "week.health",
    "heroes": "heroes",
    "ideas": "ideas",
    "log": "journal.log",
    "facilitation": "live.facilitation",
    "sessions": "live.sessions",
    "cycle_review": "retro.cycle_review",
    "objectives": "okrs.objectives",
    "members": "people.members",
    "retro": "retro.retro",
}
"""What its code may use."""


class OtherProcess:
    """Use it as a context manager. `code` is Python in which `me` is the ctx of `login`."""

    def __init__(self, path: Path) -> None:
        command = [sys.executable, "-m", "tests.screens.other_process", str(path)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, code: str, login: str = "bob") -> None:
        """Have it run a use case, and return when it is stored."""
        self._say({"login": login, "code": code})

    def hold_lock(self) -> None:
        """Have it take the writers' lock, and return when it has it."""
        self._say({"hold": True})

    def release_lock(self) -> None:
        """Have it give the lock back."""
        self._say({"hold": False})

    def _say(self, what: dict[str, object]) -> None:
        out, back = self._process.stdin, self._process.stdout
        assert out is not None and back is not None
        out.write(json.dumps(what) + "\n")
        out.flush()
        answer = back.readline()
        assert answer == "done\n", (what, answer)

    def __enter__(self) -> Self:
        """Return it, running."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._process.communicate(timeout=20)


def main(path: Path) -> None:
    """Do what stdin says, a line of JSON a deed."""
    names = {name: import_module(f"okrtui.rituals.{module}") for name, module in RITUALS.items()}
    lock: IO[str] | None = None
    for line in sys.stdin:
        deed = json.loads(line)
        if "hold" in deed:
            if lock is not None:
                lock.close()
            lock = lock_path(path).open("r+") if deed["hold"] else None
            if lock is not None:
                fcntl.flock(lock, fcntl.LOCK_EX)
        else:
            store = open_store(path)
            tokens = Tokens(path.parent / deed["login"] / "tokens.json")
            exec(
                deed["code"],
                {
                    **names,
                    "me": Context(store, deed["login"], deed["login"].capitalize(), MONDAY, tokens, may_add=anybody),
                },
            )
            store.close()
        sys.stdout.write("done\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
