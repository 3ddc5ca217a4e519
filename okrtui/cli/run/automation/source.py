"""Commands about sources: which command of mine tells which key result's number."""

import shlex
from argparse import Namespace

from okrtui.cli.output.printing import note, say, say_json, say_table
from okrtui.config import sources_file
from okrtui.errors import Refused
from okrtui.model.okrs import Source
from okrtui.rituals.context import Context
from okrtui.rituals.okrs import objectives
from okrtui.storage.local.sources import OwnSources


def my_sources() -> OwnSources:
    """Return where my sources are kept."""
    return OwnSources(sources_file())


def set_source(args: Namespace, ctx: Context) -> None:
    """Keep a command for a key result."""
    kr = objectives.key_result(ctx, args.ref)
    if args.seconds < 1:
        raise Refused(f"--seconds {args.seconds} leaves the command no time; give it at least 1")
    words = tuple(args.words)
    if len(words) == 1 and len(words[0].split()) > 1:
        words = ("sh", "-c", words[0])
    kept = my_sources()
    kept.put(ctx.workspace.uuid, Source(kr.ref, words, args.seconds))
    say(f"{kr.ref} {shlex.join(words)}")
    note(f"kept in {kept.path}, for you alone; try it with: okrtui pull {kr.ref} --dry-run")


def list_sources(args: Namespace, ctx: Context) -> None:
    """List my sources for this workspace."""
    found = list(my_sources().of(ctx.workspace.uuid).values())
    if args.json:
        say_json([shape_of(each) for each in found])
        return
    rows = [(each.ref, _title(ctx, each.ref), shlex.join(each.command)) for each in found]
    say_table(rows, wide=[1, 2], empty="No sources yet. Set one with: okrtui source set KR1.1 -- COMMAND")


def shape_of(source: Source) -> dict[str, object]:
    """Return a source as scripts read it."""
    return {"ref": source.ref, "command": list(source.command), "seconds": source.seconds}


def _title(ctx: Context, ref: str) -> str:
    try:
        return objectives.key_result(ctx, ref).title
    except Refused:
        return "(no such key result)"


def one(ctx: Context, ref: str) -> Source:
    """Return the source of a key result. Raises Refused where it has none."""
    found = my_sources().of(ctx.workspace.uuid).get(ref.strip().upper())
    if found is None:
        raise Refused(f"{ref} has no source of yours; set one with: okrtui source set {ref} -- COMMAND")
    return found


def show_source(args: Namespace, ctx: Context) -> None:
    """Show one source."""
    found = one(ctx, args.ref)
    if args.json:
        say_json(shape_of(found))
    else:
        say(f"{shlex.join(found.command)}\nat most {found.seconds} s")


def remove_source(args: Namespace, ctx: Context) -> None:
    """Forget a source."""
    found = one(ctx, args.ref)
    my_sources().remove(ctx.workspace.uuid, found.ref)
    say(f"{found.ref} no longer has a source")
