"""Two colleagues watch the box by a script during a whole anonymous session, and find nothing that ties words to who.

Real people of the machine, real programs on terminals, a shared workspace. What the system itself shows at the very
moment (whose process runs or holds a lock) is no part of it: SECURITY.md names that as what remains.
"""

import json
import os
import pwd
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.cli.test_users import GROUP, INSIDE
from tests.terminals import Terminal, wait_until
from tests.trust.places import environment

WRITERS = ("okrtui-kim", "okrtui-lee", "okrtui-max")
BEAT, SPREAD, SLACK = 8.0, 2.0, 2.5
"""Seconds; in the slack a loaded machine stores what is due, and the scripts see it."""
WORDS = ("alpha", "beta", "gamma", "delta", "epsilon", "zeta")
SAID = ("card", "vote", "typing")
OF_A_PERSON = {"member", "attendance"}
ALIKE = {
    "session_id",
    "group_id",
    "text",
    "tag",
    "kr_id",
    "author",
    "entered_by",
    "place",
    "at",
    "version",
    "number",
    "is_read",
}
"""What many rows have in common, whoever wrote them; a ballot holds together the votes of one person, and no more."""

pytestmark = [
    pytest.mark.skipif(os.getuid() != 0, reason="only root can make other users to test with"),
    pytest.mark.skipif(shutil.which("useradd") is None, reason="this machine has no useradd"),
    pytest.mark.xdist_group("users"),
    pytest.mark.long,
]


class Sighting(NamedTuple):
    """Something that was another than a moment before, as one of the scripts saw it."""

    at: float
    kind: str
    name: str
    value: Any
    by: int


@pytest.fixture(scope="module", autouse=True)
def people() -> None:
    """Make a group and its five members; they stay, with no password and no shell."""
    subprocess.run(["groupadd", "-f", GROUP], check=True)
    for name in (*INSIDE, *WRITERS):
        if name not in {each.pw_name for each in pwd.getpwall()}:
            subprocess.run(["useradd", "-M", "-s", "/usr/sbin/nologin", "-G", GROUP, name], check=True)


@pytest.fixture
def place() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="okrtui-watched-"))
    folder.chmod(0o755)
    for name in (*INSIDE, *WRITERS):
        home = folder / "homes" / name
        home.mkdir(parents=True)
        os.chown(home, pwd.getpwnam(name).pw_uid, -1)  # and others may look into it
    (folder / "team").mkdir()
    os.chown(folder / "team", pwd.getpwnam(INSIDE[0]).pw_uid, -1)
    (folder / "seen").mkdir()
    (folder / "seen").chmod(0o777)
    yield folder
    shutil.rmtree(folder)


class Box:
    """The machine that they share."""

    def __init__(self, place: Path) -> None:
        self.place, self.path = place, place / "team" / "team.db"

    def command(self, login: str, *words: str, module: str = "okrtui") -> list[str]:
        more = ("-w", str(self.path)) if module == "okrtui" else ()
        return [sys.executable, "-m", "tests.trust.person", login, str(BEAT), str(SPREAD), module, *more, *words]

    def env(self, login: str) -> dict[str, str]:
        return environment(self.place / "homes" / login, TEXTUAL_ANIMATIONS="none")

    def run(self, *words: str) -> None:
        """Have the first of the colleagues lead by commands."""
        done = subprocess.run(
            self.command(INSIDE[0], *words), env=self.env(INSIDE[0]), capture_output=True, text=True, timeout=90
        )
        assert done.returncode == 0, (words, done.stderr)

    def out(self, login: str) -> Path:
        return self.place / "seen" / login

    def watch(self, login: str) -> "subprocess.Popen[bytes]":
        words = (str(self.path), str(self.place / "homes"), str(self.out(login)))
        return subprocess.Popen(self.command(login, *words, module="tests.trust.colleague"), env=self.env(login))

    def count(self, what: str) -> int:
        with closing(sqlite3.connect(self.path, timeout=10)) as db:
            return int(db.execute(what).fetchone()[0])

    def seen(self) -> list[Sighting]:
        lines = (line for login in INSIDE for line in self.out(login).read_text("utf-8").splitlines())
        found = [Sighting(*json.loads(line)) for line in lines]
        return sorted(found, key=lambda each: each.at)


def at_the_beginning_of_a_quarter() -> None:
    """Return when there is time for all to type before their words go in."""
    wait_until(lambda: SPREAD + SLACK < time.time() % BEAT < SPREAD + SLACK + 1.5, 3 * BEAT, "the beginning")


def hold(box: Box) -> dict[str, tuple[float, str]]:
    """Hold a session; return when each card was typed, and by whom."""
    typed = {}
    box.run("init", "--shared", GROUP)
    box.run("brainstorm", "start", "What hurts?", "--anonymous")
    watching = [box.watch(login) for login in INSIDE]
    try:
        with ExitStack() as open_now:
            terminals = {
                login: open_now.enter_context(Terminal(box.command(login), (100, 30), box.env(login)))
                for login in WRITERS
            }
            for each in terminals.values():
                each.wait_for("b joins", 60)  # the keys stand there before the workspace is open
                each.press("b")
                each.wait_for("▸lobby◂", 60)
            box.run("brainstorm", "next")
            for each in terminals.values():
                each.wait_for("▸gather◂", 60)
                each.wait_for("your idea", 60)
            at_the_beginning_of_a_quarter()
            for words, login in zip(WORDS, WRITERS * 2, strict=True):
                typed[words] = (time.time(), login)
                terminals[login].write(f"{words}\r")
                terminals[login].wait_for("it goes in with those of others in", 30)
            wait_until(lambda: box.count("SELECT COUNT(*) FROM card") == len(WORDS), 60, "the cards")
            for each in terminals.values():
                each.wait_for("Mine (2)", 60)
            at_the_beginning_of_a_quarter()
            kim = terminals[WRITERS[0]]
            kim.press("up")
            kim.wait_for("enter changes the card", 30)
            kim.write(" more\r")
            wait_until(lambda: box.count("SELECT COUNT(*) FROM card WHERE text LIKE '% more'") == 1, 60, "the change")
            for _ in range(3):
                box.run("brainstorm", "next")
            at_the_beginning_of_a_quarter()
            for login in random.sample(WRITERS, len(WRITERS)):
                terminals[login].wait_for("▸vote◂", 60)
                terminals[login].press("space", "j", "space")
                terminals[login].wait_for("1 of 3 votes left", 60)
            wait_until(lambda: box.count("SELECT COUNT(*) FROM vote") == 6, 60, "the votes")
            for _ in range(2):
                box.run("brainstorm", "next")
    finally:
        for login, script in zip(INSIDE, watching, strict=True):
            Path(f"{box.out(login)}.stop").touch()
            script.wait(timeout=60)
    return typed


def findings(seen: list[Sighting], typed: dict[str, tuple[float, str]]) -> list[str]:
    """Return each thing among what was seen that ties words or votes to a person, or to each other."""
    told, begun = list[str](), min(at for at, _ in typed.values())
    uids = {pwd.getpwnam(login).pw_uid: login for login in WRITERS}
    rows, came = defaultdict[str, list[dict[str, Any]]](list), dict[str, float]()
    known = dict[str, object]()
    for each in seen:
        table = each.name.split(" ")[0]
        if each.kind == "process" and any(words in each.value for words in WORDS):
            told.append(f"words among those of a process: {each.value}")
        if each.kind == "file" and each.at > begun:
            owner, _, *times, _ = each.value
            if owner in uids and known.get(each.name, times) != times and "/homes/" in each.name:
                told.append(f"{each.name} tells when {uids[owner]} did something")
        if each.kind == "file":
            known[each.name] = each.value[2:4]
        if each.kind != "row":
            continue
        if each.name not in known:
            rows[table].append(each.value)
        if table in ("card", "vote"):
            is_due = each.at % BEAT <= SPREAD + SLACK
            if known.get(each.name) != each.value and not is_due and _said(each.value, known.get(each.name)):
                told.append(f"{each.name} came at {each.at % BEAT:.1f} s, when somebody did it")
            if table == "card":
                came.setdefault(each.value["text"].removesuffix(" more"), each.at)
        if table not in OF_A_PERSON | {"activity", "session"}:
            told += [f"{each.name} names {login}" for login in WRITERS if login in json.dumps(each.value)]
        if table == "activity" and each.value["who"] in WRITERS and each.value["verb"] != "joined":
            told.append(f"the journal tells what {each.value['who']} did: {each.value['verb']}")
        known[each.name] = each.value
    for table, column in ((t, c) for t in SAID for c in (rows[t][0] if rows[t] else ()) if c not in ALIKE):
        values = [row[column] for row in rows[table] if row[column] not in ("", None)]
        others = {row.get(other) for name in SAID if name != table for row in rows[name] for other in row}
        if table == "card" and len(set(values)) < len({row["text"] for row in rows[table]}):
            told.append(f"cards share their {column}")
        if column in ("owner", "nonce", "ballot", "who") and set(values) & others:
            told.append(f"the {column} of a {table} stands beside something else, too")
    if sorted(came, key=lambda words: came[words]) == list(WORDS):
        told.append("cards came in the order they were typed")
    if len(came) != len(WORDS) or not rows["vote"] or not rows["typing"]:
        told.append(f"the scripts did not see all: {sorted(came)}, {len(rows['vote'])} votes")
    return told


def _said(now: dict[str, Any], before: object) -> bool:
    """Tell whether what a row says is new, and not only where it stands since somebody grouped or revealed."""
    return not isinstance(before, dict) or any(now[name] != before[name] for name in ("text", "number") if name in now)


def test_two_colleagues_who_watch_everything_find_nothing(place: Path) -> None:
    box = Box(place)
    typed = hold(box)
    seen = box.seen()
    assert {each.by for each in seen} == {pwd.getpwnam(login).pw_uid for login in INSIDE}
    assert findings(seen, typed) == []


def test_what_ties_words_to_people_would_be_found() -> None:
    typed = dict.fromkeys(WORDS, (101.0, WRITERS[0]))
    uid = pwd.getpwnam(WRITERS[0]).pw_uid
    card = {"id": 1, "text": "alpha", "nonce": "n", "owner": "o"}
    seen = [
        Sighting(101.0, "process", "7", "okrtui idea alpha", 1),
        Sighting(101.0, "file", "/homes/kim/x", [uid, 1, 1, 1, False], 1),
        Sighting(102.0, "file", "/homes/kim/x", [uid, 1, 2, 2, False], 1),
        Sighting(109.0 - 109.0 % BEAT + BEAT - 0.5, "row", "card 1", card, 1),
        Sighting(112.0, "row", "card 2", {**card, "id": 2, "text": "beta"}, 1),
        Sighting(112.0, "row", "typing 1", {"session_id": 1, "who": "o", "at": 1}, 1),
        Sighting(112.0, "row", "activity 1", {"who": WRITERS[1], "verb": "card"}, 1),
        Sighting(112.0, "row", "vote 1", {"ballot": WRITERS[2], "number": 1}, 1),
    ]
    told = " | ".join(findings(seen, typed))
    for part in ("among those of a process", "tells when", "card 1 came at", "cards share their nonce"):
        assert part in told, part
    for part in ("owner of a card stands", "journal tells what", f"vote 1 names {WRITERS[2]}", "did not see all"):
        assert part in told, part
