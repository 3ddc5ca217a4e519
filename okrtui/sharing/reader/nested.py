"""What stands below a key result: milestones, attributes and lines for its note."""

import re
from itertools import pairwise

from okrtui.sharing.reader.blocks import Item, MarkdownBlock, MarkdownLine
from okrtui.sharing.reader.document import ReadMilestone
from okrtui.sharing.reader.drafts import KeyResultDraft, ObjectiveDraft
from okrtui.sharing.words.inline import is_named, words
from okrtui.sharing.words.labels import label_of

LONGEST_RUN = 2000  # more text than this is no title, whatever stands before it
_BOX = re.compile(r"\[([ xX✓✔])\]\s+")
_STRUCTURE = ("objective", "key_result", "section", "objectives", "cycle")


def lists_label(block: MarkdownBlock, kinds: tuple[str, ...]) -> bool:
    """Return whether an item of the list says that it is one of `kinds`."""
    for item in block.items:
        head = item.head()
        label = label_of(_BOX.sub("", words(head.lines[0].text), count=1)) if head else None
        if label and label.kind in kinds:
            return True
    return False


def two_levels(blocks: list[MarkdownBlock]) -> bool:
    """Return whether nearly every item below the headings has a list of its own, and nothing says what it is."""
    lists = [
        block
        for above, block in pairwise(blocks)
        if block.kind == "list" and above.kind in ("heading", "text", "other")
    ]
    items = [item for block in lists for item in block.items]
    deep = [item for item in items if any(below.kind == "list" for below in item.rest())]
    said = [label_of(words(block.lines[0].text)) for block in blocks if block.kind in ("heading", "text")]
    said += [label_of(words(head.lines[0].text)) for item in items if (head := item.head())]
    labelled = any(label and label.kind in ("objective", "key_result", "section") for label in said)
    return not labelled and len(lists) > 1 and len(items) > 3 and len(deep) >= 0.8 * len(items)


def split_title(head: MarkdownBlock) -> tuple[list[MarkdownLine], list[MarkdownLine]]:
    """Return the lines that are an item's title, and those from the first label on, or beyond a title's length."""
    room = LONGEST_RUN
    for at, line in enumerate(head.lines[1:], 1):
        room -= len(line.text)
        if room < 0 or label_of(words(line.text)):
            return head.lines[:at], head.lines[at:]
    return head.lines, []


def unboxed(text: str) -> str:
    """Return an item's words without its task box."""
    return text[4:].lstrip() if text[:4].lower() in ("[ ] ", "[x] ") else text


def fill(kr: KeyResultDraft, block: MarkdownBlock, objective: ObjectiveDraft) -> None:
    """Give `kr` a block that stands below it and mark its lines; other blocks than text and lists stay left.

    A list below a line such as `**Constraints:**` is that line's, not the key result's milestones.
    """
    named, kr.named = kr.named, block.kind == "text" and is_named(block.lines[-1].text)
    if block.kind in ("text", "heading"):
        for line in block.lines:
            _line(kr, line, objective)
        if block.kind == "heading":
            objective.use(block.first, block.last)
    elif block.kind == "list" and (block.ordered or named):
        _note(kr, block, objective, "")
    elif block.kind == "list":
        for item in block.items:
            _milestone(kr, item, objective)


def _line(kr: KeyResultDraft, line: MarkdownLine, objective: ObjectiveDraft) -> None:
    label = label_of(words(line.text))
    if label and label.kind not in _STRUCTURE:
        kr.apply(label, line.text)
    elif text := words(line.text):
        kr.notes.append(text)
    objective.use(line.number)


def _milestone(kr: KeyResultDraft, item: Item, objective: ObjectiveDraft) -> None:
    head = item.head()
    if head is None:
        for block in item.blocks:
            fill(kr, block, objective)
        return
    text = words(" ".join(line.text for line in head.lines))
    label = label_of(words(head.lines[0].text))
    if label and label.kind not in _STRUCTURE:
        for line in head.lines:
            _line(kr, line, objective)
    elif text and is_named(head.lines[0].text):
        kr.notes.append(text)
    elif text:
        box = _BOX.match(text)
        title = text[box.end() :] if box else text
        if title:
            kr.milestones.append(ReadMilestone(title, done=box is not None and box[1] != " "))
    objective.use(head.first, head.last)
    for block in item.rest():
        _below(kr, block, objective, "")


def _note(kr: KeyResultDraft, block: MarkdownBlock, objective: ObjectiveDraft, indent: str) -> None:
    for item in block.items:
        head = item.head()
        if head:
            kr.notes.append(f"{indent}{item.mark} {words(' '.join(line.text for line in head.lines))}")
            objective.use(head.first, head.last)
        for below in item.rest():
            _below(kr, below, objective, f"{indent}  ")


def _below(kr: KeyResultDraft, block: MarkdownBlock, objective: ObjectiveDraft, indent: str) -> None:
    """Keep what stands deeper still as lines of the note."""
    if block.kind == "list":
        _note(kr, block, objective, indent)
    elif block.kind in ("text", "heading"):
        for line in block.lines:
            kr.notes.append(f"{indent}{words(line.text)}")
        objective.use(block.first, block.last)
