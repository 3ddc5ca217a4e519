"""The retros and the live one: screens and commands, declared."""

from okrtui.commands.command import EVERYWHERE, Command, ScreenEntry
from okrtui.commands.live import BOTH, Row, commands_of

_RETRO: tuple[Row, ...] = (
    ("agenda", ("A",), "agenda", "Show the agenda to change it, or the present step again.", True),
    ("earlier", ("<",), "earlier", "Move the agenda's step one place earlier.", False),
    ("later", (">",), "later", "Move the agenda's step one place later.", True),
    ("shorter", ("-",), "shorter", "Give the agenda's step a minute less.", False),
    ("longer", ("=",), "longer", "Give the agenda's step a minute more.", True),
    ("skip", ("z",), "leave out", "Leave the agenda's step out, or take it in again.", True),
    ("template", (), "save template", "Keep question, prompts and agenda as the team's own template.", False),
    ("done", ("d",), "done, decision", "The action is done; the note is a decision.", True),
    ("keep", ("K",), "keep, park", "The action stays open; the topic or note goes to the parking lot.", True),
    ("drop", ("X",), "drop", "Give the action up, with the reason.", True),
    ("fist", ("F",), "fist to five", "Ask the room how it is, 0 to 5; again to show the answers.", True),
    ("more", ("M",), "more time", "Ask the room for more time; again to show the thumbs, again to give it.", True),
    ("agree", ("W",), "agreement", "Make a working agreement.", True),
    ("score", ("S",), "score", "Score the key result: comment, what we learned, keep, change or stop.", True),
    ("close-cycle", ("C",), "close cycle", "Close the cycle that this retro looks back on.", True),
)

_ANSWERS: tuple[Row, ...] = tuple(
    (
        f"answer-{n}",
        (str(n),),
        f"answer {n}",
        f"Answer {n} while the room is asked.",
        False,
    )
    for n in range(6)
)

_RENAMED = {
    "write": "card, action",
    "alike": "alike, note",
    "next": "next step",
    "previous": "step before",
    "phase": "go to step",
}
"""In a retro some keys do one thing with cards and another with notes."""


_HELP = {
    "write": "Write a card; once it is talked about, make an action of the note.",
    "alike": "Mark cards that share words, as a suggestion; once it is talked about, write a note.",
    "rename": "Change what the cursor stands on: card, group, note, action or step.",
    "next": "Go on: to the next topic while there is one, else to the agenda's next step.",
    "previous": "Go back to the agenda's step before.",
    "phase": "Go to any step of the agenda; those between are left out.",
}


def _retro_row(row: Row) -> Row:
    id, keys, name, help, footer = row
    return id, keys, _RENAMED.get(id, name), _HELP.get(id, help), footer


SCREENS = (
    ScreenEntry(
        "retros",
        "Retros",
        "retro.overview.RetrosScreen",
        10,
        Command(
            "go.retros", ("6",), "retros", "Show the retros, the next one's topics and agreements.", EVERYWHERE, True
        ),
    ),
    ScreenEntry(
        "retro",
        "Retro",
        "retro.retro.RetroScreen",
        11,
    ),
)

_OVERVIEW: tuple[Command, ...] = (
    Command("retros.open", (), "open", "Join the retro that runs, or read what the cursor stands on.", "retros"),
    Command("retros.start", ("s",), "retro", "Start a retro that everybody can join.", "retros", True),
    Command("retros.new", ("n",), "topic", "Put a topic on the next retro's agenda.", "retros", True),
    Command("retros.agree", ("W",), "agreement", "Write down a working agreement.", "retros", True),
    Command("retros.drop", ("X",), "take off", "Take the topic off the agenda, or end the agreement.", "retros", True),
    Command("retros.left", ("left", "h"), "left", "Go to the list on the left.", "retros"),
    Command("retros.right", ("right", "l"), "right", "Go to the list on the right.", "retros"),
)

COMMANDS = (
    *_OVERVIEW,
    *commands_of("retro", (*(_retro_row(row) for row in BOTH), *_RETRO, *_ANSWERS)),
)
