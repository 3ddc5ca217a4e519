"""Gathers what I did in a week into the draft of my update."""

import shutil
from argparse import Namespace
from collections.abc import Callable, Iterable
from pathlib import Path

from okrtui.cli.output.printing import note, say, say_json
from okrtui.config import a_path, here, load_config, state_folder
from okrtui.errors import Refused
from okrtui.rituals.context import Context
from okrtui.rituals.week.evidence import Evidence, of_git, of_github, of_workspace, propose, without_merged
from okrtui.rituals.week.sheet_draft import keep_draft, open_sheet
from okrtui.rules.formatting import count, plural
from okrtui.storage.local.drafts import DraftBox


def draft(args: Namespace, ctx: Context) -> None:
    """Gather evidence, put it behind the wins of the draft, and say what is new there."""
    drafts = DraftBox(state_folder() / "drafts.json")
    state = open_sheet(ctx, drafts, args.week)
    week = state.data.week
    asks_github = not args.no_github and shutil.which("gh") is not None
    merged = _or_said(lambda: of_github(week)) if asks_github else []
    commits = [each for folder in _folders(args) for each in _or_said(lambda at=folder: of_git(at, week, ctx.zone))]  # type: ignore[misc]  # bound in the loop
    new = propose(state, [*of_workspace(ctx, week), *merged, *without_merged(commits, merged)])
    if new and not args.dry_run:
        keep_draft(drafts, state, ctx.now)
        if not drafts.flush():
            raise Refused(drafts.problem)
    if args.json:
        say_json([{"text": each.text, "ref": each.ref, "line": each.line} for each in new])
        return
    for each in new:
        say(each.line)
    note(_told(week, len(new), dry=args.dry_run))


def _folders(args: Namespace) -> list[Path]:
    configured = load_config().draft.get("folders", ())
    return [here() / a_path(each) for each in dict.fromkeys([*configured, *(args.folder or [])])]


def _or_said(gather: Callable[[], Iterable[Evidence]]) -> list[Evidence]:
    """Return what is gathered; where one place does not answer, say so and go on with the others."""
    try:
        return [*gather()]
    except Refused as refused:
        note(str(refused))
        return []


def _told(week: str, new: int, *, dry: bool) -> str:
    if not new:
        return f"nothing new for {week}"
    if dry:
        return f"{count(new, 'line')} for {week}; nothing was changed"
    return (
        f"{count(new, 'line')} {plural(new, 'is', 'are')} among the wins of your draft; okrtui update goes on with it"
    )
