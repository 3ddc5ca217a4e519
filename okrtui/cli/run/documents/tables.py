"""Check-ins, cards and actions as CSV for spreadsheets; `table_input.py` reads them back."""

import csv
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import date

from okrtui.cli.output.listing import since_day
from okrtui.model.okrs import CheckIn, KeyResult, KeyResultKind
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.live import sessions
from okrtui.rituals.okrs import standings
from okrtui.rules.live.prompts import place
from okrtui.rules.okrs.values import entry_text
from okrtui.text import clean_lines

CHECKINS = ("ref", "week", "value", "confidence", "status", "note", "who", "via")
CARDS = ("session", "question", "group", "votes", "card", "text", "author", "tag", "kr")
ACTIONS = ("ref", "text", "dri", "due", "state", "source", "topic", "kr", "made", "reason")
FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of something to be run; the last four are the wide forms of the others."""


def may_run(cell: str) -> bool:
    """Return whether a spreadsheet may run a cell, or would have but for apostrophes before it: those get one more."""
    return cell.lstrip().lstrip("'").lstrip().startswith(FORMULA)


def write(args: Namespace, ctx: Context) -> None:
    """Print what was asked for as CSV."""
    since = since_day(args, ctx.today)
    columns, rows = {
        "checkins": (CHECKINS, _checkins(ctx, args.cycle)),
        "cards": (CARDS, _cards(ctx, args.session)),
        "actions": (ACTIONS, _actions(ctx)),
    }[args.what]
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(columns)
    out.writerows([_safe(cell) for cell in row] for day, row in rows if since is None or day >= since)


def _safe(text: str) -> str:
    shown = clean_lines(text)  # what stands behind a character that is dropped comes first by that
    return f"'{shown}" if may_run(shown) and not _is_number(shown) else shown


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
                row = (kr.ref, week, _value(kr, entry), sure, status, entry.note, entry.who, entry.via.value)
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
            at = place(card.tag, of.prompts)
            said = (of.prompts[at] if at is not None else "", group.name if group else "", votes, str(card.id))
            row = (of.ref, *said, card.text, card.author, card.tag, card.kr)
            yield of.started.astimezone(ctx.zone).date(), row


def _actions(ctx: Context) -> Iterator[tuple[date, Sequence[str]]]:
    for each in actions.actions(ctx):
        made = each.made.astimezone(ctx.zone).date()
        said = (each.ref, each.text, each.dri, str(each.due), each.state.value, each.source, each.topic, each.kr)
        yield made, (*said, str(made), each.reason)
