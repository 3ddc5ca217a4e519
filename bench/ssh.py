"""Over a real sshd and a slow line: how soon the first screen stands, and how long a key takes to be answered."""

import asyncio
import contextlib
import getpass
import os
import shlex
import shutil
import socket
import statistics
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from bench.processes import okrtui
from bench.rawpty import RawPty
from bench.screens import DOWN
from bench.table import Line

DELAY, RATE = 0.15, 16 * 1024
"""Seconds that a byte is under way, one of two ways, and bytes a second: a line of 300 ms and 16 KB/s."""
FIRST, KEY = 1000.0, 400.0
"""Milliseconds from the first byte until the first screen stands, and from a key until its answer does."""
LIST, KEYS = b"2", 10
"""The key of a screen with a long list, and how often its cursor moves."""
ENTERS = b"\x1b[?1049h"
"""The first that a full-screen program writes: what comes before is the login."""
QUIET, PATIENCE = 1.2, 10.0
"""Seconds without a byte after which nothing more comes, and within which an answer begins."""


def missing() -> str:
    """Return why there can be no sshd here, "" where there can be one."""
    if _sshd() is None or shutil.which("ssh") is None or shutil.which("ssh-keygen") is None:
        return "sshd, ssh and ssh-keygen are not all here (Debian: openssh-server, openssh-client)"
    return ""


def _sshd() -> str | None:
    return shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@contextmanager
def server(folder: Path) -> Iterator[int]:
    """Run an sshd on loopback, with keys of its own in `folder`, that lets in whoever runs it; yield its port."""
    for name in ("host", "person"):
        words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(words, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    config = folder / "sshd_config"
    config.write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder / 'host'}\nAuthorizedKeysFile {folder / 'person.pub'}\n"
        "StrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\nPidFile none\n"
    )
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # it does not start without
    log = (folder / "sshd.log").open("wb")
    process = subprocess.Popen([_sshd() or "sshd", "-D", "-e", "-f", str(config)], stdout=log, stderr=log)
    try:
        _until_open(port, folder / "sshd.log")
        yield port
    finally:
        process.terminate()
        process.wait()
        log.close()


def _until_open(port: int, log: Path) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    raise SystemExit(f"sshd does not answer: {log.read_text()[-500:]}")


@contextmanager
def slow_line(port: int, delay: float = DELAY, rate: float = RATE) -> Iterator[int]:
    """Pass on what comes to the port that is yielded, late and slowly, and back as well."""
    ports, ready = list[tuple[int, Callable[[], object]]](), threading.Event()

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop, sent, queue = asyncio.get_running_loop(), 0.0, asyncio.Queue[tuple[float, bytes]]()

        async def arrive() -> None:
            while True:
                due, data = await queue.get()
                await asyncio.sleep(max(0.0, due - loop.time()))
                if not data:
                    writer.close()
                    return
                writer.write(data)

        arriving = loop.create_task(arrive())
        data = b"-"
        while data:
            data = await reader.read(1024)
            sent = max(sent, loop.time()) + len(data) / rate
            queue.put_nowait((sent + delay, data))
        await arriving

    async def both(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            there, back = await asyncio.open_connection("127.0.0.1", port)
            await asyncio.gather(carry(reader, back), carry(there, writer), return_exceptions=True)

    async def serve() -> None:
        loop, stop = asyncio.get_running_loop(), asyncio.Event()
        loop.set_exception_handler(lambda loop, told: None)  # a line that is cut in the middle has nothing to say
        serving = await asyncio.start_server(both, "127.0.0.1", 0)
        ports.append((serving.sockets[0].getsockname()[1], partial(loop.call_soon_threadsafe, stop.set)))
        ready.set()
        await stop.wait()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    ready.wait()
    ((slow, stop),) = ports
    try:
        yield slow
    finally:
        stop()
        thread.join()


def ssh_command(folder: Path, port: int, command: Sequence[str], env: Mapping[str, str]) -> list[str]:
    """Return the command that runs another one over there, in a terminal, with these variables."""
    kept = [f"{name}={value}" for name, value in env.items() if name not in ("TERM", "COLORTERM")]
    options = ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR", "IdentitiesOnly=yes"]
    told = [word for option in options for word in ("-o", option)]
    where = ["-p", str(port), "-i", str(folder / "person"), f"{getpass.getuser()}@127.0.0.1"]
    return ["ssh", "-tt", "-F", "none", *told, *where, shlex.join(["env", *kept, *command])]


def measure(workspace: Path, folder: Path, env: Mapping[str, str]) -> list[Line]:
    """Return the figures on the big workspace, beside what they are where Textual itself writes."""
    if reason := missing():
        return [Line(f"over a slow line: not measured, {reason}", "", "", 0, 0, "ms")]
    place = folder / "ssh"
    place.mkdir()
    with server(place) as there, slow_line(there) as port:
        plain, ours = (_one(place, port, workspace, {**env, "OKRTUI_DRIVER": driver}) for driver in ("plain", ""))
    what = ("the first screen stands after the first byte", "a key is answered"), (FIRST, KEY)
    return [
        Line(f"300 ms, 16 KB/s: {name}", f"{took:.0f} ms", f"{before:.0f} ms as Textual paints it", took, limit, "ms")
        for name, limit, took, before in zip(*what, ours, plain, strict=True)
    ]


def _one(folder: Path, port: int, workspace: Path, env: Mapping[str, str]) -> tuple[float, float]:
    with RawPty(ssh_command(folder, port, [*okrtui(), "-w", str(workspace)], env), env) as pty:
        while ENTERS not in pty.output:
            pty.read(1.0)
        began = time.perf_counter()
        stands = _until_quiet(pty)
        os.write(pty.master, LIST)
        _until_quiet(pty)
        keys = [_answered(pty, DOWN) for _ in range(KEYS)]
    return (stands - began) * 1000, statistics.median(keys) * 1000


def _answered(pty: RawPty, key: bytes) -> float:
    """Return the seconds until all of a key's answer is there."""
    pressed = time.perf_counter()
    os.write(pty.master, key)
    if not pty.read(PATIENCE):
        raise SystemExit(f"a key got no answer within {PATIENCE} s")
    return _until_quiet(pty) - pressed


def _until_quiet(pty: RawPty) -> float:
    """Return when the last byte came."""
    last = time.perf_counter()
    while pty.read(QUIET):
        last = time.perf_counter()
    return last
