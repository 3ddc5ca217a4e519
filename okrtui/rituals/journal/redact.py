"""Taking a secret out of rows and journal that somebody pasted by mistake; that it was done stays told."""

from collections.abc import Sequence
from dataclasses import dataclass

from okrtui.errors import Refused
from okrtui.model.journal import Verb
from okrtui.rituals.context import Context
from okrtui.rules.formatting import count, listed
from okrtui.storage.journal.redact import Place, places, take_out
from okrtui.storage.journal.writer import Writer, store_entry
from okrtui.text import clean

SHORTEST = 4
"""Characters of the words: fewer stand in many other words."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """How much was taken out (`summary`), and in sentences where else the words may lie."""

    entry: int
    summary: str
    left: tuple[str, ...]


def redact(ctx: Context, words: str, only: Sequence[str] = ()) -> Redacted:
    """Take words out of every row and entry, or only those about refs or of entries with these numbers.

    Raises Refused where they stand nowhere, or in what somebody else wrote and I am no administrator.
    """
    words = words.strip()
    if len(words) < SHORTEST:
        raise Refused(f"give at least {SHORTEST} characters: a shorter text is part of many other words")
    with ctx.store.transaction():
        found = places(ctx.store, words)
        if wanted := {each.upper() for each in only}:
            found = tuple(each for each in found if wanted & {each.ref.upper(), str(each.entry)})
        if not found:
            where = f" in {listed([clean(each) for each in only], 'or')}" if only else ""
            raise Refused(f"these words stand nowhere{where}, as far as you may read")
        others = [each for each in found if each.author != ctx.login]
        if others and not ctx.store.trusted():
            raise Refused(f"they stand in {_named(others[0])} too: an administrator of the workspace takes them out")
        entries = len({each.id for each in found if each.table == "activity"})
        rows = len({(each.table, each.id) for each in found if each.table != "activity"})
        summary = f"words of {count(entries, 'entry', 'entries')} and {count(rows, 'row')}"
        writer = Writer(ctx.store, ctx.login, ctx.now)
        writer.describe(Verb.REDACTED, found[0].ref, summary)
        entry = take_out(writer, found, lambda: store_entry(ctx.store, writer, None))
    return Redacted(entry, summary, tuple(ctx.store.cleanse()))


def _named(place: Place) -> str:
    what = f"entry {place.entry}" if place.entry else clean(place.ref)
    return f"{what} by {clean(place.author)}" if place.author else what
