"""The command that looks for what is wrong and says in one line each what to do."""

import os
import sys
from argparse import Namespace
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from okrtui.cli.output.printing import say, say_json
from okrtui.cli.run.workspace.settings import config_problems
from okrtui.config import Address, identity, state_folder
from okrtui.errors import Refused
from okrtui.storage.maintenance.checkup import Finding, check_clock, check_content, check_files, check_lock, check_state

SAMPLE = 5000
"""Entries of the journal that are checked, with their rows: `log --verify` takes the time to check all."""


def doctor(args: Namespace, place: Address) -> int:
    """Print what was found, repair what is safe with --fix; return 1 where something is left to do."""
    findings = _server(place) if place.on_server else _file(place.path, args.fix)
    findings += [Finding(False, problem, "mend it there") for problem in config_problems()] + _terminal()
    if place.passed:
        findings.append(Finding(False, place.passed, "chmod go-w, or ask whose it is to take it away"))
    if args.json:
        say_json([{"ok": f.ok, "what": f.what, "advice": f.advice, "fixable": f.repair is not None} for f in findings])
    else:
        say(f"{place.shown} ({place.source})")
        for finding in findings:
            say(f"  {'✓' if finding.ok else '✗'} {finding.what}" + (f": {finding.advice}" if finding.advice else ""))
        if any(f.repair and not f.ok for f in findings):
            say("okrtui doctor --fix does what is safe of this")
    return 0 if all(f.ok for f in findings) else 1


def _file(path: Path, fix: bool) -> list[Finding]:
    """Return what is to be said of a workspace in a file; with `fix` after the safe repairs."""
    findings = [*check_files(path), *check_state(state_folder())]
    if fix:
        findings = [_repaired(finding) for finding in findings]
    if os.access(path, os.R_OK | os.W_OK):
        findings += [check_lock(path), check_content(path)]
        if findings[-1].ok:
            findings.append(_journal(path))
    return [*findings, *(check_clock(path) if path.is_file() else [])]


def _server(place: Address) -> list[Finding]:
    from okrtui.cli.run.workspace.postgres import check_server

    return check_server(place)


def _repaired(finding: Finding) -> Finding:
    if finding.ok or finding.repair is None:
        return finding
    try:
        finding.repair()
    except OSError as error:
        return Finding(False, f"{finding.what}; the repair failed: {error.strerror}", finding.advice)
    return Finding(True, f"repaired: {finding.what}")


def _journal(path: Path) -> Finding:
    """Tell whether the journal is as okrtui wrote it, and the one I had seen."""
    from okrtui.cli.run.journal import seen_box
    from okrtui.rituals.context import Context
    from okrtui.rituals.journal.verify import verify
    from okrtui.storage.open import open_store

    try:
        with closing(open_store(path)) as store:
            verdict = verify(Context(store, *identity(), datetime.now(UTC)), seen_box(), newest=SAMPLE)
    except Refused as refused:
        return Finding(False, str(refused), "okrtui restore FILE brings a backup back")
    if verdict.fine:
        more = "; okrtui log --verify checks all" if verdict.proof.passed else ""
        return Finding(True, f"the journal holds {verdict.summary()}{more}")
    return Finding(False, f"the journal holds {verdict.summary()}", "okrtui log --verify says what")


def _terminal() -> list[Finding]:
    """Return what the environment says of this terminal; nothing where there is none."""
    if not sys.stdout.isatty():
        return []
    from okrtui.terminal.capabilities import check_terminal, colours

    found = []
    try:
        check_terminal()
    except Refused as refused:
        found.append(Finding(False, str(refused)))
    lang, ctype = os.environ.get("LANG", ""), os.environ.get("LC_CTYPE", "")
    if ctype == "C.UTF-8" and lang in ("", "C", "POSIX"):
        ctype = ""  # Python's own doing: nobody said so
    said = os.environ.get("LC_ALL") or ctype or lang
    if "utf-8" not in said.lower().replace("utf8", "utf-8"):
        advice = "export LANG=C.UTF-8 if names look broken"
        found.append(Finding(False, f"the locale ({said or 'none'}) does not say UTF-8", advice))
    number = colours()
    if os.environ.get("NO_COLOR"):
        found.append(Finding(True, "NO_COLOR is set, so there are no colours"))
    elif number < 256:
        advice = "export TERM=xterm-256color if it can show more"
        found.append(
            Finding(number >= 16, f"the terminal says it has {number} colours", "" if number >= 16 else advice)
        )
    from okrtui.terminal.line.hook import why_plain

    plain = why_plain()
    found = found or [Finding(True, "the terminal has UTF-8 and colours")]
    sent = f"screens are sent as Textual paints them: {plain}" if plain else "only what changes on a screen is sent"
    return [*found, Finding(True, sent)]
