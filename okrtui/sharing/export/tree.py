"""The export: a folder of documents that a repository can hold; what has not changed is not touched."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from okrtui.model.live import Kind, Phase
from okrtui.model.okrs import Cycle, CycleStanding, CycleState
from okrtui.rituals import ideas
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.documents import exports, report_data
from okrtui.rituals.documents.report_data import ReportData
from okrtui.rules.formatting import long_days, percent
from okrtui.sharing.export.folder import Folder, digest_of
from okrtui.sharing.markdown import phrases
from okrtui.sharing.markdown.escape import inline, label
from okrtui.sharing.okrs_file.writer import written
from okrtui.sharing.pages.actions import actions_page
from okrtui.sharing.pages.cases import case_files
from okrtui.sharing.pages.heroes import hero_pages, practices_page, value_lines, values_page
from okrtui.sharing.pages.hours import hours_page
from okrtui.sharing.pages.ideas import ideas_page
from okrtui.sharing.pages.live import session_page
from okrtui.sharing.pages.reports import week_report
from okrtui.sharing.pages.session_parts import session_files
from okrtui.sharing.pages.session_parts import told as session_told
from okrtui.text import folded

if TYPE_CHECKING:
    from okrtui.storage.local.exports import ExportRecords

Progress = Callable[[int, int], None]
MARK = "<!-- okrtui "
"""How the first line of each of our files begins; a file without it is somebody else's and is left alone."""
README_LINE = f"{MARK}readme: written by `okrtui export`, and again by the next one -->"
WEEK_LINE = f"{MARK}week: written by `okrtui export`, and again by the next one -->"
HEROES_LINE = f"{MARK}heroes: written by `okrtui export`, and again by the next one -->"
BRAINSTORM_LINE = f"{MARK}brainstorm: written by `okrtui export`, and again by the next one -->"
IDEAS_LINE = f"{MARK}ideas: written by `okrtui export`, and again by the next one -->"
ACTIONS_LINE = f"{MARK}actions: written by `okrtui export`, and again by the next one -->"
HOURS_LINE = f"{MARK}hours: written by `okrtui export`, and again by the next one -->"
VALUES_LINE = f"{MARK}values: written by `okrtui export`, and again by the next one -->"
RETRO_LINE = f"{MARK}retro: written by `okrtui export`, and again by the next one -->"
CASES_LINE = f"{MARK}cases: written by `okrtui export`, and again by the next one -->"
LONGEST_NAME = 120
"""Bytes of a file's name, without its ending."""


@dataclass(frozen=True, slots=True)
class ExportResult:
    """Paths inside the folder: what was written, what was so already, and what was left alone, with the reason."""

    written: tuple[str, ...]
    unchanged: tuple[str, ...]
    left: tuple[str, ...]


def export_tree(
    ctx: Context,
    directory: Path,
    *,
    records: "ExportRecords | None" = None,
    is_whole: bool = False,
    progress: Progress | None = None,
) -> ExportResult:
    """Write the workspace's documents into a folder (made where missing) and return what was done.

    With `records` the documents of cycles and weeks are made again only where the journal says that they may be others
    since the last export, or the file is not as that left it; `is_whole` makes all. `progress` is told how many of
    all are done.
    Raises Refused where the folder cannot be made or written; what was written before that stays, each file whole.
    """
    newest = exports.moment(ctx)
    reader = report_data.reader(ctx)
    with Folder(directory, MARK) as folder:
        of = exports.key_of(ctx, directory)
        earlier = exports.earlier(ctx, records, of) if records is not None and not is_whole else None
        tree = _Tree(ctx, reader, folder, exports.made_of(ctx, newest, reader), earlier, progress)
        for path, text in tree.documents():
            folder.put(path, text)
        for path in folder.stale(("okrs", "weeks", "heroes", "brainstorms", "retros", "decisions", "cases")):
            folder.leave(path, "an earlier export wrote it, and it is no longer part of the workspace")
        if records is not None:
            exports.keep(records, of, tree.made, tree.files)
        return ExportResult(tuple(folder.written), tuple(folder.unchanged), tuple(folder.left))


class _Tree:
    """The documents of one export, and which of them an earlier one has made already."""

    def __init__(
        self,
        ctx: Context,
        reader: ReportData,
        folder: Folder,
        made: exports.Moment,
        earlier: tuple[exports.Moment, Mapping[str, list[str]]] | None,
        progress: Progress | None,
    ) -> None:
        self.made = made
        self.files: dict[str, list[str]] = {}
        """Of each cycle's and week's document its digest, and its line in the README."""
        self._ctx, self._reader, self._folder, self._progress = ctx, reader, folder, progress
        self._before = earlier[1] if earlier else {}
        self._touched = exports.touched(ctx, earlier[0], made, reader.cycles) if earlier else None

    def documents(self) -> Iterator[tuple[str, str]]:
        """Give path and text of each document that is to be written, one at a time.

        The README comes last, when the cycles have been read.
        """
        ctx, reader = self._ctx, self._reader
        names = file_names(cycle.name for cycle in reader.cycles)
        weeks = report_data.written_weeks(ctx)
        done, whole = 0, len(weeks) + len(reader.cycles)
        told = []
        for cycle in reader.cycles:
            path = f"okrs/{names[cycle.name]}.md"
            if self._touched is None or self._touched.has_cycle(cycle) or not self._stands(path):
                standing = reader.standing(cycle.name)
                yield self._new(path, written(standing, ctx.workspace.uuid), _told(standing))
            told.append(f"- [{label(cycle.name)}]({path}): {self.files[path][1]}")
            self._tell(done := done + 1, whole)
        for week in weeks:
            path = f"weeks/{week}.md"
            if self._touched is None or self._touched.has_week(week) or not self._stands(path):
                yield self._new(path, f"{WEEK_LINE}\n\n{week_report(ctx, week, reader=reader)}")
            self._tell(done := done + 1, whole)
        yield from _others(ctx, [cycle.name for cycle in reader.cycles], told, weeks)

    def _tell(self, done: int, whole: int) -> None:
        if self._progress is not None:
            self._progress(done, whole)

    def _new(self, path: str, text: str, line: str = "") -> tuple[str, str]:
        self.files[path] = [digest_of(text.encode()), line]
        return path, text

    def _stands(self, path: str) -> bool:
        """Tell whether a document is as an earlier export has left it, and take it as it is."""
        before = self._before.get(path)
        if before is None or not self._folder.holds(path, before[0]):
            return False
        self.files[path] = before
        self._folder.keep(path)
        return True


def _others(ctx: Context, cycles: list[str], told: list[str], weeks: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give the documents that every export makes anew, from what it `told` of the cycles; the README comes last."""
    thanked = list[str]()
    for path, text, line in _heroes(ctx, cycles):
        thanked.append(line)
        yield path, f"{HEROES_LINE}\n\n{text}"
    live: dict[Kind, list[str]] = {kind: [] for kind in Kind}
    for kind, line in ((Kind.BRAINSTORM, BRAINSTORM_LINE), (Kind.RETRO, RETRO_LINE)):
        for path, text, listed in _sessions(ctx, kind):
            live[kind].append(listed)
            yield path, f"{line}\n\n{text}"
    kept = list[str]()
    if told_values := values_page(ctx):
        kept.append("- [Values and their stories](values.md)")
        yield "values.md", f"{VALUES_LINE}\n\n{told_values}"
    if times := hours_page(ctx):
        kept.append("- [Office hours](hours.md)")
        yield "hours.md", f"{HOURS_LINE}\n\n{times}"
    if every := actions.actions(ctx):
        kept.append("- [Actions](actions.md)")
        yield "actions.md", f"{ACTIONS_LINE}\n\n{actions_page(ctx, every)}"
    if ideas.ideas(ctx):
        kept.append("- [Ideas](ideas.md)")
        yield "ideas.md", f"{IDEAS_LINE}\n\n{ideas_page(ctx, ())}"
    about: dict[str, list[str]] = {"Decisions": [], "Asked and offered": [], "Also here": kept}
    for head, line, path, text in case_files(ctx, numbered):
        about[head].append(line)
        yield path, f"{CASES_LINE}\n\n{text}"
    sections = {
        "Values": value_lines(ctx)[::-1],
        "OKRs": told,
        "Heroes": thanked,
        "Brainstorms": live[Kind.BRAINSTORM],
        "Retros": live[Kind.RETRO],
        **about,
    }
    yield "README.md", _readme(ctx, {head: lines[::-1] for head, lines in sections.items()}, weeks[::-1])


def _sessions(ctx: Context, kind: Kind) -> Iterator[tuple[str, str, str]]:
    """Give path, text and the README's line of each closed session; what still runs is nobody else's yet."""
    sessions = list(session_files(ctx, kind))
    names = numbered(name for name, _ in sessions)
    for name, (_, of) in zip(names, sessions, strict=True):
        if of.phase is Phase.CLOSED:
            path = f"{kind}s/{name}.md"
            yield path, session_page(ctx, of.ref), f"- [{label(of.title)}]({path}): {session_told(ctx, of)}"


def _heroes(ctx: Context, cycles: list[str]) -> Iterator[tuple[str, str, str]]:
    """Give path, text and the README's line of the practices and of each cycle's heroes."""
    if practices := practices_page(ctx):
        path = "heroes/practices.md"
        yield path, practices, f"- [Practices worth copying]({path})"
    pages = hero_pages(ctx)
    names = file_names(["practices", *cycles, *(name for name in pages if name not in cycles)])
    for name, text in pages.items():
        path = f"heroes/{names[name]}.md"
        yield path, text, f"- [{label(name)}]({path})"


def _told(found: CycleStanding) -> str:
    cycle: Cycle = found.cycle
    span = long_days(cycle.start, cycle.end)
    if cycle.state is CycleState.PREPARATION:
        return f"{span}, being prepared"
    closed = ", closed" if cycle.state is CycleState.CLOSED else ""
    return f"{span}, {percent(found.progress)} of the way{closed}"


def _readme(ctx: Context, sections: Mapping[str, Iterable[str]], weeks: Iterable[str]) -> str:
    """Return the front page: what the workspace is, then lists by heading, and the weeks last; newest first."""
    workspace = ctx.workspace
    parts = [README_LINE, f"# {inline(workspace.name)}"]
    parts.append(phrases.quoted(workspace.vision))
    days = [f"- [{week}](weeks/{week}.md): {phrases.week_days(week)}" for week in weeks]
    for head, lines in {**sections, "Weeks": days}.items():
        listed = "\n".join(lines)
        parts += [f"## {head}", listed] if listed else []
    return "\n\n".join(part for part in parts if part) + "\n"


def file_names(names: Iterable[str]) -> dict[str, str]:
    """Return a file's name (without ending) for each name: safe on any system, and no two alike in any case."""
    each = list(dict.fromkeys(names))
    return dict(zip(each, numbered(each), strict=True))


def numbered(names: Iterable[str]) -> list[str]:
    """Return a file's name for each name in its order; of two that are the same the later one gets a number."""
    found: list[str] = []
    taken: set[str] = set()
    for name in names:
        plain = safe_name(name)
        number, unique = 2, plain
        while folded(unique) in taken:
            unique, number = f"{plain}-{number}", number + 1
        taken.add(folded(unique))
        found.append(unique)
    return found


def safe_name(name: str) -> str:
    """Return a name for a file: letters and digits of any script, `.`, `-` and `_`; never a path, never hidden."""
    plain = re.sub(r"[^\w.-]+", "-", unicodedata.normalize("NFC", name))
    plain = re.sub(r"-{2,}", "-", plain).strip("-._")
    short = plain.encode()[:LONGEST_NAME].decode(errors="ignore").strip("-._")
    return short or "cycle"
