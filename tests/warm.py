"""Starts Python programs for tests as forks of one that has imported what they need: starting is not the subject.

`python -m …`, `python -c …` and `python script.py` become processes of their own, with arguments, environment, files,
session and exit as they were asked for. Everything else starts cold: other commands, options of Python's own before
those (`-I`, `-S`), another encoding. With `OKRTUI_TEST_COLD=1` all do.
"""

import atexit
import ctypes
import gc
import importlib
import inspect
import io
import json
import locale
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
import types
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

COLD = "OKRTUI_TEST_COLD"
ROOT = str(Path(__file__).parents[1])
ALSO = ("textual.drivers.linux_driver", "tests.live.crowd", "tests.screens.other_process")
"""What is imported besides all of okrtui."""
_KNOWN = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER: becomes the parent of whoever below has lost theirs
_signature = inspect.signature(subprocess.Popen._execute_child)  # type: ignore[attr-defined]  # private to subprocess
_is_fork = False


class Popen(subprocess.Popen[Any]):
    """A process as `subprocess` has it, forked where it can be."""

    def _execute_child(self, *told: Any, **named: Any) -> None:
        given = _signature.bind(self, *told, **named).arguments
        request = _request(given)
        if request is None:
            super()._execute_child(*told, **named)  # type: ignore[misc]  # private to subprocess
            return
        ends = [given[name] for name in ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")]
        files = [end if end >= 0 else number for number, end in enumerate((ends[0], ends[3], ends[5]))]
        self.pid = _nursery().start(request, [*files, *request["fds"]])
        self._child_created = True
        self._close_pipe_fds(*ends)  # type: ignore[attr-defined]  # private to subprocess


def starts_warm(words: Sequence[str], env: Mapping[str, str]) -> bool:
    """Tell whether a command can be a fork: this Python, with what its environment would tell it when it starts."""
    python = len(words) > 1 and words[0] == sys.executable and (words[1] in ("-m", "-c") or words[1][0] != "-")
    spoken = env.get("LC_ALL") or env.get("LC_CTYPE") or env.get("LANG") or ""
    utf8 = spoken.lower().endswith(("utf-8", "utf8"))
    known = all(name in _KNOWN for name in env if name.startswith("PYTHON")) and env.get("PYTHONPATH", ROOT) == ROOT
    return python and utf8 and known and COLD not in os.environ


def _request(given: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what a fork has to know to be this process, None where there can only be a cold one."""
    words = [] if isinstance(given["args"], str | bytes) else [os.fsdecode(each) for each in given["args"]]
    nice = int(words[2]) if words[:2] == ["nice", "-n"] else 0
    words = words[3:] if nice else words
    told = os.environ if given["env"] is None else given["env"]
    env = {os.fsdecode(name): os.fsdecode(value) for name, value in told.items()}
    cwd = Path(os.fsdecode(given["cwd"] or "."))
    other = given["preexec_fn"] is not None or given["executable"] is not None
    if other or given["shell"] or not given["close_fds"] or not cwd.is_dir() or not starts_warm(words, env):
        return None
    return {
        "words": words,
        "env": env,
        "cwd": str(cwd.absolute()),
        "umask": given["umask"] if given["umask"] >= 0 else _umask(),
        "session": given["start_new_session"],
        "group": given["process_group"],
        "nice": nice,
        "user": [given[name] for name in ("gids", "gid", "uid")],
        "fds": sorted(map(int, given["pass_fds"])),
    }


def _umask() -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("Umask:")).split()[1], 8)


class Nursery:
    """The process that is forked, and the line to it. It ends when this process does."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self._line, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        code = f"import sys; sys.path.insert(0, {ROOT!r}); from tests.warm import serve; serve({there.fileno()})"
        env = {"LANG": "C.UTF-8", "PATH": os.environ["PATH"]}
        with there:
            command = [sys.executable, "-I", "-c", code]
            self._process = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, pass_fds=[there.fileno()])
        self._one_at_a_time = threading.Lock()
        self._prctl = ctypes.CDLL(None).prctl

    def start(self, request: Mapping[str, Any], fds: Sequence[int]) -> int:
        """Fork a program that becomes a child of this process; return its pid."""
        with self._one_at_a_time:
            self._prctl(_SUBREAPER, 1, 0, 0, 0)
            try:
                socket.send_fds(self._line, [json.dumps(request).encode()], list(fds))
                return int(self._line.recv(64))
            finally:
                self._prctl(_SUBREAPER, 0, 0, 0, 0)


_nurseries: list[Nursery] = []


def _nursery() -> Nursery:
    if not _nurseries or _nurseries[0].owner != os.getpid():
        _nurseries[:] = [Nursery()]
    return _nurseries[0]


# In the process that is forked


def serve(number: int) -> None:
    """Import everything, then fork a program for each request until nobody is there any more."""
    global _is_fork
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import okrtui

    for found in pkgutil.walk_packages(okrtui.__path__, "okrtui."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    for name in ALSO:
        importlib.import_module(name)
    _is_fork = True
    gc.collect()
    gc.freeze()
    line, (read, write) = socket.socket(fileno=number), os.pipe()
    while (told := socket.recv_fds(line, 1 << 20, 64))[0]:
        # The one in the middle ends at once, so that whoever asked becomes the parent.
        if not (middle := os.fork()):
            if child := os.fork():
                os.write(write, child.to_bytes(8, "little"))
                os._exit(0)
            _be(json.loads(told[0]), told[1])
        for each in told[1]:
            os.close(each)
        os.waitpid(middle, 0)
        line.send(b"%d" % int.from_bytes(os.read(read, 8), "little"))


def _be(request: Mapping[str, Any], fds: Sequence[int]) -> NoReturn:
    """Become the process that was asked for."""
    try:
        wanted = [0, 1, 2, *request["fds"]]
        high = [os.dup2(each, 500 + place) for place, each in enumerate(fds)]
        for each, number in zip(high, wanted, strict=True):
            os.dup2(each, number)
        for each in [int(path.name) for path in Path("/proc/self/fd").iterdir()]:
            if each not in wanted:
                with suppress(OSError):  # the listing's own
                    os.close(each)
        os.chdir(request["cwd"])
        os.umask(request["umask"])
        if request["session"]:
            os.setsid()
        if request["group"] is not None and request["group"] >= 0:
            os.setpgid(0, request["group"])
        if request["nice"]:
            os.nice(request["nice"])
        groups, group, user = request["user"]
        if groups is not None:
            os.setgroups(groups)
        if group is not None:
            os.setgid(group)
        if user is not None:
            os.setuid(user)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.clear()
        os.environ.update(request["env"])
        time.tzset()
        locale.setlocale(locale.LC_CTYPE, "")
        gc.set_threshold(700, 10, 10)
        sys.dont_write_bytecode = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))
    except BaseException as error:
        os.write(2, f"tests.warm: {error!r}\n".encode())
        os._exit(255)
    become(request["words"])


def become(words: Sequence[str]) -> NoReturn:
    """Run a command in the place of this process: at once where it is a fork, else as any other program."""
    if not (_is_fork and starts_warm(words, os.environ)):
        os.execvp(words[0], list(words))
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    _open_streams()
    code = 0
    try:
        _run(words)
    except SystemExit as end:
        if end.code is not None and not isinstance(end.code, int):
            print(end.code, file=sys.stderr)  # noqa: T201  # as Python does
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt:
        traceback.print_exc()
        sys.stderr.flush()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    except BaseException:
        traceback.print_exc()
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]  # what the interpreter does at its end
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = 120
    os._exit(code & 0xFF)


def _run(words: Sequence[str]) -> None:
    sys.orig_argv = [*words]
    sys.path[1:1] = [ROOT] if "PYTHONPATH" in os.environ else []
    first, name = words[1], words[2] if words[1] in ("-m", "-c") else words[1]
    if first == "-m":
        sys.path[0] = str(Path.cwd())
        sys.argv = ["-m", *words[3:]]
        sys.modules.pop(name, None)
        runpy.run_module(name, run_name="__main__", alter_sys=True)
        return
    sys.path[0] = "" if first == "-c" else str(Path(name).resolve().parent)
    sys.argv = ["-c", *words[3:]] if first == "-c" else [name, *words[2:]]
    main = sys.modules["__main__"] = types.ModuleType("__main__")
    main.__dict__["__builtins__"] = __builtins__
    if first != "-c":
        main.__file__ = name
    text = name if first == "-c" else Path(name).read_text(encoding="utf-8")
    exec(compile(text, "<string>" if first == "-c" else name, "exec"), main.__dict__)


def _open_streams() -> None:
    """Make the standard streams anew, as Python does when it starts; what is closed is None."""
    c_locale = locale.setlocale(locale.LC_CTYPE).startswith("C.")
    unbuffered = bool(os.environ.get("PYTHONUNBUFFERED"))
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            raw = io.FileIO(number, "r" if number == 0 else "w", closefd=False)
        except OSError:
            stream = None
        else:
            buffer = io.BufferedReader(raw) if number == 0 else io.BufferedWriter(raw)
            by_line = number == 2 or raw.isatty()
            errors = "backslashreplace" if number == 2 else "surrogateescape" if c_locale else "strict"
            stream = io.TextIOWrapper(buffer, "utf-8", errors, line_buffering=by_line, write_through=unbuffered)
            raw.name = f"<{name}>"
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
