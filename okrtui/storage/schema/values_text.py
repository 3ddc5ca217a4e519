"""What becomes of the one text that a workspace's values were: each line or list item of it is a value of its own."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from okrtui.model.journal import Verb
from okrtui.storage.schema.hash_chain import ChainEntry, content, sealed, vouch

_BULLET = r"\s*(?:[-*+•·–—]|\d{1,3}[.)])(?:\s+|$)"


def value_lines(text: str) -> Iterator[str]:
    """Yield the values that a text lists: its items where it is a list, else its lines."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    is_list = any(re.match(_BULLET, line) for line in lines)
    found: list[str] = []
    for line in lines:
        if found and is_list and line[0].isspace() and not re.match(_BULLET, line):
            found[-1] += f" {line.strip()}"  # an item goes on
        else:
            found.append(re.sub(f"^{_BULLET}", "", line).strip())
    yield from filter(None, found)


def split_values(execute: Callable[..., Any]) -> None:
    """Make values of the old text, with an entry of the journal that nobody signs; `execute` runs a statement."""
    columns = ("id", "uuid", "name", "timezone", "vision", "ethos", "created_at", "decimal_sign")
    found = execute(f"SELECT {', '.join(columns)} FROM workspace").fetchall()
    if not found or not found[0][5].strip():
        return
    row = dict(zip(columns, found[0], strict=True))
    empty = {**row, "ethos": ""}
    moved = {"table": "workspace", "id": row["id"], "before": {"ethos": row["ethos"]}, "after": {"ethos": ""}}
    changes: list[dict[str, Any]] = [{**moved, "digest": vouch(content(empty))}]
    execute("UPDATE workspace SET ethos = ''")
    for number, text in enumerate(value_lines(row["ethos"]), 1):
        value = {"text": text, "keeper": None, "until": None, "state": "active", "version": 1}
        execute(
            "INSERT INTO value (id, text, keeper, until, state, version) VALUES (?, ?, ?, ?, ?, ?)",
            (number, *value.values()),
        )
        changes.append({"table": "value", "id": number, "before": None, "after": value})
    last = execute("SELECT id, at, chain FROM activity ORDER BY id DESC LIMIT 1").fetchall()
    newest, at, chain = last[0] if last else (0, row["created_at"], "")
    said = json.dumps(changes, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    words = (
        newest + 1,
        at,
        "",
        Verb.SPLIT_VALUES.value,
        "workspace",
        f"{len(changes) - 1} with a ref each",
        said,
        None,
    )
    entry = sealed(ChainEntry(*words, "", "", ""), chain)
    into = ", ".join(ChainEntry._fields)
    execute(f"INSERT INTO activity ({into}) VALUES ({', '.join('?' * len(entry))})", tuple(entry))
