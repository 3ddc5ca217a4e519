"""Asks about a person whom nobody knows, before a change that names them makes them a member."""

from collections.abc import Callable
from typing import Any, TypeVar

from textual.app import App
from textual.worker import NoActiveWorker, get_current_worker

from okrtui.app.storage_thread import StorageThread
from okrtui.errors import Refused, UnknownMember
from okrtui.rituals.context import Context

T = TypeVar("T")


async def run_asking(app: App[Any], storage: StorageThread, job: Callable[[Context], T]) -> T:
    """Run `job` on the storage thread; where it names somebody unknown ask, and run it again with them.

    Raises what `job` raises, and Refused where the person wants nobody new.
    """
    new = set[str]()
    while True:
        try:
            return await storage.run(job, new)
        except UnknownMember as unknown:
            if unknown.login in new or not await _wanted(app, unknown):
                raise Refused(f"{unknown}; nothing was saved") from None
            new.add(unknown.login)


async def _wanted(app: App[Any], unknown: UnknownMember) -> bool:
    try:
        get_current_worker()
    except NoActiveWorker:  # nobody waits for an answer here
        return False
    from okrtui.widgets.forms.dialogs import Confirm  # only where somebody new is named

    said, _, meant = str(unknown).partition("; ")
    details = [f"{meant[0].upper()}{meant[1:]}"] if meant else []
    yes = f"add {unknown.login} as a member"
    return await app.push_screen_wait(Confirm(f"{said[0].upper()}{said[1:]}.", yes=yes, no="back", details=details))
