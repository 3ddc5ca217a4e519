"""The filter of the OKR tree: plain words beside `team:x dri:mei status:risk`, read from text and written back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from okrtui.errors import Refused
from okrtui.model.okrs import KeyResultState, ObjectiveStanding, ObjectiveState, Standing, Status
from okrtui.text import clean, folded

_TERM = re.compile(
    r'(?P<name>team|dri|status|kind):(?:"(?P<quoted>[^"]*)"?|(?P<value>\S*))|(?P<word>\S+)', re.IGNORECASE
)
ME, NOBODY = "me", "nobody"


@dataclass(frozen=True, slots=True)
class OkrFilter:
    """What is kept; everything is compared without case and by part: `status:risk` keeps what is at risk."""

    words: tuple[str, ...] = ()
    team: str = ""
    dri: str = ""
    status: str = ""
    kind: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.team or self.dri or self.status or self.kind)

    @property
    def text(self) -> str:
        """The filter as a person types it; `parse_filter` reads it back."""
        terms = [f"{name}:{_quoted(value)}" for name, value in self._terms() if value]
        return " ".join([*terms, *self.words])

    @property
    def told(self) -> str:
        """The filter as a heading says it: `team Platform · DRI mei · at risk · “p99”`; "" for none."""
        said = {"team": "team ", "dri": "DRI ", "status": "", "kind": ""}
        words = {"risk": "at risk", "track": "on or off track"}
        terms = [said[name] + words.get(value, value) for name, value in self._terms() if value]
        return " · ".join([*terms, *([f"“{' '.join(self.words)}”"] if self.words else [])])

    def _terms(self) -> tuple[tuple[str, str], ...]:
        return ("team", self.team), ("dri", self.dri), ("status", self.status), ("kind", self.kind)

    def with_term(self, name: str, value: str) -> "OkrFilter":
        """Return the filter with one term set, "" to drop it."""
        return replace(self, **{name: value})  # type: ignore[arg-type]  # every term is a str


def parse_filter(text: str) -> OkrFilter:
    """Return the filter that `text` means; the later of two terms of a name counts, an empty term is no term yet."""
    found = OkrFilter()
    for match in _TERM.finditer(text):
        if match["word"] is not None:
            found = replace(found, words=(*found.words, match["word"]))
        else:
            value = match["quoted"] if match["quoted"] is not None else match["value"]
            found = found.with_term(match["name"].lower(), value.strip())
    return found


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r"\s", value) else value


def kept(objective: ObjectiveStanding, wanted: OkrFilter, me: str) -> tuple[bool, tuple[Standing, ...]]:
    """Return whether an objective is shown and which of its key results; `me` is the login that `dri:me` means.

    An objective whose own words match keeps all key results that the terms allow; one that has a key result left
    is shown for it.
    """
    o = objective.objective
    if not wanted:
        return True, objective.key_results
    if wanted.team and folded(wanted.team) not in folded(o.team):
        return False, ()
    if wanted.kind and folded(wanted.kind) not in o.kind.value:
        return False, ()
    by_words = _has_words(f"{o.ref} {o.title} {o.team} {o.dri}", wanted.words)
    left = tuple(
        s
        for s in objective.key_results
        if (by_words or _has_words(f"{s.kr.ref} {s.kr.title} {s.kr.dri} {o.ref} {o.title}", wanted.words))
        and is_dri(s.kr.dri or o.dri, wanted.dri, me)
        and is_status(words_of(s), wanted.status)
    )
    itself = by_words and is_dri(o.dri, wanted.dri, me) and is_status(objective_words(objective), wanted.status)
    return itself or bool(left), left


def is_dri(login: str, wanted: str, me: str) -> bool:
    """Tell whether a DRI is the one asked for; `me` and `nobody` are understood, logins match whole or by beginning."""
    wanted = folded(wanted).removeprefix("@")
    if not wanted:
        return True
    if wanted == ME:
        return login == me
    return not login if wanted == NOBODY else folded(login).startswith(wanted)


def is_status(words: Sequence[str], wanted: str) -> bool:
    """Tell whether one of a thing's status words is the one asked for, by part."""
    return not wanted or any(folded(wanted) in word for word in words)


def check_status(wanted: str) -> None:
    """Raise Refused where no status that a thing may have holds the word asked for."""
    known = list(dict.fromkeys(str(each) for each in (*Status, "stale", *KeyResultState, *ObjectiveState)))
    if not is_status(known, wanted):
        raise Refused(f"no status is “{clean(wanted)}”; there are: {', '.join(known)}")


def words_of(standing: Standing) -> tuple[str, ...]:
    """Return a key result's status words: how it stands while open (and `stale`), else what became of it."""
    if standing.kr.state is not KeyResultState.OPEN:
        return (standing.kr.state.value,)
    return (standing.status.value, "stale") if standing.stale else (standing.status.value,)


def objective_words(objective: ObjectiveStanding) -> tuple[str, ...]:
    """Return an objective's status words: its weakest key result's while active, else what became of it."""
    if objective.objective.state is not ObjectiveState.ACTIVE:
        return (objective.objective.state.value,)
    return (objective.status.value,) if objective.status else ()


def _has_words(text: str, words: Sequence[str]) -> bool:
    within = folded(text)
    return all(folded(word) in within for word in words)
