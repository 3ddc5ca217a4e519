"""A retro's agenda: its templates, what the team puts on the next one, and changing it before and during."""

from collections.abc import Sequence
from dataclasses import replace

from okrtui.errors import Refused
from okrtui.model.journal import Verb
from okrtui.model.live import AgendaItem, Kind, Phase, PollKind, Session
from okrtui.model.retro import Proposal, Template
from okrtui.rituals.context import Context
from okrtui.rituals.live.facilitation import as_facilitator, catch_up
from okrtui.rituals.live.sessions import find
from okrtui.rituals.people.members import changing, required, team_id, team_named
from okrtui.rules.live import agenda as rules
from okrtui.rules.live import phases
from okrtui.rules.live.polls import checked_question
from okrtui.rules.live.prompts import checked
from okrtui.rules.live.templates import DEFAULT, OKR, TEMPLATES, slug
from okrtui.storage.journal.writer import write
from okrtui.storage.repositories import retro as rows
from okrtui.storage.repositories.live import sessions as session_rows
from okrtui.text import clean

TOPIC_MINUTES = 5

# -- templates


def templates(ctx: Context) -> tuple[Template, ...]:
    """Return the templates there are: those that okrtui brings, then the team's own."""
    return (*TEMPLATES, *rows.templates(ctx.store))


def template(ctx: Context, name: str) -> Template:
    """Return the template called so, by its name or title. Raises Refused with the names there are."""
    wanted, every = slug(clean(name)), templates(ctx)
    found = next((each for each in every if wanted in (each.name, slug(each.title))), None)
    if found is None:
        raise Refused(f"there is no template “{clean(name)}” (there are: {', '.join(each.name for each in every)})")
    return found


def usual_template(ctx: Context, team: str = "") -> str:
    """Return the name of the template that a team's last retro used (nobody's for ""), where it is there still.

    A cycle's end is no usual retro: its template is passed over.
    """
    names = {each.name for each in templates(ctx)} - {OKR}
    held = (of.template for of in session_rows.sessions(ctx.store, kind=Kind.RETRO) if of.team == team)
    return next((name for name in held if name in names), DEFAULT)


def edit_template(
    ctx: Context,
    name: str,
    *,
    title: str | None = None,
    question: str | None = None,
    prompts: Sequence[str] | None = None,
    box: int | None = None,
) -> Template:
    """Change what is given of one of the team's own templates, and return it; `box` fits its steps into minutes.

    Raises Refused for okrtui's own ones: a retro that begins from one is saved under another name.
    """
    with changing(ctx) as writer:
        found = _own(ctx, name)
        wanted = replace(
            found,
            title=found.title if title is None else required(title, "the template's name"),
            question=found.question if question is None else required(question, "the question"),
            prompts=found.prompts if prompts is None else checked(prompts),
            items=found.items if box is None else rules.fit(found.items, _minutes(box)),
        )
        rows.save_template(writer, wanted)
        writer.describe(Verb.SAVED_TEMPLATE, found.name, wanted.title)
    return template(ctx, found.name)


def drop_template(ctx: Context, name: str) -> Template:
    """Take away one of the team's own templates and return what it was; retros that used it stay as they are."""
    with changing(ctx) as writer:
        found = _own(ctx, name)
        rows.drop_template(writer, found.name)
        writer.describe(Verb.DROPPED_TEMPLATE, found.name, found.title)
    return found


def _own(ctx: Context, name: str) -> Template:
    found = template(ctx, name)
    if not found.own:
        raise Refused(f"“{found.title}” is one of okrtui’s own and stays; start a retro from it and save that as yours")
    return found


def save_template(ctx: Context, ref: str, name: str) -> Template:
    """Keep a retro's question, prompts and agenda as the team's own template. Raises Refused for a name that is taken.

    What people put on that agenda stays out of it. Saving under the name of an own one replaces it.
    """
    of, title = _retro(ctx, ref), required(name, "the template's name")
    if slug(title) in {each.name for each in TEMPLATES}:
        raise Refused(f"“{title}” is one of okrtui's own templates; choose another name")
    items = tuple(replace(item, id=0) for item in of.agenda if not item.who)
    wanted = Template(slug(title), title, "", of.question, of.prompts, items, own=True)
    with changing(ctx) as writer:
        rows.save_template(writer, wanted)
        writer.describe(Verb.SAVED_TEMPLATE, of.ref, title)
    return template(ctx, title)


# -- the next agenda


def propose(ctx: Context, text: str, team: str = "") -> Proposal:
    """Put a topic on the next retro's agenda, of a team where named, and return it."""
    text = required(text, "the topic")
    with changing(ctx) as writer:
        topic_id = rows.add_proposal(writer, text, team_id(ctx, team))
        writer.describe(Verb.PUT_ON_THE_AGENDA, f"T{topic_id}", text)
    return next(each for each in rows.proposals(ctx.store) if each.id == topic_id)


def proposed(ctx: Context, team: str | None = None) -> tuple[Proposal, ...]:
    """Return the topics that wait for a retro, oldest first; for one of a team its own and those of nobody's."""
    if team:
        team = team_named(ctx, team)
    return tuple(each for each in rows.proposals(ctx.store) if team is None or each.team in ("", team))


def drop_proposal(ctx: Context, topic_id: int) -> Proposal:
    """Take a topic off the next agenda and return it. Raises Refused where there is none."""
    found = next((each for each in rows.proposals(ctx.store) if each.id == topic_id), None)
    if found is None:
        raise Refused(f"there is no topic T{topic_id} for the next retro; see: okrtui retro topic")
    with changing(ctx) as writer:
        writer.update("proposal", found.id, found.version, state="dropped")
        writer.describe(Verb.TOOK_OFF_THE_AGENDA, f"T{found.id}", found.text)
    return found


def use_proposals(ctx: Context, of: Session) -> None:
    """Note that the topics which wait for a retro like this are on its agenda now: those that the caller put there."""
    there = {(item.title, item.who) for item in of.agenda}
    with write(ctx.store, ctx.login, ctx.now) as writer:
        for each in proposed(ctx, of.team):
            if (each.title, each.who) not in there:
                continue  # somebody has proposed it a moment ago: it waits for the next one
            writer.update("proposal", each.id, state="used", session_id=of.id)
            writer.describe(Verb.TOOK_UP, of.ref, "topics of the week")


def with_proposals(items: Sequence[AgendaItem], topics: Sequence[Proposal]) -> tuple[AgendaItem, ...]:
    """Return an agenda with the week's topics on it, before the gathering."""
    at = next((n for n, item in enumerate(items) if item.phase is Phase.GATHER), len(items))
    new = [AgendaItem(0, Phase.ITEM, each.title, TOPIC_MINUTES, who=each.who) for each in topics]
    return (*items[:at], *new, *items[at:])


# -- changing an agenda


def _retro(ctx: Context, ref: str) -> Session:
    of = find(ctx, ref)
    if of.kind is not Kind.RETRO:
        raise Refused(f"{of.ref} is a {of.kind} and has no agenda")
    return of


def _item(of: Session, item_id: int) -> AgendaItem:
    found = next((item for item in of.agenda if item.id == item_id), None)
    if found is None:
        raise Refused(f"there is no step {item_id} on the agenda of {of.ref}; see: okrtui retro agenda")
    return found


def _minutes(minutes: int) -> int:
    rules.check_minutes(minutes)
    return minutes


def add_item(
    ctx: Context,
    ref: str,
    title: str,
    minutes: int = TOPIC_MINUTES,
    *,
    before: int | None = None,
    asks: PollKind | None = None,
) -> Session:
    """Put an item of its own on the agenda, before the step with an id (at the end where None); return the session.

    Never before what has been: it comes right after the present step then. With `asks` the room is asked its title as
    the step begins, or the team's health radar. Raises Refused for a title that is no question then.
    """
    _retro(ctx, ref)
    item = AgendaItem(0, Phase.ITEM, required(title, "the item"), _minutes(minutes), asks=_asks(asks, title))
    with as_facilitator(ctx, ref) as (writer, of):
        at = len(of.agenda) if before is None else max(of.agenda.index(_item(of, before)), phases.here(of))
        new_id = session_rows.add_item(writer, of.id, item, at + 1)
        ids = [each.id for each in of.agenda]
        rows.place_items(writer, [*ids[:at], new_id, *ids[at:]])
        writer.describe(Verb.CHANGED_THE_AGENDA, of.ref, f"+ {item.title}")
    return find(ctx, ref)


def _asks(kind: PollKind | None, title: str) -> PollKind | None:
    if kind is PollKind.MORE:
        raise Refused("more time is asked for in the discussion, not by a step of the agenda")
    if kind is not None:
        checked_question(title, kind)
    return kind


def move_item(ctx: Context, ref: str, item_id: int, by: int) -> Session:
    """Move a step of the agenda down (up where negative) and return the session.

    Raises Refused where it would come before what it stands on.
    """
    _retro(ctx, ref)
    with as_facilitator(ctx, ref) as (writer, of):
        item = _item(of, item_id)
        way = [each for each in of.agenda if each is not item]
        way.insert(max(0, of.agenda.index(item) + by), item)
        _check(way)
        rows.place_items(writer, [each.id for each in way])
        catch_up(writer, of, replace(of, agenda=tuple(way)))
        writer.describe(Verb.CHANGED_THE_AGENDA, of.ref, f"{item.title} {'later' if by > 0 else 'earlier'}")
    return find(ctx, ref)


def _check(way: Sequence[AgendaItem]) -> None:
    reason = rules.why_not_agenda(way)
    if reason is not None:
        raise Refused(reason)


def resize_item(ctx: Context, ref: str, item_id: int, minutes: int) -> Session:
    """Give a step of the agenda other minutes and return the session."""
    _retro(ctx, ref)
    with as_facilitator(ctx, ref) as (writer, of):
        item = _item(of, item_id)
        writer.update("agenda_item", item.id, item.version, minutes=_minutes(minutes))
        writer.describe(Verb.CHANGED_THE_AGENDA, of.ref, f"{item.title}: {minutes} min")
    return find(ctx, ref)


def fit_items(ctx: Context, ref: str, box: int | None = None) -> Session:
    """Have a retro's steps take as long together as its time box, or `box` minutes, and return the session.

    Raises Refused where it has no time box and none is given.
    """
    _retro(ctx, ref)
    with as_facilitator(ctx, ref) as (writer, of):
        minutes = _minutes(of.time_box or 0 if box is None else box)
        if not minutes:
            raise Refused(f"{of.ref} has no time box; say how many minutes all of it may take")
        if minutes != of.time_box:
            writer.update("session", of.id, box=minutes)
        for before, after in zip(of.agenda, rules.fit(of.agenda, minutes), strict=True):
            if before.minutes != after.minutes:
                writer.update("agenda_item", after.id, after.version, minutes=after.minutes)
        writer.describe(Verb.CHANGED_THE_AGENDA, of.ref, f"fits {minutes} min")
    return find(ctx, ref)


def skip_item(ctx: Context, ref: str, item_id: int, skipped: bool = True) -> Session:
    """Leave a step of the agenda out, or take it in again; return the session."""
    _retro(ctx, ref)
    with as_facilitator(ctx, ref) as (writer, of):
        item = _item(of, item_id)
        writer.update("agenda_item", item.id, item.version, skipped=int(skipped))
        writer.describe(Verb.CHANGED_THE_AGENDA, of.ref, f"{item.title} {'left out' if skipped else 'taken in'}")
    return find(ctx, ref)


def rename_item(ctx: Context, ref: str, item_id: int, title: str) -> Session:
    """Call a step of the agenda something else and return the session."""
    _retro(ctx, ref)
    with as_facilitator(ctx, ref) as (writer, of):
        item = _item(of, item_id)
        writer.update("agenda_item", item.id, item.version, title=required(title, "the title"))
        writer.describe(Verb.CHANGED_THE_AGENDA, of.ref, f"{item.title} → {clean(title)}")
    return find(ctx, ref)
