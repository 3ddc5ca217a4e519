"""Check-ins, cards and actions as CSV for spreadsheets, and check-ins back from one (or from JSON)."""

import csv
import io
import json
import re
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from okrtui.cli.output.asking import file_text
from okrtui.cli.output.printing import say
from okrtui.errors import Refused
from okrtui.model.journal import Verb
from okrtui.model.okrs import CheckIn, KeyResult, KeyResultKind, Status
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.documents.import_writes import as_one_change
from okrtui.rituals.live import sessions
from okrtui.rituals.okrs import objectives, standings
from okrtui.rituals.week import checkins
from okrtui.rules.formatting import count
from okrtui.rules.naming import did_you_mean
from okrtui.rules.okrs.values import entry_text
from okrtui.rules.weeks import parse_since
from okrtui.text import clean, clean_lines

CHECKINS = ("ref", "week", "value", "confidence", "status", "note", "who")
CARDS = ("session", "group", "votes", "card", "text", "author", "tag", "kr")
ACTIONS = ("ref", "text", "dri", "due", "state", "source", "topic", "kr", "made", "reason")
_POINTED = r"-?\d+\.\d+"
_FORMULA = ("=", "+", "-", "@", "\t")
"""What a spreadsheet takes for the beginning of something to be run."""


def write(args: Namespace, ctx: Context) -> None:
    """Print what was asked for as CSV."""
    since = parse_since(args.since, ctx.today) if args.since else None
    columns, rows = {
        "checkins": (CHECKINS, _checkins(ctx, args.cycle)),
        "cards": (CARDS, _cards(ctx, args.session)),
        "actions": (ACTIONS, _actions(ctx)),
    }[args.what]
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(columns)
    out.writerows([_safe(cell) for cell in row] for day, row in rows if since is None or day >= since)


def _safe(text: str) -> str:
    return f"'{clean_lines(text)}" if text.startswith(_FORMULA) and not _is_number(text) else clean_lines(text)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _checkins(ctx: Context, cycle: str | None) -> Iterator[tuple[date, Sequence[str]]]:
    for c in standings.cycle_standings(ctx, cycle):
        for kr in (s.kr for o in c.objectives for s in o.key_results):
            latest = {entry.week: entry for entry in standings.history(ctx, kr)}
            for week, entry in sorted(latest.items()):
                sure = "" if entry.confidence is None else str(entry.confidence)
                status = entry.status.value if entry.status else ""
                row = (kr.ref, week, _value(kr, entry), sure, status, entry.note, entry.who)
                yield entry.at.astimezone(ctx.zone).date(), row


def _value(kr: KeyResult, entry: CheckIn) -> str:
    """Return a value as `checkin` reads it."""
    if kr.kind is KeyResultKind.BINARY:
        return "yes" if entry.value >= 1 else "no"
    if kr.kind is KeyResultKind.MILESTONE and kr.milestones:
        places = [f"#{at}" for at, step in enumerate(kr.milestones, 1) if step.id in entry.done]
        return ",".join(places) or entry_text(kr, entry)
    return str(int(entry.value)) if entry.value.is_integer() else repr(entry.value)


def _cards(ctx: Context, ref: str | None) -> Iterator[tuple[date, Sequence[str]]]:
    chosen = [sessions.find(ctx, ref)] if ref else list(reversed(sessions.sessions(ctx)))
    for of in chosen:
        view = sessions.view_of(ctx.without_tokens(), of)
        groups = {group.id: group for group in view.groups}
        for card in view.cards:
            group = groups.get(card.group) if card.group is not None else None
            votes = "" if group is None or group.votes is None else str(group.votes)
            row = (of.ref, group.name if group else "", votes, str(card.id), card.text, card.author, card.tag, card.kr)
            yield of.started.astimezone(ctx.zone).date(), row


def _actions(ctx: Context) -> Iterator[tuple[date, Sequence[str]]]:
    for each in actions.actions(ctx):
        made = each.made.astimezone(ctx.zone).date()
        said = (each.ref, each.text, each.dri, str(each.due), each.state.value, each.source, each.topic, each.kr)
        yield made, (*said, str(made), each.reason)


def check_in_from(args: Namespace, ctx: Context) -> None:
    """Enter every check-in of a file, all of them or none, as one change."""
    entered = list(_read(file_text(args.source)))
    if not entered:
        raise Refused(f"no check-in is in {args.source}; its first line names columns like ref,value,confidence,note")
    told = "; ".join(f"{row.get('ref', '')} {row.get('value', '')}" for _, row, _ in entered)
    with as_one_change(ctx, Verb.CHECKED_IN, args.week or ctx.week, clean(told, limit=2000)):
        for line, row, pointed in entered:
            try:
                _check_in(args, ctx, row, pointed)
            except Refused as refused:
                raise Refused(f"line {line}: {refused}; nothing was entered") from None
    say(f"{count(len(entered), 'check-in')} entered: {', '.join(dict.fromkeys(row['ref'] for _, row, _ in entered))}")


def _check_in(args: Namespace, ctx: Context, row: Mapping[str, str], pointed: bool) -> None:
    if not row.get("ref"):
        raise Refused("it names no key result")
    sure, status = row.get("confidence", ""), row.get("status", "")
    if sure and not sure.isdecimal():
        raise Refused(f"“{sure}” is no confidence; it goes from 0 to 10")
    if status and status not in tuple(Status):
        raise Refused(f"“{status}” is no status{did_you_mean(status, list(Status))}")
    value = row.get("value") or None
    checkins.check_in(
        ctx,
        objectives.key_result(ctx, row["ref"]).ref,
        float(value) if value and pointed and re.fullmatch(_POINTED, value, re.ASCII) else value,
        confidence=int(sure) if sure else None,
        note=row.get("note") or None,
        week=row.get("week") or args.week,
        status=Status(status) if status else None,
        who=row.get("who") or args.who,
    )


def _read(text: str) -> Iterator[tuple[int, dict[str, str], bool]]:
    """Yield the rows with their lines: of CSV with a header (comma, semicolon or tab), or of a JSON list.

    And whether a point in their numbers is before decimals, whatever the workspace's convention, as in JSON and in what
    okrtui writes itself.
    """
    text = text.removeprefix("\ufeff")
    if text.lstrip()[:1] in ("[", "{"):
        yield from _read_json(text)
        return
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    try:
        names = _columns(next(reader, []))
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) > len(names):
                    raise Refused(f"line {reader.line_num}: there are more cells than columns; quote what has a comma")
                yield (
                    reader.line_num,
                    {name: _bare(cell) for name, cell in zip(names, cells, strict=False)},
                    delimiter == ",",
                )
    except csv.Error as error:
        raise Refused(f"line {reader.line_num}: that is no CSV: {error}") from None


def _read_json(text: str) -> Iterator[tuple[int, dict[str, str], bool]]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Refused(f"that is no JSON: {error}") from None
    for at, each in enumerate(found if isinstance(found, list) else [found], 1):
        if not isinstance(each, dict):
            raise Refused(f"entry {at} is no object with ref and value")
        _columns(each)
        yield at, {name: "" if value is None else str(value).strip() for name, value in each.items()}, True


def _columns(names: Iterable[str]) -> list[str]:
    found = [name.strip().casefold() for name in names]
    for name in found:
        if name not in CHECKINS:
            near = did_you_mean(name, CHECKINS)
            raise Refused(f"there is no column “{clean(name)}”{near}; known: {', '.join(CHECKINS)}")
    if found and "ref" not in found:
        raise Refused("a column “ref” is missing; the first line names the columns, like ref,value,note")
    return found


def _bare(cell: str) -> str:
    """Return a cell without the mark that keeps a spreadsheet from running it."""
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell
