"""A spreadsheet's CSV or TSV as OKRs: which column holds what is guessed from its head, told, and may be said."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from okrtui.errors import Refused
from okrtui.sharing.reader.blocks import MarkdownBlock, TableRow
from okrtui.sharing.reader.document import ReadDocument
from okrtui.sharing.reader.reader import understood
from okrtui.sharing.reader.tables import FIELDS, columns, field_of
from okrtui.sharing.reader.walker import walk_document
from okrtui.sharing.words.numbers import separators
from okrtui.sharing.words.own import in_known_words
from okrtui.sharing.words.vocabulary import ATTRIBUTES
from okrtui.text import clean

_DELIMITERS = "\t;,|"
_LONGEST = 4000
_MEASURE = rf"results?|ergebnisse?|résultats?|resultados?|risultat[oi]|{ATTRIBUTES['measure']}"
_GOAL = r"goals?|themes?|focus(?: area)?|ziele?|objectif|meta"
_MARKS = re.compile(r"([\\`*_\[\]<>])")


@dataclass(frozen=True, slots=True)
class ReadTable:
    """What a table said, and what each of its columns was taken for, in words."""

    document: ReadDocument
    columns: tuple[str, ...]


class MissingColumn(Refused):
    """No column of a table holds key results, or objectives; `heads` are those that may, for whoever can be asked.

    `field` is how what is missing is called: `key result` or `objective`.
    """

    def __init__(self, field: str, heads: Sequence[str], table: Sequence[str], document: str = "") -> None:
        self.field, self.table = field, table
        self.heads = tuple(clean(head) for head in heads if head)
        super().__init__(
            f"{document}{': ' if document else ''}no column holds {field}s; the table has: {_listed(table)}. "
            f"Say which one does: --column “{self.heads[0] if self.heads else 'Name'}={field}”"
        )

    def of(self, document: str) -> "MissingColumn":
        """Return it with the name of the document in front."""
        return MissingColumn(self.field, self.heads, self.table, document)


def is_table(text: str) -> bool:
    """Return whether a text without a name is a table: its first line names key results or objectives, and more."""
    head, _ = _rows("\n".join(text.splitlines()[:1]))
    fields = {field_of(cell) for cell in head} - {""}
    return len(fields) > 1 and not fields.isdisjoint(("kr", "objective"))


def read_table(
    text: str, said: Mapping[str, str], words: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> ReadTable:
    """Return what a CSV or TSV says; `said` gives columns by their head, folded: what each holds, "" for nothing;
    `words` are a person's own for heads.

    Raises MissingColumn where none holds key results or objectives, Refused for a column that is not there.
    """
    head, rows = _rows(text)
    strange = [name for name in said if name not in [cell.casefold() for cell in head]]
    if strange:
        raise Refused(f"there is no column “{clean(strange[0])}”; the table has: {_listed(head)}")
    head += [""] * (max((len(row.cells) for row in rows), default=0) - len(head))  # cells beyond the last column's head
    said = {**{cell.casefold(): field for cell in head if (field := _own_field(cell, words))}, **said}
    said = {**_guessed(head, rows, said), **said}
    block = MarkdownBlock("table", 1, max((row.number for row in rows), default=1))
    block.rows = [TableRow(1, [_escaped(cell) for cell in head]), *rows]
    given = {at: said[cell.casefold()] for at, cell in enumerate(head) if cell.casefold() in said}
    where = columns(block, True, given)
    for field, name in (("kr", "key result"), ("objective", "objective")):
        if field not in (where or {}):
            used = {where["kr"], where.get("title", -1)} if where else set[int]()
            raise MissingColumn(name, [cell for at, cell in enumerate(head) if at not in used], head)
    where = where or {}
    plain = "\n".join(" ¦ ".join(row.cells) for row in rows)
    walk = walk_document([block], False, separators(plain), where)
    lines = {1: " | ".join(head)} | {row.number: " | ".join(row.cells) for row in rows}
    every = [lines.get(number, "") for number in range(1, max(lines) + 1)]
    taken = {at: FIELDS[name] for name, at in where.items()}
    told = tuple(
        f"“{clean(cell)}” {f'as {taken[at]}' if at in taken else 'kept in the note'}"
        for at, cell in enumerate(head)
        if cell
    )
    return ReadTable(understood(walk, every, None), told)


def said_columns(pairs: Sequence[str]) -> dict[str, str]:
    """Return what `--column "KPI=key result"` says, by the column's head, folded.

    Raises Refused for what is no pair or no field.
    """
    names = {shown.casefold(): name for name, shown in FIELDS.items()} | {"nothing": ""}
    said = dict[str, str]()
    for pair in pairs:
        head, equals, shown = pair.rpartition("=")
        field = names.get(shown.strip().casefold())
        if not equals or not head.strip() or field is None:
            every = _listed([*FIELDS.values(), "nothing"])
            raise Refused(f"“{clean(pair)}” isn't a column; write --column “KPI=key result”, with {every}")
        said[head.strip().casefold()] = field
    return said


def _guessed(head: list[str], rows: list[TableRow], said: Mapping[str, str]) -> dict[str, str]:
    """Return what columns hold whose heads say it only in a table of OKRs: `KPI` a key result, `Goal` an objective.

    A column of goals is one of targets where most of it has digits.
    """
    fields = {said.get(cell.casefold(), field_of(cell)) for cell in head}
    guessed = dict[str, str]()
    for at, cell in enumerate(head):
        name = cell.casefold()
        cells = [row.cells[at] for row in rows if at < len(row.cells) and row.cells[at]]
        words = sum(not any(sign.isdigit() for sign in each) for each in cells)
        if "kr" not in fields and re.fullmatch(_MEASURE, name, re.I):
            guessed[name] = "kr"
        elif "objective" not in fields and re.fullmatch(_GOAL, name, re.I) and words * 2 > len(cells):
            guessed[name] = "objective"
        fields.add(guessed.get(name, ""))
    return {name: field for name, field in guessed.items() if name not in said}


def _own_field(head: str, words: Mapping[str, Sequence[str]]) -> str:
    """Return what a column holds whose head is one of a person's own words, "" for another head."""
    known = in_known_words(f"|{head}|", words).strip("|")
    return field_of(known) if known != head else ""


def _rows(text: str) -> tuple[list[str], list[TableRow]]:
    """Return the head and the rows of a table, with the numbers of their lines."""
    lines = text.splitlines(keepends=True)
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(_DELIMITERS, key=lambda sign: re.sub(r'"[^"]*"', "", first).count(sign))
    read = csv.reader(lines, delimiter=delimiter)
    head, rows, number = list[str](), list[TableRow](), 1
    try:
        for cells in read:
            if any(cell.strip() for cell in cells):
                if head:
                    rows.append(TableRow(number, [_escaped(cell) for cell in cells]))
                else:
                    head = [" ".join(cell.split()) for cell in cells]
            number = read.line_num + 1
    except csv.Error as error:
        raise Refused(f"line {number}: the table cannot be read: {error}") from None
    return head, rows


def _escaped(cell: str) -> str:
    """Return a cell's words as one line of Markdown that says the same: a spreadsheet has no markup."""
    return _MARKS.sub(r"\\\1", " ".join(cell.split())[:_LONGEST])


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"“{clean(name)}”" for name in names if name)
