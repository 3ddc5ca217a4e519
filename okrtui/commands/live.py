"""The commands of live sessions: both rituals have most of them, a retro some more."""

from okrtui.commands.command import Command

_Row = tuple[str, tuple[str, ...], str, str, bool]
"""Last part of the id, keys, name, help, whether it stands in the footer."""

_BOTH: tuple[_Row, ...] = (
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

_BRAINSTORM: tuple[_Row, ...] = (("choose", (), "choose", "Make the group an idea with a champion.", False),)

_RETRO: tuple[_Row, ...] = (
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

_ANSWERS: tuple[_Row, ...] = tuple(
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


def _of(where: str, rows: tuple[_Row, ...]) -> tuple[Command, ...]:
    return tuple(Command(f"{where}.{id}", keys, name, help, where, footer) for id, keys, name, help, footer in rows)


def _retro_row(row: _Row) -> _Row:
    id, keys, name, help, footer = row
    return id, keys, _RENAMED.get(id, name), _HELP.get(id, help), footer


_HELP = {
    "write": "Write a card; once it is talked about, make an action of the note.",
    "alike": "Mark cards that share words, as a suggestion; once it is talked about, write a note.",
    "rename": "Change what the cursor stands on: card, group, note, action or step.",
    "next": "Go on: to the next topic while there is one, else to the agenda's next step.",
    "previous": "Go back to the agenda's step before.",
    "phase": "Go to any step of the agenda; those between are left out.",
}

BRAINSTORM = _of("brainstorm", (*_BOTH, *_BRAINSTORM))
RETRO = _of("retro", (*(_retro_row(row) for row in _BOTH), *_RETRO, *_ANSWERS))
