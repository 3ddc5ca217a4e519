"""Who may do what to which table on a server; declared here, told to the server, and kept to by it against psql too.

A new table needs one line in `DECLARED`; a test fails where one is missing.
"""

from dataclasses import dataclass, field, replace

from okrtui.storage.postgres.functions import CASE_TOLD, ME, PRESENTED, WHOLE

ANYBODY, NOBODY = "true", "false"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a member may do with a table's rows: conditions on the row, in SQL.

    `signed` are the columns that name an author: no update changes them. `veiled` are columns that are shown where a
    condition holds, and something else in their place where not: (column, condition, what else). `own` are columns that
    only those may change whom other columns (with commas) name; where these name nobody, everybody may. `led` are
    columns that only who leads the session may change which another column names. `also` are functions of the server
    that look at each update. `counted` are columns with running numbers, and within which columns they run: a new one
    is at most the next, and stays; with `keep_place` it changes with what it runs within.
    """

    insert: str = ANYBODY
    update: str = ANYBODY
    delete: str = ANYBODY
    select: str = ANYBODY
    signed: tuple[str, ...] = ()
    own: tuple[str, tuple[str, ...]] = ("", ())
    led: tuple[str, tuple[str, ...]] = ("", ())
    also: tuple[str, ...] = ()
    veiled: tuple[tuple[str, str, str], ...] = ()
    counted: dict[str, tuple[str, ...]] = field(default_factory=dict)


def _by(column: str, *, update: str = "", delete: str = "") -> Rule:
    """Return the rule that rows are written, changed and removed by whom a column names."""
    mine = f"{column} = {ME}"
    return Rule(mine, update or mine, delete or mine, signed=(column,))


_SEEN_CARD = "EXISTS (SELECT 1 FROM okrtui.recognition r WHERE r.id = recognition_id)"
"""The subquery runs under the policies too: a hero card that is hidden from me is none."""
_MY_CARD = f"EXISTS (SELECT 1 FROM okrtui.recognition r WHERE r.id = recognition_id AND r.giver = {ME})"
_MY_FRESH_CARD = _MY_CARD.replace("AND r.giver", "AND r.at > okrtui.clock() - 120 AND r.giver")
"""What hangs on it goes with it as long as it can be taken back, and no longer: that somebody hid it does, too."""
_NOBODYS = "author IS NULL AND entered_by IS NULL AND okrtui.is_anonymous(session_id)"
_MY_LIVE_CARD = f"author = {ME} OR entered_by = {ME}"
_READ_CARD = f"{_MY_LIVE_CARD} OR owner IN ({PRESENTED}) OR okrtui.is_shown(session_id)"
_I_LEAD = f"EXISTS (SELECT 1 FROM okrtui.session s WHERE s.id = session_id AND s.facilitator = {ME})"
"""Who leads gives the votes of people without a terminal."""
_MY_VOTE = (
    f"(ballot = '@' || {ME} OR (ballot LIKE '@%' AND {_I_LEAD}) "
    f"OR (ballot IN ({PRESENTED}) AND okrtui.is_anonymous(session_id)))"
)
_VOTING = "EXISTS (SELECT 1 FROM okrtui.session s WHERE s.id = session_id AND s.phase = 'vote')"
_MAY_VOTE = f"({_MY_VOTE} AND {_VOTING})"
_NO_BALLOT = "'#' || md5(session_id || ballot || (SELECT value FROM okrtui.secret))"
"""Tells a session's ballots apart and not whose they are; only the view's owner reads the secret."""
_MY_ANSWER = (
    f"(ballot = '@' || {ME} OR (ballot IN ({PRESENTED}) AND "
    "okrtui.is_anonymous((SELECT p.session_id FROM okrtui.poll p WHERE p.id = poll_id))))"
)
_ASKED = "EXISTS (SELECT 1 FROM okrtui.poll p WHERE p.id = poll_id AND p.is_open = 1)"
_NO_ANSWER = "'#' || md5(poll_id || ballot || (SELECT value FROM okrtui.secret))"
"""Another one for each question."""
_MY_BOOKING = f"(host = {ME} OR guest = {ME})"
_MY_BOOKINGS = "okrtui.is_my_booking(booking_id)"
_MY_HAND = f"who = {ME} OR okrtui.hand_is_open(case_id, who)"
"""A raised hand is seen by whose it is and who offers, and by all once it is answered."""
_MY_LINK = (
    f"(kind = 'out of' AND EXISTS (SELECT 1 FROM okrtui.practice_case c WHERE c.id = case_id AND c.opener = {ME})) "
    f"OR (kind = 'worked out in' AND {_I_LEAD})"
)
"""Who opens a case says where it comes from, who leads a session what it works out."""
_MY_CASE = "(subject IS NULL OR okrtui.case_is_mine(id))"
"""One about a person is for those whom it concerns: what a process says of that is stored with it."""
_SEEN_CASE = "EXISTS (SELECT 1 FROM okrtui.practice_case c WHERE c.id = case_id)"
"""Under the policies, as with hero cards."""
_FRESH_CASE = "said = 0 AND state = 'open' AND outcome = '' AND ends IS NULL AND shut IS NULL AND subject <> opener"
_FREE = Rule()
_LED = (
    *("title", "question", "kr_id", "phase", "concealed", "budget", "most", "minutes", "timer_end", "timer_left"),
    *("closed", "template", "prompts", "team_id", "cycle_id", "box", "at_step", "topic_minutes", "days"),
)
"""What of a session only who leads it changes."""

_ASKS = ("kind", "minutes", "is_open", "question", "item_id", "radar_id")
"""What of a question only who leads changes."""

DECLARED: dict[str, Rule] = {
    "migration": Rule(NOBODY, NOBODY, NOBODY),
    "workspace": Rule(NOBODY, ANYBODY, NOBODY, signed=("uuid", "created_at")),
    "member": Rule(signed=("login",)),
    "team": _FREE,
    "value": _FREE,
    "membership": _FREE,
    "cycle": _FREE,
    "objective": Rule(counted={"number": ()}),
    "key_result": Rule(counted={"number": ("objective_id",)}, also=("keep_place",)),
    "checkin": replace(_by("entered_by", update=NOBODY), counted={"revision": ("kr_id", "week")}),
    "weekly_update": Rule(
        f"who = {ME}",
        NOBODY,
        f"who = {ME}",
        veiled=(("pulse", f"who = {ME}", "NULL::bigint"),),
    ),
    "commitment": _by("who"),
    "health_metric": _FREE,
    "health_reading": replace(_by("who", update=NOBODY), counted={"revision": ("metric_id", "week")}),
    "recognition": Rule(
        f"giver = {ME}",
        ANYBODY,  # everybody may mark a practice
        f"giver = {ME} AND at > okrtui.clock() - 120",
        f"giver = {ME} OR okrtui.hero_is_open(id)",
        signed=("giver", "at"),
        own=("giver", ("standard", "story", "evidence", "kr_id", "value_id", "withdrawn", "reason")),
    ),
    "recipient": Rule(
        _MY_CARD,
        f"login = {ME}",
        _MY_FRESH_CARD,
        f"login = {ME} OR {_SEEN_CARD}",
        signed=("login", "recognition_id"),
    ),
    "reaction": Rule(f"who = {ME} AND {_SEEN_CARD}", NOBODY, f"who = {ME} OR {_MY_FRESH_CARD}", _SEEN_CARD),
    "reply": Rule(f"who = {ME} AND {_SEEN_CARD}", NOBODY, f"who = {ME} OR {_MY_FRESH_CARD}", _SEEN_CARD),
    "session": Rule(
        f"facilitator = {ME}",
        ANYBODY,  # a merge moves the topic that is up, see `keep_lead`
        f"facilitator = {ME}",
        signed=("key", "kind", "anonymous", "started"),
        led=("id", _LED),
        also=("keep_lead",),
    ),
    "card": Rule(
        f"({_NOBODYS}) OR (NOT okrtui.is_anonymous(session_id) AND entered_by = {ME})",
        ANYBODY,
        f"({_NOBODYS} AND owner IN ({PRESENTED})) OR {_MY_LIVE_CARD}",
        signed=("author", "entered_by", "session_id", "nonce", "owner"),
        own=("author,entered_by", ("text", "kr_id")),
        led=("session_id", ("place", "is_read")),
        also=("keep_asked", "keep_nobodys"),
        veiled=(
            ("text", _READ_CARD, "''"),
            ("tag", _READ_CARD, "''"),
            ("kr_id", _READ_CARD, "NULL::bigint"),
            ("owner", f"owner IN ({PRESENTED})", "''"),
        ),
    ),
    "card_group": _FREE,
    "vote": Rule(
        _MAY_VOTE,
        NOBODY,
        _MAY_VOTE,
        veiled=(
            ("ballot", _MY_VOTE, _NO_BALLOT),
            ("group_id", f"{_MY_VOTE} OR okrtui.is_past(session_id, 'vote')", "NULL::bigint"),
        ),
    ),
    "attendance": _by("login"),
    "typing": _FREE,
    "idea": _FREE,
    "idea_step": _by("who", update=NOBODY),
    "action": _FREE,
    "action_step": _by("who", update=NOBODY),
    "office_hours": _by("host"),
    "booking": Rule(
        f"guest = {ME} AND walk_in = 0 OR host = {ME} AND walk_in = 1 AND confirmed = 0",
        _MY_BOOKING,
        _MY_BOOKING,  # undo takes one away that was just made
        signed=("host", "guest", "at", "minutes", "walk_in"),
        own=("guest", ("confirmed",)),
        veiled=(
            ("guest", _MY_BOOKING, "''"),
            ("need", _MY_BOOKING, "''"),
            ("outcome", _MY_BOOKING, "''"),
            ("state", _MY_BOOKING, "CASE state WHEN 'cancelled' THEN state ELSE 'booked' END"),
        ),
    ),
    "follow_up": Rule(_MY_BOOKINGS, NOBODY, _MY_BOOKINGS, _MY_BOOKINGS),
    "agenda_item": Rule(_I_LEAD, _I_LEAD, _I_LEAD, signed=("session_id",)),
    "proposal": Rule(f"who = {ME}", delete=f"who = {ME}", signed=("who", "at"), own=("who", ("text", "team_id"))),
    "retro_template": _FREE,
    "topic": Rule(signed=("session_id",), led=("session_id", ("state", "rounds"))),
    "note": Rule(f"who = {ME} OR (who IS NULL AND okrtui.is_anonymous(session_id))", signed=("who", "session_id")),
    "poll": Rule(_I_LEAD, delete=_I_LEAD, signed=("session_id",), led=("session_id", _ASKS), also=("keep_shown",)),
    "answer": Rule(
        f"{_MY_ANSWER} AND {_ASKED}",
        NOBODY,
        f"{_MY_ANSWER} AND {_ASKED}",
        veiled=(
            ("ballot", _MY_ANSWER, _NO_ANSWER),
            ("number", f"{_MY_ANSWER} OR okrtui.is_told(poll_id)", "NULL::bigint"),
            ("word", f"{_MY_ANSWER} OR okrtui.is_told(poll_id)", "''"),
        ),
    ),
    "radar_question": _FREE,
    "agreement": _FREE,
    "kr_review": Rule(f"who = {ME}", delete=f"who = {ME}", signed=("session_id", "kr_id"), also=("keep_said",)),
    "process": Rule(f"who = {ME}", delete=f"who = {ME}", signed=("name", "number", "text", "who", "at")),
    "practice_case": Rule(
        f"opener = {ME} AND (subject IS NULL OR ({_FRESH_CASE}))",
        _MY_CASE,  # whoever has the turn takes it further: each entry says who
        f"opener = {ME} AND (subject IS NULL OR said = 0)",
        f"opener = {ME} AND shut IS NULL OR {_MY_CASE}",
        signed=("process_id", "opener", "opened", "subject", "happened"),
        own=("opener", ("title", "text", "evidence", "kr_id", "older_id")),
        also=("keep_case",),
    ),
    "case_entry": Rule(
        f"who = {ME} AND okrtui.may_say(case_id, kind)",
        NOBODY,
        f"who = {ME} AND okrtui.may_unsay(case_id, id)",
        f"{_SEEN_CASE} AND (kind <> 'hand' OR {_MY_HAND})",
        signed=("who",),
    ),
    "case_link": Rule(_MY_LINK, NOBODY, _MY_LINK, _SEEN_CASE),
    "booking_case": Rule(_MY_BOOKINGS, NOBODY, _MY_BOOKINGS, _MY_BOOKINGS),
    "activity": Rule(
        f"(who = {ME} OR who = '' AND okrtui.is_nobodys(verb, ref, at, summary, changes, undoes)) "
        "AND id = okrtui.next_id('okrtui.activity')",
        NOBODY,
        NOBODY,
        veiled=(
            (
                "who",
                f"{CASE_TOLD} AND (who = {ME} OR okrtui.booking_ref_is_mine(ref))",
                "''",
            ),
            (
                "summary",
                f"{CASE_TOLD} AND (who = {ME} OR (okrtui.hero_ref_is_open(ref) AND okrtui.booking_ref_is_mine(ref)))",
                "''",
            ),
            ("changes", WHOLE, "'[]'"),
            ("salt", WHOLE, "''"),  # with it the digest would tell which of five pulses it was
        ),
    ),
}
