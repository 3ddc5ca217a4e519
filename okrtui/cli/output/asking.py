"""Words that a command gets otherwise than as an argument: from a file or standard input, or asked on the terminal."""

import math
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from okrtui.cli.output.printing import note
from okrtui.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrtui.model.live import Phase, Session

ASK = "-"
"""In the place of words: read them, or ask."""


def tell_exposed(given: object, *, private: bool) -> None:
    """Say, after it is stored, that what was given with the command could be read there; `private`: whose it is.

    Everybody on a machine can read the commands that run, and who runs them.
    """
    if private and given not in (None, ASK):
        note(
            "everybody on this machine could read that in the list of processes, with your name; leave it out next "
            "time, and okrtui asks for it"
        )


def wait_for_others(of: "Session") -> None:
    """In an anonymous session wait until what people say goes in, so that nothing comes when its author typed."""
    next(each_with_others(of, 1))


def each_with_others(of: "Session", many: int) -> "Iterator[None]":
    """Yield so often, in an anonymous session once each of what a person says at once may go in.

    Each waits by itself: what came together would be of one person.
    """
    import random  # only there, as the rules of sessions

    from okrtui.rules.live import promises

    now, lot = time.time(), random.SystemRandom().random
    waits = sorted(promises.wait(of, now, lot()) for _ in range(many))
    if waits and waits[-1] >= 1:
        go, them = ("it goes", "it") if many == 1 else ("they go", "them")
        note(f"{go} in with those of others in {math.ceil(waits[-1])} s; ctrl+c throws {them} away")
    for seconds in waits:
        time.sleep(max(0.0, now + seconds - time.time()))
        yield


def wait_until_settled(of: "Session", to: "Phase | None" = None) -> None:
    """Wait until what people said in an anonymous session has come in, before it goes on `to` a phase or shows answers.

    What comes later would be refused.
    """
    from okrtui.rules.live import promises

    if seconds := promises.settles(of, time.time(), to):
        if seconds >= 1:
            note(f"in {math.ceil(seconds)} s, when what others have said is in; ctrl+c leaves it as it is")
        time.sleep(seconds)


def words(given: str | None, question: str, first: str = "") -> str:
    """Return the words that were given, else what standard input holds or a person answers to `question`.

    `first` is said before. Raises Refused where nothing is said.
    """
    if given is not None and given != ASK:
        return given
    if first:
        note(first)
    if sys.stdin.isatty():
        sys.stderr.write(f"{question}: ")
        sys.stderr.flush()
        said = sys.stdin.readline()
    else:
        said = sys.stdin.buffer.read(1 << 20).decode("utf-8", "replace")
    if not said.strip():
        raise Refused("nothing was said, so nothing was written")
    return said.strip()


def number(given: int | None, question: str, first: str = "") -> int:
    """Return a number, asked for in the same ways. Raises Refused where what is said is none."""
    said = words(None if given is None else str(given), question, first)
    try:
        return int(said)
    except ValueError:
        raise Refused(f"“{said}” isn't a number; nothing was written") from None


def file_text(source: str) -> str:
    """Return the text of a file, of standard input for `-`. Raises Refused where it cannot be read as UTF-8."""
    try:
        return sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Refused(f"{source} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise Refused(f"{source} is not UTF-8 text") from None
