"""A document before it is imported: what it would make and change, each taken, left or changed by keyboard."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from okrtui.commands.keys import key_of
from okrtui.errors import Refused
from okrtui.model.okrs import KeyResult, Objective
from okrtui.model.people import Member
from okrtui.rituals.context import Context
from okrtui.rituals.people import members
from okrtui.screens.base.host import loading
from okrtui.screens.base.ritual_screen import RitualScreen
from okrtui.screens.okrs.form_fields import (
    key_result_changes,
    key_result_fields,
    key_result_values,
    objective_changes,
    objective_fields,
    objective_values,
)
from okrtui.sharing.importing.choosing import ImportProposal, chosen, proposals, remeasured, reworded_objective
from okrtui.sharing.importing.documents import TABLES, read_text
from okrtui.sharing.importing.importing import ImportOptions, apply_import, plan_import
from okrtui.sharing.importing.plan import ImportPlan, ObjectivePlan
from okrtui.sharing.importing.tabular import MissingColumn, said_columns
from okrtui.sharing.reader.document import Confidence, LeftKind
from okrtui.widgets.drawing.marks import QUIET
from okrtui.widgets.forms.fields import Values
from okrtui.widgets.forms.reader import Reader
from okrtui.widgets.lists.row_list import RowList, matching
from okrtui.widgets.okrs.proposals import LeftText, ProposalLine, proposal_rows

NO_DOCUMENT = "read a document first"
_LEFT = {LeftKind.NOT_UNDERSTOOD: "Not understood, and left out", LeftKind.PROSE: "Prose, left out"}


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """A document's name, what importing it would do, and who there is to be a DRI."""

    name: str
    plan: ImportPlan
    members: tuple[Member, ...]


def read_preview(ctx: Context, name: str, said: Sequence[str] = ()) -> ImportPreview:
    """Return what importing a file would do; `said` are columns as `Numbers=key result`, where a person said them.

    Raises MissingColumn for a table that does not say so itself, Refused where a file cannot be read.
    """
    table = name.lower().endswith(TABLES)
    columns = said_columns(said) if table or said else None
    plan = plan_import(ctx, read_text(Path(name).expanduser()), None, ImportOptions(columns=columns))
    return ImportPreview(name, plan, members.members(ctx))


class ImportScreen(RitualScreen):
    """One list of proposals, and below it what the document says about the one under the cursor."""

    where = "import"
    DEFAULT_CSS = """
    ImportScreen #list { height: 1fr; }
    ImportScreen #why { height: 5; padding: 0 2; border-top: solid $border; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.preview: ImportPreview | None = None
        self.left: set[str] = set()
        """Keys of what is not taken."""
        self.changed: dict[str, Objective | KeyResult] = {}
        """What a person has made of proposals, by their keys."""
        self._file = ""
        self._said_columns: list[str] = []

    def compose_content(self) -> ComposeResult:
        """Lay out the list and what stands below it."""
        yield RowList(id="list")
        yield Static(id="why")

    @property
    def rows(self) -> RowList:
        """The list."""
        return self.query_one("#list", RowList)

    def heading(self) -> str:
        """Say which document is read, and how much of it is taken."""
        if self.preview is None:
            return super().heading()
        every = self.proposals()
        open_ = [each for each in every if not each.idle]
        taken = sum(each.key not in self.left for each in open_)
        return f"{super().heading()} · {Path(self.preview.name).name} · {taken} of {len(open_)} taken"

    # ---- showing ---------------------------------------------------------------------------

    async def load(self) -> None:
        """Read the document again: the workspace may have changed. What is left and changed stays so."""
        if self._file:
            self.preview = await self.ask(read_preview, self._file, self._said_columns)
        self.show()

    def proposals(self) -> list[ImportProposal]:
        """Return what the document proposes, changed as the person has."""
        if self.preview is None:
            return []
        plan = chosen(self.preview.plan, (), self.changed)
        return proposals(plan)

    def show(self) -> None:
        """Draw the rows and what stands below them."""
        rows = self.rows
        rows.set_empty(self.with_keys(self._empty()))
        found = self.preview.plan if self.preview else None
        lines = groupby(map(self._line, self.proposals()), key=lambda pair: pair[0])
        cycles = [(name, [line for _, line in group]) for name, group in lines]
        left = [
            (said, [LeftText(each.line, each.text) for each in found.left if each.kind is kind])
            for kind, said in _LEFT.items()
            if found and any(each.kind is kind for each in found.left)
        ]
        rows.set_rows(matching(proposal_rows(cycles, self._notes(found), left), self.filter_text))
        self._show_why()
        self.refresh_keys()

    def _line(self, each: ImportProposal) -> tuple[str, ProposalLine]:
        plan = each.plan
        told = ", ".join(plan.told())
        ref = plan.have.ref if plan.have else ""
        taken = None if each.idle else each.key not in self.left
        sure = f"({Confidence.LOW} confidence)" not in each.why and "no number" not in each.why
        below = not isinstance(plan, ObjectivePlan)
        return each.cycle, ProposalLine(each.key, plan.wanted.title, told, ref, taken, below, sure)

    def _notes(self, plan: ImportPlan | None) -> list[str]:
        if plan is None:
            return []
        new = [cycle for cycle in plan.cycles if cycle.start is not None]
        notes = [f"Cycle {cycle.name} would be new, {cycle.start} to {cycle.end}." for cycle in new]
        notes += [f"Team {team} would be new." for team in plan.teams]
        notes += [f"{who} is nobody the workspace knows yet and would become a member." for who in plan.people]
        return [*notes, *plan.notes]

    def _empty(self) -> str:
        if self.filter_text:
            return f"Nothing here holds “{self.filter_text}”."
        return f"{key_of('import.file')} names a document: Markdown, CSV or TSV. Nothing is written before you say so."

    def _show_why(self) -> None:
        said = self._said()
        why = self.query_one("#why", Static)
        if why.content != said:
            why.update(said)

    def _said(self) -> Content:
        """Return what the document says about the proposal under the cursor, and what it would be."""
        each = self.proposal()
        if each is None:
            return Content.styled("What may be something else has a question mark: read it before you take it.", QUIET)
        plan = each.plan
        new = "new" if plan.have is None else plan.have.ref
        told = "; ".join(plan.told()) or ("an objective" if plan.have is None else "here already, just so")
        where = f"line {plan.line}: " if plan.line else ""
        title = Content(plan.wanted.title).truncate(max(1, self.size.width - 4), ellipsis=True)
        return Content("\n").join([title, Content(f"{new}: {told}"), Content.styled(f"{where}{each.why}", QUIET)])

    def open_ref(self, ref: str) -> None:
        """Read the document at a path."""
        self._file = ref

    def filter_changed(self, text: str) -> None:
        """Keep the rows that hold all words."""
        self.show()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Tell of another proposal; other keys may matter on it."""
        self._show_why()
        self.refresh_keys()

    def proposal(self) -> ImportProposal | None:
        """Return the proposal under the cursor."""
        key = self.rows.cursor_key
        return next((each for each in self.proposals() if each.key == key), None)

    # ---- commands --------------------------------------------------------------------------

    async def do_file(self) -> None:
        """Ask for a file and read it; one that cannot be read stays in the line with the reason."""
        found = list[ImportPreview]()

        missing = list[tuple[str, MissingColumn]]()

        def read(ctx: Context, name: str) -> None:
            try:
                found.append(read_preview(ctx, name.strip()))
            except MissingColumn as refusal:
                if not refusal.heads:
                    raise
                missing.append((name.strip(), refusal))

        with loading():
            await self.ask_line(
                "Import", "File", self._file, read, help="a path, like okrs.md or ~/plan.csv", draft="import.file"
            )
        said = list[str]()
        while missing and not found:
            name, refusal = missing[-1]
            heads = [(head, head) for head in refusal.heads]
            chosen_head = await self.choose(f"Which column holds the {refusal.field}s?", heads)
            if chosen_head is None:
                return
            said.append(f"{chosen_head}={refusal.field}")
            try:
                found.append(await self.ask(read_preview, name, said))
            except MissingColumn as still:
                missing.append((name, still))
        if found:
            self.preview = found[-1]
            self._file, self._said_columns = self.preview.name, said
            self.left, self.changed = set(), {}
            self.show()
            self.rows.focus()

    def why_not_take(self) -> str | None:
        """It must be a proposal that would do something."""
        each = self.proposal()
        if each is None:
            return NO_DOCUMENT if self.preview is None else "this line says something and proposes nothing"
        return "it is here already, just so" if each.idle and not self._below(each) else None

    def do_take(self) -> None:
        """Take or leave it; an objective with what stands below it, and a key result takes its objective along."""
        each = self.proposal()
        if each is None:
            return
        keys = {each.key, *self._below(each)}
        if each.key in self.left or (each.idle and keys & self.left):
            self.left -= keys
            self.left.discard(each.key.rpartition("/")[0])
        else:
            self.left |= keys
        self.show()

    def _below(self, each: ImportProposal) -> set[str]:
        """Return the keys of an objective's key results that would do something."""
        return {other.key for other in self.proposals() if other.key.startswith(f"{each.key}/") and not other.idle}

    def why_not_all(self) -> str | None:
        """There must be something."""
        return None if any(not each.idle for each in self.proposals()) else NO_DOCUMENT

    def do_all(self) -> None:
        """Take everything, or leave everything where all is taken."""
        every = {each.key for each in self.proposals() if not each.idle}
        self.left = set() if self.left & every else every
        self.show()

    def why_not_edit(self) -> str | None:
        """It must be new: what is there is edited where it stands."""
        each = self.proposal()
        if each is None:
            return self.why_not_take()
        if each.plan.have is not None:
            return f"{each.plan.have.ref} is there already: edit it on its screen, or leave the change out"
        return None

    async def do_edit(self) -> None:
        """Change what would be new, in the form that everybody knows."""
        each = self.proposal()
        if each is None or self.preview is None:
            return
        wanted, people = each.plan.wanted, self.preview.members
        draft = f"import.{Path(self.preview.name).name}.{each.plan.line}.{wanted.title[:40]}"
        if isinstance(wanted, Objective):
            fields = objective_fields(objective_values(wanted), (), people, {})
            fields = [field for field in fields if field.name in ("title", "why", "dri", "weight")]
            saved = await self.fill("Proposed objective", fields, partial(_objective, wanted), draft=draft)
            made: Objective | KeyResult | None = saved.made if saved else None
        else:
            shown = key_result_fields(key_result_values(wanted), people)
            kept = await self.fill("Proposed key result", shown, partial(_key_result, wanted), draft=draft)
            made = kept.made if kept else None
        if made is not None:
            self.changed[each.key] = made
            self.show()

    def why_not_open(self) -> str | None:
        """There must be a line."""
        return None if self.rows.cursor_key else NO_DOCUMENT

    def do_open(self) -> None:
        """Read all that is said about it."""
        each = self.proposal()
        if each is not None:
            plan = each.plan
            lines = [Content(plan.wanted.title), Content(), *map(Content, plan.told()), Content()]
            lines.append(Content.styled(f"line {plan.line}: {each.why}", QUIET))
            note = plan.wanted.why if isinstance(plan.wanted, Objective) else plan.wanted.note
            self.app.push_screen(Reader("Proposed", [*lines, *map(Content, note.splitlines())]))
            return
        key = self.rows.cursor_key or ""
        if self.preview and key.startswith("note "):
            self.app.push_screen(Reader("To know", [Content(self._notes(self.preview.plan)[int(key[5:])])]))
        elif self.preview and key.startswith("line "):
            line = next(each for each in self.preview.plan.left if f"line {each.line}" == key)
            self.app.push_screen(Reader(f"Line {line.line}: {line.kind}", [Content(line.text)]))

    def why_not_write(self) -> str | None:
        """Something must be taken."""
        if self.preview is None:
            return NO_DOCUMENT
        return "nothing is taken that is not here already" if self._plan(self.preview).idle else None

    def _plan(self, preview: ImportPreview) -> ImportPlan:
        return chosen(preview.plan, self.left, self.changed)

    async def do_write(self) -> None:
        """Ask once, with what would be new, and write what is taken as one change."""
        if self.preview is None:
            return
        plan = self._plan(self.preview)
        details = [f"{who} would become a member" for who in plan.people[:6]]
        if not await self.confirm(f"Import {plan.summary()}?", yes="import", no="not yet", details=details):
            return
        try:
            done = await self.change(apply_import, plan)
        except Refused:
            await self.reload()
            raise
        self.show_message(f"imported: {done}; {key_of('app.undo')} takes it back", "done")

    async def markdown(self) -> str:
        """Return what would be done, as the command line says it."""
        return "\n".join(self._plan(self.preview).sentences()) + "\n" if self.preview else ""

    def why_not_copy(self) -> str | None:
        """There must be a document."""
        return None if self.preview else NO_DOCUMENT


def _objective(wanted: Objective, ctx: Context, values: Values) -> Objective:
    said = objective_changes(values)
    dri = members.checked_login(values["dri"]) if values["dri"] else ""
    return reworded_objective(wanted, values["title"], dri, values["why"], float(str(said["weight"])))


def _key_result(wanted: KeyResult, ctx: Context, values: Values) -> KeyResult:
    said = {"kind": None, "start": None, "target": None, **key_result_changes(values)}
    if values["dri"]:
        said["dri"] = members.checked_login(values["dri"])
    return remeasured(wanted, **said)  # type: ignore[arg-type]
