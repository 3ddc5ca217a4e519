"""Check-ins, actions and cards out of a CSV or JSON file: as `okrtui csv` prints them, or as a hand writes them."""

import csv
import io
import json
import re
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from okrtui.cli.output.asking import each_with_others, file_text, wait_for_others
from okrtui.cli.output.printing import note, say
from okrtui.cli.run.documents.tables import ACTIONS, CARDS, CHECKINS, may_run
from okrtui.errors import Refused
from okrtui.model.actions import Action, ActionState
from okrtui.model.journal import Verb
from okrtui.model.live import Phase, Session, View
from okrtui.model.okrs import Status, Via
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.documents.import_writes import all_or_none, as_one_change
from okrtui.rituals.live import grouping, moderation, sessions
from okrtui.rituals.okrs import objectives
from okrtui.rituals.week import checkins
from okrtui.rules.formatting import count
from okrtui.rules.live.prompts import answering, named
from okrtui.rules.naming import did_you_mean
from okrtui.text import clean, folded

_POINTED = r"-?\d+\.\d+"
NOTHING = "nothing was entered"
WORDS = frozenset({"text", "note", "reason", "topic"})
"""Columns that hold words: a number there is a slip."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of a file: where it stands, its cells by column, and whether a point in its numbers is before decimals,
    whatever the workspace's convention, as in JSON and in what okrtui writes itself."""

    number: int
    cells: Mapping[str, str]
    pointed: bool

    def get(self, name: str) -> str:
        """Return a cell, "" where it is empty or there is no such column."""
        return self.cells.get(name, "")


# -- check-ins


def check_in_from(args: Namespace, ctx: Context) -> None:
    """Enter every check-in of a file, all of them or none, as one change."""
    entered = list(_read(args.source, CHECKINS, "ref", "check-in"))
    told = "; ".join(f"{line.get('ref')} {line.get('value')}" for line in entered)
    with as_one_change(ctx, Verb.CHECKED_IN, args.week or ctx.week, clean(told, limit=2000)):
        _each(entered, lambda line: _check_in(args, ctx, line))
    refs = ", ".join(dict.fromkeys(line.get("ref") for line in entered))
    say(f"{count(len(entered), 'check-in')} entered: {refs}")


def _check_in(args: Namespace, ctx: Context, line: FileRow) -> None:
    if not line.get("ref"):
        raise Refused("it names no key result")
    sure, status = line.get("confidence"), line.get("status")
    if sure and not sure.isdecimal():
        raise Refused(f"“{sure}” is no confidence; it goes from 0 to 10")
    if status and status not in tuple(Status):
        raise Refused(f"“{status}” is no status{did_you_mean(status, list(Status))}")
    via = line.get("via")
    if via and via not in tuple(Via):
        raise Refused(f"“{via}” does not say how a value came in; {Via.TYPED} and {Via.PULLED} do")
    value = line.get("value") or None
    checkins.check_in(
        ctx,
        objectives.key_result(ctx, line.get("ref")).ref,
        float(value) if value and line.pointed and re.fullmatch(_POINTED, value, re.ASCII) else value,
        confidence=int(sure) if sure else None,
        note=line.get("note") or None,
        week=line.get("week") or args.week,
        status=Status(status) if status else None,
        who=line.get("who") or args.who,
        pulled=via == Via.PULLED,
    )


# -- actions


def actions_from(args: Namespace, ctx: Context) -> None:
    """Make an action of every row without a ref, and change those that have one; all of them or none, as one change."""
    entered = list(_read(args.source, ACTIONS, "text", "action"))
    made, changed = list[str](), list[str]()

    def enter(line: FileRow) -> None:
        if line.get("text") and not re.search(r"[^\W\d_]", line.get("text")):
            raise Refused(f"its text is “{clean(line.get('text'))}”, not words; write what is to be done")
        if line.get("ref"):
            changed.extend(_change_action(ctx, line))
        else:
            made.append(_new_action(args, ctx, line).ref)

    told = clean("; ".join(line.get("text") for line in entered), limit=2000)
    verb = Verb.CHANGED_ACTION if all(line.get("ref") for line in entered) else Verb.ADDED_ACTION
    with as_one_change(ctx, verb, lambda: next(iter([*made, *changed]), ""), told):
        _each(entered, enter)
        if not made and not changed:
            raise Refused(f"all of {args.source} is so already; nothing was changed")
    for refs, what in ((made, "made"), (changed, "changed")):
        if refs:
            say(f"{count(len(refs), 'action')} {what}: {', '.join(refs)}")


def _new_action(args: Namespace, ctx: Context, line: FileRow) -> Action:
    if line.get("state") not in ("", ActionState.OPEN):
        raise Refused(f"an action begins open, not {line.get('state')}; leave its state out")
    return actions.add(
        ctx,
        line.get("text"),
        dri=line.get("dri") or args.dri or "",
        due=actions.day(ctx, line.get("due") or args.due),
        source=line.get("source") or args.session or "",
        topic=line.get("topic") or args.topic or "",
        kr=line.get("kr") or args.kr or "",
        works=args.works or "",
    )


def _change_action(ctx: Context, line: FileRow) -> Iterator[str]:
    """Change an action to what its row says, and yield its ref where that is another than it has. Raises Refused."""
    before = actions.find(ctx, line.get("ref"))
    for name, was in (("source", before.source), ("topic", before.topic), ("kr", before.kr)):
        if line.get(name) and folded(line.get(name)) != folded(was):
            raise Refused(f"the {name} of {before.ref} stays “{was}”: it tells where the action comes from")
    state = line.get("state") or before.state.value
    if state not in tuple(ActionState):
        raise Refused(f"“{state}” is no state{did_you_mean(state, list(ActionState))}; known: {', '.join(ActionState)}")
    text, dri, due = line.get("text") or None, line.get("dri") or None, actions.day(ctx, line.get("due"))
    actions.edit(ctx, before.ref, text=text, dri=dri, due=due)
    if state != before.state:
        settle: dict[str, Callable[[], object]] = {
            ActionState.OPEN: lambda: actions.reopen(ctx, before.ref),
            ActionState.DONE: lambda: actions.done(ctx, before.ref, line.get("reason")),
            ActionState.DROPPED: lambda: actions.drop(ctx, before.ref, line.get("reason")),
        }
        settle[state]()
    if actions.find(ctx, before.ref) != before:
        yield before.ref


# -- cards


def cards_from(args: Namespace, ctx: Context, of: Session) -> None:
    """Do what the phase of a session is for with every row: write its card, group it, or give its group my votes."""
    entered = list(_read(args.source, CARDS, "", "card"))
    done = {Phase.GROUP: _group, Phase.VOTE: _vote}.get(of.phase, _write)
    if done is _vote:
        wait_for_others(of)  # before the turn is taken that others wait for
    # what I keep of my own anonymous cards is not taken back with a transaction
    with nullcontext() if of.anonymous and done is _write else all_or_none(ctx):
        done(ctx, of, entered)


def _write(ctx: Context, of: Session, entered: Sequence[FileRow]) -> None:
    for line in entered:
        if line.get("card") or not line.get("text"):
            why = "has no text" if not line.get("card") else f"is of card {line.get('card')}, which is there already"
            raise Refused(f"line {line.number}: it {why}; {NOTHING}")
    written = list[int]()

    def write(line: FileRow) -> None:
        marks = f"{' #' if line.get('tag') else ''}{line.get('tag')}{' >' if line.get('kr') else ''}{line.get('kr')}"
        who = "" if of.anonymous or line.get("author") in ("", ctx.login) else line.get("author")
        asks = named(line.get("question"), of.prompts) if line.get("question") else ""
        said = answering(f"{line.get('text')}{marks}", asks, of.prompts)
        written.append(sessions.write_card(ctx, of.ref, said, who=who).id)

    if warned := sessions.few_here(ctx, of):
        note(warned)
    paced = (line for line, _ in zip(entered, each_with_others(of, len(entered)), strict=True))
    _each(paced, write, lambda: f"{count(len(written), 'card')} before it stayed" if of.anonymous else NOTHING)
    say(f"{count(len(written), 'card')} written: {', '.join(map(str, written))}")


def _group(ctx: Context, of: Session, entered: Sequence[FileRow]) -> None:
    moved = 0

    def group(line: FileRow) -> None:
        nonlocal moved
        view = sessions.view(ctx, of.ref)
        card = next((each for each in view.cards if str(each.id) == line.get("card")), None)
        if card is None:
            raise Refused(f"there is no card {line.get('card') or 'without a number'} in {of.ref}; give its number")
        if line.get("group"):
            there = next((each.id for each in view.groups if folded(each.name) == folded(line.get("group"))), None)
            if there is None or card.group != there:
                grouping.group(ctx, of.ref, {card.id: card.version}, line.get("group"), there)
                moved += 1
        if line.get("question"):
            now = next(each for each in sessions.view(ctx, of.ref).cards if each.id == card.id)
            moderation.ask_of(ctx, of.ref, {now.id: now.version}, named(line.get("question"), of.prompts))

    _each(entered, group)
    say(f"{count(moved, 'card')} put into their groups" if moved != 1 else "1 card put into its group")


def _vote(ctx: Context, of: Session, entered: Sequence[FileRow]) -> None:
    view, wanted = sessions.view(ctx, of.ref), dict[int, int]()
    for line in entered:
        if not line.get("votes"):
            continue
        group = _group_of(view, line)
        if not line.get("votes").isdecimal() or wanted.setdefault(group, int(line.get("votes"))) != int(
            line.get("votes")
        ):
            raise Refused(
                f"line {line.number}: “{line.get('votes')}” isn't the number of your votes for that group; {NOTHING}"
            )
    mine = {group.id: group.given for group in view.groups}
    if refused := grouping.give(ctx, of.ref, {id: number - mine[id] for id, number in wanted.items()}):
        raise Refused(f"{'; '.join(refused)}; {NOTHING}")
    say(f"your votes are given: {count(sum(wanted.values()), 'vote')} to {count(len(wanted), 'group')}")


def _group_of(view: View, line: FileRow) -> int:
    """Return the id of the group that a row names, by its name or that of its card. Raises Refused."""
    card = next((each.group for each in view.cards if str(each.id) == line.get("card")), None)
    found = [group.id for group in view.groups if folded(group.name) == folded(line.get("group"))]
    if card is None and len(found) != 1:
        said = f"there is no one group “{line.get('group')}” in {view.session.ref}"
        raise Refused(f"line {line.number}: {said}; {NOTHING}")
    return found[0] if card is None else card


# -- rows


def _each(
    lines: Iterable[FileRow], do: Callable[[FileRow], object], after: Callable[[], str] = lambda: NOTHING
) -> None:
    """Do it with each row. A refusal names the line."""
    for line in lines:
        try:
            do(line)
        except Refused as refused:
            raise Refused(f"line {line.number}: {refused}; {after()}") from None


def _read(source: str, known: Sequence[str], needed: str, what: str) -> Iterator[FileRow]:
    """Yield the rows of a file: of CSV with a header (comma, semicolon or tab), or of a JSON list. Raises Refused."""
    text = file_text(source).removeprefix("\ufeff")
    lines = _json(text, known, needed) if text.lstrip()[:1] in ("[", "{") else _csv(text, known, needed)
    found = list(lines)
    if not found:
        where = "standard input" if source == "-" else source
        raise Refused(f"no {what} is in {where}; its first line names columns like {','.join(known[:4])}")
    yield from found


def _csv(text: str, known: Sequence[str], needed: str) -> Iterator[FileRow]:
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        names = _columns(next(reader, []), known, needed)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) > len(names):
                    raise Refused(f"line {reader.line_num}: there are more cells than columns; quote what has a comma")
                row = {name: _bare(cell) for name, cell in zip(names, cells, strict=False)}
                yield FileRow(reader.line_num, row, delimiter == ",")
    except csv.Error as error:
        raise Refused(f"line {reader.line_num}: that is no CSV: {error}") from None


def _json(text: str, known: Sequence[str], needed: str) -> Iterator[FileRow]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(f"that is no JSON: {error}") from None
    for at, each in enumerate(found if isinstance(found, list) else [found], 1):
        if not isinstance(each, dict):
            raise Refused(f"entry {at} is no object with {' and '.join(known[:2])}")
        _columns(each, known, needed)
        names = (name.strip().casefold() for name in each)
        yield FileRow(
            at, {name: _json_cell(at, name, each[said]) for name, said in zip(names, each, strict=True)}, True
        )


def _json_cell(at: int, name: str, value: object) -> str:
    """Return a value of a JSON object as a cell. Raises Refused for a number where words belong, and for lists."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if value is not None and not isinstance(value, str) and (not number or name in WORDS):
        wanted = "words" if name in WORDS else "a text or a number"
        raise Refused(f"line {at}: its {name} is {clean(json.dumps(value), limit=40)}, not {wanted}")
    return "" if value is None else str(value).strip()


def _columns(names: Iterable[str], known: Sequence[str], needed: str) -> list[str]:
    found = [name.strip().casefold() for name in names]
    for name in found:
        if name not in known:
            near = did_you_mean(name, known)
            raise Refused(f"there is no column “{clean(name)}”{near}; known: {', '.join(known)}")
    if found and needed and needed not in found:
        raise Refused(f"a column “{needed}” is missing; the first line names the columns, like {','.join(known[:4])}")
    return found


def _bare(cell: str) -> str:
    """Return a cell without the mark that keeps a spreadsheet from running it."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and may_run(cell) else cell
