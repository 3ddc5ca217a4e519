"""What stands below a key result: milestones, attributes and lines for its note."""

import re

from okrtui.sharing.reader.blocks import Item, Line, MarkdownBlock
from okrtui.sharing.reader.document import ReadMilestone
from okrtui.sharing.reader.drafts import KeyResultDraft, ObjectiveDraft
from okrtui.sharing.words.inline import is_named, words
from okrtui.sharing.words.labels import label_of

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


def _line(kr: KeyResultDraft, line: Line, objective: ObjectiveDraft) -> None:
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
