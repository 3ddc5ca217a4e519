"""Key results that tell their own number: commands of mine are run, and what they say goes into my sheet's draft."""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum

from okrtui.errors import Refused
from okrtui.model.frozen import frozen
from okrtui.model.okrs import Reading, Source, Standing
from okrtui.rituals.week import sheet_fields
from okrtui.rituals.week.checkins import parse_value
from okrtui.rituals.week.sheet_state import SheetState
from okrtui.rules.okrs.reading import parse_reading
from okrtui.rules.weeks import week_of
from okrtui.storage.local.command import run_command
from okrtui.text import clean

_LINE = 200
"""Characters that are repeated of what a command complained about."""


class Outcome(StrEnum):
    """What became of a reading."""

    DRAFTED = "drafted"
    UNCHANGED = "unchanged"
    KEPT = "kept"
    """Something else is typed there: a person's word stays."""
    NONE = "no value"


@frozen
class Pulled:
    """What became of one source: its reading, the outcome, and why in a sentence where it is not plain."""

    reading: Reading
    outcome: Outcome
    why: str = ""


def read_all(sources: Iterable[Source], stop: Callable[[], bool] = lambda: False) -> Iterator[Reading]:
    """Run sources one after the other and yield what each said, until `stop` says that nobody waits any more."""
    for source in sources:
        if stop():
            return
        yield read(source, stop)


def read(source: Source, stop: Callable[[], bool] = lambda: False) -> Reading:
    """Run one source and return what it said, or in a sentence why that is no value."""
    try:
        ran = run_command(source.command, source.seconds, stop=stop)
    except OSError as error:
        return Reading(source.ref, problem=f"{clean(source.command[0])} cannot be run: {error.strerror}")
    except ValueError:  # a NUL among the words
        return Reading(source.ref, problem="its command holds a character that no command can have")
    if ran.code is None:
        return Reading(source.ref, problem=f"it took longer than {source.seconds} s and was ended")
    if ran.code:
        complaint = next((clean(line) for line in reversed(ran.err.splitlines()) if line.strip()), "")[:_LINE]
        how = f"exit {ran.code}" if ran.code > 0 else f"it was ended by signal {-ran.code}"
        return Reading(source.ref, problem=f"{how}: {complaint}" if complaint else how)
    try:
        return parse_reading(source.ref, ran.out)
    except Refused as refusal:
        return Reading(source.ref, problem=str(refusal))


def fill(state: SheetState, readings: Iterable[Reading]) -> tuple[Pulled, ...]:
    """Put readings into a sheet that is filled in, nothing over what a person typed; return what became of each."""
    return tuple(_filled(state, each) for each in readings)


def _filled(state: SheetState, reading: Reading) -> Pulled:
    standing = next((each for each in state.data.key_results if each.kr.ref == reading.ref), None)
    if standing is None or reading.ref not in dict(state.data.known):
        return Pulled(reading, Outcome.NONE, "there is no such open key result")
    try:
        text = _value(state, standing, reading)
    except Refused as refusal:
        return Pulled(reading, Outcome.NONE, str(refusal))
    value, via, note = (sheet_fields.key(reading.ref, part) for part in ("value", "via", "note"))
    typed = state.values[value]
    if typed == text:
        return Pulled(reading, Outcome.UNCHANGED, "it is in your draft" if value in state.typed else "it is entered")
    if value in state.typed and typed != state.values[via]:
        return Pulled(reading, Outcome.KEPT, f"you typed {typed}")
    state.values |= {value: text, via: text}
    if reading.note and not state.values[note]:
        state.values[note] = reading.note
    return Pulled(reading, Outcome.DRAFTED)


def _value(state: SheetState, standing: Standing, reading: Reading) -> str:
    """Return a reading's value as the field takes it. Raises Refused where it is none, or of another week."""
    if reading.problem:
        raise Refused(reading.problem)
    if reading.at is not None and (of := week_of(reading.at.astimezone(state.data.zone).date())) != state.data.week:
        raise Refused(f"its value is of {of}, and this is {state.data.week}")
    number, done = parse_value(standing.kr, reading.value, sheet_fields.kept(state.data, standing))
    return sheet_fields.value_text(standing.kr, number, done)
