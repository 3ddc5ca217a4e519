"""Who may do what to which table on a server; declared here, told to the server, and kept to by it against psql too.

A new table needs one line in `DECLARED`; a test fails where one is missing.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrtui.storage import tables as t

if TYPE_CHECKING:
    from okrtui.storage.postgres import ServerStore

ME = "session_user::text"
"""Who is logged in; `SET ROLE` does not change it."""
ANYBODY, NOBODY = "true", "false"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a member may do with a table's rows: conditions on the row, in SQL.

    `signed` are the columns that name an author: no update changes them. `veiled` are columns that are shown where a
    condition holds, and something else in their place where not: (column, condition, what else). `own` are columns that
    only those may change whom other columns (with commas) name; where these name nobody, everybody may.
    """

    insert: str = ANYBODY
    update: str = ANYBODY
    delete: str = ANYBODY
    select: str = ANYBODY
    signed: tuple[str, ...] = ()
    own: tuple[str, tuple[str, ...]] = ("", ())
    veiled: tuple[tuple[str, str, str], ...] = ()


def _by(column: str, *, update: str = "", delete: str = "") -> Rule:
    """Return the rule that rows are written, changed and removed by whom a column names."""
    mine = f"{column} = {ME}"
    return Rule(mine, update or mine, delete or mine, signed=(column,))


_SEEN_CARD = "EXISTS (SELECT 1 FROM okrtui.recognition r WHERE r.id = recognition_id)"
"""The subquery runs under the policies too: a hero card that is hidden from me is none."""
_MY_CARD = f"EXISTS (SELECT 1 FROM okrtui.recognition r WHERE r.id = recognition_id AND r.giver = {ME})"
_NOBODYS = "author IS NULL AND entered_by IS NULL AND okrtui.is_anonymous(session_id)"
_MY_LIVE_CARD = f"author = {ME} OR entered_by = {ME}"
_I_LEAD = f"EXISTS (SELECT 1 FROM okrtui.session s WHERE s.id = session_id AND s.facilitator = {ME})"
"""Who leads gives the votes of people without a terminal."""
_MY_VOTE = f"(ballot = '@' || {ME} OR {_I_LEAD} OR (ballot NOT LIKE '@%' AND okrtui.is_anonymous(session_id)))"
_NO_BALLOT = "'#' || md5(ballot || (SELECT value FROM okrtui.secret))"
"""Tells ballots apart and not whose they are; only the view's owner reads the secret."""
_MY_ANSWER = (
    f"(ballot = '@' || {ME} OR (ballot NOT LIKE '@%' AND "
    "okrtui.is_anonymous((SELECT p.session_id FROM okrtui.poll p WHERE p.id = poll_id))))"
)
_PLAIN = """changes NOT LIKE '%"table":"weekly_update"%' AND changes NOT LIKE '%"table":"card"%'"""
"""Entries whose changes hold neither a pulse nor the words of a card that may be concealed still."""
_FREE = Rule()

DECLARED: dict[str, Rule] = {
    "migration": Rule(NOBODY, NOBODY, NOBODY),
    "workspace": Rule(NOBODY, ANYBODY, NOBODY, signed=("uuid", "created_at")),
    "member": Rule(signed=("login",)),
    "team": _FREE,
    "membership": _FREE,
    "cycle": _FREE,
    "objective": _FREE,
    "key_result": _FREE,
    "checkin": _by("entered_by", update=NOBODY),
    "weekly_update": Rule(
        f"who = {ME}",
        NOBODY,
        f"who = {ME}",
        veiled=(("pulse", f"who = {ME}", "NULL::bigint"),),
    ),
    "commitment": _by("who"),
    "health_metric": _FREE,
    "health_reading": _by("who", update=NOBODY),
    "recognition": Rule(
        f"giver = {ME}",
        ANYBODY,  # everybody may mark a practice
        f"giver = {ME} AND at > okrtui.clock() - 120",
        f"giver = {ME} OR okrtui.hero_is_open(id)",
        signed=("giver", "at"),
        own=("giver", ("standard", "story", "evidence", "kr_id", "withdrawn", "reason")),
    ),
    "recipient": Rule(
        _MY_CARD,
        f"login = {ME}",
        _MY_CARD,
        f"login = {ME} OR {_SEEN_CARD}",
        signed=("login", "recognition_id"),
    ),
    "reaction": Rule(f"who = {ME} AND {_SEEN_CARD}", NOBODY, f"who = {ME} OR {_MY_CARD}", _SEEN_CARD),
    "reply": Rule(f"who = {ME} AND {_SEEN_CARD}", NOBODY, f"who = {ME} OR {_MY_CARD}", _SEEN_CARD),
    "session": Rule(f"facilitator = {ME}", ANYBODY, f"facilitator = {ME}", signed=("key", "anonymous", "started")),
    "card": Rule(
        f"({_NOBODYS}) OR (NOT okrtui.is_anonymous(session_id) AND entered_by = {ME})",
        ANYBODY,
        f"({_NOBODYS}) OR {_MY_LIVE_CARD}",
        signed=("author", "entered_by", "session_id", "nonce", "owner"),
        own=("author,entered_by", ("text",)),
        veiled=(("text", f"{_MY_LIVE_CARD} OR okrtui.is_anonymous(session_id) OR okrtui.is_shown(session_id)", "''"),),
    ),
    "card_group": _FREE,
    "vote": Rule(
        _MY_VOTE,
        signed=("ballot",),
        veiled=(("ballot", _MY_VOTE, _NO_BALLOT),),
    ),
    "attendance": _by("login"),
    "typing": _FREE,
    "idea": _FREE,
    "idea_step": _by("who", update=NOBODY),
    "action": _FREE,
    "action_step": _by("who", update=NOBODY),
    "agenda_item": _FREE,
    "proposal": Rule(f"who = {ME}", signed=("who",)),
    "retro_template": _FREE,
    "topic": _FREE,
    "note": Rule(f"who = {ME} OR who IS NULL", signed=("who",)),
    "poll": _FREE,
    "answer": Rule(_MY_ANSWER, NOBODY, _MY_ANSWER),
    "agreement": _FREE,
    "kr_review": Rule(f"who = {ME}", ANYBODY, f"who = {ME}"),
    "activity": Rule(
        f"who IN ({ME}, '')",
        NOBODY,
        NOBODY,
        veiled=(
            ("summary", f"who = {ME} OR okrtui.hero_ref_is_open(ref)", "''"),
            ("changes", f"who = {ME} OR (okrtui.hero_ref_is_open(ref) AND {_PLAIN})", "'[]'"),
        ),
    ),
}

_FUNCTIONS = (
    f"""CREATE OR REPLACE FUNCTION okrtui.hero_is_open(card bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$
    SELECT NOT EXISTS (SELECT 1 FROM recipient p WHERE p.recognition_id = card AND p.hidden = 1)
    OR EXISTS (SELECT 1 FROM recipient p WHERE p.recognition_id = card AND p.login = {ME}) $$""",
    """CREATE OR REPLACE FUNCTION okrtui.is_anonymous(which bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$
    SELECT COALESCE((SELECT anonymous = 1 FROM session WHERE id = which), false) $$""",
    """CREATE OR REPLACE FUNCTION okrtui.is_shown(which bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$
    SELECT COALESCE((SELECT concealed = 0
    OR phase NOT IN ('lobby', 'gather') FROM session WHERE id = which), true) $$""",
    """CREATE OR REPLACE FUNCTION okrtui.hero_ref_is_open(ref text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$
    SELECT CASE WHEN ref ~ '^H[0-9]{1,15}$' THEN okrtui.hero_is_open(substr(ref, 2)::bigint)
    ELSE true END $$""",
    # the mean of three or more, of the newest revision of each person's week
    """CREATE OR REPLACE FUNCTION okrtui.pulse_means(since text, until text, logins text[])
    RETURNS TABLE (week text, mean double precision, count bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$
    SELECT w.week, AVG(w.pulse)::double precision, COUNT(w.pulse) FROM weekly_update w
    WHERE w.week BETWEEN since AND until AND w.pulse IS NOT NULL AND (logins IS NULL OR w.who = ANY (logins))
    AND w.revision = (SELECT MAX(l.revision) FROM weekly_update l WHERE l.who = w.who AND l.week = w.week)
    GROUP BY w.week HAVING COUNT(w.pulse) >= 3 ORDER BY w.week $$""",
    """CREATE OR REPLACE FUNCTION okrtui.clock() RETURNS bigint LANGUAGE sql VOLATILE
    RETURN extract(epoch FROM clock_timestamp())::bigint""",
    # what `Writer.forget` does and nothing else: entries about a hero card that is gone, within two minutes; only its
    # giver can remove one
    """CREATE OR REPLACE FUNCTION okrtui.blank_entry() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = okrtui, pg_temp AS $$ BEGIN
    IF EXISTS (SELECT 1 FROM recognition r WHERE 'H' || r.id = OLD.ref)
    OR OLD.ref NOT LIKE 'H%' OR OLD.at < okrtui.clock() - 120
    OR NEW.who <> '' OR NEW.verb <> '' OR NEW.ref <> '' OR NEW.summary <> ''
    OR NEW.changes <> '[]' OR NEW.salt <> ''
    OR (NEW.id, NEW.at, NEW.undoes, NEW.digest, NEW.chain)
    IS DISTINCT FROM (OLD.id, OLD.at, OLD.undoes, OLD.digest, OLD.chain)
    THEN RAISE insufficient_privilege USING MESSAGE = 'the journal is append-only'; END IF;
    UPDATE okrtui.activity SET who = '', verb = '', ref = '', summary = '', changes = '[]', salt = '' WHERE id = OLD.id;
    RETURN NEW; END $$""",
    """CREATE OR REPLACE FUNCTION okrtui.keep_signed() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE name text; BEGIN
    IF NOT row_security_active(TG_RELID) THEN RETURN NEW; END IF;
    FOREACH name IN ARRAY TG_ARGV LOOP
    IF to_jsonb(NEW) -> name IS DISTINCT FROM to_jsonb(OLD) -> name THEN
    RAISE insufficient_privilege USING MESSAGE = format('%s of %s cannot be changed', name, TG_TABLE_NAME); END IF;
    END LOOP; RETURN NEW; END $$""",
    f"""CREATE OR REPLACE FUNCTION okrtui.keep_own() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE named text[]; changed text; BEGIN
    SELECT array_agg(to_jsonb(OLD) ->> c) INTO named FROM unnest(string_to_array(TG_ARGV[0], ',')) c
    WHERE to_jsonb(OLD) ->> c IS NOT NULL;
    IF NOT row_security_active(TG_RELID) OR named IS NULL OR {ME} = ANY (named) THEN RETURN NEW; END IF;
    FOREACH changed IN ARRAY TG_ARGV[1:] LOOP
    IF to_jsonb(NEW) -> changed IS DISTINCT FROM to_jsonb(OLD) -> changed THEN
    RAISE insufficient_privilege USING MESSAGE = format('%s of this %s is somebody else''s', changed, TG_TABLE_NAME);
    END IF; END LOOP; RETURN NEW; END $$""",
)


def guard(store: "ServerStore") -> None:
    """Give the tables to a role that nobody can be, and tell the server the rules; the caller holds the transaction."""
    owner, members = roles(store)
    for role in (owner, members):
        if not store.sql("SELECT 1 FROM pg_roles WHERE rolname = ?", (role,)):
            store.run(f'CREATE ROLE "{role}" NOLOGIN')
    if store.sql("SELECT to_regclass('okrtui.secret')")[0][0] is None:
        store.run("CREATE TABLE okrtui.secret (value text NOT NULL)")
        store.run("INSERT INTO okrtui.secret VALUES (gen_random_uuid()::text || gen_random_uuid()::text)")
    store.run(f'ALTER TABLE okrtui.secret OWNER TO "{owner}"')
    for statement in _FUNCTIONS:
        store.run(statement)
    store.run(f'GRANT USAGE ON SCHEMA okrtui, okrtui_seen TO "{members}"')
    for schema in ("okrtui", "okrtui_seen"):
        store.run(f'ALTER SCHEMA {schema} OWNER TO "{owner}"')
    for name, rule in DECLARED.items():
        for statement in _statements(name, rule, owner, members):
            store.run(statement)
    for (signature,) in store.sql(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
        "WHERE n.nspname IN ('okrtui', 'okrtui_seen')"
    ):
        store.run(f'ALTER FUNCTION {signature} OWNER TO "{owner}"')
        store.run(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")
        store.run(f'GRANT EXECUTE ON FUNCTION {signature} TO "{members}"')


def roles(store: "ServerStore") -> tuple[str, str]:
    """Return the names of this database's roles: whose the tables are, and that of its members."""
    database = str(store.sql("SELECT current_database()")[0][0])
    found = store.sql("SELECT nspowner::regrole::text FROM pg_namespace WHERE nspname = 'okrtui'")
    owner = str(found[0][0]).strip('"') if found else ""
    if not owner.endswith("_owner"):
        owner = f"okrtui_{database}_owner".replace('"', "")
    return owner, owner.removesuffix("_owner")


def _statements(name: str, rule: Rule, owner: str, members: str) -> list[str]:
    """Return what tells the server one table's rule."""
    table = f"okrtui.{name}"
    columns = columns_of(name)
    veiled = {column for column, _, _ in rule.veiled}
    bare = ", ".join(each for each in columns if each not in veiled)
    done = [
        f'ALTER TABLE {table} OWNER TO "{owner}"',
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f'REVOKE ALL ON {table} FROM PUBLIC, "{members}"',
        f'GRANT SELECT ({bare}), INSERT, UPDATE, DELETE ON {table} TO "{members}"',
    ]
    for deed, clause in (
        ("select", f"USING ({rule.select})"),
        ("insert", f"WITH CHECK ({rule.insert})"),
        ("update", f"USING ({rule.update})"),
        ("delete", f"USING ({rule.delete})"),
    ):
        done.append(f"DROP POLICY IF EXISTS may_{deed} ON {table}")
        done.append(f'CREATE POLICY may_{deed} ON {table} FOR {deed.upper()} TO "{members}" {clause}')
    if rule.signed:
        words = ", ".join(f"'{each}'" for each in rule.signed)
        done.append(
            f"CREATE OR REPLACE TRIGGER keep_signed BEFORE UPDATE ON {table} FOR EACH ROW "
            f"EXECUTE FUNCTION okrtui.keep_signed({words})"
        )
    if rule.own[0]:
        words = ", ".join(f"'{each}'" for each in (rule.own[0], *rule.own[1]))
        done.append(
            f"CREATE OR REPLACE TRIGGER keep_own BEFORE UPDATE ON {table} FOR EACH ROW "
            f"EXECUTE FUNCTION okrtui.keep_own({words})"
        )
    return done + (_veil(name, rule, columns, owner, members) if veiled else [])


_OR_REFUSE = "IF NOT FOUND THEN RAISE insufficient_privilege USING MESSAGE = 'that is somebody else''s'; END IF;"


def _veil(name: str, rule: Rule, columns: list[str], owner: str, members: str) -> list[str]:
    """Return what makes the view that stands before a table and leaves out what is not mine."""
    view = f"okrtui_seen.{name}"
    veiled = {column: (condition, other) for column, condition, other in rule.veiled}
    trusted = "(SELECT rolsuper FROM pg_roles WHERE rolname = session_user)"
    shown = ", ".join(
        f"CASE WHEN {trusted} OR {veiled[each][0]} THEN {each} ELSE {veiled[each][1]} END AS {each}"
        if each in veiled
        else each
        for each in columns
    )
    into, values = ", ".join(columns), ", ".join(f"NEW.{each}" for each in columns)
    plain = ", ".join(f"{each} = NEW.{each}" for each in columns if each not in veiled)
    rest = " ".join(
        f"IF NEW.{each} IS DISTINCT FROM OLD.{each} THEN "
        f"UPDATE okrtui.{name} SET {each} = NEW.{each} WHERE id = OLD.id; END IF;"
        for each in veiled
    )
    put = "blank_entry" if name == "activity" else f"put_{name}"
    return [
        f"DROP VIEW IF EXISTS {view}",
        f"CREATE VIEW {view} WITH (security_barrier) AS SELECT {shown} FROM okrtui.{name}",
        f'ALTER VIEW {view} OWNER TO "{owner}"',
        f'GRANT SELECT, INSERT, UPDATE, DELETE ON {view} TO "{members}"',
        f"""CREATE OR REPLACE FUNCTION okrtui.put_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'INSERT' THEN NEW.id := COALESCE(NEW.id, okrtui.next_id('okrtui.{name}'));
        INSERT INTO okrtui.{name} ({into}) VALUES ({values}); RETURN NEW; END IF;
        IF TG_OP = 'DELETE' THEN DELETE FROM okrtui.{name} WHERE id = OLD.id; {_OR_REFUSE} RETURN OLD; END IF;
        UPDATE okrtui.{name} SET {plain} WHERE id = OLD.id; {_OR_REFUSE} {rest} RETURN NEW; END $$""",
        f"""CREATE TRIGGER put INSTEAD OF INSERT OR DELETE ON {view} FOR EACH ROW
        EXECUTE FUNCTION okrtui.put_{name}()""",
        f"CREATE TRIGGER change INSTEAD OF UPDATE ON {view} FOR EACH ROW EXECUTE FUNCTION okrtui.{put}()",
    ]


def columns_of(name: str) -> list[str]:
    """Return a table's columns, its id first."""
    if name == "migration":
        return ["version", "name"]
    if name == "typing":
        return ["session_id", "who", "at"]
    return list(getattr(t, name)._columns)


def grant(store: "ServerStore", login: str) -> bool:
    """Let somebody in as a member and return whether their role was made for it; the caller holds no transaction."""
    from okrtui.errors import Refused

    if not store.trusted():
        raise Refused("only an administrator of the server can let people in")
    if not login or len(login) > 63 or '"' in login or "\0" in login:
        raise Refused(f"“{login}” is no name that a server can know")
    _, members = roles(store)
    with store.transaction():
        fresh = not store.sql("SELECT 1 FROM pg_roles WHERE rolname = ?", (login,))
        if fresh:
            store.run(f'CREATE ROLE "{login}" LOGIN')
        store.run(f'GRANT "{members}" TO "{login}"')
    return fresh
