"""The long runs of trust: many writers, kill -9 at random moments, hostile text everywhere; prints a table.

`make soak` runs all of it from first to last, `make soak ARGS=--short` each part in a short form, `--only` one part.
A part that breaks is a line of the table, too, and the next one goes on.
"""

import argparse
import os
import random
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from okrtui.rituals.context import Context, who_is
from okrtui.rituals.okrs import objectives
from okrtui.rituals.people.members import make_workspace
from okrtui.rituals.week import checkins
from okrtui.rules.formatting import count
from okrtui.storage.maintenance.verify import verify_journal
from okrtui.storage.open import open_store
from okrtui.storage.schema.hash_chain import COLUMNS, ChainEntry, sealed
from tests.once import sharing
from tests.trust import hostile
from tests.trust.payloads import PAYLOADS
from tests.trust.test_hostile_places import ROWS
from tests.warm import COLD
from tests.workspaces import ENGINE
from tools.soak_live import at_terminals, led_on, live_crowd, whole_retro
from tools.soak_open import left_open

KEY_RESULTS = 100
FAULTS = ("trust/test_faults.py", "trust/test_fault_table.py", "trust/test_ends.py", "trust/test_doctor.py")
ATTACKS = (
    *("trust/test_planted.py", "trust/test_foreign.py", "trust/test_strange_values.py", "trust/test_every_column.py"),
    *("trust/test_verify.py", "trust/test_who.py", "trust/test_limits.py", "live/test_watched.py", "cli/test_users.py"),
    *("trust/test_colleagues.py", "trust/test_few.py", "postgres/test_colleagues.py", "screens/live/test_delay.py"),
    *("live/test_anonymous.py", "cli/test_asking.py", "postgres/test_searching.py", "postgres/test_forging.py"),
    *("postgres/test_forging_live.py", "postgres/test_masked_cards.py", "postgres/test_anonymous.py"),
    *("postgres/test_cut.py", "postgres/test_hanging.py"),
)
SHORT = {
    **{"writers": 4, "changes": 10, "kills": 5, "turns": 1, "examples": 20, "people": 4, "cards": 3, "typed": 2},
    **{"killed": 1, "circle": 4, "entries": 20_000, "news": 200},
}
WITHIN = 10.0
"""Seconds in which `log --verify` answers on the entries of a long journal."""
Row = tuple[str, str, str, bool]
"""What was done, what came of it, how it was measured, whether it is as promised."""


def main() -> int:
    """Run what is asked for and print the table; return 1 where something is not as promised."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--writers", type=int, default=50)
    options.add_argument("--changes", type=int, default=200)
    options.add_argument("--kills", type=int, default=500)
    options.add_argument("--turns", type=int, default=0, help="how often hostile texts change their places (all)")
    options.add_argument("--examples", type=int, default=2000, help="how many inputs each fuzzing test tries")
    options.add_argument("--people", type=int, default=50, help="people in a live session")
    options.add_argument("--cards", type=int, default=200, help="cards each of them writes")
    options.add_argument("--typed", type=int, default=40, help="cards typed at each of the real terminals")
    options.add_argument("--killed", type=int, default=5, help="terminals that are killed while all write")
    options.add_argument("--circle", type=int, default=30, help="people in a retro, with ten cards each")
    options.add_argument("--entries", type=int, default=400_000, help="entries of a journal that is verified")
    options.add_argument("--news", type=int, default=50_000, help="changes that come while programs are left open")
    options.add_argument("--short", action="store_true", help="each part in a short form")
    options.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    options.add_argument("--only", metavar="PART", help="one of the parts alone")
    args = options.parse_args()
    if args.short:
        vars(args).update(SHORT)
    if args.child:
        return _child(args.child[0], args.child[1], args.changes)
    jobs: dict[str, Callable[[Path], Row]] = {
        "writers": lambda folder: many_writers(folder, args.writers, args.changes),
        "kills": lambda folder: many_kills(folder, args.kills),
        "texts": lambda folder: hostile_matrix(folder, args.turns or hostile.turns()),
        "places": lambda folder: hostile_places(args.turns or hostile.turns(ROWS)),
        "fuzz": lambda folder: fuzzing(args.examples),
        "answers": lambda folder: answers(max(2, args.examples // 40)),
        "live": lambda folder: live_crowd(folder, args.people, args.cards),
        "terminals": lambda folder: at_terminals(folder, args.people, args.typed, args.killed),
        "retro": lambda folder: whole_retro(folder, args.circle, 10 * args.circle),
        "seven": lambda folder: led_on(folder, max(2, args.typed // 4)),
        "years": lambda folder: server_years(max(1, args.examples // 40)),
        "server": lambda folder: server_writers(args.writers, args.changes),
        "faults": lambda folder: suites("faults", FAULTS),
        "attacks": lambda folder: suites("attacks", ATTACKS),
        "journal": lambda folder: long_journal(folder, args.entries),
        "open": lambda folder: left_open(folder, args.news),
    }
    if args.only and args.only not in jobs:
        options.error(f"there is no part {args.only}; there are {', '.join(jobs)}")
    rows = in_turn({args.only: jobs[args.only]} if args.only else jobs)
    sys.stdout.write("\n| run | result | measured | as promised |\n|---|---|---|---|\n")
    _print(rows)
    return 0 if all(row[3] for row in rows) else 1


def in_turn(jobs: Mapping[str, Callable[[Path], Row]]) -> list[Row]:
    """Run each part in a folder of its own and return their lines; one that breaks says so in its line."""
    rows: list[Row] = []
    for name, job in jobs.items():
        folder = Path(tempfile.mkdtemp(prefix="okrtui-soak-"))
        shared = folder / "shared"
        shared.mkdir()
        begun = os.times()
        try:
            with sharing(shared):  # the tests' helpers make workspaces there, once for all their processes
                row = job(folder)
        except Exception as error:
            traceback.print_exc()
            row = (name, f"broke: {type(error).__name__}: {str(error)[:120]}", "", False)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        rows.append((*row[:2], "; ".join(filter(None, (row[2], _taken(begun)))), row[3]))
        _print(rows[-1:])
    return rows


def _taken(begun: os.times_result) -> str:
    """Return how long a part took, and of the processors, which says how large it is on a machine that others load."""
    now = os.times()
    busy = sum(now[:4]) - sum(begun[:4])
    return f"{now.elapsed - begun.elapsed:.0f} s, {busy:.0f} s of processor"


def _print(rows: list[Row]) -> None:
    for what, result, how, fine in rows:
        sys.stdout.write(f"| {what} | {result} | {how} | {'yes' if fine else 'NO'} |\n")
    sys.stdout.flush()


def _place(folder: Path) -> Path:
    path = folder / "team.db"
    _found(path)
    return path


def _found(place: Path | str) -> None:
    now = datetime.now(UTC)
    store = make_workspace(place, name="Soak", timezone="UTC", login="root", person="Root", now=now)
    here = Context(store, *who_is(store, "root", "Root"), now)
    objectives.add_objective(here, "x")
    for _ in range(KEY_RESULTS):
        objectives.add_key_result(here, "O1", "y", start=0, target=10)
    store.close()


def _child(place: str, name: str, changes: int) -> int:
    """Check in over and over; print the seconds of each change once it is acknowledged."""
    store = open_store(place, patience=120)
    login, person = who_is(store, "root", "Root")
    for number in range(changes):
        begun = time.monotonic()
        ref = f"KR1.{(number + len(name)) % KEY_RESULTS + 1}"  # a key result has few corrections a week, not thousands
        checkins.check_in(Context(store, login, person, datetime.now(UTC)), ref, str(number), note=name)
        sys.stdout.write(f"{time.monotonic() - begun:.6f}\n")
        sys.stdout.flush()
    store.close()
    return 0


def _start(path: Path | str, name: str, changes: int, *, quiet: bool = False) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tools.soak", "--child", str(path), name, "--changes", str(changes)]
    out = subprocess.DEVNULL if quiet else subprocess.PIPE
    return subprocess.Popen(command, stdout=out, stderr=out, text=True)


def _stored(path: Path, name: str) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("SELECT COUNT(*) FROM checkin WHERE note = ?", (name,)).fetchone()[0])


def many_writers(folder: Path, writers: int, changes: int) -> Row:
    """All writers at once, each through the real use case: check-in, journal entry, one transaction."""
    path = _place(folder)
    waits, errors, seconds = _all_at_once(path, writers, changes)
    once = sum(_stored(path, f"w{number}") == changes for number in range(writers))
    entries, wrong = _proven(path)
    fine = errors == 0 and once == writers and _whole(path) and not wrong
    result = f"{len(waits)} of {writers * changes} stored, {once} of {writers} writers exactly once, {errors} errors"
    what = f"{writers} writers × {changes} changes"
    return what, f"{result}, journal of {entries} whole", _figures(waits, seconds), fine


def server_writers(writers: int, changes: int) -> Row:
    """The same on a PostgreSQL server of the run's own, with nothing spared on the way to its disk but the wait."""
    from tests.postgres.server import server  # only where it is asked for

    here = server()
    name = here.database()
    _found(here.url(name))
    waits, errors, seconds = _all_at_once(here.url(name), writers, changes)
    counted = here.sql("SELECT note, COUNT(*) FROM okrtui.checkin GROUP BY note", name)
    once = sum(number == changes for _, number in counted)
    fine = errors == 0 and once == writers
    result = f"{len(waits)} of {writers * changes} stored, {once} of {writers} writers exactly once, {errors} errors"
    return f"{writers} writers × {changes} changes on PostgreSQL", result, _figures(waits, seconds), fine


def _all_at_once(place: Path | str, writers: int, changes: int) -> tuple[list[float], int, float]:
    """Return how long each change waited, how many writers failed, and how long all of it took, in seconds."""
    begun = time.monotonic()
    running = [_start(place, f"w{number}", changes) for number in range(writers)]
    waits: list[float] = []
    errors = 0
    for each in running:
        out, err = each.communicate()
        waits += [float(line) for line in out.split()]
        errors += bool(err or each.returncode)
    return waits, errors, time.monotonic() - begun


def _figures(waits: list[float], seconds: float) -> str:
    p99 = statistics.quantiles(waits, n=100)[98] if len(waits) > 1 else 0.0
    return f"p99 of a write {p99 * 1000:.0f} ms, longest {max(waits, default=0):.1f} s, {len(waits) / seconds:.0f}/s"


def many_kills(folder: Path, kills: int) -> Row:
    """Three writers at a time; one of them is killed at a random moment and its acknowledged changes are counted."""
    path = _place(folder)
    chance = random.Random(7)
    lost = broken = acknowledged = 0
    others = [_start(path, "steady", 10**6, quiet=True) for _ in range(2)]
    try:
        for number in range(kills):
            victim = _start(path, f"k{number}", 10**6)
            assert victim.stdout is not None
            victim.stdout.readline()
            time.sleep(chance.uniform(0, 0.05))  # the random moment itself
            victim.send_signal(signal.SIGKILL)
            out, _ = victim.communicate()
            told = 1 + sum(line.endswith("\n") for line in out.splitlines(keepends=True))
            acknowledged += told
            lost += max(0, told - _stored(path, f"k{number}"))
            broken += not _whole(path)
    finally:
        for each in others:
            each.kill()
            each.wait()
    broken += not _whole(path)
    entries, wrong = _proven(path)
    result = (
        f"{acknowledged} acknowledged changes, {lost} lost, {broken} failed integrity checks, "
        f"journal of {entries} entries {'broken' if wrong else 'whole'}"
    )
    how = "integrity_check after each kill, log --verify at the end"
    return f"{kills} kill -9 under load", result, how, not (lost or broken or wrong)


def _whole(path: Path) -> bool:
    with closing(sqlite3.connect(path, timeout=60)) as db:
        return bool(db.execute("PRAGMA integrity_check").fetchone() == ("ok",))


def _proven(path: Path) -> tuple[int, int]:
    """Return how many entries the journal has, and how many of them or of the rows are not as okrtui wrote them."""
    with closing(open_store(path)) as store:
        proof = verify_journal(store)
    return proof.entries, len(proof.broken) + len(proof.strange)


def hostile_matrix(folder: Path, turns: int) -> Row:
    """Each text in every column, straight in the tables, in several turns; then every command that prints."""
    path = hostile.filled(folder)
    printed = failed = written = 0
    for turn in range(turns):
        written += hostile.poison(path, turn)
        others = (("report", "week"), ("report", "cycle"), ("export", str(folder / f"out{turn}")))
        for words in (*hostile.READS, *others):
            for extra in ((), ("--json",)) if words[0] != "report" else ((),):
                printed += 1
                try:
                    hostile.run(path, *words, *extra)
                except AssertionError as error:
                    failed += 1
                    sys.stderr.write(f"{words}: {str(error)[:200]}\n")
    result = f"{len(PAYLOADS)} texts written {written} times, {failed} outputs unsafe"
    return "hostile text", result, f"{printed} outputs of the command line", not failed


def hostile_places(turns: int) -> Row:
    """Each text at every screen, dialog and phase of the program: the suite's walk, once a turn."""
    failed = sum(_suite("tests/trust/test_hostile_places.py", OKRTUI_TURN=str(turn)) for turn in range(turns))
    result = f"{len(PAYLOADS)} texts at every screen, command and phase, {failed} of {turns} walks failed"
    return "hostile text on the screens", result, f"{turns} walks through the catalogue", not failed


def answers(workspaces: int) -> Row:
    """Have every front say the facts of as many generated workspaces a timezone, on the turns of weeks and years.

    And have as many years of a team go by.
    """
    told = _suite("tests/test_one_answer.py", OKRTUI_ANSWERS=str(workspaces))
    failed = _suite("tests/rituals/test_year.py", OKRTUI_FUZZ=str(40 * workspaces)) or told
    result = "one answer in every front" if not failed else "a front that says something else"
    return "one answer", result, f"{workspaces} workspaces a timezone, {workspaces} years", not failed


def server_years(years: int) -> Row:
    """The same years of a team on a PostgreSQL server of the run's own."""
    failed = _suite("tests/rituals/test_year.py", OKRTUI_FUZZ=str(40 * years), **{ENGINE: "postgres"})
    result = "one answer on each day" if not failed else "a day with two answers"
    return "a team's years on PostgreSQL", result, f"{count(years, 'year')}, a month and a timezone apart", not failed


def fuzzing(examples: int) -> Row:
    """The tests that try any inputs, with many: no traceback, no line lost, whatever is said, done, read and kept."""
    files = [path for path in Path("tests").rglob("test_*.py") if "max_examples=examples(" in path.read_text("utf-8")]
    with ThreadPoolExecutor(2) as pool:  # most have one long test, which leaves a second core nothing to do
        failed = sum(pool.map(lambda each: _suite(str(each), at_once="0", OKRTUI_FUZZ=str(examples)), sorted(files)))
    result = "no traceback, no line lost" if not failed else "FAILED"
    return "fuzzing", result, f"{examples} inputs for each test of properties, fewer where one is dear", not failed


def suites(name: str, files: Sequence[str]) -> Row:
    """Files of the suite, each by itself."""
    begun = time.monotonic()
    failed = [each for each in files if _suite(f"tests/{each}")]
    result = f"{len(files) - len(failed)} of {len(files)} files of tests held" + "".join(f"; {each}" for each in failed)
    return name, result, f"{time.monotonic() - begun:.0f} s", not failed


def long_journal(folder: Path, entries: int) -> Row:
    """A journal of so many entries, and another one of as many that okrtui did not write, each verified once."""
    seconds, told = [], []
    for is_junk in (False, True):
        path = _place(folder / ("junk" if is_junk else "good"))
        _lengthen(path, entries, is_junk)
        with closing(open_store(path)) as store:
            begun = time.process_time()
            proof = verify_journal(store)
            seconds.append(time.process_time() - begun)
        told.append(len(proof.broken))
    result = f"{told[0]} of the good and {told[1]} of the junk entries told"
    how = f"{seconds[0]:.1f} s of processor for the good, {seconds[1]:.1f} s for the junk; promised {WITHIN:.0f} s"
    fine = told == [0, entries] and max(seconds) <= WITHIN
    return f"log --verify on {entries} entries", result, how, fine


def _lengthen(path: Path, entries: int, is_junk: bool) -> None:
    changes = '[{"after":{"title":"x"},"before":{"title":"x"},"id":1,"table":"objective"}]'
    with closing(sqlite3.connect(path)) as db:
        last, chain = db.execute("SELECT id, chain FROM activity ORDER BY id DESC LIMIT 1").fetchone()

        def made() -> Iterator[ChainEntry]:
            before = chain
            for number in range(last + 1, last + 1 + entries):
                entry = ChainEntry(number, 1_900_000_000, "root", "changed", "O1", "x", changes, None, "", "", "")
                entry = entry if is_junk else sealed(entry, before)
                before = entry.chain
                yield entry

        db.executemany(f"INSERT INTO activity ({COLUMNS}) VALUES ({', '.join('?' * len(ChainEntry._fields))})", made())
        db.commit()


def _suite(path: str, *, at_once: str = "2", **more: str) -> bool:
    """Run a file of the suite in its long form; return whether it failed, and then show what it said.

    Not as CI does, where inputs are the same at each run; and each program starts by itself, as it does for people.
    """
    env = {name: value for name, value in os.environ.items() if name != "CI"} | {COLD: "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-n", at_once, "-p", "no:cacheprovider", path]
    done = subprocess.run(command, env={**env, **more}, capture_output=True, text=True)
    if done.returncode:
        sys.stderr.write(done.stdout[-4000:])
    return done.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
