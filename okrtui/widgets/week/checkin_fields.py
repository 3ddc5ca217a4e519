"""The fields of a check-in in their order, what they complete, and one line of help for each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from okrtui.model.actions import Action
from okrtui.model.okrs import KeyResultKind
from okrtui.model.week import Commitment, CommitmentState
from okrtui.rules.okrs.values import amount
from okrtui.text import clean, folded
from okrtui.widgets.sheet.fields import SheetField
from okrtui.widgets.week.checkin_lines import KrView, status_options

Pairs = Sequence[tuple[str, str]]
"""(ref, title) of key results, or (login, name) of members."""

_FATES = (("done", "done"), ("carried", "carry"), ("dropped", "drop"))
_FATE_LETTERS = (("d", "done"), ("c", "carried"), ("x", "dropped"))
_ENDS = (("done", "done"), ("open", "stays open"), ("dropped", "drop"))
_END_LETTERS = (("d", "done"), ("o", "open"), ("c", "open"), ("x", "dropped"))
_ACTION = re.compile(r"A\d+/")
_WORDS = (KeyResultKind.BINARY, KeyResultKind.MILESTONE)
_LAST_REF = re.compile(r"(?:^|\s)(K(?:R[\d.]*)?)$", re.IGNORECASE)
_LAST_NAME = re.compile(r"(?:^|[,;\s])@?([^,;\s]+)$")


def fields_of(
    commitments: Sequence[Commitment],
    actions: Sequence[Action],
    key_results: Sequence[KrView],
    known: Pairs,
    people: Pairs,
) -> list[SheetField]:
    """Return the sheet's fields from top to bottom; a reason is asked for only where something is dropped."""
    fields: list[SheetField] = []
    for place, item in enumerate(commitments):
        state = f"c{item.id}/state"
        fields.append(SheetField(state, "choice", _FATES, _FATE_LETTERS, head=place == 0))
        fields.append(SheetField(f"c{item.id}/reason", when=(state, CommitmentState.DROPPED.value)))
    for place, action in enumerate(actions):
        state = f"{action.ref}/state"
        fields.append(SheetField(state, "choice", _ENDS, _END_LETTERS, head=place == 0))
        fields.append(SheetField(f"{action.ref}/reason", when=(state, CommitmentState.DROPPED.value)))
    for view in key_results:
        fields += _key_result_fields(view)
    fields += [SheetField(name, head=name == "p1", ghost=lambda text: ref_rest(text, known)) for name in _PRIORITIES]
    fields += [
        SheetField("ahead", "text", head=True, breaks=True),
        SheetField("blocker", "text"),
        SheetField("helpers", ghost=lambda text: login_rest(text, people)),
        SheetField("wins", "text", head=True, breaks=True),
        SheetField("pulse", "choice", _PULSE, _PULSE),
    ]
    return fields


_PRIORITIES = ("p1", "p2", "p3")
_PULSE = tuple((str(n), str(n)) for n in range(1, 6))


def _key_result_fields(view: KrView) -> list[SheetField]:
    kr, ref = view.kr, view.kr.ref
    if kr.kind is KeyResultKind.BINARY:
        letters = (("y", "yes"), ("n", "no"), ("=", "="), ("1", "yes"), ("0", "no"))
        value = SheetField(f"{ref}/value", "choice", (("yes", "yes"), ("no", "no")), letters, head=True)
    else:
        value = SheetField(f"{ref}/value", placeholder="no entry", head=True)
    return [
        value,
        SheetField(f"{ref}/confidence"),
        SheetField(f"{ref}/status", "choice", status_options(view.suggested), folded=True),
        *(SheetField(f"{ref}/#{position + 1}", "tick") for position in range(len(kr.milestones))),
        SheetField(f"{ref}/note", "text"),
    ]


def is_action_field(key: str) -> bool:
    """Tell whether a field belongs to an action item."""
    return _ACTION.match(key) is not None


def refs_like(text: str, known: Pairs) -> list[tuple[str, str]]:
    """Return the key results that a text's end may mean; [] where it does not begin a ref."""
    match = _LAST_REF.search(text)
    if match is None:
        return []
    return [(ref, title) for ref, title in known if ref.startswith(match[1].upper())]


def ref_rest(text: str, known: Pairs) -> str:
    """Return what completes the ref at a text's end."""
    match, found = _LAST_REF.search(text), refs_like(text, known)
    return found[0][0][len(match[1]) :] if match and found else ""


def people_like(text: str, people: Pairs) -> list[tuple[str, str]]:
    """Return the members whose login or name begins with a text's last word."""
    match = _LAST_NAME.search(text)
    if match is None:
        return []
    word = folded(match[1])
    return [(login, name) for login, name in people if folded(login).startswith(word) or _named(folded(name), word)]


def _named(name: str, word: str) -> bool:
    return any(part.startswith(word) for part in (name, *name.split()))


def login_rest(text: str, people: Pairs) -> str:
    """Return what completes the login at a text's end; a name is completed by its hint, not here."""
    match = _LAST_NAME.search(text)
    word = match[1] if match else ""
    logins = [login for login, _ in people_like(text, people) if login.startswith(word)]
    return logins[0][len(word) :] if word and logins else ""


@dataclass(frozen=True, slots=True)
class Hints:
    """One line of help for every field."""

    key_results: tuple[KrView, ...] = ()
    known: Pairs = ()
    people: Pairs = ()
    values: Mapping[str, str] = field(default_factory=dict)
    pulse: str = ""
    """How private a pulse is."""

    def of(self, key: str) -> str:
        """Return what belongs into the field `key`."""
        ref, _, part = key.partition("/")
        view = next((each for each in self.key_results if each.kr.ref == ref), None)
        if view is not None:
            return self._of_key_result(view, part)
        if is_action_field(key) and part == "state":
            return "d done · o looked at, stays open · x drop with a reason · ← → choose"
        text = self.values.get(key, "")
        if key in _PRIORITIES:
            return self._of_priority(text)
        if key == "helpers":
            found = people_like(text, self.people) or ([] if text.strip() else list(self.people))
            names = " · ".join(f"{login} {clean(name)}" for login, name in found[:6])
            return f"who can help, by login: {names}" if names else "who can help, by login, with commas between"
        return self.pulse if key == "pulse" else _PLAIN.get(part or key, "")

    def _of_priority(self, text: str) -> str:
        found = refs_like(text, self.known)
        if found:
            return "→ " + " · ".join(f"{ref} {clean(title)}" for ref, title in found[:4])
        if not self.known:
            return "what counts most this week"
        return "end it with a key result: " + " · ".join(f"{ref} {clean(title)}" for ref, title in self.known[:4])

    def _of_key_result(self, view: KrView, part: str) -> str:
        kr, last = view.kr, view.last
        if part == "value":
            kept = f" ({amount(kr, view.kept.value, unit=False)})" if view.kept and kr.kind not in _WORDS else ""
            same = f" · = unchanged{kept}" if view.kept else ""
            kinds = {
                KeyResultKind.BINARY: "y yes · n no",
                KeyResultKind.MILESTONE: "which milestones are done, like #1,#3, or tick them below",
            }
            what = kinds.get(kr.kind, f"a number in {clean(kr.unit)}" if kr.unit else "a number")
            return f"{what}{same} · empty: no entry"
        if part == "confidence":
            before = "" if view.confidence is None else f" · {view.confidence} by now"
            return f"0 no way … 10 sure that the target is reached by the end of the cycle{before}"
        if part == "status":
            return f"← → set it yourself · backspace: as the pace suggests, {view.suggested}"
        if part.startswith("#"):
            return "space ticks what is done"
        if last is not None and last.note:
            return f"{last.week[5:]} {clean(last.who)}: {clean(last.note)}"
        return "what moved it, what is in the way"


_PLAIN = {
    "state": "d done · c carry over · x drop, with a reason · ← → choose",
    "reason": "why it is dropped; it stays readable",
    "ahead": "what comes in the next four weeks, a line each: W48 load test with the edge team",
    "blocker": "what is in the way; empty for nothing",
    "wins": "what went well, a line each",
}
