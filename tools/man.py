"""The manual page okrtui(1), made from the declared commands."""

import textwrap
from collections.abc import Iterator, Mapping

from okrtui import __version__
from okrtui.cli.declare.catalogue import VERBS, CliCommand

HEAD = r"""
.\" Made from okrtui/cli/declare by make docs.
.TH OKRTUI 1 "" "okrtui {version}" "User Commands"
.SH NAME
okrtui \- a terminal workspace for a team's weekly OKR rituals
.SH SYNOPSIS
.B okrtui
.RB [ \-w
.IR PATH | URL ]
.RI [ COMMAND
.RI [ ARGUMENTS ]]
.SH DESCRIPTION
Without a command
.B okrtui
opens the workspace in the terminal.
Everything that the screens can do is also a command.
Commands that print data take
.B \-\-json
for scripts.
.PP
.B okrtui help
.I COMMAND
tells the same as this page does of one command.
In the program,
.B ?
lists the keys.
.SH OPTIONS
.TP
.BR \-w ", " \-\-workspace " " \fIPATH\fR|\fIURL\fR
which workspace: a file, or a postgresql:// URL
.TP
.B \-\-version
print the version
.TP
.BR \-h ", " \-\-help
list the commands
.SH COMMANDS
"""
TAIL = r"""
.SH EXIT STATUS
.TP
.B 0
done
.TP
.B 1
refused, with one line on standard error that says why and what to do
.TP
.B 2
wrong usage
.SH ENVIRONMENT
.TP
.B OKRTUI_WORKSPACE
the workspace, where
.B \-w
does not name one
.TP
.BR VISUAL ", " EDITOR
the editor that E and F4 open
.TP
.B NO_COLOR
no colour, on screens and in lists
.SH FILES
.B okrtui paths
prints where they are.
.TP
.I ~/.config/okrtui/config.toml
your settings; see
.B okrtui config
.TP
.I ~/.config/okrtui/sources.json
the commands that tell your key results' numbers; see
.B okrtui source
.TP
.I ~/.local/share/okrtui/workspace.db
the workspace where nothing else is named
.TP
.I ~/.local/state/okrtui/own
drafts, and what else is yours alone
.TP
.I .okrtui.toml
names the workspace of a project, in its folder or one above
"""


def man_page() -> str:
    """Return the page in the man macros of roff."""
    commands = "\n".join(line for verb in VERBS for line in _command(verb))
    return f"{HEAD.strip().format(version=__version__)}\n{commands}\n{TAIL.strip()}\n"


def _command(verb: CliCommand) -> Iterator[str]:
    usage = " ".join(_shown(name, given) for name, given in verb.args if name[0] != "-")
    yield ".TP"
    yield f".B {_plain(f'okrtui {verb.words}')}{f' {usage}' if usage else ''}"
    yield from _text(verb.help)
    if verb.args:
        yield ".RS"
        for name, given in verb.args:
            yield ".TP"
            yield f"\\fB{_plain(name)}\\fR{_value(given)}" if name[0] == "-" else _shown(name, given)
            yield from _text(str(given.get("help", "")))
        yield ".RE"


def _shown(name: str, given: Mapping[str, object]) -> str:
    """Return an argument that is no option as usage shows it."""
    stands = f"\\fI{_plain(_stands(name, given))}\\fR"
    return {"?": f"[{stands}]", "*": f"[{stands}...]", "+": f"{stands}..."}.get(str(given.get("nargs", "")), stands)


def _value(given: Mapping[str, object]) -> str:
    return "" if given.get("action") == "store_true" else f" \\fI{_plain(_stands('', given))}\\fR"


def _stands(name: str, given: Mapping[str, object]) -> str:
    choices = given.get("choices")
    return "|".join(map(str, choices)) if isinstance(choices, tuple) else str(given.get("metavar", name))


def _text(text: str) -> list[str]:
    return [_plain(line) for line in textwrap.wrap(text, 78)]


def _plain(text: str) -> str:
    """Return text that roff takes for nothing but text."""
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...")
    return f"\\&{plain}" if plain[:1] in (".", "'") else plain
