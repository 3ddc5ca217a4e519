"""Anything at all as arguments, documents, configs, backups and weeks: an answer or a sentence, never a traceback."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from okrtui.cli.declare.catalogue import VERBS
from okrtui.config import find_place, load_config
from okrtui.errors import Refused
from okrtui.rules.weeks import parse_week
from okrtui.storage.local.drafts import DraftBox
from okrtui.storage.local.last_seen import JournalCheckpoints
from okrtui.storage.local.tokens import LENGTH, Tokens
from okrtui.storage.open import open_store
from tests.examples import examples
from tests.trust.hostile import run
from tests.trust.payloads import PAYLOADS
from tests.trust.places import fresh

quick = settings(
    max_examples=examples(30),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from([text for text in PAYLOADS if len(text) < 500]),
    st.sampled_from(["O1", "KR1.1", "H1", "2026-Q4", "2026-W48", "2027-W53", "=", "yes", "#1", "#1,#9", "1=x", "0"]),
    st.integers().map(str),
    st.floats().map(str),
    st.sampled_from(["1e999", "-1e999", "nan", "9" * 400, "1e-320", "0x10", "１２", "٣", "-0", "1_000", "1,5", "+5"]),
)
STAYS = [verb for verb in VERBS if verb.words not in ("demo", "init", "backup", "restore", "export", "completion")]


@st.composite
def commands(draw: st.DrawFn) -> list[str]:
    """Return one command's words with arguments of any kind."""
    verb = draw(st.sampled_from(STAYS))
    words = verb.words.split()
    for name, options in verb.args:
        choices = options.get("choices")
        texts = st.sampled_from(list(choices)) if isinstance(choices, tuple) else TEXTS
        if name.startswith("-"):
            if not draw(st.booleans()) and not options.get("required"):
                continue
            if options.get("action") == "store_true":
                words.append(name)
            else:
                words.append(f"{name}={draw(texts)}")
        else:
            words += [draw(texts)]
    return words


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that all of it happens to."""
    return fresh(tmp_path_factory.mktemp("fuzz"))


@quick
@given(words=commands())
def test_any_arguments(place: Path, words: list[str]) -> None:
    assert run(place, *words).code in (0, 1, 2)


@quick
@given(words=st.lists(st.one_of(TEXTS, st.sampled_from([w for v in VERBS for w in v.words.split()])), max_size=5))
def test_any_words(place: Path, words: list[str]) -> None:
    if any(word in ("restore", "init", "demo", "backup", "export") or word.startswith("-w") for word in words):
        return
    assert run(place, *words, "--no-such-option").code == 2


@quick
@given(
    lines=st.lists(
        st.one_of(
            TEXTS,
            st.builds(
                "{}{}".format, st.sampled_from(["# ", "## ", "### ", "- ", "  - ", "1. ", "| ", "> ", "```"]), TEXTS
            ),
            st.sampled_from(
                ["# 2026-Q4", "## O1 Objective", "- KR1.1 x", "| KR | target |", "|---|---|", "<!-- okrtui -->"]
            ),
        ),
        max_size=25,
    )
)
def test_any_document(place: Path, tmp_path: Path, lines: list[str]) -> None:
    document = tmp_path / "x.md"
    document.write_bytes("\n".join(lines).encode("utf-8", "surrogatepass"))
    said = run(place, "import", str(document), "--dry-run", "--json")
    if said.code == 0:
        json.loads(said.out)
    else:
        assert said.code == 1


@quick
@given(
    raw=st.one_of(st.binary(max_size=200), TEXTS.map(lambda text: f'workspace = "{text}"'.encode("utf-8", "replace")))
)
def test_any_config(raw: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    config = tmp_path / ".config" / "okrtui" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_bytes(raw)
    project = tmp_path / "project" / "deep"
    project.mkdir(parents=True, exist_ok=True)
    (project.parent / ".okrtui.toml").write_bytes(raw)
    for load in (
        load_config,
        lambda: find_place(None, {}, tmp_path).path,
        lambda: find_place(None, {}, project).path,
        lambda: find_place(raw.decode("utf-8", "surrogateescape"), {}, project).path,
    ):
        try:
            load()
        except Refused as refused:
            assert str(refused)


@quick
@given(data=st.data())
def test_any_backup(place: Path, tmp_path: Path, data: st.DataObject) -> None:
    """A backup with any bytes changed is refused, or restored whole; what was there is there or kept."""
    backup = tmp_path / "b.bak"
    if not backup.exists():
        assert run(place, "backup", str(backup)).code == 0
    raw = bytearray(backup.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        start = data.draw(st.integers(0, len(raw) - 1))
        raw[start : start + data.draw(st.integers(1, 64))] = data.draw(st.binary(max_size=64))
    broken = tmp_path / "broken.bak"
    broken.write_bytes(raw[: data.draw(st.integers(0, len(raw)))] if data.draw(st.booleans()) else raw)
    target = tmp_path / "restored.db"
    said = run(target, "restore", str(broken))
    if said.code == 0:
        with closing(sqlite3.connect(target)) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert not list(tmp_path.glob(".*.new"))
    for each in tmp_path.glob("restored.db*"):
        each.unlink()


@quick
@given(text=TEXTS)
def test_any_week(text: str) -> None:
    try:
        week = parse_week(text)
    except (Refused, ValueError):
        return
    assert len(week) == 8


@quick
@given(
    raw=st.one_of(
        st.binary(max_size=60),
        st.recursive(
            st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), TEXTS),
            lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
            max_leaves=8,
        ).map(lambda value: json.dumps(value).encode()),
    )
)
def test_any_drafts_file(raw: bytes, tmp_path: Path) -> None:
    path = tmp_path / "drafts.json"
    path.write_bytes(raw)
    box = DraftBox(path)
    box.keys()
    box.get("x")
    box.put("mine", {"text": "x"})
    assert box.flush()
    assert DraftBox(path).get("mine") == {"text": "x"}
    assert path.stat().st_mode & 0o777 == 0o600


ODD_LINES = (b"", b"[]", b"{}", b"null", b"[[", b'{"table":"member"}', b"[1,1e999]", b'[1,"\\ud800"]', b"[1,NaN],")


@pytest.mark.long
@quick
@given(data=st.data())
def test_any_whole_workspace(place: Path, tmp_path: Path, data: st.DataObject) -> None:
    """A JSON workspace with any lines changed is refused and leaves nothing, or arrives whole."""
    whole = tmp_path / "whole.json"
    if not whole.exists():
        assert run(place, "export", str(whole), "--format", "json").code == 0
    lines = whole.read_bytes().split(b"\n")
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(lines) - 1))
        cut, more = data.draw(st.integers(0, 80)), data.draw(st.binary(max_size=9))
        patched = lines[at][:cut] + more + lines[at][cut + data.draw(st.integers(0, 9)) :]
        lines[at] = data.draw(st.sampled_from([more, patched, *ODD_LINES, *lines[:20]]))
    broken = tmp_path / "broken.json"
    broken.write_bytes(b"\n".join(lines))
    target = tmp_path / "new" / "team.db"
    said = run(target, "import", str(broken), "--format", "json")
    if said.code == 0:
        with closing(sqlite3.connect(target)) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        target.unlink()
    assert not target.parent.exists() or not list(target.parent.iterdir())


@quick
@given(
    raw=st.one_of(
        st.binary(max_size=60),
        st.recursive(
            st.one_of(st.none(), st.booleans(), st.integers(), TEXTS),
            lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
            max_leaves=8,
        ).map(lambda value: json.dumps(value).encode()),
        st.dictionaries(
            st.just("session"), st.one_of(st.none(), st.integers(), TEXTS, st.just("ab" * 32)), min_size=1
        ).map(lambda value: json.dumps(value).encode()),
    )
)
def test_any_file_of_secrets_and_of_what_was_seen(raw: bytes, place: Path, tmp_path: Path) -> None:
    tokens = tmp_path / "tokens.json"
    tokens.write_bytes(raw)
    try:
        assert len(Tokens(tokens).secret("session")) == LENGTH
    except Refused as refused:
        assert "broken" in str(refused)
    with closing(open_store(place)) as store:
        for content in (raw, json.dumps({f"{store.workspace().uuid} {store.path}": _value(raw)}).encode()):
            (tmp_path / "seen.json").write_bytes(content)
            box = JournalCheckpoints(tmp_path / "seen.json")
            box.look(store)
            box.remember(store, 1)
            assert JournalCheckpoints(tmp_path / "seen.json").look(store).number >= 0


def _value(raw: bytes) -> object:
    """Return what a file of JSON says, or its text where it is none."""
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return {"entry": len(raw), "chain": raw.decode("latin-1"), "at": 2**70}
