"""Writes the documents that are made from the program itself: keys, commands and the manual page in docs/."""

import sqlite3
from contextlib import closing
from pathlib import Path

from okrtui.cli.parser import commands_table
from okrtui.commands.catalogue import CATALOGUE, EVERYWHERE, SCREENS
from okrtui.commands.keys import shown_keys
from okrtui.storage.schema import foreign
from okrtui.storage.schema.migrations import MIGRATIONS, run_migration
from tools.man import man_page

FOLDER = Path(__file__).resolve().parent.parent / "docs"


def documents() -> dict[str, str]:
    """Return file names below docs/ with their content."""
    return {"keys.md": keys_table(), "commands.md": commands_table(), "okrtui.1": man_page()}


def keys_table() -> str:
    """Return docs/keys.md: every command by screen as Markdown tables."""
    lines = [
        "# Keys",
        "",
        "Made from `okrtui/commands`. A key is changed in the config by the command's id.",
        "",
        "In fields `ctrl+a` and `ctrl+e` go to the beginning and the end of the line, `ctrl+u`, `ctrl+k` and `ctrl+w` "
        "take away what is before, behind, or the last word, as in a shell. No key selects all: what a form proposes "
        "is selected already, and the first letter takes its place; elsewhere `ctrl+e`, then `ctrl+u` empties a line.",
        "",
    ]
    for where, title in {EVERYWHERE: "Everywhere", **SCREENS}.items():
        rows = [each for each in CATALOGUE if each.where == where]
        if not rows:
            continue
        lines += [f"## {title}", "", "| key | command | what it does | id |", "|---|---|---|---|"]
        for row in rows:
            keys = " ".join(f"`{key}`" for key in shown_keys(row)).replace("|", "\\|") or "palette"
            lines.append(f"| {keys} | {row.name} | {row.help} | `{row.id}` |")
        lines.append("")
    return "\n".join(lines)


def main(folder: Path = FOLDER) -> None:
    """Write the documents into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents().items():
        (folder / name).write_text(text, encoding="utf-8")


def write_schema() -> None:
    """Write the schema that the migrations make, which every workspace is compared with."""
    with closing(sqlite3.connect(":memory:")) as db:
        for step in MIGRATIONS:
            run_migration(step, db.execute)
        foreign.MADE.write_text(foreign.written(db.execute(foreign.QUERY)), encoding="utf-8")


if __name__ == "__main__":
    main()
    write_schema()
