"""The walk over a document's blocks that finds cycles, objectives and their key results, rule by rule."""

from dataclasses import replace

from okrtui.sharing.reader.blocks import MarkdownBlock
from okrtui.sharing.reader.drafts import ObjectiveDraft, objective_draft
from okrtui.sharing.reader.headings import read_heading
from okrtui.sharing.reader.items import read_list
from okrtui.sharing.reader.nested import lists_label, two_levels
from okrtui.sharing.reader.paragraphs import read_bold_cycle, read_paragraph
from okrtui.sharing.reader.tables import columns, row_cell, row_key_results
from okrtui.sharing.reader.walk import PARAGRAPH, STRUCTURE, ReadingRule, Walk, decide
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
    """Hands each block to the first rule that finds its evidence; what folds and is older is passed over."""

    def __init__(self, weak: bool, marks: Separators, where: dict[str, int] | None) -> None:
        self.where = where
        self.walk = Walk(weak, marks, self.blocks)
        self.folded = 0
        self.following: MarkdownBlock | None = None
        """The block after the one that is read."""

    def blocks(self, blocks: list[MarkdownBlock]) -> None:
        """Read a run of blocks in order."""
        for at, block in enumerate(blocks):
            self.following = blocks[at + 1] if at + 1 < len(blocks) else None
            decide(BLOCKS, self, block)

    # what folds

    def is_folded(self, block: MarkdownBlock) -> bool:
        """Return whether a block stands within what folds and is older."""
        return self.folded > 0

    def pass_folded(self, block: MarkdownBlock) -> None:
        """Pass over it, and see where the fold ends."""
        self.walk.passed.append((block.first, block.last))
        self.folded += {"summary": 1, "unfold": -1}.get(block.kind, 0)

    def read_summary(self, block: MarkdownBlock) -> None:
        """Read a summary that is a key result or objective; what folds below an older period is passed over."""
        text = words(block.lines[0].text)
        label = label_of(text)
        if label and label.kind in STRUCTURE:
            self.walk.labelled(label, block.lines[0], block.level, block.last)
        elif self.walk.at.read(text) or stop_of(text) == "explains":
            self.folded = 1
            self.walk.passed.append((block.first, block.last))

    # tables

    def columns(self, block: MarkdownBlock) -> dict[str, int] | None:
        """Return where a table of key results keeps what, None where it is a table of something else."""
        where = self.where or columns(block, self.walk.section)
        return where if where and (self.walk.objective or "objective" in where) else None

    def read_table(self, block: MarkdownBlock) -> None:
        """Read a table's rows as key results, below the objectives that a column names."""
        walk, where = self.walk, self.columns(block) or {}
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

    # the rest

    def pass_over(self, block: MarkdownBlock) -> None:
        """Pass over what stands below a heading that explains.

        A cycle in bold ends it, and so does an objective over its key results where it is prose and no example.
        """
        if block.kind == "text" and read_bold_cycle(self.walk, block):
            return
        if self.walk.stop == "prose" and block.kind == "text" and self._is_objective(block):
            self.walk.stop_level = 0
            read_paragraph(self.walk, block, self.following)
            return
        self.walk.passed.append((block.first, block.last))

    def _is_objective(self, block: MarkdownBlock) -> bool:
        """Return whether a paragraph says that it is an objective, and key results are labelled in it or next to it."""
        first, *rest = [label_of(words(line.text)) for line in block.lines]
        after = self.following
        if after is not None and after.kind == "text":
            rest += [label_of(words(line.text)) for line in after.lines]
        below = any(label is not None and label.kind in ("key_result", "section") for label in rest)
        listed = after is not None and lists_label(after, ("key_result",))
        return first is not None and first.kind == "objective" and bool(first.value) and (below or listed)

    def leave(self, block: MarkdownBlock) -> None:
        """Leave it; a table among key results, or of some that stand below no objective, looks like part of an OKR."""
        above = self.walk.objective
        among = above is not None and not above.closed
        if block.kind == "table" and (among or columns(block, self.walk.section)):
            self.walk.unclear.append((block.first, block.last))


BLOCKS: tuple[ReadingRule[_Walker, MarkdownBlock], ...] = (
    ReadingRule("folded and older", _Walker.is_folded, _Walker.pass_folded),
    ReadingRule("the end of a fold", lambda walker, it: it.kind == "unfold", lambda walker, it: None),
    ReadingRule("a summary", lambda walker, it: it.kind == "summary", _Walker.read_summary),
    ReadingRule("a heading", lambda walker, it: it.kind == "heading", lambda walker, it: read_heading(walker.walk, it)),
    ReadingRule("an opened fence", lambda walker, it: it.kind == "fence", lambda w, it: w.walk.frames.append(it.first)),
    ReadingRule("below what explains", lambda walker, it: walker.walk.stop_level, _Walker.pass_over),
    ReadingRule(
        "a paragraph",
        lambda walker, it: it.kind == "text",
        lambda walker, it: read_paragraph(walker.walk, it, walker.following),
    ),
    ReadingRule("a list", lambda walker, it: it.kind == "list", lambda walker, it: read_list(walker.walk, it)),
    ReadingRule("a table of key results", lambda w, it: it.kind == "table" and w.columns(it), _Walker.read_table),
    ReadingRule("no part of an OKR", lambda walker, it: True, _Walker.leave),
)
