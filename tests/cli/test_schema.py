"""The JSON Schemas: every command with `--json` has one, and what it prints is what the schema says, key by key."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from okrtui.cli.declare.catalogue import VERBS
from okrtui.cli.main import main
from okrtui.cli.output.schema import DRAFT, commands, schema
from okrtui.config import identity
from okrtui.demo import make_sample
from tests.trust.places import fresh

TYPES = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None)}


def wrong(of: dict[str, Any], value: Any, defs: dict[str, Any], at: str = "") -> Iterator[str]:
    """Yield where a value is not what a schema says: as much of JSON Schema as these schemas use."""
    unknown = of.keys() - {"$schema", "$defs", "title", "version", *CHECKED}
    assert not unknown, f"this test does not know {unknown}"
    if "$ref" in of:
        yield from wrong(defs[of["$ref"].removeprefix("#/$defs/")], value, defs, at)
    if "anyOf" in of:
        found = [list(wrong(each, value, defs, at)) for each in of["anyOf"]]
        if all(found):
            yield from min(found, key=len)
    if "type" in of and not is_a(value, of["type"]):
        yield f"{at}: {value!r} is no {of['type']}"
        return
    if "enum" in of and value not in of["enum"]:
        yield f"{at}: {value!r} is none of {of['enum']}"
    if "pattern" in of and not re.search(of["pattern"], value):
        yield f"{at}: {value!r} is not like {of['pattern']}"
    if "format" in of:
        {"date": date.fromisoformat, "date-time": datetime.fromisoformat}[of["format"]](value)
    if isinstance(value, list) and "items" in of:
        for number, each in enumerate(value):
            yield from wrong(of["items"], each, defs, f"{at}[{number}]")
    if isinstance(value, dict) and of.get("type") == "object":
        fields, more = of.get("properties", {}), of["additionalProperties"]
        yield from (f"{at}: {name} is missing" for name in of.get("required", []) if name not in value)
        for name, each in value.items():
            if name not in fields and more is False:
                yield f"{at}: {name} is in no schema"
            else:
                yield from wrong(fields.get(name, more), each, defs, f"{at}.{name}")


CHECKED = {"$ref", "anyOf", "type", "enum", "pattern", "format", "items", "properties", "required"} | {
    "additionalProperties"
}


def is_a(value: Any, kind: str) -> bool:
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, TYPES[kind]) and not (kind == "integer" and isinstance(value, bool))


def test_every_command_with_json_has_a_schema() -> None:
    there = {verb.words for verb in VERBS if any(name == "--json" for name, _ in verb.args)}
    assert {*commands()} == there


@pytest.mark.parametrize("command", commands())
def test_a_schema_is_whole_in_itself(command: str) -> None:
    found: dict[str, Any] = schema(command)
    assert (found["$schema"], found["title"]) == (DRAFT, f"okrtui {command} --json")
    text = json.dumps(found)
    refs = {*re.findall(r'"#/\$defs/(\w+)"', text)}
    assert refs == {*found.get("$defs", {})}, "each shape that is spoken of, and no other"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample team, with a source, an unfinished update, and both kinds of session running."""
    path = tmp_path_factory.mktemp("schema") / "sample.db"
    make_sample(path, login=identity()[0], person="Mei", now=datetime.now(UTC), timezone="UTC").close()
    return path


IN_SAMPLE = [
    "objective list", "okr list", "okr list --cycle all", "kr list", "kr list --status stale", "okr show O7",
    "okr show KR7.1", "okr show KR8.2", "okr show A1", "cycle list", "update", "due", "week", "week last", "health",
    "draft --no-github --dry-run", "heroes list", "heroes list --period all", "heroes list --practices",
    "heroes about bob", "heroes show H1", "heroes nudge", "ideas list", "ideas list --unchosen", "ideas show I1",
    "brainstorm list", "brainstorm status S2", "retro list", "retro status S1", "retro templates", "retro topic",
    "retro agenda S1", "retro agree", "action list", "action list --all", "action show A1", "people", "member list",
    "team list", "value list", "value show V1", "hours list", "hours list lena", "booking list", "booking show B1",
    "workspace", "log", "doctor", "paths", "config list", "source list", "report cycle",
]  # fmt: skip


def printed(path: Path, words: str, capsys: pytest.CaptureFixture[str]) -> Any:
    main(["-w", str(path), *words.split(), "--json"])
    told = capsys.readouterr()
    assert told.out, f"{words}: {told.err}"
    return json.loads(told.out)


def check(words: str, value: Any) -> None:
    command = max((each for each in commands() if f"{words} ".startswith(f"{each} ")), key=len)
    found = schema(command)
    assert list(wrong(found, value, found.get("$defs", {}), words)) == []  # type: ignore[arg-type]


@pytest.mark.parametrize("words", IN_SAMPLE)
def test_what_is_printed_is_what_the_schema_says(words: str, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check(words, printed(sample, words, capsys))


def test_so_it_is_while_things_happen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = fresh(tmp_path)
    (tmp_path / "okrs.md").write_text("# OKRs\n\n## Objective: Faster\n\n- KR: p99 from 5 to 3 s\n")
    monkeypatch.chdir(tmp_path)
    steps = """
        checkin KR1.1 120 --confidence 6 --status off_track
        update --win shipped --pulse 4 --blocker vendor
        action add quarantine
        health Deploys --add
        health Deploys green
        source set KR1.1 -- echo 100
        config set theme dark
        config set draft.folders src
        brainstorm start Why --minutes gather=8
        brainstorm next
        brainstorm next
        brainstorm card a_card_of_mine
    """
    for step in steps.strip().splitlines():
        given = [word.replace("off_track", "off track") for word in step.split()]
        assert main(["-w", str(path), *given]) == 0, step
    capsys.readouterr()
    running = "brainstorm status|update|source list|source show KR1.1|pull --dry-run|health|week|config list|kr list"
    files = "import okrs.md --dry-run|export out|okr show KR1.1|due|idea"
    for words in [*running.split("|"), *files.split("|")[:-1]]:
        check(words, printed(path, words, capsys))
    for step in ("brainstorm close", "retro start Look", "retro next", "retro next", "retro card slow"):
        main(["-w", str(path), *step.split()])
    capsys.readouterr()
    for words in ("retro status", "retro agenda", "brainstorm list"):
        check(words, printed(path, words, capsys))


def test_the_validator_finds_what_is_wrong() -> None:
    of = schema("okr show")
    assert list(wrong(of, {"ref": 1}, of["$defs"])) != []  # type: ignore[arg-type]
    paths = schema("paths")
    assert list(wrong(paths, {"x": 1}, {})) == [".x: 1 is no string"]


def test_one_schema_and_all_of_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "okr", "list"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "okrtui okr list --json"
    assert main(["schema"]) == 0
    everything = json.loads(capsys.readouterr().out)
    assert (everything["version"], [*everything["commands"]]) == (1, commands())
    assert main(["schema", "okr", "lits"]) == 1
    assert "did you mean okr list" in capsys.readouterr().err
