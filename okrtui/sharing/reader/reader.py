"""The reader of OKR documents that teams already have: what it understood, and every line that it left."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from okrtui.sharing.reader.blocks import parse_blocks, source_lines
from okrtui.sharing.reader.document import LeftKind, LeftLine, ReadCycle, ReadDocument
from okrtui.sharing.reader.drafts import ObjectiveDraft, kept
from okrtui.sharing.reader.nested import unboxed
from okrtui.sharing.reader.walk import Walk
from okrtui.sharing.reader.walker import walk_document
from okrtui.sharing.words.inline import carries_text
from okrtui.sharing.words.inline import words as plain
from okrtui.sharing.words.labels import label_of
from okrtui.sharing.words.numbers import separators
from okrtui.sharing.words.own import in_known_words
from okrtui.sharing.words.periods import period_told, told_range
from okrtui.text import clean


def read_document(text: str, words: Mapping[str, Sequence[str]] = MappingProxyType({})) -> ReadDocument:
    """Return what `text` says about OKRs. Never raises; nothing of the text is lost: what was not understood is left.

    okrtui's own files (`export`) announce themselves in their front lines and will be handed to their own reader here.
    """
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    written = source_lines(text)
    text = in_known_words(text, words)
    marks = separators(text)
    plain = parse_blocks(text, fences=False)
    walk = walk_document(plain, False, marks)
    if not kept(walk.drafts, walk.weak):
        # Nothing stands in the open: perhaps the whole document is in a fence, or says nowhere what its headings are.
        attempts = [(plain, True)]
        if "```" in text or "~~~" in text:
            opened = parse_blocks(text, fences=True)
            attempts = [(opened, False), (plain, True), (opened, True)]
        walk = next(
            (
                found
                for blocks, weak in attempts
                if kept((found := walk_document(blocks, weak, marks)).drafts, found.weak)
            ),
            walk,
        )
    return understood(walk, written, told_range(text))


def understood(walk: Walk, lines: list[str], told: tuple[date, date] | None) -> ReadDocument:
    """Return what a pass over a document's `lines` found, with every line that it left.

    `told` are the days that the text tells for a document of one cycle.
    """
    by_cycle: dict[str, list[ObjectiveDraft]] = {}
    used: set[int] = set()
    _take_told_cycle(walk, lines)
    for draft in kept(walk.drafts, walk.weak):
        by_cycle.setdefault(draft.cycle, []).append(draft)
        for first, last in draft.used:
            used.update(range(first, last + 1))
    for name, first, last in walk.at.lines:
        if name in by_cycle:
            used.update(range(first, last + 1))
    if by_cycle:
        used.update(walk.frames)
    cycles = tuple(
        ReadCycle(
            name,
            tuple(draft.finish() for draft in drafts),
            walk.at.line(name) or drafts[0].line,
            *_dates(walk, name, told),
        )
        for name, drafts in by_cycle.items()
    )
    passed, unclear = _numbers(walk.passed), _numbers(walk.unclear)
    left = tuple(
        LeftLine(
            number,
            clean(line, limit=len(line)),
            LeftKind.NOT_UNDERSTOOD if number not in passed and (number in unclear or _asks(line)) else LeftKind.PROSE,
        )
        for number, line in enumerate(lines, 1)
        if number not in used and carries_text(line)
    )
    return ReadDocument(cycles, left)


def _take_told_cycle(walk: Walk, lines: list[str]) -> None:
    """Put objectives that no heading gives a cycle into the one that a sentence before them tells."""
    drafts = kept(walk.drafts, walk.weak)
    if not drafts or any(draft.cycle for draft in drafts):
        return
    before = lines[: min(draft.line for draft in drafts) - 1]
    told = [(at, period) for at, line in enumerate(before, 1) if (period := period_told(line)) is not None]
    if len({period.name for _, period in told}) == 1:
        at, period = told[0]
        walk.at.note(period, at, at)
        for draft in drafts:
            draft.cycle = period.name


def _numbers(spans: list[tuple[int, int]]) -> set[int]:
    return {number for first, last in spans for number in range(first, last + 1)}


def _asks(line: str) -> bool:
    """Return whether a line says that it is an objective or key result."""
    label = label_of(unboxed(plain(line.strip().lstrip("#-*+•>| \t"))))
    return label is not None and label.kind in ("objective", "key_result") and bool(label.value)


def _dates(walk: Walk, name: str, told: tuple[date, date] | None) -> tuple[date | None, date | None]:
    """Return a cycle's days: its name's, else those of the one range that a document of one cycle tells."""
    if days := walk.at.days(name):
        return days
    alone = len({draft.cycle for draft in kept(walk.drafts, walk.weak)}) == 1
    return told if told and alone and name else (None, None)
