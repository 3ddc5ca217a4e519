"""A whole workspace from a file to a server and back: the same rows, the same checksums, a journal that is whole."""

from contextlib import closing
from pathlib import Path

import pytest

from okrtui.demo import make_sample
from okrtui.errors import NoWorkspace, Refused
from okrtui.rituals.okrs import objectives
from okrtui.storage.maintenance import transfer
from okrtui.storage.maintenance.verify import verify_journal
from okrtui.storage.open import open_store
from tests.postgres.server import server
from tests.workspaces import MONDAY, ctx


@pytest.mark.long
def test_a_whole_workspace_goes_to_a_server_and_back_without_a_change(tmp_path: Path) -> None:
    here = server()
    address = here.url(here.database())
    with closing(make_sample(tmp_path / "a.db", login="mei", person="Mei", now=MONDAY, timezone="UTC")) as store:
        left = transfer.export_whole(store, tmp_path / "a.json")
    with (tmp_path / "a.json").open("rb") as file:
        assert transfer.import_whole(address, file, "a.json") == left
    with closing(open_store(address)) as store:
        found = verify_journal(store)
        assert (found.broken, found.strange) == ((), ())
        member = verify_journal(ctx(store, "bob").store)
        assert (member.broken, member.strange) == ((), ())
        assert 0 < member.unread < member.entries == found.entries
        transfer.export_whole(store, tmp_path / "b.json")
        assert (tmp_path / "b.json").read_bytes() == (tmp_path / "a.json").read_bytes()
        objectives.add_objective(ctx(store), "Go on")
        assert verify_journal(store).broken == ()
        transfer.export_whole(store, tmp_path / "c.json")
    with (tmp_path / "c.json").open("rb") as file:
        transfer.import_whole(str(tmp_path / "c.db"), file, "c.json")
    with closing(open_store(tmp_path / "c.db")) as store:
        assert verify_journal(store).broken == () and verify_journal(store).entries == found.entries + 1
    with (tmp_path / "a.json").open("rb") as file, pytest.raises(Refused, match="there already"):
        transfer.import_whole(address, file, "a.json")


def test_a_damaged_file_leaves_the_database_empty(tmp_path: Path) -> None:
    here = server()
    address = here.url(here.database())
    with closing(make_sample(tmp_path / "a.db", login="mei", person="Mei", now=MONDAY, timezone="UTC")) as store:
        transfer.export_whole(store, tmp_path / "a.json")
    raw = (tmp_path / "a.json").read_bytes()
    (tmp_path / "a.json").write_bytes(raw[: len(raw) // 2])
    with (tmp_path / "a.json").open("rb") as file, pytest.raises(Refused, match="is damaged"):
        transfer.import_whole(address, file, "a.json")
    with pytest.raises(NoWorkspace):
        open_store(address)
