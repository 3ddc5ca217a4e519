"""What I did in a week and where it can be seen: from the workspace, from git, from GitHub; proposed as wins."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta, tzinfo
from pathlib import Path

from okrtui.errors import Refused
from okrtui.model.frozen import frozen
from okrtui.rituals import heroes
from okrtui.rituals.actions import actions
from okrtui.rituals.actions.week_history import action_week
from okrtui.rituals.context import Context
from okrtui.rituals.week.sheet_state import SheetState
from okrtui.rules.weeks import monday, shift, sunday
from okrtui.storage.local.command import Ran, run_command
from okrtui.text import clean

SECONDS = 20
"""How long git or gh may take."""
MOST = 20
"""Commits of one repository: whoever has more says in words what they were about."""
_LONGEST = 160
_GIT = ("-c", "log.showSignature=false", "-c", "core.fsmonitor=false")
"""A repository's own config must not make git run something."""


@frozen
class Evidence:
    """One thing that was done, and where it can be seen: an action's or a card's ref, a commit, a pull request."""

    text: str
    ref: str

    @property
    def line(self) -> str:
        """The line that is proposed as a win."""
        text = clean(self.text)
        return f"{text if len(text) <= _LONGEST else f'{text[: _LONGEST - 1].rstrip()}…'} ({self.ref})"


def of_workspace(ctx: Context, week: str) -> Iterator[Evidence]:
    """Yield the action items that I finished in a week, and the cards that others thanked me with."""
    mine = [each for each in actions.actions(ctx) if each.dri == ctx.login]
    for settled in action_week(mine, actions.histories(ctx, mine), week, ctx.zone).done:
        yield Evidence(settled.action.text, settled.action.ref)
    for card in reversed(heroes.of_week(ctx, week)):
        if any(each.login == ctx.login for each in card.recipients):
            yield Evidence(f"thanked by {card.giver}: {card.story}", card.ref)


def of_git(folder: Path, week: str, zone: tzinfo) -> list[Evidence]:
    """Return my commits of a week in a folder's repository, or in those right below it, oldest first.

    Mine are those of the address that git there is told to sign with. Raises Refused where there is nothing to read.
    """
    found = [folder] if _is_repository(folder) else sorted(each.parent for each in _below(folder))
    if not found:
        raise Refused(f"{folder} is no git repository, and has none in it")
    return [each for repository in found for each in _commits(repository, week, zone)]


def _is_repository(folder: Path) -> bool:
    return (folder / ".git").exists()


def _below(folder: Path) -> list[Path]:
    try:
        return [*folder.glob("*/.git")]
    except OSError:
        return []


def _commits(repository: Path, week: str, zone: tzinfo) -> Iterator[Evidence]:
    who = _run(["git", *_GIT, "config", "user.email"], repository).out.strip()
    if not who:
        raise Refused(f"git does not know your address in {repository}; tell it: git config user.email YOU")
    since, until = _bounds(week, zone)
    words = ["log", "--all", "--no-merges", "--reverse", "--fixed-strings", f"--author=<{who}>", "--format=%h%x09%s"]
    ran = _run(["git", *_GIT, *words, f"--since={since}", f"--until={until}"], repository)
    if ran.code:
        raise Refused(f"git log in {repository}: {_complaint(ran)}")
    subjects = dict[str, str]()  # one change is often in several branches
    for line in ran.out.splitlines():
        number, _, subject = line.partition("\t")
        subjects.setdefault(subject, number)
    for subject, number in [*subjects.items()][-MOST:]:
        yield Evidence(subject, f"{clean(repository.resolve().name)} {number}")


def _bounds(week: str, zone: tzinfo) -> tuple[str, str]:
    """Return a week's first and last second, as git takes them."""
    first, after = (datetime.combine(day, time(), zone) for day in (monday(week), monday(shift(week, 1))))
    return first.isoformat(), (after - timedelta(seconds=1)).isoformat()


def of_github(week: str) -> list[Evidence]:
    """Return my pull requests that were merged in a week. Raises Refused where gh is not there or says no."""
    when = f"{monday(week)}..{sunday(week)}"
    words = ["gh", "search", "prs", "--author=@me", "--merged", f"--merged-at={when}", f"--limit={MOST}"]
    ran = _run([*words, "--json=title,number,repository"], None)
    if ran.code:
        raise Refused(f"gh: {_complaint(ran)}")
    try:
        found = json.loads(ran.out)
        return [
            Evidence(str(each["title"]), clean(f"{each['repository']['nameWithOwner']}#{each['number']}"))
            for each in reversed(found)
        ]
    except (ValueError, TypeError, KeyError):
        raise Refused("gh answered something that is no list of pull requests") from None


def _run(words: Sequence[str], folder: Path | None) -> Ran:
    try:
        ran = run_command(words, SECONDS, folder=folder)
    except OSError as error:
        raise Refused(f"{words[0]} cannot be run: {error.strerror}") from None
    if ran.code is None:
        raise Refused(f"{words[0]} took longer than {SECONDS} s and was ended")
    return ran


def _complaint(ran: Ran) -> str:
    return next((clean(line) for line in ran.err.splitlines() if line.strip()), f"exit {ran.code}")[:_LONGEST]


def without_merged(commits: Iterable[Evidence], merged: Iterable[Evidence]) -> list[Evidence]:
    """Return commits without those that a merged pull request stands for: `Cut the tail (#512)`."""
    numbers = tuple(f"(#{each.ref.rpartition('#')[2]})" for each in merged)
    return [each for each in commits if not each.text.rstrip().endswith(numbers)]


def propose(state: SheetState, found: Iterable[Evidence]) -> list[Evidence]:
    """Put evidence behind the wins of a sheet and return what is new there: each ref once, however it is worded."""
    wins = state.values["wins"]
    there = [line for line in wins.split("\n") if line.strip()]
    new = dict[str, Evidence]()
    for each in found:
        if not any(line.rstrip().endswith(f"({each.ref})") for line in there):
            new.setdefault(each.ref, each)
    state.values["wins"] = "\n".join([*there, *(each.line for each in new.values())]) if new else wins
    return [*new.values()]
