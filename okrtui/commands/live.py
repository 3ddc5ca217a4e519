"""Live sessions and their brainstorm: screens and commands, declared; a retro has most of them, too, and some more."""

from okrtui.commands.command import Command, ScreenEntry

Row = tuple[str, tuple[str, ...], str, str, bool]
"""Last part of the id, keys, name, help, whether it stands in the footer."""

BOTH: tuple[Row, ...] = (
    ("write", ("a",), "card", "Put the cursor into the line for cards.", True),
    ("mark", ("space",), "mark, vote", "Mark the card; in the vote, give one more vote.", True),
    ("unvote", ("backspace",), "take back", "Take a vote of mine back.", True),
    ("group", ("g",), "group", "Group the marked cards, or add them to the group here.", True),
    ("split", ("s",), "split", "Take the cards out of their group.", True),
    ("merge", ("m",), "merge", "Put the group into another one.", True),
    ("rename", ("e",), "edit", "Name the group, or change my card.", True),
    ("alike", ("w",), "alike", "Mark cards that share words, as a suggestion.", True),
    ("ready", ("r", "f2"), "ready", "Say that I am ready for the next phase.", True),
    ("next", ("n", "f8"), "next phase", "Move on to the next phase.", True),
    ("previous", ("N", "f7"), "phase before", "Go back to the phase before.", False),
    ("phase", ("o",), "go to phase", "Go to any phase; those between are skipped.", False),
    ("minute", ("+",), "minute", "Add a minute to the clock.", True),
    ("pause", (".",), "pause", "Stop the clock, or let it go on.", True),
    ("proxy", ("v",), "vote for", "Vote for somebody without a terminal.", False),
    ("present", ("p", "P"), "present", "Show it in large type for the projector.", True),
    ("hand", ("H",), "hand over", "Let somebody else lead.", False),
    ("title", ("T",), "title", "Change the session's title and question.", False),
    ("take", ("t",), "take over", "Lead a session whose facilitator is gone.", False),
    ("inbox", ("I",), "to inbox", "Put my half-typed card into the idea inbox.", True),
    ("cards", ("i",), "read cards", "Read the cards of the group, whole.", True),
    ("left", ("left", "h"), "left", "Go to the list on the left.", False),
    ("right", ("right", "l"), "right", "Go to the list on the right.", False),
)

_BRAINSTORM: tuple[Row, ...] = (("choose", (), "choose", "Make the group an idea with a champion.", False),)


def commands_of(where: str, rows: tuple[Row, ...]) -> tuple[Command, ...]:
    return tuple(Command(f"{where}.{id}", keys, name, help, where, footer) for id, keys, name, help, footer in rows)


SCREENS = (
    ScreenEntry(
        "brainstorm",
        "Brainstorm",
        "live.brainstorm.BrainstormScreen",
        9,
    ),
)

COMMANDS = commands_of("brainstorm", (*BOTH, *_BRAINSTORM))
