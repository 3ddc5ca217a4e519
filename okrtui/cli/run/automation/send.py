"""Sends a week's digest to a target of my own config: to a command, or by apprise."""

import importlib
import re
from argparse import Namespace

from okrtui.cli.output.printing import note, say
from okrtui.config import config_file, load_config
from okrtui.errors import Refused
from okrtui.rituals.context import Context
from okrtui.rules.naming import did_you_mean
from okrtui.storage.local.command import run_command
from okrtui.storage.local.own_file import refuse_foreign
from okrtui.text import clean

SECONDS = 60
"""How long sending may take."""
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
_LONGEST = 200


def send(args: Namespace, ctx: Context) -> None:
    """Send the digest, or the whole report, and say so. Raises Refused with what the command complained about."""
    from okrtui.sharing.pages.reports import week_digest, week_report

    where = _target(args.target)
    report = week_report if args.full else week_digest
    text = report(ctx, args.week, args.scope).rstrip("\n") + "\n"
    if args.dry_run:
        say(text.rstrip("\n"))
        note(f"not sent; {args.target} is {where}")
        return
    if _ADDRESS.fullmatch(where):
        _by_apprise(where, text)
    else:
        _by_command(where, text)
    say(f"sent to {args.target}")


def _target(name: str) -> str:
    """Return what the config says of a target. Raises Refused where there is none, or somebody else could say it."""
    refuse_foreign(config_file(), links=True)
    targets = load_config().send
    if name in targets:
        return targets[name]
    if targets:
        near = did_you_mean(name, targets) or f"; there are {', '.join(targets)}"
        raise Refused(f"there is no target “{clean(name)}” in your config{near}")
    raise Refused(f"you have no target yet; set one with: okrtui config set send.{clean(name) or 'team'} COMMAND")


def _by_command(command: str, text: str) -> None:
    """Run a command line by sh, with the text as its standard input."""
    ran = run_command(["sh", "-c", command], SECONDS, said=text)
    if ran.code is None:
        raise Refused(f"the command took longer than {SECONDS} s and was ended; perhaps it was sent")
    if ran.code:
        said = next((clean(line) for line in reversed(ran.err.splitlines()) if line.strip()), "")[:_LONGEST]
        raise Refused(f"not sent: exit {ran.code}{f': {said}' if said else ''}")


def _by_apprise(address: str, text: str) -> None:
    """Hand the text to apprise, which knows chats by their addresses."""
    try:
        apprise = importlib.import_module("apprise")  # an extra
    except ImportError:
        raise Refused("an address needs apprise: pip install 'okrtui[send]'; a command needs nothing") from None
    sender = apprise.Apprise()
    if not sender.add(address):
        raise Refused("apprise does not know such an address; see https://github.com/caronc/apprise/wiki")
    title, _, body = text.partition("\n")
    if not sender.notify(title=title.lstrip("# "), body=body.strip() or title, body_format="markdown"):
        raise Refused("not sent: apprise could not deliver it")
