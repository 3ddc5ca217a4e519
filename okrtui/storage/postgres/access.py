"""Telling the server who may do what, and who is a member: the roles, the policies, and the views before the tables."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from okrtui.storage.engine.location import RULES
from okrtui.storage.postgres.functions import FIRST, FUNCTIONS, ROOM
from okrtui.storage.postgres.policies import DECLARED, Rule
from okrtui.storage.tables import columns_of

if TYPE_CHECKING:
    from okrtui.storage.engine.store import Store

ABOUT_SESSION = re.compile(r"okrtui\.\w+\(session_id[^()]*\)")
DRAWN = 2**53
"""The ids of anonymous cards and votes are drawn from below it."""
CHECKS = (
    "keep_asked",
    "keep_case",
    "keep_lead",
    "keep_led",
    "keep_nobodys",
    "keep_own",
    "keep_place",
    "keep_said",
    "keep_shown",
    "keep_signed",
)
"""Functions of the server that look at updates; a rule names those of its table."""


_COUNTING = (
    "FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass "
    "WHERE d.deptype = 'e' AND e.extname ~ '^pg_(stat_|wait_|qual|tracing)' AND d.classid = "
)
"""What belongs to extensions that count by login what is asked and waited for."""


def guard(store: "Store") -> None:
    """Give the tables to a role that nobody can be, and tell the server the rules; the caller holds the transaction."""
    owner, members = roles(store)
    for role in (owner, members):
        if not store.sql("SELECT 1 FROM pg_roles WHERE rolname = ?", (role,)):
            store.run(f'CREATE ROLE "{role}" NOLOGIN')
    if store.sql("SELECT to_regclass('okrtui.secret')")[0][0] is None:
        store.run("CREATE TABLE okrtui.secret (value text NOT NULL)")
        store.run("INSERT INTO okrtui.secret VALUES (gen_random_uuid()::text || gen_random_uuid()::text)")
    store.run(f'ALTER TABLE okrtui.secret OWNER TO "{owner}"')
    for statement in (*FIRST, *FUNCTIONS):
        store.run(statement)
    database = str(store.sql("SELECT quote_ident(current_database())")[0][0])
    store.run(f"REVOKE ALL ON DATABASE {database} FROM PUBLIC")  # who is no member can keep nobody waiting
    store.run(f'GRANT CONNECT ON DATABASE {database} TO "{members}"')
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
    hide_statistics(store)
    store.run(f"COMMENT ON SCHEMA okrtui IS 'rules {RULES}'")


def told_statistics(store: "Store") -> list[str]:
    """Return the views by which everybody here would see whose statements ran, and how often.

    An administrator may have made them at any time. PostgreSQL hides the words there from others, and not whose they
    are: asked all the while, they tell who wrote when an anonymous card came.
    """
    sql = f"SELECT d.objid::regclass::text AS name {_COUNTING}'pg_class'::regclass"
    told = store.sql(f"{sql} AND has_table_privilege('public', d.objid, 'SELECT') ORDER BY name")
    return [str(name) for (name,) in told]


def hide_statistics(store: "Store") -> None:
    """Keep those views to the server's administrators; the caller holds the transaction."""
    for name in told_statistics(store):
        store.run(f"REVOKE ALL ON {name} FROM PUBLIC")
    for (signature,) in store.sql(f"SELECT d.objid::regprocedure::text {_COUNTING}'pg_proc'::regclass"):
        store.run(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")


def roles(store: "Store") -> tuple[str, str]:
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
    given = () if "keep_place" in rule.also else rule.counted
    settable = ", ".join(each for each in columns if each not in ("id", *given)) or columns[0]
    done = [
        f'ALTER TABLE {table} OWNER TO "{owner}"',
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f'REVOKE ALL ON {table} FROM PUBLIC, "{members}"',
        f'GRANT SELECT ({bare}), INSERT, UPDATE ({settable}), DELETE ON {table} TO "{members}"',
    ]
    near = " AND ".join(f"({each})" for each in _near(name, rule, columns))
    for deed, clause in (
        ("select", f"USING ({rule.select})"),
        ("insert", f"WITH CHECK (({rule.insert}){near and ' AND '}{near})"),
        ("update", f"USING ({rule.update})"),
        ("delete", f"USING ({rule.delete})"),
    ):
        done.append(f"DROP POLICY IF EXISTS may_{deed} ON {table}")
        done.append(f'CREATE POLICY may_{deed} ON {table} FOR {deed.upper()} TO "{members}" {clause}')
    arguments = _checks(rule)
    for check in CHECKS:
        if check not in arguments:
            done.append(f"DROP TRIGGER IF EXISTS {check} ON {table}")
            continue
        words = ", ".join(f"'{each}'" for each in arguments[check])
        done.append(
            f"CREATE OR REPLACE TRIGGER {check} BEFORE UPDATE ON {table} FOR EACH ROW "
            f"EXECUTE FUNCTION okrtui.{check}({words})"
        )
    done.append(f"DROP VIEW IF EXISTS okrtui_seen.{name}")
    return done + (_veil(name, rule, columns, owner, members) if veiled else [])


def _near(name: str, rule: Rule, columns: tuple[str, ...]) -> Iterator[str]:
    """Return conditions that a new row's numbers are at most the next ones: a huge one would leave none for others."""
    if columns[0] == "id":
        yield f"id <= GREATEST(okrtui.next_id('okrtui.{name}'), {DRAWN})"
    for column, within in rule.counted.items():
        same = " AND ".join(f"o.{each} = {name}.{each}" for each in within) or "true"
        yield f"{column} <= (SELECT GREATEST(MAX(o.{column}) + 1, {ROOM}) FROM okrtui.{name} o WHERE {same})"


def _checks(rule: Rule) -> dict[str, tuple[str, ...]]:
    """Return the functions that look at each update of a rule's table, with their arguments."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(rule.also, ())
    if rule.signed:
        found["keep_signed"] = rule.signed
    for check, (named, columns) in (("keep_own", rule.own), ("keep_led", rule.led)):
        if named:
            found[check] = (named, *columns)
    return found


_OR_REFUSE = "IF NOT FOUND THEN RAISE insufficient_privilege USING MESSAGE = 'that is somebody else''s'; END IF;"


def _veil(name: str, rule: Rule, columns: tuple[str, ...], owner: str, members: str) -> list[str]:
    """Return what makes the view that stands before a table and leaves out what is not mine."""
    view = f"okrtui_seen.{name}"
    veiled = {column: (condition, other) for column, condition, other in rule.veiled}
    trusted = "(SELECT rolsuper FROM pg_roles WHERE rolname = session_user)"
    asked = {condition: f"is_{at}" for at, condition in enumerate(dict.fromkeys(each for _, each, _ in rule.veiled))}
    judged = ", ".join(f"({trusted} OR {condition}) AS {alias}" for condition, alias in asked.items())
    about = {call: f"of_{at}" for at, call in enumerate(dict.fromkeys(ABOUT_SESSION.findall(judged)))}
    judged = ABOUT_SESSION.sub(lambda call: about[call[0]], judged)
    session = ", ".join(f"{call} AS {alias}" for call, alias in about.items()) or "1"
    shown = ", ".join(
        f"CASE WHEN {asked[veiled[each][0]]} THEN {each} ELSE {veiled[each][1]} END AS {each}"
        if each in veiled
        else each
        for each in columns
    )
    into, values = ", ".join(columns), ", ".join(f"NEW.{each}" for each in columns)
    fixed = ("id", *veiled, *rule.counted)
    plain = ", ".join(f"{each} = NEW.{each}" for each in columns if each not in fixed)
    rest = " ".join(
        f"IF NEW.{each} IS DISTINCT FROM OLD.{each} THEN "
        f"UPDATE okrtui.{name} SET {each} = NEW.{each} WHERE id = OLD.id; END IF;"
        for each in veiled
    )
    put = "blank_entry" if name == "activity" else f"put_{name}"
    return [
        f"CREATE VIEW {view} WITH (security_barrier) AS SELECT {shown} FROM okrtui.{name}, "
        # kept apart, so that each session is asked about once, and each row is judged once for all its columns
        f"LATERAL (SELECT {session} OFFSET 0) AS about, LATERAL (SELECT {judged} OFFSET 0) AS judged",
        f'ALTER VIEW {view} OWNER TO "{owner}"',
        f'GRANT SELECT, INSERT, UPDATE, DELETE ON {view} TO "{members}"',
        f"""CREATE OR REPLACE FUNCTION okrtui.put_{name}() RETURNS trigger LANGUAGE plpgsql
        SET search_path = okrtui, pg_temp AS $$ BEGIN
        IF TG_OP = 'INSERT' THEN NEW.id := COALESCE(NEW.id, okrtui.next_id('okrtui.{name}'));
        INSERT INTO okrtui.{name} ({into}) VALUES ({values}); RETURN NEW; END IF;
        IF TG_OP = 'DELETE' THEN DELETE FROM okrtui.{name} WHERE id = OLD.id; {_OR_REFUSE} RETURN OLD; END IF;
        UPDATE okrtui.{name} SET {plain} WHERE id = OLD.id; {_OR_REFUSE} {rest} RETURN NEW; END $$""",
        f"""CREATE TRIGGER put INSTEAD OF INSERT OR DELETE ON {view} FOR EACH ROW
        EXECUTE FUNCTION okrtui.put_{name}()""",
        f"CREATE TRIGGER change INSTEAD OF UPDATE ON {view} FOR EACH ROW EXECUTE FUNCTION okrtui.{put}()",
    ]


def grant(store: "Store", login: str) -> bool:
    """Let somebody in as a member and return whether their role was made for it; the caller holds no transaction."""
    from okrtui.errors import Refused

    if not store.sees_all():
        raise Refused("only an administrator of the server can let people in")
    if not login or len(login) > 63 or '"' in login or "\0" in login:
        raise Refused(f"“{login}” isn't a name that a server can know")
    _, members = roles(store)
    with store.transaction():
        fresh = not store.sql("SELECT 1 FROM pg_roles WHERE rolname = ?", (login,))
        if fresh:
            store.run(f'CREATE ROLE "{login}" LOGIN')
        store.run(f'GRANT "{members}" TO "{login}"')
        hide_statistics(store)
    return fresh
