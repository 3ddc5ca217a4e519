"""The words of one key result or objective: title apart from priority, handle, task box and numbers."""

import re
from dataclasses import dataclass, field

from okrtui.sharing.words.inline import links, words
from okrtui.sharing.words.labels import label_of
from okrtui.text import clean

_HANDLE = r"@[A-Za-z0-9][\w.-]{0,60}"
_HANDLES = rf"{_HANDLE}(?:\s*(?:,|&|/|\band\b)?\s*{_HANDLE}){{0,9}}"
_BOX = re.compile(r"\[(?P<x>[ xX✓✔])\]\s+")
_PRIORITY = re.compile(r"\s*(?:\[(?P<square>[pP](?:\d|X|x))\]|\((?P<round>[pP]\d)\))\s*")
_PRIORITY_FIRST = re.compile(r"(?P<p>P(?:\d|X))(?:\s*[:：]\s*|\s+[-–—]\s*|\s+(?=@))")
_DRI_FIRST = re.compile(rf"(?P<who>{_HANDLES})\s*(?:[:：]|[-–—]\s)\s*")
_DRI_LAST = (
    re.compile(
        r"(?<!\bby)(?<!\bto)(?<!\bof)(?<!\bfor)(?<!\band)(?<!\bwith)(?<!\bfrom)(?<!\bvia)(?<!\bper)(?<!\bask)"
        rf"(?<!\bat)(?<![-–—|,;:&(（\[])\s(?P<who>{_HANDLES})\s*$",
        re.I,
    ),
    re.compile(rf"\s*[-–—|,;]\s*(?P<who>{_HANDLES})\s*\.?$"),
    re.compile(rf"\s*[(\[]\s*(?:(?:DRI|owner|lead|负责人)\s*[:：]?\s*)?(?P<who>{_HANDLES})\s*[)\]]\s*\.?$", re.I),
    re.compile(
        r"\s*[-–—|,;(（\[]?\s*\b(?:DRI|owner|负责人)\s*[:：]\s*(?P<who>@?[\w.-]{1,60}(?:\s[A-Z][\w.-]{0,40})?)\s*[)）\]]?\s*\.?$",
        re.I,
    ),
    re.compile(r"\s*[(（\[,;]\s*负责人\s*[:：]\s*(?P<who>[^()（）\[\]]{1,60})[)）\]]?$"),
)
_ENUMERATED = re.compile(r"\(?\d{1,2}[.)]\s+(?=\S)")
_OUTCOME = re.compile(r"\s=+>\s(?P<said>[^\d\s%].{0,500})$")
_TAIL = 700  # a handle stands at the end: no pattern looks at more than this


@dataclass(slots=True)
class Worded:
    """What one line or paragraph says; `notes` are lines that belong beside the title."""

    title: str
    dri: str = ""
    priority: str = ""
    done: bool = False
    ref: str = ""
    notes: list[str] = field(default_factory=list)


def worded(raw: str) -> Worded:
    """Return the title of `raw` (Markdown, perhaps with its label) without the marks, and what the marks said."""
    said = Worded("", notes=links(raw))
    text = words(raw)
    box = _BOX.match(text)
    if box:
        said.done, text = box["x"] != " ", text[box.end() :]
    label = label_of(text)
    if label and label.kind in ("objective", "key_result"):
        text, said.ref = label.value, label.ref
    text = _ENUMERATED.sub("", text, count=1) if _ENUMERATED.match(text) else text
    outcome = _OUTCOME.search(text)
    if outcome:  # "Hire two designers => Done"
        said.notes.append(outcome["said"])
        text = text[: outcome.start()]
    text = _take_priority(text, said)
    text = _take_people(text, said)
    text = _take_priority(text, said)
    said.title = clean(text)
    return said


def person(text: str) -> str:
    """Return the handle or name that an owner's line gives, without the @; several keep the first."""
    handle = re.search(_HANDLE, text[:_TAIL])
    return clean(handle[0].lstrip("@").rstrip(".") if handle else re.split(r"[,;&、，]|\s/\s", text[:_TAIL])[0])


def others(text: str) -> list[str]:
    """Return a note that keeps the people an owner's line names after the first one."""
    many = len(re.findall(_HANDLE, text[:_TAIL])) > 1 or re.search(r"(?:[,;&、，]|\s/)\s*\S", text[:_TAIL])
    return [f"Owners: {clean(text)}"] if many else []


def _take_priority(text: str, said: Worded) -> str:
    first = _PRIORITY_FIRST.match(text)
    if first and not said.priority:
        said.priority, text = first["p"].lower(), text[first.end() :]
    match = _PRIORITY.search(text)
    if match and not said.priority:
        said.priority = (match["square"] or match["round"]).lower()
        text = f"{text[: match.start()]} {text[match.end() :]}".strip()
    return text


def _take_people(text: str, said: Worded) -> str:
    first = _DRI_FIRST.match(text)
    match = first or next((m for pattern in _DRI_LAST if (m := pattern.search(text, max(0, len(text) - _TAIL)))), None)
    if match is None or (match.start() == 0 and match.end() == len(text)):
        return text
    said.dri = person(match["who"])
    said.notes += others(match["who"])
    return text[match.end() :] if match is first else text[: match.start()].rstrip()
