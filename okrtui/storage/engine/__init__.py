"""The connection: opening a file, its lock, its faults, its backup, migrations run under the lock."""
