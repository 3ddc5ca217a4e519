"""Opening the program: config, identity, drafts and first run put together."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from okrtui.app.run import run_tui
from okrtui.cli.run.workspace.settings import config_problems
from okrtui.config import Address, identity, load_config, sources_file, state_folder
from okrtui.terminal.machine import machine_timezone

if TYPE_CHECKING:
    from okrtui.screens.base.firstrun import Founding
    from okrtui.storage.engine.store import Store


def open_workspace(place: Address) -> int:
    """Run the program on a workspace until the person leaves; return its exit code. Raises Refused."""
    from okrtui.storage.local.drafts import DraftBox
    from okrtui.storage.local.last_seen import JournalCheckpoints
    from okrtui.storage.local.notes import PrivateNotes
    from okrtui.storage.local.sources import OwnSources
    from okrtui.storage.local.tokens import Tokens

    config = load_config()
    login, person = identity()
    state = state_folder()
    return run_tui(
        place.address if place.on_server else str(place.path),
        login=login,
        person=person,
        drafts=DraftBox(state / "drafts.json"),
        tokens=Tokens(state / "tokens.json"),
        sources=OwnSources(sources_file()),
        notes=PrivateNotes(state / "notes.json"),
        seen=JournalCheckpoints(state / "seen.json"),
        theme=config.theme,
        bell=config.bell == "on",
        keymap=config.keys,
        found=None if place.on_server else found,
        crash_file=state / "crash.txt",
        notice="; ".join([*config_problems(), *([place.passed] if place.passed else [])]),
    )


def found(address: str, founding: "Founding") -> "Store":
    """Make the workspace that the first run asked for and return its Store; the sample team's is a throw-away one."""
    from okrtui.rituals.people.members import make_workspace

    login, person = identity()
    now = datetime.now(UTC)
    if founding.sample:
        from okrtui.demo import make_sample

        return make_sample(throw_away(), login=login, person=person, now=now, timezone=machine_timezone())
    return make_workspace(
        address,
        name=founding.workspace,
        timezone=founding.timezone,
        login=login,
        person=founding.person or person,
        now=now,
    )


def throw_away() -> Path:
    """Return the path of a workspace in a fresh folder that the system clears away some day."""
    return Path(tempfile.mkdtemp(prefix="okrtui-demo-")) / "sample.db"
