"""The walk over a document's blocks that finds cycles, objectives and their key results, rule by rule."""

from dataclasses import replace

from okrtui.sharing.reader.blocks import MarkdownBlock
from okrtui.sharing.reader.drafts import ObjectiveDraft, objective_draft
from okrtui.sharing.reader.headings import read_heading
from okrtui.sharing.reader.items import read_list
from okrtui.sharing.reader.nested import two_levels
from okrtui.sharing.reader.paragraphs import read_bold_cycle, read_paragraph
from okrtui.sharing.reader.tables import columns, row_cell, row_key_results
from okrtui.sharing.reader.walk import PARAGRAPH, STRUCTURE, Walk
from okrtui.sharing.words.inline import words
from okrtui.sharing.words.labels import label_of, stop_of
from okrtui.sharing.words.numbers import Separators
from okrtui.sharing.words.periods import mentions_okrs


def walk_document(
    blocks: list[MarkdownBlock], weak: bool, marks: Separators, where: dict[str, int] | None = None
) -> Walk:
    """Return what one pass over a whole document finds; see `Walk` for `weak`.

    `where` gives the columns of a document that is one table.
    """
    walker = _Walker(weak, marks, where)
    walker.walk.two_levels = two_levels(blocks)
    if blocks and blocks[0].kind == "text" and len(blocks[0].lines) == 1 and mentions_okrs(blocks[0].lines[0].text):
        blocks = [replace(blocks[0], kind="heading", level=1), *blocks[1:]]  # a title without its mark
    walker.blocks(blocks)
    return walker.walk


class _Walker:
    """Hands each block to the rules of its kind; what folds and is older is passed over."""

    def __init__(self, weak: bool, marks: Separators, where: dict[str, int] | None) -> None:
        self._where = where
        self.walk = Walk(weak, marks, self.blocks)
        self._folded = 0

    def blocks(self, blocks: list[MarkdownBlock]) -> None:
        """Read a run of blocks in order."""
        for at, block in enumerate(blocks):
            following = blocks[at + 1] if at + 1 < len(blocks) else None
            if block.kind in ("summary", "unfold") or self._folded:
                self._fold(block)
            elif block.kind == "heading":
                read_heading(self.walk, block)
            elif block.kind == "fence":
                self.walk.frames.append(block.first)
            elif not self.walk.stop_level:
                self._block(block, following)
            elif block.kind != "text" or not read_bold_cycle(self.walk, block):  # a cycle in bold ends prose, too
                self.walk.passed.append((block.first, block.last))

    def _block(self, block: MarkdownBlock, following: MarkdownBlock | None) -> None:
        if block.kind == "text":
            read_paragraph(self.walk, block, following)
        elif block.kind == "list":
            read_list(self.walk, block)
        elif block.kind == "table":
            self._table(block)

    def _fold(self, block: MarkdownBlock) -> None:
        """Read a summary that is a key result or objective; pass over what folds below an older period."""
        if self._folded:
            self.walk.passed.append((block.first, block.last))
        if block.kind == "unfold":
            self._folded = max(0, self._folded - 1)
        elif block.kind == "summary" and self._folded:
            self._folded += 1
        elif block.kind == "summary":
            text = words(block.lines[0].text)
            label = label_of(text)
            if label and label.kind in STRUCTURE:
                self.walk.labelled(label, block.lines[0], block.level, block.last)
            elif self.walk.at.read(text) or stop_of(text) == "explains":
                self._folded = 1
                self.walk.passed.append((block.first, block.last))

    def _table(self, block: MarkdownBlock) -> None:
        walk = self.walk
        where = self._where or columns(block, walk.section)
        if where is None or (walk.objective is None and "objective" not in where):
            if walk.objective is not None and not walk.objective.closed:
                walk.unclear.append((block.first, block.last))
            return
        headed = False
        before = len(walk.drafts)
        for row in block.rows[1:]:
            if period := walk.at.read(words(row_cell(row, where, "cycle"))):
                walk.at.note(period, row.number, row.number)
                walk.at.name = period.name
            named = row_cell(row, where, "objective")
            if named and not (walk.objective and self._is(walk.objective, named)):
                known = next((draft for draft in walk.drafts[before:] if self._is(draft, named)), None)
                walk.objective = known or walk.open(
                    objective_draft(named, row.number, PARAGRAPH, walk.at.name),
                    row.number,
                    "column of objectives in a table",
                    sure=True,
                )
                headed = headed and known is not None
            krs = row_key_results(block, row, where, walk.marks)
            added = [walk.add(kr, "row of a table of key results") for kr in krs]
            if walk.objective is not None and any(added):
                walk.objective.use(row.number)
                if not headed:
                    walk.objective.use(block.first, block.first + 1)
                headed = True

    def _is(self, draft: ObjectiveDraft, named: str) -> bool:
        """Return whether a cell names an objective that a row above has named, in the same cycle."""
        return draft.title == objective_draft(named, 0, 0, "").title and draft.cycle == self.walk.at.name
