"""The tables as peewee sees them; `migrations` creates them. No models: rows become frozen dataclasses in `rows`."""

from peewee import Table

TYPE_CHECKING = False  # quick commands do not load `typing`


class Rows(Table):
    """A table whose columns are attributes: `t.cycle.name`."""

    if TYPE_CHECKING:  # peewee sets the columns as attributes at run time; its stubs cannot know their names
        from peewee import Column

        def __getattr__(self, name: str) -> Column: ...
        def alias(self, name: str) -> "Rows": ...


COLUMNS: dict[str, tuple[str, ...]] = {}
"""The columns of every table."""

_MACHINE = """
    uuid timezone state kind start_day end_day week status done colour standard key phase minutes template nonce owner
    verdict due what login dri keeper until host guest who entered_by giver facilitator author champion
    opener asked subject companion chosen holder turn to_login step since opened by_day silent closed ends day lit
"""
MACHINE = frozenset(_MACHINE.split())
"""Columns that okrtui writes itself: nobody's words stand in them."""


def _table(name: str, columns: str) -> Rows:
    COLUMNS[name] = ("id", *columns.split())
    return Rows(name, COLUMNS[name], primary_key="id")


workspace = _table("workspace", "uuid name timezone vision ethos created_at decimal_sign version")
member = _table("member", "login name skills state version")
team = _table("team", "name version")
value = _table("value", "text keeper until state version")
membership = _table("membership", "login team_id")
cycle = _table("cycle", "name start_day end_day state version")
objective = _table(
    "objective", "number cycle_id title why team_id dri kind weight parent_id parent_kr_id state comment version"
)
key_result = _table(
    "key_result",
    "objective_id number title kind start target unit weight dri priority note milestones state score comment version "
    "created",
)
checkin = _table("checkin", "kr_id week revision value confidence note status done who entered_by at")
weekly_update = _table("weekly_update", "who week revision ahead blocker helpers wins pulse at")
commitment = _table("commitment", "who week position text kr_id state carries reason from_id version")
health_metric = _table("health_metric", "name team_id state version")
health_reading = _table("health_reading", "metric_id week revision colour note who at")
recognition = _table(
    "recognition",
    "giver standard story evidence kr_id at week withdrawn reason practice_when practice_how across version value_id",
)
recipient = _table("recipient", "recognition_id login hidden words version")
reaction = _table("reaction", "recognition_id who kind")
reply = _table("reply", "recognition_id who text at")
session = _table(
    "session",
    "key kind title question kr_id facilitator phase anonymous concealed budget most minutes timer_end timer_left "
    "started closed version template prompts team_id cycle_id box at_step topic_id topic_minutes days",
)
card = _table("card", "session_id text author entered_by nonce owner tag kr_id group_id place at version is_read")
card_group = _table("card_group", "session_id name version merged_into")
vote = _table("vote", "session_id group_id ballot number")
attendance = _table("attendance", "session_id login ready seen lit")
idea = _table("idea", "title text state champion kr_id session_id group_id effort impact reason version")
idea_step = _table("idea_step", "idea_id state note who at")
action = _table("action", "text dri due made session_id topic kr_id works state reason version")
office_hours = _table("office_hours", "host weekday start until slot place state version")
booking = _table("booking", "host guest at minutes place need outcome walk_in confirmed state version")
follow_up = _table("follow_up", "booking_id action_id")
action_step = _table("action_step", "action_id what note who at")
agenda_item = _table("agenda_item", "session_id phase title minutes skipped who place version")
proposal = _table("proposal", "text who team_id at state session_id version")
retro_template = _table("retro_template", "name title question prompts items version")
topic = _table("topic", "session_id group_id state rounds version")
note = _table("note", "session_id group_id item_id kind text who at version")
poll = _table("poll", "session_id kind group_id minutes is_open version")
answer = _table("answer", "poll_id ballot number")
agreement = _table("agreement", "text state session_id at version")
kr_review = _table("kr_review", "session_id kr_id learned verdict who version")
process = _table("process", "name number text who at state version")
practice_case = _table(
    "practice_case",
    "process_id title text opener opened asked subject companion dri chosen holder kr_id evidence step since by_day "
    "turn team due lapses silent state outcome closed ends appealed older_id said version",
)
case_entry = _table("case_entry", "case_id kind who at day step outcome text to_login ends")
case_link = _table("case_link", "case_id kind idea_id session_id")
booking_case = _table("booking_case", "booking_id case_id")
activity = _table("activity", "at who verb ref summary changes undoes salt digest chain")

BY_NAME: dict[str, Rows] = {
    name: globals()[name] for name in COLUMNS if name not in ("vote", "attendance", "answer", "activity")
}
"""What a journal entry may change, by name."""
