"""Several documents, or those of a folder, imported one after the other as one change."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from okrtui.errors import Refused
from okrtui.links import is_my_link
from okrtui.model.journal import Verb
from okrtui.rituals.context import Context
from okrtui.rituals.documents.import_writes import as_one_change
from okrtui.rules.formatting import count
from okrtui.sharing.importing.importing import AS_IT_IS, ImportOptions, apply_import, plan_import
from okrtui.sharing.importing.plan import ImportPlan
from okrtui.sharing.importing.tabular import MissingColumn

TABLES = (".csv", ".tsv")
_READ = (".md", ".markdown", *TABLES)
LARGEST_FILE = 4_000_000
"""Bytes of a document."""
MOST = 1_000
"""Files that one import reads."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document by its name, with its text and what a person says of how it is to be read."""

    name: str
    text: str
    options: ImportOptions = AS_IT_IS


def read_text(path: Path) -> str:
    """Return the text of a document. Raises Refused where it cannot be read or is none."""
    try:
        with path.open("rb") as file:
            return text_of(file.read(LARGEST_FILE + 1), str(path))
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}") from None


def text_of(raw: bytes, name: str) -> str:
    """Return the text of a document's bytes. Raises Refused where they are no text, or too many."""
    if len(raw) > LARGEST_FILE:
        raise Refused(f"{name} is larger than {LARGEST_FILE // 1_000_000} MB; no OKR document is, nothing was read")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(f"{name} is not UTF-8 text (byte {error.start}); nothing was read") from None


def files_in(folder: Path) -> list[Path]:
    """Return the documents of a folder and those below it that okrtui reads, by name; hidden ones stay out.

    A link that somebody else made stays out, too: in a folder that others can write it may lead to what I alone may
    read, and an import shows it to all. Raises Refused where there is none, or more than one import reads.
    """
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in _READ
        and is_my_link(path)
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    if not found:
        raise Refused(f"{folder} has no Markdown, CSV or TSV file to import")
    if len(found) > MOST:
        raise Refused(f"{folder} has {len(found)} documents; one import reads at most {MOST}, so name a folder in it")
    return found


def plan_each(ctx: Context, documents: Sequence[Document], cycle: str | None = None) -> list[ImportPlan]:
    """Return what importing each document by itself would do; see `plan_import`. A refusal names the document."""
    return [_plan(ctx, document, cycle, named=len(documents) > 1) for document in documents]


def import_each(
    ctx: Context,
    documents: Sequence[Document],
    plans: Sequence[ImportPlan],
    cycle: str | None,
    progress: Callable[[int, int], None] | None = None,
) -> str:
    """Write what the plans of the documents say, all of it or nothing, and return what was done in one line.

    `progress` is told how far the document is that is written.
    Each document is planned again once those before it are in, so that two that say the same make it once.
    """
    if len(plans) == 1:
        return apply_import(ctx, plans[0], progress)
    named = ", ".join(dict.fromkeys(each.name for plan in plans for each in plan.cycles if not each.idle))
    told = f"{count(len(plans), 'document')}: {named}"
    with as_one_change(ctx, Verb.IMPORTED, named, told):
        done = [apply_import(ctx, _plan(ctx, document, cycle, named=True), progress) for document in documents]
    return "\n".join(f"{document.name}: {each}" for document, each in zip(documents, done, strict=True))


def _plan(ctx: Context, document: Document, cycle: str | None, *, named: bool) -> ImportPlan:
    try:
        return plan_import(ctx, document.text, cycle, document.options)
    except MissingColumn as missing:
        raise missing.of(document.name) if named else missing from None
    except Refused as refusal:
        raise Refused(f"{document.name}: {refusal}" if named else str(refusal)) from None
