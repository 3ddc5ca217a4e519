"""What a list and an item in it can be: labelled, an objective with its list, a key result, an attribute, a link."""

import re
from dataclasses import dataclass

from okrtui.sharing.reader.blocks import Item, MarkdownBlock
from okrtui.sharing.reader.drafts import ObjectiveDraft, key_result_draft, objective_draft
from okrtui.sharing.reader.nested import fill, lists_label, split_title, unboxed
from okrtui.sharing.reader.paragraphs import read_paragraph, read_title
from okrtui.sharing.reader.walk import ITEM, PARAGRAPH, STRUCTURE, ReadingRule, Walk, because, decide
from okrtui.sharing.words.inline import only_links, words
from okrtui.sharing.words.labels import Label, is_aside, label_of


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item with text as the rules see it; `siblings` says whether one of its list is labelled."""

    item: Item
    head: MarkdownBlock
    label: Label | None
    siblings: bool

    @property
    def kind(self) -> str:
        """What its label says it is, "" where it has none."""
        return self.label.kind if self.label else ""


def read_list(walk: Walk, block: MarkdownBlock) -> None:
    """Read a list: what belongs to the key result above, a title for a bare label, or item by item."""
    if walk.kr is not None and walk.objective is not None and not lists_label(block, ("objective", "key_result")):
        fill(walk.kr, block, walk.objective)
        return
    if _titles(walk, block):
        return
    walk.kr = None
    siblings = any(_label_kind(item) in ("objective", "key_result") for item in block.items)
    for item in block.items:
        head = item.head()
        if head is None:
            walk.read(item.blocks)
        else:
            decide(ITEMS, walk, ListItem(item, head, label_of(unboxed(words(head.lines[0].text))), siblings))


def _titles(walk: Walk, block: MarkdownBlock) -> bool:
    """Return whether a bare `Objective` takes its title from a list of one."""
    if not walk.untitled:
        return False
    head = block.items[0].head() if len(block.items) == 1 and not block.items[0].rest() else None
    if head and _label_kind(block.items[0]) == "":
        return read_title(walk, head, False)
    walk.untitled.title = walk.untitled.ref and f"Objective {walk.untitled.ref[1:]}"
    walk.untitled = None
    return False


def _label_kind(item: Item) -> str:
    head = item.head()
    label = label_of(unboxed(words(head.lines[0].text))) if head else None
    return label.kind if label else ""


def _open(walk: Walk, it: ListItem, *, sure: bool = True) -> None:
    titled, rest = split_title(it.head)
    raw = " ".join(line.text for line in titled)
    labelled = it.kind == "objective"
    reason = because(it.label, it.head.lines[0].text) if labelled and it.label else "item with a list below it"
    draft = walk.open(objective_draft(raw, it.item.first, ITEM, walk.at.name), it.head.first, reason, sure=sure)
    draft.use(it.head.first, it.head.first + len(titled) - 1)
    draft.labelled = labelled
    if walk.team:
        draft.notes.append(f"Team: {walk.team}")
    if rest:
        read_paragraph(walk, MarkdownBlock("text", rest[0].number, it.head.last, lines=rest), None)
    _nested(walk, it.item, draft)


def _nested(walk: Walk, item: Item, draft: ObjectiveDraft | None = None) -> None:
    """Read what stands below an objective's item: its lists are key results."""
    for block in item.rest():
        if draft is not None and walk.objective is draft and block.kind == "list":
            level, draft.level = draft.level, PARAGRAPH
            read_list(walk, block)
            draft.level = level
        else:
            walk.read([block])


def _section(walk: Walk, it: ListItem) -> None:
    if it.label is not None:
        walk.labelled(it.label, it.head.lines[0], ITEM, it.head.first)
    _nested(walk, it.item)


def _labelled_key_result(walk: Walk, it: ListItem) -> None:
    if walk.objective is not None and it.label is not None:
        walk.objective.closed = False
        _key_result(walk, it, because(it.label, it.head.lines[0].text), labelled=True)


def _attribute(walk: Walk, it: ListItem) -> None:
    read_paragraph(walk, it.head, None)


def _over_key_results(walk: Walk, it: ListItem) -> bool:
    return any(lists_label(block, ("key_result", "section")) for block in it.item.rest() if block.kind == "list")


def _no_okr(walk: Walk, it: ListItem) -> bool:
    return it.siblings or it.label is not None or all(only_links(line.text) for line in it.head.lines)


def _below_objective(walk: Walk, it: ListItem) -> bool:
    return walk.objective is not None and walk.objective.level != ITEM


def _plain_key_result(walk: Walk, it: ListItem) -> None:
    if walk.objective is not None and not walk.objective.closed:
        reason = "item below “Key results”" if walk.section else "item below the objective"
        _key_result(walk, it, reason, labelled=walk.section and not walk.objective.labelled)


def _beside_labelled(walk: Walk, it: ListItem) -> bool:
    return walk.objective is not None and walk.objective.labelled and not walk.objective.closed


def _item_of_labelled(walk: Walk, it: ListItem) -> None:
    _key_result(walk, it, "item below the objective", labelled=False)


def _has_list(walk: Walk, it: ListItem) -> bool:
    return any(block.kind == "list" and (walk.two_levels or not block.ordered) for block in it.item.rest())


def _objective_with_list(walk: Walk, it: ListItem) -> None:
    _open(walk, it, sure=bool(walk.at.level))
    walk.objective = None  # its sibling is an objective of its own


def _leave(walk: Walk, it: ListItem) -> None:
    """Nothing says which part of an OKR it is: its line is left, and told where it stands among key results."""
    beside = is_aside(re.split("[:：]", words(it.head.lines[0].text))[0])
    if walk.objective is not None and not beside and not all(only_links(line.text) for line in it.head.lines):
        walk.unclear.append((it.head.first, it.head.last))


def _key_result(walk: Walk, it: ListItem, reason: str, *, labelled: bool) -> None:
    if walk.objective is None:
        return
    titled, rest = split_title(it.head)
    raw = " ".join(line.text for line in titled)
    kr = walk.add(key_result_draft(raw, it.item.first, labelled=labelled, marks=walk.marks), reason)
    if kr is None:
        return
    walk.objective.use(it.head.first, titled[-1].number)
    blocks = [MarkdownBlock("text", rest[0].number, it.head.last, lines=rest)] if rest else []
    for block in [*blocks, *it.item.rest()]:
        if lists_label(block, ("objective",)):
            read_list(walk, block)
        else:
            fill(kr, block, walk.objective)


ITEMS: tuple[ReadingRule[Walk, ListItem], ...] = (
    ReadingRule("an objective by its label", lambda walk, it: it.kind == "objective", _open),
    ReadingRule("the name of the list of key results", lambda walk, it: it.kind == "section", _section),
    ReadingRule(
        "the name of a list of objectives", lambda walk, it: it.kind == "objectives", lambda w, it: _nested(w, it.item)
    ),
    ReadingRule(
        "a key result by its label", lambda walk, it: it.kind == "key_result" and walk.objective, _labelled_key_result
    ),
    ReadingRule(
        "an attribute of what stands above",
        lambda walk, it: it.kind and it.kind not in STRUCTURE and walk.objective,
        _attribute,
    ),
    ReadingRule(
        "an objective over labelled key results", _over_key_results, lambda w, it: _open(w, it, sure=bool(w.at.level))
    ),
    ReadingRule("no part of an OKR", _no_okr, _leave),
    ReadingRule("a key result below its objective", _below_objective, _plain_key_result),
    ReadingRule("a key result of a labelled objective", _beside_labelled, _item_of_labelled),
    ReadingRule("an objective with its list", _has_list, _objective_with_list),
    ReadingRule("no part of an OKR", lambda walk, it: True, _leave),
)
