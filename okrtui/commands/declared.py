"""The text files in which commands are declared, those of the screens here and those of the command line, as blocks."""

import os

TYPE_CHECKING = False
if TYPE_CHECKING:  # quick commands do not load `typing`
    from collections.abc import Iterable, Iterator


def blocks(folders: "Iterable[str]") -> "Iterator[list[str]]":
    """Give the blocks of the `.txt` files in some folders, lines without their indent, blank lines between.

    Files come by the number in a first line like `order 30`, then by name.
    """
    texts = list[tuple[int, str, str]]()
    for each in (each for folder in folders for each in os.scandir(folder) if each.name.endswith(".txt")):
        with open(each.path, encoding="utf-8") as file:  # noqa: PTH123  # pathlib is not for `--help` to load
            text = file.read()
        first, _, rest = text.partition("\n")
        ordered = first.startswith("order ")
        texts.append((int(first[6:]) if ordered else 0, each.name, rest if ordered else text))
    for _, _, text in sorted(texts):
        for block in text.strip().split("\n\n"):
            yield [line.strip() for line in block.split("\n")]
