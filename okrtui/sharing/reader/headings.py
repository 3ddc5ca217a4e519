"""What a heading can be, in the order in which evidence decides: cycle, label, end of what is read, title."""

from dataclasses import dataclass

from okrtui.sharing.reader.blocks import MarkdownBlock, MarkdownLine
from okrtui.sharing.reader.drafts import objective_draft
from okrtui.sharing.reader.walk import STRUCTURE, ReadingRule, Walk, decide
from okrtui.sharing.words.inline import is_bold, words
from okrtui.sharing.words.labels import Label, is_aside, label_of, stop_of
from okrtui.sharing.words.periods import NamedPeriod, mentions_okrs, year_in
from okrtui.text import clean


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as the rules see it: its words, what they say it is, and the cycle that they name."""

    block: MarkdownBlock
    raw: str
    text: str
    label: Label | None
    cycle: NamedPeriod | None

    @property
    def level(self) -> int:
        return self.block.level


def read_heading(walk: Walk, block: MarkdownBlock) -> None:
    """Read a heading by the first rule whose evidence is there."""
    raw = " ".join(line.text for line in block.lines)
    text = words(raw)
    label = label_of(text)
    walk.kr = None
    if walk.stop_level and block.level <= walk.stop_level:
        walk.stop_level = 0
    named = label is not None and label.kind in ("objective", "key_result")
    cycle = None if named else walk.at.read(text, title=block.level == 1 and not walk.heading_level)
    if not named:
        walk.at.year = year_in(text) or walk.at.year
    if walk.stop_level and walk.stop == "prose" and label and label.kind == "objective":
        walk.stop_level = 0
    if decide(HEADINGS, walk, Heading(block, raw, text, label, cycle)).then is not _pass:
        walk.heading_level = block.level


def _names_cycle(walk: Walk, it: Heading) -> bool:
    explained = walk.stop_level and walk.stop == "explains" and it.level > walk.stop_level
    return it.cycle is not None and not explained


def _cycle(walk: Walk, it: Heading) -> None:
    if it.cycle is not None:
        walk.start_cycle(it.cycle, it.block, it.level)


def _pass(walk: Walk, it: Heading) -> None:
    walk.passed.append((it.block.first, it.block.last))


def _labelled(walk: Walk, it: Heading) -> None:
    if it.label is not None:
        walk.labelled(it.label, MarkdownLine(it.block.first, it.raw), it.level, it.block.last)


def _stop(walk: Walk, it: Heading) -> None:
    walk.stop_level, walk.stop, walk.section = it.level, stop_of(it.text), False
    walk.passed.append((it.block.first, it.block.last))
    walk.close(it.level)


def _aside(walk: Walk, it: Heading) -> bool:
    """Return whether it stands beside key results, or below an objective that says what it is."""
    above = walk.objective
    return is_aside(it.text) or (above is not None and above.labelled and not walk.ends(above, it.level))


def _beside(walk: Walk, it: Heading) -> None:
    above = walk.objective
    _end(walk, it)
    if walk.objective is None and above is None:
        walk.stop_level, walk.stop = it.level, "prose"


def _end(walk: Walk, it: Heading) -> None:
    walk.section = False
    walk.close(it.level)


def _over(walk: Walk, it: Heading) -> None:
    _end(walk, it)
    walk.objective = None


def _team(walk: Walk, it: Heading) -> None:
    _end(walk, it)
    walk.objective, walk.team = None, clean(it.text)
    walk.frames.append(it.block.first)


def _title(walk: Walk, it: Heading) -> None:
    _end(walk, it)
    sure = bool(walk.at.level)
    reason = f"heading in the cycle {walk.at.name}" if sure and walk.at.name else "heading"
    walk.open(objective_draft(it.raw, it.block.first, it.level, walk.at.name), it.block.last, reason, sure=sure)


HEADINGS: tuple[ReadingRule[Walk, Heading], ...] = (
    ReadingRule("a cycle", _names_cycle, _cycle),
    ReadingRule("below what explains or is older", lambda walk, it: walk.stop_level, _pass),
    ReadingRule("labelled", lambda walk, it: it.label and it.label.kind in STRUCTURE, _labelled),
    # a document's title stops nothing
    ReadingRule(
        "the start of other text", lambda walk, it: stop_of(it.text) and (it.level > 1 or walk.heading_level), _stop
    ),
    ReadingRule("beside the key results", _aside, _beside),
    ReadingRule("over the objectives", lambda walk, it: mentions_okrs(it.text) and not is_bold(it.raw), _over),
    ReadingRule("a team", lambda walk, it: walk.two_levels, _team),
    ReadingRule("an objective’s title", lambda walk, it: True, _title),
)
