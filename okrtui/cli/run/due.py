"""The command a login script runs: one line, or silence."""

from argparse import Namespace

from okrtui.cli.output.printing import say, say_json
from okrtui.rituals.context import Context
from okrtui.rituals.week import due as ritual


def due(args: Namespace, ctx: Context) -> None:
    """Print one line that tells what is due, nothing where nothing is."""
    found = ritual.due(ctx)
    if args.json:
        say_json(
            {
                "week": found.week,
                "update": found.update or None,
                "key_results": list(found.key_results),
                "open_commitments": found.commitments,
                "asked_by": list(found.asked_by),
                "overdue_actions": list(found.actions),
            }
        )
        return
    parts = []
    if found.update:
        parts.append(f"weekly update {found.update}")
    if found.key_results:
        refs = ", ".join(found.key_results[:4]) + (" …" if len(found.key_results) > 4 else "")
        parts.append(f"no check-in yet for {refs}")
    if found.commitments:
        parts.append(f"{found.commitments} earlier {'priority' if found.commitments == 1 else 'priorities'} open")
    if found.actions:
        refs = ", ".join(found.actions[:4]) + (" …" if len(found.actions) > 4 else "")
        parts.append(f"action{'s' if len(found.actions) > 1 else ''} {refs} overdue")
    if found.asked_by:
        parts.append(f"{', '.join(found.asked_by)} asked for your help")
    if parts:
        say(f"okrtui {found.week}: {'; '.join(parts)}")
