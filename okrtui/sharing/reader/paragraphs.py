"""What a paragraph and a line in it can be: a cycle in bold, an objective's title, a label, words that belong above."""

import re
from dataclasses import dataclass

from okrtui.sharing.reader.blocks import MarkdownBlock, MarkdownLine
from okrtui.sharing.reader.drafts import KeyResultDraft, ObjectiveDraft, objective_draft
from okrtui.sharing.reader.nested import LONGEST_RUN
from okrtui.sharing.reader.walk import PARAGRAPH, STRUCTURE, ReadingRule, Walk, decide
from okrtui.sharing.words.inline import is_bold, is_named, words
from okrtui.sharing.words.labels import Label, is_aside, label_of, stop_of
from okrtui.text import clean

_LONGEST_TITLE = 160
_FACT = re.compile(r"[A-ZÀ-ÖØ-Þ][\w-]{1,20}(?: [\w-]{1,20})?[:：]\s+\S")


@dataclass(slots=True)
class ParagraphLine:
    """A line as the rules see it, with what a line without a label goes on with, and whether a list follows."""

    line: MarkdownLine
    text: str
    label: Label | None
    before_list: bool
    going_on: ObjectiveDraft | KeyResultDraft | None


def read_paragraph(walk: Walk, block: MarkdownBlock, following: MarkdownBlock | None) -> None:
    """Read a paragraph: as a whole where it is a cycle or a title, else line by line."""
    if read_bold_cycle(walk, block):
        return
    if walk.kr is not None and walk.kr_level == PARAGRAPH:
        walk.kr = None
    before_list = following is not None and following.kind in ("list", "table")
    if read_title(walk, block, before_list):
        return
    going_on: ObjectiveDraft | KeyResultDraft | None = None
    for line in block.lines:
        text = words(line.text)
        seen = ParagraphLine(line, text, label_of(text), before_list, going_on)
        decide(LINES, walk, seen)
        going_on = seen.going_on


def read_bold_cycle(walk: Walk, block: MarkdownBlock) -> bool:
    """Return whether the paragraph is a line in bold that names a cycle, which then begins."""
    raw = block.lines[0].text
    alone = len(block.lines) == 1 and is_bold(raw) and not label_of(words(raw))
    period = walk.at.read(words(raw)) if alone else None
    if period is None:
        return False
    level = walk.at.level if walk.at.bold and walk.at.level else max(walk.heading_level, 1)
    walk.start_cycle(period, block, PARAGRAPH)
    walk.at.level, walk.at.bold = level, True
    return True


def read_title(walk: Walk, block: MarkdownBlock, before_list: bool) -> bool:
    """Return whether the paragraph is an objective's title: after a bare label, or in bold before a list."""
    raw = " ".join(line.text for line in block.lines)
    if len(raw) > LONGEST_RUN:
        return False
    text = words(raw)
    if walk.untitled and label_of(words(block.lines[0].text)) is None:
        draft = objective_draft(raw, walk.untitled.line, walk.untitled.level, walk.at.name)
        walk.untitled.title, walk.untitled.dri = draft.title, walk.untitled.dri or draft.dri
        walk.untitled.use(block.first, block.last)
        walk.untitled = None
        return True
    if not before_list or label_of(text) or is_aside(text) or stop_of(text) or walk.section:
        return False
    labelled = walk.objective is not None and walk.objective.labelled
    plain = (bool(walk.at.level) and walk.objective is None) or _after_paragraph(walk)
    short = len(block.lines) == 1 and len(text) <= _LONGEST_TITLE and not text.endswith((":", "：", ".", "。"))
    if labelled or not (is_bold(raw) or (plain and short)):
        return False
    reason = "line in bold before a list" if is_bold(raw) else "line before a list"
    draft = objective_draft(raw, block.first, PARAGRAPH, walk.at.name)
    walk.open(draft, block.last, reason, sure=bool(walk.at.level))
    return True


def _after_paragraph(walk: Walk) -> bool:
    """Return whether this cycle's objectives are plain paragraphs before lists."""
    above = walk.objective
    return bool(walk.at.level) and above is not None and above.level == PARAGRAPH and bool(above.key_results)


def _labelled(walk: Walk, it: ParagraphLine) -> None:
    if it.label is not None:
        walk.labelled(it.label, it.line, PARAGRAPH, it.line.number)
        it.going_on = walk.kr if it.label.kind == "key_result" else walk.objective


def _attribute(walk: Walk, it: ParagraphLine) -> None:
    if it.label is not None and walk.objective is not None:
        (walk.kr or walk.objective).apply(it.label, it.line.text)
        walk.objective.use(it.line.number)
    it.going_on = None


def _is_fact(walk: Walk, it: ParagraphLine) -> bool:
    """Return whether a line below a title names a fact that nobody has a field for: `Theme: growth`."""
    return it.going_on is not None and walk.objective is not None and _FACT.match(it.text) is not None


def _take_fact(walk: Walk, it: ParagraphLine) -> None:
    if it.going_on is not None and walk.objective is not None:
        it.going_on.notes.append(it.text)
        walk.objective.use(it.line.number)


def _goes_on(walk: Walk, it: ParagraphLine) -> bool:
    room = it.going_on is not None and len(it.going_on.title) + len(it.text) < LONGEST_RUN
    return room and walk.objective is not None and bool(it.text)


def _go_on(walk: Walk, it: ParagraphLine) -> None:
    if it.going_on is not None and walk.objective is not None:
        it.going_on.title = clean(f"{it.going_on.title} {it.text}")
        walk.untitled = None
        walk.objective.use(it.line.number)


def _names_another_list(walk: Walk, it: ParagraphLine) -> bool:
    """Return whether the line names a list beside the key results: `Risks`, `**Constraints:**`."""
    if walk.objective is None:
        return False
    named = is_named(it.line.text) and it.text.endswith((":", "："))
    beside = named and it.before_list and walk.kr is None and bool(walk.objective.key_results)
    return is_aside(it.text) or beside


def _close(walk: Walk, it: ParagraphLine) -> None:
    if walk.objective is not None:
        walk.objective.closed, walk.section = True, False


def _belongs_above(walk: Walk, it: ParagraphLine) -> None:
    """Keep prose as the key result's note or the objective's reason; else it is left."""
    if walk.objective is None or not it.text or walk.objective.closed:
        return
    if walk.kr is not None:
        walk.kr.notes.append(it.text)
    elif not walk.objective.key_results and not walk.section:
        walk.objective.why.append(it.text)
    else:
        return
    walk.objective.use(it.line.number)


LINES: tuple[ReadingRule[Walk, ParagraphLine], ...] = (
    ReadingRule("labelled", lambda walk, it: it.label and it.label.kind in STRUCTURE, _labelled),
    ReadingRule("an attribute of what stands above", lambda walk, it: it.label and walk.objective, _attribute),
    ReadingRule("a fact beside the title", _is_fact, _take_fact),
    ReadingRule("the title, going on", _goes_on, _go_on),
    ReadingRule("the name of a list beside the key results", _names_another_list, _close),
    ReadingRule("prose", lambda walk, it: True, _belongs_above),
)
