"""The command line: finds out who asks, where and when, runs one command, and tells refusals in one line."""

import errno
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from okrtui.errors import Busy, NoWorkspace, Refused, TwoReadings, UnknownMember

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from argparse import Namespace
    from datetime import datetime

    from okrtui.config import Address
    from okrtui.storage.local.tokens import Tokens

DONE, REFUSED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130
UNWRITABLE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""What our own output meets: storage has said its troubles in sentences by then."""
MOMENT = 1.0
"""Seconds that `due` waits: it stands in login scripts."""


def main(argv: Sequence[str] | None = None, *, now: "datetime | None" = None) -> int:
    """Run okrtui with these arguments (the process's where None) and return its exit code.

    `now` is the time to act at, the system's where None.
    """
    from okrtui.cli.parser import parser

    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # text streams have it
    args = parser().parse_args(argv)
    args.now = now  # for the few that run before a workspace is open
    try:
        code = _run(args, now)
        sys.stdout.flush()
        return code
    except Refused as refused:
        sys.stderr.write(f"okrtui: {_told(refused, args)}\n")
        return REFUSED
    except BrokenPipeError:  # the reader of our output has seen enough; Python must not complain when it flushes
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # a bug of ours: one sentence, and the details for whoever mends it
        if isinstance(error, OSError) and error.filename is None and error.errno in UNWRITABLE:
            return _unsaid(error)
        from okrtui.config import state_folder
        from okrtui.crash import write_crash

        sys.stderr.write(write_crash(state_folder() / "crash.txt", "") + "\n")
        return REFUSED


def _told(refused: Refused, args: "Namespace") -> str:
    """Return a refusal in one line, with what the command line can do about it."""
    from okrtui.text import clean

    text = clean(str(refused))
    if isinstance(refused, TwoReadings):
        text += ", or say once how your team writes numbers: okrtui workspace --numbers 1,500.5 (or 1.500,5)"
    if isinstance(refused, UnknownMember):
        adds = f"okrtui member add {refused.login}"
        how = f"--new-member adds them, or: {adds}" if hasattr(args, "new_member") else "see: okrtui member list"
        text += f"{' ' if text.endswith('?') else '; '}{how}"
    return text


def _plain(text: str) -> str:
    from okrtui.text import clean

    return clean(text)


def _open_closed_streams() -> None:
    """Give what was closed (`>&-`) a place to go: else the next file that is opened gets its number."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            handle = os.open(os.devnull, os.O_RDWR)
            if handle != number:
                os.dup2(handle, number)
            setattr(sys, name, os.fdopen(number, "r" if number == 0 else "w"))


def _unsaid(error: OSError) -> int:
    """Say that the output could not be written, and throw away what of it waits still."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.stderr.write(f"okrtui: the output could not be written: {error.strerror}; what was asked for may be done\n")
    return REFUSED


def _run(args: "Namespace", now: "datetime | None") -> int:
    verb = getattr(args, "verb", None)
    if verb is None:
        return _open(args)
    does, needs = verb.formats.get(getattr(args, "format", ""), (verb.does, verb.needs))
    module, _, name = does.rpartition(".")
    function = getattr(import_module(f"okrtui.cli.run.{module}"), name)
    if needs == "nothing":
        return int(function(args) or DONE)
    place = _place(args)
    if place.passed and needs != "due" and name != "doctor":  # a login script is not the place, doctor says it itself
        sys.stderr.write(f"okrtui: {_plain(place.passed)}\n")
    if needs == "place":
        return int(function(args, place) or DONE)
    return _in_workspace(args, place, function, now, needs)


def _place(args: "Namespace") -> "Address":
    from okrtui.config import find_place, here

    return find_place(args.workspace, os.environ, here())


def _in_workspace(args: "Namespace", place: "Address", function: object, now: "datetime | None", needs: str) -> int:
    """Open the workspace and run a command in it. `due` says nothing where there is no default workspace yet."""
    from datetime import UTC, datetime

    from okrtui.cli.parser import read_numbers
    from okrtui.config import identity
    from okrtui.rituals.context import Context, who_is
    from okrtui.storage.engine.change import looking
    from okrtui.storage.engine.lock import PATIENCE
    from okrtui.storage.open import open_store

    try:
        patience = MOMENT if needs == "due" else PATIENCE
        store = open_store(place.address if place.on_server else place.path, patience=patience)
    except Busy:
        if needs == "due":  # a login script waits for nobody
            return DONE
        raise
    except NoWorkspace as missing:
        if needs == "due" and not place.named:  # a login script of somebody who has no workspace
            return DONE
        at = f" -w {place.shown}" if place.source == "--workspace" else ""
        raise NoWorkspace(
            f'there is no workspace at {place.shown} yet; make one with: okrtui{at} init --name "Our team"'
        ) from missing
    try:
        ctx = Context(
            store,
            *who_is(store, *identity()),
            now or datetime.now(UTC),
            _tokens() if needs == "live" else None,
            lambda login: getattr(args, "new_member", False),
        )
        with looking():
            try:
                return int(function(read_numbers(args, lambda: ctx.decimal_sign), ctx) or DONE)  # type: ignore[operator]  # looked up by name
            except TwoReadings as doubt:
                from okrtui.cli.run.workspace.numbers import settle_numbers  # few are doubtful

                if not settle_numbers(ctx, doubt):
                    raise
            return int(function(read_numbers(args, lambda: ctx.decimal_sign), ctx) or DONE)  # type: ignore[operator]
    except Busy:
        if needs == "due":
            return DONE
        raise
    finally:
        store.close()


def _tokens() -> "Tokens":
    from okrtui.config import state_folder
    from okrtui.storage.local.tokens import Tokens

    return Tokens(lambda: state_folder() / "tokens.json")


def _open(args: "Namespace") -> int:
    from okrtui.cli.run.workspace.open_tui import (
        open_workspace,  # Textual takes a third of a second: only where the program opens
    )

    return open_workspace(_place(args))


def script() -> None:
    """Run as a console script.

    Ends without tearing the interpreter down: everything is flushed and closed by then, and it takes 12 ms.
    """
    gc.set_threshold(50_000)  # a quick command ends before there is garbage to look for
    code = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:  # nobody reads any more; the command itself is done
        code = code or DONE
    os._exit(code)


if __name__ == "__main__":
    script()
