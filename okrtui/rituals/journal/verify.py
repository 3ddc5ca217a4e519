"""Whether the journal is as okrtui wrote it, in sentences; and whether it is the one I had seen before."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from okrtui.model.frozen import frozen
from okrtui.rituals.context import Context
from okrtui.rules.formatting import count, moment
from okrtui.storage.local.last_seen import Checkpoint, JournalCheckpoints
from okrtui.storage.maintenance.verify import Proof, verify_journal
from okrtui.storage.maintenance.verify_chain import Broken
from okrtui.storage.maintenance.verify_rows import UnexpectedRow
from okrtui.text import clean

LISTED = 20
"""Sentences of a kind; of more only the number is said."""
SAID = {
    "changed": "was changed",
    "gone": "is gone",
    "put in": "was put in",
    "moved": "stands where another was",
    "emptied": "was emptied",
    "unreadable": "says what it changed in a way that okrtui does not write",
}


@frozen
class JournalVerdict:
    """What the walk found and what I remember; `fine` where nothing was done behind okrtui's back."""

    proof: Proof
    seen: Checkpoint

    @property
    def fine(self) -> bool:
        """Whether journal, rows and memory agree."""
        return not self.proof.broken and not self.proof.strange and self.seen.held

    def sentences(self) -> list[str]:
        """Return what is wrong, one thing a line; nothing where all is well."""
        said = [*_some(list(_entries(self.proof.broken))), *_some([_row(each) for each in self.proof.strange])]
        if not self.seen.held:
            day = f"{moment(datetime.fromtimestamp(self.seen.at, UTC))} UTC"
            if self.seen.number > self.proof.newest[0]:
                what = f"the journal ends at entry {self.proof.newest[0]}, and on {day} you had seen {self.seen.number}"
            else:
                what = f"entry {self.seen.number} is not the one you had seen on {day}: the journal was rewritten"
            said.append(f"{what}; where an older backup was restored, okrtui log --verify --accept takes it as it is")
        return said

    def summary(self) -> str:
        """Return what was looked at, in one line."""
        entries = count(self.proof.entries, "entry", "entries")
        if self.proof.passed:
            every = self.proof.passed + self.proof.entries
            entries = f"{every} entries, the newest {self.proof.entries} of which were looked at"
        gone = self.proof.taken_back
        blank = f", {gone} taken back without a trace" if gone else ""
        blank += f", {self.proof.redacted} redacted" if self.proof.redacted else ""
        if self.proof.unread:
            words = self.proof.entries - self.proof.unread
            blank += f" ({words} checked by their words, {self.proof.unread} that you may not read by their seal only)"
        if not self.fine:
            return f"{entries}{blank}: something was changed behind okrtui's back"
        seen = f"; entry {self.seen.number} is the one you had seen" if self.seen.number else ""
        return f"{entries}{blank}: as okrtui wrote them{seen}"

    def data(self) -> dict[str, object]:
        """Return all of it for scripts."""
        return {
            "fine": self.fine,
            "entries": self.proof.entries,
            "by_words": self.proof.entries - self.proof.unread,
            "by_seal": self.proof.unread,
            "taken_back": self.proof.taken_back,
            "redacted": self.proof.redacted,
            "broken": [{"entry": b.number, "last": b.last or b.number, "what": b.what} for b in self.proof.broken],
            "rows": [
                {"table": s.table, "row": s.row, "what": s.what, "columns": list(s.columns)} for s in self.proof.strange
            ],
            "seen": {"entry": self.seen.number, "held": self.seen.held},
            "newest": {"entry": self.proof.newest[0], "chain": self.proof.newest[1]},
        }


def verify(
    ctx: Context, box: JournalCheckpoints, *, newest: int = 0, progress: Callable[[int, int], None] | None = None
) -> JournalVerdict:
    """Walk the whole journal, or its `newest` entries, and compare it with the rows and with what I remember.

    On a server a member walks the chain of all entries, and checks the words of those that they may read. `progress`
    is told how much of all is done.
    """
    return JournalVerdict(verify_journal(ctx.store, newest=newest, progress=progress), box.look(ctx.store))


def accept(ctx: Context, box: JournalCheckpoints) -> None:
    """Take the journal as it is from now on."""
    box.remember(ctx.store, int(ctx.now.timestamp()), anew=True)


def compare_checkpoint(ctx: Context, box: JournalCheckpoints) -> str:
    """Remember the newest entry; return a sentence where the journal is not the one I had seen, else ""."""
    if box.remember(ctx.store, int(ctx.now.timestamp())).held:
        return ""
    return "this journal is not the one you had seen before; okrtui log --verify tells more"


def _some(said: list[str]) -> list[str]:
    return [*said[:LISTED], f"… and {len(said) - LISTED} more like these"] if len(said) > LISTED else said


def _entries(broken: tuple[Broken, ...]) -> Iterator[str]:
    """Yield a sentence for each run of neighbours with the same fate."""
    run: list[Broken] = []
    for each in broken:
        if run and (each.what != run[-1].what or each.number != _last(run[-1]) + 1):
            yield _told(run)
            run = []
        run.append(each)
    if run:
        yield _told(run)


def _last(each: Broken) -> int:
    return each.last if each.what == "gone" else each.number


def _told(run: list[Broken]) -> str:
    first, last = run[0].number, _last(run[-1])
    if first == last:
        was = f" (it was entry {run[0].last})" if run[0].what == "moved" else ""
        return f"entry {first} {SAID[run[0].what]}{was}"
    plural = SAID[run[0].what].replace("is ", "are ").replace("was ", "were ", 1).replace("stands", "stand")
    return f"entries {first}–{last} {plural}"


def _row(each: UnexpectedRow) -> str:
    if each.what == "votes":
        return f"the votes of S{each.row} are not those that were counted"
    if each.what == "answers":
        return f"the answers to question {each.row} are not those that were shown"
    if each.what == "changed" and not each.columns:
        return f"row {each.row} of {each.table} is not as it was written"
    if each.what == "changed":
        return f"row {each.row} of {each.table} differs from the journal in {clean(', '.join(each.columns))}"
    what = "is gone, and the journal says otherwise" if each.what == "gone" else "is there, and no entry tells of it"
    return f"row {each.row} of {each.table} {what}"
