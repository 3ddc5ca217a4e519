"""What the workspace holds to: values, each kept alive by one person for a time that ends by itself."""

from datetime import date, timedelta

from okrtui.errors import Refused
from okrtui.model.journal import Verb
from okrtui.model.people import Value, ValueState
from okrtui.rituals.context import Context
from okrtui.rituals.people.members import assigned, changing, required
from okrtui.storage.journal.writer import Writer
from okrtui.storage.repositories import values as rows
from okrtui.text import clean

KEPT_FOR = timedelta(days=90)
"""How long somebody keeps a value unless they say otherwise."""


def values(ctx: Context, *, retired: bool = False) -> tuple[Value, ...]:
    """Return the values in the order in which they came, with `retired` those no longer held to as well."""
    return rows.values(ctx.store, state=None if retired else ValueState.ACTIVE)


def find(ctx: Context, ref: str) -> Value:
    """Return the value called `ref` (`V2`). Raises Refused where there is none."""
    digits = ref.strip().upper().removeprefix("V")
    found = rows.values(ctx.store, value_id=int(digits)) if digits.isdecimal() and len(digits) < 12 else ()
    if not found:
        raise Refused(f"there is no value {clean(ref)}; see: okrtui value list")
    return found[0]


def held(ctx: Context, ref: str) -> Value:
    """Return the value called `ref`. Raises Refused where there is none or it was retired."""
    found = find(ctx, ref)
    if found.state is ValueState.RETIRED:
        raise Refused(f"{found.ref} was retired; those you hold to are in: okrtui value list")
    return found


def add(ctx: Context, text: str, *, keeper: str = "", until: date | None = None) -> Value:
    """Write down a value and return it; `keeper` keeps it up to and on `until` (for 90 days unless said)."""
    text = required(text, "the value")
    with changing(ctx) as writer:
        login, last = _kept(writer, ctx, keeper, until)
        value_id = rows.add(writer, Value(0, text, login, last))
        writer.describe(Verb.ADDED_VALUE, f"V{value_id}", text)
    return find(ctx, f"V{value_id}")


def edit(ctx: Context, ref: str, text: str) -> Value:
    """Give a value other words and return it; its keeper and its stories stay."""
    text = required(text, "the value")
    with changing(ctx) as writer:
        found = held(ctx, ref)
        writer.update("value", found.id, text=text)
        writer.describe(Verb.CHANGED_VALUE, found.ref, text)
    return find(ctx, ref)


def keep(ctx: Context, ref: str, keeper: str, until: date | None = None) -> Value:
    """Say who keeps a value, up to and on `until` (for 90 days unless said), "" for nobody; return it."""
    with changing(ctx) as writer:
        found = held(ctx, ref)
        login, last = _kept(writer, ctx, keeper, until)
        writer.update("value", found.id, keeper=login or None, until=last.isoformat() if last else None)
        writer.describe(Verb.CHANGED_KEEPER, found.ref, f"{login} until {last}" if login else "nobody")
    return find(ctx, ref)


def retire(ctx: Context, ref: str) -> Value:
    """Say that a value is no longer held to; what it was and its stories stay readable."""
    with changing(ctx) as writer:
        found = held(ctx, ref)
        writer.update("value", found.id, state=ValueState.RETIRED.value)
        writer.describe(Verb.RETIRED_VALUE, found.ref, found.text)
    return find(ctx, ref)


def _kept(writer: Writer, ctx: Context, keeper: str, until: date | None) -> tuple[str, date | None]:
    """Return a keeper's login and last day. Raises Refused for several people, and for a day that is past."""
    if "," in keeper or len(keeper.split()) > 1:
        raise Refused("a value has one keeper; name who sees to it that it is lived")
    login = assigned(writer, ctx, keeper)
    if not login:
        if until is not None:
            raise Refused(f"who keeps it until {until}? name somebody by login, like {ctx.login}")
        return "", None
    last = until or ctx.today + KEPT_FOR
    if last < ctx.today:
        raise Refused(f"{last} is past; name the last day on which {login} keeps it, like {ctx.today + KEPT_FOR}")
    return login, last
