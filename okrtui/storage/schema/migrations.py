"""The schema's steps, one file each in `steps/`, `-- name` in its first line; each runs in one transaction."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from okrtui.storage.schema.checks import Checks, parsed, put_into_file
from okrtui.storage.schema.hash_chain import seal_all
from okrtui.storage.schema.values_text import split_values


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: `version` is the schema after it, `statements` portable SQL run in order, `then` what SQL cannot do.

    `then` gets the function that runs a statement and returns its cursor. What columns may hold from then on stands in
    `checks`: each engine has its own way to them.
    """

    version: int
    name: str
    statements: tuple[str, ...]
    then: Callable[[Callable[..., Any]], None] | None = None
    checks: Checks = field(default_factory=dict)


def run_migration(step: Migration, execute: Callable[[str], Any]) -> None:
    """Run one migration's statements and record it; the caller holds the transaction."""
    for statement in step.statements:
        execute(statement)
    if step.checks:
        put_into_file(execute, step.checks)
    if step.then is not None:
        step.then(execute)
    execute(f"INSERT INTO migration (version, name) VALUES ({step.version}, '{step.name}')")


def _steps() -> Iterator[Migration]:
    then = {7: seal_all, 11: split_values}
    for path in Path(__file__).with_name("steps").glob("*.sql"):
        name, _, statements = path.read_text(encoding="utf-8").partition("\n")
        each, checks = parsed(statements.removesuffix(";\n").split(";\n"))
        yield Migration(int(path.stem), name.removeprefix("-- "), each, then.get(int(path.stem)), checks)


MIGRATIONS: tuple[Migration, ...] = tuple(sorted(_steps(), key=lambda step: step.version))
