"""What a session promises about names, exactly, and where that is worth little: said before the first word. Pure."""

from okrtui.model.live import Phase, Session
from okrtui.rules.live import phases

MANY_ENOUGH = 4
"""Of fewer people who take part, a guess names the author of an anonymous card too easily."""
BY_NAME = "kept under your name, shown to nobody as yours"
"""Of an answer in a named session."""


BEAT, SPREAD = 15.0, 5.0
"""In an anonymous session what is said goes in within `SPREAD` seconds after each full quarter of a minute."""
LEEWAY = 0.5
"""Seconds that a machine may take to store what is due."""
ENDS = ("write", "vote", "note")
"""What waits, and is refused once the session has gone on."""


def wait(of: Session, at: float, lot: float) -> float:
    """Return how many seconds what was said `at` waits before it goes in; `lot` is drawn, from 0 to 1.

    That is a card, a change of one, a vote, an answer, a note. How long a terminal was idle can be seen by everybody
    on a machine: what came at once would be of who typed just then.
    """
    return BEAT - at % BEAT + lot * SPREAD if of.anonymous and of.phase is not Phase.CLOSED else 0.0


def settles(of: Session, at: float, to: Phase | None = None) -> float:
    """Return how many seconds whoever leads should wait until what was said up to now has come in.

    `to` is the phase they go on to, None for showing answers: nothing is waited for where it may come later as well.
    """
    late = [each for each in ENDS if of.phase in phases.ALLOWED[each] and to not in phases.ALLOWED[each]]
    seconds = wait(of, at, 1.0) if to is None or late else 0.0
    return seconds + LEEWAY * (seconds >= 1)


def promises(of: Session) -> list[tuple[str, str]]:
    """Return what anonymous, named, concealed and open mean, as a word and what it means."""
    if of.anonymous:
        who = (
            "Anonymous",
            "who wrote a card or gave a vote is never stored: not in the workspace, the journal, a log or an export. "
            "A random token in your own state directory lets you change your cards and keeps you within your votes; "
            "beside it lies what you wrote last, for undo. "
            "All goes in with what others say, within 20 s; cards are shuffled at the reveal. Stored is that you are "
            "in the room and what you group. Who watches the machine at that moment sees whose okrtui writes."
            + " Over days few write at the same moment: who watches all that time learns more."
            * bool(of.days),
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
