"""The documents say what the program does: tables are up to date, and every command they show exists."""

import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

import pytest

from okrtui.cli.declare.catalogue import GROUPS, VERBS
from okrtui.cli.parser import parser
from okrtui.commands.catalogue import CATALOGUE, SCREENS
from okrtui.model.live import Phase
from okrtui.rules.live.phases import ORDER
from tools import stage
from tools.docs import documents, main
from tools.screenshots import SHOTS, SIZES, settled_svg
from tools.screenshots import main as draw
from tools.tour import SECONDS, STEPS

ROOT = Path(__file__).resolve().parent.parent
PAGES = ["README.md", "CHANGELOG.md", *sorted(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]
WRITTEN_BY_HAND = [page for page in PAGES if page not in ("docs/keys.md", "docs/commands.md")]


FOR_DEVELOPERS = ["CONTRIBUTING.md", "docs/architecture.md"]


@pytest.mark.parametrize("page", FOR_DEVELOPERS)
def test_every_file_that_a_page_names_is_there(page: str) -> None:
    named = re.findall(r"`((?:okrtui|tests|docs|tools|bench)/[\w./]*)`", _read(page))
    assert named or page == "CONTRIBUTING.md"
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_folder_of_the_first_two_floors_is_on_the_map() -> None:
    page = _read("docs/architecture.md")
    floors = [path for path in (ROOT / "okrtui").iterdir() if (path / "__init__.py").exists()]
    floors += [path for path in (ROOT / "okrtui" / "storage").iterdir() if (path / "__init__.py").exists()]
    assert [name for path in floors if f"| `{(name := str(path.relative_to(ROOT)))}/` |" not in page] == []


def test_every_verb_of_make_is_described() -> None:
    verbs = re.findall(r"^([a-z]+):.*## ", _read("Makefile"), re.M)
    page = _read("CONTRIBUTING.md")
    assert [verb for verb in verbs if verb not in ("help", "clean") and f"| `make {verb}` |" not in page] == []


def _read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(documents()))
def test_what_is_made_from_the_program_is_up_to_date(name: str) -> None:
    """`make docs` writes it."""
    assert _read(f"docs/{name}") == documents()[name], "run: make docs"


def test_make_docs_writes_every_document(tmp_path: Path) -> None:
    """Into the folder it is told."""
    main(tmp_path / "docs")
    assert {p.name: p.read_text(encoding="utf-8") for p in (tmp_path / "docs").iterdir()} == documents()


def test_every_command_of_the_command_line_is_documented() -> None:
    """With what it does and each of its arguments."""
    text = _read("docs/commands.md")
    for verb in VERBS:
        (line,) = [line for line in text.splitlines() if re.match(rf"\| `okrtui {verb.words}[ `]", line)]
        assert verb.help in line
        for name, options in verb.args:
            assert name in line or str(options.get("metavar")) in line or "choices" in options, (verb.words, name)


def test_every_key_is_documented() -> None:
    """Each command of each screen by its id, once."""
    text = _read("docs/keys.md")
    for command in CATALOGUE:
        assert text.count(f"| `{command.id}` |") == 1, command.id


def _shell_lines(page: str) -> Iterator[str]:
    for block in re.findall(r"```sh\n(.*?)```", _read(page), re.S):
        yield from block.splitlines()
    for inline in re.findall(r"`(okrtui [^`]+)`", _read(page)):
        if not re.search(r"\b(COMMAND|GROUP|PATH)\b", inline):
            yield inline


def _calls(page: str) -> list[list[str]]:
    """Return the arguments of each call of okrtui that a page shows."""
    calls = []
    for line in _shell_lines(page):
        lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>()")
        lexer.whitespace_split = True
        words = list(lexer)
        while "okrtui" in words:
            words = words[words.index("okrtui") + 1 :]
            end = next((i for i, w in enumerate(words) if re.fullmatch(r"[|&;<>()]+|2", w)), len(words))
            calls.append(words[:end])
    return calls


@pytest.mark.parametrize("page", WRITTEN_BY_HAND)
def test_every_command_that_a_page_shows_is_one(page: str) -> None:
    """Words, options and all: the parser takes it."""
    for call in _calls(page):
        errors = StringIO()
        try:
            with redirect_stderr(errors):
                found = parser().parse_args(call)
        except SystemExit:
            pytest.fail(f"{page}: okrtui {shlex.join(call)}: {errors.getvalue().splitlines()[-1]}")
        assert not call or found.command in {v.words.split()[0] for v in VERBS} | set(GROUPS)


def test_the_readme_shows_commands_at_all() -> None:
    """So that the test above cannot pass on nothing."""
    assert len(_calls("README.md")) >= 15 and len(_calls("docs/administrators.md")) >= 5


def test_the_readme_opens_with_a_sentence_a_recording_and_four_commands() -> None:
    """In this order, before anything else."""
    title, sentence, picture, commands, *_ = re.split(r"\n\n+", _read("README.md"))
    assert title == "# okrtui"
    assert sentence.count("\n") == 0 and sentence.endswith(".")
    assert picture.startswith("![") and picture.endswith("(docs/pictures/tour.svg)")
    assert len(commands.splitlines()) == 6 and commands.startswith("```sh\n")


@pytest.mark.parametrize("page", WRITTEN_BY_HAND)
def test_links_lead_somewhere(page: str) -> None:
    """Every relative link and picture is a file of the repository."""
    for target in re.findall(r"\]\(([^)#]+)\)", _read(page)):
        assert target.startswith("https://") or (ROOT / page).parent.joinpath(target).is_file(), target


@pytest.mark.parametrize("page", WRITTEN_BY_HAND)
def test_make_targets_that_a_page_names_exist(page: str) -> None:
    """Each `make x` stands in the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", _read("Makefile"), re.M))
    assert set(re.findall(r"(?:`|^)make ([a-z]+)", _read(page), re.M)) <= targets


def test_keys_that_the_readme_praises_do_that() -> None:
    """The week in five key presses is the one in the catalogue."""
    keys = {"c": "go.checkin", "=": "checkin.unchanged", "F2": "checkin.submit", "2": "go.okrs", "y": "app.copy"}
    shown = re.findall(r"^\| `([^`]+)` \|", _read("README.md"), re.M)
    assert shown == list(keys)
    by_id = {command.id: command for command in CATALOGUE}
    names = {"equals_sign": "=", "f2": "F2"}
    for key, id in keys.items():
        assert key in {names.get(k, k) for k in by_id[id].keys}, id


def test_there_is_a_picture_of_every_screen_at_both_sizes() -> None:
    """`make screenshots` draws them."""
    assert {where for where, _, _ in SHOTS.values()} == set(SCREENS)
    wanted = {f"{name}-{width}x{height}.svg" for name in SHOTS for width, height in SIZES} | {"tour.svg"}
    assert {p.name for p in (ROOT / "docs" / "pictures").iterdir() if p.is_file()} == wanted


def test_there_is_a_picture_of_every_phase_on_the_projector_at_four_sizes() -> None:
    """`make screenshots` draws them; a phase that is added is to be drawn as well."""
    wanted = {f"{name}-{width}x{height}.svg" for name in stage.PICTURES for width, height in stage.SIZES}
    there = {p.name: p for p in (ROOT / "docs" / "pictures" / "projector").iterdir()}
    assert there.keys() == wanted and {*stage.SIZES} == {(80, 24), (120, 36), (160, 45), (240, 67)}
    phases = {phase for way in ORDER.values() for phase in way} - {Phase.ITEM}
    assert {name.partition("-")[2] for name in stage.PICTURES} == phases
    for name, path in there.items():
        text = path.read_text(encoding="utf-8")
        assert f"▸{name.split('-')[1]}◂" in text and len(text) < 250_000, name


def test_the_recording_shows_each_frame_in_its_turn() -> None:
    page = (ROOT / "docs" / "pictures" / "tour.svg").read_text(encoding="utf-8")
    delays = re.findall(r'<g class="frame" style="animation-delay: ([\d.]+)s">', page)
    assert [float(each) for each in delays] == [at * SECONDS for at in range(len(STEPS))]
    assert f"turn {SECONDS * len(STEPS):g}s" in page and "okrtui-" not in page
    assert all(said in page for _, _, said in STEPS)


def test_pictures_have_no_chance_in_them_and_room_for_wide_characters() -> None:
    """The exporter's hash is gone; two wide characters take four cells; blanks at the ends move the text."""
    svg = (
        '<text class="terminal-123-r1" x="12.2" y="20" textLength="36.6" clip-path="url(#terminal-123-line-0)">'
        "&#160;林美&#160;&#160;a&#160;&amp;</text>"
    )
    assert settled_svg(svg) == (
        '<text class="okrtui-r1" x="24.4" y="20" textLength="48.8" clip-path="url(#okrtui-line-0)">林美</text>'
        '<text class="okrtui-r1" x="97.6" y="20" textLength="36.6" clip-path="url(#okrtui-line-0)">'
        "a\u00a0&amp;</text>\n"
    )


@pytest.mark.long
def test_the_same_screen_gives_the_same_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Byte by byte, whatever the environment says about colour; so `git diff` shows what really changed."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    draw(["week"], tmp_path / "a")
    monkeypatch.setenv("NO_COLOR", "1")
    draw(["week"], tmp_path / "b")
    pictures = [{p.name: p.read_bytes() for p in (tmp_path / folder).iterdir()} for folder in "ab"]
    assert pictures[0] == pictures[1] and len(pictures[0]) == 2
    assert all("Acme" in picture.decode() for picture in pictures[0].values())


def test_each_test_that_security_names_is_there() -> None:
    page = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w/]*test_\w+\.py)", page))
    assert len(named) > 25
    assert [each for each in named if not (ROOT / ("" if "/" in each else "tests/trust") / each).is_file()] == []
