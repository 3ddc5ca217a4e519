"""Keys that arrive in one packet, as over a slow link, do what they would do one by one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from textual.app import App
from textual.events import Key, Paste

from okrtui.terminal.key_queue import KeyQueue
from tests.terminals import Terminal


def okrtui(home: Path, *words: str) -> str:
    env = {"HOME": str(home), "PATH": os.environ["PATH"]}
    command = [sys.executable, "-m", "okrtui", *words]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout


def test_a_form_typed_in_one_burst_lands_in_its_fields(tmp_path: Path) -> None:
    okrtui(tmp_path, "init", "--name", "Acme")
    env = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    with Terminal([sys.executable, "-m", "okrtui"], (80, 24), env) as terminal:
        terminal.wait_for("Priorities")
        terminal.send(b"2")
        terminal.wait_for("OKRs")
        terminal.send(b"nMake the proxy boring\x1bOQ")
        terminal.wait_for("O1")
        terminal.send(b"ap99 latency\t\t180\t90\tms\x1bOQ")
        terminal.wait_for("KR1.1")
        terminal.send(b"q")
        assert terminal.wait_exit() == 0
    (objective,) = json.loads(okrtui(tmp_path, "okr", "list", "--json"))
    (kr,) = objective["key_results"]
    assert (objective["title"], kr["title"]) == ("Make the proxy boring", "p99 latency")
    assert (kr["start"], kr["target"], kr["unit"]) == (180, 90, "ms")


@pytest.mark.long
def test_keys_typed_while_a_form_is_stored_are_for_what_stands_beneath_it(tmp_path: Path) -> None:
    okrtui(tmp_path, "init", "--name", "Acme")
    env = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    with Terminal([sys.executable, "-m", "okrtui"], (80, 24), env) as terminal:
        terminal.wait_for("Priorities")
        terminal.send(
            b"2nMake the proxy boring\x1bOQap99 latency\t\t180\t90\tms\x1bOQaCache hit rate\t\t0\t95\t%\x1bOQ"
        )
        terminal.wait_for("KR1.2")
        terminal.send(b"q")
        assert terminal.wait_exit() == 0
    (objective,) = json.loads(okrtui(tmp_path, "okr", "list", "--json"))
    assert [kr["title"] for kr in objective["key_results"]] == ["p99 latency", "Cache hit rate"]


async def test_keys_that_wait_when_the_program_ends_are_left_alone() -> None:
    handled: list[Key | Paste] = []

    async def handle(event: Key | Paste) -> None:
        handled.append(event)
        if len(handled) == 1:
            await queue.take(Key("b", "b"))  # waits for its turn

    app = App[None]()
    queue = KeyQueue(app, handle, opening=lambda: app.screen is not None)
    async with app.run_test():
        await queue.take(Key("a", "a"))  # may open a form for as long as there is a screen
    await queue._settle(1, 1.0)  # a timer that was under way
    await queue._next(1)
    assert [each.key for each in handled if isinstance(each, Key)] == ["a"]
