"""The hero board as Markdown: a cycle's page, the practices, a week's lines, the stories of people and values."""

from collections.abc import Collection, Iterable, Sequence

from okrtui.model.heroes import Recognition, Standard
from okrtui.model.okrs import Cycle
from okrtui.model.people import Value, ValueState
from okrtui.rituals import heroes
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import cycles
from okrtui.rituals.people import members, values
from okrtui.rules.formatting import listed, long_day, long_days
from okrtui.rules.weeks import quarter_dates, quarter_of
from okrtui.sharing.markdown import phrases
from okrtui.sharing.markdown.escape import block, inline, item
from okrtui.sharing.markdown.phrases import Names

HEADINGS = {
    Standard.CONTRIBUTION: ("Contribution", "for helping others"),
    Standard.HONOR: ("Honor", "for recognition earned"),
    Standard.INCREMENT: ("Increment", "for growth made for the business"),
}
MOST_IN_REPORT = 60
"""A cycle's report lists so many cards; where there are more they are on the cycle's own page."""


def names_of(ctx: Context) -> Names:
    """Return everybody's display name, also of those who left."""
    return Names(members.display_names(ctx))


# -- whole pages


def hero_pages(ctx: Context) -> dict[str, str]:
    """Return a page for every cycle with cards that everybody may read, by the cycle's name.

    Cards of a time without a cycle come on the page of their quarter.
    """
    every, names, sorted_in = cycles.cycles(ctx), names_of(ctx), dict[str, list[Recognition]]()
    for card in heroes.exported(ctx):
        sorted_in.setdefault(_page_of(ctx, card, every), []).append(card)
    return {name: _page(ctx, name, cards, names) for name, cards in sorted(sorted_in.items())}


def practices_page(ctx: Context) -> str:
    """Return the practices worth copying as their own page, "" where there is none."""
    names, parts = names_of(ctx), list[str]()
    for card in heroes.practices(ctx)[::-1]:
        title = card.when.split("\n")[0] or card.story.split("\n")[0]
        parts.append(f"## {inline(title)}")
        if "\n" in card.when:
            parts.append(block(card.when))
        if card.how:
            parts.append(block(card.how))
        parts.append(_card(card, names))
    if not parts:
        return ""
    head = [f"# {inline(ctx.workspace.name)}: practices worth copying"]
    head.append("When to use each, how it is done, and the thank-you it comes from.")
    return "\n\n".join([*head, *parts]) + "\n"


def board_page(ctx: Context, cards: Iterable[Recognition], *, hidden: bool = False) -> str:
    """Return some cards grouped by standard, oldest first; hidden ones only where `hidden`."""
    shown = sorted((c for c in cards if hidden or not c.hidden), key=lambda card: (card.at, card.id))
    return "\n\n".join(_by_standard(shown, names_of(ctx))) + "\n" if shown else ""


def person_page(ctx: Context, login: str) -> str:
    """Return what a person was thanked for, in the order of time; nothing is counted."""
    names = names_of(ctx)
    cards = [card for card in heroes.about(ctx, login) if not card.hidden]
    if not cards:
        return ""
    return "\n\n".join([f"# What {names(login)} was thanked for", *(_card(card, names) for card in cards)]) + "\n"


# -- values


def values_page(ctx: Context) -> str:
    """Return every value with who keeps it and its stories as a page of its own, "" where there is none."""
    names = names_of(ctx)
    parts = [part for each in values.values(ctx, retired=True) for part in _value(ctx, each, names)]
    return "\n\n".join([f"# {inline(ctx.workspace.name)}: what we hold to", *parts]) + "\n" if parts else ""


def value_page(ctx: Context, ref: str) -> str:
    """Return a value with who keeps it and its stories."""
    return "\n\n".join(_value(ctx, values.find(ctx, ref), names_of(ctx))) + "\n"


def value_lines(ctx: Context) -> list[str]:
    """Return the values as list items, each with who keeps it."""
    names = names_of(ctx)
    return [f"{item(f'- **{each.ref}** ', each.text)}\\\n  {_kept(ctx, each, names)}" for each in values.values(ctx)]


def _kept(ctx: Context, value: Value, names: Names) -> str:
    if value.state is ValueState.RETIRED:
        return "We no longer hold to it."
    keeper = value.kept_by(ctx.today)
    return f"Kept by {names(keeper)} until {long_day(value.until)}." if keeper and value.until else "It has no keeper."


def _value(ctx: Context, value: Value, names: Names) -> list[str]:
    cards = [card for card in heroes.showing(ctx, value.ref) if not card.hidden]
    return [f"## {value.ref} {inline(value.text)}", _kept(ctx, value, names), *(_card(card, names) for card in cards)]


# -- parts of the reports


def week_heroes(ctx: Context, week: str, names: Names, logins: Collection[str] | None = None) -> list[str]:
    """Return a week's thanks as list items, oldest first; by and about these people where they are named."""
    return [_line(card, names) for card in heroes.of_week(ctx, week)[::-1] if _concerns(card, logins)]


def cycle_lines(ctx: Context, cycle: Cycle, names: Names) -> list[str]:
    """Return a cycle's thanks as list items, oldest first, or where to find them where they are many."""
    every = cycles.cycles(ctx)
    cards = [card for card in heroes.exported(ctx) if _page_of(ctx, card, every) == cycle.name]
    if len(cards) > MOST_IN_REPORT:
        return ["Everybody who was thanked is on the cycle’s own page, which the export writes into `heroes/`."]
    return [_line(card, names, dated=True) for card in cards]


# -- pieces


def _page_of(ctx: Context, card: Recognition, every: Sequence[Cycle]) -> str:
    day = card.at.astimezone(ctx.zone).date()
    return next((c.name for c in reversed(every) if c.start <= day <= c.end), quarter_of(day))


def _page(ctx: Context, name: str, cards: Sequence[Recognition], names: Names) -> str:
    cycle = next((c for c in cycles.cycles(ctx) if c.name == name), None)
    dates = (cycle.start, cycle.end) if cycle else quarter_dates(name)
    head = [f"# {inline(ctx.workspace.name)}: the heroes of {inline(name)}"]
    head.append(f"What we thanked each other for, {long_days(*dates) if dates else inline(name)}, as it happened.")
    return "\n\n".join([*head, *_by_standard(cards, names)]) + "\n"


def _by_standard(cards: Sequence[Recognition], names: Names) -> list[str]:
    parts = []
    for standard, (title, what) in HEADINGS.items():
        found = [_card(card, names) for card in cards if card.standard is standard]
        parts += [f"## {title}", f"*{what[0].upper()}{what[1:]}*", *found] if found else []
    return parts


def _thanked(card: Recognition, names: Names) -> str:
    return listed(names.bold(each.login) for each in card.recipients)


def _across(card: Recognition) -> str:
    return ", across teams" if card.across else ""


def _card(card: Recognition, names: Names) -> str:
    """Return a card: who, by whom and when, then the story as a quotation with all that proves it."""
    when = f"{phrases.in_week(card.week)} of {card.week[:4]}"
    head = f"{_thanked(card, names)}, thanked by {names(card.giver)} in {when}{_across(card)}:"
    quoted = [block(card.story)]
    proof = [f"Evidence: {inline(card.evidence)}"] if card.evidence else []
    proof += [f"It moved {card.kr}"] if card.kr else []
    proof += [f"It shows {card.value}"] if card.value else []
    quoted += [" · ".join(proof)] if proof else []
    own = [f"{names.bold(each.login)}: {block(each.words)}" for each in card.recipients if each.words]
    return f"{head}\n\n" + "\n".join(f"> {line}".rstrip() for line in "\n\n".join([*quoted, *own]).split("\n"))


def _line(card: Recognition, names: Names, *, dated: bool = False) -> str:
    what = HEADINGS[card.standard][1]
    when = f" in {phrases.in_week(card.week)}" if dated else ""
    lead = f"- {_thanked(card, names)}, thanked by {names(card.giver)}{when} {what}{_across(card)}: "
    return item(lead, f"{card.story} ({card.evidence})" if card.evidence else card.story)


def _concerns(card: Recognition, logins: Collection[str] | None) -> bool:
    return logins is None or card.giver in logins or any(each.login in logins for each in card.recipients)
