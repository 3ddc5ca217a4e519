"""Commands that move a whole workspace: export and import with --format json."""

import sys
from argparse import Namespace
from typing import TYPE_CHECKING, BinaryIO

from okrtui.cli.output.printing import note, say, say_json, table
from okrtui.cli.run.workspace.location import group_id
from okrtui.config import Address, a_path, here
from okrtui.errors import Refused
from okrtui.rituals.context import Context

if TYPE_CHECKING:
    from okrtui.storage.maintenance.dump import Counted


def export_whole(args: Namespace, ctx: Context) -> None:
    """Write all of the workspace into one file, and print rows and checksum of each table."""
    from okrtui.rituals.documents import copies

    if args.folder == "-":
        if sys.stdout.isatty():
            raise Refused("a whole workspace is nothing to read here; name a file, or send it into a pipe")
        copies.dump(ctx, sys.stdout.buffer)
        return
    target = here() / a_path(args.folder)
    _print(copies.export_whole(ctx, target), args.json)
    if not args.json:
        say(f"the whole workspace is in {target}, readable by you alone")


def import_whole(args: Namespace, place: Address) -> None:
    """Make a workspace from one file, print rows and checksum of each table, and check the journal."""
    from okrtui.storage.maintenance import transfer

    if len(args.files) > 1:
        raise Refused("a workspace comes from one file; with --format json name only one")
    if args.column or args.explain or args.prune or args.renamed:
        raise Refused(
            "--column, --explain, --prune and --renamed belong to documents; --format json brings a whole workspace"
        )
    (name,) = args.files
    if args.cycle:
        raise Refused("--cycle belongs to Markdown; JSON brings a whole workspace with all its cycles")
    if args.dry_run:
        with _document(name) as file:
            _print(transfer.check_whole(file, name), args.json)
        return
    group = group_id(args.shared) if args.shared and place.path else None
    with _document(name) as file:
        counted = transfer.import_whole(place.address, file, name, group=group)
    _print(counted, args.json)
    if not args.json:
        say(f"{place.shown} holds all of {name}: every table has the same rows and checksum")
    _check_journal(place)


def _check_journal(place: Address) -> None:
    from contextlib import closing

    from okrtui.storage.maintenance.verify import verify_journal
    from okrtui.storage.open import open_store

    with closing(open_store(place.address)) as store:
        proof = verify_journal(store)
    if proof.broken or proof.strange:
        note("its journal was changed behind okrtui's back before it was exported; okrtui log --verify tells more")


def _print(counted: "list[Counted]", as_json: bool) -> None:
    if as_json:
        say_json([{"table": each.table, "rows": each.rows, "sha256": each.sha256} for each in counted])
    else:
        say(table([(each.table, str(each.rows), each.sha256) for each in counted], right=(1,)))


def _document(name: str) -> BinaryIO:
    """Open a file, standard input for `-`. Raises Refused where it cannot be read."""
    if name == "-":
        return sys.stdin.buffer
    try:
        return a_path(name).open("rb")
    except OSError as error:
        raise Refused(f"{name} cannot be read: {error.strerror}") from None
