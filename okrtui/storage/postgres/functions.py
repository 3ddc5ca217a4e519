"""What the server itself computes and checks on behalf of its rules; told to it together with them.

Each function has a search_path of its own and names each table with its schema: whoever calls one chooses theirs, and
could otherwise put a type or a table of theirs in the place of any name.
"""

from pathlib import Path

from okrtui.model.journal import CARD_CAME, CARD_CHANGED, CARD_TAKEN_BACK, NOTING
from okrtui.model.week import LEAST_ANSWERS
from okrtui.storage.tables import machine_columns

ME = "session_user::text"
"""Who is logged in; `SET ROLE` does not change it."""
CASE_TOLD = "(left(ref, 1) NOT IN ('C', '@') OR okrtui.case_ref_is_mine(ref, who, changes))"
"""Whether an entry is about no case that others have among themselves."""
WHOLE = (
    f"({CASE_TOLD} AND (who = {ME} OR (okrtui.hero_ref_is_open(ref) AND okrtui.booking_ref_is_mine(ref) "
    'AND changes NOT LIKE \'%"table":"weekly_update"%\' AND changes NOT LIKE \'%"table":"follow_up"%\' '
    'AND changes NOT LIKE \'%"table":"booking_case"%\' '
    'AND changes NOT LIKE \'%"table":"card"%\' AND changes NOT LIKE \'%"kind":"hand"%\')))'
)
"""Entries that I may read whole: about no case that does not concern me, not even where I wrote it, about no hero card
that is hidden from me and no booking of others, with neither a pulse in their changes, nor what came out of a booking,
nor the words of a card that may be concealed still, nor a raised hand."""
PRESENTED = (
    "SELECT m FROM unnest(string_to_array(current_setting('okrtui.mine', true), ' ')) AS m "
    "WHERE length(m) = 64 AND m NOT LIKE '@%'"
)
"""Keyed hashes by which I show that an anonymous card or ballot is mine: nobody else can know them."""
ROOM = 9999
"""Numbers that may be given freely: a document that is imported brings its own."""
GONE_SECONDS = 60
"""After which another may lead, as `rules.phases` has it."""

_WAY = "ARRAY['lobby', 'gather', 'reveal', 'group', 'vote', 'select']"
_PAST = f"""(s.phase = 'closed' OR CASE WHEN s.kind <> 'retro'
    THEN COALESCE(array_position({_WAY}, s.phase), 1) > array_position({_WAY}, {{0}})
    ELSE EXISTS (SELECT 1 FROM okrtui.agenda_item g
    WHERE g.session_id = s.id AND g.phase = {{0}} AND (g.place, g.id) < (SELECT h.place, h.id FROM okrtui.agenda_item h
    WHERE h.session_id = s.id AND h.phase = s.phase ORDER BY h.id = s.at_step DESC, h.place, h.id LIMIT 1)) END)"""
"""Whether a session is behind a step, as `rules.phases` has it: a retro goes by the order of its agenda."""


def _texts(*words: str) -> str:
    return ", ".join(f"'{each}'" for each in words)


def _statements(file: str) -> tuple[str, ...]:
    """Return the statements of an SQL file of this folder, between blank lines, with what it names in braces."""
    text = Path(__file__).with_name(file).read_text(encoding="utf-8")
    for name, meant in {
        "{past:step}": _PAST.format("step"),
        "{past:'gather'}": _PAST.format("'gather'"),
        "{whole}": WHOLE,
        "{presented}": PRESENTED,
        "{gone}": str(GONE_SECONDS),
        "{room}": str(ROOM),
        "{least}": str(LEAST_ANSWERS),
        "{came}": _texts(CARD_CAME, CARD_CHANGED, CARD_TAKEN_BACK),
        "{noting}": _texts(*NOTING),
        "{machine}": f"ARRAY[{', '.join(map(repr, sorted(machine_columns())))}]",
        "{me}": ME,
    }.items():
        text = text.replace(name, meant)
    blocks = (block.strip().splitlines() for block in text.split("\n\n"))
    return tuple("\n".join(line for line in block if line[:3] != "-- ").rstrip(";") for block in blocks)


FIRST = _statements("first.sql")
"""What the tables themselves need."""
FUNCTIONS = _statements("functions.sql")
