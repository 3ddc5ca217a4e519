"""Drafts: what is being typed is on disk a moment later, whatever happens, and only mine to read."""

import fcntl
import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from okrtui.storage.local.drafts import DraftBox
from tests.terminals import wait_until


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "drafts.json"


def on_disk(path: Path) -> dict[str, object]:
    return dict(json.loads(path.read_bytes())) if path.exists() else {}


def start(code: str, path: Path) -> subprocess.Popen[str]:
    program = "import pathlib, sys\nfrom okrtui.storage.local.drafts import DraftBox\n"
    program += "box = DraftBox(pathlib.Path(sys.argv[1]))\n"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    return subprocess.Popen(
        [sys.executable, "-c", program + code, path], stdout=subprocess.PIPE, text=True, env=environment
    )


def test_what_is_put_is_on_disk_a_moment_later_without_being_asked(path: Path) -> None:
    DraftBox(path).put("checkin/KR1.1/note", "half a sen")
    wait_until(lambda: on_disk(path) == {"checkin/KR1.1/note": "half a sen"})


def test_another_process_reads_it_back(path: Path) -> None:
    box = DraftBox(path)
    box.put("update/wins", {"text": "你好 \ud800 \x1b[31m", "at": [1, 2]})
    assert box.flush()
    assert DraftBox(path).get("update/wins") == {"text": "你好 \ud800 \x1b[31m", "at": [1, 2]}
    assert DraftBox(path).get("nothing") is None
    assert DraftBox(path).get("nothing", "default") == "default"


def test_keys_are_found_by_prefix_and_dropped_ones_are_gone(path: Path) -> None:
    box = DraftBox(path)
    for key in ("update/b", "update/a", "checkin/a"):
        box.put(key, "x")
    box.drop("update/b")
    box.flush()
    assert DraftBox(path).keys("update/") == ["update/a"]
    assert DraftBox(path).keys() == ["checkin/a", "update/a"]


def test_a_value_is_kept_as_it_was_when_it_was_put(path: Path) -> None:
    box, words = DraftBox(path), ["one"]
    box.put("list", words)
    words.append("two")
    box.flush()
    assert DraftBox(path).get("list") == ["one"]


def test_file_and_directory_are_mine_alone_whatever_the_umask(path: Path) -> None:
    before = os.umask(0)
    try:
        DraftBox(path).put("a", 1)
        wait_until(path.exists)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.with_name("drafts.json.lock").stat().st_mode) == 0o600


def test_putting_never_waits_for_the_disk(path: Path) -> None:
    box = DraftBox(path)
    box.put("a", "")
    box.flush()
    with path.with_name("drafts.json.lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another process of mine, stopped while writing
        slowest = 0.0
        for n in range(200):
            began = time.perf_counter()
            box.put("a", "x" * n)
            assert box.get("a") == "x" * n
            slowest = max(slowest, time.perf_counter() - began)
        assert slowest < 0.5  # waiting for the lock takes a second
    assert box.flush(timeout=10)
    assert DraftBox(path).get("a") == "x" * 199


def test_flush_gives_up_and_says_so_where_another_process_never_lets_go(path: Path) -> None:
    box = DraftBox(path)
    box.put("a", 1)
    box.flush()
    with path.with_name("drafts.json.lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        box.put("a", 2)
        assert not box.flush()
        assert "drafts" in box.problem
        assert box.get("a") == 2


def test_two_processes_keep_each_others_keys(path: Path) -> None:
    code = "name = '{}'\nfor n in range(150): box.put(f'{{name}}/{{n}}', n); box.flush(30) or sys.exit(box.problem)"
    programs = [start(code.format(name), path) for name in ("a", "b")]
    assert [program.wait(60) for program in programs] == [0, 0]
    assert sorted(on_disk(path)) == sorted(f"{name}/{n}" for name in "ab" for n in range(150))


def test_what_another_process_puts_is_seen_and_its_last_word_on_a_key_counts(path: Path) -> None:
    box = DraftBox(path)
    box.put("shared", "mine")
    box.flush()
    assert start("box.put('shared', 'theirs'); box.put('new', 1); box.flush()", path).wait(30) == 0
    assert (box.get("shared"), box.get("new")) == ("theirs", 1)
    box.put("other", 2)
    box.flush()
    assert on_disk(path) == {"shared": "theirs", "new": 1, "other": 2}


def test_kill_9_while_writing_leaves_a_whole_file_with_everything_acknowledged(path: Path) -> None:
    code = (
        "n = 0\nwhile True: box.put('n', n); box.put('ballast', 'x' * 20000); box.flush(); print(n, flush=True); n += 1"
    )
    last = -1
    for round_ in range(8):
        program = start(code.replace("n = 0", f"n = {last + 1}"), path)
        assert program.stdout is not None
        for _ in range(5 + 3 * round_):
            last = int(program.stdout.readline())
        program.send_signal(signal.SIGKILL)
        last = max([last, *map(int, program.stdout.read().split())])
        program.wait()
        assert last <= int(str(on_disk(path)["n"])) <= last + 1
    box = DraftBox(path)
    box.put("after", "fine")
    assert box.flush()
    assert box.problem == ""


@pytest.mark.parametrize("content", [b"", b'{"a": 1', b"[1]", b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_file_is_set_aside_and_told(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    box = DraftBox(path)
    assert box.keys() == []
    assert "damaged" in box.problem
    box.put("a", 1)
    assert box.flush()
    assert "set aside" in box.problem
    assert path.with_name("drafts.json.broken").read_bytes() == content
    assert DraftBox(path).get("a") == 1


def test_a_place_that_cannot_be_written_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    box = DraftBox(tmp_path / "file" / "drafts.json")
    box.put("a", "kept in memory")
    assert not box.flush()
    assert "can't be saved" in box.problem
    assert box.get("a") == "kept in memory"


def test_a_full_disk_is_a_problem_until_there_is_room_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = DraftBox(path)
    box.put("a", "old")
    assert box.flush()
    monkeypatch.setattr(os, "fsync", no_space)
    box.put("a", "new")
    assert not box.flush()
    assert "No space left" in box.problem
    assert on_disk(path) == {"a": "old"}
    assert not path.with_name("drafts.json.new").exists()
    monkeypatch.undo()
    wait_until(lambda: on_disk(path) == {"a": "new"}, what="the next try")
    wait_until(lambda: box.problem == "")


def no_space(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_flush_may_come_from_any_thread_while_another_types(path: Path) -> None:
    box, done = DraftBox(path), threading.Event()

    def typing() -> None:
        for n in range(3000):
            box.put(f"key{n % 7}", n)
        done.set()

    thread = threading.Thread(target=typing)
    thread.start()
    while not done.is_set():
        assert box.flush()
    thread.join()
    assert box.flush()
    assert sorted(DraftBox(path).get(f"key{n}") for n in range(7)) == list(range(2993, 3000))
