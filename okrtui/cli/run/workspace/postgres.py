"""Commands for a workspace on a PostgreSQL server: letting people in, looking whether all is well."""

from argparse import Namespace
from contextlib import closing

from okrtui.cli.output.printing import say
from okrtui.config import Address
from okrtui.errors import Refused
from okrtui.storage.maintenance.checkup import Finding


def grant(args: Namespace, place: Address) -> None:
    """Let somebody in. Raises Refused where I am no administrator of the server, or the workspace is in a file."""
    from okrtui.storage.open import open_store
    from okrtui.storage.postgres.access import grant as let_in
    from okrtui.storage.postgres.store import ServerStore

    if not place.on_server:
        raise Refused("grant is for a workspace on a server; a file is shared with: okrtui init --shared GROUP")
    with closing(open_store(place.address)) as store:
        assert isinstance(store, ServerStore)  # its address says so
        fresh = let_in(store, args.login)
    say(f"{args.login} may use {place.shown}" + (" (their role was made, without a password)" if fresh else ""))


def check_server(place: Address) -> list[Finding]:
    """Return whether the server answers, who I am there, and whether its rules hold for me."""
    from okrtui.storage.engine.location import RULES
    from okrtui.storage.open import open_store
    from okrtui.storage.postgres.access import told_statistics
    from okrtui.storage.postgres.store import ServerStore

    try:
        with closing(open_store(place.address)) as store:
            assert isinstance(store, ServerStore)  # its address says so
            found = [Finding(True, f"the server knows you as {store.member}")]
            bound = store.is_bound()
            advice = "" if bound else "work under a login of your own, not an administrator's"
            found.append(Finding(bound, "its rules hold for you" if bound else "no rule holds for you here", advice))
            if store.rules() < RULES:
                advice = "an administrator of the server mends that by opening the workspace once with this okrtui"
                found.append(Finding(False, "the server keeps to the rules of an older okrtui", advice))
            if told := ", ".join(told_statistics(store)):
                advice = f"an administrator of the server mends that: REVOKE ALL ON {told} FROM PUBLIC"
                found.append(Finding(False, f"{told} tells every member whose statements run when", advice))
            return found
    except Refused as refused:
        return [Finding(False, str(refused))]
