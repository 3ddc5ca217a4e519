"""Writes the documents that are made from the program itself: docs/keys.md and docs/commands.md."""

from pathlib import Path

from okrtui.cli.parser import commands_table
from okrtui.commands.catalogue import keys_table

FOLDER = Path(__file__).resolve().parent.parent / "docs"


def documents() -> dict[str, str]:
    """Return file names below docs/ with their content."""
    return {"keys.md": keys_table(), "commands.md": commands_table()}


def main(folder: Path = FOLDER) -> None:
    """Write the documents into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in documents().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
