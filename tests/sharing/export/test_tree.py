"""The export is a folder that git likes: same data, same bytes; nobody else's file is touched."""

import os
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from okrtui.errors import Refused
from okrtui.model.heroes import Standard
from okrtui.rituals import heroes, ideas
from okrtui.rituals.actions import actions
from okrtui.rituals.journal import log
from okrtui.rituals.okrs import cycles, objectives
from okrtui.rituals.people import members, values
from okrtui.rituals.week import checkins
from okrtui.sharing.export.tree import export_tree, file_names, safe_name
from okrtui.sharing.importing.importing import apply_import, plan_import
from tests.sharing.team import fill, workspace


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_tree_of_a_team(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        result = export_tree(mia, tmp_path / "out")
    assert result.written[0] == "okrs/2026-Q4.md" and result.written[-2:] == ("weeks/2026-W47.md", "README.md")
    assert (result.unchanged, result.left) == ((), ())
    assert (tmp_path / "out/README.md").read_text(encoding="utf-8").split("\n")[:9] == [
        "<!-- okrtui readme: written by `okrtui export`, and again by the next one -->",
        "",
        "# Booking",
        "",
        "> Nobody waits for a table.",
        "",
        "## OKRs",
        "",
        "- [2026-Q4](okrs/2026-Q4.md): 1 October – 31 December 2026, 38 % of the way",
    ]


def test_values_stand_on_the_front_page_with_their_keepers_and_tell_their_stories(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        members.edit_member(mia, "bob")
        values.add(mia, "Open by *default*", keeper="mia", until=date(2026, 12, 31))
        values.add(mia, "Small steps")
        heroes.post(mia, ["bob"], "Wrote it down", Standard.HONOR, value="V1")
        first = export_tree(mia, tmp_path / "out")
        assert export_tree(mia, tmp_path / "out").unchanged == first.written
    front = (tmp_path / "out/README.md").read_text(encoding="utf-8")
    assert (
        "## Values\n\n- **V1** Open by \\*default\\*\\\n  Kept by Mia Keller until 31 December 2026.\n"
        "- **V2** Small steps\\\n  It has no keeper.\n" in front
    )
    assert "- [Values and their stories](values.md)" in front
    page = (tmp_path / "out/values.md").read_text(encoding="utf-8")
    assert (
        "## V1 Open by \\*default\\*\n\nKept by Mia Keller until 31 December 2026.\n\n**bob**, thanked by Mia Keller in"
        in page
    )
    assert "> It shows V1\n\n## V2 Small steps\n\nIt has no keeper.\n" in page


def test_a_second_export_touches_nothing_and_a_later_one_only_what_changed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        first = export_tree(mia, out)
        times = {path: path.stat().st_mtime_ns for path in out.rglob("*.md")}
        later = replace(mia, now=mia.now + timedelta(hours=7))
        assert export_tree(later, out).unchanged == first.written
        assert times == {path: path.stat().st_mtime_ns for path in out.rglob("*.md")}
        checkins.check_in(replace(mia, now=mia.now + timedelta(weeks=1)), "KR1.1", 100)
        changed = export_tree(replace(mia, now=mia.now + timedelta(weeks=1)), out)
        weeks = ("weeks/2026-W47.md", "weeks/2026-W48.md")  # the one that ran is told as of its last day now
        assert changed.written == ("okrs/2026-Q4.md", *weeks, "README.md")
    assert not [path for path in out.rglob("*") if path.name.startswith(".")]


def test_an_import_of_all_cycles_gives_the_same_okrs(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia, workspace(tmp_path / "v.db", name="Other") as other:
        fill(mia)
        objectives.add_objective(mia, "Next", cycle="2027-Q1", parent="O1")
        export_tree(mia, tmp_path / "out")
        for path in sorted((tmp_path / "out/okrs").iterdir()):
            apply_import(other, plan_import(other, path.read_text(encoding="utf-8")))
        export_tree(other, tmp_path / "again")
    theirs, ours = contents(tmp_path / "again/okrs"), contents(tmp_path / "out/okrs")
    assert without_origin(theirs) == without_origin(ours)
    assert theirs != ours  # each says which workspace it comes from


def without_origin(files: dict[str, bytes]) -> dict[str, bytes]:
    return {name: re.sub(rb"<!-- okrtui workspace: .*-->\n", b"", text) for name, text in files.items()}


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "okrs").mkdir(parents=True)
    (out / "README.md").write_text("# Ours\n")
    (out / "okrs/notes.md").write_text("mine")
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        result = export_tree(mia, out)
    assert result.left == ("README.md (it is not okrtui’s; move it away, or export somewhere else)",)
    assert (out / "README.md").read_text() == "# Ours\n" and (out / "okrs/notes.md").read_text() == "mine"


def test_no_link_is_followed(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    elsewhere.mkdir()
    out.mkdir()
    (elsewhere / "target").write_text("<!-- okrtui mine -->")
    (out / "okrs").symlink_to(elsewhere)
    (out / "README.md").symlink_to(elsewhere / "target")
    (out / "weeks").mkdir()
    os.mkfifo(out / "weeks/2026-W47.md")
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        result = export_tree(mia, out)
    assert [left.split(" (")[0] for left in result.left] == ["okrs/2026-Q4.md", "weeks/2026-W47.md", "README.md"]
    assert contents(elsewhere) == {"target": b"<!-- okrtui mine -->"}


def test_what_was_exported_once_and_is_gone_is_kept_and_named(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        cycles.add_cycle(mia, "Spring", date(2026, 3, 1), date(2026, 5, 31))
        export_tree(mia, tmp_path / "out")
        log.undo(mia)
        objectives.add_objective(mia, "Go on")
        result = export_tree(mia, tmp_path / "out")
    assert [left.split(" (")[0] for left in result.left] == ["okrs/Spring.md"]
    assert (tmp_path / "out/okrs/Spring.md").exists()


def test_an_empty_workspace_is_a_front_page(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db", name="A [b](http://x)\x1b[31m | *c*") as mia:
        assert export_tree(mia, tmp_path / "out").written == ("README.md",)
    assert "# A \\[b](http://x)\\[31m \\| \\*c\\*" in (tmp_path / "out/README.md").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with workspace(tmp_path / "w.db") as mia, pytest.raises(Refused, match="file/out cannot be written"):
        export_tree(mia, tmp_path / "file" / "out")


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("2026-Q4", "2026-Q4"),
        ("2020 Set 1", "2020-Set-1"),
        ("../../x", "x"),
        ("/etc/passwd", "etc-passwd"),
        ("..", "cycle"),
        (".hidden", "hidden"),
        ("夏 2026", "夏-2026"),
        ("a\\b:c*?", "a-b-c"),
        ("é" * 200, "é" * 60),
    ],
)
def test_names_of_files_are_safe(name: str, file: str) -> None:
    assert safe_name(name) == file


def test_names_that_look_alike_are_told_apart() -> None:
    assert list(file_names(["a b", "a-b", "A/B", "a-b-2"]).values()) == ["a-b", "a-b-2", "A-B-3", "a-b-2-2"]


def test_actions_and_ideas_stand_in_the_tree_open_ones_first(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        done = actions.add(mia, "Order chairs")
        actions.add(mia, "Call the chain")
        actions.done(mia, done.ref)
        ideas.capture(mia, "A table for dogs")
        export_tree(mia, tmp_path / "out")
        page = (tmp_path / "out/actions.md").read_text(encoding="utf-8")
        assert page.index("## Open") < page.index("Call the chain") < page.index("## Done") < page.index("Order chairs")
        assert "A table for dogs" in (tmp_path / "out/ideas.md").read_text(encoding="utf-8")
        readme = (tmp_path / "out/README.md").read_text(encoding="utf-8")
        assert "(actions.md)" in readme and "(ideas.md)" in readme
        assert export_tree(mia, tmp_path / "out").written == ()
