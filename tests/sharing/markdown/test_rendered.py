"""What okrtui writes is drawn as meant by the implementation that GitHub uses, too."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import cmarkgfm  # type: ignore[import-untyped]  # it brings no types
import pytest
from cmarkgfm.cmark import Options  # type: ignore[import-untyped]  # as above
from hypothesis import given, settings

from okrtui.rituals.actions import actions
from okrtui.rituals.okrs import objectives
from okrtui.sharing.export.tree import export_tree
from okrtui.sharing.markdown import escape as md
from tests.examples import examples
from tests.sharing.markdown.test_escape import nasty
from tests.sharing.team import fill, workspace

HOSTILE = [
    "a | b | c",
    "# no heading",
    "- no item",
    "1. no number",
    "> no quote",
    "<b>bold</b> <script>alert(1)</script>",
    "[click](javascript:x) ![pic](http://x/y.png)",
    "`code` and ```",
    "--- and ===",
    "*stars* and _lines_ and ~~gone~~",
    "&amp; &lt;b&gt;",
    "ends with a backslash \\",
    "line one\n\n# line two\n| x | y |\n|---|---|",
]
ADDRESSES = ["https://example.org/~ana/a_b_c", "https://example.org/Foo_(bar)", "https://example.org/_x_/?a=1&b=2"]


class Drawn(HTMLParser):
    """The elements of a page with their texts, and the rows of its tables."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.links: list[str] = []
        self.rows: list[list[str]] = []
        self._cell = False
        self.feed(cmarkgfm.github_flavored_markdown_to_html(markdown, Options.CMARK_OPT_UNSAFE))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if (tag, name) == ("a", "href")]
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self._cell = True
        if tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        self._cell = self._cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._cell:
            self.rows[-1][-1] += data


def words(text: str) -> str:
    return " ".join(text.split())


@given(nasty)
@settings(max_examples=examples(100), deadline=None)
def test_a_line_is_drawn_as_its_words(text: str) -> None:
    drawn = Drawn(f"x {md.inline(text)} x")
    assert {*drawn.tags} <= {"p", "a"}
    assert words(drawn.text) == words(f"x {md.one_line(text)} x")


@given(nasty, nasty)
@settings(max_examples=examples(100), deadline=None)
def test_a_cell_stays_in_its_column(first: str, second: str) -> None:
    table = "\n".join(["| a | b |", "|---|---|", md.row([md.cell(first), md.cell(second)])])
    drawn = Drawn(table)
    assert [len(row) for row in drawn.rows] == [2, 2]
    assert [words(cell) for cell in drawn.rows[1]] == [words(md.safe_lines(first)), words(md.safe_lines(second))]
    assert {*drawn.tags} <= {"table", "thead", "tbody", "tr", "th", "td", "br", "a"}


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_stays_one(address: str) -> None:
    assert Drawn(f"see {md.inline(f'see {address} there')}").links == [address]


def _pages(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.md")):
        yield path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")


def test_no_hostile_text_breaks_a_page_of_the_export(tmp_path: Path) -> None:
    with workspace(tmp_path / "w.db") as mia:
        fill(mia)
        for at, text in enumerate(HOSTILE, 3):
            objectives.add_objective(mia, text, why=text)
            objectives.add_key_result(mia, f"O{at}", text, target=5, unit="x", note=text)
            actions.add(mia, text, works=text)
        export_tree(mia, tmp_path / "out")
    pages = dict(_pages(tmp_path / "out"))
    assert len(pages) > 4
    for name, page in pages.items():
        drawn = Drawn(page)
        assert {*drawn.tags} & {"script", "b", "img", "del"} == set(), name
        text = words(drawn.text)
        for hostile in HOSTILE if name in ("actions.md", "okrs/2026-Q4.md") else ():
            assert words(hostile) in text, (name, hostile)
        assert not [link for link in drawn.links if link.startswith("javascript")], name
