"""What a session promises about names, exactly, and where that is worth little: said before the first word. Pure."""

from okrtui.model.live import Session
from okrtui.rules.live import phases

MANY_ENOUGH = 4
"""Of fewer people who take part, a guess names the author of an anonymous card too easily."""
BY_NAME = "kept under your name, shown to nobody as yours"
"""Of an answer in a named session."""


BEAT, SPREAD = 15.0, 5.0
"""In an anonymous session cards go in within so many seconds (`SPREAD`) after each full quarter of a minute."""


def wait(of: Session, at: float, lot: float) -> float:
    """Return how many seconds a card that was written `at` waits before it goes in; `lot` is drawn, from 0 to 1.

    How long a terminal was idle can be seen by everybody on a machine: a card that came at once would be that of who
    typed just then. After the reveal none is hidden any more, and all that still wait go in with it.
    """
    if not of.anonymous or phases.here(of) >= phases.reveals_at(of):
        return 0.0
    return BEAT - at % BEAT + lot * SPREAD


def promises(of: Session) -> list[tuple[str, str]]:
    """Return what anonymous, named, concealed and open mean, as a word and what it means."""
    if of.anonymous:
        who = (
            "Anonymous",
            "who wrote a card or gave a vote is never stored: not in the workspace, the journal, a log or an export. "
            "A random token in your own state directory lets you change your cards and keeps you within your votes; "
            "beside it lies what you wrote last, for undo. "
            "Cards go in together within 20 s and are shuffled at the reveal; their time is the session’s start. "
            "That you are in the room is stored.",
        )
    else:
        who = (
            "Named",
            "every card is stored with whoever wrote it, a vote and an answer with whoever gave it; screens show "
            "totals, and of fewer than three answers nothing.",
        )
    if of.concealed:
        seen = (
            "Concealed",
            "cards are hidden from others until the reveal; whoever can read the workspace’s file could look, "
            "on a server only its administrators.",
        )
    else:
        seen = ("Open", "everybody reads each card as it comes.")
    return [who, seen]


def few_here(of: Session, people: int) -> str:
    """Return the warning where so few take part in an anonymous session that a guess names who wrote, else ""."""
    if not of.anonymous or people >= MANY_ENOUGH:
        return ""
    here = "only you are here" if people < 2 else f"only {people} of you are here"
    return f"{here}: who wrote what is easily guessed"
