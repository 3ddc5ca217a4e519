"""Two colleagues watch a server by a script during a whole anonymous retro, and find nothing that ties words to who.

Real programs on terminals, roles of the server's own, the module of statistics that administrators like to load. What
the server shows at the very moment (whose connection has a lock or a transaction) SECURITY.md names as what remains.
"""

import json
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from okrtui.storage.engine.store import Store
from okrtui.storage.postgres.access import grant, told_statistics
from tests.postgres.server import server
from tests.terminals import Terminal, wait_until
from tests.trust.places import environment, waiting
from tests.workspaces import on_server

LEADS, SPIES, WRITERS = "mei", ("ana", "bob"), ("kim", "lee", "max")
BEAT, SPREAD, SLACK = 8.0, 2.0, 2.5
"""Seconds; in the slack a loaded machine stores what is due, and the scripts see it."""
WORDS = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta")
UNNAMED = ("card", "vote", "answer")
NAMED = ("attendance", "activity", "session", "member", "poll", "topic", "agenda_item")
"""Where people stand by name: who is in the room and who leads."""
WITHIN = 0.4
"""Seconds within which two things may be taken for one."""

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("users")]


class Sighting(NamedTuple):
    """Something that was another than a moment before, as one of the scripts saw it."""

    at: float
    kind: str
    name: str
    value: Any
    by: int


@pytest.fixture
def store() -> Iterator[Store]:
    """Give a workspace on a server that keeps the statistics of all statements, and lets everybody look at them."""
    here = server()
    here.sql("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'")
    here.sql("ALTER SYSTEM SET track_functions = 'all'")
    here.stop()
    try:
        here.start()
    except subprocess.CalledProcessError:
        (here.data / "postgresql.auto.conf").write_text("", encoding="utf-8")
        here.start()
        pytest.skip("this server has no pg_stat_statements (Debian: part of postgresql)")
    made = on_server(now=datetime.now(UTC))
    made.run("CREATE EXTENSION pg_stat_statements SCHEMA public")
    assert told_statistics(made), "it came later, so nobody has hidden it yet"
    for login in (LEADS, *SPIES, *WRITERS):
        grant(made, login)
    yield made
    made.close()
    (here.data / "postgresql.auto.conf").write_text("", encoding="utf-8")
    here.stop()
    here.start()


class Room:
    """The server that they share, and what each of them has."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.folder = folder
        self.database = str(store.sql("SELECT current_database()")[0][0])
        self.typed = dict[str, tuple[float, str]]()
        """When each card was typed, and by whom."""

    def env(self, login: str) -> dict[str, str]:
        home = self.folder / login
        home.mkdir(exist_ok=True)
        return environment(home, TEXTUAL_ANIMATIONS="none")

    def command(self, login: str, *words: str) -> list[str]:
        return [*waiting(BEAT, SPREAD), "-w", server().url(self.database, login), *words]

    def run(self, *words: str) -> None:
        """Have whoever leads do so by commands."""
        done = subprocess.run(
            self.command(LEADS, *words), env=self.env(LEADS), capture_output=True, text=True, timeout=90
        )
        assert done.returncode == 0, (words, done.stderr)

    def out(self, login: str) -> Path:
        return self.folder / f"{login}.seen"

    def watch(self, login: str) -> "subprocess.Popen[bytes]":
        words = ("-m", "tests.postgres.colleague", server().url(self.database, login), str(self.out(login)))
        return subprocess.Popen([sys.executable, *words], env=self.env(login))

    def count(self, what: str) -> int:
        return int(str(server().sql(f"SELECT COUNT(*) FROM okrtui.{what}", self.database)[0][0]))

    def seen(self) -> list[Sighting]:
        lines = (line for login in SPIES for line in self.out(login).read_text("utf-8").splitlines())
        return sorted((Sighting(*json.loads(line)) for line in lines), key=lambda each: each.at)


def at_the_beginning_of_a_quarter() -> None:
    """Return when there is time for all to type before their words go in."""
    wait_until(lambda: SPREAD + SLACK < time.time() % BEAT < SPREAD + SLACK + 1.5, 3 * BEAT, "the beginning")


def hold(room: Room) -> None:
    """Hold a retro in which three people answer, write and vote, and two watch."""
    room.run("retro", "start", "Friday", "--anonymous")
    watching = [room.watch(login) for login in SPIES]
    try:
        with ExitStack() as stack:
            terminals = {
                login: stack.enter_context(Terminal(room.command(login), (100, 30), room.env(login)))
                for login in WRITERS
            }
            for each in terminals.values():
                each.wait_for("b joins", 60)
                each.press("b")
                each.wait_for("▸lobby◂", 60)
            for _ in range(2):
                room.run("retro", "next")
            room.run("retro", "ask", "fist")
            everybody_answers(room, terminals)
            room.run("retro", "next")
            everybody_writes(room, terminals)
            for _ in range(2):
                room.run("retro", "next")
            everybody_votes(room, terminals)
            for _ in range(2):
                room.run("retro", "next")
    finally:
        for login, script in zip(SPIES, watching, strict=True):
            Path(f"{room.out(login)}.stop").touch()
            script.wait(timeout=60)


def everybody_answers(room: Room, terminals: dict[str, Terminal]) -> None:
    for each in terminals.values():
        each.wait_for("press 0 to 5", 60)
    at_the_beginning_of_a_quarter()
    for number, login in enumerate(random.sample(WRITERS, len(WRITERS))):
        terminals[login].press(str(number + 2))
    wait_until(lambda: room.count("answer") == len(WRITERS), 60, "the answers")
    room.run("retro", "reveal")


def everybody_writes(room: Room, terminals: dict[str, Terminal]) -> None:
    for each in terminals.values():
        each.wait_for("▸gather◂", 60)
        each.wait_for("your idea", 60)
    at_the_beginning_of_a_quarter()
    for words, login in zip(WORDS, WRITERS * 2, strict=True):
        room.typed[words] = (time.time(), login)
        terminals[login].write(f"{words}\r")
        terminals[login].wait_for("it goes in with those of others in", 30)
    wait_until(lambda: room.count("card") == len(WORDS), 60, "the cards")
    for each in terminals.values():
        each.wait_for("Mine (2)", 60)


def everybody_votes(room: Room, terminals: dict[str, Terminal]) -> None:
    for each in terminals.values():
        each.wait_for("▸vote◂", 60)
    at_the_beginning_of_a_quarter()
    for login in random.sample(WRITERS, len(WRITERS)):
        terminals[login].press("space", "j", "space")
    wait_until(lambda: room.count("vote") == 2 * len(WRITERS), 60, "the votes")


def findings(seen: list[Sighting], said: dict[int, str], oids: dict[str, str]) -> list[str]:
    """Return each thing among what was seen that ties what was said to a person, or tells when they did something.

    `said` tells whose each card is, by its id, and `oids` the server's number of each login.
    """
    told, rows, pids = list[str](), dict[str, Any](), dict[str, str]()
    signs, came = defaultdict[str, list[float]](list), dict[str, float]()
    for each in seen:
        table = each.name.split(" ")[0]
        if each.kind == "system column":
            told.append(f"everybody reads {each.name}, which tells of transactions")
        elif each.kind == "connection":
            pids[each.name] = each.value["usename"]
            if rows.setdefault(f"pid {each.name}", each.value) != each.value:
                told.append(f"the connection of {each.value['usename']} tells when it does something")
        elif each.kind == "told" and pids.get(str(each.value)) in WRITERS:
            signs[pids[str(each.value)]].append(each.at)
        elif each.kind == "statistics":
            words = " ".join(each.value)
            told += [
                f"{each.name} counts what {login} does"
                for login in WRITERS
                if f"'userid': {oids[login]}," in words or f"'{login}'" in words
            ]
        elif each.kind == "row":
            before = rows.get(each.name)
            rows[each.name] = each.value
            who = [login for login in WRITERS if f'"{login}"' in json.dumps(each.value)]
            if table not in NAMED:
                told += [f"{each.name} names {login}" for login in who]
            for login in who:
                signs[login].append(each.at)
            if table == "activity" and who and each.value["verb"] != "joined":
                told.append(f"the journal tells what {who[0]} did: {each.value['verb']}")
            if table in UNNAMED and before is None:
                came[each.name] = each.at
                if each.at % BEAT > SPREAD + SLACK:
                    told.append(f"{each.name} came at {each.at % BEAT:.1f} s, when somebody did it")
    return list(dict.fromkeys([*told, *_ties(rows, came, signs, said)]))


def _ties(
    rows: dict[str, Any], came: dict[str, float], signs: dict[str, list[float]], said: dict[int, str]
) -> Iterator[str]:
    """Yield what stands beside each other, in the rows or in time."""
    hashes = defaultdict[str, set[str]](set)
    for table, column in (("vote", "ballot"), ("answer", "ballot"), ("typing", "who"), ("card", "nonce")):
        hashes[table] = {row[column] for name, row in rows.items() if name.startswith(f"{table} ")}
    for table in hashes:
        for other in hashes:
            if table < other and hashes[table] & hashes[other]:
                yield f"a {table} and a {other} bear the same hash"
    cards = {name: row for name, row in rows.items() if name.startswith("card ")}
    if len(hashes["card"]) < len(cards) or any(row["owner"] for row in cards.values()):
        yield "cards tell whose they are"
    near = [
        name for name in cards if any(abs(at - came[name]) <= WITHIN for at in signs[said.get(cards[name]["id"], "")])
    ]
    if cards and len(near) > len(cards) / 2:
        yield f"what is done by name stands in time beside {', '.join(near)}"
    missing = [table for table in UNNAMED if not any(name.startswith(f"{table} ") for name in came)]
    if missing or len(cards) != len(WORDS):
        yield f"the scripts did not see all: {len(cards)} cards, no {missing}"


def test_two_colleagues_who_ask_the_server_all_the_while_find_nothing(store: Store, tmp_path: Path) -> None:
    room = Room(store, tmp_path)
    hold(room)
    seen = room.seen()
    found = server().sql("SELECT id, text FROM okrtui.card", room.database)
    said = {int(str(number)): room.typed[str(text)][1] for number, text in found}
    oids = {str(name): str(oid) for name, oid in server().sql("SELECT rolname, oid FROM pg_roles", room.database)}
    assert len({each.by for each in seen}) == len(SPIES) and {each.kind for each in seen} >= {"lock", "moment", "told"}
    assert findings(seen, said, oids) == []
    by_order = [str(room.typed[str(text)][0]) for _, text in found]
    assert by_order != sorted(by_order), "the rows lie in the order in which they were typed"
    refused = {each.name for each in seen if each.kind == "refused" and each.value == "42501"}
    assert refused == {"public.pg_stat_statements", "public.pg_stat_statements_info"}


def test_what_ties_words_to_people_would_be_found() -> None:
    card = {"id": 1, "text": "", "owner": "", "nonce": "n"}
    seen = [
        Sighting(1.0, "system column", "card.xmin", "", 1),
        Sighting(1.0, "connection", "7", {"usename": "kim", "state": "idle"}, 1),
        Sighting(2.0, "connection", "7", {"usename": "kim", "state": "active"}, 1),
        Sighting(2.0, "statistics", "pg_stat_statements", ["{'userid': 99, 'calls': 2}"], 1),
        Sighting(BEAT - 0.5, "row", "card 1", card, 1),
        Sighting(BEAT - 0.3, "told", "x", 7, 1),
        Sighting(BEAT, "row", "card 2", {**card, "id": 2}, 1),
        Sighting(BEAT, "row", "typing n", {"who": "n"}, 1),
        Sighting(BEAT, "row", "vote 1", {"ballot": "@lee"}, 1),
        Sighting(BEAT, "row", "vote 2", {"ballot": "lee"}, 1),
        Sighting(BEAT, "row", "activity 9", {"who": "max", "verb": "card"}, 1),
    ]
    told = " | ".join(findings(seen, {1: "kim", 2: "kim"}, {"kim": "99", "lee": "98", "max": "97"}))
    for part in ("reads card.xmin", "connection of kim", "counts what kim", "card 1 came at", "vote 2 names lee"):
        assert part in told, part
    for part in (
        "journal tells what max",
        "card and a typing bear",
        "cards tell whose",
        "in time beside card 1, card 2",
    ):
        assert part in told, part
    assert "did not see all" in told
