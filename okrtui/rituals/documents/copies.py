"""Copies of a whole workspace: a checked backup of its file, or all of it as lines of JSON."""

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from okrtui.rituals.context import Context

if TYPE_CHECKING:
    from okrtui.storage.maintenance.dump import Counted


def back_up(ctx: Context, target: Path) -> None:
    """Write a checked copy of the workspace to a new file. Raises Refused where that cannot be."""
    from okrtui.storage.engine.backup import backup

    backup(ctx.store, target)


def export_whole(ctx: Context, target: Path) -> "list[Counted]":
    """Write all of the workspace to a new file; return rows and checksum of each table. Raises Refused."""
    from okrtui.storage.maintenance import transfer

    return transfer.export_whole(ctx.store, target)


def dump(ctx: Context, out: BinaryIO) -> None:
    """Write all of the workspace to an open file."""
    from okrtui.storage.maintenance.dump import dump

    dump(ctx.store, out)
