"""Key results as rows of a table, told apart from roadmaps, metrics and scoring guides by the table's head."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from okrtui.sharing.reader.blocks import MarkdownBlock, TableRow
from okrtui.sharing.reader.drafts import KeyResultDraft, key_result_draft
from okrtui.sharing.words import vocabulary as say
from okrtui.sharing.words.inline import words
from okrtui.sharing.words.labels import Label
from okrtui.sharing.words.numbers import Separators
from okrtui.text import clean

_COLUMNS = {
    "kr": rf"KRs?|(?:{say.KEY_RESULT})(?: ?\(KRs?\))?|KRs? ?\((?:{say.KEY_RESULT})\)",
    "objective": rf"O|(?:{say.OBJECTIVE})|O ?\(object(?:ive)?s?\)",
    "title": r"title|description|name|what|(?:measurable )?outcomes?|text|beschreibung|titel|description|intitulé"
    r"|descripción|descrição|descrizione"
    r"|omschrijving|内容|描述|说明|内容|설명|mô tả",
    **{kind: f"(?:{say.ATTRIBUTES[kind]})" for kind in ("target", "current", "start", "unit", "owner", "priority")},
    "weight": r"weight|gewicht(?:ung)?|poids|peso|权重|가중치",
    "cycle": f"(?:{say.ATTRIBUTES['cycle']})",
}
FIELDS = {
    "objective": "objective",
    "kr": "key result",
    "title": "title",
    "start": "start",
    "current": "current value",
    "target": "target",
    "unit": "unit",
    "owner": "DRI",
    "priority": "priority",
    "weight": "weight",
    "cycle": "cycle",
}
"""What a column can hold, and how that is called."""
_BREAK = re.compile(r"<br\s*/?>", re.I)
_BULLET = re.compile(r"(?:[-*+•▪●◦‣]|\(?\d{1,2}[.)])\s+")
_ID = re.compile(r"(?:[A-Z]\d{0,2}[-.])?(?:KR)?\s*[#-]?\d{0,3}(?:[.-]\d{1,3}){0,2}[:.)]?", re.I)


def field_of(head: str) -> str:
    """Return which field a column with this head holds, "" for none."""
    return next((kind for kind, shape in _COLUMNS.items() if re.fullmatch(shape, head.strip(), re.I)), "")


def columns(
    table: MarkdownBlock, under_section: bool, said: Mapping[int, str] = MappingProxyType({})
) -> dict[str, int] | None:
    """Return where a table of key results keeps what, None where it is a table of something else.

    `under_section`: the table stands under a heading that says key results, so `Metric | Target` is one too.
    `said` gives fields of columns that a person named; "" holds none.
    """
    head = [words(cell) for cell in table.rows[0].cells] if table.rows else []
    found: dict[str, int] = {field: at for at, field in said.items() if field}
    for at, name in enumerate(head):
        kind = "" if at in said else field_of(name)
        if kind and kind not in found:
            found[kind] = at
    if "kr" not in found and under_section and "target" in found and found["target"] > 0:
        found["kr"] = 0
    if "kr" in found and "title" not in found and _only_ids(table, found["kr"]):
        # The words stand in the first column that is no other field; in the target's where there is no such one.
        plain = [at for at in range(len(head)) if at not in found.values()]
        found["title"] = plain[0] if plain else found.pop("target", found["kr"])
    return found if "kr" in found else None


def _only_ids(table: MarkdownBlock, at: int) -> bool:
    cells = [words(row.cells[at]).strip() for row in table.rows[1:] if at < len(row.cells)]
    return bool(cells) and all(_ID.fullmatch(cell) for cell in cells) and any(cells)


def row_cell(row: TableRow, where: dict[str, int], field: str) -> str:
    """Return the Markdown of a row's field, "" where it has none: an objective stands under the one above then."""
    at = where.get(field)
    return row.cells[at].strip() if at is not None and at < len(row.cells) else ""


def row_key_results(
    table: MarkdownBlock, row: TableRow, where: dict[str, int], marks: Separators
) -> list[KeyResultDraft]:
    """Return the key results of a row: none where its cell is empty, several where the cell lists them by lines."""
    at = where["kr"]
    listed = [part.strip() for part in _BREAK.split(row.cells[at])] if at < len(row.cells) else []
    parts = [_BULLET.sub("", part, count=1) for part in listed if part]
    many = len(parts) > 1 and "title" not in where and ("objective" in where or parts != listed)
    rows = [replace(row, cells=[*row.cells[:at], part, *row.cells[at + 1 :]]) for part in parts] if many else [row]
    drafts = [_row_key_result(table, each, where, marks) for each in rows]
    return [draft for draft in drafts if draft is not None]


def _row_key_result(
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
    draft.ref = draft.ref or re.sub(r"[\s:]", "", number)
    used |= {where[name] for name in ("objective", "cycle") if name in where}
    for kind in ("start", "target", "current", "unit", "owner", "priority", "weight"):
        if kind in where and (cell := cells.get(where[kind], "").strip()):
            used.add(where[kind])
            _take(draft, kind, words(cell), words(table.rows[0].cells[where[kind]]))
    for at, cell in cells.items():
        numbers = re.fullmatch(r"#|id|n(?:o|r|º|°)\.?", words(table.rows[0].cells[at]), re.I)
        if at not in used and not numbers and (text := words(cell)) and text not in ("-", "–", "—"):
            draft.notes.append(clean(f"{words(table.rows[0].cells[at])}: {text}".removeprefix(": ")))
    return draft


def _take(draft: KeyResultDraft, kind: str, text: str, name: str) -> None:
    if text in ("-", "–", "—", "n/a", "N/A"):
        return
    if kind == "weight" and re.fullmatch(r"\d{1,4}(?:\.\d{1,4})?%?", text):
        draft.weight = float(text.rstrip("%")) / (100 if text.endswith("%") else 1) or 1.0
        return
    draft.apply(Label(kind, text, name=name), f"{name}: {text}")
