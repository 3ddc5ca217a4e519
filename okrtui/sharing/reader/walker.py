"""The walk over a document's blocks that finds cycles, objectives and their key results."""

from okrtui.sharing.reader.blocks import Item, MarkdownBlock, MarkdownLine
from okrtui.sharing.reader.cycles import Cycles
from okrtui.sharing.reader.drafts import KeyResultDraft, ObjectiveDraft, key_result_draft, objective_draft, says
from okrtui.sharing.reader.nested import LONGEST_RUN, fill, lists_label, split_title, two_levels, unboxed
from okrtui.sharing.reader.tables import columns, row_key_result, row_objective
from okrtui.sharing.words.inline import is_bold, is_named, only_links, words
from okrtui.sharing.words.labels import Label, is_aside, label_of, stop_of
from okrtui.sharing.words.numbers import Separators
from okrtui.sharing.words.periods import NamedPeriod, mentions_okrs, year_in
from okrtui.text import clean

PARAGRAPH, ITEM = 7, 8
_LONGEST_TITLE = 160
_STRUCTURE = ("objective", "key_result", "section", "objectives", "cycle")


class Walk:
    """One pass. `weak` also takes unlabelled headings outside a cycle, where their key results look like some."""

    def __init__(self, weak: bool, marks: Separators) -> None:
        self.weak = weak
        self.marks = marks
        self.drafts: list[ObjectiveDraft] = []
        self.at = Cycles()
        self.frames: list[int] = []  # lines around what was read: an opened fence, a team's heading
        self.two_levels = False  # lists below headings hold objectives, the lists in them key results
        self.team = ""  # the heading such objectives stand below
        self.folded = 0  # within what folds and is older: nothing of it counts
        self.stop_level, self.stop = 0, ""
        self.heading_level = 0
        self.objective: ObjectiveDraft | None = None
        self.kr: KeyResultDraft | None = None  # one that stands alone, so that what follows belongs to it
        self.kr_level = 0
        self.untitled: ObjectiveDraft | None = None  # "## Objective 1", its title on the next line
        self.section = False  # a heading has just said "key results"

    def document(self, blocks: list[MarkdownBlock]) -> None:
        """Read a whole document."""
        self.two_levels = two_levels(blocks)
        self.blocks(blocks)

    def blocks(self, blocks: list[MarkdownBlock]) -> None:
        """Read a run of blocks in order."""
        for at, block in enumerate(blocks):
            following = blocks[at + 1] if at + 1 < len(blocks) else None
            if block.kind in ("summary", "unfold") or self.folded:
                self._fold(block)
            elif block.kind == "heading":
                self._heading(block)
            elif block.kind == "text" and not self.stop_level:
                self._paragraph(block, following)
            elif block.kind == "text":
                self._bold_cycle(block)  # a cycle in bold ends prose, too
            elif block.kind == "list" and not self.stop_level:
                self._list(block)
            elif block.kind == "table" and not self.stop_level:
                self._table(block)
            elif block.kind == "fence":
                self.frames.append(block.first)

    def _fold(self, block: MarkdownBlock) -> None:
        """Read a summary that is a key result or objective; leave what folds below an older period."""
        if block.kind == "unfold":
            self.folded = max(0, self.folded - 1)
        elif block.kind == "summary" and self.folded:
            self.folded += 1
        elif block.kind == "summary":
            text = words(block.lines[0].text)
            label = label_of(text)
            if label and label.kind in _STRUCTURE:
                self._labelled(label, block.lines[0], block.level, block.last)
            elif self.at.read(text) or stop_of(text) == "explains":
                self.folded = 1

    # headings

    def _heading(self, block: MarkdownBlock) -> None:
        raw = " ".join(line.text for line in block.lines)
        text, level = words(raw), block.level
        label = label_of(text)
        self.kr = None
        if self.stop_level and level <= self.stop_level:
            self.stop_level = 0
        named = label is not None and label.kind in ("objective", "key_result")
        cycle = None if named else self.at.read(text, title=level == 1 and not self.heading_level)
        if not named:
            self.at.year = year_in(text) or self.at.year
        if self.stop_level and self.stop == "prose" and label and label.kind == "objective":
            self.stop_level = 0
        if cycle is not None and not (self.stop_level and self.stop == "explains" and level > self.stop_level):
            self._start_cycle(cycle, block, level)
        elif self.stop_level:
            return
        elif label and label.kind in _STRUCTURE:
            self._labelled(label, MarkdownLine(block.first, raw), level, block.last)
        elif stop_of(text) and (level > 1 or self.heading_level):  # a document's title stops nothing
            self.stop_level, self.stop, self.section = level, stop_of(text), False
            self._close(level)
        else:
            self._plain_heading(raw, text, block)
        self.heading_level = level

    def _start_cycle(self, period: NamedPeriod, block: MarkdownBlock, level: int) -> None:
        above, name = self.objective, period.name
        self.at.note(period, block.first, block.last)
        self.stop_level = 0
        if (
            above
            and above.labelled
            and not above.key_results
            and above.under < level <= 6
            and above.cycle in ("", name)
        ):
            above.cycle = name  # "### OKRs (Q2 2026)" under a charter's objective heads its key results
            self.section = True
            return
        self.at.name, self.at.level, self.at.bold = name, level, False
        self.objective = self.untitled = None
        self.section = False

    def _close(self, level: int) -> None:
        """End what a heading of `level` ends."""
        above = self.objective
        if above and above.level >= level and (above.level < PARAGRAPH or level <= above.under):
            above = self.objective = self.untitled = None
        if above:
            above.closed = True
        if level <= self.at.level:
            self.at.name, self.at.level = "", 0

    def _plain_heading(self, raw: str, text: str, block: MarkdownBlock) -> None:
        self.section = False
        above = self.objective
        self._close(block.level)
        if is_aside(text) or (self.objective and self.objective.labelled):
            if self.objective is None and above is None:
                self.stop_level, self.stop = block.level, "prose"
            return
        if mentions_okrs(text) and not is_bold(raw):
            self.objective = None
            return
        if self.two_levels:
            self.objective, self.team = None, clean(text)
            self.frames.append(block.first)
            return
        self._open(objective_draft(raw, block.first, block.level, self.at.name), block.last, sure=bool(self.at.level))

    # objectives

    def _open(self, draft: ObjectiveDraft, last: int, *, sure: bool) -> ObjectiveDraft:
        draft.tentative, draft.under = not sure, self.heading_level
        draft.use(draft.line, last)
        self.drafts.append(draft)
        self.objective, self.kr, self.section = draft, None, False
        self.untitled = None if draft.title else draft
        return draft

    def _labelled(self, label: Label, line: MarkdownLine, level: int, last: int) -> None:
        """Take a heading or a line that says what it is."""
        if label.kind == "objective":
            draft = self._open(objective_draft(line.text, line.number, level, self.at.name), last, sure=True)
            draft.labelled = True
        elif label.kind == "objectives":
            self.objective, self.section = None, False
        elif label.kind == "cycle":
            self._cycle_line(label, line)
        elif self.objective is not None:
            self.objective.closed = False
            self.objective.use(line.number, last)
            if label.kind == "section" or (not label.value and level < PARAGRAPH):
                self.section = self.objective.attributed = True
            else:
                self.kr_level = level
                self.kr = self._add(key_result_draft(line.text, line.number, labelled=True, marks=self.marks))

    def _cycle_line(self, label: Label, line: MarkdownLine) -> None:
        period = self.at.read(label.value)
        if period is not None:
            self.at.note(period, line.number, line.number)
            self.at.name, self.at.level = period.name, self.at.level or 1

    def _add(self, kr: KeyResultDraft) -> KeyResultDraft | None:
        if self.objective is None or not says(kr.title):
            return None
        self.objective.key_results.append(kr)
        return kr

    # paragraphs

    def _bold_cycle(self, block: MarkdownBlock) -> bool:
        raw = block.lines[0].text
        alone = len(block.lines) == 1 and is_bold(raw) and not label_of(words(raw))
        period = self.at.read(words(raw)) if alone else None
        if period is None:
            return False
        level = self.at.level if self.at.bold and self.at.level else max(self.heading_level, 1)
        self._start_cycle(period, block, PARAGRAPH)
        self.at.level, self.at.bold = level, True
        return True

    def _paragraph(self, block: MarkdownBlock, following: MarkdownBlock | None) -> None:
        if self._bold_cycle(block):
            return
        if self.kr is not None and self.kr_level == PARAGRAPH:
            self.kr = None
        before_list = following is not None and following.kind in ("list", "table")
        if self._titles(block, before_list):
            return
        open_text: ObjectiveDraft | KeyResultDraft | None = None  # what a line without a label goes on with
        for line in block.lines:
            text = words(line.text)
            label = label_of(text)
            if label and label.kind in _STRUCTURE:
                self._labelled(label, line, PARAGRAPH, line.number)
                open_text = self.kr if label.kind == "key_result" else self.objective
            elif label and self.objective:
                (self.kr or self.objective).apply(label, line.text)
                self.objective.use(line.number)
                open_text = None
            elif open_text is not None and self.objective and text and len(open_text.title) + len(text) < LONGEST_RUN:
                open_text.title = clean(f"{open_text.title} {text}")
                self.untitled = None
                self.objective.use(line.number)
            elif self.objective and (is_aside(text) or (before_list and self._names(line.text, text))):
                self.objective.closed, self.section = True, False
            else:
                self._prose(line, text)

    def _names(self, raw: str, text: str) -> bool:
        """Return whether a bold line names a list beside the key results: `**Constraints:**`."""
        named = is_named(raw) and text.endswith((":", "："))
        return named and self.kr is None and self.objective is not None and bool(self.objective.key_results)

    def _titles(self, block: MarkdownBlock, before_list: bool) -> bool:
        """Return whether the paragraph is an objective's title: after a bare label, or in bold before a list."""
        raw = " ".join(line.text for line in block.lines)
        if len(raw) > LONGEST_RUN:
            return False
        text = words(raw)
        if self.untitled and label_of(words(block.lines[0].text)) is None:
            draft = objective_draft(raw, self.untitled.line, self.untitled.level, self.at.name)
            self.untitled.title, self.untitled.dri = draft.title, self.untitled.dri or draft.dri
            self.untitled.use(block.first, block.last)
            self.untitled = None
            return True
        if not before_list or label_of(text) or is_aside(text) or stop_of(text) or self.section:
            return False
        labelled = self.objective is not None and self.objective.labelled
        plain = (bool(self.at.level) and self.objective is None) or self._after_paragraph()
        short = len(block.lines) == 1 and len(text) <= _LONGEST_TITLE and not text.endswith((":", "：", ".", "。"))
        if labelled or not (is_bold(raw) or (plain and short)):
            return False
        sure = bool(self.at.level)
        self._open(objective_draft(raw, block.first, PARAGRAPH, self.at.name), block.last, sure=sure)
        return True

    def _after_paragraph(self) -> bool:
        """Return whether this cycle's objectives are plain paragraphs before lists."""
        above = self.objective
        return bool(self.at.level) and above is not None and above.level == PARAGRAPH and bool(above.key_results)

    def _prose(self, line: MarkdownLine, text: str) -> None:
        if self.objective is None or not text or self.objective.closed:
            return
        if self.kr is not None:
            self.kr.notes.append(text)
        elif not self.objective.key_results and not self.section:
            self.objective.why.append(text)
        else:
            return
        self.objective.use(line.number)

    # lists

    def _list(self, block: MarkdownBlock) -> None:
        if self.kr is not None and self.objective is not None and not lists_label(block, ("objective", "key_result")):
            fill(self.kr, block, self.objective)
            return
        if self._titled_by(block):
            return
        self.kr = None
        labelled = any(self._head_label(item) in ("objective", "key_result") for item in block.items)
        for item in block.items:
            self._item(item, labelled)

    def _titled_by(self, block: MarkdownBlock) -> bool:
        """Return whether a bare `Objective` takes its title from a list of one."""
        if not self.untitled:
            return False
        head = block.items[0].head() if len(block.items) == 1 and not block.items[0].rest() else None
        if head and self._head_label(block.items[0]) is None:
            return self._titles(head, False)
        self.untitled.title = self.untitled.ref and f"Objective {self.untitled.ref[1:]}"
        self.untitled = None
        return False

    def _head_label(self, item: Item) -> str | None:
        head = item.head()
        label = label_of(unboxed(words(head.lines[0].text))) if head else None
        return label.kind if label else None

    def _item(self, item: Item, labelled: bool) -> None:
        head = item.head()
        if head is None:
            self.blocks(item.blocks)
            return
        raw = head.lines[0].text
        label = label_of(unboxed(words(raw)))
        kind = label.kind if label else None
        if label and kind == "objective":
            self._open_item(item, head)
        elif label and kind == "section":
            self._labelled(label, head.lines[0], ITEM, head.first)
            self._nested(item)
        elif label and kind == "objectives":
            self._nested(item)
        elif kind == "key_result" and self.objective is not None:
            self.objective.closed = False
            self._key_result(item, head, labelled=True)
        elif label and kind not in _STRUCTURE and self.objective is not None:
            self._paragraph(head, None)
        elif any(lists_label(block, ("key_result", "section")) for block in item.rest() if block.kind == "list"):
            self._open_item(item, head, sure=bool(self.at.level))
        elif labelled or kind is not None or all(only_links(line.text) for line in head.lines):
            return
        elif self.objective is not None and self.objective.level != ITEM:
            if not self.objective.closed:
                self._key_result(item, head, labelled=self.section and not self.objective.labelled)
        elif self.objective is not None and self.objective.labelled and not self.objective.closed:
            self._key_result(item, head, labelled=False)
        elif any(block.kind == "list" and (self.two_levels or not block.ordered) for block in item.rest()):
            self._open_item(item, head, sure=bool(self.at.level))
            self.objective = None  # its sibling is an objective of its own

    def _open_item(self, item: Item, head: MarkdownBlock, *, sure: bool = True) -> None:
        label = self._head_label(item)
        titled, rest = split_title(head)
        draft = self._open(
            objective_draft(" ".join(line.text for line in titled), item.first, ITEM, self.at.name),
            head.first,
            sure=sure,
        )
        draft.use(head.first, head.first + len(titled) - 1)
        draft.labelled = label == "objective"
        if self.team:
            draft.notes.append(f"Team: {self.team}")
        if rest:
            self._paragraph(MarkdownBlock("text", rest[0].number, head.last, lines=rest), None)
        self._nested(item, draft)

    def _nested(self, item: Item, draft: ObjectiveDraft | None = None) -> None:
        """Read what stands below an objective's item: its lists are key results."""
        for block in item.rest():
            if draft is not None and self.objective is draft and block.kind == "list":
                level, draft.level = draft.level, PARAGRAPH
                self._list(block)
                draft.level = level
            else:
                self.blocks([block])

    def _key_result(self, item: Item, head: MarkdownBlock, *, labelled: bool) -> None:
        if self.objective is None:
            return
        titled, rest = split_title(head)
        kr = self._add(
            key_result_draft(" ".join(line.text for line in titled), item.first, labelled=labelled, marks=self.marks)
        )
        if kr is None:
            return
        self.objective.use(head.first, titled[-1].number)
        blocks = [MarkdownBlock("text", rest[0].number, head.last, lines=rest)] if rest else []
        for block in [*blocks, *item.rest()]:
            if lists_label(block, ("objective",)):
                self._list(block)
            else:
                fill(kr, block, self.objective)

    # tables

    def _table(self, block: MarkdownBlock) -> None:
        where = columns(block, self.section)
        if where is None or (self.objective is None and "objective" not in where):
            return
        headed = False
        for row in block.rows[1:]:
            named = row_objective(row, where)
            if named and not (self.objective and words(named) == self.objective.title):
                self._open(objective_draft(named, row.number, PARAGRAPH, self.at.name), row.number, sure=True)
                headed = False
            kr = row_key_result(block, row, where, self.marks)
            if kr is not None and self.objective is not None and self._add(kr):
                self.objective.use(row.number)
                if not headed:
                    self.objective.use(block.first, block.first + 1)
                headed = True
