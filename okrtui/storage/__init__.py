"""The only place that knows peewee: tables, migrations, connection, journal, change feed, backup."""

import sys

# peewee tries every driver it knows when it is imported, which takes three times as long as peewee itself where one is
# installed. Nobody but `postgres` needs one; it takes the bar away.
for _driver in ("psycopg", "psycopg2", "psycopg2cffi"):
    sys.modules.setdefault(_driver, None)  # type: ignore[arg-type]  # the documented way to bar an import
