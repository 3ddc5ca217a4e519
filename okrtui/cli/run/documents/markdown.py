"""Commands that write and read Markdown: report, export, import."""

import sys
from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING

from okrtui.cli.output.printing import note, say, say_json
from okrtui.cli.output.progress import progress
from okrtui.config import a_path, load_config
from okrtui.errors import Refused
from okrtui.rituals.context import Context

if TYPE_CHECKING:
    from okrtui.sharing.importing.documents import Document
    from okrtui.sharing.importing.plan import ImportPlan
    from okrtui.sharing.importing.tabular import MissingColumn


def report_week(args: Namespace, ctx: Context) -> None:
    """Print a week's report, in a few lines where it is asked to be short."""
    from okrtui.sharing.pages.reports import week_digest, week_report

    if args.short:
        sys.stdout.write(week_digest(ctx, args.week, args.scope))
        return
    sys.stdout.write(week_report(ctx, args.week, args.scope).rstrip("\n") + "\n")


def report_cycle(args: Namespace, ctx: Context) -> None:
    """Print a cycle's report."""
    if args.json:
        from okrtui.cli.output.json_okrs import cycle_reading
        from okrtui.rituals.documents.report_data import read_cycle

        say_json(cycle_reading(read_cycle(ctx, args.cycle)))
        return
    from okrtui.sharing.pages.reports import cycle_report

    sys.stdout.write(cycle_report(ctx, args.cycle).rstrip("\n") + "\n")


def export(args: Namespace, ctx: Context) -> None:
    """Write the tree and say what changed in it."""
    from okrtui import __version__
    from okrtui.config import exports_folder
    from okrtui.sharing.export.tree import export_tree
    from okrtui.storage.local.exports import ExportRecords

    records = ExportRecords(exports_folder, __version__)
    with progress("exporting") as tell:
        result = export_tree(ctx, a_path(args.folder), records=records, is_whole=args.whole, progress=tell)
    if args.json:
        say_json({"written": list(result.written), "unchanged": list(result.unchanged), "left": list(result.left)})
        return
    for name in result.written:
        say(f"wrote {name}")
    for name in result.left:
        note(f"left alone: {name}")
    say(f"{len(result.written)} written, {len(result.unchanged)} unchanged in {args.folder}")


def import_(args: Namespace, ctx: Context) -> int:
    """Show what documents say and would change, and do it after a yes."""
    from okrtui.sharing.importing.documents import import_each, plan_each
    from okrtui.sharing.importing.tabular import MissingColumn

    if args.shared:
        raise Refused("--shared belongs to --format json, which makes a workspace")
    while True:
        documents = _documents(args)
        try:
            plans = plan_each(ctx, documents, args.cycle)
        except MissingColumn as missing:
            args.column = [*(args.column or []), f"{_chosen_column(args, missing)}={missing.field}"]
        else:
            break
    idle = all(plan.idle for plan in plans)
    if args.json:
        if not args.dry_run and not args.yes and not idle:
            raise Refused("with --json nobody can be asked: add --dry-run to look, or --yes to do it")
        data = [{"file": document.name, **plan.as_data()} for document, plan in zip(documents, plans, strict=True)]
        say_json(data if len(data) > 1 else plans[0].as_data())
    else:
        for document, plan in zip(documents, plans, strict=True):
            if len(plans) > 1:
                say(f"{document.name}:")
            _show(plan, explain=args.explain)
            if plan is not plans[-1]:
                say("")
    if args.dry_run or idle:
        return 0
    if not args.yes and not _agreed(args.files):
        say("Nothing was changed.")
        return 0
    with progress("importing") as tell:
        done = import_each(ctx, documents, plans, args.cycle, tell)
    if not args.json:
        say(done)
    return 0


def _chosen_column(args: Namespace, missing: "MissingColumn") -> str:
    """Ask on the terminal which column holds what is missing. Raises what it was given where nobody can be asked."""
    if args.json or args.yes or "-" in args.files or not sys.stdin.isatty() or not missing.heads:
        raise missing
    for at, head in enumerate(missing.heads, 1):
        say(f"  {at}  {head}")
    sys.stdout.write(f"Which column holds the {missing.field}s? Its number, or enter to stop: ")
    sys.stdout.flush()
    said = sys.stdin.readline().strip()
    if not said.isdecimal() or not 1 <= int(said) <= len(missing.heads):
        raise missing
    return missing.heads[int(said) - 1]


def _show(plan: "ImportPlan", *, explain: bool) -> None:
    """Print what a plan would do, and every line that was left, those that look like part of an OKR first."""
    from okrtui.sharing.reader.document import LeftKind

    for sentence in (*plan.explained(), "") if explain else ():
        say(sentence)
    for sentence in plan.sentences():
        say(sentence)
    for kind in LeftKind:
        lines = [line for line in plan.left if line.kind is kind]
        if lines:
            say("\nNot understood, and left out:" if kind is LeftKind.NOT_UNDERSTOOD else "\nProse, left out:")
        for line in lines:
            say(f"  line {line.line}: {line.text}")


def _documents(args: Namespace) -> "list[Document]":
    """Return the documents of files and folders, `-` for standard input; okrtui's pages in a folder are no OKRs.

    Raises Refused where one cannot be read.
    """
    from okrtui.sharing.importing.documents import TABLES, Document, files_in
    from okrtui.sharing.importing.importing import ImportOptions
    from okrtui.sharing.importing.tabular import said_columns
    from okrtui.sharing.okrs_file.reader import is_okrs_file, is_page

    columns = said_columns(args.column or [])
    options = ImportOptions(None, load_config().words, args.prune, args.renamed)
    found = list[Document]()
    for name in args.files:
        folder = a_path(name) if name != "-" else None
        inside = files_in(folder) if folder and folder.is_dir() else []
        for path in map(str, inside) if inside else (name,):
            text = _text(path)
            table = path.lower().endswith(TABLES) or bool(columns)
            if not inside or is_okrs_file(text) or not is_page(text):
                found.append(Document(path, text, replace(options, columns=columns) if table else options))
    if not found:
        raise Refused(f"{args.files[0]} holds only pages that okrtui has written, and no OKRs among them")
    return found


def _text(name: str) -> str:
    """Return the text of a document, from standard input for `-`. Raises Refused where it cannot be read."""
    from okrtui.sharing.importing.documents import LARGEST_FILE, read_text, text_of

    return text_of(sys.stdin.buffer.read(LARGEST_FILE + 1), name) if name == "-" else read_text(a_path(name))


def _agreed(names: list[str]) -> bool:
    """Ask on the terminal. Raises Refused where nobody can be asked."""
    if "-" in names or not sys.stdin.isatty():
        raise Refused("nothing was changed; add --yes to do it, or --dry-run to only look")
    sys.stdout.write("\nDo this? [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes", "ja", "oui", "是")
