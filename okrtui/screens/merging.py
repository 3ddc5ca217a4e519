"""Saving what was edited in a form while somebody else may have saved it too: both are shown, the person chooses."""

from collections.abc import Awaitable, Callable, Mapping

from textual.screen import Screen

from okrtui.errors import Refused, Stale
from okrtui.screens.host import Drafts
from okrtui.widgets.fields import Values
from okrtui.widgets.merge import Difference, Merge

Write = Callable[[Values, int], Awaitable[object]]
"""Store the values that changed over the version they are based on; raises Stale where there is a newer one."""
Read = Callable[[], Awaitable[tuple[Values, int]]]
"""Return all values as they are stored now, with their version."""


async def save_merged(
    screen: Screen[None],
    base: Values,
    version: int,
    mine: Values,
    labels: Mapping[str, str],
    read: Read,
    write: Write,
) -> None:
    """Store `mine`, which was made from `base` of `version`; where that is stale, have the person choose.

    Raises Refused where they went back to the form: nothing was saved and their text stays there.
    """
    while True:
        try:
            await write(changed(base, mine), version)
            return
        except Stale as stale:
            theirs, version = await read()
            differences = differing(base, theirs, mine, labels)
            chosen = {each.name: each.mine for each in differences}
            if differences:
                answer = await screen.app.push_screen_wait(Merge(str(stale).partition(";")[0], differences))
                if answer is None:
                    raise Refused("nothing was saved yet; your text is still here") from None
                chosen = answer
            base, mine = theirs, {**theirs, **chosen}


def based_on(drafts: Drafts | None, draft: str, base: Values, version: int) -> tuple[Values, int]:
    """Return what an edit is based on: what is stored now, or what was stored when its draft was begun.

    A draft that is offered again days later would else overwrite what others saved since, unseen.
    """
    if drafts is None:
        return base, version
    kept = drafts.get(f"{draft}.base")
    if drafts.get(draft) is not None and isinstance(kept, dict):
        values, begun = kept.get("values"), kept.get("version")
        if isinstance(values, dict) and isinstance(begun, int):
            return {**base, **{str(name): str(value) for name, value in values.items()}}, begun
    drafts.put(f"{draft}.base", {"values": base, "version": version})
    return base, version


def settle_draft(drafts: Drafts | None, draft: str) -> None:
    """Forget what a draft was based on where the draft is gone."""
    if drafts is not None and drafts.get(draft) is None:
        drafts.drop(f"{draft}.base")


def changed(base: Values, mine: Values) -> Values:
    """Return the values that are not what they were."""
    return {name: value for name, value in mine.items() if value != base.get(name)}


def differing(base: Values, theirs: Values, mine: Values, labels: Mapping[str, str]) -> list[Difference]:
    """Return the fields that they and I left different; mine is proposed where I changed it."""
    return [
        Difference(name, label, theirs.get(name, ""), mine[name], mine[name] != base.get(name))
        for name, label in labels.items()
        if name in mine and mine[name] != theirs.get(name, "")
    ]
