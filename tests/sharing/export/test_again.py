"""An export again makes only what the journal says has changed, and leaves the same bytes as one that makes all."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.heroes import Reaction, Standard
from okrtui.model.people import MemberState
from okrtui.model.week import CommitmentState, Health
from okrtui.rituals import heroes
from okrtui.rituals.actions import actions
from okrtui.rituals.context import Context
from okrtui.rituals.documents.report_data import ReportData
from okrtui.rituals.journal import log
from okrtui.rituals.journal.redact import redact
from okrtui.rituals.okrs import closing, cycles, objectives
from okrtui.rituals.people import logins, members
from okrtui.rituals.week import checkins, health, updates
from okrtui.rules.weeks import shift
from okrtui.sharing.export import tree
from okrtui.sharing.export.tree import export_tree
from okrtui.sharing.pages import reports
from okrtui.storage.local.exports import ExportRecords
from tests.examples import examples
from tests.sharing.export.test_tree import contents
from tests.sharing.team import NAMES, fill, workspace

Change = Callable[[Context, random.Random], object]


def _ref(ctx: Context, chance: random.Random) -> str:
    every = objectives.objectives(ctx)
    of = chance.choice(every).number
    return f"KR{of}.{chance.randint(1, 3)}"


def _past(ctx: Context, chance: random.Random) -> str:
    return shift(ctx.week, -chance.randint(0, 8))


def _commitment(ctx: Context, chance: random.Random) -> int:
    mine = [each.id for each in updates.commitments_of(ctx, week=_past(ctx, chance))]
    return chance.choice(mine) if mine else 0


CHANGES: dict[str, Change] = {
    "check in": lambda c, r: checkins.check_in(
        c, _ref(c, r), r.randint(1, 200), week=_past(c, r), note=f"n{r.random()}"
    ),
    "objective": lambda c, r: objectives.add_objective(c, f"Objective {r.random()}"),
    "key result": lambda c, r: objectives.add_key_result(c, "O1", f"Measure {r.random()}", target=r.randint(1, 99)),
    "retitle": lambda c, r: objectives.edit_key_result(c, _ref(c, r), title=f"Called {r.random()}"),
    "weigh": lambda c, r: objectives.edit_objective(c, "O1", weight=float(r.randint(1, 5))),
    "move": lambda c, r: objectives.move_key_result(c, _ref(c, r), "O2"),
    "close": lambda c, r: closing.close_key_result(c, _ref(c, r), 0.7, "so it went"),
    "update": lambda c, r: updates.submit(
        c, priorities=[(f"p{r.random()}", _ref(c, r))], wins=f"w{r.random()}", pulse=r.randint(1, 5), week=_past(c, r)
    ),
    "settle": lambda c, r: updates.set_commitment(c, _commitment(c, r), CommitmentState.DONE),
    "thank": lambda c, r: heroes.post(c, [r.choice([*NAMES])], f"s{r.random()}", Standard.HONOR, kr=_ref(c, r)),
    "react": lambda c, r: heroes.react(c, "H1", r.choice([*Reaction])),
    "hide": lambda c, r: heroes.hide(c, "H1"),
    "own words": lambda c, r: heroes.in_own_words(c, "H1", f"words {r.random()}"),
    "withdraw": lambda c, r: heroes.withdraw(c, "H1", "a mistake"),
    "add action": lambda c, r: actions.add(c, f"do {r.random()}", due=c.today + timedelta(days=r.randint(0, 20))),
    "done": lambda c, r: actions.done(c, "A1", "done so"),
    "reopen": lambda c, r: actions.reopen(c, "A1"),
    "reword action": lambda c, r: actions.edit(c, "A1", text=f"rather {r.random()}"),
    "health": lambda c, r: health.read(c, "On-call load", r.choice([*Health]), week=_past(c, r)),
    "metric": lambda c, r: health.add(c, f"Metric {r.random()}"),
    "join": lambda c, r: members.edit_member(c, f"new{r.randint(0, 99)}", name="Newcomer"),
    "call": lambda c, r: members.edit_member(c, r.choice([*NAMES]), name=f"Person {r.randint(0, 9)}"),
    "leave": lambda c, r: members.edit_member(c, "jun", state=MemberState.LEFT),
    "back": lambda c, r: members.edit_member(c, "jun", state=MemberState.ACTIVE),
    "rename": lambda c, r: logins.rename(c, "ana", "anna"),
    "cycle": lambda c, r: cycles.add_cycle(c, f"Sprint {r.randint(0, 9)}", c.today, c.today + timedelta(days=9)),
    "vision": lambda c, r: members.describe_workspace(c, vision=f"vision {r.random()}"),
    "redact": lambda c, r: redact(c, "Second draft"),
    "undo": lambda c, r: log.undo(c),
    "redo": lambda c, r: log.redo(c),
}
OFTEN = (
    "check in",
    "retitle",
    "update",
    "settle",
    "add action",
    "done",
    "health",
    "thank",
    "key result",
    "leave",
    "join",
)
"""What changes some documents and leaves others."""


@pytest.mark.long
@pytest.mark.parametrize("seed", range(examples(12, dear=20)))
def test_whatever_changes_the_bytes_are_those_of_a_whole_export(seed: int, tmp_path: Path) -> None:
    chance, records = random.Random(seed), ExportRecords(lambda: tmp_path / "own" / "exports", "1")
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        for step in range(8):
            mia = replace(mia, now=mia.now + timedelta(minutes=chance.choice((1, 3, 60 * 30, 60 * 24 * 8))))
            told = []
            for _ in range(chance.randint(1, 2) if step else 0):
                who = replace(mia, login=chance.choice((*NAMES, "mia", "mia")))
                told.append(name := chance.choice(OFTEN if chance.random() < 0.8 else [*CHANGES]))
                with suppress(Refused, KeyError):
                    CHANGES[name](who, chance)
            export_tree(mia, tmp_path / "out", records=records)
            export_tree(mia, tmp_path / f"whole{step}")
            there, wanted = contents(tmp_path / "out"), contents(tmp_path / f"whole{step}")
            assert {path: text for path, text in there.items() if path in wanted} == wanted, told


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the weeks whose documents are made, as they are."""
    weeks, real = list[str](), reports.week_report

    def noted(ctx: Context, week: str, *, reader: ReportData) -> str:
        weeks.append(week)
        return real(ctx, week, reader=reader)

    monkeypatch.setattr(tree, "week_report", noted)
    return weeks


def test_only_what_the_journal_tells_of_is_made_again(made: list[str], tmp_path: Path) -> None:
    out, records = tmp_path / "out", ExportRecords(lambda: tmp_path / "own" / "exports", "1")
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        export_tree(mia, out, records=records)
        assert len(made) == 7
        for change, weeks in (
            (lambda: None, ["2026-W47"]),  # it is not over
            (lambda: checkins.check_in(mia, "KR1.1", 140, week="2026-W45"), ["2026-W45", "2026-W46", "2026-W47"]),
            (lambda: updates.submit(mia, wins="Won", week="2026-W44"), ["2026-W44", "2026-W45", "2026-W47"]),
            (lambda: members.describe_workspace(mia, vision="Another"), [f"2026-W{n}" for n in range(41, 48)]),
        ):
            change()
            made.clear()
            export_tree(mia, out, records=records)
            assert made == weeks


def test_a_file_that_was_touched_is_written_again_and_all_are_when_it_is_asked(made: list[str], tmp_path: Path) -> None:
    out, records = tmp_path / "out", ExportRecords(lambda: tmp_path / "own" / "exports", "1")
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        whole = export_tree(mia, out, records=records)
        every = list(made)
        (out / "weeks/2026-W43.md").write_text("<!-- okrtui week: mine -->\n")
        (out / "weeks/2026-W44.md").unlink()
        again = export_tree(mia, out, records=records)
        assert again.written == ("weeks/2026-W43.md", "weeks/2026-W44.md")
        assert sorted((*again.written, *again.unchanged)) == sorted(whole.written)
        made.clear()
        export_tree(mia, out, records=records, is_whole=True)
        assert made == every


def test_an_export_that_was_broken_off_is_made_whole_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, records = tmp_path / "out", ExportRecords(lambda: tmp_path / "own" / "exports", "1")

    def interrupted(done: int, whole: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        export_tree(mia, out, records=records)
        objectives.edit_objective(mia, "O1", title="Otherwise")
        with pytest.raises(KeyboardInterrupt):
            export_tree(mia, out, records=records, progress=interrupted)
        log.undo(mia)
        export_tree(mia, out, records=records)
        export_tree(mia, tmp_path / "whole")
    assert contents(out) == contents(tmp_path / "whole")


def test_another_version_of_okrtui_makes_all_of_it(made: list[str], tmp_path: Path) -> None:
    folder = tmp_path / "own" / "exports"
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        for version, many in (("1", 7), ("1", 1), ("2", 7)):
            made.clear()
            export_tree(mia, tmp_path / "out", records=ExportRecords(lambda: folder, version))
            assert len(made) == many


@pytest.mark.parametrize("kept", ["", "[]", "{}", '{"okrtui": "1", "files": 3}', "no json"])
def test_what_was_kept_and_cannot_be_read_is_as_if_there_were_none(kept: str, tmp_path: Path) -> None:
    records = ExportRecords(lambda: tmp_path / "own" / "exports", "1")
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        first = export_tree(mia, tmp_path / "out", records=records)
        for path in (tmp_path / "own" / "exports").glob("*.json"):
            path.write_text(kept)
        assert export_tree(mia, tmp_path / "out", records=records).unchanged == first.written
