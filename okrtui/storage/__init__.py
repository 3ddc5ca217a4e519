"""The only place that knows peewee: tables, migrations, connection, journal, change feed, backup."""
