"""Of fewer than three people nothing is told of what they answered, or of their pulse: by no command, page or export.

Two workspaces differ in nothing but what two people answered. Whatever somebody else is shown of them is the same, to
the byte; with a third answer it is not, so that what tells nothing at all is not taken for what keeps quiet.
"""

import json
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from okrtui.cli.output.json_polls import poll_line, poll_shape
from okrtui.model.live import Kind, Phase, PollKind
from okrtui.model.week import LEAST_ANSWERS
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log
from okrtui.rituals.live import facilitation, polls, sessions
from okrtui.rituals.okrs import objectives
from okrtui.rituals.people import members
from okrtui.rituals.retro import retro
from okrtui.rituals.week import updates
from okrtui.rules.live.polls import OWN, SCALES
from okrtui.storage.engine.store import Store
from okrtui.storage.journal.entries import entries
from okrtui.storage.local.tokens import Tokens
from okrtui.storage.open import open_store
from okrtui.storage.postgres.functions import FUNCTIONS
from tests.trust.hostile import READS, run
from tests.workspaces import ctx, workspace

PEOPLE = ("bob", "ana", "jing")
LOW, HIGH = 0, -1
MINE = {("draft",), ("pull",), ("update",), ("source", "list"), ("config", "list"), ("workspace",)}
"""They print what is mine, or the workspace's own row."""
MORE = (
    *[("retro", "show", ref) for ref in ("S1", "S2")],
    ("brainstorm", "show", "S3"),
    ("report", "week"),
    ("report", "cycle"),
    ("csv", "cards"),
    ("csv", "checkins"),
    ("log", "--verify"),
)

SEALS = re.compile(r'"(?:digest|chain)": "[0-9a-f ]+"')
"""Salted, and so another one in each workspace; of few answers the journal holds none, as a test has it."""


class Asked:
    """A workspace in which `people` have answered each kind of question, at one end of its scale, and given a pulse."""

    def __init__(self, base: Path, folder: Path, people: int, end: int) -> None:
        shutil.copytree(base, folder)
        self.path, self._folder, self._people, self._end = folder / "ws" / "team.db", folder, PEOPLE[:people], end
        with closing(open_store(self.path)) as store:
            self._store = store
            self._fill()

    def _ctx(self, login: str) -> Context:
        return replace(ctx(self._store, login), tokens=Tokens(self._folder / login / "tokens.json"))

    def _answer(self, ref: str, kind: PollKind) -> None:
        lena = self._ctx("lena")
        polls.ask(lena, ref, kind, f"What of {kind.value}?")
        given = sorted(SCALES[kind])[self._end] if SCALES[kind] else ("yak", "zebra")[self._end]
        for login in self._people:
            for each in sessions.view(lena, ref).polls:
                if each.open:
                    polls.answer(self._ctx(login), ref, given, each.id)

    def _fill(self) -> None:
        lena = self._ctx("lena")
        for ref, kinds in (("S1", (*OWN, PollKind.RADAR)), ("S2", (*OWN, PollKind.RADAR)), ("S3", OWN)):
            for kind in kinds:
                self._answer(ref, kind)
                polls.show(lena, ref)
        for login in self._people:
            updates.submit(self._ctx(login), priorities=[("ship", "")], pulse=(1, 5)[self._end])
        facilitation.move(lena, "S1", Phase.CLOSED)
        self._answer("S2", PollKind.FIST)  # is open still

    def told(self, out: Path) -> Iterator[tuple[str, str]]:
        """Yield everything that somebody else is told, by where."""
        for words in (*(each for each in READS if each not in MINE), *MORE):
            for more in ((), ("--json",)):
                said = run(self.path, *words, *more)
                yield " ".join((*words, *more)), said.out + said.err
        assert run(self.path, "export", str(out)).code == 0
        for file in sorted(out.rglob("*")):
            if file.is_file():
                yield f"export {file.relative_to(out)}", file.read_text(encoding="utf-8")
        with closing(open_store(self.path)) as self._store:
            lena = self._ctx("lena")
            for ref in ("S1", "S2", "S3"):
                for each in sessions.view(lena, ref).polls:
                    yield f"poll {each.id}", f"{poll_line(each)} {json.dumps(poll_shape(each))}"
            yield "journal", str([replace(each, changes=()) for each in log.log(lena, limit=999)])


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    store: Store = workspace(folder)
    lena = replace(ctx(store, "lena"), tokens=Tokens(folder / "lena" / "tokens.json"))
    for login in (*PEOPLE, "lena"):
        members.edit_member(lena, login)
    objectives.add_objective(lena, "Halve the build")
    objectives.add_key_result(lena, "O1", "Minutes", start=20, target=10)
    retro.start(lena, "Friday", anonymous=True)
    retro.start(lena, "Monday")
    sessions.start(lena, Kind.BRAINSTORM, "Halve the build", anonymous=True)
    store.close()
    return folder


def found(base: Path, folder: Path, people: int) -> tuple[dict[str, str], dict[str, str]]:
    ends = []
    for name, end in (("low", LOW), ("high", HIGH)):
        made = Asked(base, folder / name / "asked", people, end)
        told = dict(made.told(folder / name / "out"))
        ends.append({where: SEALS.sub("", text.replace(str(folder / name), "")) for where, text in told.items()})
    return ends[0], ends[1]


def test_two_answers_and_two_pulses_change_nothing_that_anybody_else_is_told(base: Path, tmp_path: Path) -> None:
    low, high = found(base, tmp_path, 2)
    assert len(low) > 2 * len(READS)
    assert [where for where in low if low[where] != high[where]] == []


@pytest.mark.parametrize(("people", "sealed"), [(2, set()), (3, {"poll"})])
def test_the_journal_seals_no_few_answers_that_could_be_guessed_by_the_seal(
    base: Path, tmp_path: Path, people: int, sealed: set[str]
) -> None:
    made = Asked(base, tmp_path / "asked", people, LOW)
    with closing(open_store(made.path)) as store:
        changes = [each for entry in entries(store, limit=999) for each in entry.changes]
    assert {str(each["table"]) for each in changes if "digest" in each} & {"poll"} == sealed


def test_a_third_answer_is_told_in_each_place_that_keeps_quiet_of_two(base: Path, tmp_path: Path) -> None:
    low, high = found(base, tmp_path, 3)
    differ = {where.split(" --")[0].rsplit("/", 1)[0] for where in low if low[where] != high[where]}
    wanted = {"retro status S1", "retro show S1", "retro show S2", "brainstorm show S3", "retro radar", "week"}
    assert wanted | {"brainstorm status", "report week", "report cycle"} <= differ
    assert any(where.startswith("export ") for where in differ)


def test_a_server_counts_by_the_same_number() -> None:
    counted = [each for each in FUNCTIONS if f">= {LEAST_ANSWERS}" in each]
    assert len(counted) == 2, "a pulse's mean, and the answers to a question"
