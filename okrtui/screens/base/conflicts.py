"""Saving what was edited in a form while somebody else may have saved it too: both are shown, the person chooses."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from okrtui.errors import Refused, Stale
from okrtui.rituals.context import Context
from okrtui.screens.base.host import Drafts, Host, Read, Write
from okrtui.widgets.forms.fields import Values
from okrtui.widgets.forms.merge import Difference, Merge

if TYPE_CHECKING:
    from textual.app import App


class Dialogs(Protocol):
    """Who can ask a person: every ritual screen."""

    @property
    def app(self) -> "App[object]": ...

    @property
    def host(self) -> Host: ...


async def save_merged(
    screen: Dialogs,
    base: Values,
    mine: Values,
    labels: Mapping[str, str],
    read: Read,
    write: Write,
    *,
    whole: bool = False,
) -> None:
    """Store `mine`, which was made from `base`; where something else is stored by now, have the person choose.

    Raises Refused where they went back to the form: nothing was saved and their text stays there.
    """
    first = True
    while True:
        try:
            wanted = mine if whole and (first or changed(base, mine)) else changed(base, mine)
            await screen.host.ask(_store, base, wanted, read, write)
            return
        except Stale as stale:
            theirs = await screen.host.ask(read)
            if not changed(base, theirs):
                raise  # it is not these values that somebody changed
            differences = differing(base, theirs, mine, labels)
            chosen = {each.name: each.mine for each in differences}
            if differences:
                answer = await screen.app.push_screen_wait(Merge(str(stale).partition(";")[0], differences))
                if answer is None:
                    raise Refused("nothing was saved yet; your text is still here") from None
                chosen = answer
            base, mine, first = theirs, {**theirs, **chosen}, False


def _store(ctx: Context, base: Values, wanted: Values, read: Read, write: Write) -> None:
    """Compare and write in one transaction: nobody gets in between."""
    with ctx.transaction():
        if changed(base, {name: value for name, value in read(ctx).items() if name in base}):
            raise Stale("somebody else has changed it meanwhile; nothing was changed")
        if wanted:
            write(ctx, wanted)


def based_on(drafts: Drafts | None, draft: str, base: Values) -> Values:
    """Return what an edit is based on: what is stored now, or what was stored when its draft was begun.

    A draft that is offered again days later would else overwrite what others saved since, unseen.
    """
    if drafts is None:
        return base
    kept = drafts.get(f"{draft}.base")
    if drafts.get(draft) is not None and isinstance(kept, dict):
        values = kept.get("values")
        if isinstance(values, dict):
            return {**base, **{str(name): str(value) for name, value in values.items() if name in base}}
    drafts.put(f"{draft}.base", {"values": base})
    return base


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
