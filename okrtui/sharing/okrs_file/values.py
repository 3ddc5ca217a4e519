"""The values of okrtui's own document: measures, check-ins, weights; each parsed or refused with a sentence."""

import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from okrtui.errors import Refused
from okrtui.model.okrs import KeyResult, KeyResultKind
from okrtui.rules.formatting import number
from okrtui.rules.okrs.milestones import done_weight, first_done
from okrtui.sharing.markdown.escape import one_line
from okrtui.sharing.okrs_file.writer import HOLDS
from okrtui.sharing.words.numbers import Separators, plain_number

T = TypeVar("T")
_NUMBER = r"[-+−]?(?:\d{1,3}(?:[ '’,]\d{3})+(?!\d)(?:\.\d+)?|\d[\d.,]*\d|\d+\.?|\.\d+)(?:[eE][-+]?\d+)?"
_PLAIN = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_MOVES = re.compile(rf"from ({_NUMBER}) to ({_NUMBER})\s*(.*)", re.IGNORECASE)
_STAYS = re.compile(rf"(?:from ({_NUMBER}), )?stays? (above|below) ({_NUMBER})\s*(.*)", re.IGNORECASE)
_OTHER = re.compile(rf"(done or not|(?:({_NUMBER}) )?milestones)(?:, in (.*))?", re.IGNORECASE)
_VALUE = re.compile(rf"(?:({_NUMBER})(?: of ({_NUMBER}))?)?\s*((?:#\d{{1,4}}[\s,]*)*)")


def value_of(kr: KeyResult, text: str) -> tuple[float, tuple[int, ...], float | None]:
    """Return value, done milestones (positions from 0) and what all weighed then (None: as listed) of a table's cell.

    Raises Refused for anything else.
    """
    text = text.strip()
    if kr.kind is KeyResultKind.BINARY and text.lower() in ("yes", "no"):
        return (1.0 if text.lower() == "yes" else 0.0), (), None
    if text.lower().endswith(kr.unit.lower()) and kr.unit:
        text = text[: -len(kr.unit)].rstrip()
    match = _VALUE.fullmatch(text)
    if match is None or not text:
        raise Refused(f"“{text}” isn't a value for {one_line(kr.title)}")
    done = tuple(int(found) - 1 for found in re.findall(r"\d+", match[3]))
    if match[1] is not None:
        value = number_of(match[1])
        if match[2] is not None:
            return value, done, number_of(match[2])
        return value, done if done else first_done(kr.milestones, value), None
    if not kr.milestones or any(not 0 <= at < len(kr.milestones) for at in done):
        raise Refused(f"there is no such milestone; they are #1 to #{len(kr.milestones)}")
    return done_weight(kr.milestones, done), tuple(sorted(set(done))), None


def measure_of(text: str) -> tuple[KeyResultKind | None, float | None, float | None, str]:
    """Return kind, start, target and unit of a measure as the file words it. Raises Refused for anything else."""
    text = text.strip()
    if match := _MOVES.fullmatch(text):
        return None, number_of(match[1]), number_of(match[2]), match[3]
    if match := _STAYS.fullmatch(text):
        kind = next(kind for kind, words in HOLDS.items() if words.endswith(match[2].lower()))
        return kind, number_of(match[1]) if match[1] else None, number_of(match[3]), match[4]
    if match := _OTHER.fullmatch(text):
        unit = match[3] or ""
        if match[1].lower() == "done or not":
            return KeyResultKind.BINARY, None, None, unit
        return KeyResultKind.MILESTONE, None, number_of(match[2]) if match[2] else None, unit
    raise Refused(
        f"“{one_line(text)}” measures nothing; write: from 180 to 90 ms, stay above 99.9 %, milestones, or done or not"
    )


def number_of(text: str) -> float:
    """Return a number: as okrtui writes it, or with the separators of a hand (`1,000`, `75,5`). Raises Refused."""
    text = text.strip().replace("−", "-")
    found = float(text) if re.fullmatch(_PLAIN, text, re.ASCII) else None
    if found is None and re.fullmatch(_NUMBER, text, re.ASCII):
        found, _ = plain_number(text.lstrip("-+"), "", Separators(".", proved=True))
        found = -found if found is not None and text.startswith("-") else found
    if found is None:
        raise Refused(f"“{one_line(text)}” isn't a number; write 1000, 75.5 or -3")
    return found


def whole_of(text: str) -> int:
    """Return a confidence's whole number. Raises Refused for anything else."""
    if not re.fullmatch(r"\d{1,4}", text.strip(), re.ASCII):
        raise Refused(f"“{one_line(text)}” isn't a confidence; it goes from 0 (no way) to 10 (sure)")
    return int(text)


def weight_of(text: str) -> float:
    """Return a weight. Raises Refused unless it is above 0."""
    weight = number_of(text)
    if not 0 < weight <= 1000:
        raise Refused(f"{number(weight)} isn't a weight; it is a number above 0, usually 1")
    return weight


def login_of(text: str) -> str:
    """Return a login without its @."""
    return one_line(text).removeprefix("@")


def parent_of(text: str) -> str:
    """Return the canonical ref of an objective or a key result. Raises Refused for anything else."""
    match = re.fullmatch(r"(?:O(\d{1,9})|KR(\d{1,9})\.(\d{1,9}))\b.*", text.strip(), re.IGNORECASE)
    if match is None:
        raise Refused(f"“{one_line(text)}” is neither an objective nor a key result; they are called like O3, KR3.2")
    return f"O{int(match[1])}" if match[1] else f"KR{int(match[2])}.{int(match[3])}"


def day_of(text: str) -> date:
    """Return a day. Raises Refused for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(f"“{text}” isn't a day; days look like 2026-10-01") from None


def one_of(kind: Callable[[str], T]) -> Callable[[str], T]:
    """Return a parser that knows an enum's words and refuses others with what they are."""

    def parse(text: str) -> T:
        try:
            return kind(text.strip().lower())
        except ValueError:
            known = ", ".join(str(member) for member in kind)  # type: ignore[attr-defined]  # an enum's class
            raise Refused(f"“{one_line(text)}” is none of: {known}") from None

    return parse
