"""Key results as rows of a table, told apart from roadmaps, metrics and scoring guides by the table's head."""

import re

from okrtui.sharing.reader.blocks import MarkdownBlock, TableRow
from okrtui.sharing.reader.drafts import KeyResultDraft, key_result_draft
from okrtui.sharing.words.inline import words
from okrtui.sharing.words.labels import Label
from okrtui.sharing.words.numbers import Separators, amount
from okrtui.text import clean

_COLUMNS = {
    "kr": r"KRs?|key[ -]?results?(?: ?\(KRs?\))?|KRs? ?\(key ?results?\)|关键结果|關鍵結果|关键成果",
    "objective": r"O|objectives?|O ?\(object(?:ive)?s?\)|目标|目標",
    "title": r"title|description|name|what|内容|描述",
    "target": r"target(?: value)?|goal|目标值|目標值",
    "current": r"current(?: value)?|actual|now|当前值?|當前值?",
    "start": r"start(?:ing)?(?: value)?|baseline|from|起始值?|基线",
    "unit": r"units?|单位",
    "owner": r"owners?|DRIs?|lead|who|assignee|responsible|负责人",
    "priority": r"priority|prio|优先级",
    "weight": r"weight|权重",
}
_ID = re.compile(r"(?:KR)?\s*#?\d{0,3}(?:[.-]\d{1,3}){0,2}", re.I)


def columns(table: MarkdownBlock, under_section: bool) -> dict[str, int] | None:
    """Return where a table of key results keeps what, None where it is a table of something else.

    `under_section`: the table stands under a heading that says key results, so `Metric | Target` is one too.
    """
    head = [words(cell) for cell in table.rows[0].cells] if table.rows else []
    found: dict[str, int] = {}
    for at, name in enumerate(head):
        kind = next((kind for kind, shape in _COLUMNS.items() if re.fullmatch(shape, name, re.I)), None)
        if kind and kind not in found:
            found[kind] = at
    if "kr" not in found and under_section and "target" in found and found["target"] > 0:
        found["kr"] = 0
    return found if "kr" in found else None


def row_objective(row: TableRow, where: dict[str, int]) -> str:
    """Return the Markdown of the objective that a row names, "" where it stands under the one above."""
    at = where.get("objective")
    return row.cells[at].strip() if at is not None and at < len(row.cells) else ""


def row_key_result(
    table: MarkdownBlock, row: TableRow, where: dict[str, int], marks: Separators
) -> KeyResultDraft | None:
    """Return the key result of a row, None where its cell is empty. Cells of other columns go to the note."""
    cells = dict(enumerate(row.cells))
    raw, number = cells.get(where["kr"], "").strip(), ""
    if "title" in where and (not raw or _ID.fullmatch(words(raw))):
        number, raw = words(raw), cells.get(where["title"], "").strip()
        used = {where["kr"], where["title"]}
    else:
        used = {where["kr"]}
    draft = key_result_draft(raw, row.number, labelled=True, marks=marks)
    if not draft.title:
        return None
    draft.ref = draft.ref or number
    used |= {where[name] for name in ("objective",) if name in where}
    for kind in ("start", "target", "current", "unit", "owner", "priority", "weight"):
        if kind in where and (cell := cells.get(where[kind], "").strip()):
            used.add(where[kind])
            _take(draft, kind, words(cell), words(table.rows[0].cells[where[kind]]))
    for at, cell in cells.items():
        if at not in used and (text := words(cell)) and text not in ("-", "–", "—"):
            draft.notes.append(clean(f"{words(table.rows[0].cells[at])}: {text}".removeprefix(": ")))
    return draft


def _take(draft: KeyResultDraft, kind: str, text: str, name: str) -> None:
    if text in ("-", "–", "—", "n/a", "N/A"):
        return
    if kind == "weight" and re.fullmatch(r"\d{1,4}(?:\.\d{1,4})?%?", text):
        draft.weight = float(text.rstrip("%")) / (100 if text.endswith("%") else 1) or 1.0
        return
    if kind in ("start", "current") and (found := amount(text, draft.marks)).target is not None and draft.unit is None:
        draft.unit = found.unit or None
    draft.apply(Label(kind, text, name=name), f"{name}: {text}")
