"""What people write is read back exactly and never becomes Markdown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from okrtui.sharing.markdown import escape as md
from tests.examples import examples

WORDS = [*"]()| #~!:x", "- ", "# ", "1. ", "> ", "`", "```", "~~~", "**", "_", "\\", "[a](b)", "<b>", "<!--", "&amp;"]
WORDS += [
    "&nbsp;",
    "---",
    "===",
    "\u00a0",
    "    ",
    "\n",
    "\n\n",
    "<br>",
    "KR1.1",
    "\u4f60\u597d",
    "\N{ROCKET}",
    "\x1b[31m",
]
WORDS += ["\x1b[31m", "\u202e", "[x] ", "Milestones:", "\t", "\r\n", "a_b", "2 * 3", ":-", "+ "]
nasty = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=12).map("".join)
PLAIN = {"paragraph_open", "paragraph_close", "inline", "text", "hardbreak", "softbreak", "text_special"}


def kinds(text: str) -> set[str]:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(text)
    return {t.type for token in tokens for t in (token, *(token.children or ()))}


@given(nasty)
@settings(max_examples=examples(100), deadline=None)
def test_one_line_comes_back(text: str) -> None:
    line = md.one_line(text)
    assert md.plain(md.inline(text)) == line == md.one_line(line)
    assert md.plain(md.opening(text)) == md.plain(md.label(text)) == line


@given(nasty)
@settings(max_examples=examples(100), deadline=None)
def test_lines_come_back(text: str) -> None:
    lines = md.safe_lines(text)
    assert md.safe_lines(lines) == lines
    assert "\n".join(md.plain_line(line) for line in md.block(text).split("\n")) == lines
    assert md.plain_cell(md.cell(text)) == lines


@given(nasty, nasty)
@settings(max_examples=examples(100), deadline=None)
def test_a_row_splits_into_its_cells(first: str, second: str) -> None:
    cells = md.split_row(md.row([md.cell(first), md.cell(second), "x"]))
    assert [md.plain_cell(cell) for cell in cells] == [md.safe_lines(first), md.safe_lines(second), "x"]


@given(nasty)
@settings(max_examples=examples(100), deadline=None)
def test_text_stays_text(text: str) -> None:
    assert kinds(md.block(text)) <= PLAIN
    assert kinds(f"# {md.inline(text)}") <= PLAIN | {"heading_open", "heading_close"}
    listed = PLAIN | {"bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"}
    assert kinds(md.item("- Note: ", text)) <= listed
    if md.one_line(text):
        assert kinds(f"- {md.opening(text)}") <= listed


@given(nasty)
@settings(max_examples=examples(100), deadline=None)
def test_a_cell_stays_in_its_table(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(md.table(["a", "b"], [[md.cell(text), "end"]]))
    cells = [tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "td_open"]
    assert len(cells) == 2 and cells[1] == "end"


@pytest.mark.parametrize(
    "text",
    ["snake_case stays", "2 * 3 = 6", "~200 ms", "< 90 ms", "R&D", "50 % (2x)", "it's #3", "a - b", "v1.2", "C:"],
)
def test_ordinary_words_are_left_as_they_are(text: str) -> None:
    assert md.inline(text) == md.opening(text) == md.block(text) == text


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/~ana/",
        "https://en.wikipedia.org/wiki/Foo_(bar)",
        "https://example.org/_x_/a*b?q=1&c=2#d",
        "http://localhost:8080/__init__/",
    ],
)
def test_a_bare_address_stays_a_link(url: str) -> None:
    text = f"see _this_ {url} and *that*"
    parser = MarkdownIt("gfm-like")  # the second reader: it makes links of addresses, as hosts of repositories do
    found = [t for token in parser.parse(md.block(text)) for t in token.children or ()]
    assert [t.attrs["href"] for t in found if t.type == "link_open"] == [url]
    assert not [t for t in found if t.type in ("em_open", "strong_open", "s_open")]
    assert md.plain(md.inline(text)) == text
