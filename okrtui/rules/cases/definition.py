"""A process out of its TOML: every fault of the text is told with its line."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from okrtui.errors import Refused
from okrtui.model.cases import APPEAL, About, Appeal, CaseStep, Process, Sight
from okrtui.rules.cases.soundness import Fault, unsound
from okrtui.text import clean

_NAME = re.compile(r"[a-z][a-z-]{1,30}")
_TOP = ("name", "title", "for", "about", "sight", "needs", "tells", "hands", "page", "step", APPEAL)
_STEP = ("name", "owner", "days", "asks", "outcomes", "decides", "advice", "overdue", "ends", "grants")
_APPEAL = ("by", "days", "owner", "hear", "asks", "outcomes", "overdue", "ends", "grants")
_CHOICES = {
    "about": tuple(About),
    "sight": tuple(Sight),
    "needs": ("", "hero", "agreement"),
    "page": ("", "decision", "request"),
}
_INSTEAD: dict[str, object] = {
    **dict.fromkeys(("title", "for", "asks"), "…"),
    **dict.fromkeys(("owner", "by"), "opener"),
    **dict.fromkeys(("days", "hear"), 1),
    "name": "nameless",
    "outcomes": {"done": "close: done"},
    "overdue": "close: done",
    "step": [{"name": "done", "owner": "opener", "days": 1, "asks": "…", "outcomes": {"done": "close: done"}}],
}
"""What is read in the place of a key that must be there and is wrong, so that all else that is wrong is told, too."""
_MOST_DAYS = 366
_MOST_STEPS = 12


class _Fault(Exception):
    """What is wrong, and with which key of which block: `` (the top), `step 1` or `appeal`."""

    def __init__(self, block: str, key: str, what: str) -> None:
        super().__init__(what)
        self.block, self.key = block, key


def read_process(text: str) -> Process:
    """Return the process that a TOML text defines. Raises Refused with all that is wrong, each with its line."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        at = f"line {line[1]}" if line else "its end"
        raise Refused(f"{at}: this is no TOML: {clean(str(error).partition(' (at ')[0])}") from None
    found, faults = _read_on(told, text)
    faults = faults or unsound(found)
    if faults:
        lines = {(_line(text, block, key), what) for block, key, what in faults}
        raise Refused("; ".join(f"line {line}: {what}" for line, what in sorted(lines)))
    return found


def _read_on(told: dict[str, Any], text: str) -> tuple[Process, list[Fault]]:
    """Return a process and what is wrong with its keys: each is put right in `told`, and reading goes on."""
    faults = list[Fault]()
    while True:
        try:
            return _process(told, text), faults
        except _Fault as fault:
            faults.append((fault.block, fault.key, str(fault)))
            at = fault.block.removeprefix("step ")
            block = told["step"][int(at)] if at.isdecimal() else told[APPEAL] if at == APPEAL else told
            block.pop(fault.key, None)
            block |= {fault.key: _INSTEAD[fault.key]} if fault.key in _INSTEAD else {}


def _process(told: Mapping[str, object], text: str) -> Process:
    _only(told, _TOP, "")
    name = _text(told, "name", "")
    if not _NAME.fullmatch(name) or name == APPEAL:
        raise _Fault("", "name", f"“{name}” can't name a process: small letters and dashes, two or more, like on-call")
    steps = told.get("step")
    if not isinstance(steps, list) or not all(isinstance(each, dict) for each in steps) or not steps:
        raise _Fault(
            "", "step", 'its steps are missing; each begins with a line [[step]], like: [[step]] name = "decide"'
        )
    if len(steps) > _MOST_STEPS:
        raise _Fault("", "step", f"{len(steps)} steps are too many for anybody to follow; {_MOST_STEPS} are the most")
    chosen = {key: _choice(told, key) for key in _CHOICES}
    appeal = told.get(APPEAL)
    if appeal is not None and not isinstance(appeal, dict):
        raise _Fault("", APPEAL, "an appeal is a block of its own that begins with a line [appeal]")
    return Process(
        name=name,
        title=_text(told, "title", ""),
        purpose=_text(told, "for", ""),
        steps=tuple(_step(each, f"step {at}") for at, each in enumerate(steps)),
        about=About(chosen["about"] or About.WORK),
        sight=Sight(chosen["sight"] or Sight.OPEN),
        needs=chosen["needs"],
        tells=_flag(told, "tells", ""),
        hands=_flag(told, "hands", ""),
        page=chosen["page"],
        appeal=_appeal(appeal) if appeal is not None else None,
        text=text,
    )


def _step(told: Mapping[str, object], block: str) -> CaseStep:
    _only(told, _STEP, block)
    name = _text(told, "name", block)
    if not _NAME.fullmatch(name) or name == APPEAL:
        raise _Fault(block, "name", f"“{name}” can't name a step: small letters and dashes, two or more, like decide")
    return CaseStep(
        name,
        _text(told, "owner", block),
        _days(told, "days", block),
        _text(told, "asks", block),
        _outcomes(told, block),
        decides=_flag(told, "decides", block),
        advice=_flag(told, "advice", block),
        overdue=_text(told, "overdue", block, needed=False),
        ends=_words(told, "ends", block),
        grants=_words(told, "grants", block),
    )


def _appeal(told: Mapping[str, object]) -> Appeal:
    _only(told, _APPEAL, APPEAL)
    heard = CaseStep(
        APPEAL,
        _text(told, "owner", APPEAL),
        _days(told, "hear", APPEAL),
        _text(told, "asks", APPEAL),
        _outcomes(told, APPEAL),
        decides=True,
        overdue=_text(told, "overdue", APPEAL),
        ends=_words(told, "ends", APPEAL),
        grants=_words(told, "grants", APPEAL),
    )
    return Appeal(_text(told, "by", APPEAL), _days(told, "days", APPEAL), heard)


def _only(told: Mapping[str, object], keys: tuple[str, ...], block: str) -> None:
    for key in told:
        if key not in keys:
            raise _Fault(block, key, f"“{clean(key)}” means nothing here; there are: {', '.join(keys)}")


def _text(told: Mapping[str, object], key: str, block: str, *, needed: bool = True) -> str:
    value = told.get(key, "")
    if not isinstance(value, str):
        raise _Fault(block, key, f'{key} is a text in quotes, like {key} = "…"')
    if needed and not clean(value):
        raise _Fault(block, key, f"{_called(block)}{key} is missing; write a few words")
    return clean(value)


def _flag(told: Mapping[str, object], key: str, block: str) -> bool:
    value = told.get(key, False)
    if not isinstance(value, bool):
        raise _Fault(block, key, f"{key} is true or false")
    return value


def _days(told: Mapping[str, object], key: str, block: str) -> int:
    value = told.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _MOST_DAYS:
        raise _Fault(block, key, f"{_called(block)}{key} must be a whole number from 1 to {_MOST_DAYS}, like {key} = 5")
    return value


def _choice(told: Mapping[str, object], key: str) -> str:
    value = _text(told, key, "", needed=False)
    if value and value not in _CHOICES[key]:
        raise _Fault("", key, f"{key} is {' or '.join(each for each in _CHOICES[key] if each)}, not “{value}”")
    return value


def _words(told: Mapping[str, object], key: str, block: str) -> tuple[str, ...]:
    value = told.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _Fault(block, key, f'{key} is a list of outcomes, like {key} = ["reminder"]')
    return tuple(clean(each) for each in value)


def _outcomes(told: Mapping[str, object], block: str) -> tuple[tuple[str, str], ...]:
    value = told.get("outcomes")
    if not isinstance(value, dict) or not value or not all(isinstance(each, str) for each in value.values()):
        example = 'outcomes = { yes = "next", no = "close: declined" }'
        raise _Fault(block, "outcomes", f"{_called(block)}outcomes are words with where each leads, like {example}")
    words = [(clean(word), clean(leads)) for word, leads in value.items()]
    if not all(word for word, _ in words):
        raise _Fault(block, "outcomes", "an outcome is a word; one of these is empty")
    return tuple(words)


def _called(block: str) -> str:
    return f"the {block.partition(' ')[0]}'s " if block else ""


def _line(text: str, block: str, key: str) -> int:
    """Return the number of the line in which a key of a block stands; that of the block where it is missing."""
    first, inside = 1, not block
    for number, line, at in _blocks(text):
        if at != block:
            if inside and block:
                break
            inside = inside and not block and not at
            continue
        if not inside:
            first, inside = number, True
        if re.match(rf"\s*(\[[^\]]*\.)?[\"']?{re.escape(key)}[\"']?\s*[=\].]", line) or (
            not block and key in ("step", APPEAL) and re.match(rf"\s*\[+{key}", line)
        ):
            return number
    return first


def _blocks(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield (number of the line, line, block that it stands in)."""
    block, steps = "", -1
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"\s*\[\[\s*step\s*\]\]", line):
            steps += 1
            block = f"step {steps}"
        elif re.match(rf"\s*\[\s*{APPEAL}\s*\]", line):
            block = APPEAL
        yield number, line, block
