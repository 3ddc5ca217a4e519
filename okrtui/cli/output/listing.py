"""What every list of the command line understands: since when, and in which order."""

from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from okrtui.rules.weeks import parse_since

T = TypeVar("T")


def since_day(args: Namespace, today: date) -> date | None:
    """Return the day since which somebody asks, None where they ask for all. Raises Refused for what is no day."""
    return parse_since(args.since, today) if args.since else None


def arranged(
    found: Iterable[T],
    args: Namespace,
    keys: Mapping[str, Callable[[T], Any]],
    *,
    today: date | None = None,
    day: Callable[[T], date] | None = None,
) -> list[T]:
    """Return what is of the days since which somebody asks, sorted as they want it; an order without a key stays.

    `day` tells of which day something is, `keys` by what each order sorts; `newest` is the other way round of its key.
    """
    since = since_day(args, today) if day is not None and today is not None else None
    kept = [each for each in found if since is None or day is None or day(each) >= since]
    if args.sort in keys:
        kept.sort(key=keys[args.sort], reverse=args.sort == "newest")
    return kept
