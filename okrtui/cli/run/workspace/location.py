"""Commands about the place: init, demo, backup, paths, completion."""

import os
from argparse import Namespace
from datetime import UTC, datetime

from okrtui.cli.output.printing import say, say_json, table
from okrtui.config import Address, a_path, config_file, here, identity, sources_file, state_folder
from okrtui.errors import Refused
from okrtui.rituals.context import Context


def init(args: Namespace, place: Address) -> None:
    """Make a workspace where the place points to and say how to go on."""
    if place.on_server and args.shared:
        raise Refused("--shared is for a file; on a server let people in one by one with: okrtui grant LOGIN")
    from okrtui.rituals.people.members import make_workspace
    from okrtui.terminal.machine import machine_timezone

    login, person = identity()
    store = make_workspace(
        place.address if place.on_server else place.path,
        name=args.name or f"{person}'s team",
        timezone=args.timezone or machine_timezone(),
        login=login,
        person=person,
        now=args.now or datetime.now(UTC),
        group=group_id(args.shared) if args.shared else None,
    )
    name = store.workspace().name
    store.close()
    if place.on_server:
        say(f"{name} is at {place.shown}.")
        say("Let people in with: okrtui grant LOGIN")
        return
    path = place.path
    who = f"every member of {args.shared}" if args.shared else "you alone"
    say(f"{name} is in {path}, for {who}.")
    say("Open it with: okrtui" + (f" -w {path}" if place.source == "--workspace" else ""))


def group_id(name: str) -> int:
    """Return the gid of a group I am in. Raises Refused where there is none, or I am not."""
    import grp

    try:
        group = grp.getgrnam(name)
    except KeyError:
        raise Refused(f"there is no group “{name}” on this machine; make it first, or ask an administrator") from None
    if os.getuid() != 0 and group.gr_gid not in (os.getgid(), *os.getgroups()):
        raise Refused(f"you are not in the group {name}, so you cannot share with it (log in again if you just joined)")
    return group.gr_gid


def demo(args: Namespace) -> int:
    """Make the sample team's workspace and open it."""
    from okrtui.cli.run.workspace.open_tui import throw_away
    from okrtui.demo import make_sample

    path = here() / a_path(args.path) if args.path else throw_away()
    login, person = identity()
    from okrtui.terminal.machine import machine_timezone

    now = args.now or datetime.now(UTC)
    make_sample(path, login=login, person=person, now=now, timezone=machine_timezone()).close()
    if args.no_open:
        say(str(path))
        return 0
    from okrtui.cli.run.workspace.open_tui import open_workspace

    return open_workspace(Address(str(path), "demo"))


def backup(args: Namespace, ctx: Context) -> None:
    """Write a checked copy and say where it is."""
    from okrtui.rituals.documents.copies import back_up

    target = here() / a_path(args.file)
    back_up(ctx, target)
    say(f"backed up to {target}, checked")


def restore(args: Namespace, place: Address) -> None:
    """Bring a backup back and say where the replaced workspace is kept."""
    from okrtui.storage.maintenance.restore import restore as bring_back

    path = place.path
    kept = bring_back(here() / a_path(args.file), path)
    say(f"restored {path} from {args.file}" + (f"; what was there is kept in {kept}" if kept else ""))


def paths(args: Namespace, place: Address) -> None:
    """Print where everything lies and who decided it."""
    found = {
        "workspace": place.shown,
        "decided by": place.source,
        "config": str(config_file()),
        "sources": str(sources_file()),
        "drafts": str(state_folder() / "drafts.json"),
        "crash notes": str(state_folder() / "crash.txt"),
    }
    if args.json:
        say_json({name.replace(" ", "_"): value for name, value in found.items()})
    else:
        say(table(list(found.items())))
