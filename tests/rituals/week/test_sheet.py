"""The check-in sheet: read in one go, handed in whole or not at all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from okrtui.errors import Refused, UnknownMember
from okrtui.model.okrs import CycleState, KeyResultKind, Milestone, Status
from okrtui.model.week import CommitmentState
from okrtui.rituals.context import Context
from okrtui.rituals.journal import log
from okrtui.rituals.okrs import objectives, standings
from okrtui.rituals.week import checkins, sheet_fields, updates
from okrtui.rituals.week.sheet import sheet, submit_sheet
from okrtui.rituals.week.sheet_model import EditConflict, InvalidField, SheetData
from okrtui.rituals.week.sheet_state import FULL, SheetState
from okrtui.storage.engine.store import Store
from tests import workspaces
from tests.workspaces import workspace

NOW = datetime(2026, 11, 16, 9, 42, tzinfo=UTC)


@pytest.fixture
def ctx(tmp_path: Path) -> Iterator[Context]:
    """Mei's ctx in W47: three key results, one commitment of last week, one older."""
    store = workspace(tmp_path, now=NOW - timedelta(weeks=6))
    earlier = at(store, weeks=6)
    objectives.add_objective(earlier, "Make the proxy boring", cycle="2026-Q4")
    objectives.add_key_result(earlier, "O1", "p99", start=180, target=90, unit="ms")
    objectives.add_key_result(earlier, "O1", "Tenants", milestones=(Milestone("a"), Milestone("b"), Milestone("c")))
    objectives.add_key_result(earlier, "O1", "Review", kind=KeyResultKind.BINARY)
    checkins.check_in(at(store, weeks=1), "KR1.1", 122, confidence=7, note="edge pool is warm")
    updates.submit(at(store, weeks=2), priorities=[("Older", "")])
    updates.submit(at(store, weeks=1), priorities=[("Cache v2", "KR1.1")], pulse=4)
    yield at(store)
    store.close()


def at(store: Store, who: str = "mei", *, weeks: int = 0, minutes: int = 0) -> Context:
    """Return somebody's ctx some weeks ago."""
    return workspaces.ctx(store, who, now=NOW - timedelta(weeks=weeks) + timedelta(minutes=minutes))


def item(data: SheetData, text: str, part: str) -> str:
    """Return the key of a commitment's field."""
    return sheet_fields.item_key(next(each for each in data.commitments if each.text == text), part)


def entries(ctx: Context, ref: str) -> int:
    """Return how many check-ins a key result has, superseded ones too."""
    return len(standings.history(ctx, objectives.key_result(ctx, ref)))


def test_one_ask_reads_last_week_and_my_key_results(ctx: Context) -> None:
    data = sheet(ctx)
    assert [each.text for each in data.commitments] == ["Cache v2", "Older"]
    assert [each.kr.ref for each in data.key_results] == ["KR1.1", "KR1.2", "KR1.3"]
    assert data.update is None and data.week == "2026-W47" and data.entered == {}
    assert sheet_fields.base_values(data)["KR1.1/value"] == ""


def test_submit_stores_check_ins_settles_and_updates_at_once(ctx: Context) -> None:
    data = sheet(ctx)
    done = submit_sheet(
        ctx,
        {
            item(data, "Cache v2", "state"): "done",
            item(data, "Older", "state"): "dropped",
            item(data, "Older", "reason"): "the vendor left",
            "KR1.1/value": "104",
            "KR1.1/confidence": "8",
            "KR1.1/note": "TLS next",
            "KR1.2/value": "#1,#3",
            "KR1.3/value": "",
            "p1": "Cold start KR1.1",
            "helpers": "bob, @lena",
            "blocker": "root on staging",
            "wins": "first\nsecond",
            "pulse": "5",
        },
    )
    after = sheet(ctx)
    assert done.checked_in == ("KR1.1", "KR1.2") and done.changed
    assert (after.entered["KR1.1"].value, after.entered["KR1.1"].confidence) == (104, 8)
    assert after.entered["KR1.2"].done == (0, 2) and "KR1.3" not in after.entered
    update = after.update
    assert update is not None and update.helpers == ("bob", "lena") and update.wins == "first\nsecond"
    assert [(each.text, each.kr) for each in after.plan] == [("Cold start", "KR1.1")]
    assert updates.left_open(ctx) == ()


def test_a_refusal_in_one_field_leaves_everything_undone(ctx: Context) -> None:
    before = ctx.store.sql("SELECT COUNT(*) FROM activity")
    with pytest.raises(InvalidField) as refused:
        submit_sheet(ctx, {"KR1.1/value": "104", "KR1.2/value": "#9", "p1": "x"})
    assert refused.value.field == "KR1.2/value" and "milestones" in str(refused.value)
    with pytest.raises(InvalidField) as refused:
        submit_sheet(ctx, {"KR1.1/value": "104", "p1": "x KR9.9"})
    assert refused.value.field == "p1"
    assert ctx.store.sql("SELECT COUNT(*) FROM activity") == before and sheet(ctx).entered == {}


def test_a_refusal_after_the_first_check_in_was_written_takes_it_back(
    ctx: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise Refused("the disk is full")

    monkeypatch.setattr(updates, "submit", refuse)
    with pytest.raises(Refused, match="disk"):
        submit_sheet(ctx, {"KR1.1/value": "104", "wins": "x"})
    assert sheet(ctx).entered == {}


def test_only_what_changed_gets_a_new_revision_and_the_old_one_stays(ctx: Context) -> None:
    submit_sheet(ctx, {"KR1.1/value": "104", "KR1.2/value": "#1", "wins": "x"})
    again = submit_sheet(ctx, {"KR1.1/value": "101"})
    assert again.checked_in == ("KR1.1",)
    assert (entries(ctx, "KR1.1"), entries(ctx, "KR1.2")) == (3, 1)
    assert sheet(ctx).entered["KR1.1"].revision == 2
    assert not submit_sheet(ctx, {}).changed
    assert sheet(ctx).update == replace(again.update, revision=1) if again.update else False


def test_a_part_of_a_milestone_is_entered_as_it_was_typed_and_stays(ctx: Context) -> None:
    steps = (Milestone("half", weight=3), Milestone("whole", weight=3))
    ref = objectives.add_key_result(ctx, "O1", "Regions", milestones=steps).ref
    assert submit_sheet(ctx, {f"{ref}/value": "4"}).checked_in == (ref,)
    assert (sheet(ctx).entered[ref].value, sheet(ctx).entered[ref].done) == (4, (0,))
    assert not submit_sheet(ctx, {}).changed
    assert submit_sheet(ctx, {f"{ref}/value": "#1"}).checked_in == (ref,)
    assert sheet(ctx).entered[ref].value == 3


def test_equals_keeps_what_stands_in_the_sheets_week_and_what_is_shown_is_stored(ctx: Context) -> None:
    submit_sheet(ctx, {"KR1.1/value": "="})
    found = sheet(ctx).entered["KR1.1"]
    assert (found.value, found.confidence) == (122, None), "the field of the confidence was empty"
    submit_sheet(ctx, {"KR1.1/value": "104", "KR1.1/confidence": "8", "KR1.1/note": "TLS"})
    submit_sheet(ctx, {"KR1.1/value": "="})
    assert (sheet(ctx).entered["KR1.1"].value, sheet(ctx).entered["KR1.1"].note) == (104, "TLS")
    submit_sheet(ctx, {"KR1.1/confidence": "", "KR1.1/note": ""})
    assert (sheet(ctx).entered["KR1.1"].confidence, sheet(ctx).entered["KR1.1"].note) == (None, "")
    before = at(ctx.store, weeks=1)
    assert sheet_fields.unchanged(sheet(before), sheet(before).key_results[0]) == "122"
    assert SheetState(sheet(ctx), {"KR1.3/value": "="}).problems["KR1.3/value"].startswith("nothing is entered")


def test_a_status_of_my_own_is_kept_through_a_correction(ctx: Context) -> None:
    submit_sheet(ctx, {"KR1.1/value": "104", "KR1.1/status": "at risk"})
    submit_sheet(ctx, {"KR1.1/note": "more"})
    assert sheet(ctx).entered["KR1.1"].status is Status.AT_RISK


def test_what_somebody_else_entered_is_news_and_not_mine(ctx: Context) -> None:
    checkins.check_in(at(ctx.store, "bob"), "KR1.1", 110)
    data = sheet(ctx)
    last = sheet_fields.last_entry(data, data.key_results[0])
    assert sheet_fields.base_values(data)["KR1.1/value"] == "" and last is not None and last.value == 110


def test_another_entry_of_the_week_is_corrected_only_where_it_was_seen(ctx: Context) -> None:
    filled = SheetState(sheet(ctx), {"KR1.1/value": "=", "KR1.1/note": "as it was", "KR1.3/value": "yes"})
    checkins.check_in(at(ctx.store, "bob"), "KR1.1", 110)
    checkins.check_in(at(ctx.store, "bob"), "KR1.3", "yes")
    with pytest.raises(EditConflict, match="bob entered KR1") as overtaken:
        submit_sheet(ctx, filled.said, seen=filled.seen)
    assert filled.said["KR1.1/value"] == "122", "what the sheet showed"
    (theirs,) = overtaken.value.entries
    filled.renew(sheet(ctx))
    filled.choose(theirs, {"KR1.1/value": "122", "KR1.1/note": "as it was"})
    checkins.check_in(at(ctx.store, "ana"), "KR1.1", 111)
    with pytest.raises(EditConflict, match="ana"):
        submit_sheet(ctx, filled.said, seen=filled.seen)
    assert [each.value for each in standings.history(ctx, objectives.key_result(ctx, "KR1.1"))] == [122, 110, 111]
    filled.renew(sheet(ctx))
    filled.choose(sheet(ctx).entered["KR1.1"], {"KR1.1/value": "122", "KR1.1/note": "as it was"})
    assert submit_sheet(ctx, filled.said, seen=filled.seen).checked_in == ("KR1.1", "KR1.3")
    assert [each.value for each in standings.history(ctx, objectives.key_result(ctx, "KR1.1"))][-1] == 122


def test_what_is_typed_while_a_sheet_is_stored_is_typed_over_the_stored_entry(ctx: Context) -> None:
    filled = SheetState(sheet(ctx), {"KR1.1/value": "104"})
    sent = filled.mine
    submit_sheet(ctx, filled.said, seen=filled.seen)
    filled.values["KR1.1/value"] = "1045"
    filled.stored(sent)
    filled.renew(sheet(ctx))
    assert filled.typed == {"KR1.1/value": "1045"}
    assert submit_sheet(ctx, filled.said, seen=filled.seen).checked_in == ("KR1.1",)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"KR1.1/note": "why"}, "KR1.1/value"),
        ({"KR1.1/value": "1", "KR1.1/confidence": "11"}, "KR1.1/confidence"),
        ({"KR1.1/value": "1", "KR1.1/confidence": "7.5"}, "KR1.1/confidence"),
        ({"KR1.1/value": "viel"}, "KR1.1/value"),
        ({"KR1.3/value": "maybe"}, "KR1.3/value"),
        ({"helpers": "bob, a/b"}, "helpers"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(ctx: Context, values: dict[str, str], field: str) -> None:
    assert list(SheetState(sheet(ctx), values).problems) == [field]


def test_dropping_needs_a_reason_and_nothing_filled_in_is_refused(ctx: Context) -> None:
    data = sheet(ctx)
    assert list(SheetState(data, {item(data, "Older", "state"): "dropped"}).problems) == [item(data, "Older", "reason")]
    empty = dict.fromkeys(sheet_fields.base_values(data), "")
    with pytest.raises(Refused, match="nothing is filled in"):
        submit_sheet(ctx, empty)


def test_carrying_takes_a_place_among_the_priorities_and_gives_it_back(ctx: Context) -> None:
    data = sheet(ctx)
    filled = SheetState(data, {"p1": "Mine", item(data, "Cache v2", "state"): "carried"})
    assert filled.tidy() == "" and filled.values["p2"] == "Cache v2 KR1.1"
    filled.values[item(data, "Cache v2", "state")] = "done"
    assert filled.tidy() == "" and filled.values["p2"] == ""
    filled.values |= {"p2": "b", "p3": "c", item(data, "Cache v2", "state"): "carried"}
    assert filled.tidy() == FULL and filled.values[item(data, "Cache v2", "state")] == ""


def test_a_carried_commitment_may_be_reworded_and_counts_its_carries(ctx: Context) -> None:
    data = sheet(ctx)
    filled = SheetState(data, {item(data, "Cache v2", "state"): "carried"})
    filled.tidy()
    submit_sheet(ctx, {**filled.values, "p1": "Cache v2 for half of the traffic KR1.1"})
    after = sheet(ctx)
    assert [(each.text, each.carries) for each in after.plan] == [("Cache v2 for half of the traffic", 1)]
    assert after.commitments[0].state is CommitmentState.CARRIED


def test_a_priority_that_moves_up_keeps_its_history(ctx: Context) -> None:
    data = sheet(ctx)
    submit_sheet(
        ctx,
        {
            "p1": "New",
            "p2": "Cache v2",
            item(data, "Cache v2", "state"): "carried",
            f"c{data.commitments[0].id}/into": "2",
        },
    )
    submit_sheet(ctx, {"p1": "Cache v2", "p2": ""})
    assert [(each.text, each.carries) for each in sheet(ctx).plan] == [("Cache v2", 1)]


def test_equals_stands_alone_and_gives_way(ctx: Context) -> None:
    filled = SheetState(sheet(ctx), {"KR1.1/value": "10="})
    filled.tidy()
    assert filled.values["KR1.1/value"] == "="
    filled.values["KR1.1/value"] = "=9"
    filled.tidy()
    assert filled.values["KR1.1/value"] == "9"


def test_a_closed_cycle_is_told_at_the_key_result_and_what_was_typed_stays(ctx: Context) -> None:
    filled = SheetState(sheet(ctx), {"KR1.1/value": "104"})
    ctx.store.run("UPDATE cycle SET state = ?", (CycleState.CLOSED.value,))
    filled.renew(sheet(ctx, extra=filled.refs))
    assert [each.kr.ref for each in filled.data.key_results] == ["KR1.1"] and filled.typed["KR1.1/value"] == "104"
    with pytest.raises(InvalidField, match="closed and read-only") as refused:
        submit_sheet(ctx, filled.values)
    assert refused.value.field == "KR1.1/value"


def test_a_typed_value_shows_where_it_would_stand(ctx: Context) -> None:
    data = sheet(ctx)
    seen = sheet_fields.preview(data, data.key_results[0], {"KR1.1/value": "90", "KR1.1/confidence": "9"})
    assert seen.entered and seen.progress == 1 and seen.suggested is Status.ON_TRACK
    low = sheet_fields.preview(data, data.key_results[0], {"KR1.1/value": "90", "KR1.1/confidence": "2"})
    assert low.suggested is Status.AT_RISK
    assert not sheet_fields.preview(data, data.key_results[0], {"KR1.1/value": "1-"}).entered


def test_what_one_key_hands_in_one_undo_takes_back(ctx: Context) -> None:
    before = [entry.id for entry in log.log(ctx)]
    submit_sheet(ctx, {"KR1.1/value": "104", "KR1.1/confidence": "8", "KR1.3/value": "yes", "p1": "Cold start"})
    entry = log.log(ctx)[0]
    assert [each.id for each in log.log(ctx)[1:]] == before
    assert (entry.verb, entry.ref) == ("submitted update", "2026-W47")
    assert entry.summary == "KR1.1 104 ms, confidence 8; KR1.3 done; 1 priority"
    log.undo(ctx)
    assert entries(ctx, "KR1.1") == 1 and entries(ctx, "KR1.3") == 0
    assert updates.update_of(ctx) is None and updates.commitments_of(ctx) == ()
    log.redo(ctx)
    assert entries(ctx, "KR1.1") == 2 and entries(ctx, "KR1.3") == 1
    assert [item.text for item in updates.commitments_of(ctx)] == ["Cold start"]


def test_a_key_results_own_log_has_what_was_handed_in_with_others(ctx: Context) -> None:
    submit_sheet(ctx, {"KR1.1/value": "104", "KR1.2/value": "#1", "p1": "Look at KR1.3"})
    for ref in ("KR1.1", "KR1.2"):
        assert log.log(ctx, ref=ref)[0].verb == "submitted update"
    assert log.log(ctx, ref="KR1.3")[0].verb == "added"
    submit_sheet(ctx, {"KR1.1/value": "101", "KR1.2/value": "#1,#2"})
    assert (log.log(ctx)[0].verb, log.log(ctx)[0].ref) == ("checked in", "2026-W47")
    assert log.log(ctx, ref="KR1.2")[0].summary == "KR1.1 101 ms; KR1.2 2 of 3"


def test_one_corrected_check_in_is_told_as_one(ctx: Context) -> None:
    submit_sheet(ctx, {"KR1.1/value": "104", "p1": "x"})
    submit_sheet(ctx, {"KR1.1/value": "101"})
    newest = log.log(ctx)[0]
    assert (newest.verb, newest.ref, newest.summary) == ("checked in", "KR1.1", "2026-W47: 101 ms")


def test_where_nothing_is_typed_the_sheet_shows_what_stands(ctx: Context) -> None:
    fresh = objectives.add_key_result(ctx, "O1", "Not begun", start=0, target=10)
    by_ref = {standing.kr.ref: standing for standing in sheet(ctx).key_results}
    none = sheet_fields.preview(sheet(ctx), by_ref[fresh.ref], {})
    assert (none.status, none.suggested, none.pace) == (Status.NO_DATA, Status.NO_DATA, None)
    checkins.check_in(at(ctx.store, weeks=1), fresh.ref, 1, status=Status.ON_TRACK)
    data = sheet(ctx)
    standing = next(each for each in data.key_results if each.kr.ref == fresh.ref)
    seen = sheet_fields.preview(data, standing, {})
    assert (seen.status, seen.suggested) == (Status.ON_TRACK, Status.OFF_TRACK) == (standing.status, standing.suggested)
    typed = sheet_fields.preview(data, standing, {f"{fresh.ref}/value": "1"})
    assert typed.status is typed.suggested


def test_a_helper_whom_nobody_knows_is_asked_about_not_blamed_on_a_field(ctx: Context) -> None:
    with pytest.raises(UnknownMember, match="there is nobody called nobody9"):
        submit_sheet(replace(ctx, may_add=lambda login: False), {"blocker": "the vendor", "helpers": "nobody9"})
    assert sheet(ctx).update is None
