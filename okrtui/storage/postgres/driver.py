"""Lets psycopg in, which `okrtui.storage` bars for everybody who has no workspace on a server."""

import sys

from okrtui.errors import Refused

for _barred in ("psycopg", "psycopg2", "psycopg2cffi"):
    if sys.modules.get(_barred, sys) is None:
        del sys.modules[_barred]
try:
    import psycopg
except ImportError:
    raise Refused(
        "a workspace on a server needs the PostgreSQL driver; get it with: pip install 'okrtui[postgres]'"
    ) from None

__all__ = ["psycopg"]
