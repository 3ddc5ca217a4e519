"""A program that is forked differs in nothing from one that is started."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import warm

TELLS = """
import os, signal, sys, time
print(sys.argv, sys.orig_argv[1:], sys.path[0], sys.stdin.read(), os.getcwd(), oct(os.umask(0)), time.tzname)
print(__name__, sys.modules["__main__"].__dict__ is globals(), sorted(os.environ))
print([(stream.encoding, stream.errors, stream.line_buffering) for stream in (sys.stdin, sys.stdout, sys.stderr)])
print([signal.getsignal(each) for each in (signal.SIGINT, signal.SIGPIPE, signal.SIGTERM, signal.SIGXFSZ)])
print(os.getsid(0) == os.getpid())
print(sorted(map(int, os.listdir("/proc/self/fd")))[:-1], os.getppid(), os.nice(0), sys.dont_write_bytecode)
"""
ENDS = {
    "its end": "print('é')",
    "a code": "raise SystemExit(3)",
    "a sentence": "raise SystemExit('that was wrong')",
    "exit at once": "import os; os._exit(4)",
    "a bug": "def f():\n  1 / 0\nf()",
    "an interrupt": "import os, signal; os.kill(os.getpid(), signal.SIGINT); signal.pause()",
    "a kill": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "something at exit": "import atexit; atexit.register(print, 'bye')",
    "a thread": "import threading, time; threading.Timer(0.05, print, ['later']).start()",
    "nobody who reads": "import os, sys; os.close(1); print('x'); sys.stdout.flush()",
}
ENV = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": "Asia/Tokyo", "PYTHONPATH": warm.ROOT}


@pytest.fixture(params=["-c", "-m", "script"])
def command(request: pytest.FixtureRequest, tmp_path: Path) -> list[str]:
    """The program that tells what it sees, in each of the ways that there are."""
    (tmp_path / "tells.py").write_text(TELLS)
    words = {"-c": ["-c", TELLS], "-m": ["-m", "tells"], "script": [str(tmp_path / "tells.py")]}[request.param]
    return [sys.executable, *words, "a", "b c"]


def test_it_sees_what_a_started_one_sees(command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def told() -> "subprocess.CompletedProcess[str]":
        with (tmp_path / "file").open("w") as file:
            return subprocess.run(
                ["nice", "-n", "3", *command],
                cwd=tmp_path,
                env=ENV,
                input="words",
                capture_output=True,
                text=True,
                umask=0o027,
                start_new_session=True,
                pass_fds=[file.fileno()],
            )

    assert warm.starts_warm(command, ENV)
    forked = told()
    monkeypatch.setenv(warm.COLD, "1")
    started = told()
    assert forked.stdout.splitlines() == started.stdout.splitlines()
    assert (forked.returncode, forked.stderr, started.stderr) == (0, "", "")
    assert f"{os.getpid()} 3" in forked.stdout, "it is this process's own child"


def test_it_ends_as_a_started_one_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(code: str) -> tuple[int, str, list[str]]:
        done = subprocess.run([sys.executable, "-c", code], env=ENV, capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr.splitlines()[-1:]

    forked = {name: ended(code) for name, code in ENDS.items()}
    monkeypatch.setenv(warm.COLD, "1")
    assert forked == {name: ended(code) for name, code in ENDS.items()}
    assert (forked["a kill"][0], forked["an interrupt"][0]) == (-signal.SIGKILL, -signal.SIGINT)


@pytest.mark.parametrize(
    ("words", "env"),
    [
        (["-I", "-c", "1"], ENV),
        (["-c", "1"], {**ENV, "LC_ALL": "C"}),
        (["-c", "1"], {**ENV, "PYTHONPATH": "/elsewhere"}),
        (["-c", "1"], {**ENV, "PYTHONIOENCODING": "ascii"}),
        (["-c", "1"], {"PATH": "/bin"}),
    ],
)
def test_what_a_fork_could_not_be_starts_cold(words: list[str], env: dict[str, str]) -> None:
    assert not warm.starts_warm([sys.executable, *words], env)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can be somebody else")
def test_it_is_somebody_else_where_that_is_asked() -> None:
    code = "import os; print(os.getresuid(), os.getresgid(), os.getgroups(), os.umask(0))"
    who = {"user": 65534, "group": 65533, "extra_groups": [65532], "umask": 0o027}
    done = subprocess.run([sys.executable, "-c", code], env=ENV, capture_output=True, text=True, **who)  # type: ignore[call-overload]  # a dictionary
    assert done.stdout == f"{(65534,) * 3} {(65533,) * 3} [65532] {0o027}\n"


def test_other_programs_start_as_ever() -> None:
    assert subprocess.run(["sh", "-c", "echo $0"], capture_output=True, text=True).stdout == "sh\n"
